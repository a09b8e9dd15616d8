"""Import of a table: the preview promises exactly what the import does; bad rows are named with their reason."""

from pathlib import Path

import pytest
import xlsxwriter

from desktop_app.domain.errors import Invalid
from desktop_app.exports.table_file import read_table
from desktop_app.services.changes import Changes
from desktop_app.services.import_service import ImportService, ImportView
from desktop_app.services.ports import AppointmentFilter
from tests.services.kit import ClinicKit

TABLE = """Name,Mobile,Date,Time Slot,Doctor,Followup Date
Rahul Sharma,98765 43210,2031-01-06,10:30,Dr Mehta,
रवि कुमार,+91 91234 56780,06-01-2031,11:00 am,mehta,
Asha Rao,022 2345 6789,,,,
Old Visitor,9812345670,2020-02-10,09:15,Mehta,2020-02-17
Late Comer,9812345671,2031-01-06,10:30,Mehta,
No Doctor,9812345672,2031-01-06,10:30,Nobody,
Bad Day,9812345673,2031-02-30,10:30,Mehta,
,9812345674,,,,
Only A Patient,9812345675,,,,
"""


def imports(kit: ClinicKit) -> ImportService:
    return ImportService(kit.database.open_unit, kit.read, kit.csv, kit.clock, Changes(), read_table)


def test_the_preview_promises_what_the_import_does(kit: ClinicKit, tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_text(TABLE, "utf-8")
    promised = imports(kit).preview(file, kit.hospital_id)
    assert kit.read.patients("", 50, None).items == ()
    done = imports(kit).bring_in(file, kit.hospital_id, by="desk")
    assert done == promised
    assert (done.patients, done.appointments, done.known) == (5, 3, 0)
    reasons = {row.number: row.reason for row in done.bad}
    assert set(reasons) == {4, 6, 7, 8, 9}
    assert "landline" in reasons[4]
    assert "taken" in reasons[6]
    assert "No doctor" in reasons[7]
    assert "not a date" in reasons[8]


def test_imported_visits_are_history_or_booked_and_tell_nobody(kit: ClinicKit, tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_text(TABLE, "utf-8")
    imports(kit).bring_in(file, kit.hospital_id, by="desk")
    visits = kit.read.appointments(AppointmentFilter(), 50, None).items
    assert [(v.patient_name, v.status.value) for v in visits] == [
        ("Old Visitor", "visited"),
        ("Rahul Sharma", "booked"),
        ("रवि कुमार", "booked"),
    ]
    assert all(kit.messages(visit.id) == () for visit in visits)


def test_the_same_file_again_changes_nothing(kit: ClinicKit, tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_text(TABLE, "utf-8")
    imports(kit).bring_in(file, kit.hospital_id, by="desk")
    again: ImportView = imports(kit).bring_in(file, kit.hospital_id, by="desk")
    assert (again.patients, again.appointments) == (0, 0)


def test_an_excel_file_with_numbers_as_numbers(kit: ClinicKit, tmp_path: Path) -> None:
    file = tmp_path / "old.xlsx"
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Patient name", "Phone"])
    sheet.write_row(1, 0, ["Meena Patil", 9876543210])
    book.close()
    assert imports(kit).bring_in(file, kit.hospital_id, by="desk").patients == 1
    assert kit.read.patients("Meena", 5, None).items[0].mobile == "+919876543210"


@pytest.mark.parametrize("content", [b"", b"first,second\n1,2\n", b"PK\x03\x04 not a workbook"])
def test_what_is_no_table_is_refused(kit: ClinicKit, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / ("x.xlsx" if content.startswith(b"PK") else "x.csv")
    file.write_bytes(content)
    with pytest.raises(Invalid):
        imports(kit).preview(file, kit.hospital_id)
