"""One doctor's column: a head with its menu, and the rows of the day."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QWidget

from desktop_app.ui import formats
from desktop_app.ui.pages.today.board import DayBoard, DoctorDay
from desktop_app.ui.pages.today.board_table import BoardTable
from desktop_app.ui.pages.today.whole_day import WholeDayAct
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.card import Card, FittingText, Line, NameText
from desktop_app.ui.widgets.empty_state import EmptyState


class DoctorColumn(Card):
    """Head and table of one doctor; says itself when nobody is booked and nothing is free."""

    booking_asked = Signal(int)
    visits_asked = Signal(int)
    list_asked = Signal(int)
    whole_day_asked = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.doctor_id: int | None = None
        self._name = NameText()
        self._about = FittingText(spares_first=True)
        self._more = IconButton("dots", self.tr("More for this doctor"))
        self._menu = QMenu(self)
        self._book = self._menu.addAction("")
        self._visits = self._menu.addAction("")
        self._list = self._menu.addAction(self.tr("Print the day…"))
        self._book.triggered.connect(self._on_book)
        self._visits.triggered.connect(self._on_visits)
        self._list.triggered.connect(self._on_list)
        self._menu.addSeparator()
        self._whole_day = {act: self._menu.addAction(words) for act, words in self._whole_day_words()}
        for action in self._whole_day.values():
            action.triggered.connect(self._on_whole_day)
        self._more.setMenu(self._menu)
        self.table = BoardTable()
        self._empty = EmptyState("calendar-off", "")
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 3, 6, 3)
        row.setSpacing(10)
        row.addWidget(self._name)
        row.addWidget(self._about, 1)
        row.addWidget(self._more)
        below = QWidget()
        self._stack = QStackedLayout(below)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self.body.addWidget(head)
        self.body.addWidget(Line())
        self.body.addWidget(below, 1)

    @property
    def about(self) -> str:
        return self._about.text()

    def show_day(self, column: DoctorDay, board: DayBoard) -> None:
        if self.doctor_id != column.doctor.id:
            self.table.clearSelection()
            self.table.setCurrentIndex(self.table.model().index(-1, -1))
        self.doctor_id = column.doctor.id
        name = f"Dr {column.doctor.name}"
        self._name.set_name(name)
        self._about.set_parts(column.summary)
        self._book.setText(self.tr("New booking for {name}").format(name=name))
        self._visits.setText(self.tr("Show the visits of {name}").format(name=name))
        self.table.setAccessibleName(self.tr("The day of {name}").format(name=name))
        now_after = sum(row.at <= board.now.time() for row in column.rows) if board.is_today else None
        self.table.show_rows(column.rows, now_after, self.tr("now {time}").format(time=formats.bare_time(board.now)))
        self._empty.set_sentence(
            self.tr("{name} is on leave.").format(name=name)
            if column.is_on_leave
            else self.tr("{name} sees nobody on this day.").format(name=name)
        )
        self._stack.setCurrentIndex(0 if column.rows else 1)

    def offer(self, acts: Sequence[WholeDayAct]) -> None:
        """The whole-day actions that make sense; the others stay in the menu, greyed out."""
        for act, action in self._whole_day.items():
            action.setEnabled(act in acts)

    def whole_day_action(self, act: WholeDayAct) -> QAction:
        """The line of the menu."""
        return self._whole_day[act]

    def _whole_day_words(self) -> tuple[tuple[WholeDayAct, str], ...]:
        return (
            (WholeDayAct.LATE, self.tr("Running late…")),
            (WholeDayAct.MOVE, self.tr("Move the day…")),
            (WholeDayAct.CANCEL, self.tr("Cancel the day…")),
        )

    @Slot()
    def _on_whole_day(self) -> None:
        sender = self.sender()
        act = next(act for act, action in self._whole_day.items() if action is sender)
        if self.doctor_id is not None:
            self.whole_day_asked.emit(self.doctor_id, act)

    @Slot()
    def _on_book(self) -> None:
        if self.doctor_id is not None:
            self.booking_asked.emit(self.doctor_id)

    @Slot()
    def _on_visits(self) -> None:
        if self.doctor_id is not None:
            self.visits_asked.emit(self.doctor_id)

    @Slot()
    def _on_list(self) -> None:
        if self.doctor_id is not None:
            self.list_asked.emit(self.doctor_id)
