"""What closing the window means: asked once, kept in window.ini, changed in Settings.

Without a tray there is nothing to close to: then the window is minimised, so that reminders still go out.
"""

from enum import StrEnum

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMessageBox, QWidget

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


class FirstCloseDialog(QMessageBox):
    """Asked at the first close. Esc and the cross keep the window open and ask again next time."""

    def __init__(self, has_tray: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Close the window"))
        self.setText(self.tr("Keep sending reminders in the background?"))
        if has_tray:
            told = self.tr(
                "The icon beside the clock brings the window back. Quit stops reminders until the program is opened again."
            )
        else:
            told = self.tr(
                "This computer shows no icons beside the clock, so the window is minimised instead. Quit stops reminders"
                " until the program is opened again."
            )
        self.setInformativeText(told + " " + self.tr("You are asked only once; Settings changes it."))
        self._stay = self.addButton(self.tr("Keep sending in the background"), QMessageBox.ButtonRole.AcceptRole)
        self._quit = self.addButton(self.tr("Quit"), QMessageBox.ButtonRole.DestructiveRole)
        self._back = self.addButton(self.tr("Back"), QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(self._stay)
        self.setEscapeButton(self._back)

    def answer(self) -> Closing:
        """What was chosen; ASK if the dialog was left."""
        chosen = self.clickedButton()
        if chosen is self._stay:
            return Closing.STAY
        return Closing.QUIT if chosen is self._quit else Closing.ASK
