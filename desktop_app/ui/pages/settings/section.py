"""What all sections of the Settings page share."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.domain.errors import ExpectedError, Invalid
from desktop_app.ui.desk import Desk, Undo
from desktop_app.ui.widgets.card import text
from desktop_app.ui.widgets.fields import Field

BY = "desk"


class Section(QWidget):
    """One page of Settings: a heading, one line of help, `body`. `load` takes fresh data when it comes to the front."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._heading, self._told = text("", "title"), text("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(self._heading)
        column.addWidget(self._told)
        self.body = QVBoxLayout()
        self.body.setSpacing(14)
        column.addLayout(self.body)
        column.addStretch(1)

    def head(self, heading: str, told: str) -> None:
        self._heading.setText(heading)
        self._told.setText(told)

    def load(self) -> None:
        """Read and show what is kept now."""

    def save(
        self,
        job: Callable[[], object],
        told: str,
        undo: Undo | None,
        fields: Sequence[tuple[str, Field]] = (),
    ) -> None:
        """Run the change; say so with its Undo, or say beside the field what is wrong with it."""
        for _, field in fields:
            field.fault("")
        self.desk.run(job, partial(self._saved, told, undo), partial(self._refused, fields))

    def undo(self, label: str, job: Callable[[], object]) -> Undo:
        return Undo(label, partial(self.desk.run, job, self._undone))

    def _saved(self, told: str, undo: Undo | None, _: object) -> None:
        self.desk.notices.tell(told, undo)
        self.load()

    def _undone(self, _: object) -> None:
        self.load()

    def _refused(self, fields: Sequence[tuple[str, Field]], error: ExpectedError) -> None:
        known = dict(fields)
        problems = error.problems if isinstance(error, Invalid) else ()
        marked = [known[problem.field].fault(problem.message) for problem in problems if problem.field in known]
        if not marked:
            self.desk.notices.explain(error)
