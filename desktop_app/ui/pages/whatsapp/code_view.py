"""The link code as a picture: drawn module by module, crisp at any size, always dark on white with its quiet margin."""

import math
from collections.abc import Sequence

import segno
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

QUIET_MODULES = 4
"""The white margin that scanners need (ISO/IEC 18004)."""
_INK = QColor("#10292b")
_PAPER = QColor("#ffffff")
_CORNER = 10


class CodeView(QWidget):
    """Shows the text of a link code. The text is a credential: it is drawn, and stands in no property or log."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._rows: tuple[Sequence[int], ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumSize(220, 220)
        self.setAccessibleName(self.tr("Code to scan with the clinic’s phone"))

    def show_code(self, text: str) -> None:
        """Draw this code. An unchanged text costs nothing."""
        if text == self._text:
            return
        self._text = text
        self._rows = tuple(segno.make(text, error="L", micro=False).matrix) if text else ()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(340, 340)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return width

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            side = min(self.width(), self.height())
            paper = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
            painter.setBrush(_PAPER)
            painter.drawRoundedRect(paper, _CORNER, _CORNER)
            if self._rows:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
                self._draw_modules(painter, paper)

    def _draw_modules(self, painter: QPainter, paper: QRectF) -> None:
        """Every module has the same whole number of device pixels, so that no edge is blurred."""
        count = len(self._rows) + 2 * QUIET_MODULES
        ratio = self.devicePixelRatioF()
        module = max(math.floor(paper.width() * ratio / count), 1) / ratio
        left = round((paper.center().x() - module * len(self._rows) / 2) * ratio) / ratio
        top = round((paper.center().y() - module * len(self._rows) / 2) * ratio) / ratio
        for y, row in enumerate(self._rows):
            for x, is_dark in enumerate(row):
                if is_dark:
                    painter.fillRect(QRectF(left + x * module, top + y * module, module, module), _INK)
