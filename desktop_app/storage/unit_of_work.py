"""One database transaction with its repositories."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from desktop_app.storage.repositories.appointments import SqlAppointments
from desktop_app.storage.repositories.audit import SqlAudit
from desktop_app.storage.repositories.bookkeeping import SqlAnswers, SqlMarks, SqlTemplates
from desktop_app.storage.repositories.exports import SqlExports
from desktop_app.storage.repositories.hospitals import SqlClosures, SqlDoctors, SqlHospitals
from desktop_app.storage.repositories.messages import SqlMessages
from desktop_app.storage.repositories.patients import SqlPatients


class SqlUnit:
    """Takes the write lock on entering; leaving without `commit()` rolls back."""

    hospitals: SqlHospitals
    doctors: SqlDoctors
    patients: SqlPatients
    appointments: SqlAppointments
    closures: SqlClosures
    messages: SqlMessages
    templates: SqlTemplates
    exports: SqlExports
    audit: SqlAudit
    answers: SqlAnswers
    marks: SqlMarks

    def __init__(self, writing: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._borrowed = writing()
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        connection = self._connection = self._borrowed.__enter__()
        self.hospitals = SqlHospitals(connection)
        self.doctors = SqlDoctors(connection)
        self.patients = SqlPatients(connection)
        self.appointments = SqlAppointments(connection)
        self.closures = SqlClosures(connection)
        self.messages = SqlMessages(connection)
        self.templates = SqlTemplates(connection)
        self.exports = SqlExports(connection)
        self.audit = SqlAudit(connection)
        self.answers = SqlAnswers(connection)
        self.marks = SqlMarks(connection)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None, /
    ) -> None:
        self._connection = None
        self._borrowed.__exit__(kind, error, traceback)

    def commit(self) -> None:
        """Everything is on the disk after this. Raises Unavailable (disk_full, database_busy); then nothing is."""
        connection = self._connection
        if connection is None:
            raise RuntimeError("this unit of work is not open")
        connection.commit()
        if self.patients.has_erased:
            self._forget_log(connection)

    @staticmethod
    def _forget_log(connection: Connection) -> None:
        """What was erased must not live on in the write-ahead log; a reader may keep it from being emptied until later."""
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
