"""A made-up clinic, written straight into an empty database: for benchmarks, tests, practice and a first look.

The same `now` and number always make the same clinic. A million appointments take a few minutes and little memory: days
are made one after another and written in chunks. The database is marked as made up, for ever (contract section 1).
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import insert

from desktop_app.domain.appointment import Status
from desktop_app.domain.hospital import DEFAULT_ZONE, Hospital, SendingSettings
from desktop_app.domain.people import Doctor
from desktop_app.domain.schedule import Closure, Slot
from desktop_app.services.made_up_clinic import MadeUpPeople, MadeUpPerson, made_up_doctors
from desktop_app.services.made_up_fates import FateOf, UsualFate
from desktop_app.storage import tables as t
from desktop_app.storage.database import Database
from desktop_app.storage.made_up_rows import MadeUpRows, MadeUpVisit
from desktop_app.storage.rows import values_of

Progress = Callable[[int, int], None]
"""Called with (appointments written, appointments wanted) after each chunk."""
MADE_UP = "made_up"
_SEED = 20250210
_CHUNK = 2000
_DAYS_AHEAD = 45
_FULLNESS = 0.8
_REGULARS = 3000
_REASONS = (None, None, "Fever", "Follow-up", "Knee pain", "Cough", "Rash", "Vaccination", "Blood pressure", "Ear ache")


@dataclass(frozen=True, slots=True)
class SampleSummary:
    """What was made up; str() is for people."""

    hospital_id: int
    doctors: int
    patients: int
    appointments: int
    messages: int
    first_day: date
    last_day: date

    def __str__(self) -> str:
        counts = f"{self.doctors} doctors, {self.patients:,} patients, {self.appointments:,} appointments"
        return f"{counts} from {self.first_day} to {self.last_day}, {self.messages:,} messages"


def fill(database: Database, now: datetime, appointments: int, progress: Progress) -> SampleSummary:
    """Fill an empty database with that many appointments around `now` (aware UTC), a quarter of them still to come."""
    clinic = MadeUpClinic(database, now, made_up_doctors())
    days = clinic.days_for(appointments)
    for day, wanted in days:
        clinic.add_day(day, wanted)
        if clinic.rows.is_full(_CHUNK):
            clinic.write()
            progress(clinic.rows.appointments, appointments)
    clinic.write(is_last=True)
    progress(clinic.rows.appointments, appointments)
    return clinic.summary(days[0][0], days[-1][0])


class MadeUpClinic:
    """One hospital that grows day by day. Nothing is in the database before `write`."""

    def __init__(
        self,
        database: Database,
        now: datetime,
        doctors: tuple[Doctor, ...],
        *,
        fate_of: FateOf | None = None,
        closures: bool = True,
    ) -> None:
        self._database = database
        self._rng = random.Random(_SEED)  # noqa: S311  # made-up people, no secret
        settings = SendingSettings(whatsapp_enabled=True)
        self.hospital = Hospital(1, "City Hospital", None, "Andheri West", DEFAULT_ZONE, "en", None, settings)
        self.doctors = tuple(
            replace(doctor, id=n, hospital_id=self.hospital.id) for n, doctor in enumerate(doctors, start=1)
        )
        self.rows = MadeUpRows(self.hospital, now, fate_of or UsualFate(now, self._rng))
        self.now = now
        self.today = self.hospital.local(now).date()
        self._people = MadeUpPeople(self._rng, self.today.year)
        self._regulars: list[tuple[int, MadeUpPerson]] = []
        self._closures = self._leave() if closures else ()
        self._add_clinic()

    def days_for(self, appointments: int) -> list[tuple[date, int]]:
        """Which days, and how many appointments on each: today and what is to come first, then back into the past."""
        ahead = self._take((self.today + timedelta(days=n) for n in range(_DAYS_AHEAD)), max(appointments // 4, 1))
        taken = sum(wanted for _, wanted in ahead)
        before = (self.today - timedelta(days=n) for n in range(1, self.today.toordinal()))
        return sorted(ahead + self._take(before, appointments - taken))

    def add_day(self, day: date, at_most: int) -> None:
        """The day's visits, as many as wanted."""
        self.add_visits(day, self.planned(day)[:at_most])

    def add_visits(
        self, day: date, slots: Sequence[tuple[Doctor, Slot]], first: tuple[int, MadeUpPerson] | None = None
    ) -> None:
        """Somebody in each of these slots (`first` in the first one); whole stretches only, for the tokens are counted here."""
        busy: set[int] = set()
        given: dict[tuple[int, str], int] = {}
        for doctor, slot in slots:
            stretch = (doctor.id, slot.stretch_key)
            given[stretch] = given.get(stretch, 0) + 1
            self._add(doctor, day, slot, given[stretch], busy, first)
            first = None
        for doctor in self.doctors:
            for stretch in doctor.schedule.on(day):
                start = f"{stretch.start:%H:%M}"
                if last := given.get((doctor.id, start)):
                    self.rows.tokens(doctor, day, start, last)

    def write(self, *, is_last: bool = False) -> None:
        with self._database.writing() as connection:
            self.rows.flush(connection)
            if is_last:
                self.rows.finish(connection)
            connection.commit()

    def summary(self, first_day: date, last_day: date) -> SampleSummary:
        rows = self.rows
        return SampleSummary(
            self.hospital.id, len(self.doctors), rows.patients, rows.appointments, rows.messages, first_day, last_day
        )

    def _add_clinic(self) -> None:
        own = values_of(self.hospital, but=("sending",)) | values_of(self.hospital.sending)
        with self._database.writing() as connection:
            connection.execute(insert(t.mark), {"name": MADE_UP, "value": self.now.isoformat()})
            connection.execute(insert(t.hospital), own)
            connection.execute(insert(t.doctor), [values_of(doctor) for doctor in self.doctors])
            if self._closures:
                leave = [{"hospital_id": self.hospital.id, **values_of(closure)} for closure in self._closures]
                connection.execute(insert(t.closure), leave)
            connection.commit()

    def _leave(self) -> tuple[Closure, ...]:
        orthopaedist = self.doctors[2]
        first = self.today + timedelta(days=9)
        holiday = self.today + timedelta(days=16)
        return (
            Closure(first, first + timedelta(days=4), orthopaedist.id, "conference"),
            Closure(holiday, holiday, None, "holiday"),
        )

    def _take(self, days: Iterator[date], wanted: int) -> list[tuple[date, int]]:
        taken: list[tuple[date, int]] = []
        for day in days:
            if wanted <= 0:
                break
            if fits := min(len(self.planned(day)), wanted):
                taken.append((day, fits))
                wanted -= fits
        return taken

    def planned(self, day: date) -> list[tuple[Doctor, Slot]]:
        """The slots that are taken on that day, the same ones each time it is asked; fewer the farther ahead it is."""
        rng = random.Random(_SEED + day.toordinal())  # noqa: S311
        fullness = _FULLNESS * (1 - max((day - self.today).days, 0) / (_DAYS_AHEAD + 5))
        return [
            (doctor, slot)
            for doctor in self.doctors
            for slot in doctor.schedule.slots_on(day)
            if rng.random() < fullness and not any(c.covers(day, doctor.id, slot.stretch_key) for c in self._closures)
        ]

    def _add(
        self, doctor: Doctor, day: date, slot: Slot, token: int, busy: set[int], who: tuple[int, MadeUpPerson] | None
    ) -> None:
        rng, start = self._rng, self.hospital.instant(day, slot.at)
        latest = min(start, self.now) - timedelta(minutes=5)
        created = _during_office_hours(latest - timedelta(hours=rng.expovariate(1 / 120)))
        patient_id, person = who or self.someone(created, busy)
        status = self._status(start)
        ended = self._ended(status, created, start)
        followup: date | None = None
        if status is Status.VISITED and rng.random() < 0.3:
            followup = day + timedelta(days=rng.choice((3, 5, 7, 7, 10, 14, 30)))
        arrived = start - timedelta(minutes=rng.randint(0, 20)) if status in (Status.VISITED, Status.ARRIVED) else None
        if arrived is not None and arrived > self.now:
            arrived = self.now - timedelta(minutes=rng.randint(1, 15))
        self.rows.visit(
            MadeUpVisit(
                patient_id, person, doctor, day, slot, token, status, created, ended, followup, arrived,
                None if status is Status.ARRIVED else arrived, rng.choice(_REASONS),
            )
        )  # fmt: skip

    def someone(self, since: datetime, busy: set[int]) -> tuple[int, MadeUpPerson]:
        """One of the patients of late, or a new one; nobody twice on one day (`busy`)."""
        rng = self._rng
        if len(self._regulars) > 20 and rng.random() < 0.75:
            known = rng.choice(self._regulars)
            if known[0] not in busy:
                busy.add(known[0])
                return known
        person = self._people.next()
        patient = (self.rows.patient(person, since), person)
        busy.add(patient[0])
        if len(self._regulars) < _REGULARS:
            self._regulars.append(patient)
        else:
            self._regulars[rng.randrange(_REGULARS)] = patient
        return patient

    def _status(self, start: datetime) -> Status:
        chance = self._rng.random()
        if chance < 0.06:
            return Status.CANCELLED
        if start > self.now + timedelta(minutes=20):
            return Status.BOOKED
        if start > self.now - timedelta(minutes=20):
            return Status.ARRIVED if chance < 0.7 else Status.BOOKED
        return Status.NO_SHOW if chance < 0.12 else Status.VISITED

    def _ended(self, status: Status, created: datetime, start: datetime) -> datetime | None:
        match status:
            case Status.CANCELLED:
                return created + (min(start, self.now) - created) * self._rng.uniform(0.2, 0.9)
            case Status.VISITED | Status.NO_SHOW:
                return min(start + timedelta(minutes=self._rng.randint(10, 40)), self.now)
            case Status.ARRIVED:
                return self.now - timedelta(minutes=1)
            case _:
                return None


def _during_office_hours(instant: datetime) -> datetime:
    """Nobody books at night: an instant between 20:30 and 8:30 in India is moved back to the evening before."""
    minute = instant.hour * 60 + instant.minute  # UTC; 3:00–15:00 are 8:30–20:30 in Kolkata
    if 180 <= minute < 900:
        return instant.replace(microsecond=0)
    back = minute - 899 if minute >= 900 else minute + 1440 - 899
    return (instant - timedelta(minutes=back)).replace(microsecond=0)
