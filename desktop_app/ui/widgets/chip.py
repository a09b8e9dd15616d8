"""A small rounded mark: sign, word and colour. Painted in tables by delegates, or alone as a widget."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.theme import look
from desktop_app.ui.theme_tokens import Tone

_PAD = 9


def chip_font() -> QFont:
    font = look().font()
    font.setPointSizeF(font.pointSizeF() * 0.93)
    return font


def chip_size(text: str) -> QSize:
    metrics = QFontMetrics(chip_font())
    return QSize(metrics.horizontalAdvance(text) + 2 * look().px(_PAD), look().px(25))


def paint_chip(painter: QPainter, rect: QRectF, text: str, tone: Tone) -> None:
    """Draw a chip that fills `rect` (see chip_size)."""
    pair = look().pair(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(pair.ground))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setPen(QColor(pair.text))
    painter.setFont(chip_font())
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class Chip(QWidget):
    """A chip as a widget."""

    def __init__(self, text: str = "", tone: Tone = Tone.QUIET, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.updateGeometry)
        self.set(text, tone)

    def text(self) -> str:
        return self._text

    def set(self, text: str, tone: Tone) -> None:
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(self._text)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_chip(QPainter(self), QRectF(self.rect()), self._text, self._tone)
