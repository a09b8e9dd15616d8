"""What SQLite can refuse, told as the clinic's own errors. Everything not named here is a bug and stays one."""

import sqlite3

from desktop_app.domain.errors import ExpectedError, Unavailable


class DatabaseIsNewer(ExpectedError):
    """The database was written by a newer version of the program; it is left untouched (exit code 4)."""

    code = "database_newer"

    def __init__(self, version: str) -> None:
        super().__init__(
            f"The clinic's data were written by a newer version of this program (data version {version}). Nothing was changed.",
            "Install the newest version and start again.",
        )


def disk_full() -> Unavailable:
    return Unavailable("disk_full", "The disk is full. Nothing was saved.", "Free some space, then try again.")


def database_busy() -> Unavailable:
    return Unavailable(
        "database_busy",
        "Another program keeps the clinic's database locked. Nothing was saved.",
        "Close programs that have the data folder open (backup, virus scanner), then try again.",
    )


def database_damaged(detail: str = "") -> Unavailable:
    what = f" ({detail})" if detail else ""
    return Unavailable(
        "database_damaged",
        f"The clinic's database is damaged{what}.",
        "Restore the newest backup: front-desk restore FILE. Backups lie in state/backups of the data folder.",
    )


def data_folder(detail: str = "") -> Unavailable:
    what = f" ({detail})" if detail else ""
    return Unavailable(
        "data_folder",
        f"The data folder cannot be used{what}.",
        "Check that the folder exists, is on a working disk, and that this user may write into it.",
    )


def explain(error: BaseException | None) -> Unavailable | None:
    """The clinic's own error for what SQLite said, or None if that was a bug."""
    if not isinstance(error, sqlite3.Error):
        return None
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return disk_full()
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return database_busy()
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return database_damaged()
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_IOERR:
            return data_folder(str(error))
        case _:
            return None
