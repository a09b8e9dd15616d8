"""The three whole-day dialogs: cancel, move, running late."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.domain.errors import Problem
from desktop_app.domain.people import with_title
from desktop_app.ui import formats
from desktop_app.ui.desk import Desk
from desktop_app.ui.formats import counted
from desktop_app.ui.pages.today.whole_day import LATE_MINUTES, Plan, WholeDay, WholeDayAct
from desktop_app.ui.pages.today.whole_day_dialog import Rows, WholeDayDialog
from desktop_app.ui.widgets.card import row
from desktop_app.ui.widgets.choice import Choice
from desktop_app.ui.widgets.date_field import DateField
from desktop_app.ui.widgets.fields import Field
from desktop_app.ui.widgets.segments import SegmentedControl

_BY = "desk"


class CancelDayDialog(WholeDayDialog):
    """Everybody who is still to come is cancelled, and the day is closed."""

    def __init__(self, desk: Desk, of: WholeDay, parent: QWidget | None = None) -> None:
        super().__init__(desk, of, parent, destroys=True)
        title = self.tr("Cancel the day of {doctor}, {day}?").format(day=self.day_words, doctor=self.doctor_name)
        told = self.tr(
            "Nobody can be booked then any more. This cannot be undone; patients can be booked again one by one."
        )
        self.say(title, told, self.tr("Cancel the day"), self.tr("Keep the day"))
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText(self.tr("doctor is ill"))
        self.fields = {"reason": Field(self.tr("&Reason (shown at the desk, not sent)"), self.reason)}
        self.body.addWidget(self.fields["reason"])
        self.begin()
        self.reason.setFocus()

    def job(self, *, dry_run: bool) -> Callable[[], Rows] | None:
        cancel, reason = self._desk.clinic.days.cancel, self.reason.text()
        of, part = self._of, self.chosen_part()
        return partial(cancel, of.doctor.id, of.day, stretch=part, reason=reason, by=_BY, dry_run=dry_run)

    def happens(self, plan: Plan) -> str:
        if not plan.appointments:
            return self.tr("Nobody is booked then; the time is only closed.")
        return counted(plan.appointments, self.tr("appointment is cancelled."), self.tr("appointments are cancelled."))

    def verb(self, plan: Plan) -> str:
        if not plan.appointments:
            return self.tr("Close the day") if self.chosen_part() is None else self.tr("Close this part")
        what = counted(plan.appointments, self.tr("appointment"), self.tr("appointments"))
        if not plan.told:
            return self.tr("Cancel {what}").format(what=what)
        whom = counted(plan.told, self.tr("patient"), self.tr("patients"))
        return self.tr("Cancel {what} and tell {whom}").format(what=what, whom=whom)

    def done_words(self, plan: Plan) -> str:
        if not plan.appointments:
            return self.tr("The day of {doctor}, {day}, is closed.").format(day=self.day_words, doctor=self.doctor_name)
        return f"{self.happens(plan)} {self.told_words(plan)}"


class MoveDayDialog(WholeDayDialog):
    """Everybody moves to another day or to another doctor; all or nobody."""

    def __init__(self, desk: Desk, of: WholeDay, parent: QWidget | None = None) -> None:
        super().__init__(desk, of, parent)
        title = self.tr("Move the day of {doctor}, {day}").format(day=self.day_words, doctor=self.doctor_name)
        told = self.tr(
            "Everybody gets the same time on the other day, or the next free one after it. Either all move or nobody."
        )
        self.say(title, told, self.tr("Move the day"), self.tr("Keep as it is"))
        self.doctor, self.day = Choice(), DateField(of.today)
        for doctor in of.doctors:
            self.doctor.addItem(with_title(doctor.name), doctor.id)
        self.doctor.choose(of.doctor.id)
        self.day.set_day(of.next_day())
        self.fields = {
            "to_day": Field(self.tr("To which d&ay"), self.day),
            "doctor_id": Field(self.tr("&Doctor"), self.doctor),
        }
        where = row(self.fields["to_day"], self.fields["doctor_id"])
        where.setStretch(0, 1)
        where.setStretch(1, 1)
        self.doctor.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.body.addLayout(where)
        self.doctor.currentIndexChanged.connect(self.preview)
        self.day.day_changed.connect(self.preview)
        self.begin()
        self.day.setFocus()
        self.day.selectAll()

    def job(self, *, dry_run: bool) -> Callable[[], Rows] | None:
        day, doctor_id, of = self.day.day(), self.doctor.value(), self._of
        if day is None or not isinstance(doctor_id, int):
            self.mark((Problem("to_day", "wrong", self.tr("Not understood. Write tomorrow, +7 or 15/12.")),))
            return None
        move = self._desk.clinic.days.move
        return partial(
            move, of.doctor.id, of.day, day, to_doctor_id=doctor_id, stretch=self.chosen_part(), by=_BY, dry_run=dry_run
        )

    def happens(self, plan: Plan) -> str:
        if not plan.appointments:
            return self.tr("Nobody is booked then, so nobody can be moved.")
        moves = counted(plan.appointments, self.tr("appointment moves"), self.tr("appointments move"))
        to = self.tr("{moves} to {day}.").format(moves=moves, day=self._target())
        if not plan.other_time:
            return to
        changed = counted(plan.other_time, self.tr("gets another time."), self.tr("get another time."))
        return f"{to} {changed}"

    def verb(self, plan: Plan) -> str:
        if not plan.appointments:
            return ""
        what = counted(plan.appointments, self.tr("appointment"), self.tr("appointments"))
        if not plan.told:
            return self.tr("Move {what}").format(what=what)
        whom = counted(plan.told, self.tr("patient"), self.tr("patients"))
        return self.tr("Move {what} and tell {whom}").format(what=what, whom=whom)

    def done_words(self, plan: Plan) -> str:
        moved = counted(plan.appointments, self.tr("appointment"), self.tr("appointments"))
        words = self.tr("{moved} moved to {day}.").format(moved=moved, day=self._target())
        return f"{words} {self.told_words(plan)}"

    def _target(self) -> str:
        day = formats.short_date(self.day.day() or self._of.day + timedelta(days=1), self._of.today)
        if self.doctor.value() == self._of.doctor.id:
            return day
        return self.tr("{day}, {doctor}").format(day=day, doctor=self.doctor.currentText())


class RunningLateDialog(WholeDayDialog):
    """Who has not arrived yet is told to come later; no appointment is changed."""

    def __init__(self, desk: Desk, of: WholeDay, parent: QWidget | None = None) -> None:
        super().__init__(desk, of, parent)
        title = self.tr("{doctor} is running late").format(doctor=self.doctor_name)
        told = self.tr("Patients who have not arrived yet are asked to come later. No appointment is changed.")
        self.say(title, told, self.tr("Tell the patients"), self.tr("Back"))
        self.minutes = SegmentedControl([(n, str(n)) for n in LATE_MINUTES], name=self.tr("Minutes late"))
        self.minutes.set_value(of.likely_late)
        self.minutes.chosen.connect(self.preview)
        self.fields = {"minutes": Field(self.tr("About how many minutes"), self.minutes)}
        self.body.addLayout(row(self.fields["minutes"], None))
        self.begin()
        self.minutes.button(of.likely_late).setFocus()

    def job(self, *, dry_run: bool) -> Callable[[], Rows] | None:
        of, minutes = self._of, self.minutes.value()
        late = self._desk.clinic.days.running_late
        chosen = minutes if isinstance(minutes, int) else 0
        return partial(late, of.doctor.id, of.day, chosen, stretch=self.chosen_part(), by=_BY, dry_run=dry_run)

    def happens(self, plan: Plan) -> str:
        if not plan.appointments:
            return self.tr("Nobody is still to come then, so nobody needs to be told.")
        return counted(plan.appointments, self.tr("patient is still to come."), self.tr("patients are still to come."))

    def verb(self, plan: Plan) -> str:
        if not plan.told:
            return ""
        return self.tr("Tell {whom}").format(whom=counted(plan.told, self.tr("patient"), self.tr("patients")))

    def done_words(self, plan: Plan) -> str:
        words = counted(plan.told, self.tr("patient is told"), self.tr("patients are told"))
        return self.tr("{told} that {doctor} is about {n} minutes late.").format(
            told=words, doctor=self.doctor_name, n=self.minutes.value()
        )


DIALOGS: dict[WholeDayAct, type[CancelDayDialog | MoveDayDialog | RunningLateDialog]] = {
    WholeDayAct.LATE: RunningLateDialog,
    WholeDayAct.MOVE: MoveDayDialog,
    WholeDayAct.CANCEL: CancelDayDialog,
}
