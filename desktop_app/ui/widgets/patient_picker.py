"""The patients that fit what is being typed, under the field: ↑↓ in the field move, a click takes."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.theme import look
from desktop_app.ui.widgets.buttons import cap_size, paint_cap

_ROW = 40


class PatientPicker(QWidget):
    """Lines of (bold words, grey words). `taken(number)` on a click; the page moves `current` by keys.

    The line under the cursor shows the key that takes it, the next one an arrow.
    """

    taken = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[tuple[str, str], ...] = ()
        self._current = 0
        self._key = "Enter"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Patients that fit"))
        look().changed.connect(self.updateGeometry)
        self.hide()

    def set_lines(self, lines: Sequence[tuple[str, str]], current: int = 0, key: str = "Enter") -> None:
        self._lines, self._current, self._key = tuple(lines), current, key
        self.setVisible(bool(lines))
        self._say_current()

    def lines(self) -> tuple[str, ...]:
        """The words of each line."""
        return tuple(f"{words} {aside}".strip() for words, aside in self._lines)

    def current(self) -> int:
        return self._current

    def sizeHint(self) -> QSize:
        return QSize(200, len(self._lines) * look().px(_ROW) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().y()) // look().px(_ROW)
        if 0 <= number < len(self._lines):
            self.taken.emit(number)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, height = look().tokens, look().px(_ROW)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.setBrush(QColor(tokens.surface))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
            for number in range(len(self._lines)):
                rect = QRectF(1, 1 + number * height, self.width() - 2, height)
                self._paint_line(painter, rect, number)

    def _paint_line(self, painter: QPainter, rect: QRectF, number: int) -> None:
        tokens, is_current = look().tokens, number == self._current
        if is_current:
            painter.fillRect(rect, QColor(tokens.tint))
            painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height()), QColor(tokens.accent))
        if number:
            painter.fillRect(QRectF(rect.x(), rect.y(), rect.width(), 1), QColor(tokens.line))
        words, aside = self._lines[number]
        inner = rect.adjusted(12, 0, -12, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if is_current and self._key:
            cap = cap_size(self._key)
            place = QRectF(
                inner.right() - cap.width(), inner.center().y() - cap.height() / 2, cap.width(), cap.height()
            )
            paint_cap(painter, place, self._key, QColor(tokens.muted))
            inner.adjust(0, 0, -cap.width() - 8, 0)
        painter.setFont(look().font(bold=is_current))
        painter.setPen(QColor(tokens.text if aside or is_current else tokens.muted))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, flags, shown)
        inner.adjust(metrics.horizontalAdvance(shown + " "), 0, 0, 0)
        painter.setFont(look().font())
        painter.setPen(QColor(tokens.muted))
        rest = painter.fontMetrics().elidedText(aside, Qt.TextElideMode.ElideRight, max(int(inner.width()), 0))
        painter.drawText(inner, flags, rest)

    def _say_current(self) -> None:
        lines = self.lines()
        self.setAccessibleDescription(lines[self._current] if self._current < len(lines) else "")
        self.updateGeometry()
        self.update()
