"""Patients as the desk looks them up, each with the last and next visit."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, bindparam, func, select, type_coerce

from desktop_app.domain.appointment import Status
from desktop_app.domain.errors import NotFound
from desktop_app.services.views import Page, PatientView
from desktop_app.storage import tables as t
from desktop_app.storage.patient_search import Wanted, candidates, search
from desktop_app.storage.queries import cursors
from desktop_app.storage.rows import AnyRow, AnySelect

_CANDIDATES = 60
_EXPECTED = frozenset({Status.BOOKED, Status.ARRIVED, Status.IN_ROOM})
_LAST_CHARACTER = "\U0010ffff"
_a, _d, _p = t.appointment.c, t.doctor.c, t.patient.c
_OWN = (
    _p.id,
    _p.name,
    type_coerce(_p.mobile, String).label("mobile"),
    _p.language,
    _p.consent,
    _p.consent_at,
    _p.consent_source,
    _p.birth_year,
    _p.sex,
)
VIEWS: AnySelect = select(*_OWN)
_LISTED = VIEWS.where(_p.merged_into.is_(None), _p.erased_at.is_(None))
_ONE = VIEWS.add_columns(_p.merged_into).where(_p.id == bindparam("key"))
VISITS_OF = (
    select(_a.patient_id, _a.day, _a.status, _a.doctor_id)
    .where(_a.patient_id.in_(bindparam("patients", expanding=True)))
    .order_by(_a.patient_id, _a.day, _a.at)
)
LAST_SEEN = (
    select(_a.patient_id, func.max(_a.day).label("last"))
    .where(_a.patient_id.in_(bindparam("patients", expanding=True)))
    .group_by(_a.patient_id)
)


def one(connection: Connection, patient_id: int, today: date) -> PatientView:
    """A patient that was merged away leads to the one that stayed."""
    key = patient_id
    while True:
        row = connection.execute(_ONE, {"key": key}).first()
        if row is None:
            raise NotFound("patient", patient_id)
        if row.merged_into is None:
            return _with_visits(connection, [row[:-1]], today)[0]
        key = row.merged_into


def page(connection: Connection, q: str, limit: int, cursor: str | None, today: date) -> Page[PatientView]:
    """By id."""
    rows = connection.execute(listed(q, cursor).limit(limit + 1)).all()
    views = _with_visits(connection, rows[:limit], today)
    return Page(views, cursors.of_key(views[-1].id) if len(rows) > limit else None)


def listed(q: str, cursor: str | None) -> AnySelect:
    after = 0 if cursor is None else cursors.parse_key(cursor)
    wanted = Wanted.parse(q)
    if not wanted:
        return _LISTED.where(_p.id > after).order_by(_p.id)
    found = candidates(wanted).where(search.c.rowid > after).subquery("found")
    return _LISTED.join(found, found.c.rowid == _p.id).where(wanted.is_exactly_in()).order_by(found.c.rowid)


def likeliest(connection: Connection, q: str, limit: int, today: date) -> tuple[PatientView, ...]:
    """For a field that is being typed in: names and numbers that begin so first, then who was seen last."""
    wanted = Wanted.parse(q)
    if not wanted:
        return _with_visits(connection, connection.execute(_LISTED.order_by(_p.id.desc()).limit(limit)).all(), today)
    rows = {row.id: row for statement in likely(wanted) for row in connection.execute(statement)}
    seen = {row.patient_id: row.last for row in connection.execute(LAST_SEEN, {"patients": list(rows)})}
    best = sorted(rows.values(), key=lambda row: (seen.get(row.id, date.min), row.id), reverse=True)
    best.sort(key=lambda row: _rank(row, wanted))
    return _with_visits(connection, best[:limit], today)


def likely(wanted: Wanted) -> tuple[AnySelect, ...]:
    """The newest that match anywhere, and some that begin with what was typed; bounded however many match."""
    found = candidates(wanted).order_by(search.c.rowid.desc()).subquery("found")
    anywhere = _LISTED.join(found, found.c.rowid == _p.id).where(wanted.is_exactly_in())
    anywhere = anywhere.order_by(found.c.rowid.desc()).limit(_CANDIDATES)
    return (anywhere, *(_beginning(column, start, wanted) for column, start in _starts(wanted.words[0][-1])))


def _starts(first: str) -> tuple[tuple[ColumnElement[Any], str], ...]:
    by_name = ((_p.name_key, first),)
    return (*by_name, (_p.mobile, f"+91{first}"), (_p.mobile, f"+{first}")) if first.isdigit() else by_name


def _beginning(column: ColumnElement[Any], start: str, wanted: Wanted) -> AnySelect:
    plain = type_coerce(column, String)
    begins = (plain >= start) & (plain < start + _LAST_CHARACTER)
    return _LISTED.where(begins, wanted.is_exactly_in()).limit(_CANDIDATES)


def _rank(row: AnyRow, wanted: Wanted) -> int:
    """0 = the name or number begins so, 1 = a word of the name begins so, 2 = somewhere within."""
    first, words = wanted.words[0], row.name.casefold().split()
    number = (row.mobile or "").removeprefix("+")
    if any(way and (" ".join(words).startswith(way) or number.removeprefix("91").startswith(way)) for way in first):
        return 0
    return 1 if any(word.startswith(way) for word in words for way in first) else 2


def _with_visits(connection: Connection, rows: Sequence[Sequence[Any]], today: date) -> tuple[PatientView, ...]:
    if not rows:
        return ()
    visits: dict[int, list[Any]] = {row[0]: [] for row in rows}
    for visit in connection.execute(VISITS_OF, {"patients": list(visits)}):
        visits[visit.patient_id].append(visit)
    names = {row.id: row.name for row in connection.execute(select(_d.id, _d.name))}
    return tuple(_view(row, _summary(visits[row[0]], names, today)) for row in rows)


def _view(row: Sequence[Any], summary: Sequence[Any]) -> PatientView:
    values: list[Any] = [*row, *summary]
    return PatientView(*values)


def _summary(
    visits: Iterable[Any], names: dict[int, str], today: date
) -> tuple[date | None, int | None, str | None, date | None, int]:
    """(last visit, its doctor, the doctor's name, next visit, number of visits)."""
    seen = [visit for visit in visits if visit.status is Status.VISITED]
    coming = [visit.day for visit in visits if visit.status in _EXPECTED and visit.day >= today]
    last = seen[-1] if seen else None
    doctor_id = last.doctor_id if last else None
    return last.day if last else None, doctor_id, names.get(doctor_id or 0), min(coming, default=None), len(seen)
