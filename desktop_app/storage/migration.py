"""Bringing a database file to this program's version, without ever risking what is in it.

Order at each start: look at the version (a newer one is refused, untouched) → quick_check (a damaged file is refused, so
that it never pushes good backups out) → only if the version differs: a verified backup, then the migrations on a
connection of their own, in one transaction with foreign keys off (they would delete rows while tables are rebuilt) →
foreign_key_check and integrity_check → commit. A kill at any moment leaves the old database.

Alembic is imported only when there is something to migrate. The file is never opened but by SQLite: closing any other
handle on it would drop SQLite's locks.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.services.ports import Clock
from desktop_app.storage.backup import plain_connection, save_copy
from desktop_app.storage.failures import DatabaseIsNewer, data_folder, database_damaged, explain

if TYPE_CHECKING:
    from alembic.config import Config

VERSIONS = ("0001",)
"""Every version there ever was, oldest first; a test holds it against the migrations folder."""
MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(path: Path, clock: Clock) -> None:
    """Make the database, or bring it up to date. Raises DatabaseIsNewer, Unavailable."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        version = _checked_version(path) if path.exists() and path.stat().st_size else None
        if version == VERSIONS[-1]:
            return
        if version is not None:
            _keep_copy(path, version, clock)
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


def _checked_version(path: Path) -> str:
    with closing(plain_connection(path)) as connection:
        version = version_of(connection)
        if version not in VERSIONS:
            raise DatabaseIsNewer(version)
        verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise database_damaged(verdict.splitlines()[-1])
        return version


def version_of(connection: sqlite3.Connection) -> str:
    """The data version of a front desk's database. Raises Unavailable (database_damaged) if it is none."""
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise
        raise database_damaged("this file is not a front desk's database") from error
    if row is None:
        raise database_damaged("its version is missing")
    return str(row[0])


def _keep_copy(path: Path, version: str, clock: Clock) -> None:
    backups = path.parent / "backups"
    save_copy(path, backups / f"before-upgrade-from-{version}-{clock.now():%Y%m%d-%H%M%S}.db")


def _upgrade(path: Path) -> None:
    from alembic import command
    from sqlalchemy import URL, Connection, create_engine, event
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
    finally:
        engine.dispose()
