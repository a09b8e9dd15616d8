"""The session's state as one chip with its own shape in it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui import icons
from desktop_app.ui.theme import look
from desktop_app.ui.theme_tokens import Tone

_PAD, _GAP = 10, 6


class StateChip(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word, self._icon, self._tone = "", "power", Tone.QUIET
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.updateGeometry)

    def word(self) -> str:
        return self._word

    def set(self, word: str, icon: str, tone: Tone) -> None:
        self._word, self._icon, self._tone = word, icon, tone
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(look().font()).horizontalAdvance(self._word)
        return QSize(words + look().px(18) + _GAP + 2 * _PAD, look().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        pair, side = look().pair(self._tone), look().px(18)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(pair.ground))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
            painter.drawPixmap(_PAD, (self.height() - side) // 2, icons.pixmap(self._icon, pair.text, side))
            painter.setPen(QColor(pair.text))
            painter.setFont(look().font())
            words = QRectF(self.rect()).adjusted(_PAD + side + _GAP, 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._word)
