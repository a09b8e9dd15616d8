"""What practice opens with: a clinic in the middle of its day, whatever the hour on the wall.

The doctors' hours are laid around the present moment, so that somebody is in the room, somebody waits and somebody is late.
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from desktop_app.domain.appointment import Status
from desktop_app.domain.hospital import DEFAULT_ZONE
from desktop_app.domain.message import MessageStatus, Reason
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.domain.people import Doctor
from desktop_app.domain.schedule import Slot, Stretch, WeeklySchedule
from desktop_app.services.made_up_clinic import MadeUpPerson
from desktop_app.services.made_up_fates import Fate, UsualFate
from desktop_app.storage.database import Database
from desktop_app.storage.made_up_rows import MadeUpVisit
from desktop_app.storage.sample_data import MadeUpClinic, SampleSummary

_OFFLINE = timedelta(minutes=45)
_DAYS_BACK, _DAYS_AHEAD = 20, 12
_LAST_MINUTE = 23 * 60 + 45
_V, _R, _A, _B, _C = Status.VISITED, Status.IN_ROOM, Status.ARRIVED, Status.BOOKED, Status.CANCELLED


@dataclass(frozen=True, slots=True)
class _Entry:
    """Who is in which slot (counted from the first one of the present stretch). `booked` = minutes ago, `waits` = minutes."""

    slot: int
    name: str
    status: Status
    language: str = "en"
    waits: int = 0
    booked: int = 3000
    born: int | None = None
    sex: str | None = None
    mobile: str | None = None
    consent: bool = True


_NOT_ON_WHATSAPP = "Zara Khan"
_TODAY: tuple[tuple[_Entry, ...], ...] = (
    (
        _Entry(0, "Vidya Tripathi", _V, waits=52),
        _Entry(1, "श्री राजेश कुमार", _R, "hi", 45, sex="M"),
        _Entry(2, "கவிதா முருகன்", _A, "ta", 34, born=42, sex="F", mobile="+919876543210"),
        _Entry(3, "Joseph D’Souza", _A, waits=12, sex="M"),
        _Entry(4, "Fatima Shaikh", _B, booked=6, sex="F"),
        _Entry(6, "Aarav Mehta", _B, booked=25, consent=False),
        _Entry(7, "Lakshmi Iyer", _B, booked=17, sex="F"),
    ),
    (
        _Entry(0, "Meena Patil", _V, "mr", 50, born=31, sex="F"),
        _Entry(1, "Rahul Sharma", _V, waits=40, born=9, sex="M"),
        _Entry(2, "Anaya Rao", _R, waits=22, born=6, sex="F", mobile="+919820100077"),
        _Entry(3, "Kabir Singh", _A, waits=8, born=4, sex="M"),
        _Entry(4, "Zara Khan", _B, born=9, sex="F"),
        _Entry(5, "Ishaan Gupta", _C, booked=1500, born=11, sex="M"),
    ),
    (
        _Entry(0, "సీత రెడ్డి", _V, "te", 50),
        _Entry(1, "Suresh Pillai", _V, waits=31),
        _Entry(2, "રીના પટેલ", _A, "gu", 21),
        _Entry(3, "Harish Naidu", _A, waits=5),
        _Entry(5, "Grace Thomas", _B),
    ),
    (
        _Entry(0, "সুব্রত দাস", _V, "bn", 28),
        _Entry(1, "Imran Qureshi", _R, waits=14),
        _Entry(3, "Devika Rao", _B, born=36, sex="F", mobile="+919820100077"),
        _Entry(4, "Nandini Hegde", _B),
    ),
)
_REGULAR = _TODAY[0][2]


def fill_practice_day(database: Database, now: datetime) -> SampleSummary:
    """Fill an empty database with City Hospital as it stands at `now` (aware UTC): weeks behind it, days ahead."""
    local = now.astimezone(ZoneInfo(DEFAULT_ZONE))
    clinic = MadeUpClinic(database, now, practice_doctors(local), fate_of=_PracticeFate(now), closures=False)
    day = _PracticeDay(clinic, local)
    for n in range(-_DAYS_BACK, 0):
        day.add_past(clinic.today + timedelta(days=n))
    day.add_today()
    for n in range(1, _DAYS_AHEAD):
        coming = clinic.today + timedelta(days=n)
        clinic.add_visits(coming, clinic.planned(coming)[::5])
    clinic.write()
    return clinic.summary(clinic.today - timedelta(days=_DAYS_BACK), clinic.today + timedelta(days=_DAYS_AHEAD - 1))


def practice_doctors(local: datetime) -> tuple[Doctor, ...]:
    """Five doctors, four of them half an hour into a stretch at `local`, each with hours at another time of day too."""
    minute = local.hour * 60 + local.minute
    begin = max(minute - 30, 0) // 15 * 15
    fixed = (17 * 60 + 30, 20 * 60) if begin + 150 < 17 * 60 else (9 * 60 + 30, 12 * 60 + 30)
    late = (18 * 60, 20 * 60 + 30) if minute < 17 * 60 + 30 else (10 * 60, 12 * 60)
    return (
        _doctor("Meera Nair", "General", 15, (begin, begin + 120), fixed),
        _doctor("S Rao", "Paediatrics", 20, (begin, begin + 100), fixed),
        _doctor("Shah", "Ortho", 15, (begin, begin + 120)),
        _doctor("Pillai", "ENT", 20, (begin + 10, begin + 130)),
        _doctor("Bose", "Skin", 15, late),
    )


class _PracticeDay:
    def __init__(self, clinic: MadeUpClinic, local: datetime) -> None:
        self._clinic = clinic
        self._now = clinic.now
        self._people = 0
        self._present = {
            doctor.id: doctor.schedule.on(clinic.today)[_present_stretch(doctor, local)]
            for doctor in clinic.doctors[:4]
        }
        self._regular = self._person(_REGULAR)
        self._regular_id = clinic.rows.patient(self._regular, self._now - timedelta(days=_DAYS_BACK))

    def add_past(self, day: date) -> None:
        """A usual day; twice the regular patient had the first place of the first doctor."""
        planned = self._clinic.planned(day)
        self._clinic.add_visits(day, planned, first=(self._regular_id, self._regular) if self._back(day) else None)

    def add_today(self) -> None:
        clinic, today = self._clinic, self._clinic.today
        present = {(doctor_id, f"{stretch.start:%H:%M}") for doctor_id, stretch in self._present.items()}
        others = [
            (doctor, slot) for doctor, slot in clinic.planned(today) if (doctor.id, slot.stretch_key) not in present
        ]
        clinic.add_visits(today, others)
        for doctor, entries in zip(clinic.doctors, _TODAY, strict=False):
            stretch = self._present[doctor.id]
            slots = [Slot(at, stretch) for at in stretch.times()]
            shown = [entry for entry in entries if entry.slot < len(slots)]
            for token, entry in enumerate(shown, start=1):
                self._add(entry, doctor, slots[entry.slot], token)
            clinic.rows.tokens(doctor, today, slots[0].stretch_key, len(shown))

    def _add(self, entry: _Entry, doctor: Doctor, slot: Slot, token: int) -> None:
        created = self._now - timedelta(minutes=entry.booked)
        person, patient_id = self._regular, self._regular_id
        if entry is not _REGULAR:
            person = self._person(entry)
            patient_id = self._clinic.rows.patient(person, created)
        arrived = self._now - timedelta(minutes=entry.waits) if entry.waits else None
        called = self._now - timedelta(minutes=max(entry.waits // 4, 2)) if entry.status in (_V, _R) else None
        ended = None if entry.status is _B else self._now - timedelta(minutes=1)
        if entry.status is _C:
            ended = created + timedelta(minutes=200)
        followup = self._clinic.today + timedelta(days=7) if entry.status is _V and entry.slot == 0 else None
        visit = MadeUpVisit(
            patient_id,
            person,
            doctor,
            self._clinic.today,
            slot,
            token,
            entry.status,
            created,
            ended,
            followup,
            arrived,
            called,
        )
        self._clinic.rows.visit(visit)

    def _person(self, entry: _Entry) -> MadeUpPerson:
        self._people += 1
        mobile = MobileNumber(entry.mobile or f"+9198201{self._people:05d}")
        born = self._clinic.today.year - entry.born if entry.born else None
        return MadeUpPerson(entry.name, mobile, entry.language, entry.consent, born, entry.sex)

    def _back(self, day: date) -> bool:
        return (self._clinic.today - day).days in (7, 15)


class _PracticeFate:
    """As usual, but nothing failed except the messages to two people; since the session ended everything waits."""

    def __init__(self, now: datetime) -> None:
        self._offline_since = now - _OFFLINE
        self._usual = UsualFate(now, random.Random(_OFFLINE.seconds))  # noqa: S311  # made-up people, no secret

    def __call__(self, person: MadeUpPerson, queued_at: datetime) -> Fate:
        sending = queued_at + timedelta(seconds=20)
        if not person.consent:
            return Fate(MessageStatus.SKIPPED, Reason.NO_CONSENT)
        if queued_at >= self._offline_since:
            return Fate(MessageStatus.QUEUED)
        if person.name == _NOT_ON_WHATSAPP:
            return Fate(MessageStatus.FAILED, Reason.NOT_ON_WHATSAPP, 1, sending)
        return self._usual.ticks(sending)


def _doctor(name: str, specialty: str, minutes: int, *hours: tuple[int, int]) -> Doctor:
    stretches = (
        Stretch(day, _time(begin), _time(min(end, _LAST_MINUTE)), minutes) for day in range(7) for begin, end in hours
    )
    return Doctor(0, 0, name, specialty, WeeklySchedule(tuple(sorted(stretches, key=lambda s: (s.weekday, s.start)))))


def _present_stretch(doctor: Doctor, local: datetime) -> int:
    """The position of the stretch that `local` lies in: the last one that has begun."""
    stretches = doctor.schedule.on(local.date())
    begun = [n for n, stretch in enumerate(stretches) if stretch.start <= local.time()]
    return begun[-1] if begun else 0


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)
