"""Fields to choose from a list, and a box to tick, in the look of the drawn pictures."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from desktop_app.ui.theme import look


class Choice(QComboBox):
    """A combo box with a plain chevron. `choose(value)` and `value()` work on the item data."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def value(self) -> object:
        return self.currentData()

    def choose(self, value: object) -> bool:
        number = self.findData(value)
        if number >= 0:
            self.setCurrentIndex(number)
        return number >= 0

    def sizeHint(self) -> QSize:
        """Room for the longest choice beside the chevron, which the style sheet's own hint leaves out."""
        hint = super().sizeHint()
        if self.sizeAdjustPolicy() is not QComboBox.SizeAdjustPolicy.AdjustToContents:
            return hint
        metrics = QFontMetrics(look().font())
        longest = max((metrics.horizontalAdvance(self.itemText(n)) for n in range(self.count())), default=0)
        return QSize(max(hint.width(), longest + look().px(34) + 24), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        with painter:
            painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
            room = self.width() - look().px(34) - 20
            option.currentText = painter.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
            painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            tokens = look().tokens
            painter.setPen(QPen(QColor(tokens.text if self.isEnabled() else tokens.muted), 1.6))
            x, y, half = self.width() - look().px(19), self.height() / 2 + 1, look().px(4)
            painter.drawPolyline(
                QPolygonF([QPointF(x - half, y - half / 2), QPointF(x, y + half / 2), QPointF(x + half, y - half / 2)])
            )


class Check(QCheckBox):
    """A tick box whose box and tick are drawn in the look's colours."""

    def __init__(self, text: str, parent: QWidget | None = None, *, height: int = 36) -> None:
        super().__init__(text, parent)
        self._height = height
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(look().font())
        return QSize(metrics.horizontalAdvance(self.text().replace("&", "")) + look().px(32), look().px(self._height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, side = look().tokens, look().px(18)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(3.5, (self.height() - side) / 2 + 0.5, side - 1, side - 1)
            is_on = self.isChecked()
            painter.setPen(QPen(QColor(tokens.accent if is_on else tokens.field), 1.5))
            painter.setBrush(QColor(tokens.accent if is_on else tokens.surface))
            painter.drawRoundedRect(box, 4, 4)
            if is_on:
                painter.setPen(QPen(QColor(tokens.on_accent), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                x, y, w = box.x(), box.y(), box.width()
                points = [
                    QPointF(x + 0.22 * w, y + 0.52 * w),
                    QPointF(x + 0.43 * w, y + 0.72 * w),
                    QPointF(x + 0.8 * w, y + 0.3 * w),
                ]
                painter.drawPolyline(QPolygonF(points))
            if self.hasFocus():
                painter.setPen(QPen(QColor(tokens.accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(-2.5, -2.5, 2.5, 2.5), 6, 6)
            painter.setPen(QColor(tokens.text if self.isEnabled() else tokens.muted))
            painter.setFont(look().font())
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextShowMnemonic
            painter.drawText(QRectF(self.rect()).adjusted(look().px(29), 0, 0, 0), flags, self.text())
