"""Who did what; only ever added to."""

from sqlalchemy import Connection, insert

from desktop_app.services.views import AuditLine
from desktop_app.storage import tables as t

_INSERT = insert(t.audit)


class SqlAudit:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, appointment_id: int | None, line: AuditLine) -> None:
        self._connection.execute(
            _INSERT,
            {
                "appointment_id": appointment_id,
                "at": line.at,
                "who": line.by,
                "act": line.act,
                "before": line.before,
                "after": line.after,
                "note": line.note,
            },
        )
