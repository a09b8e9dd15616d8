"""The tables. Portable SQL; what only SQLite has (the search index, the triggers) is made in the migrations.

Column names are the domain's field names, in the domain's order, so that a row is a value read off from left to right.
"""

from datetime import date, datetime, time
from typing import Annotated, ClassVar, cast

from sqlalchemy import CheckConstraint, ForeignKey, Index, MetaData, Table, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from desktop_app.domain.appointment import Act, Status
from desktop_app.domain.message import Kind, MessageStatus, Reason
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.domain.schedule import WeeklySchedule
from desktop_app.storage.column_types import Instant, Key, Mobile, OneOf, Schedule, WallTime

Id = Annotated[int, mapped_column(Key, primary_key=True)]
HospitalId = Annotated[int, mapped_column(Key, ForeignKey("hospital.id"))]
DoctorId = Annotated[int, mapped_column(Key, ForeignKey("doctor.id"))]
PatientId = Annotated[int, mapped_column(Key, ForeignKey("patient.id"))]
AppointmentId = Annotated[int, mapped_column(Key, ForeignKey("appointment.id"))]
Day = date
LongText = Annotated[str, mapped_column(Text)]


class Row(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: Instant,
        time: WallTime,
        MobileNumber: Mobile,
        WeeklySchedule: Schedule,
        Status: OneOf(Status),
        Act: OneOf(Act),
        Kind: OneOf(Kind),
        MessageStatus: OneOf(MessageStatus),
        Reason: OneOf(Reason),
    }


class HospitalRow(Row):
    __tablename__ = "hospital"
    id: Mapped[Id]
    name: Mapped[str]
    mobile: Mapped[str | None]
    address: Mapped[LongText]
    time_zone: Mapped[str]
    language: Mapped[str]
    whatsapp_number: Mapped[str | None]
    whatsapp_enabled: Mapped[bool]
    messages_per_minute: Mapped[int]
    reminder_time: Mapped[time]
    followup_time: Mapped[time]
    followup_days_before: Mapped[int]
    sending_from: Mapped[time]
    sending_until: Mapped[time]
    second_reminder_days: Mapped[int]
    allows_foreign_numbers: Mapped[bool]


class DoctorRow(Row):
    __tablename__ = "doctor"
    id: Mapped[Id]
    hospital_id: Mapped[HospitalId] = mapped_column(index=True)
    name: Mapped[str]
    specialty: Mapped[str]
    schedule: Mapped[WeeklySchedule]
    active: Mapped[bool]


class ClosureRow(Row):
    __tablename__ = "closure"
    id: Mapped[Id]
    hospital_id: Mapped[HospitalId]
    first_day: Mapped[date]
    last_day: Mapped[date]
    doctor_id: Mapped[DoctorId | None]
    reason: Mapped[LongText]
    stretch: Mapped[str | None]
    __table_args__ = (Index(None, "hospital_id", "last_day"),)


class PatientRow(Row):
    """`name_key` and `mobile` make the same person; `merged_into` set = gone, its name and number lead to that patient."""

    __tablename__ = "patient"
    id: Mapped[Id]
    name: Mapped[str]
    mobile: Mapped[MobileNumber | None]
    language: Mapped[str]
    consent: Mapped[bool]
    consent_at: Mapped[datetime | None]
    consent_source: Mapped[str]
    birth_year: Mapped[int | None]
    sex: Mapped[str | None]
    erased_at: Mapped[datetime | None]
    name_key: Mapped[str]
    merged_into: Mapped[PatientId | None]
    __table_args__ = (
        Index(
            "uq_patient_living",
            "mobile",
            "name_key",
            unique=True,
            sqlite_where=sql("merged_into IS NULL"),
            postgresql_where=sql("merged_into IS NULL"),
        ),
        Index("ix_patient_gone", "mobile", "name_key", sqlite_where=sql("merged_into IS NOT NULL")),
        Index("ix_patient_merged", "merged_into", sqlite_where=sql("merged_into IS NOT NULL")),
        Index(None, "name_key"),
    )


class MovedByMergeRow(Row):
    """What a merge moved away from the patient that is gone, so that it can go back. Exactly one of the two is set."""

    __tablename__ = "moved_by_merge"
    id: Mapped[Id]
    gone_id: Mapped[PatientId] = mapped_column(index=True)
    appointment_id: Mapped[AppointmentId | None]
    message_id: Mapped[int | None] = mapped_column(Key, ForeignKey("message.id"))


class AppointmentRow(Row):
    __tablename__ = "appointment"
    id: Mapped[Id]
    hospital_id: Mapped[HospitalId]
    doctor_id: Mapped[DoctorId]
    patient_id: Mapped[PatientId]
    day: Mapped[date]
    at: Mapped[time]
    minutes: Mapped[int]
    stretch: Mapped[str]
    token: Mapped[int]
    is_walk_in: Mapped[bool]
    status: Mapped[Status]
    reason: Mapped[LongText | None]
    status_reason: Mapped[LongText | None]
    followup_date: Mapped[date | None]
    visit_date: Mapped[date | None]
    revision: Mapped[int]
    created_at: Mapped[datetime]
    arrived_at: Mapped[datetime | None]
    in_room_at: Mapped[datetime | None]
    placed_at: Mapped[datetime | None]
    __table_args__ = (
        Index(None, "day", "at"),
        Index(None, "hospital_id", "day", "at"),
        Index(None, "doctor_id", "day", "at"),
        Index(None, "patient_id", "day", "at", "status", "doctor_id"),  # all that is told of a patient's visits
        Index(
            "ix_appointment_followup",
            "hospital_id",
            "followup_date",
            sqlite_where=sql("followup_date IS NOT NULL"),
            postgresql_where=sql("followup_date IS NOT NULL"),
        ),
    )


class HeldPlaceRow(Row):
    """One place of one step of a doctor's day. The primary key is the rule that no place is given twice."""

    __tablename__ = "held_place"
    doctor_id: Mapped[DoctorId] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    starts: Mapped[time] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    minutes: Mapped[int]
    appointment_id: Mapped[AppointmentId] = mapped_column(index=True)
    __table_args__ = ({"sqlite_with_rowid": False},)


class TokenCounterRow(Row):
    """The last token given, per doctor, day and stretch."""

    __tablename__ = "token_counter"
    doctor_id: Mapped[DoctorId] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    stretch: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]
    __table_args__ = ({"sqlite_with_rowid": False},)


class MessageRow(Row):
    __tablename__ = "message"
    id: Mapped[Id]
    hospital_id: Mapped[HospitalId]
    appointment_id: Mapped[AppointmentId | None]
    patient_id: Mapped[PatientId | None]
    kind: Mapped[Kind]
    rule: Mapped[str]
    revision: Mapped[int]
    mobile: Mapped[MobileNumber | None]
    text: Mapped[LongText]
    language: Mapped[str]
    status: Mapped[MessageStatus]
    reason_code: Mapped[Reason | None]
    by_person: Mapped[bool]
    attempts: Mapped[int]
    queued_at: Mapped[datetime]
    not_before: Mapped[datetime]
    not_after: Mapped[datetime]
    attempted_at: Mapped[datetime | None]
    sending_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    evidence_last_own_id: Mapped[LongText | None]
    evidence_same_text: Mapped[int | None]
    __table_args__ = (
        UniqueConstraint("appointment_id", "kind", "rule", "revision"),
        Index(None, "hospital_id"),  # for lists by id
        Index(None, "hospital_id", "status"),
        Index(None, "hospital_id", "status", "not_before"),
        Index(None, "hospital_id", "queued_at"),
        Index(None, "hospital_id", "attempted_at", sqlite_where=sql("attempted_at IS NOT NULL")),
        Index(None, "hospital_id", "sent_at", sqlite_where=sql("sent_at IS NOT NULL")),
        Index(None, "patient_id", "sending_at"),
        Index("ix_message_not_on_whatsapp", "mobile", sqlite_where=sql("reason_code = 'not_on_whatsapp'")),
    )


class MessageTallyRow(Row):
    """How many messages of a hospital are in each state; kept by triggers, so that no screen ever counts a million rows."""

    __tablename__ = "message_tally"
    hospital_id: Mapped[HospitalId] = mapped_column(primary_key=True)
    status: Mapped[MessageStatus] = mapped_column(primary_key=True)
    messages: Mapped[int]
    __table_args__ = ({"sqlite_with_rowid": False},)


class MessageStoryRow(Row):
    __tablename__ = "message_story"
    id: Mapped[Id]
    message_id: Mapped[int] = mapped_column(Key, ForeignKey("message.id"), index=True)
    at: Mapped[datetime]
    text: Mapped[LongText]


class TemplateVersionRow(Row):
    """Every text that was ever set; the newest counts. `text` None = back to the built-in one."""

    __tablename__ = "template_version"
    id: Mapped[Id]
    hospital_id: Mapped[HospitalId]
    kind: Mapped[str]
    language: Mapped[str]
    text: Mapped[LongText | None]
    at: Mapped[datetime]
    __table_args__ = (Index(None, "hospital_id", "kind", "language"),)


class ExportRowRow(Row):
    """One line of a hospital's CSV file: its cells, and the line as it stands in the file."""

    __tablename__ = "export_row"
    id: Mapped[Id]
    hospital_id: Mapped[HospitalId] = mapped_column(index=True)
    appointment_id: Mapped[AppointmentId] = mapped_column(index=True)
    name: Mapped[str]
    mobile: Mapped[str]
    date: Mapped[Day]
    time_slot: Mapped[time]
    doctor: Mapped[str]
    specialty: Mapped[str]
    followup_date: Mapped[Day | None]
    line: Mapped[bytes]


class ExportFileRow(Row):
    """How far a hospital's CSV file is written. `size` None = must be compared with the rows before the next append."""

    __tablename__ = "export_file"
    hospital_id: Mapped[HospitalId] = mapped_column(primary_key=True)
    written_up_to: Mapped[int]
    size: Mapped[int | None]
    written_at: Mapped[datetime]


class AuditRow(Row):
    """Append-only: triggers refuse to delete a line, and to change anything but emptying its note (erasure)."""

    __tablename__ = "audit"
    id: Mapped[Id]
    appointment_id: Mapped[AppointmentId | None] = mapped_column(index=True)
    at: Mapped[datetime]
    who: Mapped[str]
    act: Mapped[Act]
    before: Mapped[LongText]
    after: Mapped[LongText]
    note: Mapped[LongText]


class AnswerRow(Row):
    __tablename__ = "answer"
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    appointment_id: Mapped[AppointmentId] = mapped_column(index=True)
    message_id: Mapped[int] = mapped_column(Key, ForeignKey("message.id"))
    export_id: Mapped[int] = mapped_column(Key, ForeignKey("export_row.id"))
    answer: Mapped[LongText | None]
    at: Mapped[datetime] = mapped_column(index=True)


class MarkRow(Row):
    __tablename__ = "mark"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[LongText]
    __table_args__ = (CheckConstraint("name <> ''", name="has_a_name"),)


def _table(row: type[Row]) -> Table:
    return cast("Table", row.__table__)


hospital = _table(HospitalRow)
doctor = _table(DoctorRow)
closure = _table(ClosureRow)
patient = _table(PatientRow)
moved_by_merge = _table(MovedByMergeRow)
appointment = _table(AppointmentRow)
held_place = _table(HeldPlaceRow)
token_counter = _table(TokenCounterRow)
message = _table(MessageRow)
message_tally = _table(MessageTallyRow)
message_story = _table(MessageStoryRow)
template_version = _table(TemplateVersionRow)
export_row = _table(ExportRowRow)
export_file = _table(ExportFileRow)
audit = _table(AuditRow)
answer = _table(AnswerRow)
mark = _table(MarkRow)
