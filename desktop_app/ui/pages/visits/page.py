"""The doctor's page. Space calls the next patient in, V ticks visited with the chosen follow-up, B sends back."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.appointment import Status
from desktop_app.domain.people import with_title
from desktop_app.services.changes import AppointmentsChanged, Change, ClinicChanged
from desktop_app.services.views import AppointmentView, DoctorView
from desktop_app.ui.desk import Desk
from desktop_app.ui.page import Page
from desktop_app.ui.pages.visits import presenter
from desktop_app.ui.pages.visits.acts import VisitActs
from desktop_app.ui.pages.visits.now_card import NowCard
from desktop_app.ui.pages.visits.presenter import Choice, DoctorsDay
from desktop_app.ui.pages.visits.reading import active_doctors, read_day
from desktop_app.ui.pages.visits.rows import VisitColumns
from desktop_app.ui.pages.visits.words import VisitsWords
from desktop_app.ui.places import Book, Goto, PageName
from desktop_app.ui.widgets.buttons import Button, Kind
from desktop_app.ui.widgets.card import Card, Line, row, text
from desktop_app.ui.widgets.choice import Choice as ChoiceBox
from desktop_app.ui.widgets.empty_state import EmptyState, NoDoctorYet
from desktop_app.ui.widgets.tables import RowsModel, Table

_EACH_HALF_MINUTE = 30_000


class VisitsPage(Page):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.set_title(self.tr("Visits"))
        self.help_line = self.tr(
            "Space calls the next patient in. Choose a follow-up (F, then ← →) and press V: visited. B sends back to the"
            " waiting room. Enter on a visit corrects its follow-up."
        )
        self._words = VisitsWords(self)
        self._day: DoctorsDay | None = None
        self._doctor_id: int | None = None
        self._corrected_id: int | None = None
        self._shown_id: int | None = None
        self._choice, self._picked = Choice.NONE, None
        self._timer = QTimer(self)
        self._timer.setInterval(_EACH_HALF_MINUTE)
        self._timer.timeout.connect(self._redraw)
        self._acts = VisitActs(desk, self._reload, self)
        self._lay_out()
        self._letters: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Space: self._on_call_next,
            Qt.Key.Key_V: self._on_visited,
            Qt.Key.Key_B: self._on_send_back,
            Qt.Key.Key_F: self._on_focus_choices,
            Qt.Key.Key_N: self._on_no_show,
            Qt.Key.Key_Escape: self._on_leave,
        }
        self.keys = (
            (self.tr("Space"), self.tr("Call the next patient in")),
            ("V", self.tr("Visited, with the chosen follow-up")),
            ("B", self.tr("Send back to the waiting room")),
            ("F", self.tr("Choose the follow-up, then ← →")),
            ("N", self.tr("The marked patient did not come")),
            ("Enter", self.tr("Correct a visit’s follow-up, or call this patient in")),
        )

    # ── what the shell tells ────────────────────────────────────────────────────────────────────────────────────────
    def on_shown(self) -> None:
        self._timer.start()
        self._read_doctors()
        self.table.setFocus()

    def on_hidden(self) -> None:
        self._timer.stop()

    def on_goto(self, place: Goto) -> None:
        if place.doctor_id is not None:
            self._doctor_id = place.doctor_id

    def on_change(self, change: Change) -> None:
        match change:
            case AppointmentsChanged(hospital_id) if hospital_id == self.desk.hospital_id:
                self._reload()
            case ClinicChanged(hospital_id) if hospital_id == self.desk.hospital_id:
                self._read_doctors()
            case _:
                pass

    def take_focus(self) -> None:
        self.table.setFocus()

    def on_hospital(self) -> None:
        self._doctor_id = self._corrected_id = self._day = None
        self._read_doctors()

    # ── laying out ──────────────────────────────────────────────────────────────────────────────────────────────────
    def _lay_out(self) -> None:
        self.doctors = ChoiceBox(self)  # the shell takes it into its title row
        self.doctors.setAccessibleName(self.tr("Doctor"))
        self.doctors.setToolTip(self.tr("Whose patients are shown"))
        self.doctors.activated.connect(self._on_doctor_chosen)
        self.head = self.doctors
        self._make_top()
        lists = self._make_lists()
        day = QWidget()
        column = QVBoxLayout(day)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.top)
        column.addWidget(lists, 1)
        self.no_doctor = NoDoctorYet()
        self.no_doctor.acted.connect(self._on_settings_asked)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(day)
        self._stack.addWidget(self.no_doctor)

    def _make_top(self) -> None:
        """The patient in the room, or that nobody is there."""
        self.card = NowCard([(choice, self._words.choice(choice)) for choice in Choice])
        self.card.choice_made.connect(self._on_choice)
        self.card.day_picked.connect(self._on_day_picked)
        self.card.visited.connect(self._on_visited)
        self.card.sent_back.connect(self._on_send_back)
        self.card.closed.connect(self._on_leave)
        self.room_empty = Card(padding=22, strong=True)
        self._empty_words = text("", "muted", wrap=True)
        self.call = Button(self.tr("Call the next patient"), key=self.tr("Space"), kind=Kind.PRIMARY)
        self.call.clicked.connect(self._on_call_next)
        room = row(self._empty_words, self.call)
        room.setStretch(0, 1)
        self.room_empty.body.addLayout(room)
        self.top = QStackedWidget()
        self.top.addWidget(self.card)
        self.top.addWidget(self.room_empty)
        self.top.setCurrentWidget(self.room_empty)

    def _make_lists(self) -> Card:
        """Who is next, and who was seen."""
        self._columns = VisitColumns(self.desk.now, self)
        self.model = RowsModel[AppointmentView](self._columns.columns(), self)
        self.table = Table(self.model, name=self.tr("Patients of today"), row_height=52, head=False)
        self.table.opened.connect(self._on_opened)
        self.nobody = EmptyState(
            "stethoscope", self.tr("No patient is booked with this doctor today."), self.tr("New booking"), key="F2"
        )
        self.nobody.acted.connect(self._on_book)
        self.below = QStackedWidget()
        self.below.addWidget(self.table)
        self.below.addWidget(self.nobody)
        self.figures = text("", "muted")
        hint = text(self.tr("Space calls the next patient in"), "muted")
        head = row(12, text(self.tr("Next"), "heading"), hint, None, self.figures, 12)
        head.setContentsMargins(0, 12, 0, 12)
        lists = Card()
        lists.body.addLayout(head)
        lists.body.addWidget(Line())
        lists.body.addWidget(self.below, 1)
        return lists

    def event(self, event: QEvent) -> bool:
        """Esc leaves a correction before it means anything to the window."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() is QEvent.Type.ShortcutOverride and self._corrected_id is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that neither the list nor a button wants. Space still presses a button that has the focus."""
        act = self._letters.get(event.key())
        if act is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        act()

    # ── reading and drawing ─────────────────────────────────────────────────────────────────────────────────────────
    def _read_doctors(self) -> None:
        self.desk.run(partial(active_doctors, self.desk.clinic, self.desk.hospital_id), self._show_doctors)

    def _show_doctors(self, doctors: tuple[DoctorView, ...]) -> None:
        self.doctors.clear()
        for doctor in doctors:
            self.doctors.addItem(with_title(doctor.name), doctor.id)
        self.doctors.setVisible(len(doctors) > 1)
        if self._doctor_id not in {doctor.id for doctor in doctors}:
            self._doctor_id = doctors[0].id if doctors else None
        self.doctors.choose(self._doctor_id)
        self._stack.setCurrentIndex(0 if doctors else 1)
        if not doctors:
            self.set_title(self.tr("Visits"))
        self._reload()

    def _reload(self) -> None:
        if self._doctor_id is not None:
            job = partial(read_day, self.desk.clinic, self.desk.hospital_id, self._doctor_id, self._corrected_id)
            self.desk.run(job, self._show)

    def _show(self, day: DoctorsDay) -> None:
        if day.doctor.id != self._doctor_id:
            return
        self._day = day
        figures = self._words.figures(presenter.figures(day.appointments))
        has_choice = self.doctors.count() > 1
        self.figures.setText(figures if has_choice else "")
        if has_choice:
            self.set_title(self.tr("Visits"))
        else:
            self.set_title(with_title(day.doctor.name), figures)
        kept = self.table.current()
        rows = (*presenter.coming(day.appointments), *presenter.seen(day.appointments))
        self.model.set_rows(rows)
        self._keep_row(kept, rows)
        self.below.setCurrentWidget(self.table if rows or presenter.in_room(day.appointments) else self.nobody)
        self._show_top()

    def _keep_row(self, kept: object, rows: tuple[AppointmentView, ...]) -> None:
        wanted = kept.id if isinstance(kept, AppointmentView) else None
        number = next((n for n, appointment in enumerate(rows) if appointment.id == wanted), 0)
        self.table.pick(number)

    def _show_top(self) -> None:
        day, shown = self._day, self._shown()
        if day is None:
            return
        if shown is None:
            self._show_empty_room(day)
            return
        if shown.id != self._shown_id:
            self._shown_id = shown.id
            visited_on = presenter.visited_on(shown, day.today)
            self._choice, self._picked = presenter.choice_of(shown.followup_date, visited_on), shown.followup_date
        corrects = shown.status is Status.VISITED
        self.card.show_person(shown.token, shown.patient_name, self._facts(shown, day), corrects=corrects)
        self.card.allow_from(presenter.first_day_for(shown, day.today))
        self._show_choice(shown, day)
        self.top.setCurrentWidget(self.card)

    def _show_empty_room(self, day: DoctorsDay) -> None:
        self._shown_id = None
        following = presenter.next_in(day.appointments)
        if following is not None:
            words = self.tr("Nobody is in the room. Next: token {n}, {name}.")
            self._empty_words.setText(words.format(n=following.token, name=following.patient_name))
        elif presenter.coming(day.appointments):
            self._empty_words.setText(self.tr("Nobody is in the room, and nobody has arrived yet."))
        else:
            self._empty_words.setText(self.tr("Nobody is in the room, and nobody else is booked today."))
        self.call.refuse("" if following else self.tr("Nobody is waiting. The desk marks arrivals on Today."))
        self.top.setCurrentWidget(self.room_empty)

    def _shown(self) -> AppointmentView | None:
        """The visit that is being corrected, else the patient in the room."""
        if self._day is None:
            return None
        corrected = next((a for a in self._day.appointments if a.id == self._corrected_id), None)
        return corrected or presenter.in_room(self._day.appointments)

    def _facts(self, shown: AppointmentView, day: DoctorsDay) -> str:
        now = self.desk.now()
        if shown.status is Status.VISITED:
            state = self.tr("visited today")
        else:
            state = self._words.in_room(presenter.minutes_since(shown.in_room_at, now))
        person = self._words.person(day.people.get(shown.patient_id), day.today)
        return " · ".join(part for part in (person, state, self._words.came_for(shown)) if part)

    def _show_choice(self, shown: AppointmentView, day: DoctorsDay) -> None:
        chosen = presenter.followup(self._chosen_day(shown, day), shown, day)
        sending = day.hospital.sending
        sentence = self._words.followup(chosen, day.today, sending.followup_days_before, sending.followup_time)
        closed = chosen is not None and chosen.is_closed
        self.card.show_choice(self._choice, sentence, self._words.closed(day.doctor.name) if closed else "")

    def _chosen_day(self, shown: AppointmentView, day: DoctorsDay) -> date | None:
        return presenter.followup_day(self._choice, self._picked, presenter.visited_on(shown, day.today))

    @Slot()
    def _on_settings_asked(self) -> None:
        self.desk.navigate(Goto(PageName.SETTINGS))

    @Slot()
    def _redraw(self) -> None:
        self.table.viewport().update()
        self._show_top()

    # ── acts ────────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(int)
    def _on_doctor_chosen(self, _: int) -> None:
        chosen = self.doctors.value()
        self._doctor_id = chosen if isinstance(chosen, int) else None
        self._corrected_id = None
        self._reload()
        self.table.setFocus()

    @Slot()
    def _on_call_next(self) -> None:
        if self._day is None:
            return
        inside, following = presenter.in_room(self._day.appointments), presenter.next_in(self._day.appointments)
        if inside is not None:
            words = self.tr("{name} is still in the room. Press V for visited, or B to send back.")
            self.desk.notices.tell(words.format(name=inside.patient_name))
        elif following is None:
            self.desk.notices.tell(self.tr("Nobody is waiting. The desk marks arrivals on Today."))
        else:
            self._call_in(following)

    def _call_in(self, appointment: AppointmentView) -> None:
        self._corrected_id = None
        self._acts.call_in(appointment)
        self.table.setFocus()

    @Slot()
    def _on_send_back(self) -> None:
        shown = self._shown()
        if shown is not None and shown.status is Status.IN_ROOM:
            self._acts.send_back(shown)
            self.table.setFocus()

    @Slot()
    def _on_visited(self) -> None:
        """V: the visit of the patient in the room, or the corrected follow-up of an earlier one."""
        shown, day = self._shown(), self._day
        if shown is None or day is None:
            return
        followup = self._chosen_day(shown, day)
        if shown.status is not Status.VISITED:
            self._acts.visited(shown, followup, self._told_visited(shown, followup, day))
        elif followup == shown.followup_date:
            self._on_leave()
        else:
            self._corrected_id = None
            self._acts.correct(shown, followup)
        self.table.setFocus()

    def _told_visited(self, shown: AppointmentView, followup: date | None, day: DoctorsDay) -> str:
        if followup is None:
            return self.tr("{name}: visited.").format(name=shown.patient_name)
        sending = day.hospital.sending
        chosen = presenter.followup(followup, shown, day)
        when = self._words.followup(chosen, day.today, sending.followup_days_before, sending.followup_time)
        return self.tr("{name}: visited. Follow-up {when}.").format(name=shown.patient_name, when=when)

    @Slot()
    def _on_no_show(self) -> None:
        appointment = self.table.current()
        if isinstance(appointment, AppointmentView) and appointment.status in (Status.BOOKED, Status.ARRIVED):
            self._acts.no_show(appointment)

    @Slot(object)
    def _on_opened(self, appointment: AppointmentView) -> None:
        """Enter on a visit corrects it; on somebody who waits it calls that one in, if the room is free."""
        if appointment.status is Status.VISITED:
            self._corrected_id, self._shown_id = appointment.id, None
            self._reload()
            self._on_focus_choices()
        elif self._day is not None and presenter.in_room(self._day.appointments) is None:
            self._call_in(appointment)
        else:
            self._on_call_next()

    @Slot()
    def _on_leave(self) -> None:
        self._corrected_id = self._shown_id = None
        self._reload()
        self.table.setFocus()

    @Slot()
    def _on_focus_choices(self) -> None:
        if self.top.currentWidget() is self.card:
            self.card.choices.button(self._choice).setFocus()

    @Slot(object)
    def _on_choice(self, choice: Choice) -> None:
        shown, day = self._shown(), self._day
        if shown is None or day is None:
            return
        if choice is Choice.DATE:
            self.card.choices.set_value(self._choice)
            self.card.open_calendar(self._chosen_day(shown, day))
            return
        self._choice = choice
        self._show_choice(shown, day)

    @Slot(object)
    def _on_day_picked(self, picked: date) -> None:
        shown, day = self._shown(), self._day
        if shown is None or day is None:
            return
        self._picked = picked
        self._choice = presenter.choice_of(picked, presenter.visited_on(shown, day.today))
        self._show_choice(shown, day)

    @Slot()
    def _on_book(self) -> None:
        self.desk.navigate(Book(doctor_id=self._doctor_id))
