"""Small things that must survive a restart: message texts, remembered answers, marks."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from desktop_app.services.ports import RememberedAnswer
from desktop_app.storage import tables as t
from desktop_app.storage.rows import columns_of, values_of

_version, _answer, _mark = t.template_version.c, t.answer.c, t.mark.c
_VERSIONS = (
    select(_version.at, _version.text)
    .where(
        _version.hospital_id == bindparam("hospital"),
        _version.kind == bindparam("of_kind"),
        _version.language == bindparam("in_language"),
    )
    .order_by(_version.id.desc())
)
_NEWEST = _VERSIONS.limit(1)
_ALL_NEWEST = select(_version.kind, _version.language, _version.text).where(
    _version.id.in_(
        select(func.max(_version.id))
        .where(_version.hospital_id == bindparam("hospital"))
        .group_by(_version.kind, _version.language)
    )
)
_ANSWER = select(*columns_of(t.answer, RememberedAnswer)).where(_answer.key == bindparam("of_key"))
MARK = select(_mark.value).where(_mark.name == bindparam("of_name"))


class SqlTemplates:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def text(self, hospital_id: int, kind: str, language: str) -> str | None:
        wanted = {"hospital": hospital_id, "of_kind": kind, "in_language": language}
        newest = self._connection.execute(_NEWEST, wanted).first()
        return newest.text if newest else None

    def set(self, hospital_id: int, kind: str, language: str, text: str | None, at: datetime) -> None:
        values = {"hospital_id": hospital_id, "kind": kind, "language": language, "text": text, "at": at}
        self._connection.execute(insert(t.template_version), values)

    def all(self, hospital_id: int) -> dict[tuple[str, str], str]:
        rows = self._connection.execute(_ALL_NEWEST, {"hospital": hospital_id})
        return {(row.kind, row.language): row.text for row in rows if row.text is not None}

    def versions(self, hospital_id: int, kind: str, language: str) -> tuple[tuple[datetime, str], ...]:
        """Newest first; times at which the built-in text came back are left out."""
        wanted = {"hospital": hospital_id, "of_kind": kind, "in_language": language}
        return tuple((row.at, row.text) for row in self._connection.execute(_VERSIONS, wanted) if row.text is not None)


class SqlAnswers:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, key: str) -> RememberedAnswer | None:
        row = self._connection.execute(_ANSWER, {"of_key": key}).first()
        return RememberedAnswer(*row) if row else None

    def add(self, key: str, answer: RememberedAnswer, at: datetime) -> None:
        self._connection.execute(insert(t.answer), {"key": key, **values_of(answer), "at": at})

    def store(self, key: str, answer: str) -> None:
        """Keep the first answer as it was given; a later one for the same key is not kept."""
        unanswered = update(t.answer).where(_answer.key == bindparam("of_key"), _answer.answer.is_(None))
        self._connection.execute(unanswered, {"of_key": key, "answer": answer})

    def forget_before(self, at: datetime) -> None:
        self._connection.execute(delete(t.answer).where(_answer.at < bindparam("before")), {"before": at})


class SqlMarks:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> str | None:
        return self._connection.execute(MARK, {"of_name": name}).scalar()

    def set(self, name: str, value: str | None) -> None:
        """None takes the mark away."""
        if value is None:
            self._connection.execute(delete(t.mark).where(_mark.name == bindparam("of_name")), {"of_name": name})
            return
        changed = self._connection.execute(
            update(t.mark).where(_mark.name == bindparam("of_name")), {"of_name": name, "value": value}
        )
        if changed.rowcount == 0:
            self._connection.execute(insert(t.mark), {"name": name, "value": value})
