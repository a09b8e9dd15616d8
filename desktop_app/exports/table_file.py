"""Reads a table that somebody kept elsewhere: a CSV file in any usual dialect, or the first sheet of an Excel file."""

import csv
import io
from datetime import date, datetime, time
from pathlib import Path
from zipfile import BadZipFile

from desktop_app.domain.errors import Invalid
from desktop_app.services.import_service import SourceRow

_EXCEL = (".xlsx", ".xlsm")
_MAX_ROWS = 20_000


def read_table(path: Path) -> tuple[SourceRow, ...]:
    """Every row below the header, cells as text by lower-case heading, with the row's number as people count it.

    Raises Invalid when the file cannot be read as a table.
    """
    try:
        lines = _excel_lines(path) if path.suffix.lower() in _EXCEL else _csv_lines(path)
    except OSError as error:
        raise _refusal(f"The file cannot be read: {(error.strerror or 'unknown reason').lower()}.") from error
    except (BadZipFile, KeyError, ValueError, csv.Error) as error:
        raise _refusal("The file is not a table this program can read. Save it as .xlsx or as CSV (UTF-8).") from error
    if not lines:
        raise _refusal("The file is empty.")
    if len(lines) > _MAX_ROWS:
        raise _refusal(f"The file has more than {_MAX_ROWS:,} rows. Split it into several files.")
    headings = [cell.strip().lower().replace(" ", "_") for cell in lines[0]]
    return tuple(
        SourceRow(number, dict(zip(headings, line, strict=False)))
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    )


def _csv_lines(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    sample = text[:4096]
    delimiter = max(",;\t", key=sample.split("\n", 1)[0].count)
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def _excel_lines(path: Path) -> list[list[str]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        return [[_as_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    finally:
        book.close()


def _as_text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return cell.isoformat(sep=" ", timespec="minutes")
        case date():
            return cell.isoformat()
        case time():
            return f"{cell:%H:%M}"
        case float() if cell.is_integer():
            return str(int(cell))  # Excel keeps a typed number as a float: 9876543210.0
        case _:
            return str(cell)


def _refusal(message: str) -> Invalid:
    return Invalid.one("file", "wrong", message)
