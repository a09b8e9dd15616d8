"""Appointments, the places they hold, their tokens."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from desktop_app.domain.appointment import Appointment, Status
from desktop_app.domain.errors import NotFound, SlotTaken
from desktop_app.domain.schedule import HeldPlace
from desktop_app.services.ports import NewAppointment
from desktop_app.storage import tables as t
from desktop_app.storage.rows import AnySelect, columns_of, must_have, new_key, values_of

_INSERT, _HOLD, _FIRST_TOKEN = insert(t.appointment), insert(t.held_place), insert(t.token_counter)
_a, _held, _counter = t.appointment.c, t.held_place.c, t.token_counter.c
APPOINTMENTS = select(*columns_of(t.appointment, Appointment))
_BY_TIME = (_a.day, _a.at, _a.id)
_ONE = APPOINTMENTS.where(_a.id == bindparam("key"))
_THESE = APPOINTMENTS.where(_a.id.in_(bindparam("keys", expanding=True)))
_OF_PATIENT_ON = APPOINTMENTS.where(
    _a.patient_id == bindparam("patient"), _a.day == bindparam("on"), _a.status != Status.CANCELLED
).order_by(*_BY_TIME)
_OF_DOCTOR_ON = APPOINTMENTS.where(
    _a.doctor_id == bindparam("doctor"), _a.day == bindparam("on"), _a.status != Status.CANCELLED
).order_by(*_BY_TIME)
_COMING = APPOINTMENTS.where(
    _a.patient_id == bindparam("patient"),
    _a.day >= bindparam("on"),
    _a.status.in_((Status.BOOKED, Status.ARRIVED, Status.IN_ROOM)),
).order_by(*_BY_TIME)
HELD_ON = (
    select(_held.starts, _held.minutes, _held.place)
    .where(_held.doctor_id == bindparam("doctor"), _held.day == bindparam("on"))
    .order_by(_held.starts, _held.place)
)
_HELD_BY_OTHERS_ON = HELD_ON.where(_held.appointment_id != bindparam("but_of"))
_SAVE = update(t.appointment).where(_a.id == bindparam("key"))
_RELEASE = delete(t.held_place).where(_held.appointment_id == bindparam("key"))
_COUNT_ON = (
    update(t.token_counter)
    .where(
        _counter.doctor_id == bindparam("doctor"),
        _counter.day == bindparam("on"),
        _counter.stretch == bindparam("in_stretch"),
    )
    .values(last=_counter.last + 1)
    .returning(_counter.last)
)


class SqlAppointments:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, appointment: NewAppointment, places: Sequence[HeldPlace]) -> Appointment:
        values: dict[str, Any] = {
            **values_of(appointment),
            "status": Status.BOOKED,
            "status_reason": None,
            "followup_date": None,
            "visit_date": None,
            "revision": 0,
            "placed_at": appointment.created_at,
        }
        added = Appointment(id=new_key(self._connection.execute(_INSERT, values)), **values)
        self.hold(added, places)
        return added

    def get(self, appointment_id: int) -> Appointment:
        row = self._connection.execute(_ONE, {"key": appointment_id}).first()
        if row is None:
            raise NotFound("appointment", appointment_id)
        return Appointment(*row)

    def these(self, keys: Sequence[int]) -> dict[int, Appointment]:
        return {appointment.id: appointment for appointment in self._all(_THESE, {"keys": list(keys)})}

    def save(self, appointment: Appointment) -> None:
        changed = self._connection.execute(_SAVE, {**values_of(appointment, but=("id",)), "key": appointment.id})
        must_have(changed.rowcount, "appointment", appointment.id)

    def hold(self, appointment: Appointment, places: Sequence[HeldPlace]) -> None:
        """Raises SlotTaken with the first place that somebody holds; the primary key decides, nothing else."""
        of_whom = {"doctor_id": appointment.doctor_id, "day": appointment.day, "appointment_id": appointment.id}
        for place in places:
            try:
                self._connection.execute(_HOLD, {**of_whom, **values_of(place)})
            except IntegrityError as error:
                if "UNIQUE constraint failed: held_place.doctor_id" not in str(error.orig):
                    raise
                raise SlotTaken(place.starts) from error

    def release(self, appointment_id: int) -> None:
        self._connection.execute(_RELEASE, {"key": appointment_id})

    def held_on(self, doctor_id: int, day: date, but_of: int | None = None) -> tuple[HeldPlace, ...]:
        wanted = {"doctor": doctor_id, "on": day}
        if but_of is None:
            return tuple(HeldPlace(*row) for row in self._connection.execute(HELD_ON, wanted))
        return tuple(
            HeldPlace(*row) for row in self._connection.execute(_HELD_BY_OTHERS_ON, {**wanted, "but_of": but_of})
        )

    def next_token(self, doctor_id: int, day: date, stretch: str) -> int:
        counted = self._connection.execute(_COUNT_ON, {"doctor": doctor_id, "on": day, "in_stretch": stretch}).scalar()
        if counted is not None:
            return counted
        first = {"doctor_id": doctor_id, "day": day, "stretch": stretch, "last": 1}
        self._connection.execute(_FIRST_TOKEN, first)
        return 1

    def of_patient_on(self, patient_id: int, day: date) -> tuple[Appointment, ...]:
        return self._all(_OF_PATIENT_ON, {"patient": patient_id, "on": day})

    def of_doctor_on(self, doctor_id: int, day: date) -> tuple[Appointment, ...]:
        return self._all(_OF_DOCTOR_ON, {"doctor": doctor_id, "on": day})

    def coming_of_patient(self, patient_id: int, today: date) -> tuple[Appointment, ...]:
        return self._all(_COMING, {"patient": patient_id, "on": today})

    def _all(self, statement: AnySelect, wanted: dict[str, Any]) -> tuple[Appointment, ...]:
        return tuple(Appointment(*row) for row in self._connection.execute(statement, wanted))
