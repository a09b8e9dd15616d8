"""The rows that a made-up visit would have left behind: as if it had been booked, sent, arrived and ticked with this program.

Rows are collected per table and inserted in chunks, parents first; nothing of what was written is kept in memory.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, insert

from desktop_app.domain.appointment import Act, Status
from desktop_app.domain.hospital import Hospital
from desktop_app.domain.message import SENTENCES, Kind, MessageStatus, Reason
from desktop_app.domain.people import Doctor, same_person_key, with_title
from desktop_app.domain.schedule import Slot
from desktop_app.domain.sending_rules import followup_due, reminder_due
from desktop_app.services.csv_row import encode_row
from desktop_app.services.hospital_service import template_text
from desktop_app.services.made_up_clinic import MadeUpPerson
from desktop_app.services.made_up_fates import Fate, FateOf
from desktop_app.services.message_planning import RULE_AT_ONCE, RULE_DAY_BEFORE, RULE_FOLLOWUP
from desktop_app.services.message_templates import Values, render
from desktop_app.services.ports import ExportRow
from desktop_app.storage import patient_pieces
from desktop_app.storage import tables as t
from desktop_app.storage.rows import values_of

_ORDER = (
    t.patient,
    t.appointment,
    t.held_place,
    t.token_counter,
    t.message,
    t.message_story,
    t.export_row,
    t.audit,
)
_STORY_KEPT = timedelta(days=14)
_ACTS = {
    Status.VISITED: Act.VISIT,
    Status.NO_SHOW: Act.NO_SHOW,
    Status.CANCELLED: Act.CANCEL,
    Status.ARRIVED: Act.ARRIVE,
    Status.IN_ROOM: Act.IN_ROOM,
}


@dataclass(frozen=True, slots=True)
class MadeUpVisit:
    """One appointment and how it went. `ended_at` is when it was visited, cancelled or given up; None while it is open."""

    patient_id: int
    person: MadeUpPerson
    doctor: Doctor
    day: date
    slot: Slot
    token: int
    status: Status
    created_at: datetime
    ended_at: datetime | None = None
    followup: date | None = None
    arrived_at: datetime | None = None
    in_room_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One message about a visit: of which event, since when in the queue, until when of use."""

    kind: Kind
    rule: str
    template: str
    queued_at: datetime
    until: datetime
    revision: int = 0


class MadeUpRows:
    """Turns visits into rows of one hospital. `now` (aware UTC) is the moment up to which things have happened."""

    def __init__(self, hospital: Hospital, now: datetime, fate_of: FateOf) -> None:
        self.hospital = hospital
        self.now = now
        self.patients = self.appointments = self.messages = 0
        self._fate_of = fate_of
        self._rows: dict[Table, list[dict[str, Any]]] = {table: [] for table in _ORDER}
        self._search: list[patient_pieces.Found] = []

    def patient(self, person: MadeUpPerson, since: datetime) -> int:
        """A new patient, who agreed (or not) at the first booking. The id."""
        self.patients += 1
        name_key = same_person_key(person.name)
        values = values_of(person) | {
            "id": self.patients,
            "consent_at": since,
            "consent_source": "desk",
            "erased_at": None,
            "name_key": name_key,
            "merged_into": None,
        }
        self._rows[t.patient].append(values)
        self._search.append((self.patients, name_key, person.mobile.digits))
        return self.patients

    def visit(self, visit: MadeUpVisit) -> int:
        """Everything that this visit left behind. The appointment's id."""
        self.appointments += 1
        key = self.appointments
        self._appointment(key, visit)
        self._export(key, visit, None)
        self._audit(key, visit.created_at, Act.BOOK, "", Status.BOOKED)
        self._confirmation(key, visit)
        self._reminder(key, visit)
        if visit.ended_at is not None:
            self._end(key, visit, visit.ended_at)
        return key

    def tokens(self, doctor: Doctor, day: date, stretch: str, last: int) -> None:
        self._rows[t.token_counter].append({"doctor_id": doctor.id, "day": day, "stretch": stretch, "last": last})

    def is_full(self, at_most: int) -> bool:
        return len(self._rows[t.appointment]) >= at_most

    def flush(self, connection: Connection) -> None:
        for table in _ORDER:
            if rows := self._rows[table]:
                connection.execute(insert(table), rows)
                rows.clear()
        if self._search:
            patient_pieces.put_in(connection, reversed(self._search))
            self._search.clear()

    def finish(self, connection: Connection) -> None:
        """What was written in many chunks becomes one index again: searching a million appointments' patients is then as quick."""
        patient_pieces.tidy(connection)

    def message(self, key: int, visit: MadeUpVisit, planned: Planned, fate: Fate) -> None:
        """One message about the appointment, with its story while that is fresh."""
        self.messages += 1
        body, language = template_text({}, self.hospital, planned.template, visit.person.language)
        name, doctor = visit.person.name, visit.doctor
        values = Values(
            name, doctor.name, visit.day, visit.slot.at, visit.followup, self.hospital.name, doctor.specialty
        )
        row = values_of(fate) | {
            "id": self.messages,
            "hospital_id": self.hospital.id,
            "appointment_id": key,
            "patient_id": visit.patient_id,
            "kind": planned.kind,
            "rule": planned.rule,
            "revision": planned.revision,
            "mobile": visit.person.mobile,
            "text": render(body, values),
            "language": language,
            "by_person": False,
            "queued_at": planned.queued_at,
            "not_before": planned.queued_at,
            "not_after": planned.until,
            "attempted_at": fate.sending_at,
            "evidence_last_own_id": None,
            "evidence_same_text": None if fate.sending_at is None else 0,
        }
        self._rows[t.message].append(row)
        if self.now - planned.queued_at < _STORY_KEPT:
            self._story(self.messages, planned.queued_at, fate)

    # ── one visit's rows ────────────────────────────────────────────────────────────────────────────────────────────
    def _appointment(self, key: int, visit: MadeUpVisit) -> None:
        is_visited = visit.status is Status.VISITED
        own = {
            "id": key,
            "hospital_id": self.hospital.id,
            "doctor_id": visit.doctor.id,
            "patient_id": visit.patient_id,
            "day": visit.day,
            "at": visit.slot.at,
            "minutes": visit.slot.minutes,
            "stretch": visit.slot.stretch_key,
            "token": visit.token,
            "is_walk_in": False,
            "status": visit.status,
            "reason": visit.reason,
            "status_reason": None,
            "followup_date": visit.followup,
            "visit_date": visit.day if is_visited else None,
            "revision": 1 if visit.followup else 0,
            "created_at": visit.created_at,
            "arrived_at": visit.arrived_at,
            "in_room_at": visit.in_room_at,
            "placed_at": visit.created_at,
        }
        self._rows[t.appointment].append(own)
        if visit.status is not Status.CANCELLED:
            place = {"doctor_id": visit.doctor.id, "day": visit.day, "starts": visit.slot.at, "place": 1}
            self._rows[t.held_place].append(place | {"minutes": visit.slot.minutes, "appointment_id": key})

    def _confirmation(self, key: int, visit: MadeUpVisit) -> None:
        fate = self._fate_of(visit.person, visit.created_at)
        until = self._start_of(visit) + timedelta(minutes=visit.slot.minutes)
        planned = Planned(Kind.CONFIRMATION, RULE_AT_ONCE, "confirmation", visit.created_at, until)
        self.message(key, visit, planned, fate)

    def _reminder(self, key: int, visit: MadeUpVisit) -> None:
        due = reminder_due(self.hospital, visit.day, visit.slot.at)
        was_cancelled = visit.status is Status.CANCELLED and (visit.ended_at or self.now) <= due.at
        if due.at > self.now or was_cancelled:
            return
        if visit.created_at >= due.at:
            fate, at = Fate(MessageStatus.SKIPPED, Reason.BOOKED_AFTER_REMINDER), visit.created_at
        else:
            fate, at = self._fate_of(visit.person, due.at), due.at
        self.message(key, visit, Planned(Kind.REMINDER, RULE_DAY_BEFORE, "reminder", at, due.until), fate)

    def _end(self, key: int, visit: MadeUpVisit, at: datetime) -> None:
        self._audit(key, at, _ACTS[visit.status], Status.BOOKED, visit.status)
        if visit.status is Status.CANCELLED and visit.person.consent:
            fate = self._fate_of(visit.person, at)
            planned = Planned(Kind.CANCELLED, RULE_AT_ONCE, "cancelled", at, self._start_of(visit))
            self.message(key, visit, planned, fate)
        if visit.followup is not None:
            self._export(key, visit, visit.followup)
            self._audit(key, at, Act.CORRECT_FOLLOWUP, "", str(visit.followup))
            self._follow_up(key, visit, visit.followup)

    def _follow_up(self, key: int, visit: MadeUpVisit, followup: date) -> None:
        due = followup_due(self.hospital, followup)
        if due.at <= self.now:
            fate = self._fate_of(visit.person, due.at)
            planned = Planned(Kind.FOLLOWUP, RULE_FOLLOWUP, "followup", due.at, due.until, revision=1)
            self.message(key, visit, planned, fate)

    def _export(self, key: int, visit: MadeUpVisit, followup: date | None) -> None:
        person, doctor = visit.person, visit.doctor
        row = ExportRow(
            self.hospital.id,
            key,
            person.name,
            person.mobile.e164,
            visit.day,
            visit.slot.at,
            with_title(doctor.name),
            doctor.specialty,
            followup,
        )
        self._rows[t.export_row].append(values_of(row) | {"line": encode_row(row)})

    def _audit(self, key: int, at: datetime, act: Act, before: str, after: str) -> None:
        who = "doctor" if act in (Act.VISIT, Act.CORRECT_FOLLOWUP) else "desk"
        line = {"at": at, "who": who, "act": act, "before": str(before), "after": str(after), "note": ""}
        self._rows[t.audit].append(line | {"appointment_id": key})

    def _story(self, message_id: int, queued_at: datetime, fate: Fate) -> None:
        stops = fate.reason_code is not None
        lines = [
            (None if stops and fate.sending_at is None else queued_at, "put in the queue"),
            (fate.sent_at, "sent"),
            (fate.delivered_at, "delivered"),
            (fate.read_at, "read"),
        ]
        if fate.reason_code is not None:
            lines.append((fate.sending_at or queued_at, f"not sent: {SENTENCES[fate.reason_code]}"))
        self._rows[t.message_story] += [
            {"message_id": message_id, "at": at, "text": words} for at, words in lines if at is not None
        ]

    def _start_of(self, visit: MadeUpVisit) -> datetime:
        return self.hospital.instant(visit.day, visit.slot.at)
