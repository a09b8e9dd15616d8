"""Lists of messages, and how many there are of each sort."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, bindparam, func, select, type_coerce

from desktop_app.domain.errors import NotFound
from desktop_app.domain.message import SENTENCES, MessageStatus
from desktop_app.services.ports import MessageFilter
from desktop_app.services.views import MessageCounts, MessageView, Page, QueueCounts, StoryLine
from desktop_app.storage import tables as t
from desktop_app.storage.queries import cursors
from desktop_app.storage.rows import AnyRow, AnySelect, without_index

_m, _p, _s, _tally = t.message.c, t.patient.c, t.message_story.c, t.message_tally.c
VIEWS: AnySelect = select(
    _m.id,
    _m.hospital_id,
    _m.appointment_id,
    _m.kind,
    _m.rule,
    _m.revision,
    type_coerce(_m.mobile, String),
    _p.name,
    _m.text,
    _m.status,
    _m.reason_code,
    _m.attempts,
    _m.queued_at,
    _m.not_before,
    _m.sent_at,
    _m.delivered_at,
    _m.read_at,
).select_from(t.message.outerjoin(t.patient, _p.id == _m.patient_id))
_ONE = VIEWS.where(_m.id == bindparam("key"))
STORY = select(_s.at, _s.text).where(_s.message_id == bindparam("key")).order_by(_s.id)
_TALLY = select(_tally.status, _tally.messages).where(_tally.hospital_id == bindparam("hospital"))
QUEUED_BETWEEN = select(func.count()).where(
    _m.hospital_id == bindparam("hospital"), _m.queued_at >= bindparam("start"), _m.queued_at < bindparam("end")
)
_SENTENCE_AT = [field.name for field in fields(MessageView)].index("reason")
_WAITING = (MessageStatus.QUEUED, MessageStatus.SENDING)
_NEEDS_YOU = (MessageStatus.NEEDS_CHECKING, MessageStatus.FAILED)
_NOT_SENT = (MessageStatus.FAILED, MessageStatus.SKIPPED, MessageStatus.WITHDRAWN)


def one(connection: Connection, message_id: int) -> MessageView:
    row = connection.execute(_ONE, {"key": message_id}).first()
    if row is None:
        raise NotFound("message", message_id)
    return _view(row)


def page(connection: Connection, wanted: MessageFilter, limit: int, cursor: str | None) -> Page[MessageView]:
    """By id, oldest first unless `newest_first`. Several states are read one by one, each in order, and merged."""
    queries = (query for part in _per_hospital(connection, wanted) for query in listed(part, cursor))
    found = {row.id: row for query in queries for row in connection.execute(query.limit(limit + 1))}
    ordered = sorted(found.values(), key=lambda row: row.id, reverse=wanted.newest_first)
    items = tuple(map(_view, islice(ordered, limit)))
    return Page(items, cursors.of_key(items[-1].id) if len(ordered) > limit else None)


def _per_hospital(connection: Connection, wanted: MessageFilter) -> Iterable[MessageFilter]:
    """States and times are indexed within a hospital; asked for everywhere, each hospital is asked."""
    if wanted.hospital_id is not None or not (wanted.statuses or wanted.queued_from or wanted.queued_before):
        return (wanted,)
    return (replace(wanted, hospital_id=key) for key in connection.execute(select(t.hospital.c.id)).scalars().all())


def listed(wanted: MessageFilter, cursor: str | None) -> tuple[AnySelect, ...]:
    """One query per wanted state, since only a single state can be read from the index in order."""
    statement = VIEWS.order_by(_m.id.desc() if wanted.newest_first else _m.id).where(*_equal(wanted), *_between(wanted))
    if cursor is not None:
        key = cursors.parse_key(cursor)
        statement = statement.where(_m.id < key if wanted.newest_first else _m.id > key)
    return tuple(statement.where(_m.status == status) for status in dict.fromkeys(wanted.statuses)) or (statement,)


def _equal(wanted: MessageFilter) -> Iterator[ColumnElement[bool]]:
    is_narrow = wanted.appointment_id is not None or wanted.patient_id is not None
    hospital_id = without_index(_m.hospital_id) if is_narrow else _m.hospital_id
    columns = (
        (hospital_id, wanted.hospital_id),
        (_m.appointment_id, wanted.appointment_id),
        (_m.patient_id, wanted.patient_id),
        (_m.kind, wanted.kind),
    )
    return (column == value for column, value in columns if value is not None)


def _between(wanted: MessageFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.queued_from is not None:
        yield _m.queued_at >= wanted.queued_from
    if wanted.queued_before is not None:
        yield _m.queued_at < wanted.queued_before


def story(connection: Connection, message_id: int) -> tuple[StoryLine, ...]:
    return tuple(StoryLine(*row) for row in connection.execute(STORY, {"key": message_id}))


def queue(connection: Connection, hospital_id: int) -> QueueCounts:
    tally = _tally_of(connection, hospital_id)
    return QueueCounts(
        _sum(tally, (MessageStatus.QUEUED,)),
        _sum(tally, (MessageStatus.SENDING,)),
        _sum(tally, (MessageStatus.NEEDS_CHECKING,)),
    )


def counts(connection: Connection, hospital_id: int, start: datetime, end: datetime) -> MessageCounts:
    tally = _tally_of(connection, hospital_id)
    today = connection.execute(QUEUED_BETWEEN, {"hospital": hospital_id, "start": start, "end": end}).scalar_one()
    return MessageCounts(
        sum(tally.values()), _sum(tally, _WAITING), today, _sum(tally, _NEEDS_YOU), _sum(tally, _NOT_SENT)
    )


def _tally_of(connection: Connection, hospital_id: int) -> dict[MessageStatus, int]:
    return {row.status: row.messages for row in connection.execute(_TALLY, {"hospital": hospital_id})}


def _sum(tally: dict[MessageStatus, int], statuses: Iterable[MessageStatus]) -> int:
    return sum(tally.get(status, 0) for status in statuses)


def _view(row: AnyRow) -> MessageView:
    """The sentence for people goes before its code, as the view has them."""
    code = row.reason_code
    values: list[Any] = [*row]
    values.insert(_SENTENCE_AT, SENTENCES[code] if code else None)
    return MessageView(*values)
