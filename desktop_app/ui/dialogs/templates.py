"""The dialogs of the Templates page: earlier versions, and the number for a test."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services.views import TemplateView
from desktop_app.ui.dialogs.base import VerbDialog
from desktop_app.ui.dialogs.number import NumberDialog
from desktop_app.ui.theme import look


class VersionsDialog(VerbDialog):
    """Earlier texts of one template, newest first; "Use this text" puts one into the editor, unsaved."""

    chosen = Signal(str)

    def __init__(self, versions: Sequence[TemplateView], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say(
            self.tr("Earlier versions"),
            self.tr("Newest first. The text you choose goes into the editor; nothing changes until you save it."),
            self.tr("Use this text"),
            self.tr("Back"),
        )
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setSpacing(4)
        self.list.setMinimumSize(look().px(560), look().px(240))
        self.list.setAccessibleName(self.tr("Earlier versions"))
        for version in versions:
            QListWidgetItem(version.text, self.list)
        self.list.setCurrentRow(0)
        self.list.itemDoubleClicked.connect(self._on_double_clicked)
        self.body.addWidget(self.list)
        self.accepted.connect(self._on_accepted)

    def _on_double_clicked(self) -> None:
        self.accept()

    def _on_accepted(self) -> None:
        self.chosen.emit(self.list.currentItem().text())


class MyNumberDialog(NumberDialog):
    """Asks to whose phone a test goes."""

    def __init__(self, check: Callable[[str], MobileNumber], told: str, parent: QWidget | None = None) -> None:
        super().__init__(check, self.tr("My &mobile"), parent)
        self.say(self.tr("Send a test to me"), told, self.tr("Send the test"), self.tr("Back"))
        self.mobile.setPlaceholderText("98765 43210")
