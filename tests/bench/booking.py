"""Booking through the service, against the same statements through Core on the same file; sqlite3 beside it."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path

from sqlalchemy import func, select

from desktop_app.services.booking_service import BookAppointment
from desktop_app.services.clinic import Clinic
from desktop_app.services.views import BookedView
from desktop_app.storage import tables as t
from desktop_app.storage.database import Database
from tests.bench.clinics import Clinics, open_bench_clinic
from tests.bench.measuring import Line, compared, in_turns, ms
from tests.bench.recorded import BareSqlite, play_core, recording

Place = tuple[int, date, time]
_ROUNDS = 60


def booking(clinics: Clinics) -> list[Line]:
    root = clinics.big()
    clinic, database, close = open_bench_clinic(root)
    places = free_places(clinic, database)
    bare = BareSqlite(database.path)
    try:
        book(clinic, next(places))  # from now on the patient is known
        with recording(database) as steps:
            recorded = book(clinic, next(places))
        old = recorded.appointment
        play = _Play(
            old.id, old.date, old.time_slot, old.doctor_id, recorded.message.id, clinic.csv.path(old.hospital_id)
        )

        def by_core() -> None:
            play.begin(next(places))
            play_core(database, steps, play.value, play.added)

        def by_sqlite() -> None:
            play.begin(next(places))
            bare.play(steps, play.bound, play.added)

        ours, core, plain = in_turns(_ROUNDS, lambda: book(clinic, next(places)), by_core, by_sqlite)
    finally:
        bare.close()
        close()  # type: ignore[operator]
    count = sum(1 for step in steps if not step.ends)
    return [
        compared(f"booking, {count} statements and the CSV row", ours, core, 2, "Core, the same statements"),
        Line("  the same statements, bare sqlite3", "", ms(plain), f"{ours / plain:.2f}"),
    ]


def book(clinic: Clinic, place: Place) -> BookedView:
    doctor, day, at = place
    return clinic.booking.book(BookAppointment(doctor, "Bench Patient", "9123456780", day, at, "desk"))


def free_places(clinic: Clinic, database: Database) -> Iterator[Place]:
    """The first place of each day after the last day of the made-up clinic: never one twice, all found alike."""
    doctor = clinic.read.doctor(1)
    with database.reading() as connection:
        day: date = connection.execute(select(func.max(t.appointment.c.day))).scalar_one()
    for n in range(1, 100_000):
        on = day + timedelta(days=n)
        for stretch in doctor.schedule.on(on)[:1]:
            yield doctor.id, on, stretch.start


class _Play:
    """Gives the recorded parameters the values of another booking."""

    def __init__(self, appointment: int, day: date, at: time, doctor: int, message: int, csv: Path) -> None:
        self._csv = csv
        self._old = (appointment, day, at, doctor, message)
        self._new: tuple[int, date, time, int, int] = self._old
        self._export = 0

    def begin(self, place: Place) -> None:
        self._new = (0, place[1], place[2], place[0], 0)

    def added(self, table: str, key: int) -> None:
        appointment, day, at, doctor, message = self._new
        if table == "appointment":
            self._new = (key, day, at, doctor, message)
        elif table == "message":
            self._new = (appointment, day, at, doctor, key)
        elif table == "export_row":
            self._export = key

    def value(self, name: str, value: object) -> object:
        if name in ("written_up_to", "size"):  # as if the row were in the file, so that no booking compares the file
            return self._export if name == "written_up_to" else self._csv.stat().st_size
        appointment, day, at, _doctor, message = self._new
        if isinstance(value, time) and value == self._old[2]:
            return at
        if type(value) is date and value == self._old[1]:
            return day
        if type(value) is int and name in ("appointment_id", "key") and value == self._old[0]:
            return appointment
        return message if name in ("message_id", "key") and value == self._old[4] else value

    def bound(self, name: str, value: object) -> object:
        """The same for values as SQLite gets them: dates and times are text."""
        if value == f"{self._old[2]:%H:%M}":
            return f"{self._new[2]:%H:%M}"
        return self._new[1].isoformat() if value == self._old[1].isoformat() else self.value(name, value)
