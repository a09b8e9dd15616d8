"""What a page shows when there is nothing: a sign, one sentence, the next thing to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_app.ui import icons
from desktop_app.ui.widgets.buttons import Button, Kind
from desktop_app.ui.widgets.card import text


class EmptyState(QWidget):
    """`acted` comes when its button is pressed."""

    acted = Signal()

    def __init__(
        self, icon: str, sentence: str, button: str = "", *, key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        self._sign = QLabel()
        icons.set_icon(self._sign, icon, "muted", 44)
        self._words = text(sentence, "muted", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._words)
        self.button = Button(button, key=key, kind=Kind.PRIMARY)
        self.button.clicked.connect(self._on_clicked)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        if not button:
            self.button.hide()
        column.addStretch(3)

    def set_sentence(self, sentence: str) -> None:
        self._words.setText(sentence)

    def _on_clicked(self) -> None:
        self.acted.emit()


class NoDoctorYet(EmptyState):
    """What every page of a doctor's day shows while there is no doctor; `acted` asks for Settings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("stethoscope", "", "", parent=parent)
        self.set_sentence(self.tr("No doctor works here yet. Add the doctors first."))
        self.button.setText(self.tr("Open Settings"))
        self.button.show()
