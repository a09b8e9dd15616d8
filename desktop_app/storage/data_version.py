"""Which data version a file has, read by plain SQL: Alembic is not imported for the question."""

import sqlite3
from pathlib import Path

from desktop_app.storage.failures import database_damaged

VERSIONS = ("0001", "0002")
"""Every version there ever was, oldest first; a test holds it against the migrations folder."""
MIGRATIONS = Path(__file__).parent / "migrations"


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
