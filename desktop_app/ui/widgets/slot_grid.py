"""The times of a doctor's day as small buttons: free ones can be chosen, taken and past ones are struck out."""

from collections.abc import Sequence
from datetime import time

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.domain.schedule import SlotState
from desktop_app.services.views import SlotView
from desktop_app.ui import formats
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.card import text

COLUMNS = 5
_SHORT = 2 * COLUMNS


class SlotButton(QAbstractButton):
    """One time, or "more…"."""

    def __init__(self, slot: SlotView | None, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slot = slot
        self.setText(words)
        self.setCheckable(slot is not None)
        self.setEnabled(slot is None or slot.state is SlotState.FREE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if self.isEnabled():
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(look().px(66), look().px(34))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(58), look().px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, is_free = look().tokens, self.isEnabled()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            if self.isChecked():
                painter.setPen(QPen(QColor(tokens.accent), 2))
                painter.setBrush(QColor(tokens.tint))
            else:
                painter.setPen(QPen(QColor(tokens.field if is_free else tokens.line), 1))
                hover = is_free and self.underMouse()
                painter.setBrush(QColor(tokens.hover if hover else tokens.surface if is_free else tokens.window))
            painter.drawRoundedRect(rect, 7, 7)
            font = look().font(bold=self.isChecked())
            font.setStrikeOut(not is_free)
            painter.setFont(font)
            painter.setPen(QColor(tokens.text if is_free else tokens.muted))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.text())


class SlotGrid(QWidget):
    """`chosen(time)` when a person takes another time; arrows move among the free ones, the grid is one tab stop."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slots: tuple[SlotView, ...] = ()
        self._value: time | None = None
        self._is_whole = False
        self._buttons: list[SlotButton] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        self._none = text("", "muted", wrap=True)
        self._none.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        column.addWidget(self._none)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        look().changed.connect(self._fill)

    def set_slots(self, slots: Sequence[SlotView], value: time | None, none: str = "") -> None:
        """Show a day's slots with `value` chosen. `none` is said when there are no slots at all."""
        self._slots, self._value = tuple(slots), value
        self._is_whole = False
        self._none.setText(none)
        self._none.setVisible(bool(none) and not self._slots)
        self._fill()

    def value(self) -> time | None:
        return self._value

    def set_value(self, value: time | None) -> None:
        self._value = value
        self._fill()

    def shown(self) -> tuple[str, ...]:
        return tuple(button.text() for button in self._buttons)

    def button(self, at: time) -> SlotButton | None:
        """The button of a time, if it is shown now."""
        return next((b for b in self._buttons if b.slot is not None and b.slot.time_slot == at), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()), 0)
        free = [slot.time_slot for slot in self._slots if slot.state is SlotState.FREE]
        if not step or not free:
            super().keyPressEvent(event)
            return
        number = free.index(self._value) if self._value is not None and self._value in free else -1
        self._take(free[min(max(number + step, 0), len(free) - 1)])

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(QColor(look().tokens.accent), 1, Qt.PenStyle.DotLine))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    def _fill(self) -> None:
        for button in self._buttons:
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        shown = self._window()
        for slot in shown:
            button = SlotButton(slot, _short(slot.time_slot), self)
            button.setChecked(slot.time_slot == self._value)
            button.setAccessibleName(f"{formats.clock_time(slot.time_slot)} {self._word(slot.state)}")
            button.setToolTip("" if slot.state is SlotState.FREE else self._word(slot.state))
            button.clicked.connect(self._on_clicked)
            self._buttons.append(button)
        if len(shown) < len(self._slots):
            more = SlotButton(None, self.tr("more…"), self)
            more.clicked.connect(self._on_more)
            self._buttons.append(more)
        for number, button in enumerate(self._buttons):
            self._grid.addWidget(button, number // COLUMNS, number % COLUMNS)
        self.setAccessibleDescription(formats.clock_time(self._value) if self._value else "")

    def _window(self) -> tuple[SlotView, ...]:
        """Two rows around the chosen time; all of them after "more…" or when they fit."""
        if self._is_whole or len(self._slots) <= _SHORT:
            return self._slots
        times = [slot.time_slot for slot in self._slots]
        centre = times.index(self._value) if self._value is not None and self._value in times else 0
        first = min(max(centre - 3, 0), len(times) - (_SHORT - 1))
        return self._slots[first : first + _SHORT - 1]

    def _word(self, state: SlotState) -> str:
        match state:
            case SlotState.FREE:
                return self.tr("free")
            case SlotState.TAKEN:
                return self.tr("taken")
            case SlotState.PAST:
                return self.tr("over")
            case SlotState.LEAVE:
                return self.tr("on leave")

    def _take(self, at: time) -> None:
        if at != self._value:
            self._value = at
            self._fill()
            self.chosen.emit(at)

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, SlotButton) and button.slot is not None:
            at = button.slot.time_slot
            button.setChecked(True)
            self._take(at)

    @Slot()
    def _on_more(self) -> None:
        self._is_whole = True
        self._fill()


def _short(at: time) -> str:
    """Mornings are plain; from noon on the word is needed."""
    return formats.bare_time(at) if at.hour < 12 else formats.clock_time(at)


_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -COLUMNS, Qt.Key.Key_Down: COLUMNS}
