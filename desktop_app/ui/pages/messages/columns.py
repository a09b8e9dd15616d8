"""The columns of the two lists: messages, and tomorrow's outbox."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QFontMetrics

from desktop_app.services.views import MessageView, OutboxRow
from desktop_app.ui import formats
from desktop_app.ui.message_words import kind_words
from desktop_app.ui.pages.messages.presenter import shown_at
from desktop_app.ui.pages.messages.words import MessageWords
from desktop_app.ui.theme import look
from desktop_app.ui.theme_tokens import Tone
from desktop_app.ui.widgets.tables import Cell, Column, RowsModel, Table

_TIME, _WHAT, _STATE = 96, 122, 284
_NARROWEST_NAME = 140
_MEASURED = 200


class MessageColumns(QObject):
    """`now` is asked whenever a cell is drawn, so that seconds count down."""

    def __init__(self, words: MessageWords, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._now = now

    def of_messages(self) -> tuple[Column[MessageView], ...]:
        return (
            Column(self.tr("Time"), self._time, _TIME),
            Column(self.tr("Patient"), self._patient),
            Column(self.tr("What"), self._what, _WHAT),
            Column(self.tr("State"), self._state, _STATE),
        )

    def of_outbox(self) -> tuple[Column[OutboxRow], ...]:
        return (
            Column(self.tr("Time"), self._outbox_time, _TIME),
            Column(self.tr("Patient"), _outbox_patient),
            Column(self.tr("What"), self._outbox_what, _WHAT),
            Column(self.tr("State"), self._outbox_state, _STATE),
        )

    def _time(self, message: MessageView) -> Cell:
        return Cell(self._words.time(shown_at(message)), is_muted=True)

    def _patient(self, message: MessageView) -> Cell:
        if message.patient_name is not None:
            return Cell(message.patient_name)
        return Cell(self.tr("Test to {mobile}").format(mobile=formats.mobile(message.mobile)))

    def _what(self, message: MessageView) -> Cell:
        return Cell(kind_words(message.kind, message.rule), is_muted=True)

    def _state(self, message: MessageView) -> Cell:
        standing = self._words.standing(message, self._now())
        colour = "tick_read" if standing.is_read else "muted"
        return Cell(standing.word, tone=standing.tone, sign=standing.sign, sign_colour=colour)

    def _outbox_time(self, row: OutboxRow) -> Cell:
        return Cell(self._words.time(row.at), is_muted=True)

    def _outbox_what(self, row: OutboxRow) -> Cell:
        return Cell(kind_words(row.kind), is_muted=True)

    def _outbox_state(self, row: OutboxRow) -> Cell:
        if row.problem is None:
            return Cell(self.tr("will go by itself"), sign="○")
        return Cell(self.tr("Will not go"), tone=Tone.QUIET, sign="–")


def _outbox_patient(row: OutboxRow) -> Cell:
    return Cell(row.patient_name)


def fit(table: Table, model: RowsModel[Any]) -> None:
    """Give the time what it needs; where a name would be cut, the kind of message leaves (the pane tells it too)."""
    metrics = QFontMetrics(look().font())
    times = (str(model.index(row, 0).data()) for row in range(min(model.rowCount(), _MEASURED)))
    width = max((metrics.horizontalAdvance(time) for time in times), default=0) + look().px(28)
    time = max(width, look().px(_TIME))
    table.horizontalHeader().resizeSection(0, time)
    left = table.viewport().width() - time - look().px(_STATE)
    table.setColumnHidden(2, left - look().px(_WHAT) < look().px(_NARROWEST_NAME))
