"""What the services need from the outside, named by role. Adapters live in storage, whatsapp, exports and system.

Repositories give and take the domain's frozen values; `save` writes the whole value back. One UnitOfWork is one
database transaction (the write lock is taken at once); leaving the `with` without `commit()` rolls back.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Protocol

from desktop_app.domain.appointment import Appointment, Status
from desktop_app.domain.hospital import Hospital
from desktop_app.domain.message import Kind, Message, MessageKey, MessageStatus, Reason
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.domain.people import Doctor, Patient
from desktop_app.domain.schedule import Closure, HeldPlace
from desktop_app.services.views import (
    AppointmentView,
    AuditLine,
    Day,
    DoctorView,
    ExportView,
    HospitalView,
    MessageCounts,
    MessageView,
    Page,
    PatientView,
    QueueCounts,
    StoryLine,
)


class Clock(Protocol):
    """The only one who tells the time."""

    def now(self) -> datetime: ...  # aware UTC
    def monotonic(self) -> float: ...  # seconds


# ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class NewAppointment:
    hospital_id: int
    doctor_id: int
    patient_id: int
    day: date
    at: time
    minutes: int
    stretch: str
    token: int
    is_walk_in: bool
    reason: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to be planned. `key` None only for a test message. `skipped` = it is due but must not go: a row with its reason."""

    hospital_id: int
    key: MessageKey | None
    kind: Kind
    patient_id: int | None
    mobile: MobileNumber | None
    text: str
    language: str
    by_person: bool
    queued_at: datetime
    not_before: datetime
    not_after: datetime
    skipped: Reason | None = None


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One row of the CSV file, its seven cells as first written (contract section 3), before quoting."""

    hospital_id: int
    appointment_id: int
    name: str
    mobile: str
    date: Day
    time_slot: time
    doctor: str
    specialty: str
    followup_date: Day | None


class Hospitals(Protocol):
    def add(self, hospital: Hospital) -> Hospital: ...  # its id is ignored; the answer has the new one
    def get(self, hospital_id: int) -> Hospital: ...  # NotFound("hospital")
    def of_doctor(self, doctor_id: int) -> Hospital: ...  # NotFound("doctor")
    def save(self, hospital: Hospital) -> None: ...
    def all(self) -> tuple[Hospital, ...]: ...


class Doctors(Protocol):
    def add(self, doctor: Doctor) -> Doctor: ...
    def get(self, doctor_id: int) -> Doctor: ...  # NotFound("doctor")
    def save(self, doctor: Doctor) -> None: ...


class Patients(Protocol):
    def add(self, patient: Patient) -> Patient: ...
    def get(self, patient_id: int) -> Patient: ...  # NotFound("patient"); follows a merge to the patient that stayed
    def these(self, keys: Sequence[int]) -> dict[int, Patient]: ...  # by id, in one query; a merge is not followed
    def find(self, name: str, mobile: MobileNumber) -> Patient | None: ...  # same number and same_person_key(name)
    def save(self, patient: Patient) -> None: ...
    def merge(
        self, gone_id: int, into_id: int
    ) -> None: ...  # appointments and messages follow; gone_id stays as an alias
    def unmerge(self, gone_id: int) -> None: ...  # the undo of merge: what it moved goes back
    def erase(
        self, patient_id: int, at: datetime
    ) -> None: ...  # name "erased", mobile None; also in messages (text, mobile)


class Appointments(Protocol):
    def add(
        self, appointment: NewAppointment, places: Sequence[HeldPlace]
    ) -> Appointment: ...  # SlotTaken from the unique rows
    def get(self, appointment_id: int) -> Appointment: ...  # NotFound("appointment")
    def these(self, keys: Sequence[int]) -> dict[int, Appointment]: ...  # by id, in one query
    def save(self, appointment: Appointment) -> None: ...
    def hold(self, appointment: Appointment, places: Sequence[HeldPlace]) -> None: ...  # SlotTaken from the unique rows
    def release(self, appointment_id: int) -> None: ...
    def held_on(self, doctor_id: int, day: date, but_of: int | None = None) -> tuple[HeldPlace, ...]: ...
    def next_token(self, doctor_id: int, day: date, stretch: str) -> int: ...  # counts on; never gives one twice
    def of_patient_on(self, patient_id: int, day: date) -> tuple[Appointment, ...]: ...  # not cancelled
    def of_doctor_on(self, doctor_id: int, day: date) -> tuple[Appointment, ...]: ...  # not cancelled, by time
    def coming_of_patient(self, patient_id: int, today: date) -> tuple[Appointment, ...]: ...


class Closures(Protocol):
    def on(self, hospital_id: int, doctor_id: int, day: date) -> tuple[Closure, ...]: ...
    def add(self, hospital_id: int, closure: Closure) -> int: ...
    def remove(self, closure_id: int) -> None: ...


class Messages(Protocol):
    def plan(
        self, message: NewMessage
    ) -> Message | None: ...  # None if the key exists: the event already has its message
    def get(self, message_id: int) -> Message: ...  # NotFound("message")
    def save(self, message: Message) -> None: ...
    def tell(self, message_id: int, at: datetime, text: str) -> None: ...  # one story line
    def of_appointment(self, appointment_id: int) -> tuple[Message, ...]: ...
    def waiting_of_patient(self, patient_id: int) -> tuple[Message, ...]: ...  # queued
    def due(
        self, hospital_id: int, now: datetime
    ) -> tuple[Message, ...]: ...  # queued, not_before <= now; oldest not_before first, at most 200
    def outdated(self, hospital_id: int, now: datetime) -> tuple[Message, ...]: ...  # queued, not_after <= now
    def in_status(self, hospital_id: int, *statuses: MessageStatus) -> tuple[Message, ...]: ...
    def awaiting_receipt(
        self, hospital_id: int, since: datetime
    ) -> tuple[Message, ...]: ...  # sent or delivered, sent_at >= since
    def last_attempt(self, hospital_id: int) -> datetime | None: ...
    def automatic_count(
        self, patient_id: int, start: datetime, end: datetime
    ) -> int: ...  # reminders/follow-ups not by_person that went or may have, sending_at in [start, end)
    def not_on_whatsapp_at(self, mobile: MobileNumber) -> datetime | None: ...  # the last time this number failed so


class Templates(Protocol):
    def text(self, hospital_id: int, kind: str, language: str) -> str | None: ...  # None = the built-in text
    def set(
        self, hospital_id: int, kind: str, language: str, text: str | None, at: datetime
    ) -> None: ...  # keeps earlier versions
    def all(self, hospital_id: int) -> dict[tuple[str, str], str]: ...
    def versions(self, hospital_id: int, kind: str, language: str) -> tuple[tuple[datetime, str], ...]: ...


@dataclass(frozen=True, slots=True)
class WaitingExport:
    """A stored CSV row: `id` grows in the order of the commits, `line` is the whole encoded line with its line end."""

    id: int
    line: bytes


class Exports(Protocol):
    def add(self, row: ExportRow, line: bytes) -> int: ...
    def waiting(self, hospital_id: int, limit: int) -> tuple[WaitingExport, ...]: ...
    def all_lines(self, hospital_id: int) -> tuple[WaitingExport, ...]: ...  # in order, written or not
    def last_written(self, hospital_id: int) -> WaitingExport | None: ...
    def mark_written(self, hospital_id: int, up_to_id: int, file_size: int, at: datetime) -> None: ...
    def file_size(self, hospital_id: int) -> int | None: ...  # bytes after the last write; None = never written
    def is_waiting(self, export_id: int) -> bool: ...
    def rewrite(self, export_id: int, row: ExportRow, line: bytes) -> None: ...  # erasure only
    def of_patient(self, patient_id: int) -> tuple[tuple[int, ExportRow], ...]: ...


class Audit(Protocol):
    def add(self, appointment_id: int | None, line: AuditLine) -> None: ...


@dataclass(frozen=True, slots=True)
class RememberedAnswer:
    """An idempotency key's booking. `answer` is the API's first answer, None until it was stored."""

    fingerprint: str
    appointment_id: int
    message_id: int
    export_id: int
    answer: str | None


class Answers(Protocol):
    def find(self, key: str) -> RememberedAnswer | None: ...
    def add(self, key: str, answer: RememberedAnswer, at: datetime) -> None: ...
    def store(self, key: str, answer: str) -> None: ...
    def forget_before(self, at: datetime) -> None: ...


class Marks(Protocol):
    """Small facts that must survive a restart: last runs, linked sessions, the made-up mark. Text by name."""

    def get(self, name: str) -> str | None: ...
    def set(self, name: str, value: str | None) -> None: ...


class UnitOfWork(AbstractContextManager["UnitOfWork"], Protocol):
    @property
    def hospitals(self) -> Hospitals: ...
    @property
    def doctors(self) -> Doctors: ...
    @property
    def patients(self) -> Patients: ...
    @property
    def appointments(self) -> Appointments: ...
    @property
    def closures(self) -> Closures: ...
    @property
    def messages(self) -> Messages: ...
    @property
    def templates(self) -> Templates: ...
    @property
    def exports(self) -> Exports: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def marks(self) -> Marks: ...
    def commit(self) -> None: ...  # Unavailable("disk_full"), Unavailable("database_busy")


OpenUnit = Callable[[], UnitOfWork]


# ── reading: views only, never blocking a writer ────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class AppointmentFilter:
    hospital_id: int | None = None
    doctor_id: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    status: Status | None = None
    patient_id: int | None = None
    q: str | None = None  # digits or letters, of any part of number or name


@dataclass(frozen=True, slots=True)
class MessageFilter:
    hospital_id: int | None = None
    appointment_id: int | None = None
    patient_id: int | None = None
    kind: Kind | None = None
    statuses: tuple[MessageStatus, ...] = ()
    queued_from: datetime | None = None
    queued_before: datetime | None = None
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class ClosureView:
    id: int
    hospital_id: int
    closure: Closure


@dataclass(frozen=True, slots=True)
class DueVisit:
    """What planning a reminder or follow-up needs of one appointment, read in one query."""

    appointment: Appointment
    patient: Patient
    doctor: Doctor


class ClinicReader(Protocol):
    """The read queries. Each opens and closes its own session; every one that grows with the data uses an index."""

    def hospitals(self) -> tuple[HospitalView, ...]: ...
    def hospital(self, hospital_id: int) -> Hospital: ...  # NotFound
    def doctors(self, hospital_id: int | None = None, *, only_active: bool = False) -> tuple[DoctorView, ...]: ...
    def doctor(self, doctor_id: int) -> Doctor: ...  # NotFound
    def closures(self, hospital_id: int, first_day: date, last_day: date) -> tuple[ClosureView, ...]: ...
    def held_on(self, doctor_id: int, day: date) -> tuple[HeldPlace, ...]: ...
    def appointment(self, appointment_id: int) -> AppointmentView: ...  # NotFound
    def appointments(
        self, wanted: AppointmentFilter, limit: int, cursor: str | None
    ) -> Page[AppointmentView]: ...  # by date, time_slot, id
    def patient(self, patient_id: int) -> PatientView: ...  # NotFound
    def patients(self, q: str, limit: int, cursor: str | None) -> Page[PatientView]: ...  # by id; q "" = all
    def find_patients(
        self, q: str, limit: int
    ) -> tuple[PatientView, ...]: ...  # for typing: best and latest seen first, with last/next visit
    def message(self, message_id: int) -> MessageView: ...  # NotFound
    def messages(self, wanted: MessageFilter, limit: int, cursor: str | None) -> Page[MessageView]: ...  # by id
    def message_counts(self, hospital_id: int, day_start: datetime, day_end: datetime) -> MessageCounts: ...
    def story(self, message_id: int) -> tuple[StoryLine, ...]: ...
    def audit(self, appointment_id: int) -> tuple[AuditLine, ...]: ...
    def queue(self, hospital_id: int) -> QueueCounts: ...
    def exports(self, hospital_id: int) -> ExportView: ...
    def export_waits(self, export_id: int) -> bool: ...
    def waiting_exports(
        self, hospital_id: int, limit: int
    ) -> tuple[tuple[WaitingExport, ...], int | None]: ...  # and the file's size as it was left (None = compare first)
    def export_rows(self, hospital_id: int) -> tuple[ExportRow, ...]: ...  # for the Excel copy
    def visits_on(self, hospital_id: int, day: date, lacking: str | None = None) -> tuple[DueVisit, ...]:
        """Status booked, no walk-ins. With `lacking`: only those without a reminder row of that rule and present revision."""
        ...

    def followups_on(self, hospital_id: int, day: date, lacking: str | None = None) -> tuple[DueVisit, ...]:
        """Visited, with this follow-up date. With `lacking`: only those without a follow-up row of that rule and revision."""
        ...

    def mark(self, name: str) -> str | None: ...
    def own_texts(self, hospital_id: int) -> dict[tuple[str, str], str]: ...  # by (kind, language)
    def text_versions(
        self, hospital_id: int, kind: str, language: str
    ) -> tuple[tuple[datetime, str], ...]: ...  # newest first


# ── the CSV file ────────────────────────────────────────────────────────────────────────────────────────────────────
class ExportWriter(Protocol):
    """One hospital's CSV file on disk. Raises Unavailable with the obstacle in words; then the file is as before."""

    def path(self, hospital_id: int) -> Path: ...
    def size(self, hospital_id: int) -> int | None: ...  # None = no file
    def read(self, hospital_id: int) -> bytes: ...
    def append(self, hospital_id: int, data: bytes) -> int: ...  # fsynced; the new size
    def replace(self, hospital_id: int, data: bytes) -> int: ...  # written beside, fsynced, renamed; the new size
    def save_workbook(self, path: Path, rows: Sequence[ExportRow]) -> None: ...  # .xlsx, elsewhere
