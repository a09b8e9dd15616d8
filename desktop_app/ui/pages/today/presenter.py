"""Decides what the board shows and what its keys do. No Qt."""

from collections.abc import Callable
from datetime import date, time, timedelta
from functools import partial
from typing import Protocol

from desktop_app.domain.appointment import Status
from desktop_app.domain.errors import ExpectedError
from desktop_app.domain.message import DEFAULT_HOLD
from desktop_app.services.views import AppointmentView, MessageView, PatientView
from desktop_app.ui import formats
from desktop_app.ui.desk import Desk, Undo
from desktop_app.ui.notice_words import notice_words, undo_seconds
from desktop_app.ui.pages.today.acts import WORDS, BoardAct, offered
from desktop_app.ui.pages.today.board import BoardRow, DayBoard, DoctorDay, read_board
from desktop_app.ui.pages.today.details import Details, details_of, newest_message
from desktop_app.ui.places import Book, Move
from desktop_app.ui.printing.sheets import Sheet, day_list, token_slip

BY = "desk"
SIDE_BY_SIDE = 2
MOST_KEYS = 9


class BoardWindow(Protocol):
    """What the presenter asks of the page."""

    def draw_board(self, board: DayBoard, shown: tuple[DoctorDay, ...], others: tuple[DoctorDay, ...]) -> None: ...
    def draw_details(self, details: Details | None) -> None: ...
    def put_cursor(self, appointment_id: int) -> None:
        """Put the cursor on an appointment's row, if it is shown."""
        ...


class TodayPresenter:
    """The board of one day of the hospital shown."""

    def __init__(self, window: BoardWindow, desk: Desk) -> None:
        self._window = window
        self._desk = desk
        self.day: date | None = None
        """None = today, also after midnight."""
        self.board: DayBoard | None = None
        self.shown: list[int] = []
        self._cursor: BoardRow | None = None
        self._cursor_doctor: int | None = None
        self._wanted: int | None = None
        self._is_reading = self._read_again = False
        self._is_stale = False
        """The board was read again: what the strip says of the same row may be old."""

    # ── which day, which doctors ────────────────────────────────────────────────────────────────────────────────────
    def read(self) -> None:
        """One reading at a time, so that an older one never comes last; what is asked meanwhile is read after it."""
        if self._is_reading:
            self._read_again = True
            return
        self._is_reading, self._read_again = True, False
        job = partial(read_board, self._desk.clinic, self._desk.hospital_id, self.day)
        self._desk.run(job, partial(self._show, self._desk.hospital_id, self.day), self._on_unreadable)

    def go_to_day(self, day: date | None, appointment_id: int | None = None) -> None:
        self.day = None if day == self._desk.today() else day
        self._wanted = appointment_id
        self.read()

    def step_day(self, days: int) -> None:
        self.go_to_day((self.day or self._desk.today()) + timedelta(days=days))

    def show_doctor(self, number: int, beside: int) -> None:
        """Key 1…9: the doctor with that number comes into column `beside` (0 or 1), if not shown already."""
        columns = self._in_order()
        if self.board is None or not 0 < number <= min(len(columns), MOST_KEYS):
            return
        doctor_id = columns[number - 1].doctor.id
        if doctor_id not in self.shown:
            self.shown[min(beside, len(self.shown) - 1)] = doctor_id
            self._draw()

    def number_of(self, doctor_id: int) -> int | None:
        """The key of a doctor; it stays the same while the page is open."""
        numbers = {column.doctor.id: number for number, column in enumerate(self._in_order(), start=1)}
        number = numbers.get(doctor_id)
        return number if number is not None and number <= MOST_KEYS else None

    def forget_doctors(self) -> None:
        """Another hospital is shown now."""
        self.shown, self.board, self._cursor = [], None, None

    def _in_order(self) -> tuple[DoctorDay, ...]:
        return self.board.columns if self.board is not None else ()

    def _show(self, hospital_id: int, day: date | None, board: DayBoard) -> None:
        self._is_reading = False
        if self._read_again:
            self.read()
        if hospital_id != self._desk.hospital_id or day != self.day:
            return
        self.board, self._is_stale = board, True
        known = {column.doctor.id for column in board.columns}
        self.shown = [doctor_id for doctor_id in self.shown if doctor_id in known]
        rest = [column.doctor.id for column in board.columns if column.doctor.id not in self.shown]
        self.shown += rest[: SIDE_BY_SIDE - len(self.shown)]
        self._draw()
        if self._wanted is not None:
            self._bring(self._wanted)
            self._wanted = None

    def _on_unreadable(self, error: ExpectedError) -> None:
        self._is_reading = False
        self._desk.notices.explain(error)

    def _bring(self, appointment_id: int) -> None:
        row = self.board.find(appointment_id) if self.board is not None else None
        if row is None or row.appointment is None:
            return
        if row.appointment.doctor_id not in self.shown:
            self.shown[-1] = row.appointment.doctor_id
            self._draw()
        self._window.put_cursor(appointment_id)

    def _draw(self) -> None:
        if self.board is None:
            return
        columns = [self.board.column(doctor_id) for doctor_id in self.shown]
        shown = tuple(column for column in columns if column is not None)
        others = tuple(column for column in self.board.columns if column.doctor.id not in self.shown)
        self._window.draw_board(self.board, shown, others)

    # ── the row under the cursor ────────────────────────────────────────────────────────────────────────────────────
    def on_cursor(self, doctor_id: int | None, row: BoardRow | None) -> None:
        if (row, doctor_id) == (self._cursor, self._cursor_doctor) and not self._is_stale:
            return
        self._cursor, self._cursor_doctor, self._is_stale = row, doctor_id, False
        if row is None or doctor_id is None or self.board is None:
            self._window.draw_details(None)
            return
        column = self.board.column(doctor_id)
        doctor = column.doctor.name if column is not None else ""
        self._window.draw_details(details_of(row, doctor, self.board, None, None))
        if row.appointment is not None:
            job = partial(self._read_details, row.appointment)
            self._desk.run(job, partial(self._show_details, row.key, doctor))

    def _read_details(self, appointment: AppointmentView) -> tuple[PatientView, MessageView | None]:
        clinic = self._desk.clinic
        return clinic.patients.get(appointment.patient_id), newest_message(
            clinic.messages.of_appointment(appointment.id)
        )

    def _show_details(
        self, key: tuple[int | None, time], doctor: str, read: tuple[PatientView, MessageView | None]
    ) -> None:
        if self._cursor is not None and self._cursor.key == key and self.board is not None:
            patient, message = read
            sent = None if message is None else (message, self._desk.local(message.queued_at).tzinfo)
            self._window.draw_details(details_of(self._cursor, doctor, self.board, patient, sent))

    # ── what the keys do ────────────────────────────────────────────────────────────────────────────────────────────
    def enter(self) -> None:
        """Enter: a free time is booked; an appointment's likeliest next step is taken."""
        row = self._cursor
        if row is None or self.board is None:
            return
        if row.appointment is None:
            self._desk.navigate(Book(self._cursor_doctor, self.board.day, row.at))
            return
        match row.appointment.status:
            case Status.BOOKED:
                self.act(BoardAct.ARRIVE)
            case Status.ARRIVED:
                self.act(BoardAct.IN_ROOM)
            case Status.IN_ROOM:
                self.act(BoardAct.VISITED)
            case _:
                return

    def act(self, act: BoardAct) -> None:
        """A key or a button, on the row under the cursor. What makes no sense there is not done, and said."""
        row = self._cursor
        if row is None or row.appointment is None:
            return
        appointment = row.appointment
        if act not in offered(appointment.status):
            word = appointment.status.replace("_", " ")
            self._desk.notices.tell(f"{appointment.patient_name} is {word}: that cannot be done now.")
            return
        if act is BoardAct.MOVE:
            self._desk.navigate(Move(appointment))
            return
        job = partial(self._do, act, appointment)
        self._desk.run(job, partial(self._done, act, appointment), self._refused)

    def _do(self, act: BoardAct, appointment: AppointmentView) -> tuple[MessageView, ...]:
        """The verb; then the appointment's messages, which tell what the patient hears of it."""
        self._verb(act, appointment)()
        return tuple(self._desk.clinic.messages.of_appointment(appointment.id))

    def _verb(self, act: BoardAct, appointment: AppointmentView) -> Callable[[], AppointmentView]:
        clinic, key = self._desk.clinic, appointment.id
        match act:
            case BoardAct.ARRIVE:
                return partial(clinic.booking.arrive, key, by=BY)
            case BoardAct.IN_ROOM:
                return partial(clinic.booking.in_room, key, by=BY)
            case BoardAct.VISITED:
                return partial(clinic.visits.mark_visited, key, by=BY)
            case BoardAct.NO_SHOW:
                return partial(clinic.booking.no_show, key, by=BY)
            case BoardAct.CANCEL:
                return partial(clinic.booking.cancel, key, by=BY, hold=DEFAULT_HOLD)
            case BoardAct.REOPEN | BoardAct.MOVE:
                return partial(clinic.booking.reopen, key, by=BY)

    def _done(self, act: BoardAct, before: AppointmentView, messages: tuple[MessageView, ...]) -> None:
        words = WORDS[act]
        name = before.patient_name
        is_cancel = act is BoardAct.CANCEL
        notice = notice_words(messages) if is_cancel else ""
        seconds = undo_seconds(messages if is_cancel else (), self._desk.clinic.clock.now())
        told = f"{words.done.format(name=name)} {notice}".strip()
        undo = None
        if words.undo:
            undo = Undo(words.undo.format(name=name), partial(self._take_back, before), seconds)
        self._desk.notices.tell(told, undo)

    def _take_back(self, before: AppointmentView) -> None:
        self._desk.run(partial(self._desk.clinic.booking.take_back, before, by=BY), self._taken_back, self._refused)

    def _taken_back(self, view: AppointmentView) -> None:
        self._desk.notices.tell(f"Undone: {view.patient_name} is as before.")

    def _refused(self, error: ExpectedError) -> None:
        self._desk.notices.explain(error)
        self.read()

    # ── paper ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def slip(self) -> Sheet | None:
        """The token slip of the row under the cursor."""
        appointment = self._cursor.appointment if self._cursor is not None else None
        if appointment is None or appointment.status is Status.CANCELLED:
            return None
        return token_slip(appointment, self._desk.hospital().name)

    def day_sheet(self, doctor_id: int) -> Sheet | None:
        """A doctor's day as a list."""
        column = self.board.column(doctor_id) if self.board is not None else None
        if column is None or self.board is None:
            return None
        appointments = [row.appointment for row in column.rows if row.appointment is not None]
        return day_list(appointments, column.doctor.name, self._desk.hospital().name, self.board.day)

    # ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def title(self, *, is_short: bool) -> str:
        """`Tuesday 24 November`, or `Tue 24 Nov` where large text leaves little room."""
        today = self._desk.today()
        return (formats.short_date if is_short else formats.long_date)(self.day or today, today)
