"""The first page of an empty data folder: the clinic, one doctor, and on to Today; or a look around in practice mode."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.domain.errors import ExpectedError, Invalid, Problem
from desktop_app.ui.desk import Desk
from desktop_app.ui.page import Page
from desktop_app.ui.pages.first_start.presenter import FirstEntries, open_clinic, problems
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.buttons import Button, Kind
from desktop_app.ui.widgets.card import Card, Line, row, text
from desktop_app.ui.widgets.fields import Field
from desktop_app.ui.widgets.scroll import ScrollColumn
from desktop_app.workers.restart import restart


class FirstStartPage(Page):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.set_title(self.tr("Welcome"))
        self.clinic, self.doctor, self.specialty = QLineEdit(), QLineEdit(), QLineEdit()
        self.clinic.setPlaceholderText(self.tr("City Hospital"))
        self.doctor.setPlaceholderText(self.tr("Meera Nair"))
        self.specialty.setPlaceholderText(self.tr("General"))
        self.fields = {
            "clinic": Field(self.tr("Name of the &clinic"), self.clinic),
            "doctor": Field(self.tr("&Doctor’s name, without the title"), self.doctor),
            "specialty": Field(self.tr("&Specialty (may stay empty)"), self.specialty),
        }
        self.open = Button(self.tr("Open the clinic"), key=self.tr("Enter"), kind=Kind.PRIMARY)
        self.open.clicked.connect(self._on_open)
        self.practice = Button(self.tr("Try it in practice mode"))
        self.practice.clicked.connect(self._on_practice)
        for entry in (self.clinic, self.doctor, self.specialty):
            entry.returnPressed.connect(self._on_open)
        self._lay_out()
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def on_shown(self) -> None:
        self.clinic.setFocus()

    def _lay_out(self) -> None:
        self._card = Card(padding=28)
        self._card.body.setSpacing(14)
        self._card.body.addWidget(text(self.tr("Your clinic in one minute"), "title", wrap=True))
        told = self.tr(
            "Three entries, and you can book the first patient. Everything else has a default; change it later."
        )
        self._card.body.addWidget(text(told, "muted", wrap=True))
        for field in self.fields.values():
            self._card.body.addWidget(field)
        hours = self.tr(
            "The doctor sees patients every day from 9:30 AM to 3:30 PM and from 6:00 PM to 8:30 PM, every half hour. Other"
            " hours, more doctors and holidays are under Settings."
        )
        self._card.body.addWidget(text(hours, "note", wrap=True))
        self._card.body.addLayout(row(None, self.open))
        self._card.body.addSpacing(4)
        self._card.body.addWidget(Line())
        practice = self.tr(
            "Only looking? Practice mode has a sample clinic and a pretend phone; nothing leaves this computer."
        )
        aside = QHBoxLayout()
        aside.setSpacing(12)
        aside.addWidget(text(practice, "note", wrap=True), 1)
        aside.addWidget(self.practice)
        self._card.body.addLayout(aside)
        inner = QWidget()
        middle = QVBoxLayout(inner)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addLayout(row(None, self._card, None))
        middle.addStretch(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ScrollColumn(inner))

    @Slot()
    def _on_look_changed(self) -> None:
        self._card.setFixedWidth(look().px(580))

    @Slot()
    def _on_open(self) -> None:
        entries = FirstEntries(self.clinic.text(), self.doctor.text(), self.specialty.text())
        found = problems(entries)
        self._mark(found)
        if found:
            self.fields[found[0].field].widget.setFocus()
            return
        self.open.refuse(self.tr("The clinic is being opened."))
        self.desk.run(partial(open_clinic, self.desk.clinic, entries), self._on_opened, self._on_refused)

    def _mark(self, found: tuple[Problem, ...]) -> None:
        for name, field in self.fields.items():
            field.fault(next((problem.message for problem in found if problem.field == name), ""))

    def _on_opened(self, _: int) -> None:
        """The window hears of the new hospital and goes on to Today by itself."""

    def _on_refused(self, error: ExpectedError) -> None:
        self.open.refuse("")
        if isinstance(error, Invalid):
            self.fields["clinic"].fault(error.message)
        else:
            self.desk.notices.explain(error)

    @Slot()
    def _on_practice(self) -> None:
        restart(practice=True)
