"""What the window's content stands on: the plain ground, and practice mode's orange frame around it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_app.ui.theme import look
from desktop_app.ui.widgets.card import text

_FRAME = 6


class Ground(QWidget):
    """Carries the layers (panel, toast, palette), which are placed again whenever it is `resized`."""

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAutoFillBackground(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class Frame(QWidget):
    """The whole window; in practice mode with an orange frame and a line that says so on every screen."""

    def __init__(self, is_practice: bool) -> None:
        super().__init__()
        self._is_practice = is_practice
        self.body = QVBoxLayout(self)
        self.body.setSpacing(0)
        edge = _FRAME if is_practice else 0
        self.body.setContentsMargins(edge, 0, edge, edge)
        if is_practice:
            self._line = QLabel(self.tr("PRACTICE – nothing is sent"))
            self._line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._line.setObjectName("practiceLine")
            self.body.addWidget(self._line)
            look().changed.connect(self._on_look_changed)
            self._on_look_changed()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_practice:
            with QPainter(self) as painter:
                painter.fillRect(self.rect(), QColor(look().tokens.practice))

    @Slot()
    def _on_look_changed(self) -> None:
        self._line.setStyleSheet(f"color: {look().tokens.on_practice}; font-weight: 700; padding: 2px;")
        self.update()


def starting(words: str) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    label = text(words, "muted")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    column.addWidget(label)
    return page
