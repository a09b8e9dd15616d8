"""Bringing a database file to this program's version, without ever risking what is in it.

Order at each start: look at the version (a newer one is refused, untouched) → quick_check (a damaged file is refused, so
that it never pushes good backups out) → only if the version differs: a verified backup, then the migrations on a
connection of their own, in one transaction with foreign keys off (they would delete rows while tables are rebuilt) →
foreign_key_check and integrity_check → commit. A kill at any moment leaves the old database.

Alembic is imported only when there is something to migrate. The file is never opened but by SQLite: closing any other
handle on it would drop SQLite's locks.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.storage.backup import BACKUPS, back_up, plain_connection
from desktop_app.storage.data_version import MIGRATIONS, VERSIONS, version_of
from desktop_app.storage.failures import DatabaseIsNewer, data_folder, database_damaged, explain

if TYPE_CHECKING:
    from alembic.config import Config

CHECKED_AT_START = 300_000_000
"""Bytes. A larger file would keep the desk waiting for seconds; the daily backup reads and checks the whole of it."""


def migrate(path: Path) -> None:
    """Make the database, or bring it up to date after a backup. Raises DatabaseIsNewer, Unavailable."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        version = _checked_version(path) if path.exists() and path.stat().st_size else None
        if version == VERSIONS[-1]:
            return
        if version is not None:
            back_up(path, path.parent / BACKUPS / f"before-upgrade-from-{version}.db")
        _upgrade(path)
    except sqlite3.Error as error:
        raise explain(error) or error from error
    except OSError as error:
        raise data_folder(error.strerror or "") from error


def alembic_config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _checked_version(path: Path) -> str | None:
    """None for a file without any table: the very first start was killed before its one commit."""
    with _looking_into(path) as connection:
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
            return None
        version = version_of(connection)
        if version not in VERSIONS:
            raise DatabaseIsNewer(version)
        if path.stat().st_size <= CHECKED_AT_START:
            _quick_check(connection)
        return version


@contextmanager
def _looking_into(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that leaves nothing beside the file, in case it is refused. Nobody else has the file open: who starts
    holds the folder's lock."""
    log, index, journal = (path.with_name(f"{path.name}-{part}") for part in ("wal", "shm", "journal"))
    had_index = index.exists()
    try:
        with closing(plain_connection(path, is_still=not log.exists() and not journal.exists())) as connection:
            yield connection
    finally:
        if not had_index:
            index.unlink(missing_ok=True)


def _quick_check(connection: sqlite3.Connection) -> None:
    verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise database_damaged(verdict.splitlines()[-1])


def _upgrade(path: Path) -> None:
    from alembic import command
    from sqlalchemy import URL, Connection, create_engine, event
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.pool import NullPool

    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for setting in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "busy_timeout=5000",
            "foreign_keys=OFF",
            "legacy_alter_table=ON",
        ):
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    config = alembic_config()
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                raise database_damaged("rows without their counterpart after the upgrade")
            if (verdict := connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()) != "ok":
                raise database_damaged(str(verdict))
    except DBAPIError as error:
        raise explain(error.orig) or error from error
    finally:
        engine.dispose()
