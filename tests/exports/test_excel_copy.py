"""The copy for Excel, read back by another library."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop_app.domain.errors import Unavailable
from desktop_app.exports.csv_file import CsvFiles
from desktop_app.exports.excel_copy import HEADINGS, save_workbook
from desktop_app.services.ports import ExportRow

ROW = ExportRow(1, 1, "=1+1", "+919876543210", date(2025, 2, 10), time(10, 30), "Dr Mehta", "कान", date(2025, 2, 17))


def test_text_stays_text_and_dates_are_dates(tmp_path: Path) -> None:
    CsvFiles(tmp_path).save_workbook(tmp_path / "copy.xlsx", [ROW])
    sheet = load_workbook(tmp_path / "copy.xlsx").active
    assert sheet is not None
    head, first = sheet.iter_rows()
    assert tuple(cell.value for cell in head) == HEADINGS
    assert all(cell.font.bold for cell in head)
    assert [cell.value for cell in first] == [
        "=1+1",
        "+919876543210",
        datetime(2025, 2, 10),  # noqa: DTZ001  # Excel knows no zones
        time(10, 30),
        "Dr Mehta",
        "कान",
        datetime(2025, 2, 17),  # noqa: DTZ001
    ]
    assert first[0].data_type == "s"
    assert sheet.freeze_panes == "A2"
    assert [file.name for file in tmp_path.iterdir()] == ["copy.xlsx"]


def test_more_rows_than_a_sheet_takes_go_on_the_next(tmp_path: Path) -> None:
    save_workbook(tmp_path / "copy.xlsx", [ROW] * 5, rows_per_sheet=2)
    book = load_workbook(tmp_path / "copy.xlsx")
    assert [sheet.max_row for sheet in book] == [3, 3, 2]


def test_no_rows_make_a_sheet_with_headings(tmp_path: Path) -> None:
    save_workbook(tmp_path / "copy.xlsx", [])
    assert [sheet.max_row for sheet in load_workbook(tmp_path / "copy.xlsx")] == [1]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        CsvFiles(tmp_path).save_workbook(tmp_path / "nowhere" / "copy.xlsx", [ROW])
