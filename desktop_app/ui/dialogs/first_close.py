"""What closing the window means: asked once, kept in window.ini, changed in Settings.

Without a tray there is nothing to close to: then the window is minimised, so that reminders still go out.
"""

from enum import StrEnum

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from desktop_app.ui.dialogs.base import VerbDialog
from desktop_app.ui.widgets.buttons import Button

_KEY = "closing"


class Closing(StrEnum):
    ASK = "ask"
    STAY = "stay"
    QUIT = "quit"


def closing_of(settings: QSettings) -> Closing:
    """What a person chose; ASK as long as nobody was asked."""
    kept = str(settings.value(_KEY, Closing.ASK))
    return Closing(kept) if kept in set(Closing) else Closing.ASK


def keep_closing(settings: QSettings, closing: Closing) -> None:
    settings.setValue(_KEY, str(closing))


class FirstCloseDialog(VerbDialog):
    """Asked at the first close. Esc and the cross keep the window open and ask again next time."""

    def __init__(self, has_tray: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if has_tray:
            told = self.tr(
                "The icon beside the clock brings the window back. Quit stops reminders until the program is opened again."
            )
        else:
            told = self.tr(
                "This computer shows no icons beside the clock, so the window is minimised instead. Quit stops reminders"
                " until the program is opened again."
            )
        self.say(
            self.tr("Keep sending reminders in the background?"),
            told + " " + self.tr("You are asked only once; Settings changes it."),
            self.tr("Keep sending in the background"),
            self.tr("Back"),
        )
        self._answer = Closing.ASK
        self.quit = Button(self.tr("Quit"))
        self.quit.clicked.connect(self._on_quit)
        self.put_aside(self.quit)

    def answer(self) -> Closing:
        """What was chosen; ASK if the dialog was left."""
        return self._answer

    def is_ready(self) -> bool:
        self._answer = Closing.STAY
        return True

    def _on_quit(self) -> None:
        self._answer = Closing.QUIT
        self.accept()
