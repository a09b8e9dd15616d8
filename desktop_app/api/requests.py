"""What the API is asked: bodies, each of which knows the verb it means.

A null in a body means the same as leaving the field out. Fields that a body does not know are ignored.
"""

import datetime as dt
import hashlib
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from desktop_app.api.access import BY, Cursor, Limit, SearchText, TimeCursor
from desktop_app.api.fields import (
    AnyDay,
    Capacity,
    ClockTime,
    Day,
    DaysBefore,
    Language,
    Line,
    Minutes,
    Mobile,
    Name,
    Number,
    Pace,
    QueryNumber,
    Switch,
    TemplateText,
    Weekday,
    Word,
    Yes,
)
from desktop_app.domain.appointment import Status
from desktop_app.domain.message import Kind, MessageStatus
from desktop_app.domain.schedule import Stretch
from desktop_app.services.booking_service import BookAppointment, Idempotency
from desktop_app.services.doctor_service import DoctorEntry
from desktop_app.services.hospital_service import HospitalEntry, SettingsChange
from desktop_app.services.patient_service import SEXES, PatientChange
from desktop_app.services.ports import AppointmentFilter

_A_BOOKING = {
    "doctor_id": 1,
    "patient_name": "Rahul Sharma",
    "mobile": "98765 43210",
    "date": "2030-02-11",
    "time_slot": "10:30",
}


class Body(BaseModel):
    model_config = ConfigDict(frozen=True)


def _needs_day_and_time(schema: dict[str, Any]) -> None:
    """Say in the documentation what _needed checks: day and time, or a walk-in. And show a whole booking."""
    schema["examples"] = [_A_BOOKING]
    schema["anyOf"] = [
        {
            "required": ["date", "time_slot"],
            "properties": {"date": {"type": "string"}, "time_slot": {"type": "string"}},
        },
        {"required": ["walk_in"], "properties": {"walk_in": {"const": True}}},
    ]


class BookRequest(Body):
    model_config = ConfigDict(json_schema_extra=_needs_day_and_time)

    walk_in: Yes = Field(False, description="true: the patient is here now; no date and no time_slot.")
    doctor_id: Number = Field(examples=[1])
    patient_name: Name = Field(examples=["Rahul Sharma"])
    mobile: Mobile = Field(description="In any usual writing.", examples=["98765 43210"])
    date: Day | None = Field(None, description="Needed unless it is a walk-in.", validate_default=True)
    time_slot: ClockTime | None = Field(None, description="Needed unless it is a walk-in.", validate_default=True)
    reason: Line | None = Field(None, description="Why the patient comes.", examples=["Knee pain"])
    language: Language | None = None
    consent: Yes | None = Field(None, description="false: do not message. A new patient counts as agreed.")
    minutes: Minutes | None = Field(
        None, description="Length of the visit; one step of the grid if left out.", examples=[30]
    )

    @field_validator("date", "time_slot")
    @classmethod
    def _needed(cls, value: object, info: ValidationInfo) -> object:
        if value is None and not info.data.get("walk_in"):
            raise PydanticCustomError("missing", "missing")
        return value

    def fingerprint(self) -> str:
        """The same for the same booking, however its JSON was written."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def to_verb(self, once: Idempotency | None) -> BookAppointment:
        return BookAppointment(
            doctor_id=self.doctor_id,
            patient_name=self.patient_name,
            mobile=self.mobile,
            day=self.date or dt.date.min,  # only a walk-in has none, and its day is today, whatever is said
            at=None if self.walk_in else self.time_slot,
            by=BY,
            reason=self.reason,
            language=self.language,
            consent=self.consent,
            minutes=self.minutes,
            is_walk_in=self.walk_in,
            idempotency=once,
        )


class AppointmentQuery(BaseModel):
    hospital_id: QueryNumber | None = None
    doctor_id: QueryNumber | None = None
    date: AnyDay | None = Field(None, description="One day: `from` and `to` in one.")
    first: AnyDay | None = Field(None, alias="from")
    last: AnyDay | None = Field(None, alias="to")
    status: Status | None = None
    q: SearchText = None
    limit: Limit = 50
    cursor: TimeCursor = None

    def to_filter(self) -> AppointmentFilter:
        return AppointmentFilter(
            hospital_id=self.hospital_id,
            doctor_id=self.doctor_id,
            first_day=max(filter(None, (self.first, self.date)), default=None),
            last_day=min(filter(None, (self.last, self.date)), default=None),
            status=self.status,
            q=self.q or None,
        )


class MessageQuery(BaseModel):
    """The days of `from` and `to` become instants only with a hospital's zone: routes/messages.py."""

    hospital_id: QueryNumber | None = None
    appointment_id: QueryNumber | None = None
    kind: Kind | None = None
    status: MessageStatus | None = None
    first: AnyDay | None = Field(None, alias="from")
    last: AnyDay | None = Field(None, alias="to")
    limit: Limit = 50
    cursor: Cursor = None


class VisitRequest(Body):
    followup_date: Day | None = Field(None, description="The day of the follow-up; may be in the query instead.")


class RescheduleRequest(Body):
    date: Day
    time_slot: ClockTime
    doctor_id: Number | None = Field(None, description="Another doctor of the same hospital.")
    notify: Yes | None = Field(default=None, description="false: the patient gets no notice. Default true.")
    reason: Line | None = None


class StepRequest(Body):
    reason: Line | None = None


class CancelRequest(StepRequest):
    notify: Yes | None = Field(default=None, description="false: the patient gets no notice. Default true.")


class SettingsRequest(Body):
    """Any of the settings; what is left out or null stays as it is."""

    whatsapp_enabled: Switch | None = None
    whatsapp_confirmation_template: TemplateText | None = Field(
        None, examples=["Hello {patient_name}, see you at {time}."]
    )
    whatsapp_followup_template: TemplateText | None = None
    whatsapp_reminder_template: TemplateText | None = None
    whatsapp_reminder_dated_template: TemplateText | None = None
    messages_per_minute: Pace | None = Field(None, description="1–15", examples=[12])
    reminder_time: ClockTime | None = None
    followup_time: ClockTime | None = None
    followup_days_before: DaysBefore | None = Field(None, examples=[0])
    sending_from: ClockTime | None = None
    sending_until: ClockTime | None = None

    def to_change(self) -> SettingsChange:
        return SettingsChange(
            whatsapp_enabled=self.whatsapp_enabled,
            confirmation=self.whatsapp_confirmation_template,
            followup=self.whatsapp_followup_template,
            reminder=self.whatsapp_reminder_template,
            reminder_dated=self.whatsapp_reminder_dated_template,
            messages_per_minute=self.messages_per_minute,
            reminder_time=self.reminder_time,
            followup_time=self.followup_time,
            followup_days_before=self.followup_days_before,
            sending_from=self.sending_from,
            sending_until=self.sending_until,
        )


class TemplateRequest(Body):
    text: TemplateText | None = Field(description="null = back to the default text", examples=["Hello {patient_name}!"])


class HospitalFields(Body):
    mobile: Mobile | None = Field(None, description="May be the reception's landline.")
    address: Line | None = None
    time_zone: Word | None = Field(None, examples=["Asia/Kolkata"])
    language: Language | None = None

    def _entry(self, name: str | None) -> HospitalEntry:
        return HospitalEntry(name, self.mobile, self.address, self.time_zone, self.language)


class HospitalChange(HospitalFields):
    name: Name | None = Field(None, examples=["City Clinic"])

    def to_entry(self) -> HospitalEntry:
        return self._entry(self.name)


class NewHospital(HospitalFields):
    name: Name = Field(examples=["City Clinic"])

    def to_entry(self) -> HospitalEntry:
        return self._entry(self.name)


class StretchRequest(Body):
    """One run of consulting hours; its last slot starts at `end`."""

    weekday: Weekday = Field(description="0 = Monday", examples=[0])
    start: ClockTime = Field(examples=["09:30"])
    end: ClockTime = Field(examples=["15:30"])
    minutes: Minutes = Field(examples=[30])
    capacity: Capacity = Field(1, description="Patients who share a slot.")

    def to_stretch(self) -> Stretch:
        return Stretch(self.weekday, self.start, self.end, self.minutes, self.capacity)


class DoctorFields(Body):
    specialty: Word | None = Field(None, description="May be empty.", examples=["Ortho"])
    schedule: list[StretchRequest] | None = Field(None, description="An empty list means the clinic's usual hours.")
    active: Yes | None = None

    def _entry(self, hospital_id: int | None, name: str | None) -> DoctorEntry:
        schedule = None if self.schedule is None else tuple(stretch.to_stretch() for stretch in self.schedule)
        return DoctorEntry(hospital_id, name, self.specialty, schedule, self.active)


class DoctorChange(DoctorFields):
    hospital_id: Number | None = Field(None, description="A doctor stays at the hospital.", examples=[1])
    name: Name | None = Field(None, description="With or without the title.", examples=["Dr Mehta"])

    def to_entry(self) -> DoctorEntry:
        return self._entry(self.hospital_id, self.name)


class NewDoctor(DoctorFields):
    hospital_id: Number = Field(examples=[1])
    name: Name = Field(description="With or without the title.", examples=["Dr Mehta"])

    def to_entry(self) -> DoctorEntry:
        return self._entry(self.hospital_id, self.name)


class PatientRequest(Body):
    name: Name | None = Field(None, examples=["Rahul Sharma"])
    mobile: Mobile | None = Field(None, description="Waiting messages follow to the new number.")
    language: Language | None = None
    consent: Yes | None = Field(None, description="false = do not message")
    birth_year: Number | None = Field(None, examples=[1984])
    sex: Word | None = Field(None, json_schema_extra={"enum": [*SEXES, None]}, examples=["F"])

    def to_change(self) -> PatientChange:
        return PatientChange(self.name, self.mobile, self.language, self.consent, self.birth_year, self.sex)


class SettleRequest(Body):
    was_sent: Yes = Field(description="Did the message go out? Look at the chat on the clinic's phone.")


class RunRequest(Body):
    hospital_id: Number | None = Field(None, description="Only this hospital; may be in the query instead.")
