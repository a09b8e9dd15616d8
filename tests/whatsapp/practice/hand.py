"""A hand on the practice page in a real Chromium: it looks and clicks, and waits for conditions, never for a time."""

import base64
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import zxingcpp
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from desktop_app.whatsapp.practice.server import PracticeWhatsApp

CLINIC = "919820011223"
PATIENT = "919876543210"
BOX = "footer [contenteditable]"
SEND = "footer button[aria-label='Send']"
LAST = ".p-line:last-child"  # our own styling survives every generation and every drift

_FLAGS = (
    "--headless=new",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--disable-sync",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--window-size=1280,860",
)


def installed_chromium() -> tuple[str, str]:
    return os.environ.get("TEST_CHROME", "/usr/bin/chromium"), os.environ.get(
        "TEST_CHROMEDRIVER", "/usr/bin/chromedriver"
    )


def _flags(profile: Path) -> list[str]:
    needs_no_sandbox = os.name == "posix" and os.geteuid() == 0
    return [*_FLAGS, f"--user-data-dir={profile}", *(["--no-sandbox"] if needs_no_sandbox else [])]


@contextmanager
def chromium(profile: Path) -> Iterator[Chrome]:
    browser, driver = installed_chromium()
    options = ChromeOptions()
    options.binary_location = browser
    flags = [
        *_FLAGS,
        f"--user-data-dir={profile}",
        *(["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []),
    ]
    for flag in flags:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.unhandled_prompt_behavior = "ignore"
    chrome = Chrome(options, Service(driver))
    try:
        yield chrome
    finally:
        chrome.quit()


@contextmanager
def bare_chromium(profile: Path, url: str) -> Iterator[subprocess.Popen[bytes]]:
    """A browser without a driver, killed with all its parts at the end."""
    browser = subprocess.Popen(
        [installed_chromium()[0], *_flags(profile), url],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield browser
    finally:
        os.killpg(browser.pid, signal.SIGKILL)
        browser.wait(10)


def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline, pause = time.monotonic() + seconds, Event()
    while not condition():
        assert time.monotonic() < deadline, "It never came."
        pause.wait(0.03)


class Hand:
    def __init__(self, chrome: Chrome, whatsapp: PracticeWhatsApp) -> None:
        self.chrome = chrome
        self.whatsapp = whatsapp
        self.phone = whatsapp.phone

    # ── getting there ──
    def load(self, path: str = "") -> "Hand":
        self.chrome.get(self.whatsapp.url + path)
        return self

    def link(self, number: str = CLINIC) -> "Hand":
        self.load()
        self.phone.scan(self.code(), number)
        return self.main()

    def main(self) -> "Hand":
        self.js_true("document.querySelector('.p-pane')")
        return self

    def code(self) -> str:
        """The text of the code on show, as its container gives it."""
        return str(self.js_true("document.querySelector('[data-ref]')?.dataset.ref"))

    # ── looking ──
    def js(self, script: str, *arguments: object) -> object:
        return self.chrome.execute_script(script, *arguments)

    def js_true(self, expression: str, seconds: float = 8) -> object:
        return WebDriverWait(self.chrome, seconds, 0.03).until(lambda _: self.js(f"return {expression}"), expression)

    def has(self, selector: str) -> bool:
        return bool(self.js("return document.querySelector(arguments[0]) !== null", selector))

    def one(self, selector: str) -> WebElement:
        self.js_true(f"document.querySelector({selector!r})")
        return self.chrome.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        self.one(selector)
        return str(self.js("return document.querySelector(arguments[0]).innerText", selector))

    def gone(self, selector: str) -> None:
        self.js_true(f"!document.querySelector({selector!r})")

    def box_text(self) -> str:
        """What the composer holds, emoji as their alt."""
        script = """const copy = document.querySelector(arguments[0]).cloneNode(true);
            document.querySelector('footer').append(copy); copy.style.whiteSpace = 'pre-wrap';
            for (const image of copy.querySelectorAll('img')) image.replaceWith(image.alt);
            const text = copy.innerText; copy.remove(); return text"""
        return str(self.js(script, BOX))

    def wait_box(self, text: str) -> None:
        WebDriverWait(self.chrome, 8, 0.03).until(
            lambda _: self.has(BOX) and self.box_text().rstrip("\n") == text, text
        )

    def wait_messages(self, count: int) -> None:
        WebDriverWait(self.chrome, 8, 0.03).until(lambda _: len(self.phone.messages()) == count)

    def wait_event(self, kind: str) -> None:
        WebDriverWait(self.chrome, 8, 0.03).until(lambda _: kind in [event.kind for event in self.phone.events()], kind)

    def ticks(self) -> str:
        """The icon's name at the last bubble, wherever this generation keeps it."""
        return str(
            self.js(
                """const icon = document.querySelector(arguments[0] + ' .p-tick > *');
                return icon.dataset.testid ?? icon.dataset.icon ?? icon.querySelector('title')?.textContent ?? ''""",
                LAST,
            )
        )

    def wait_receipt(self, receipt: str) -> None:
        self.js_true(f"document.querySelector('{LAST} .p-icon-{receipt}')")

    def decoded_canvas(self) -> str:
        """What a camera reads from the drawn code."""
        script = """const canvas = document.querySelector('canvas');
            const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            let grey = ''; for (let i = 0; i < data.length; i += 4) grey += String.fromCharCode(data[i]);
            return [canvas.width, btoa(grey)]"""
        width, grey = self.chrome.execute_script(script)
        pixels = base64.b64decode(grey)
        found = zxingcpp.read_barcodes(memoryview(pixels).cast("B", (len(pixels) // width, width)))
        return found[0].text

    # ── acting ──
    def click_link(self, number: str = PATIENT, text: str = "", then: str = "null") -> object:
        """`then`: what to answer of the page in the moment after the click, before anything else can happen there."""
        script = """const link = document.createElement('a');
            link.href = `${location.origin}/send?phone=${arguments[0]}&text=${encodeURIComponent(arguments[1])}`;
            document.querySelector('#app, .p-app').append(link); link.click(); link.remove(); return """
        return self.js(script + then, number, text)

    def open(self, number: str = PATIENT, text: str = "") -> None:
        self.click_link(number, text)
        self.one(BOX)
        if text:
            self.one(SEND)

    def send(self) -> None:
        self.one(SEND).click()

    def keys(self, *keys: str) -> None:
        ActionChains(self.chrome).send_keys(*keys).perform()

    def shift_enter(self) -> None:
        ActionChains(self.chrome).key_down(Keys.SHIFT).send_keys(Keys.ENTER).key_up(Keys.SHIFT).perform()

    def insert(self, text: str) -> None:
        self.chrome.execute_cdp_cmd("Input.insertText", {"text": text})
