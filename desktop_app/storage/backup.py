"""Copies of the database that are known to be good, and the way back.

A copy is made by SQLite itself (`VACUUM INTO`: one consistent moment, also while the application runs and from another
process), opened and checked, and only then given its name.
"""

import errno
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from desktop_app.domain.errors import Unavailable
from desktop_app.storage.failures import data_folder, database_damaged, disk_full, explain

KEPT_DAILY = 14
DAILY = "daily-*.db"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a verified copy holds, for the line that tells a person so."""

    version: str
    patients: int
    appointments: int
    messages: int


def plain_connection(path: Path, *, busy_ms: int = 5000) -> sqlite3.Connection:
    """A read-only connection of its own, outside the application's two ways in."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.execute(f"PRAGMA busy_timeout={busy_ms}")
    return connection


def save_copy(path: Path, to: Path) -> Contents:
    """A verified copy of the database at `path`, at `to` (replaced if it exists). Raises Unavailable; then `to` is as it was."""
    beside = to.with_name(f".{to.name}.part")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        with closing(plain_connection(path)) as connection:
            connection.execute("VACUUM INTO ?", (str(beside),))
        contents = verify(beside)
        _sync(beside)
        beside.replace(to)
        _sync(to.parent)
    except sqlite3.Error as error:
        raise explain(error) or error from error
    except OSError as error:
        raise _explain_os(error) from error
    finally:
        beside.unlink(missing_ok=True)
    return contents


def verify(path: Path) -> Contents:
    """What a file holds, once it is known to be whole and ours. Raises Unavailable (database_damaged) otherwise."""
    try:
        with closing(plain_connection(path)) as connection:
            verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if verdict != "ok":
                raise database_damaged(verdict.splitlines()[-1])
            version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            counts = (_count(connection, table) for table in ("patient", "appointment", "message"))
            return Contents(str(version[0]) if version else "", *counts)
    except sqlite3.Error as error:
        raise explain(error) or database_damaged("this file is not a front desk's database") from error


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  # our own three names


def _sync(path: Path) -> None:
    """On the disk, also after a power cut. (Windows cannot open a folder, and does not need it.)"""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _explain_os(error: OSError) -> Unavailable:
    return disk_full() if error.errno in (errno.ENOSPC, errno.EDQUOT) else data_folder(error.strerror or "")
