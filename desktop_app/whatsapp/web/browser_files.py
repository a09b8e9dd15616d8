"""Finds Chrome (or Chromium) and its driver: the paths given, then what is installed, then webdriver-manager's driver."""

import os
import platform
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from desktop_app.domain.errors import Unavailable

_NAMES = ("google-chrome-stable", "google-chrome", "chromium", "chromium-browser", "chrome")
_PLACES = {
    "win32": (
        r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
        r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
        r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
    ),
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ),
}
_DRIVER_PLACES = (
    "/usr/lib/chromium/chromedriver",
    "/usr/lib/chromium-browser/chromedriver",
    "/usr/lib64/chromium-browser/chromedriver",
)
_PLATFORMS = {"win32": "Windows NT 10.0; Win64; x64", "darwin": "Macintosh; Intel Mac OS X 10_15_7"}
_GOES_ON = "Booking and the CSV file work on meanwhile; messages wait."


@dataclass(frozen=True, slots=True)
class BrowserFiles:
    """What a session is started with. `version` is the browser's, "" if it does not tell."""

    chrome: Path
    driver: Path
    version: str

    @property
    def user_agent(self) -> str | None:
        """What this browser says of itself with a window; headless it would say "HeadlessChrome", which WhatsApp refuses."""
        if not self.version:
            return None
        system = _PLATFORMS.get(sys.platform, f"X11; Linux {platform.machine()}")
        chrome = f"Chrome/{self.version.split('.')[0]}.0.0.0"
        return f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) {chrome} Safari/537.36"


def find_browser(chrome: Path | None = None, driver: Path | None = None) -> BrowserFiles:
    """Raises Unavailable("no_browser") or Unavailable("no_driver") with what to do."""
    browser = _given(chrome, "--chrome", "no_browser") or _installed_browser()
    if browser is None:
        raise Unavailable(
            "no_browser",
            "Neither Chrome nor Chromium was found on this computer.",
            f"Install Google Chrome or Chromium, or say where it is with --chrome. {_GOES_ON}",
        )
    return BrowserFiles(
        browser,
        _given(driver, "--chromedriver", "no_driver") or _installed_driver() or _fetched_driver(),
        version_of(browser),
    )


def version_of(program: Path) -> str:
    """`156.0.8078.79`; "" if it does not tell (Chrome on Windows does not)."""
    if sys.platform == "win32":
        return _version_beside(program)
    try:
        told = subprocess.run(
            [str(program), "--version"],
            capture_output=True,
            text=True,
            timeout=15,
            check=False,
            stdin=subprocess.DEVNULL,
        ).stdout
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""
    found = re.search(r"\d+(?:\.\d+){1,3}", told)
    return found.group() if found else ""


def _version_beside(program: Path) -> str:
    """On Windows the folder beside chrome.exe is named by its version."""
    names = (
        [entry.name for entry in program.parent.iterdir() if re.fullmatch(r"\d+(\.\d+){3}", entry.name)]
        if program.parent.is_dir()
        else []
    )
    return max(names, key=lambda name: [int(part) for part in name.split(".")], default="")


def _given(path: Path | None, option: str, code: str) -> Path | None:
    if path is None:
        return None
    if not path.is_file() or not os.access(path, os.X_OK):
        raise Unavailable(
            code,
            f"{option} {path} is not a program that can be started.",
            f"Correct {option}, or leave it out to use what is installed. {_GOES_ON}",
        )
    return path


def _installed_browser() -> Path | None:
    places = [Path(os.path.expandvars(place)) for place in _PLACES.get(sys.platform, ())]
    on_path = [Path(found) for found in map(shutil.which, _NAMES) if found]
    return next((place for place in [*places, *on_path] if place.is_file()), None)


def _installed_driver() -> Path | None:
    found = shutil.which("chromedriver")
    return Path(found) if found else next((Path(place) for place in _DRIVER_PLACES if Path(place).is_file()), None)


def _fetched_driver() -> Path:
    try:
        from webdriver_manager.chrome import ChromeDriverManager

        return Path(ChromeDriverManager().install())
    except Exception as error:
        raise Unavailable(
            "no_driver",
            "The driver for the browser (chromedriver) is not installed, and fetching it did not work.",
            f"Connect to the internet and try again, or install chromedriver and say where it is with --chromedriver. {_GOES_ON}",
        ) from error
