"""When and how fast messages go."""

from collections.abc import Iterable, Mapping
from datetime import time
from functools import partial

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QGridLayout, QTimeEdit

from desktop_app.domain.hospital import SendingSettings
from desktop_app.services.hospital_service import SettingsChange
from desktop_app.services.views import SettingsView
from desktop_app.ui.desk import Desk
from desktop_app.ui.pages.settings.section import BY, Section
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.buttons import Button, Kind
from desktop_app.ui.widgets.card import row
from desktop_app.ui.widgets.choice import Check, Choice
from desktop_app.ui.widgets.fields import Field


class MessagesSection(Section):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.head(
            self.tr("Messages"),
            self.tr(
                "Times on the clinic’s own clock. The texts are under Templates, the switch and the phone under WhatsApp."
            ),
        )
        self.reminder_time, self.followup_time = _clock(), _clock()
        self.sending_from, self.sending_until = _clock(), _clock()
        days, one_day = self.tr("{n} days before"), self.tr("1 day before")
        self.second = Amount((0, *range(2, 8), 10, 14, 21, 30), days, {0: self.tr("no second reminder"), 1: one_day})
        self.before = Amount((*range(8), 10, 14), days, {0: self.tr("on the day itself"), 1: one_day})
        self.pace = Amount(range(1, 16), self.tr("{n} a minute"), {})
        self.foreign = Check(self.tr("Allow mobile numbers of &other countries"))
        self.fields = {
            "reminder_time": Field(self.tr("&Reminder, on the day before, at"), self.reminder_time),
            "second_reminder_days": Field(self.tr("Second re&minder"), self.second),
            "followup_time": Field(self.tr("&Follow-up reminder at"), self.followup_time),
            "followup_days_before": Field(self.tr("Follow-up reminder &goes"), self.before),
            "sending_from": Field(self.tr("Reminders go &from"), self.sending_from),
            "sending_until": Field(self.tr("&until"), self.sending_until),
            "messages_per_minute": Field(self.tr("&Pace, at most"), self.pace),
        }
        self.fields["messages_per_minute"].note(self.tr("A higher pace makes a restriction by WhatsApp likelier."))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(14)
        for number, field in enumerate(self.fields.values()):
            grid.addWidget(field, number // 2, number % 2)
        grid.setColumnStretch(2, 1)
        self.save_button = Button(self.tr("Save"), kind=Kind.PRIMARY)
        self.save_button.clicked.connect(self._on_save)
        self.body.addLayout(grid)
        self.body.addWidget(self.foreign)
        self.body.addLayout(row(self.save_button, None))
        self._before: SendingSettings | None = None
        self._allowed_foreign = False

    def load(self) -> None:
        self.desk.run(partial(self.desk.clinic.hospitals.settings, self.desk.hospital_id), self._show)

    def _show(self, view: SettingsView) -> None:
        sending = self._before = view.sending
        self._allowed_foreign = self.desk.hospital().allows_foreign_numbers
        for entry, at in (
            (self.reminder_time, sending.reminder_time),
            (self.followup_time, sending.followup_time),
            (self.sending_from, sending.sending_from),
            (self.sending_until, sending.sending_until),
        ):
            entry.setTime(QTime(at.hour, at.minute))
        self.second.set_amount(sending.second_reminder_days)
        self.before.set_amount(sending.followup_days_before)
        self.pace.set_amount(sending.messages_per_minute)
        self.foreign.setChecked(self._allowed_foreign)

    def _on_save(self) -> None:
        before = self._before
        if before is None:
            return
        change = partial(self.desk.clinic.hospitals.change_settings, self.desk.hospital_id, by=BY)
        new = SettingsChange(
            messages_per_minute=self.pace.amount(),
            reminder_time=_time_of(self.reminder_time),
            followup_time=_time_of(self.followup_time),
            followup_days_before=self.before.amount(),
            sending_from=_time_of(self.sending_from),
            sending_until=_time_of(self.sending_until),
            second_reminder_days=self.second.amount(),
            allows_foreign_numbers=self.foreign.isChecked(),
        )
        old = SettingsChange(
            messages_per_minute=before.messages_per_minute,
            reminder_time=before.reminder_time,
            followup_time=before.followup_time,
            followup_days_before=before.followup_days_before,
            sending_from=before.sending_from,
            sending_until=before.sending_until,
            second_reminder_days=before.second_reminder_days,
            allows_foreign_numbers=self._allowed_foreign,
        )
        back = self.undo(self.tr("Undo: change the messages’ times"), partial(change, old))
        self.save(partial(change, new), self.tr("Saved. It holds from now on."), back, tuple(self.fields.items()))


def _clock() -> QTimeEdit:
    entry = QTimeEdit()
    entry.setDisplayFormat("h:mm AP")
    entry.setMinimumWidth(look().px(180))
    entry.lineEdit().setTextMargins(8, 0, 4, 0)
    return entry


class Amount(Choice):
    """A number out of a few usual ones; another one that was set elsewhere (API) is shown and kept too."""

    def __init__(self, usual: Iterable[int], words: str, special: Mapping[int, str]) -> None:
        super().__init__()
        self._words, self._special = words, special
        self.setMinimumWidth(look().px(180))
        for number in usual:
            self._add(number)

    def amount(self) -> int:
        value = self.value()
        return value if isinstance(value, int) else 0

    def set_amount(self, number: int) -> None:
        if not self.choose(number):
            self._add(number)
            self.choose(number)

    def _add(self, number: int) -> None:
        self.addItem(self._special.get(number, self._words.format(n=number)), number)


def _time_of(entry: QTimeEdit) -> time:
    return time(entry.time().hour(), entry.time().minute())
