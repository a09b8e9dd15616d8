"""Leave of doctors and the clinic's holidays, from today on."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from shiboken6 import isValid

from desktop_app.domain.errors import ExpectedError, Invalid
from desktop_app.domain.people import with_title
from desktop_app.services.leave_service import PublicHoliday
from desktop_app.services.ports import ClosureView
from desktop_app.services.views import DoctorView
from desktop_app.ui import formats
from desktop_app.ui.desk import Desk
from desktop_app.ui.pages.settings.leave_dialog import LeaveDialog
from desktop_app.ui.pages.settings.section import BY, Section
from desktop_app.ui.widgets.buttons import Button, Kind
from desktop_app.ui.widgets.card import Card, row, text
from desktop_app.ui.widgets.tables import Cell, Column, RowsModel, Table

_AHEAD = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class _Leaves:
    doctors: tuple[DoctorView, ...]
    closures: tuple[ClosureView, ...]


class LeaveSection(Section):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.head(
            self.tr("Leave and holidays"),
            self.tr("Days on which nobody can be booked. Nothing is closed by itself."),
        )
        self._doctors: tuple[DoctorView, ...] = ()
        columns = (
            Column(self.tr("Days"), self._days, 230),
            Column(self.tr("Who"), self._who, 210),
            Column(self.tr("Reason"), _reason),
        )
        self.model = RowsModel[ClosureView](columns, self)
        self.table = Table(self.model, name=self.tr("Leave and holidays"))
        self.table.setMinimumHeight(240)
        card = Card()
        card.body.addWidget(self.table)
        self.none = text(self.tr("No leave or holiday is entered."), "muted")
        self.add = Button(self.tr("Add leave or a holiday…"), kind=Kind.PRIMARY)
        self.add.clicked.connect(self._on_add)
        self.remove = Button(self.tr("Open these days again"))
        self.remove.clicked.connect(self._on_remove)
        self._card = card
        self.body.addWidget(card, 1)
        self.body.addWidget(self.none)
        self.body.addLayout(row(self.add, self.remove, None))

    def load(self) -> None:
        today = self.desk.today()
        self.desk.run(partial(_read, self.desk, today), self._show)

    def _show(self, read: _Leaves) -> None:
        self._doctors = read.doctors
        ordered = tuple(sorted(read.closures, key=lambda view: view.closure.first_day))
        kept = max(self.table.currentIndex().row(), 0)
        self.model.set_rows(ordered)
        self.table.pick(min(kept, len(ordered) - 1))
        self._card.setVisible(bool(ordered))
        self.none.setVisible(not ordered)
        self.remove.refuse("" if ordered else self.tr("There is nothing to open again."))

    def _days(self, view: ClosureView) -> Cell:
        today, closure = self.desk.today(), view.closure
        first = formats.short_date(closure.first_day, today)
        if closure.first_day == closure.last_day:
            return Cell(first)
        return Cell(f"{first} – {formats.short_date(closure.last_day, today)}")

    def _who(self, view: ClosureView) -> Cell:
        if view.closure.doctor_id is None:
            return Cell(self.tr("The whole clinic"))
        name = next((d.name for d in self._doctors if d.id == view.closure.doctor_id), "–")
        return Cell(with_title(name))

    def _on_add(self) -> None:
        dialog = LeaveDialog([d for d in self._doctors if d.active], self.desk.today(), self)
        dialog.submitted.connect(partial(self._add, dialog))
        dialog.open()

        def suggest(holidays: tuple[PublicHoliday, ...]) -> None:
            if isValid(dialog):  # it may be closed before the list has been made
                dialog.suggest(holidays)

        self.desk.run(partial(self.desk.clinic.closures.suggestions, self.desk.hospital_id), suggest)

    def _add(self, dialog: LeaveDialog) -> None:
        closures, hospital_id = self.desk.clinic.closures, self.desk.hospital_id
        first, last = dialog.days()

        def done(view: ClosureView) -> None:
            if isValid(dialog):
                dialog.accept()
            back = self.undo(self.tr("Undo: close these days"), partial(closures.remove, hospital_id, view.id, by=BY))
            self.desk.notices.tell(self.tr("These days are closed."), back)
            self.load()

        def refused(error: ExpectedError) -> None:
            if isinstance(error, Invalid) and isValid(dialog):
                dialog.mark(error.problems)
            else:
                self.desk.notices.explain(error)

        add = partial(closures.add, hospital_id, first, last, doctor_id=dialog.doctor_id(), reason=dialog.reason.text())
        self.desk.run(partial(add, by=BY), done, refused)

    def _on_remove(self) -> None:
        view = self.table.current()
        if not isinstance(view, ClosureView):
            return
        closures, closure = self.desk.clinic.closures, view.closure
        again = partial(
            closures.add,
            view.hospital_id,
            closure.first_day,
            closure.last_day,
            doctor_id=closure.doctor_id,
            reason=closure.reason,
            by=BY,
        )
        back = self.undo(self.tr("Undo: open these days"), again)
        self.save(
            partial(closures.remove, view.hospital_id, view.id, by=BY), self.tr("These days are open again."), back
        )


def _reason(view: ClosureView) -> Cell:
    return Cell(view.closure.reason or "–", is_muted=True)


def _read(desk: Desk, today: date) -> _Leaves:
    clinic, hospital_id = desk.clinic, desk.hospital_id
    return _Leaves(clinic.doctors.all(hospital_id), clinic.closures.list(hospital_id, today, today + _AHEAD))
