"""Weekly hours as rows: some days, from, to, a slot every so many minutes, so many patients in a slot."""

from collections.abc import Iterable
from datetime import time
from functools import partial

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QTimeEdit, QToolButton, QVBoxLayout, QWidget

from desktop_app.ui.pages.settings.presenter import ALL_DAYS, HoursRow
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.buttons import Button, IconButton
from desktop_app.ui.widgets.card import row, text


class HoursEditor(QWidget):
    """`rows()` and `set_rows`; `changed` at every entry."""

    changed = Signal()

    def __init__(self, day_names: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day_names = day_names
        self.lines: list[_Line] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.add = Button(self.tr("Add hours"), icon="plus")
        self.add.clicked.connect(self._on_add)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(self._column)
        whole.addLayout(row(self.add, None))

    def set_rows(self, rows: Iterable[HoursRow]) -> None:
        for line in list(self.lines):
            self._drop(line)
        for hours in rows:
            self._append(hours)

    def rows(self) -> tuple[HoursRow, ...]:
        return tuple(line.hours() for line in self.lines)

    def _append(self, hours: HoursRow) -> None:
        line = _Line(hours, self._day_names, self)
        line.changed.connect(self.changed)
        line.remove.clicked.connect(partial(self._on_removed, line))
        self.lines.append(line)
        self._column.addWidget(line)
        line.show()

    def _drop(self, line: "_Line") -> None:
        self.lines.remove(line)
        line.hide()
        line.deleteLater()

    def _on_removed(self, line: "_Line") -> None:
        self._drop(line)
        self.changed.emit()

    def _on_add(self) -> None:
        self._append(HoursRow(ALL_DAYS - {6}, time(9), time(13), 15))
        self.changed.emit()


class _Line(QWidget):
    changed = Signal()

    def __init__(self, hours: HoursRow, day_names: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.days = [self._day_button(number, name, number in hours.days) for number, name in enumerate(day_names)]
        self.start, self.end = self._time(hours.start, self.tr("From")), self._time(hours.end, self.tr("Last slot at"))
        self.minutes = self._number(hours.minutes, 1, 240, self.tr("Minutes a slot"), self.tr(" min"))
        self.capacity = self._number(hours.capacity, 1, 100, self.tr("Patients in a slot"), self.tr(" at once"))
        self.remove = IconButton("x", self.tr("Take these hours out"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        box = QHBoxLayout()
        box.setSpacing(2)
        for button in self.days:
            box.addWidget(button)
        layout.addLayout(box)
        layout.addSpacing(6)
        for widget in (self.start, text("–"), self.end, self.minutes, self.capacity):
            layout.addWidget(widget)
        layout.addWidget(self.remove)
        layout.addStretch(1)

    def hours(self) -> HoursRow:
        days = frozenset(number for number, button in enumerate(self.days) if button.isChecked())
        return HoursRow(days, _time_of(self.start), _time_of(self.end), self.minutes.value(), self.capacity.value())

    def _day_button(self, number: int, name: str, is_on: bool) -> QToolButton:
        button = QToolButton(self)
        button.setText(name[:2])
        button.setCheckable(True)
        button.setChecked(is_on)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setProperty("day", number)
        button.toggled.connect(self._on_changed)
        tokens, side = look().tokens, look().px(30)
        button.setFixedSize(side + 8, side + 6)
        button.setStyleSheet(
            f"QToolButton {{ min-width: 0; min-height: 0; padding: 0; border: 1px solid {tokens.field}; }}"
            f" QToolButton:checked {{ background: {tokens.tint}; border: 2px solid {tokens.accent}; font-weight: 700; }}"
            f" QToolButton:focus {{ border: 2px solid {tokens.text}; }}"
        )
        return button

    def _time(self, at: time, name: str) -> QTimeEdit:
        entry = QTimeEdit(QTime(at.hour, at.minute), self)
        entry.setDisplayFormat("h:mm AP")
        entry.setAccessibleName(name)
        entry.setToolTip(name)
        entry.setMinimumWidth(look().px(96))
        entry.lineEdit().setTextMargins(8, 0, 4, 0)
        entry.timeChanged.connect(self._on_changed)
        return entry

    def _number(self, value: int, low: int, high: int, name: str, suffix: str) -> QSpinBox:
        entry = QSpinBox(self)
        entry.setRange(low, high)
        entry.setValue(value)
        entry.setSuffix(suffix)
        entry.setAccessibleName(name)
        entry.setToolTip(name)
        entry.setMinimumWidth(look().px(92))
        entry.lineEdit().setTextMargins(8, 0, 4, 0)
        entry.valueChanged.connect(self._on_changed)
        return entry

    def _on_changed(self) -> None:
        self.changed.emit()


def _time_of(entry: QTimeEdit) -> time:
    return time(entry.time().hour(), entry.time().minute())
