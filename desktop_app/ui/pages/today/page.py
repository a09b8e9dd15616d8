"""Today: the board of one day, two doctors side by side, the others in a strip, the row under the cursor below."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop_app.services.changes import AppointmentsChanged, Change, ClinicChanged, MessagesChanged
from desktop_app.ui.desk import Desk
from desktop_app.ui.page import Page
from desktop_app.ui.pages.today.acts import WORDS, BoardAct
from desktop_app.ui.pages.today.board import BoardRow, DayBoard, DoctorDay
from desktop_app.ui.pages.today.column import DoctorColumn
from desktop_app.ui.pages.today.day_buttons import DayButtons
from desktop_app.ui.pages.today.details import Details
from desktop_app.ui.pages.today.presenter import SIDE_BY_SIDE, TodayPresenter
from desktop_app.ui.pages.today.strips import LARGE, DetailStrip, OthersStrip
from desktop_app.ui.pages.today.whole_day import WholeDay, WholeDayAct, whole_day
from desktop_app.ui.pages.today.whole_day_acts import WholeDayActs
from desktop_app.ui.places import Book, Goto, PageName
from desktop_app.ui.printing.printing import Printing
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.empty_state import NoDoctorYet

_MINUTE_MS = 60_000


class TodayPage(Page):
    """The page that is open all day; it must never need the mouse."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.presenter = TodayPresenter(self, desk)
        self.help_line = self.tr(
            "The day of each doctor. The arrow keys choose a row; A arrived, R in room, V visited, M move, N no-show."
            " Enter on a free time books it."
        )
        self.keys = (
            ("↑ ↓ ← →", self.tr("Choose a row, the other doctor")),
            ("Enter", self.tr("Book a free time, or the next step")),
            *((act.value, WORDS[act].button) for act in BoardAct),
            ("P", self.tr("Print the token slip")),
            ("1 … 9", self.tr("Show that doctor")),
        )
        self.head = self.day_buttons = DayButtons()
        self._printing = Printing(self, desk.notices)
        self.columns = [DoctorColumn() for _ in range(SIDE_BY_SIDE)]
        self._last = 0
        self.others, self.details = OthersStrip(), DetailStrip()
        self._whole_day = WholeDayActs(desk, self._day_worked_in, self)
        self._empty = NoDoctorYet()
        self._lay_out()
        self._connect()
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self.presenter.read)

    # ── what the shell asks ─────────────────────────────────────────────────────────────────────────────────────────
    def on_goto(self, place: Goto) -> None:
        if place.day is not None or place.appointment_id is not None:
            self.presenter.go_to_day(place.day, place.appointment_id)

    def on_shown(self) -> None:
        self.presenter.read()
        self._show_title()
        self._minute.start()
        self.take_focus()

    def on_hidden(self) -> None:
        self._minute.stop()

    def on_change(self, change: Change) -> None:
        if isinstance(change, AppointmentsChanged | MessagesChanged | ClinicChanged):
            self.presenter.read()

    def on_hospital(self) -> None:
        self.presenter.forget_doctors()
        self.on_shown()

    def take_focus(self) -> None:
        table = self.columns[self._last].table
        table.setFocus(Qt.FocusReason.OtherFocusReason)
        table.pick_useful()

    def toast_inset(self) -> int:
        """Over the other doctors, never over the row that the toast is about nor over its buttons."""
        return self.details.height() + 12

    # ── what the presenter asks ─────────────────────────────────────────────────────────────────────────────────────
    def draw_board(self, board: DayBoard, shown: tuple[DoctorDay, ...], others: tuple[DoctorDay, ...]) -> None:
        self._stack.setCurrentIndex(0 if board.columns else 1)
        for widget, column in zip(self.columns, shown, strict=False):
            widget.show_day(column, board)
            of = whole_day(board, column.doctor.id)
            widget.offer(of.offers if of is not None else ())
        for number, widget in enumerate(self.columns):
            widget.setVisible(number < len(shown))
        numbers = {column.doctor.id: self.presenter.number_of(column.doctor.id) for column in others}
        self.others.show_others(others, numbers, board)
        self.day_buttons.show_day(is_today=board.is_today)
        self._show_title()
        self._whole_day.refresh()
        has_focus = any(column.table.hasFocus() for column in self.columns)
        if has_focus and self.columns[self._last].table.current() is None:
            self.take_focus()

    def draw_details(self, details: Details | None) -> None:
        self.details.show_details(details)

    def put_cursor(self, appointment_id: int) -> None:
        for number, column in enumerate(self.columns):
            if not column.isHidden() and column.table.put_cursor(appointment_id):
                self._last = number
                column.table.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    # ── building ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _lay_out(self) -> None:
        board = QWidget()
        side_by_side = QHBoxLayout()
        side_by_side.setSpacing(12)
        for column in self.columns:
            side_by_side.addWidget(column, 1)
        rows = QVBoxLayout(board)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addLayout(side_by_side, 1)
        rows.addWidget(self.others)
        rows.addWidget(self.details)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(board)
        self._stack.addWidget(self._empty)

    def _connect(self) -> None:
        self.day_buttons.stepped.connect(self.presenter.step_day)
        self.day_buttons.today_asked.connect(self._on_today)
        self.others.chosen.connect(self._on_other_chosen)
        self.details.acted.connect(self._on_acted)
        self.details.booking_asked.connect(self.presenter.enter)
        self.details.slip_asked.connect(self._on_slip_asked)
        self._print_day = QAction(self.tr("Print this doctor’s day…"), self)
        self._print_day.setShortcut(QKeySequence("Ctrl+P"))
        self._print_day.triggered.connect(self._on_print_day)
        self.addAction(self._print_day)
        self._empty.acted.connect(self._on_settings_asked)
        for column in self.columns:
            column.table.picked.connect(self._on_picked)
            column.table.opened.connect(self._on_opened)
            column.table.acted.connect(self._on_acted)
            column.table.number_pressed.connect(self._on_number)
            column.table.went_aside.connect(self._on_aside)
            column.table.focused.connect(self._on_focused)
            column.table.slip_asked.connect(self._on_slip_asked)
            column.list_asked.connect(self._on_list_asked)
            column.booking_asked.connect(self._on_booking_asked)
            column.visits_asked.connect(self._on_visits_asked)
            column.whole_day_asked.connect(self._on_whole_day_asked)
        self.addActions(self.day_buttons.make_actions())
        look().changed.connect(self._show_title)

    @Slot()
    def _show_title(self) -> None:
        is_large = look().text_size >= LARGE
        board = self.presenter.board
        is_empty = board is not None and board.has_nobody and bool(board.columns)
        hint = self.tr("No one is booked yet · F2 books the first patient") if is_empty and not is_large else ""
        self.set_title(self.presenter.title(is_short=is_large), hint)

    # ── what happened ───────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_picked(self, row: object) -> None:
        column = self.columns[self._last]
        if column.table is self.sender() and (row is None or isinstance(row, BoardRow)):
            self.presenter.on_cursor(column.doctor_id, row)

    @Slot()
    def _on_focused(self) -> None:
        for number, column in enumerate(self.columns):
            column.table.is_active = column.table is self.sender()
            if column.table.is_active:
                self._last = number
                column.table.pick_useful()
                current = column.table.current()
                self.presenter.on_cursor(column.doctor_id, current if isinstance(current, BoardRow) else None)
            else:
                column.table.clearSelection()
        self._whole_day.refresh()

    @Slot(object)
    def _on_opened(self, row: object) -> None:
        self.presenter.enter()

    @Slot(object)
    def _on_acted(self, act: object) -> None:
        self.presenter.act(BoardAct(act))

    @Slot(int)
    def _on_number(self, number: int) -> None:
        self.presenter.show_doctor(number, self._last)
        self._focus_doctor(number)

    def _focus_doctor(self, number: int) -> None:
        for place, column in enumerate(self.columns):
            if column.doctor_id is not None and self.presenter.number_of(column.doctor_id) == number:
                self._last = place
                self.take_focus()

    @Slot(int)
    def _on_other_chosen(self, doctor_id: int) -> None:
        number = self.presenter.number_of(doctor_id)
        if number is not None:
            self._on_number(number)

    @Slot(int)
    def _on_aside(self, step: int) -> None:
        wanted = self._last + step
        if 0 <= wanted < len(self.columns) and not self.columns[wanted].isHidden():
            self._last = wanted
            self.take_focus()

    @Slot()
    def _on_today(self) -> None:
        self.presenter.go_to_day(None)

    @Slot(int)
    def _on_booking_asked(self, doctor_id: int) -> None:
        self.desk.navigate(Book(doctor_id, self.presenter.day))

    @Slot(int)
    def _on_visits_asked(self, doctor_id: int) -> None:
        self.desk.navigate(Goto(PageName.VISITS, doctor_id=doctor_id))

    @Slot(int, object)
    def _on_whole_day_asked(self, doctor_id: int, act: object) -> None:
        board = self.presenter.board
        if board is not None:
            self._whole_day.open(WholeDayAct(act), whole_day(board, doctor_id))

    def _day_worked_in(self) -> WholeDay | None:
        """The day of the doctor whose column has, or had, the focus."""
        board, doctor_id = self.presenter.board, self.columns[self._last].doctor_id
        return whole_day(board, doctor_id) if board is not None and doctor_id is not None else None

    @Slot()
    def _on_settings_asked(self) -> None:
        self.desk.navigate(Goto(PageName.SETTINGS))

    @Slot()
    def _on_slip_asked(self) -> None:
        sheet = self.presenter.slip()
        if sheet is not None:
            self._printing.print_now(sheet)

    @Slot(int)
    def _on_list_asked(self, doctor_id: int) -> None:
        sheet = self.presenter.day_sheet(doctor_id)
        if sheet is not None:
            self._printing.print_after_asking(sheet)

    @Slot()
    def _on_print_day(self) -> None:
        doctor_id = self.columns[self._last].doctor_id
        if doctor_id is not None:
            self._on_list_asked(doctor_id)
