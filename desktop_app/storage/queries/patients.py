"""Patients as the desk looks them up, each with the last and next visit."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union,
)

from desktop_app.domain.appointment import Status
from desktop_app.domain.errors import NotFound
from desktop_app.services.views import Page, PatientView
from desktop_app.storage import tables as t
from desktop_app.storage.patient_search import Shape, Wanted, candidates, is_exactly_in, search
from desktop_app.storage.queries import cursors
from desktop_app.storage.rows import AnySelect

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
_IDS: AnySelect = select(_p.id).where(_p.merged_into.is_(None), _p.erased_at.is_(None))
_NEWEST = _LISTED.order_by(_p.id.desc()).limit(bindparam("at_most"))
_ONE = VIEWS.add_columns(_p.merged_into).where(_p.id == bindparam("key"))
VISITS_OF = (
    select(_a.patient_id, _a.day, _a.status, _a.doctor_id)
    .where(_a.patient_id.in_(bindparam("patients", expanding=True)))
    .order_by(_a.patient_id, _a.day, _a.at)
)
_NAMES = select(_d.id, _d.name)


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
    wanted = Wanted.parse(q)
    after = 0 if cursor is None else cursors.parse_key(cursor)
    values = {**wanted.values(), "after": after, "at_most": limit + 1}
    rows = connection.execute(_listed(wanted.shape), values).all()
    views = _with_visits(connection, rows[:limit], today)
    return Page(views, cursors.of_key(views[-1].id) if len(rows) > limit else None)


def likeliest(connection: Connection, q: str, limit: int, today: date) -> tuple[PatientView, ...]:
    """For a field that is being typed in: names and numbers that begin so first, then who was seen last."""
    wanted = Wanted.parse(q)
    if not wanted:
        return _with_visits(connection, connection.execute(_NEWEST, {"at_most": limit}).all(), today)
    first = wanted.words[0][-1]
    values = {**wanted.values(), **_starts(first), "at_most": limit}
    return _with_visits(connection, connection.execute(_likeliest(wanted.shape), values).all(), today)


@lru_cache(maxsize=256)
def _listed(shape: Shape) -> AnySelect:
    if not shape:
        return _LISTED.where(_p.id > bindparam("after")).order_by(_p.id).limit(bindparam("at_most"))
    found = candidates().where(search.c.rowid > bindparam("after")).subquery("found")
    matching = _LISTED.join(found, found.c.rowid == _p.id).where(is_exactly_in(shape))
    return matching.order_by(found.c.rowid).limit(bindparam("at_most"))


@lru_cache(maxsize=256)
def _likeliest(shape: Shape) -> AnySelect:
    """The newest that match anywhere and some that begin so, bounded however many match; the best of them first."""
    begins = [(_p.name_key, "name")]
    if shape[0][-1]:
        begins += [(_p.mobile, "mobile"), (_p.mobile, "number")]
    found = union(_newest(shape), *(_beginning(column, start, shape) for column, start in begins)).subquery("found")
    seen = select(func.max(_a.day)).where(_a.patient_id == _p.id).scalar_subquery()
    best = _LISTED.join(found, found.c.id == _p.id).order_by(_rank(begins), seen.desc(), _p.id.desc())
    return best.limit(bindparam("at_most"))


def _newest(shape: Shape) -> AnySelect:
    found = candidates().order_by(search.c.rowid.desc()).subquery("newest")
    matching = _IDS.join(found, found.c.rowid == _p.id).where(is_exactly_in(shape)).order_by(found.c.rowid.desc())
    return select(matching.limit(_CANDIDATES).subquery().c.id)


def _beginning(column: ColumnElement[Any], start: str, shape: Shape) -> AnySelect:
    plain = type_coerce(column, String)
    begins = (plain >= bindparam(start)) & (plain < bindparam(f"{start}_end"))
    return select(_IDS.where(begins, is_exactly_in(shape)).limit(_CANDIDATES).subquery().c.id)


def _starts(first: str) -> dict[str, str]:
    """The ways in which a name or number may begin with what was typed, and where each range ends."""
    starts = {"name": first, "mobile": f"+91{first}", "number": f"+{first}"}
    return starts | {f"{name}_end": start + _LAST_CHARACTER for name, start in starts.items()}


def _rank(begins: Sequence[tuple[ColumnElement[Any], str]]) -> ColumnElement[int]:
    """0 = the name or number begins so, 1 = a word of the name begins so, 2 = somewhere within."""
    at_start = (func.instr(type_coerce(column, String), bindparam(start)) == 1 for column, start in begins)
    of_a_word = func.instr(_p.name_key, literal(" ") + bindparam("name", type_=String)) > 0
    return case((or_(*at_start), 0), (of_a_word, 1), else_=2)


def _with_visits(connection: Connection, rows: Sequence[Sequence[Any]], today: date) -> tuple[PatientView, ...]:
    if not rows:
        return ()
    visits: dict[int, list[Any]] = {row[0]: [] for row in rows}
    for visit in connection.execute(VISITS_OF, {"patients": list(visits)}):
        visits[visit.patient_id].append(visit)
    names = {row.id: row.name for row in connection.execute(_NAMES)}
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
