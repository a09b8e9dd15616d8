"""What the screens and the API show: frozen read models. The API's wire is made from these, field by field.

Instants are aware UTC; dates and times are the hospital's wall clock; a missing value is None.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Generic, TypeVar

from desktop_app.domain.appointment import Act, Status
from desktop_app.domain.hospital import SendingSettings
from desktop_app.domain.message import Kind, MessageStatus, Reason
from desktop_app.domain.schedule import SlotState, Stretch

Item = TypeVar("Item")
Day = date
"""A field may be called `date`; its type then needs another name."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list; `next_cursor` None at the end."""

    items: tuple[Item, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class HospitalView:
    id: int
    name: str
    mobile: str | None
    address: str | None
    time_zone: str
    language: str
    whatsapp_number: str | None


@dataclass(frozen=True, slots=True)
class SettingsView:
    """A hospital's WhatsApp settings with the texts of its default language (contract: whatsapp-settings)."""

    hospital_id: int
    sending: SendingSettings
    confirmation: str
    followup: str
    reminder: str
    reminder_dated: str


@dataclass(frozen=True, slots=True)
class TemplateView:
    kind: str
    language: str
    text: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class DoctorView:
    id: int
    hospital_id: int
    name: str
    specialty: str
    schedule: tuple[Stretch, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class PatientView:
    id: int
    name: str
    mobile: str | None
    language: str
    consent: bool
    consent_at: datetime | None
    consent_source: str
    birth_year: int | None
    sex: str | None
    last_visit: date | None = None
    last_doctor_id: int | None = None
    last_doctor: str | None = None
    next_visit: date | None = None
    visits: int = 0


@dataclass(frozen=True, slots=True)
class SlotView:
    time_slot: time
    state: SlotState
    places_left: int


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """Contract section 5, "Appointment". `arrived_at` and `in_room_at` are for the board only, not on the wire."""

    id: int
    hospital_id: int
    doctor_id: int
    doctor_name: str
    specialty: str
    patient_id: int
    patient_name: str
    mobile: str | None
    date: Day
    time_slot: time
    minutes: int
    token: int
    status: Status
    reason: str | None
    status_reason: str | None
    followup_date: Day | None
    visit_date: Day | None
    created_at: datetime
    arrived_at: datetime | None
    in_room_at: datetime | None
    is_walk_in: bool


@dataclass(frozen=True, slots=True)
class MessageView:
    """Contract section 5, messages. `patient_name`, `not_before`, `rule` and `revision` are for the screens only."""

    id: int
    hospital_id: int
    appointment_id: int | None
    kind: Kind
    rule: str
    revision: int
    mobile: str | None
    patient_name: str | None
    text: str
    status: MessageStatus
    reason: str | None
    reason_code: Reason | None
    attempts: int
    queued_at: datetime
    not_before: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One thing that happened to a message, in words for people."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class AuditLine:
    """Who did what to an appointment, and when; append-only."""

    at: datetime
    by: str
    act: Act
    before: str
    after: str
    note: str


@dataclass(frozen=True, slots=True)
class BookedView:
    """The answer to a booking. `message` is its confirmation (queued, or skipped with the reason)."""

    appointment: AppointmentView
    csv_written: bool
    message: MessageView
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class VisitedView:
    appointment: AppointmentView


@dataclass(frozen=True, slots=True)
class QueueCounts:
    waiting: int
    sending: int
    needs_checking: int


@dataclass(frozen=True, slots=True)
class MessageCounts:
    """For the filters of the Messages page."""

    all: int
    waiting: int
    today: int
    needs_you: int
    not_sent: int


@dataclass(frozen=True, slots=True)
class SkippedView:
    """One appointment that gets no message from this run, and why."""

    appointment_id: int
    reason: str
    reason_code: Reason


@dataclass(frozen=True, slots=True)
class RunView:
    """What a run of a daily job did."""

    queued: int
    skipped: tuple[SkippedView, ...]


@dataclass(frozen=True, slots=True)
class JobView:
    """A daily job as people see it; `name` is followup_reminders or appointment_reminders."""

    name: str
    hospital_id: int
    next_run: datetime | None
    last_run: datetime | None


@dataclass(frozen=True, slots=True)
class ExportView:
    """How a hospital's CSV file stands: rows not yet in it, and the obstacle in words if there is one."""

    hospital_id: int
    waiting: int
    obstacle: str | None


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One message that will go by itself within a day, as it will read; `problem` says why it will not."""

    appointment_id: int
    kind: Kind
    rule: str
    at: datetime
    patient_name: str
    mobile: str | None
    text: str
    problem: str | None
