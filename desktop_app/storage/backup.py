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
from desktop_app.services.ports import Clock
from desktop_app.storage.data_version import VERSIONS, version_of
from desktop_app.storage.failures import DatabaseIsNewer, data_folder, database_damaged, disk_full, explain

BACKUPS = "backups"
"""The folder beside the database."""
KEPT_DAILY = 14
_DAILY = "daily-{day}.db"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a verified copy holds, for the line that tells a person so."""

    version: str
    patients: int
    appointments: int
    messages: int


def plain_connection(path: Path, *, busy_ms: int = 5000, is_still: bool = False) -> sqlite3.Connection:
    """A read-only connection of its own, outside the application's two ways in. `is_still` promises that nobody writes
    meanwhile; then nothing is made beside the file."""
    how = "mode=ro&immutable=1" if is_still else "mode=ro"
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None)
    connection.execute(f"PRAGMA busy_timeout={busy_ms}")
    return connection


def back_up(path: Path, to: Path) -> Contents:
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


class DailyBackup:
    """One verified copy a day in the backups folder; the newest KEPT_DAILY are kept."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._folder = path.parent / BACKUPS
        self._clock = clock

    def make_if_due(self) -> bool:
        """True if one was made. A damaged database makes none, so that it never pushes a good one out. Raises Unavailable."""
        today = self._folder / _DAILY.format(day=self._clock.now().date())
        if today.exists():
            return False
        back_up(self._path, today)
        for old in sorted(self._folder.glob(_DAILY.format(day="*")))[:-KEPT_DAILY]:
            old.unlink(missing_ok=True)
        return True


def restore(file: Path, path: Path, clock: Clock) -> Contents:
    """Put the copy `file` in place of the database at `path`; the present one is kept in the backups folder.

    The application must not be running (the caller holds its lock). A file that is broken, not ours or from a newer
    version is refused, and the data stay. An older one is brought up to date at the next start. Raises Unavailable,
    DatabaseIsNewer.
    """
    contents = _verified(file)
    if contents.version not in VERSIONS:
        raise DatabaseIsNewer(contents.version)
    if path.exists():
        _set_aside(path, path.parent / BACKUPS / f"before-restore-{clock.now():%Y%m%d-%H%M%S}.db")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        back_up(file, path)
    except OSError as error:
        raise _explain_os(error) from error
    return contents


def _verified(file: Path) -> Contents:
    """What the backup holds; one that cannot be used is told as the backup's fault, not the clinic's."""
    try:
        return verify(file)
    except Unavailable as error:
        raise Unavailable(
            error.code, f"{file} is not a backup that can be used; nothing was changed.", "Choose another backup file."
        ) from error


def _set_aside(path: Path, kept: Path) -> None:
    """Keep the present database: a verified copy, or the damaged file itself; its log must not meet the new file."""
    try:
        back_up(path, kept)
    except Unavailable as error:
        if error.code != "database_damaged":
            raise
        kept.parent.mkdir(parents=True, exist_ok=True)
        path.replace(kept.with_suffix(".damaged"))
    for log in (path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        log.unlink(missing_ok=True)


def verify(path: Path) -> Contents:
    """What a file holds, once it is known to be whole and ours. Raises Unavailable (database_damaged) otherwise."""
    try:
        with closing(plain_connection(path)) as connection:
            verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if verdict != "ok":
                raise database_damaged(verdict.splitlines()[-1])
            counts = (_count(connection, table) for table in ("patient", "appointment", "message"))
            return Contents(version_of(connection), *counts)
    except sqlite3.Error as error:
        raise explain(error) or database_damaged("this file is not a front desk's database") from error


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  # our own three names


def _sync(path: Path) -> None:
    """On the disk, also after a power cut. (Windows cannot open a folder, and does not need it.)"""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _explain_os(error: OSError) -> Unavailable:
    return disk_full() if error.errno in (errno.ENOSPC, errno.EDQUOT) else data_folder(error.strerror or "")
