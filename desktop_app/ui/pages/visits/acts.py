"""What the doctor does: call in, send back, visited with its follow-up, correct a follow-up, no-show; each with Undo."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject

from desktop_app.domain.appointment import Status
from desktop_app.services.views import AppointmentView
from desktop_app.ui.desk import Desk, Undo

_BY = "doctor"


class VisitActs(QObject):
    """`done` is called after each act and each undo: the page reads the day anew."""

    def __init__(self, desk: Desk, done: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._done = done

    def call_in(self, appointment: AppointmentView) -> None:
        booking, name = self._desk.clinic.booking, appointment.patient_name
        self._do(
            partial(booking.in_room, appointment.id, by=_BY),
            self.tr("{name} is called in.").format(name=name),
            self.tr("Undo: call in {name}").format(name=name),
            partial(booking.arrive, appointment.id, by=_BY),
        )

    def send_back(self, appointment: AppointmentView) -> None:
        booking, name = self._desk.clinic.booking, appointment.patient_name
        self._do(
            partial(booking.arrive, appointment.id, by=_BY),
            self.tr("{name} is back in the waiting room.").format(name=name),
            self.tr("Undo: send back {name}").format(name=name),
            partial(booking.in_room, appointment.id, by=_BY),
        )

    def visited(self, appointment: AppointmentView, followup: date | None, told: str) -> None:
        """`told` says the visit and when the patient comes back."""
        self._do(
            partial(self._desk.clinic.visits.mark_visited, appointment.id, followup_date=followup, by=_BY),
            told,
            self.tr("Undo: visited {name}").format(name=appointment.patient_name),
            partial(self._reopen_into_room, appointment.id),
        )

    def correct(self, visit: AppointmentView, followup: date | None) -> None:
        """Another follow-up for a visit, or none."""
        self._do(
            self._set_followup(visit.id, followup),
            self.tr("The follow-up of {name} is changed.").format(name=visit.patient_name),
            self.tr("Undo: follow-up of {name}").format(name=visit.patient_name),
            self._set_followup(visit.id, visit.followup_date),
        )

    def no_show(self, appointment: AppointmentView) -> None:
        booking, name = self._desk.clinic.booking, appointment.patient_name
        undo = booking.arrive if appointment.status is Status.ARRIVED else booking.reopen
        self._do(
            partial(booking.no_show, appointment.id, by=_BY),
            self.tr("{name} did not come.").format(name=name),
            self.tr("Undo: no-show {name}").format(name=name),
            partial(undo, appointment.id, by=_BY),
        )

    def _reopen_into_room(self, appointment_id: int) -> AppointmentView:
        self._desk.clinic.booking.reopen(appointment_id, by=_BY)
        return self._desk.clinic.booking.in_room(appointment_id, by=_BY)

    def _set_followup(self, appointment_id: int, followup: date | None) -> Callable[[], AppointmentView]:
        visits = self._desk.clinic.visits
        if followup is None:
            return partial(visits.clear_followup, appointment_id, by=_BY)
        return partial(visits.mark_visited, appointment_id, followup_date=followup, by=_BY)

    def _do(
        self, verb: Callable[[], AppointmentView], told: str, back: str, reverse: Callable[[], AppointmentView]
    ) -> None:
        """Run a verb; when it is done say so and offer its opposite."""

        def undo() -> None:
            self._desk.run(reverse, undone)

        def undone(_: AppointmentView) -> None:
            self._done()

        def done(_: AppointmentView) -> None:
            self._desk.notices.tell(told, Undo(back, undo))
            self._done()

        self._desk.run(verb, done)
