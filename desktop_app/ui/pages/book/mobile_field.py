"""The field for the mobile number."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.ui.pages.book.form import NumberSays
from desktop_app.ui.theme import look


class MobileField(QLineEdit):
    """Shows at its right end the number as it was understood."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._says = NumberSays()

    @property
    def shown_number(self) -> str:
        """`✓ +91 98765 43210`, "" while there is no whole number."""
        return f"✓ {self._says.shown}" if self._says.shown else ""

    def show_number(self, says: NumberSays) -> None:
        self._says = says
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.shown_number:
            return
        with QPainter(self) as painter:
            painter.setPen(QColor(look().tokens.good))
            room = self.rect().adjusted(0, 0, -12, 0)
            metrics = painter.fontMetrics()
            if metrics.horizontalAdvance(self.text() + self.shown_number) + 44 < room.width():
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.shown_number)
