"""Two ways into one SQLite file: readers never block a writer, and one connection writes.

The writer takes its lock at once (`BEGIN IMMEDIATE`), so that no update is lost silently; it is the only one that
checkpoints (SQLite before 3.51.3 can damage the file when two do). Readers see the last commit and cannot write. Each
use is short: opened, used and closed inside one job, never across a browser call.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import TimeoutError as PoolTimeout

from desktop_app.services.ports import Clock, UnitOfWork
from desktop_app.storage.failures import database_busy, explain
from desktop_app.storage.migration import migrate
from desktop_app.storage.reader import SqlReader
from desktop_app.storage.turns import Turns
from desktop_app.storage.unit_of_work import SqlUnit

BUSY_MS = 5000
_TURN_S = 10.0
_ALWAYS = ("foreign_keys=ON", "trusted_schema=OFF")
_WRITER = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "wal_autocheckpoint=1000",
    "journal_size_limit=67108864",
    "secure_delete=ON",
)
_READER = ("query_only=ON", "wal_autocheckpoint=0")


class Database:
    """The open database. `open_unit()` for one write transaction, `reader` for the views."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self._writer = _engine(path, "BEGIN IMMEDIATE", _WRITER, pool_size=1, max_overflow=0, pool_timeout=10)
        self._readers = _engine(path, "BEGIN", _READER, pool_size=5, max_overflow=10, pool_timeout=10)
        self._turns = Turns()
        self._in_unit = threading.local()
        with self.writing() as connection:  # a write-protected file is found now: SQLite tells at the first statement
            connection.exec_driver_sql("DELETE FROM mark WHERE name = ''")
        self.reader = SqlReader(self.reading, clock)

    def open_unit(self) -> UnitOfWork:
        """One write transaction. Units do not nest: a thread that opens a second one would wait for itself."""
        return SqlUnit(self.writing)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The writing connection inside a transaction that holds the lock; rolled back unless committed."""
        if getattr(self._in_unit, "held", False):
            raise RuntimeError("this thread has a unit of work open already")
        if not self._turns.take(_TURN_S):
            raise database_busy()
        self._in_unit.held = True
        try:
            with _borrowed(self._writer) as connection:
                yield connection
        finally:
            self._in_unit.held = False
            self._turns.give()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the data; it cannot write."""
        with _borrowed(self._readers) as connection:
            yield connection

    def dispose(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        self._readers.dispose()
        self._writer.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.dispose()


def open_database(path: Path, clock: Clock) -> Database:
    """The database at `path`, made or brought up to date first.

    Raises DatabaseIsNewer (the file is untouched) and Unavailable: database_damaged, database_busy, disk_full, data_folder.
    """
    migrate(path)
    return Database(path, clock)


@contextmanager
def _borrowed(engine: Engine) -> Iterator[Connection]:
    try:
        connection = engine.connect()
    except PoolTimeout as error:
        raise database_busy() from error
    except sqlite3.Error as error:
        raise explain(error) or error from error
    with connection:
        connection.begin()
        yield connection


def _engine(path: Path, begin: str, settings: tuple[str, ...], **pool: int) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), **pool)
    event.listen(engine, "connect", _configurer((f"busy_timeout={BUSY_MS}", *_ALWAYS, *settings)))
    event.listen(engine, "begin", _beginner(begin))
    event.listen(engine, "handle_error", _raise_as_ours)
    return engine


def _configurer(settings: tuple[str, ...]) -> Callable[[sqlite3.Connection, Any], None]:
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for setting in settings:
            connection.execute(f"PRAGMA {setting}")

    return configure


def _beginner(statement: str) -> Callable[[Connection], None]:
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    return begin


def _raise_as_ours(context: ExceptionContext) -> None:
    if (ours := explain(context.original_exception)) is not None:
        raise ours from context.original_exception
