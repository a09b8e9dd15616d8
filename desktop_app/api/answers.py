"""What the API says: wire models, each made from a view in one step. Missing values are null, never left out."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from desktop_app.api.fields import ClockTime, Day, Instant
from desktop_app.domain.appointment import Status
from desktop_app.domain.message import Kind, MessageStatus
from desktop_app.domain.schedule import SlotState
from desktop_app.services.channel import SessionState
from desktop_app.services.views import AppointmentView, BookedView, SettingsView


class Answer(BaseModel):
    """Made from the view of the same field names; a field that a view lacks is a bug and ends as a 500."""

    model_config = ConfigDict(from_attributes=True, frozen=True)

    @classmethod
    def of(cls, view: object) -> Self:
        return cls.model_validate(view)


class HospitalAnswer(Answer):
    id: int = Field(examples=[1])
    name: str = Field(examples=["City Clinic"])
    mobile: str | None = Field(examples=["+919876543210"])
    address: str | None = Field(examples=["12 Station Road, Pune"])
    time_zone: str = Field(examples=["Asia/Kolkata"])
    language: str = Field(examples=["en"])
    whatsapp_number: str | None = Field(description="The linked number; null until the first link.")


class StretchAnswer(Answer):
    weekday: int = Field(description="0 = Monday", examples=[0])
    start: ClockTime
    end: ClockTime = Field(description="The last slot starts then.")
    minutes: int = Field(examples=[30])
    capacity: int = Field(examples=[1])


class DoctorAnswer(Answer):
    id: int = Field(examples=[1])
    hospital_id: int = Field(examples=[1])
    name: str = Field(description="Without the title.", examples=["Mehta"])
    specialty: str = Field(examples=["Ortho"])
    schedule: list[StretchAnswer] = Field(description="Empty: every day 09:30–15:30 and 18:00–20:30 by the half hour.")
    active: bool


class SlotAnswer(Answer):
    time_slot: ClockTime
    state: SlotState
    places_left: int = Field(examples=[1])


class SlotsAnswer(BaseModel):
    date: Day
    slots: list[SlotAnswer]


class PatientAnswer(Answer):
    id: int = Field(examples=[1])
    name: str = Field(examples=["Rahul Sharma"])
    mobile: str | None = Field(examples=["+919876543210"])
    language: str = Field(examples=["en"])
    consent: bool = Field(description="false = do not message")
    birth_year: int | None = Field(examples=[1984])
    sex: str | None = Field(description="F, M or O", examples=["M"])


class AppointmentAnswer(Answer):
    id: int = Field(examples=[1])
    hospital_id: int = Field(examples=[1])
    doctor_id: int = Field(examples=[1])
    doctor_name: str = Field(examples=["Mehta"])
    specialty: str = Field(examples=["Ortho"])
    patient_id: int = Field(examples=[1])
    patient_name: str = Field(examples=["Rahul Sharma"])
    mobile: str | None = Field(description="null once the patient's data were erased", examples=["+919876543210"])
    date: Day
    time_slot: ClockTime
    minutes: int = Field(examples=[30])
    token: int = Field(description="1, 2, 3 … per doctor, date and stretch of the day", examples=[3])
    status: Status
    reason: str | None = Field(description="Why the patient comes.")
    status_reason: str | None = Field(description="Why it was cancelled, moved or reopened.")
    followup_date: Day | None
    visit_date: Day | None
    created_at: Instant


class CsvAnswer(BaseModel):
    written: bool = Field(description="false = the row follows as soon as the file can be written")


class ConfirmationAnswer(BaseModel):
    """What becomes of the confirmation."""

    message_id: int | None
    status: MessageStatus
    reason: str | None = Field(description="Why it is not sent, in words.")
    reason_code: str | None = Field(examples=["whatsapp_off"])


class BookedAnswer(AppointmentAnswer):
    csv: CsvAnswer
    whatsapp: ConfirmationAnswer

    @classmethod
    def booked(cls, view: BookedView) -> Self:
        message = view.message
        return cls(
            **AppointmentAnswer.of(view.appointment).model_dump(),
            csv=CsvAnswer(written=view.csv_written),
            whatsapp=ConfirmationAnswer(
                message_id=message.id, status=message.status, reason=message.reason, reason_code=message.reason_code
            ),
        )


class VisitedAnswer(BaseModel):
    message: str = Field(examples=["Appointment marked as visited"])
    visit_date: Day | None
    followup_date: Day | None
    appointment: AppointmentAnswer

    @classmethod
    def of(cls, view: AppointmentView) -> Self:
        return cls(
            message="Appointment marked as visited",
            visit_date=view.visit_date,
            followup_date=view.followup_date,
            appointment=AppointmentAnswer.of(view),
        )


class MessageAnswer(Answer):
    id: int = Field(examples=[1])
    appointment_id: int | None = Field(examples=[1])
    kind: Kind
    mobile: str | None = Field(examples=["+919876543210"])
    text: str
    status: MessageStatus
    reason: str | None = Field(description="Why it was or was not sent, in words.")
    reason_code: str | None = Field(examples=["not_on_whatsapp"])
    attempts: int
    queued_at: Instant
    sent_at: Instant | None
    delivered_at: Instant | None
    read_at: Instant | None


class StartedAnswer(BaseModel):
    message: str
    status: str = Field(examples=["initializing"])


class DoneAnswer(BaseModel):
    message: str
    hospital_id: int


class QueueAnswer(Answer):
    waiting: int
    sending: int
    needs_checking: int


class SessionAnswer(Answer):
    hospital_id: int = Field(examples=[1])
    whatsapp_enabled: bool
    session_active: bool = Field(description="true only for `ready`: logged in and connected")
    message: str = Field(description="The state in words, with the next step.")
    state: SessionState
    qr: str | None = Field(description="The text of the code to scan, while `state` is `scan_qr`.")
    number: str | None
    checked_at: Instant | None
    queue: QueueAnswer
    paused_reason: str | None


class SettingsAnswer(BaseModel):
    message: str
    hospital_id: int
    whatsapp_enabled: bool
    whatsapp_confirmation_template: str
    whatsapp_followup_template: str
    whatsapp_reminder_template: str
    whatsapp_reminder_dated_template: str
    messages_per_minute: int
    reminder_time: ClockTime
    followup_time: ClockTime
    followup_days_before: int
    sending_from: ClockTime
    sending_until: ClockTime

    @classmethod
    def of(cls, view: SettingsView, message: str) -> Self:
        sending = view.sending
        return cls(
            message=message,
            hospital_id=view.hospital_id,
            whatsapp_enabled=sending.whatsapp_enabled,
            whatsapp_confirmation_template=view.confirmation,
            whatsapp_followup_template=view.followup,
            whatsapp_reminder_template=view.reminder,
            whatsapp_reminder_dated_template=view.reminder_dated,
            messages_per_minute=sending.messages_per_minute,
            reminder_time=sending.reminder_time,
            followup_time=sending.followup_time,
            followup_days_before=sending.followup_days_before,
            sending_from=sending.sending_from,
            sending_until=sending.sending_until,
        )


class TemplateAnswer(Answer):
    kind: str = Field(examples=["confirmation"])
    language: str = Field(examples=["en"])
    text: str
    is_default: bool


class JobAnswer(Answer):
    name: str = Field(description="The word of run/…", examples=["appointment_reminders"])
    hospital_id: int
    next_run: Instant | None
    last_run: Instant | None


class SchedulerAnswer(BaseModel):
    running: bool
    jobs: list[JobAnswer]


class SkippedAnswer(Answer):
    appointment_id: int
    reason: str
    reason_code: str


class RunAnswer(Answer):
    queued: int = Field(description="How many messages were planned now; running it again plans none twice.")
    skipped: list[SkippedAnswer]


class HealthAnswer(BaseModel):
    status: str = Field(description="ok, or attention: look at the window", examples=["ok"])
    version: str
    database: str = Field(description="ok or damaged", examples=["ok"])
    scheduler: str = Field(description="running or stopped", examples=["running"])
    sessions: dict[str, SessionState] = Field(examples=[{"1": "ready"}])
