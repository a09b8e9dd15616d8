"""A row of joined choices, one of them on: ← and → move, a click chooses."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from desktop_app.ui import icons
from desktop_app.ui.theme import look

_PAD = 14


class _Segment(QAbstractButton):
    """One choice; it paints its own part of the frame."""

    def __init__(self, text: str, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_first = self.is_last = False
        self.setText(text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if icon:
            icons.set_icon(self, icon, "text", 18)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(look().font(bold=True)).horizontalAdvance(self.text()) + 2 * _PAD
        if not self.icon().isNull():
            width += self.iconSize().width() + (6 if self.text() else 0)
        return QSize(width, look().px(36))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = look().tokens
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            shape = self._shape()
            ground = tokens.tint if self.isChecked() else tokens.hover if self.underMouse() else tokens.surface
            painter.fillPath(shape, QColor(ground))
            painter.setPen(QPen(QColor(tokens.field), 1))
            painter.drawPath(shape)
            if not self.is_first:
                painter.fillRect(0, 1, 1, self.height() - 2, QColor(tokens.field))
            if self.hasFocus():
                painter.setPen(QPen(QColor(tokens.accent), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 6, 6)
            self._paint_label(painter)

    def _paint_label(self, painter: QPainter) -> None:
        tokens = look().tokens
        font = look().font(bold=self.isChecked())
        painter.setFont(font)
        painter.setPen(QColor(tokens.text if self.isEnabled() else tokens.muted))
        rect = QRectF(self.rect())
        if not self.icon().isNull():
            side = self.iconSize().width()
            words = QFontMetrics(font).horizontalAdvance(self.text()) + 6 if self.text() else 0
            left = (rect.width() - side - words) / 2
            self.icon().paint(painter, round(left), round((rect.height() - side) / 2), side, side)
            rect.setLeft(left + side + 6)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
            return
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.text())

    def _shape(self) -> QPainterPath:
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5 if self.is_last else 0.5, -0.5)
        radius = 8.0
        whole = QPainterPath()
        whole.addRoundedRect(
            rect.adjusted(0 if self.is_first else -20, 0, 0 if self.is_last else 20, 0), radius, radius
        )
        clip = QPainterPath()
        clip.addRect(rect)
        return whole.intersected(clip)


class SegmentedControl(QWidget):
    """`chosen(value)` comes when a person chooses; `set_value` is silent."""

    chosen = Signal(object)

    def __init__(
        self, choices: Sequence[tuple[Hashable, str]] = (), *, name: str = "", parent: QWidget | None = None
    ) -> None:
        """`choices`: (value, text) pairs. `name`: what is chosen here, for screen readers."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._values: list[Hashable] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._group.idClicked.connect(self._on_clicked)
        look().changed.connect(self.updateGeometry)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[Hashable, str]], icons_of: Mapping[Any, str] | None = None) -> None:
        """Replace the choices; the value stays on if it is still there. `icons_of` gives some of them an icon."""
        kept = self.value()
        if [value for value, _ in choices] != self._values:
            for button in self._group.buttons():
                self._group.removeButton(button)
                self._row.removeWidget(button)
                button.hide()
                button.deleteLater()
            self._values = [value for value, _ in choices]
            for number, (value, words) in enumerate(choices):
                segment = _Segment(words, (icons_of or {}).get(value, ""), self)
                segment.is_first, segment.is_last = number == 0, number == len(choices) - 1
                self._group.addButton(segment, number)
                self._row.addWidget(segment)
            self.set_value(kept)
        for number, (_, words) in enumerate(choices):
            button = self._group.button(number)
            if button.text() != words:
                button.setText(words)
                button.updateGeometry()
                button.update()

    def value(self) -> Hashable:
        number = self._group.checkedId()
        return self._values[number] if 0 <= number < len(self._values) else None

    def set_value(self, value: Hashable) -> None:
        """Choose silently; a value that is none of the choices leaves none of them on."""
        self._group.setExclusive(False)
        for number, known in enumerate(self._values):
            self._group.button(number).setChecked(known == value)
        self._group.setExclusive(True)

    def button(self, value: Hashable) -> QAbstractButton:
        return self._group.button(self._values.index(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        number = self._group.checkedId() + step
        if not step or not 0 <= number < len(self._values):
            super().keyPressEvent(event)
            return
        button = self._group.button(number)
        button.setFocus()
        button.click()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _on_clicked(self, number: int) -> None:
        self.chosen.emit(self._values[number])
