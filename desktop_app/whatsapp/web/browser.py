"""One Chrome for one hospital, driven over WebDriver: started, asked, stopped; and never left running.

Start: profile prepared, driver started in a process group of its own, recorded, guarded; browser started by the driver.
Stop: the browser is asked to close (it writes its data), then the driver's tree is ended, then the guard is dismissed.
Selenium is imported at the first start. Everything here belongs to one thread.
"""

import logging
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from desktop_app.domain.errors import Unavailable
from desktop_app.whatsapp.web.browser_files import BrowserFiles
from desktop_app.whatsapp.web.processes import Guard, Process, end_all, end_tree, users_of
from desktop_app.whatsapp.web.profile import WARNING_BYTES, Profile

if TYPE_CHECKING:
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.remote.client_config import ClientConfig
    from selenium.webdriver.remote.webdriver import WebDriver

log = logging.getLogger(__name__)
T = TypeVar("T")

START_S = 60.0
OPEN_S = 45.0
_FLAGS = (
    "--profile-directory=Default",
    "--window-size=1280,900",
    "--lang=en-US",
    "--no-first-run",
    "--no-default-browser-check",
    # A hidden tab must keep its timers and draw all its messages (whatsapp-web.md 1.14).
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    # A profile that does not grow without end, and a browser that talks to nobody but the page.
    "--disk-cache-size=134217728",
    "--media-cache-size=33554432",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-breakpad",
    "--no-pings",
    "--mute-audio",
    "--disable-client-side-phishing-detection",
    "--disable-session-crashed-bubble",
    "--hide-crash-restore-bubble",
    "--disable-search-engine-choice-screen",
    "--password-store=basic",
    "--disable-features=CalculateNativeWinOcclusion,Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider",
)
_PREFERENCES = {
    "intl.accept_languages": "en-US,en",
    "credentials_enable_service": False,
    "profile.password_manager_enabled": False,
    "profile.default_content_setting_values.notifications": 2,
    "profile.default_content_setting_values.media_stream_mic": 2,
    "profile.default_content_setting_values.media_stream_camera": 2,
    "profile.default_content_settings.popups": 2,
}


class BrowserLost(Exception):
    """The browser or its driver is gone (killed, crashed, closed)."""


class BrowserStuck(Exception):
    """The page did not answer before the deadline."""


class Browser:
    """Not started yet. `at_start` is a script that every page runs first."""

    def __init__(self, profile: Profile, at_start: str = "") -> None:
        self.profile = profile
        self.is_visible = False
        self._at_start = at_start
        self._driver: WebDriver | None = None
        self._config: ClientConfig | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._guard: Guard | None = None

    @property
    def is_started(self) -> bool:
        return self._driver is not None

    @property
    def pids(self) -> tuple[int, ...]:
        """The driver and all below it."""
        found = Process.of(self._process.pid).find() if self._process and self._process.poll() is None else None
        return (found.pid, *(child.pid for child in found.children(recursive=True))) if found else ()

    def start(self, files: BrowserFiles, *, visible: bool) -> None:
        """Raises Unavailable with what to do; then nothing is left running."""
        try:
            self._start_once(files, visible=visible)
        except BrowserStuck:  # under load a fresh browser now and then never answers its first command
            log.info("the browser of session %s did not answer at its start, once more", self.profile.folder.name)
            try:
                self._start_once(files, visible=visible)
            except BrowserStuck as error:
                self.stop(2)
                raise _not_started("The browser could not be started.") from error

    def _start_once(self, files: BrowserFiles, *, visible: bool) -> None:
        self.stop(2)
        self.profile.prepare()
        if self.profile.free_bytes < WARNING_BYTES:
            log.warning("less than 2 GB free for the WhatsApp profile %s", self.profile.folder.name)
        try:
            url = self._start_driver(files)
            self._driver = self._connect(url, _options(files, self.profile, visible=visible))
            self.is_visible = visible
            self._prepare_pages()
        except (Unavailable, BrowserLost, OSError) as error:
            self.stop(2)
            if isinstance(error, Unavailable):
                raise
            raise _not_started("The browser could not be started.") from error

    def _start_driver(self, files: BrowserFiles) -> str:
        port = _free_port()
        process = self._process = _launch([str(files.driver), f"--port={port}", "--log-level=OFF"])
        self._guard = Guard(process.pid)
        self.profile.record.write(Process.of(process.pid))
        deadline = time.monotonic() + START_S
        while not _is_open(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise Unavailable(
                    "no_driver",
                    "The browser's driver (chromedriver) does not start.",
                    "Install it again, or give another with --chromedriver.",
                )
            threading.Event().wait(0.02)
        return f"http://127.0.0.1:{port}"

    def _connect(self, url: str, options: "Options") -> "WebDriver":
        from selenium.common.exceptions import SessionNotCreatedException
        from selenium.webdriver.chrome.remote_connection import ChromeRemoteConnection
        from selenium.webdriver.remote.client_config import ClientConfig
        from selenium.webdriver.remote.webdriver import WebDriver

        # Never repeat a command by itself: it may be the press on Send.
        never_again = {"init_args_for_pool_manager": {"retries": False}}
        config = ClientConfig(url, keep_alive=True, timeout=round(START_S), init_args_for_pool_manager=never_again)
        line = ChromeRemoteConnection(remote_server_addr=url, ignore_proxy=True, client_config=config)
        self._config = config
        try:
            with _translated():
                return WebDriver(command_executor=line, options=options)
        except SessionNotCreatedException as error:
            raise _explained(str(error.msg)) from error

    def _prepare_pages(self) -> None:
        self.command("Emulation.setFocusEmulationEnabled", enabled=True)
        if self._at_start:
            self.command("Page.addScriptToEvaluateOnNewDocument", source=self._at_start)
        self._call(lambda driver: driver.set_page_load_timeout(OPEN_S - 5), 10)

    # ── asking ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def run(self, script: str, *arguments: object, seconds: float = 5.0) -> Any:  # noqa: ANN401  what a page answers is plain data of any form
        """Run a script in the page. Raises BrowserStuck after `seconds`, BrowserLost when nobody is there."""
        return self._call(lambda driver: driver.execute_script(script, *arguments), seconds)  # pyright: ignore[reportUnknownMemberType]

    def command(self, name: str, **parameters: object) -> Any:  # noqa: ANN401
        """One command of the browser's own protocol (CDP)."""
        return self._command(name, parameters, 8.0)

    def _command(self, name: str, parameters: dict[str, object], seconds: float) -> Any:  # noqa: ANN401
        job = {"cmd": name, "params": parameters}
        return self._call(lambda driver: driver.execute("executeCdpCommand", job)["value"], seconds)

    def open(self, url: str) -> None:
        """Load a page. A page that loads slowly or not at all is seen by the next probe."""
        from selenium.common.exceptions import TimeoutException, WebDriverException

        def load(driver: "WebDriver") -> None:
            try:
                driver.get(url)
            except TimeoutException:
                return
            except WebDriverException as error:
                if "net::ERR" not in str(error.msg):
                    raise

        self._call(load, OPEN_S)

    def keep_one_tab(self) -> bool:
        """Close every tab but the oldest; True if there was another."""
        handles = self._call(lambda driver: driver.window_handles, 5)
        if len(handles) < 2:
            return False
        for handle in handles[1:]:
            self._call(lambda driver, handle=handle: (driver.switch_to.window(handle), driver.close()), 5)
        self._call(lambda driver: driver.switch_to.window(handles[0]), 5)
        return True

    def picture(self) -> bytes:
        return self._call(lambda driver: driver.get_screenshot_as_png(), 10)

    def press_key(self, key: str, code: int) -> None:
        for kind in ("keyDown", "keyUp"):
            self.command(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=code,
                nativeVirtualKeyCode=code,
            )

    def click_at(self, x: float, y: float) -> None:
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.command(
                "Input.dispatchMouseEvent",
                type=kind,
                x=x,
                y=y,
                button="none" if kind == "mouseMoved" else "left",
                clickCount=1,
            )

    def _call(self, job: "Callable[[WebDriver], T]", seconds: float) -> T:
        driver = self._driver
        if driver is None or self._config is None:
            raise BrowserLost("not started")
        self._config.timeout = seconds
        with _translated():
            return job(driver)

    # ── stopping ────────────────────────────────────────────────────────────────────────────────────────────────────
    def stop(self, seconds: float) -> None:
        """Nothing of this browser runs afterwards; after about `seconds` it is made to end. May be called at any time."""
        deadline = time.monotonic() + seconds
        if self._driver is not None and self._process is not None and self._process.poll() is None:
            try:
                self._command("Browser.close", {}, min(3.0, max(seconds / 2, 0.3)))
            except (BrowserLost, BrowserStuck):
                log.info("the browser of session %s did not answer its stop", self.profile.folder.name)
        self._driver = None
        while (left := deadline - time.monotonic()) > 0 and self._process is not None and users_of(self.profile.folder):
            threading.Event().wait(min(left, 0.05))
        self._end_processes()

    def kill(self) -> None:
        """End the driver and the browser at once, from any thread; `stop` cleans up afterwards."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
        end_all(users_of(self.profile.folder))

    def _end_processes(self) -> None:
        if self._process is not None:
            if self._process.poll() is None:
                end_tree(Process.of(self._process.pid).find(), 1)
            self._process.wait()
            end_all(users_of(self.profile.folder))
            self.profile.record.remove()
            self._process = None
        if self._guard is not None:
            self._guard.dismiss()
            self._guard = None


def _launch(command: list[str]) -> subprocess.Popen[bytes]:
    """In a process group of its own, without a window."""
    quiet = subprocess.DEVNULL
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        return subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, creationflags=flags)
    return subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)


def _options(files: BrowserFiles, profile: Profile, *, visible: bool) -> "Options":
    from selenium.webdriver.chrome.options import Options

    options = Options()
    options.binary_location = str(files.chrome)
    options.unhandled_prompt_behavior = "dismiss"
    for flag in (f"--user-data-dir={profile.folder}", *_FLAGS, *_flags_of_this_computer(files, visible=visible)):
        options.add_argument(flag)
    options.add_experimental_option("prefs", _PREFERENCES)  # pyright: ignore[reportUnknownMemberType]
    return options


def _flags_of_this_computer(files: BrowserFiles, *, visible: bool) -> Iterator[str]:
    if not visible:
        yield "--headless=new"
        if files.user_agent:
            yield f"--user-agent={files.user_agent}"
    if sys.platform != "win32":
        yield "--remote-debugging-pipe"  # no open port into a linked WhatsApp, and the browser ends with its driver
    if sys.platform.startswith("linux"):
        if os.geteuid() == 0:
            yield "--no-sandbox"  # Chrome refuses root otherwise; for everybody else the sandbox stays
        if shutil.disk_usage("/dev/shm").total < 256_000_000:  # noqa: S108  the system's shared memory, not a place for our files
            yield "--disable-dev-shm-usage"


@contextmanager
def _translated() -> Iterator[None]:
    """Selenium's and urllib3's errors in our two words."""
    from selenium.common.exceptions import (
        InvalidSessionIdException,
        JavascriptException,
        NoSuchWindowException,
        SessionNotCreatedException,
        TimeoutException,
        WebDriverException,
    )
    from urllib3.exceptions import HTTPError, ReadTimeoutError

    try:
        yield
    except SessionNotCreatedException:
        raise
    except (ReadTimeoutError, TimeoutException, TimeoutError) as error:
        raise BrowserStuck("no answer before the deadline") from error
    except (InvalidSessionIdException, NoSuchWindowException, HTTPError, ConnectionError, OSError) as error:
        raise BrowserLost(type(error).__name__) from error
    except JavascriptException as error:
        log.warning("a script failed in the page: %s", _first_line(error))
        raise BrowserStuck("script failed") from error
    except WebDriverException as error:
        raise (BrowserLost if _means_lost(str(error.msg)) else BrowserStuck)(_first_line(error)) from error


def _means_lost(message: str) -> bool:
    return any(
        part in message
        for part in ("disconnected", "crashed", "not reachable", "no such window", "target closed", "invalid session")
    )


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:120]


def _explained(message: str) -> Unavailable:
    if "in use" in message:
        return Unavailable(
            "profile_in_use",
            "Another program has this hospital's WhatsApp open.",
            "Close that browser window, then start the session again.",
        )
    if "only supports" in message or "version" in message:
        return _not_started(
            "The browser and its driver (chromedriver) do not fit together; one of them was updated alone.",
            "Update both, or remove chromedriver so that a fitting one is fetched.",
        )
    return _not_started("The browser could not be started.")


def _not_started(
    sentence: str, remedy: str = "Run `front-desk check` to see what is missing, then start the session again."
) -> Unavailable:
    return Unavailable("browser_not_started", sentence, remedy)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_open(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.5):
            return True
    except OSError:
        return False
