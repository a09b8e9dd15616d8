"""The field that a message is written in: emptied, filled, read back. Nothing here sends anything."""

from desktop_app.whatsapp.web.page import Page
from desktop_app.whatsapp.web.patience import Patience
from desktop_app.whatsapp.web.text import is_same_in_composer, plain

PREFILL_S = 1.5
READ_BACK_S = 5.0
_BACKSPACE = 8
_SHIFT = 8


class Composer:
    def __init__(self, page: Page, patience: Patience) -> None:
        self._page = page
        self._patience = patience

    def put(self, text: str) -> str | None:
        """Have exactly `text` in the composer; what it then holds, raw. None if the page does not take it."""
        shown = self._wait_for(text, PREFILL_S if not self.read() else 0.4)
        if shown is not None:
            return shown
        for insert in (self._insert, self._insert_by_lines):
            insert(text)  # over all that stands there, a draft or what the first way made of it
            shown = self._wait_for(text, READ_BACK_S)
            if shown is not None:
                return shown
        self._page.counts.missed("composer_text")
        return None

    def read(self) -> str:
        chat = self._page.chat().chat
        return (chat.composer if chat else "") or ""

    def clear(self) -> bool:
        """True once it is empty."""
        for _ in range(3):
            if not plain(self.read()):
                return True
            if not self.focus():
                return False
            self._page.browser.press_key("Backspace", _BACKSPACE)
            for _ in self._patience.tries(0.6, every=0.05, after_send=True):
                if not plain(self.read()):
                    return True
        return False

    def drop(self, text: str) -> None:
        """Take our own text out again; a draft of somebody else stays."""
        shown = self.read()
        if plain(shown) and is_same_in_composer(shown, text):
            self.clear()

    def focus(self) -> bool:
        """Into the composer, all of it selected."""
        return self._page.do("focus_composer")

    def _insert(self, text: str) -> None:
        if self.focus():
            self._page.browser.command("Input.insertText", text=text)

    def _insert_by_lines(self, text: str) -> None:
        """Shift and Enter between the lines, for a composer that swallows line ends."""
        if not self.focus():
            return
        for number, line in enumerate(text.split("\n")):
            if number:
                for kind in ("keyDown", "keyUp"):
                    self._page.browser.command(
                        "Input.dispatchKeyEvent",
                        type=kind,
                        key="Enter",
                        code="Enter",
                        modifiers=_SHIFT,
                        windowsVirtualKeyCode=13,
                    )
            if line:
                self._page.browser.command("Input.insertText", text=line)

    def _wait_for(self, text: str, seconds: float) -> str | None:
        last: str | None = None
        for _ in self._patience.tries(seconds, every=0.05):
            shown = self.read()
            if is_same_in_composer(shown, text) and shown == last:
                return shown
            last = shown
        return None
