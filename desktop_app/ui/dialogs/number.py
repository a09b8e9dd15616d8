"""A dialog that asks for one mobile number."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.domain.errors import Invalid
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.ui.dialogs.base import VerbDialog
from desktop_app.ui.widgets.fields import Field


class NumberDialog(VerbDialog):
    """Asks for one mobile number; `number` has it once the dialog is accepted."""

    def __init__(self, check: Callable[[str], MobileNumber], label: str, parent: QWidget | None = None) -> None:
        """`check` reads what was typed, or raises Invalid with the reason."""
        super().__init__(parent)
        self._check = check
        self.number: MobileNumber | None = None
        self.mobile = QLineEdit()
        self.field = Field(label, self.mobile)
        self.body.addWidget(self.field)
        self.mobile.setFocus()

    def is_ready(self) -> bool:
        try:
            self.number = self._check(self.mobile.text())
        except Invalid as refusal:
            self.field.fault(refusal.problems[0].message)
            return False
        return True
