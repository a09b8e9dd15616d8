"""Patients as the desk looks them up, each with the last and next visit."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Integer,
    String,
    bindparam,
    case,
    func,
    literal,
    select,
    text,
    type_coerce,
    union,
    union_all,
)

from desktop_app.domain.appointment import Status
from desktop_app.domain.errors import NotFound
from desktop_app.services.views import Page, PatientView
from desktop_app.storage import tables as t
from desktop_app.storage.patient_search import (
    FOUND,
    Rank,
    Shape,
    Wanted,
    candidates,
    is_exactly_in,
    ranks,
    search,
)
from desktop_app.storage.queries import cursors
from desktop_app.storage.rows import AnySelect

_COMPARED = 5
"""So many times the patients to be shown are compared by who was seen last."""
_EXPECTED = frozenset({Status.BOOKED, Status.ARRIVED, Status.IN_ROOM})
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
    """For a field that is being typed in: who begins so first (`Rank`), then who was seen last."""
    wanted = Wanted.parse(q)
    if not wanted:
        return _with_visits(connection, connection.execute(_NEWEST, {"at_most": limit}).all(), today)
    values = {**wanted.values_by_rank(), "at_most": limit, "compared": limit * _COMPARED}
    rows = connection.execute(_likeliest(wanted.shape, wanted.unsure()), values).all()
    return _with_visits(connection, rows, today)


@lru_cache(maxsize=256)
def _listed(shape: Shape) -> AnySelect:
    if not shape:
        return _LISTED.where(_p.id > bindparam("after")).order_by(_p.id).limit(bindparam("at_most"))
    found = candidates().where(search.c.rowid < -bindparam("after", type_=Integer)).subquery("found")
    matching = _LISTED.join(found, _p.id == -found.c.rowid).where(is_exactly_in(shape))
    return matching.order_by(found.c.rowid.desc()).limit(bindparam("at_most"))


@lru_cache(maxsize=256)
def _likeliest(shape: Shape, unsure: frozenset[Rank]) -> AnySelect:
    """The best are looked for first, and the next only while too few were found; of each rank the newest, bounded however
    many match. The index alone finds and ranks them, where it is sure: then only the patients to be shown are read."""
    by_rank: dict[Rank, CTE] = {}
    for rank in ranks(shape):
        exactly = is_exactly_in(shape, rank) if rank in unsure else None
        by_rank[rank] = _newest(rank, exactly, tuple(by_rank.values())).cte(rank.name)
    found = union_all(*(select(cte.c.id, literal(int(rank)).label("rank")) for rank, cte in by_rank.items())).subquery()
    seen = select(func.max(_a.day)).where(_a.patient_id == found.c.id).scalar_subquery()
    ranked = select(found.c.id, func.min(found.c.rank).label("rank"), seen.label("seen")).group_by(found.c.id)
    best = ranked.order_by(text("rank"), text("seen DESC"), found.c.id.desc()).limit(bindparam("at_most")).subquery()
    return _LISTED.join(best, best.c.id == _p.id).order_by(best.c.rank, best.c.seen.desc(), best.c.id.desc())


def _newest(rank: Rank, exactly: ColumnElement[bool] | None, better: tuple[CTE, ...]) -> AnySelect:
    """Ids of this rank, the newest first; none if those found `better` are enough."""
    found: AnySelect = candidates(rank).with_only_columns(FOUND.label("id")).order_by(search.c.rowid)
    if exactly is not None:
        found = found.join(t.patient, _p.id == FOUND).where(exactly)
    if not better:
        return found.limit(bindparam("compared", type_=Integer))
    so_far = union(*(select(cte.c.id) for cte in better)).subquery()
    useful = case((func.count() < bindparam("at_most"), bindparam("compared", type_=Integer)), else_=0)
    return found.limit(select(useful).select_from(so_far).scalar_subquery())


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
