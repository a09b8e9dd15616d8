"""One action for a doctor's whole day or a part of it: what would happen, in figures and as the patient reads it; then done.

The services are asked for it after each entry, without changing anything (`dry_run`), so that what is shown is what will
happen. Each dialog does one thing; its main button says how many it is about.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop_app.domain.errors import ExpectedError, Invalid, Problem
from desktop_app.domain.people import with_title
from desktop_app.services.day_service import DayRow
from desktop_app.ui import formats
from desktop_app.ui.desk import Desk
from desktop_app.ui.dialogs.base import VerbDialog
from desktop_app.ui.formats import counted
from desktop_app.ui.pages.today.whole_day import Plan, Untold, WholeDay, plan_of
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.bubble import BubblePreview
from desktop_app.ui.widgets.card import row, text
from desktop_app.ui.widgets.fields import Field
from desktop_app.ui.widgets.scroll import ScrollColumn
from desktop_app.ui.widgets.segments import SegmentedControl

_MOST_LINES = 5
Rows = tuple[DayRow, ...]


class WholeDayDialog(VerbDialog):
    """A subclass adds its `fields` and says what it asks of the services and in which words."""

    def __init__(self, desk: Desk, of: WholeDay, parent: QWidget | None = None, *, destroys: bool = False) -> None:
        super().__init__(parent, destroys=destroys)
        self._desk, self._of = desk, of
        self._asked = 0
        self._plain_verb = ""
        self._is_busy = False
        self.setMinimumWidth(look().px(560))
        self.doctor_name = with_title(of.doctor.name)
        self.day_words = formats.short_date(of.day, of.today)
        self.part = SegmentedControl(name=self.tr("Part of the day"))
        self.part.set_choices(self._parts())
        self.part.set_value(None)
        self.part.chosen.connect(self.preview)
        self.part_field = Field(self.tr("Part of the day"), self.part)
        self.part_field.setVisible(len(of.stretches) > 1)
        self.body.addLayout(row(self.part_field, None))
        self.summary = text("", wrap=True)
        self.reader = text("", "label")
        self.bubble = BubblePreview()
        self.untold_head = text("", "heading")
        self.untold = QListWidget()
        self.untold.setAccessibleName(self.tr("Patients who are not told"))
        self.untold.setWordWrap(True)
        self.untold.setProperty("wraps", True)
        self.untold.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # ── what a subclass says ────────────────────────────────────────────────────────────────────────────────────────
    def job(self, *, dry_run: bool) -> Callable[[], Rows] | None:
        """What is asked of the services; None while an entry cannot be used (and is marked)."""
        raise NotImplementedError

    def happens(self, plan: Plan) -> str:
        """What happens to the appointments, in a sentence."""
        raise NotImplementedError

    def verb(self, plan: Plan) -> str:
        """The main button's words; "" when there is nothing to do."""
        raise NotImplementedError

    def done_words(self, plan: Plan) -> str:
        """The toast's words."""
        raise NotImplementedError

    # ── shown before it is done ─────────────────────────────────────────────────────────────────────────────────────
    def begin(self) -> None:
        """The fields stand: add what is shown below them, and show it."""
        figures = QWidget()
        self._figures = QVBoxLayout(figures)
        self._figures.setContentsMargins(0, 0, 0, 0)
        self._figures.setSpacing(12)
        for widget in (self.summary, self.reader, self.bubble, self.untold_head, self.untold):
            self._figures.addWidget(widget)
        self._figures.addStretch(1)
        self._area = ScrollColumn(figures)
        self.body.addWidget(self._area)
        self._plain_verb = self.main.text()
        self._show_figures(None)
        self.preview()
        self.open()

    @Slot()
    def preview(self) -> None:
        """Ask what would happen with the entries as they are; an older answer is dropped."""
        self._asked += 1
        self.main.refuse(self.tr("One moment: it is being worked out what would happen."))
        self.mark(())
        job = self.job(dry_run=True)
        if job is None:
            self._show_figures(None)
            return
        self._desk.run(job, partial(self._on_previewed, self._asked), partial(self._on_refused, self._asked))

    def _on_previewed(self, asked: int, rows: Rows) -> None:
        if isValid(self) and asked == self._asked and not self._is_busy:
            plan = plan_of(rows, self._of)
            self._show_figures(plan)
            self.main.refuse("" if self.verb(plan) else self.happens(plan))

    def _on_refused(self, asked: int, error: ExpectedError) -> None:
        if isValid(self) and asked == self._asked:
            self._is_busy = False
            self._show_figures(None)
            self.mark(error.problems if isinstance(error, Invalid) else (Problem("", error.code, _sentences(error)),))
            self.main.refuse(_sentences(error))

    def _show_figures(self, plan: Plan | None) -> None:
        self.summary.setText(" ".join((self.happens(plan), *self._who_hears(plan))) if plan is not None else "")
        sample = plan.text if plan is not None else ""
        if plan is not None and sample:
            self.reader.setText(self.tr("{name} reads:").format(name=plan.reader))
        self.bubble.set_message(sample)
        self.main.setText(self._plain_verb if plan is None else self.verb(plan) or self._plain_verb)
        untold = plan.untold if plan is not None else ()
        self._list_untold(untold)
        for widget, is_shown in (
            (self.summary, plan is not None),
            (self.reader, bool(sample)),
            (self.bubble, bool(sample)),
            (self.untold_head, bool(untold)),
            (self.untold, bool(untold)),
        ):
            widget.setVisible(is_shown)
        self._fit()

    def _fit(self) -> None:
        """As high as the figures need, but never higher than the window: then they scroll."""
        parent = self.parentWidget()
        room = parent.window().height() if parent is not None else self.maximumHeight()
        self._area.setFixedHeight(0)
        width = max(self.width(), self.minimumWidth())
        margins = self.contents.contentsMargins()
        needed = _height(self._figures, width - margins.left() - margins.right())
        room = max(room - _height(self.contents, width), look().px(100))
        self._area.setFixedHeight(min(needed, room))

    def _list_untold(self, untold: Sequence[Untold]) -> None:
        """Those who are to be called, below the reason that they share."""
        one, many = self.tr("patient gets no message:"), self.tr("patients get no message:")
        self.untold_head.setText(counted(len(untold), one, many))
        self.untold.clear()
        line = self.tr("{name}, {time}, {mobile}")
        for why in dict.fromkeys(it.why for it in untold):
            reason = QListWidgetItem(why, self.untold)
            reason.setFlags(Qt.ItemFlag.NoItemFlags)
            for it in untold:
                if it.why == why:
                    self.untold.addItem("    " + line.format(name=it.name, time=it.at, mobile=it.mobile))
        lines = min(self.untold.count(), _MOST_LINES)
        self.untold.setFixedHeight(look().px(24) * lines + look().px(18))

    def _who_hears(self, plan: Plan) -> tuple[str, ...]:
        if not plan.appointments:
            return ()
        told = counted(plan.told, self.tr("patient is told by WhatsApp."), self.tr("patients are told by WhatsApp."))
        if not plan.here:
            return (told,)
        here = counted(
            plan.here,
            self.tr("waits here; tell the patient at the desk."),
            self.tr("wait here; tell them at the desk."),
        )
        return told, here

    def told_words(self, plan: Plan) -> str:
        """How many hear of it, for the toast."""
        return counted(plan.told, self.tr("patient is told."), self.tr("patients are told."))

    # ── done ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def is_ready(self) -> bool:
        """The services decide; the dialog closes when it is done."""
        job = None if self._is_busy else self.job(dry_run=False)
        if job is not None:
            self._is_busy = True
            self._asked += 1
            self.main.refuse(self.tr("It is being done."))
            self._desk.run(job, self._on_done, partial(self._on_refused, self._asked))
        return False

    def _on_done(self, rows: Rows) -> None:
        if isValid(self):
            self._desk.notices.tell(self.done_words(plan_of(rows, self._of)))
            self.accept()

    def _parts(self) -> list[tuple[str | None, str]]:
        parts: list[tuple[str | None, str]] = [(None, self.tr("Whole day"))]
        for stretch in self._of.stretches:
            hours = f"{formats.clock_time(stretch.start)} – {formats.clock_time(stretch.end)}"
            parts.append((f"{stretch.start:%H:%M}", hours))
        return parts

    def chosen_part(self) -> str | None:
        part = self.part.value()
        return part if isinstance(part, str) else None


def _sentences(error: ExpectedError) -> str:
    return error.message if isinstance(error, Invalid) else f"{error.message} {error.remedy}".strip()


def _height(layout: QLayout, width: int) -> int:
    """What a layout needs at that width."""
    return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
