"""The browser's life: its profile, its processes, and that nothing of it is left, whatever ends it."""

import json
import os
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from desktop_app.domain.errors import Unavailable
from desktop_app.whatsapp.web import profile as profiles
from desktop_app.whatsapp.web.browser import Browser, BrowserLost, BrowserStuck
from desktop_app.whatsapp.web.browser_files import find_browser
from desktop_app.whatsapp.web.channel import WebChannel, WebSetup
from desktop_app.whatsapp.web.processes import users_of
from desktop_app.whatsapp.web.profile import Profile
from tests.whatsapp.web.conftest import FastClock, until


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    (tmp_path / "run").mkdir()
    return Profile(tmp_path / "whatsapp_sessions" / "1", tmp_path / "run")


@pytest.fixture
def browser(profile: Profile) -> Iterator[Browser]:
    browser = Browser(profile)
    browser.start(find_browser(), visible=False)
    yield browser
    browser.stop(3)


def test_it_starts_quietly_and_stops_without_a_trace(browser: Browser) -> None:
    profile = browser.profile
    assert profile.folder.stat().st_mode & 0o777 == 0o700
    agent = browser.run("return navigator.userAgent")
    assert "Headless" not in agent
    assert find_browser().version.split(".")[0] in agent
    driver = psutil.Process(browser.pids[0])
    assert os.getpgid(driver.pid) == driver.pid != os.getpgid(0)
    flags = " ".join(users_of(profile.folder)[0].cmdline())
    assert ("--no-sandbox" in flags) == (os.geteuid() == 0)
    assert "--remote-debugging-port" not in flags
    browser.stop(5)
    assert users_of(profile.folder) == []
    assert not driver.is_running()
    assert not (profile.folder / "SingletonLock").is_symlink()
    assert profile.record.read() is None


def test_a_page_in_an_endless_loop_answers_by_its_deadline_and_is_ended(browser: Browser) -> None:
    started = time.monotonic()
    with pytest.raises(BrowserStuck):
        browser.run("while (true) {}", seconds=1)
    assert time.monotonic() - started < 15
    browser.stop(1)
    assert users_of(browser.profile.folder) == []


@pytest.mark.parametrize("victim", ["driver", "browser"])
def test_a_killed_part_is_noticed_and_takes_the_rest_along(browser: Browser, victim: str) -> None:
    driver = psutil.Process(browser.pids[0])
    (driver if victim == "driver" else driver.children()[0]).kill()
    with pytest.raises((BrowserLost, BrowserStuck)):
        browser.run("return 1")
    browser.stop(2)
    assert users_of(browser.profile.folder) == []
    browser.start(find_browser(), visible=False)
    assert browser.run("return 1") == 1


_PROGRAM = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from desktop_app.whatsapp.web.browser import Browser
    from desktop_app.whatsapp.web.browser_files import find_browser
    from desktop_app.whatsapp.web.profile import Profile
    browser = Browser(Profile(Path(sys.argv[1]), Path(sys.argv[2])))
    browser.start(find_browser(), visible=False)
    print("up", flush=True)
    sys.stdin.read()
    """
)


def other_program(profile: Profile) -> subprocess.Popen[bytes]:
    run = profile.folder.parents[1] / "run"
    program = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(profile.folder), str(run)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert program.stdout is not None
    assert program.stdout.readline() == b"up\n"
    return program


def test_a_live_second_owner_is_refused_and_not_killed(profile: Profile) -> None:
    with other_program(profile) as program:
        with pytest.raises(Unavailable) as refused:
            Browser(profile).start(find_browser(), visible=False)
        assert refused.value.code == "profile_in_use"
        assert program.poll() is None
        assert users_of(profile.folder) != []
        program.kill()
    until(lambda: users_of(profile.folder) == [])


def test_a_killed_program_leaves_no_browser_and_the_next_start_works(profile: Profile) -> None:
    with other_program(profile) as program:
        program.kill()
    until(lambda: users_of(profile.folder) == [], 5)
    browser = Browser(profile)
    browser.start(find_browser(), visible=False)
    browser.stop(3)
    assert users_of(profile.folder) == []


def test_what_even_the_guard_left_is_ended_at_the_next_start(profile: Profile) -> None:
    with other_program(profile) as program:
        for guard in [child for child in psutil.Process(program.pid).children() if child.name() in ("sh", "dash")]:
            guard.kill()
        program.kill()
    assert users_of(profile.folder) != []
    browser = Browser(profile)
    browser.start(find_browser(), visible=False)
    assert browser.run("return 1") == 1
    browser.stop(3)


def test_a_browser_that_does_not_answer_at_its_start_is_started_once_more(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare, asked = Browser._prepare_pages, list[tuple[int, ...]]()

    def stuck_at_first(browser: Browser) -> None:
        asked.append(browser.pids)
        if len(asked) == 1:
            raise BrowserStuck("no answer")
        prepare(browser)

    monkeypatch.setattr(Browser, "_prepare_pages", stuck_at_first)
    browser = Browser(profile)
    browser.start(find_browser(), visible=False)
    assert browser.run("return 1") == 1
    assert not set(asked[0]) & set(browser.pids)
    browser.stop(3)
    assert users_of(profile.folder) == []


@contextmanager
def living(name: str, folder: Path, *arguments: str) -> Iterator[psutil.Process]:
    """A process of that name that does nothing, with what else its command line shall hold."""
    program = folder / name
    program.symlink_to("/bin/sh")
    with subprocess.Popen([program, "-c", "read -r line", *arguments], stdin=subprocess.PIPE) as started:
        process = psutil.Process(started.pid)
        until(lambda: process.name() == name and process.cmdline())  # both come a moment after it has started
        yield process
        started.kill()


@pytest.mark.parametrize(
    ("name", "started_before", "is_ended"),
    [("chromedriver", 0.0, True), ("chromedriver", 1000.0, False), ("another", 0.0, False)],
)
def test_a_pid_that_was_used_again_is_never_ended(
    profile: Profile, tmp_path: Path, name: str, started_before: float, is_ended: bool
) -> None:
    with living(name, tmp_path) as process:
        driver = {"pid": process.pid, "started": process.create_time() - started_before}
        record = {"owner": {"pid": 2**22 - 1, "started": 1.0}, "driver": driver}
        (tmp_path / "run" / "whatsapp_1.json").write_text(json.dumps(record), encoding="utf-8")
        profile.prepare()
        assert (not process.is_running() or process.status() == psutil.STATUS_ZOMBIE) == is_ended


def test_a_living_browser_that_nobody_recorded_is_refused_and_not_killed(profile: Profile, tmp_path: Path) -> None:
    other = profile.folder.with_name("11")
    with living("chromium", tmp_path, f"--user-data-dir={other}"):
        profile.prepare()
        assert users_of(profile.folder) == []
        assert len(users_of(other)) == 1
    with living("chrome", tmp_path, f"--user-data-dir={profile.folder}") as process:
        with pytest.raises(Unavailable) as refused:
            profile.prepare()
        assert refused.value.code == "profile_in_use"
        assert process.is_running()


def test_a_lock_is_cleared_only_if_its_owner_is_dead(profile: Profile, tmp_path: Path) -> None:
    profile.prepare()
    lock = profile.folder / "SingletonLock"
    lock.symlink_to(f"{socket.gethostname()}-999999")
    profile.prepare()
    assert not lock.is_symlink()
    with living("chromium", tmp_path) as process:
        for owner in (f"{socket.gethostname()}-{process.pid}", "another-computer-999999"):
            lock.symlink_to(owner)
            with pytest.raises(Unavailable):
                profile.prepare()
            assert lock.is_symlink()
            os.utime(lock, (1, 1), follow_symlinks=False)  # left before this computer was started: nobody's any more
            profile.prepare()
            assert not lock.is_symlink()


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "whatsapp_sessions").write_text("not a folder")
    with pytest.raises(Unavailable) as refused:
        Profile(tmp_path / "whatsapp_sessions" / "1", tmp_path).prepare()
    assert refused.value.code == "data_folder"


def test_a_full_disk_is_said_before_whatsapp_loses_its_link(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "NEEDED_BYTES", 10**18)
    with pytest.raises(Unavailable) as refused:
        Browser(profile).start(find_browser(), visible=False)
    assert refused.value.code == "disk_full"
    assert users_of(profile.folder) == []


def test_missing_programs_are_named(tmp_path: Path) -> None:
    for given, code in (({"chrome": tmp_path / "x"}, "no_browser"), ({"driver": tmp_path / "x"}, "no_driver")):
        with pytest.raises(Unavailable) as refused:
            find_browser(**given)
        assert refused.value.code == code
        assert "Booking" in refused.value.remedy


def test_a_driver_that_does_not_start_is_named(profile: Profile, tmp_path: Path) -> None:
    broken = tmp_path / "chromedriver"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    started = time.monotonic()
    with pytest.raises(Unavailable) as refused:
        Browser(profile).start(find_browser(driver=broken), visible=False)
    assert refused.value.code == "no_driver"
    assert time.monotonic() - started < 20, "it had ended at once"
    assert profile.record.read() is None


def test_a_driver_that_cannot_be_fetched_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(_manager: object) -> str:
        raise ConnectionError

    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("desktop_app.whatsapp.web.browser_files._DRIVER_PLACES", ())
    monkeypatch.setattr("webdriver_manager.chrome.ChromeDriverManager.install", offline)
    with pytest.raises(Unavailable) as refused:
        find_browser(chrome=Path(sys.executable))
    assert refused.value.code == "no_driver"
    assert "Booking" in refused.value.remedy


_DRIVER = """#!{python}
import json, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Answer(BaseHTTPRequestHandler):
    def do_POST(self):
        refusal = {refusal!r}
        is_session = self.path == "/session"
        value = {{"error": "session not created", "message": refusal, "stacktrace": ""}} if refusal and is_session else (
            {{"sessionId": "1", "capabilities": {{}}}} if is_session else {{}})
        body = json.dumps({{"value": value}}).encode()
        self.send_response(500 if refusal and is_session else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        with open(__file__ + ".asked", "a") as asked:
            asked.write(self.path + "\\n")
        self.close_connection = True

    def log_message(self, *_): ...

HTTPServer(("127.0.0.1", int(sys.argv[1].partition("=")[2])), Answer).serve_forever()
"""


def pretend_driver(folder: Path, refusal: str = "") -> Path:
    """A chromedriver that refuses every session with these words; without: starts one, and hangs up on every question."""
    driver = folder / "chromedriver"
    driver.write_text(_DRIVER.format(python=sys.executable, refusal=refusal), encoding="utf-8")
    driver.chmod(0o755)
    return driver


@pytest.mark.parametrize(
    ("refusal", "code", "words"),
    [
        ("This version of ChromeDriver only supports Chrome version 99", "browser_not_started", "do not fit together"),
        ("user data directory is already in use", "profile_in_use", "Another program"),
        ("DevToolsActivePort file doesn't exist", "browser_not_started", "could not be started"),
    ],
)
def test_a_browser_that_does_not_fit_or_is_in_use_is_named(
    profile: Profile, tmp_path: Path, refusal: str, code: str, words: str
) -> None:
    browser = Browser(profile)
    with pytest.raises(Unavailable) as refused:
        browser.start(find_browser(driver=pretend_driver(tmp_path, refusal)), visible=False)
    assert refused.value.code == code
    assert words in refused.value.message
    assert profile.record.read() is None
    assert browser.pids == ()


def test_no_command_is_repeated_by_itself(profile: Profile, tmp_path: Path) -> None:
    driver = pretend_driver(tmp_path)
    browser = Browser(profile)
    browser.start(find_browser(driver=driver), visible=False)
    with pytest.raises(BrowserLost):
        browser.keep_one_tab()
    browser.stop(1)
    assert driver.with_name("chromedriver.asked").read_text().splitlines() == ["/session/1/window/handles"]


def test_a_tab_behind_another_one_stays_awake(browser: Browser) -> None:
    """A hidden tab draws only its newest message and sleeps (whatsapp-web.md 1.14)."""
    browser.command("Target.createTarget", url="about:blank")
    assert browser.run("return [document.visibilityState, document.hasFocus()]") == ["visible", True]


def test_forget_removes_the_profile(browser: Browser) -> None:
    browser.stop(3)
    browser.profile.forget()
    assert list(browser.profile.folder.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("parts", "is_driver_dead"),
    [("driver", False), ("browser", False), ("browser", True), ("browser and below", False)],
)
def test_a_stopped_part_does_not_hold_up_the_stop(browser: Browser, parts: str, is_driver_dead: bool) -> None:
    driver, *below = [psutil.Process(pid) for pid in browser.pids]
    for process in {"driver": [driver], "browser": driver.children(), "browser and below": below}[parts]:
        process.suspend()
    if is_driver_dead:
        driver.kill()
        driver.wait(5)
    browser.stop(2)
    assert users_of(browser.profile.folder) == []
    until(lambda: not any(process.is_running() for process in (driver, *below)))


def test_forgetting_a_session_removes_its_profile(profile: Profile, tmp_path: Path) -> None:
    profile.folder.mkdir(parents=True)
    channel = WebChannel(WebSetup("http://127.0.0.1:9", profile.folder, tmp_path), FastClock())
    channel.forget()
    assert not profile.folder.exists()
