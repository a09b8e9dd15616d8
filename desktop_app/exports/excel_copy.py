"""A copy of a hospital's rows as an Excel workbook: text stays text, dates and times are real ones."""

# pyright: reportUnknownMemberType=false
# (XlsxWriter annotates only a part of itself.)

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.services.ports import ExportRow

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HEADINGS = ("Name", "Mobile", "Date", "Time", "Doctor", "Specialty", "Follow-up")
_WIDTHS = (28, 17, 12, 8, 24, 18, 12)
ROWS_PER_SHEET = 1_048_575
"""Excel's limit, less the headings. More rows go on further sheets."""


def save_workbook(path: Path, rows: Sequence[ExportRow], rows_per_sheet: int = ROWS_PER_SHEET) -> None:
    """Written beside and renamed, so that a copy is whole or not there. Raises OSError."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(b"")  # a place that cannot be written is found before anything is begun
    try:
        book = xlsxwriter.Workbook(str(beside), {"constant_memory": True})
        styles = {
            "heading": book.add_format({"bold": True, "bottom": 1}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "time": book.add_format({"num_format": "hh:mm"}),
        }
        for start in range(0, max(len(rows), 1), rows_per_sheet):
            _fill(
                book.add_worksheet(f"Appointments {start // rows_per_sheet + 1}"),
                rows[start : start + rows_per_sheet],
                styles,
            )
        book.close()
        beside.replace(path)
    except FileCreateError as error:  # the disk filled up meanwhile
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error
    finally:
        beside.unlink(missing_ok=True)


def _fill(sheet: "Worksheet", rows: Sequence[ExportRow], styles: dict[str, "Format"]) -> None:
    sheet.freeze_panes(1, 0)
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, styles["heading"])
    for number, row in enumerate(rows, start=1):
        sheet.write_string(number, 0, row.name)
        sheet.write_string(number, 1, row.mobile)
        sheet.write_datetime(number, 2, _midnight(row.date), styles["date"])
        sheet.write_number(number, 3, _part_of_day(row.time_slot), styles["time"])
        sheet.write_string(number, 4, row.doctor)
        sheet.write_string(number, 5, row.specialty)
        if row.followup_date is not None:
            sheet.write_datetime(number, 6, _midnight(row.followup_date), styles["date"])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0))  # a day on the wall, in no zone


def _part_of_day(at: time) -> float:
    """How Excel stores a time."""
    return (at.hour * 60 + at.minute) / (24 * 60)
