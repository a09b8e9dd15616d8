"""Every query that grows with the data is led by an index: SQLite is asked for its plan of each statement, as it is run."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import Engine, event

from desktop_app.domain.appointment import Status
from desktop_app.domain.message import Kind, MessageStatus
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services.ports import AppointmentFilter, ClinicReader, MessageFilter, UnitOfWork
from desktop_app.storage.tables import Row
from tests.fakes.standing_clock import NOW
from tests.storage.front_desk import FrontDesk

SMALL = {"hospital", "doctor", "closure", "template_version", "mark", "export_file"}
GROWING = {*Row.metadata.tables, "patient_search"} - SMALL
DAY, CURSOR, MOBILE = date(2026, 11, 25), "2026-11-24.10.30.5", MobileNumber("+919876543210")
F, M = AppointmentFilter, MessageFilter

READS: dict[str, Callable[[ClinicReader], object]] = {
    "day list": lambda read: read.appointments(F(hospital_id=1, first_day=DAY, last_day=DAY), 50, None),
    "day list of a doctor": lambda read: read.appointments(
        F(hospital_id=1, doctor_id=1, first_day=DAY, last_day=DAY), 50, None
    ),
    "day list of all hospitals": lambda read: read.appointments(F(first_day=DAY, last_day=DAY), 50, None),
    "appointments from a cursor": lambda read: read.appointments(F(), 50, CURSOR),
    "a hospital's from a cursor": lambda read: read.appointments(F(hospital_id=1, status=Status.BOOKED), 50, CURSOR),
    "a patient's appointments": lambda read: read.appointments(F(hospital_id=1, doctor_id=1, patient_id=1), 50, None),
    "appointments by name": lambda read: read.appointments(F(hospital_id=1, q="har"), 50, None),
    "appointments by name, from": lambda read: read.appointments(F(q="har", first_day=DAY), 50, None),
    "a day's by name": lambda read: read.appointments(F(hospital_id=1, q="har", first_day=DAY, last_day=DAY), 50, None),
    "patients": lambda read: read.patients("", 50, "7"),
    "patients by letters": lambda read: read.patients("har ra", 50, "7"),
    "patients by one letter": lambda read: read.patients("h", 50, None),
    "patients by digits": lambda read: read.patients("98765", 50, None),
    "typing a name": lambda read: read.find_patients("rah", 8),
    "typing a number": lambda read: read.find_patients("9876", 8),
    "a patient": lambda read: read.patient(1),
    "messages": lambda read: read.messages(M(hospital_id=1), 50, "7"),
    "messages, newest first": lambda read: read.messages(M(hospital_id=1, newest_first=True), 50, None),
    "messages in states": lambda read: read.messages(
        M(statuses=(MessageStatus.FAILED, MessageStatus.SKIPPED)), 50, None
    ),
    "messages of today": lambda read: read.messages(M(queued_from=NOW, queued_before=NOW), 50, None),
    "messages of an appointment": lambda read: read.messages(M(hospital_id=1, appointment_id=1), 50, None),
    "messages of a patient": lambda read: read.messages(M(hospital_id=1, patient_id=1), 50, None),
    "counts": lambda read: read.message_counts(1, NOW, NOW),
    "queue": lambda read: read.queue(1),
    "story": lambda read: read.story(1),
    "audit": lambda read: read.audit(1),
    "exports": lambda read: read.exports(1),
    "export rows": lambda read: read.export_rows(1),
    "held": lambda read: read.held_on(1, DAY),
    "reminders due": lambda read: read.visits_on(1, DAY, "day_before"),
    "follow-ups due": lambda read: read.followups_on(1, DAY, "followup"),
}
WRITES: dict[str, Callable[[UnitOfWork], object]] = {
    "what is due": lambda unit: unit.messages.due(1, NOW),
    "outdated": lambda unit: unit.messages.outdated(1, NOW),
    "in status": lambda unit: unit.messages.in_status(1, MessageStatus.SENDING, MessageStatus.QUEUED),
    "awaiting receipt": lambda unit: unit.messages.awaiting_receipt(1, NOW),
    "last attempt": lambda unit: unit.messages.last_attempt(1),
    "automatic count": lambda unit: unit.messages.automatic_count(1, NOW, NOW),
    "not on WhatsApp": lambda unit: unit.messages.not_on_whatsapp_at(MOBILE),
    "waiting of a patient": lambda unit: unit.messages.waiting_of_patient(1),
    "of an appointment": lambda unit: unit.messages.of_appointment(1),
    "find": lambda unit: unit.patients.find("Nobody", MOBILE),
    "coming": lambda unit: unit.appointments.coming_of_patient(1, DAY),
    "a doctor's day": lambda unit: unit.appointments.of_doctor_on(1, DAY),
    "a patient's day": lambda unit: unit.appointments.of_patient_on(1, DAY),
    "held by others": lambda unit: unit.appointments.held_on(1, DAY, but_of=1),
    "token": lambda unit: unit.appointments.next_token(1, DAY, "09:30"),
    "release": lambda unit: unit.appointments.release(1),
    "waiting rows": lambda unit: unit.exports.waiting(1, 500),
    "last written": lambda unit: unit.exports.last_written(1),
    "all lines": lambda unit: unit.exports.all_lines(1),
    "is waiting": lambda unit: unit.exports.is_waiting(1),
    "rows of a patient": lambda unit: unit.exports.of_patient(1),
    "answer": lambda unit: unit.answers.find("key"),
    "forget answers": lambda unit: unit.answers.forget_before(NOW),
    "erase": lambda unit: unit.patients.erase(1, NOW),
}


@pytest.fixture
def filled(desk: FrontDesk) -> FrontDesk:
    patient = desk.add_patient()
    appointment = desk.book(patient)
    desk.plan(appointment, kind=Kind.CONFIRMATION, patient=patient)
    desk.export(appointment)
    return desk


@pytest.mark.parametrize("name", READS)
def test_a_read_is_led_by_an_index(filled: FrontDesk, name: str) -> None:
    with plans() as told:
        READS[name](filled.read)
    assert told
    assert scans(told) == []


@pytest.mark.parametrize("name", WRITES)
def test_a_units_query_is_led_by_an_index(filled: FrontDesk, name: str) -> None:
    with plans() as told:
        filled.do(WRITES[name])
    assert told
    assert scans(told) == []


@pytest.mark.parametrize(
    "name",
    ["day list", "a hospital's from a cursor", "patients", "patients by letters", "messages", "messages in states"],
)
def test_a_page_is_read_in_order_and_not_sorted(filled: FrontDesk, name: str) -> None:
    with plans() as told:
        READS[name](filled.read)
    assert [step for step in told if "TEMP B-TREE FOR ORDER BY" in step] == []


def test_merging_is_led_by_indexes(filled: FrontDesk) -> None:
    double = filled.add_patient("R. Sharma")
    with plans() as told:
        filled.do(lambda unit: unit.patients.merge(double.id, 1))
        filled.do(lambda unit: unit.patients.unmerge(double.id))
    assert scans(told) == []


def test_the_watch_finds_a_scan(filled: FrontDesk) -> None:
    with plans() as told, filled.database.reading() as connection:
        connection.exec_driver_sql("SELECT * FROM message WHERE text = 'x'")
    assert scans(told) == ["SCAN message"]


@contextmanager
def plans() -> Iterator[list[str]]:
    """The steps of SQLite's plans for every statement run inside."""
    told: list[str] = []

    def ask(
        _connection: object, cursor: sqlite3.Cursor, statement: str, parameters: tuple[object, ...], *_more: object
    ) -> None:
        if statement.lstrip().startswith(("SELECT", "UPDATE", "DELETE")):
            plan = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            told.extend(str(step[3]) for step in plan)

    event.listen(Engine, "before_cursor_execute", ask)
    try:
        yield told
    finally:
        event.remove(Engine, "before_cursor_execute", ask)


def scans(told: list[str]) -> list[str]:
    """Full scans of tables that grow; the search index is only ever "scanned" by what it is asked to match."""
    found = (re.match(r"SCAN (\w+)\b(?! VIRTUAL TABLE INDEX \d+:M)", step) for step in told)
    return [match.string for match in found if match and match[1] in GROWING]
