"""Lists of appointments: the day, a patient's, what is due for a reminder or follow-up."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import starmap

from sqlalchemy import ColumnElement, Connection, String, bindparam, exists, select, tuple_, type_coerce

from desktop_app.domain.appointment import Appointment, Status
from desktop_app.domain.errors import NotFound
from desktop_app.domain.message import Kind
from desktop_app.domain.people import Doctor, Patient
from desktop_app.services.ports import AppointmentFilter, DueVisit
from desktop_app.services.views import AppointmentView, AuditLine, Page
from desktop_app.storage import tables as t
from desktop_app.storage.patient_search import FOUND, Shape, Wanted, candidates, is_exactly_in
from desktop_app.storage.queries import cursors
from desktop_app.storage.repositories.hospitals import DOCTORS
from desktop_app.storage.rows import AnyRow, AnySelect, columns_of, without_index

_a, _d, _p, _m, _log = t.appointment.c, t.doctor.c, t.patient.c, t.message.c, t.audit.c
_WITH_PEOPLE = t.appointment.join(t.doctor, _d.id == _a.doctor_id).join(t.patient, _p.id == _a.patient_id)
VIEWS: AnySelect = select(
    _a.id,
    _a.hospital_id,
    _a.doctor_id,
    _d.name,
    _d.specialty,
    _a.patient_id,
    _p.name,
    type_coerce(_p.mobile, String),
    _a.day,
    _a.at,
    _a.minutes,
    _a.token,
    _a.status,
    _a.reason,
    _a.status_reason,
    _a.followup_date,
    _a.visit_date,
    _a.created_at,
    _a.arrived_at,
    _a.in_room_at,
    _a.is_walk_in,
).select_from(_WITH_PEOPLE)
_BY_TIME = (_a.day, _a.at, _a.id)
_AFTER = ("after_day", "after_at", "after_id")
_ASKED = ("hospital_id", "doctor_id", "patient_id", "status", "first_day", "last_day")
_ONE = VIEWS.where(_a.id == bindparam("key"))
_LOG = (
    select(_log.at, _log.who, _log.act, _log.before, _log.after, _log.note)
    .where(_log.appointment_id == bindparam("key"))
    .order_by(_log.id)
)
_DUE_COLUMNS = (*columns_of(t.appointment, Appointment), *columns_of(t.patient, Patient))
_DUE: AnySelect = (
    select(*_DUE_COLUMNS)
    .select_from(t.appointment.join(t.patient, _p.id == _a.patient_id))
    .where(_a.hospital_id == bindparam("hospital"))
    .order_by(_a.at, _a.id)
)
VISITS_ON = _DUE.where(_a.day == bindparam("on"), _a.status == Status.BOOKED, _a.is_walk_in.is_(False))
FOLLOWUPS_ON = _DUE.where(_a.followup_date == bindparam("on"), _a.status == Status.VISITED)
_OWN_COLUMNS = len(columns_of(t.appointment, Appointment))


def _lacking_message(statement: AnySelect, kind: Kind) -> AnySelect:
    """Only those without a message of that kind, rule and present revision: the message's key decides."""
    present = exists().where(
        _m.appointment_id == _a.id, _m.kind == kind, _m.rule == bindparam("of_rule"), _m.revision == _a.revision
    )
    return statement.where(~present)


_VISITS_LACKING = _lacking_message(VISITS_ON, Kind.REMINDER)
_FOLLOWUPS_LACKING = _lacking_message(FOLLOWUPS_ON, Kind.FOLLOWUP)
_AT_A_TIME = 200
"""Rows fetched in one go: ten thousand at once would hold up every other thread for a tenth of a second."""
_DOCTORS_OF = DOCTORS.where(_d.hospital_id == bindparam("hospital"))


def one(connection: Connection, appointment_id: int) -> AppointmentView:
    row = connection.execute(_ONE, {"key": appointment_id}).first()
    if row is None:
        raise NotFound("appointment", appointment_id)
    return AppointmentView(*row)


def page(connection: Connection, wanted: AppointmentFilter, limit: int, cursor: str | None) -> Page[AppointmentView]:
    """By date, time, id."""
    words = Wanted.parse(wanted.q or "")
    values = {name: value for name in _ASKED if (value := getattr(wanted, name)) is not None}
    after = dict(zip(_AFTER, cursors.parse_time(cursor), strict=True)) if cursor is not None else {}
    statement = _listed(frozenset(values), words.shape, bool(after))
    rows = connection.execute(statement, {**values, **after, **words.values(), "at_most": limit + 1}).all()
    items = tuple(starmap(AppointmentView, rows))
    return Page(items[:limit], _cursor_after(items[limit - 1]) if len(items) > limit else None)


@lru_cache(maxsize=512)
def _listed(asked: frozenset[str], words: Shape, is_continued: bool) -> AnySelect:
    """The list's query, led by the narrowest of what is asked: the patients found by words or named, the doctor, the days.

    `asked` are the fields of the filter that are set; their values are bound when the query is run.
    """
    is_led_by_words = bool(words) and not {"first_day", "last_day"} <= asked
    statement = VIEWS.order_by(*_BY_TIME).limit(bindparam("at_most"))
    statement = statement.where(*_equal(asked, is_led_by_words), *_between(asked))
    if words:
        statement = statement.where(is_exactly_in(words))
    if is_led_by_words:
        statement = statement.where(_a.patient_id.in_(candidates().with_only_columns(FOUND)))
    if is_continued:
        after = (bindparam(name, type_=column.type) for name, column in zip(_AFTER, _BY_TIME, strict=True))
        statement = statement.where(tuple_(*_BY_TIME) > tuple_(*after))
    return statement


def _equal(asked: frozenset[str], is_led_by_words: bool) -> Iterator[ColumnElement[bool]]:
    """SQLite may choose the index of the narrowest only: patient before doctor before hospital."""
    has_patient = is_led_by_words or "patient_id" in asked
    has_narrower = has_patient or "doctor_id" in asked
    if "hospital_id" in asked:
        yield (without_index(_a.hospital_id) if has_narrower else _a.hospital_id) == bindparam("hospital_id")
    if "doctor_id" in asked:
        yield (without_index(_a.doctor_id) if has_patient else _a.doctor_id) == bindparam("doctor_id")
    if "patient_id" in asked:
        yield _a.patient_id == bindparam("patient_id")
    if "status" in asked:
        yield _a.status == bindparam("status")


def _between(asked: frozenset[str]) -> Iterator[ColumnElement[bool]]:
    if "first_day" in asked:
        yield _a.day >= bindparam("first_day")
    if "last_day" in asked:
        yield _a.day <= bindparam("last_day")


def log_of(connection: Connection, appointment_id: int) -> tuple[AuditLine, ...]:
    return tuple(AuditLine(*row) for row in connection.execute(_LOG, {"key": appointment_id}))


def visits_on(connection: Connection, hospital_id: int, day: date, lacking: str | None) -> tuple[DueVisit, ...]:
    statement = VISITS_ON if lacking is None else _VISITS_LACKING
    return _due(connection, statement, hospital_id, day, lacking)


def followups_on(connection: Connection, hospital_id: int, day: date, lacking: str | None) -> tuple[DueVisit, ...]:
    statement = FOLLOWUPS_ON if lacking is None else _FOLLOWUPS_LACKING
    return _due(connection, statement, hospital_id, day, lacking)


def _due(
    connection: Connection, statement: AnySelect, hospital_id: int, day: date, lacking: str | None
) -> tuple[DueVisit, ...]:
    doctors = {row.id: Doctor(*row) for row in connection.execute(_DOCTORS_OF, {"hospital": hospital_id})}
    wanted = {"hospital": hospital_id, "on": day, "of_rule": lacking}
    pages = connection.execute(statement, wanted).partitions(_AT_A_TIME)
    return tuple(_due_visit(row, doctors) for page in pages for row in page)


def _due_visit(row: AnyRow, doctors: dict[int, Doctor]) -> DueVisit:
    appointment = Appointment(*row[:_OWN_COLUMNS])
    return DueVisit(appointment, Patient(*row[_OWN_COLUMNS:]), doctors[appointment.doctor_id])


def _cursor_after(last: AppointmentView) -> str:
    return cursors.of_time(last.date, last.time_slot, last.id)
