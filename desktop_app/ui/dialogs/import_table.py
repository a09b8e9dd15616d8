"""What a table would bring in, with the rows that cannot be used, before anything is changed."""

from PySide6.QtWidgets import QListWidget, QWidget

from desktop_app.services.import_service import ImportView
from desktop_app.ui.dialogs.base import VerbDialog
from desktop_app.ui.formats import counted
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.card import text

_MOST_LINES = 200


class ImportDialog(VerbDialog):
    """`accepted` = bring all good rows in. With none of them there is only a way out."""

    def __init__(self, file: str, view: ImportView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        brings = view.patients + view.appointments
        told = self.tr("{file} brings {patients} and {appointments}.")
        patients = counted(view.patients, self.tr("new patient"), self.tr("new patients"))
        appointments = counted(view.appointments, self.tr("appointment"), self.tr("appointments"))
        known = counted(view.known, self.tr("row is here already."), self.tr("rows are here already."))
        more = [known] if view.known else []
        more += [self.tr("No message is sent for them.")] if view.appointments else []
        self.say(
            self.tr("Import from a table"),
            " ".join((told.format(file=file, patients=patients, appointments=appointments), *more)),
            self.tr("Import") if brings else "",
            self.tr("Back"),
        )
        self.bad = QListWidget()
        self.bad.setAccessibleName(self.tr("Rows that cannot be used"))
        self.bad.setWordWrap(True)
        self.bad.setProperty("wraps", True)
        self.bad.setMinimumHeight(look().px(180))
        line = self.tr("Row {number}, {name}: {reason}")
        for row in view.bad[:_MOST_LINES]:
            self.bad.addItem(line.format(number=row.number, name=row.name or "–", reason=row.reason))
        if len(view.bad) > _MOST_LINES:
            self.bad.addItem(self.tr("… and {n} more rows").format(n=len(view.bad) - _MOST_LINES))
        cannot = counted(len(view.bad), self.tr("row cannot be used:"), self.tr("rows cannot be used:"))
        heading = text(cannot, "heading")
        self.body.addWidget(heading)
        self.body.addWidget(self.bad)
        for widget in (heading, self.bad):
            widget.setVisible(bool(view.bad))
