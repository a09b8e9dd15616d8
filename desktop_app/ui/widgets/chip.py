"""A small rounded mark: sign, word and colour. Painted in tables by delegates, or alone as a widget."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.theme import look
from desktop_app.ui.theme_tokens import Tone

_PAD = 9
_LARGE = "○●"
_PLAY = "▶"


def chip_font() -> QFont:
    font = look().font()
    font.setPointSizeF(font.pointSizeF() * 0.93)
    return font


def chip_size(text: str) -> QSize:
    return QSize(_sign_width(text) + _words_width(text) + 2 * look().px(_PAD), look().px(25))


def paint_chip(painter: QPainter, rect: QRectF, text: str, tone: Tone) -> None:
    """Draw a chip that fills `rect` (see chip_size)."""
    pair = look().pair(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(pair.ground))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setPen(QColor(pair.text))
    inner = rect.adjusted(look().px(_PAD), 0, 0, 0)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    if _has_sign(text):
        _paint_sign(painter, inner, text)
        inner.adjust(_sign_width(text), 0, 0, 0)
    painter.setFont(chip_font())
    painter.drawText(inner, flags, _words(text))
    painter.restore()


def _paint_sign(painter: QPainter, rect: QRectF, text: str) -> None:
    if text[0] == _PLAY:  # fonts have it as a coloured picture
        side, top = look().px(8), rect.center().y() - look().px(4)
        corners = [QPointF(rect.x(), top), QPointF(rect.x() + side, top + side / 2), QPointF(rect.x(), top + side)]
        painter.save()
        painter.setBrush(painter.pen().color())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygonF(corners))
        painter.restore()
        return
    painter.setFont(_sign_font(text))
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text[0])


def _has_sign(text: str) -> bool:
    return len(text) > 2 and text[1] == " " and not text[0].isalnum()


def _words(text: str) -> str:
    return text[2:] if _has_sign(text) else text


def _sign_font(text: str) -> QFont:
    """Round and full shapes are larger than letters; they are drawn a little smaller."""
    font = chip_font()
    font.setPointSizeF(font.pointSizeF() * (0.72 if text[0] in _LARGE else 1.0))
    return font


def _sign_width(text: str) -> int:
    if not _has_sign(text):
        return 0
    if text[0] == _PLAY:
        return look().px(13)
    return QFontMetrics(_sign_font(text)).horizontalAdvance(text[0]) + look().px(4)


def _words_width(text: str) -> int:
    return QFontMetrics(chip_font()).horizontalAdvance(_words(text))


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
        with QPainter(self) as painter:
            paint_chip(painter, QRectF(self.rect()), self._text, self._tone)
