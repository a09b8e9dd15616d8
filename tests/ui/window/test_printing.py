"""Paper from the window: slips and lists, on a computer without a printer."""

from datetime import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop_app.ui.printing.printing import save_pdf
from desktop_app.ui.printing.sheets import Paper, Sheet, day_list, token_slip
from tests.ui.clinic_kit import TUESDAY, ClinicKit, add_city_hospital, add_pictured_day
from tests.ui.window.conftest import Window


@pytest.fixture(autouse=True)
def _no_printer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of this machine's own printing system is asked."""
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "no-cups"))


def save_dialog() -> QFileDialog | None:
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog) and w.isVisible()), None)


def save_as(window: Window, path: Path) -> None:
    window.until(lambda: save_dialog() is not None)
    dialog = save_dialog()
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.reject()


def test_names_are_escaped_and_cancelled_ones_left_out(kit: ClinicKit) -> None:
    add_city_hospital(kit)
    first = kit.book("Meera Nair", "<b>Bold</b> & Sons", "9876543210", time(10))
    second = kit.book("Meera Nair", "Gone", "9876543211", time(10, 15))
    kit.clinic.booking.cancel(second, by="desk")
    views = [kit.clinic.read.appointment(key) for key in (first, second)]
    sheet = day_list(views, "Meera Nair", "City Hospital", TUESDAY)
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; Sons" in sheet.body
    assert "Gone" not in sheet.body
    assert "1 booked" in sheet.body
    slip = token_slip(views[0], "City Hospital")
    assert (slip.paper, slip.name) == (Paper.A6, f"token-{first}")
    assert "Tue 24 Nov 2026, 10:00 AM" in slip.body
    kit.close()


def test_a_sheet_becomes_a_pdf(qapp: QApplication, tmp_path: Path, look_as_drawn: None) -> None:
    path = tmp_path / "slip.pdf"
    assert save_pdf(Sheet("slip", Paper.A6, "<p>கவிதா முருகன்</p>"), path)
    assert path.read_bytes().startswith(b"%PDF")


def test_p_prints_the_slip_of_the_row(window: Window, kit: ClinicKit, tmp_path: Path) -> None:
    add_pictured_day(kit)
    window.open()
    window.type("p")
    save_as(window, tmp_path / "slip.pdf")
    assert (tmp_path / "slip.pdf").read_bytes().startswith(b"%PDF")
    assert "Saved as" in window.toast()


def test_ctrl_p_prints_the_doctors_day(window: Window, kit: ClinicKit, tmp_path: Path) -> None:
    add_pictured_day(kit)
    window.open()
    window.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    save_as(window, tmp_path / "day.pdf")
    assert (tmp_path / "day.pdf").read_bytes().startswith(b"%PDF")


def test_shift_enter_books_and_prints(window: Window, kit: ClinicKit, tmp_path: Path) -> None:
    add_pictured_day(kit)
    window.open().press_f2()
    window.type("9876543210")
    window.enter()
    window.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    save_as(window, tmp_path / "slip.pdf")
    assert (tmp_path / "slip.pdf").is_file()
    assert kit.clinic.booking.next_free(kit.doctors["Meera Nair"], TUESDAY) == time(11)


def test_a_folder_that_cannot_be_written_is_said(window: Window, kit: ClinicKit, tmp_path: Path) -> None:
    add_pictured_day(kit)
    window.open()
    window.type("p")
    save_as(window, tmp_path / "missing" / "slip.pdf")
    assert "could not be written" in window.toast()
