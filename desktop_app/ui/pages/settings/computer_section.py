"""This computer: the CSV file, backups, the API for other programs, practice mode."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout

from desktop_app.ui.desk import Desk
from desktop_app.ui.dialogs.base import VerbDialog
from desktop_app.ui.pages.settings.section import Section
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.card import Line, text
from desktop_app.ui.widgets.flow import flow
from desktop_app.workers.restart import restart

if TYPE_CHECKING:
    from desktop_app.services.csv_service import CsvCheck


class ComputerSection(Section):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.head(self.tr("This computer"), self.tr("Where the clinic’s data lie, and how other programs reach them."))
        self._token_is_shown = False
        self.csv_path, self.csv_state = _path(), text("", "note", wrap=True)
        self.folder = self._button(self.tr("Open the folder"), self._on_folder)
        self.excel = self._button(self.tr("Save a copy for Excel…"), self._on_excel)
        self.check = self._button(self.tr("Compare with the database"), self._on_check)
        self._part(self.tr("Appointments as CSV"), self.csv_path, self.csv_state, self.folder, self.excel, self.check)
        if desk.computer is not None:
            self._add_backup()
            self._add_api()
        self._add_practice()

    def load(self) -> None:
        self.csv_path.setText(str(self.desk.clinic.csv.path(self.desk.hospital_id)))
        self.csv_state.setText("")
        if self.desk.computer is not None:
            self._show_api()

    def _add_backup(self) -> None:
        self.backup = self._button(self.tr("Back up now…"), self._on_backup)
        told = text(
            self.tr(
                "A copy is made every day by itself and kept for two weeks in state/backups. To go back to one: quit, then run"
                " “front-desk restore FILE”."
            ),
            "note",
            wrap=True,
        )
        self._part(self.tr("Backup"), told, None, self.backup)

    def _add_api(self) -> None:
        self.api_url, self.token = _path(), _path()
        self.show_token = self._button("", self._on_show_token)
        self.copy_token = self._button(self.tr("Copy the token"), self._on_copy_token)
        self.renew_token = self._button(self.tr("Renew the token…"), self._on_renew_asked)
        self._part(
            self.tr("For other programs (API)"),
            self.api_url,
            self.token,
            self.copy_token,
            self.show_token,
            self.renew_token,
        )

    def _add_practice(self) -> None:
        is_on = self.desk.clinic.is_practice
        self.practice = self._button(
            self.tr("Leave practice mode") if is_on else self.tr("Start practice mode"), self._on_practice
        )
        told = self.tr("A sample clinic and a pretend phone: nothing leaves this computer. The program starts anew.")
        self._part(self.tr("Practice mode"), text(told, "note", wrap=True), None, self.practice)

    def _part(self, heading: str, first: QLabel, second: QLabel | None, *buttons: Button) -> None:
        if self.body.count():
            self.body.addWidget(Line())
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(text(heading, "heading"))
        column.addWidget(first)
        if second is not None:
            column.addWidget(second)
        column.addSpacing(2)
        column.addWidget(flow(*buttons, gap=10))
        self.body.addLayout(column)

    def _button(self, words: str, act: Callable[[], None]) -> Button:
        button = Button(words)
        button.clicked.connect(act)
        return button

    # ── CSV ─────────────────────────────────────────────────────────────────────────────────────────────────────────
    def _on_folder(self) -> None:
        folder = self.desk.clinic.csv.path(self.desk.hospital_id).parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _on_excel(self) -> None:
        name = f"appointments-{self.desk.today():%Y-%m-%d}.xlsx"
        self._ask_file(
            self.tr("Save a copy for Excel"), name, self.tr("Excel workbook (*.xlsx)"), "xlsx", self.save_excel
        )

    def save_excel(self, path: str) -> None:
        job = partial(self.desk.clinic.csv.save_excel_copy, self.desk.hospital_id, Path(path))
        self.save(job, self.tr("The copy is in {file}.").format(file=Path(path).name), None)

    def _on_check(self) -> None:
        self.desk.run(partial(self.desk.clinic.csv.check, self.desk.hospital_id), self._show_check)

    def _show_check(self, check: "CsvCheck") -> None:
        if not check.differences:
            words = self.tr("✓ File and database agree: {n} rows, {waiting} waiting.")
            self.csv_state.setText(words.format(n=check.rows, waiting=check.waiting))
            return
        self.csv_state.setText("\n".join(check.differences[:5]))

    # ── backup ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def _on_backup(self) -> None:
        name = f"front-desk-{self.desk.today():%Y-%m-%d}.db"
        self._ask_file(self.tr("Back up now"), name, self.tr("Backup (*.db)"), "db", self.back_up)

    def back_up(self, path: str) -> None:
        computer = self.desk.computer
        if computer is not None:
            self.desk.run(partial(computer.back_up, Path(path)), partial(self._on_backed_up, Path(path).name))

    def _on_backed_up(self, file: str, contents: str) -> None:
        words = self.tr("Backed up to {file} and read back: {contents}.")
        self.desk.notices.tell(words.format(file=file, contents=contents))

    # ── API ─────────────────────────────────────────────────────────────────────────────────────────────────────────
    def _show_api(self) -> None:
        computer = self.desk.computer
        if computer is None:
            return
        url, token = computer.api_url(), computer.api_token()
        self.api_url.setText(
            self.tr("{url} · documentation at {url}/docs").format(url=url) if url else self.tr("not running")
        )
        self.token.setText((token or "") if self._token_is_shown else "•" * 24)
        self.show_token.setText(self.tr("Hide the token") if self._token_is_shown else self.tr("Show the token"))
        self.show_token.updateGeometry()
        for button in (self.show_token, self.copy_token, self.renew_token):
            button.refuse("" if token else self.tr("The API is not running, so it has no token."))

    def _on_show_token(self) -> None:
        self._token_is_shown = not self._token_is_shown
        self._show_api()

    def _on_copy_token(self) -> None:
        token = self.desk.computer.api_token() if self.desk.computer else None
        if token:
            QGuiApplication.clipboard().setText(token)
            self.desk.notices.tell(self.tr("The token is copied. Whoever has it can book and read on this computer."))

    def _on_renew_asked(self) -> None:
        dialog = VerbDialog(self, destroys=True)
        told = self.tr("Every program that uses the present token stops working until it gets the new one.")
        dialog.say(self.tr("Renew the token?"), told, self.tr("Renew"), self.tr("Keep the present one"))
        dialog.accepted.connect(self._on_renew)
        dialog.open()

    def _on_renew(self) -> None:
        computer = self.desk.computer
        if computer is not None:
            self.save(
                computer.renew_token, self.tr("There is a new token. Give it to the programs that need it."), None
            )

    # ── practice mode ───────────────────────────────────────────────────────────────────────────────────────────────
    def _on_practice(self) -> None:
        restart(practice=not self.desk.clinic.is_practice)

    def _ask_file(self, title: str, name: str, kind: str, suffix: str, then: Callable[[str], None]) -> None:
        dialog = QFileDialog(self, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(kind)
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(then)
        dialog.open()


def _path() -> QLabel:
    """A line that can be marked and copied."""
    label = text("", "muted", wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
