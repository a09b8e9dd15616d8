"""The Messages page: filters with counts, the list with ticks, and beside it the whole truth about one message."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.domain.errors import ExpectedError
from desktop_app.domain.message import MessageStatus
from desktop_app.services.changes import AppointmentsChanged, Change, ClinicChanged, MessagesChanged, SessionChanged
from desktop_app.services.channel import SessionView
from desktop_app.services.views import MessageCounts, MessageView, OutboxRow
from desktop_app.services.views import Page as Rows
from desktop_app.ui import formats
from desktop_app.ui.desk import Desk
from desktop_app.ui.message_words import kind_words
from desktop_app.ui.page import Page
from desktop_app.ui.pages.messages.columns import MessageColumns, fit
from desktop_app.ui.pages.messages.deeds import Deeds
from desktop_app.ui.pages.messages.detail import Detail, story_time
from desktop_app.ui.pages.messages.presenter import (
    MOST_RELOADED,
    PAGE_SIZE,
    Deed,
    Filter,
    choices,
    count_of,
    seconds_until,
    shown_at,
)
from desktop_app.ui.pages.messages.reading import (
    MessageRead,
    MessagesRead,
    read_message,
    read_messages,
    read_more,
    read_outbox,
)
from desktop_app.ui.pages.messages.words import MessageWords
from desktop_app.ui.places import Goto
from desktop_app.ui.theme import look
from desktop_app.ui.theme_tokens import Tone
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.flow import flow
from desktop_app.ui.widgets.list_and_pane import list_and_pane
from desktop_app.ui.widgets.segments import SegmentedControl
from desktop_app.ui.widgets.tables import RowsModel, Table

_BY = "desk"
_EACH_SECOND = 1000
_OUTBOX_EVERY = 60
_KEYS = {
    Deed.WAS_SENT: "S",
    Deed.SEND_AGAIN: "T",
    Deed.TRY_AGAIN: "T",
    Deed.SEND_NOW: "T",
    Deed.WITHDRAW: "W",
    Deed.SKIP: "W",
    Deed.FIX_NUMBER: "M",
}
_TONES = {
    MessageStatus.NEEDS_CHECKING: Tone.WARN,
    MessageStatus.FAILED: Tone.BAD,
}
_FILTERS = (Filter.ALL, Filter.WAITING, Filter.TODAY, Filter.NEEDS_YOU, Filter.NOT_SENT)


class MessagesPage(Page):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.set_title(self.tr("Messages"))
        self.help_line = self.tr(
            "Every message with its ticks, and why one was not sent. ↑↓ choose, the letter on a button does it, F8 pauses."
        )
        self.keys = (
            ("S", self.tr("It was sent")),
            ("T", self.tr("Try again, or send it now")),
            ("W", self.tr("Withdraw, or do not send")),
            ("M", self.tr("Fix the number")),
        )
        self._words = MessageWords(desk)
        self._chosen = Filter.TODAY
        self._cursor: str | None = None
        self._wanted_id: int | None = None
        self._shown: MessageView | OutboxRow | None = None
        self._is_reading = self._is_stale = self._is_fetching = self._is_filling = False
        self._reading_id: int | None = None
        self._since_outbox = 0
        self._is_paused = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EACH_SECOND)
        self._timer.timeout.connect(self._on_second)
        self._deeds = Deeds(desk, self._reload, self._read_outbox, self)
        self._make_widgets()
        self._lay_out()
        look().changed.connect(self._fit)

    @Slot()
    def _fit(self) -> None:
        fit(self.table, self.model)
        fit(self.outbox, self.outbox_model)

    # ── what the shell tells ────────────────────────────────────────────────────────────────────────────────────────
    def on_shown(self) -> None:
        self._timer.start()
        self._reload()
        self._read_outbox()
        self.take_focus()

    def on_hidden(self) -> None:
        self._timer.stop()

    def on_goto(self, place: Goto) -> None:
        if place.message_id is not None:
            self._wanted_id = place.message_id
            self._choose(Filter.ALL)

    def on_change(self, change: Change) -> None:
        match change:
            case MessagesChanged(hospital_id) | SessionChanged(hospital_id) if hospital_id == self.desk.hospital_id:
                self._reload()
            case AppointmentsChanged(hospital_id) | ClinicChanged(hospital_id) if hospital_id == self.desk.hospital_id:
                self._reload()
                if self._chosen is Filter.OUTBOX:
                    self._read_outbox()
            case _:
                pass

    def on_hospital(self) -> None:
        self._shown = None
        self._reload()
        self._read_outbox()

    def take_focus(self) -> None:
        (self.outbox if self._chosen is Filter.OUTBOX else self.table).setFocus()

    # ── laying out ──────────────────────────────────────────────────────────────────────────────────────────────────
    def _make_widgets(self) -> None:
        self.filters = SegmentedControl([(f, self._words.filter(f)) for f in _FILTERS], name=self.tr("Show"))
        self.filters.set_value(self._chosen)
        self.filters.chosen.connect(self._on_filter)
        self.tomorrow = SegmentedControl([(Filter.OUTBOX, self._words.filter(Filter.OUTBOX))])
        self.tomorrow.chosen.connect(self._on_filter)
        self.pause = Button(self.tr("Pause sending"), key="F8", icon="player-pause")
        self.pause.clicked.connect(self._on_pause)
        columns = MessageColumns(self._words, self.desk.clinic.clock.now, self)
        self.model = RowsModel[MessageView](columns.of_messages(), self)
        self.table = Table(self.model, name=self.tr("Messages"))
        self.table.picked.connect(self._on_picked)
        self.table.resized.connect(self._fit)
        self.table.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.outbox_model = RowsModel[OutboxRow](columns.of_outbox(), self)
        self.outbox = Table(self.outbox_model, name=self._words.filter(Filter.OUTBOX))
        self.outbox.picked.connect(self._on_picked)
        self.outbox.resized.connect(self._fit)
        self.empty = EmptyState("messages", "")
        self.detail = Detail()
        self.detail.done.connect(self._on_deed)

    def _lay_out(self) -> None:
        self._left = flow(self.filters, self.tomorrow, gap=8)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._left, 1)
        top.addWidget(self.pause, 0, Qt.AlignmentFlag.AlignTop)
        self.lists = list_and_pane(self, top, (self.table, self.outbox, self.empty), self.detail)

    # ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _reload(self) -> None:
        """Read the shown list anew; while one reading is under way the next is remembered, not queued."""
        if self._is_reading:
            self._is_stale = True
            return
        self._is_reading = True
        limit = min(max(PAGE_SIZE, self.model.rowCount()), MOST_RELOADED)
        job = partial(read_messages, self.desk.clinic, self.desk.hospital_id, self._chosen, limit)
        self.desk.run(job, self._show, self._on_unreadable)

    def _on_unreadable(self, error: ExpectedError) -> None:
        self._is_reading = False
        self.desk.notices.explain(error)

    def _show(self, read: MessagesRead) -> None:
        self._is_reading = False
        if self._is_stale or read.chosen is not self._chosen:
            self._is_stale = False
            self._reload()
        if read.chosen is not self._chosen:
            return
        self._show_counts(read.counts)
        self._show_pause(read.is_paused)
        if read.chosen is Filter.OUTBOX:
            return
        kept = self._wanted_id or (self._shown.id if isinstance(self._shown, MessageView) else None)
        self._cursor, self._is_fetching = read.page.next_cursor, False
        self._is_filling = True
        self.model.set_rows(read.page.items)
        self._is_filling = False
        fit(self.table, self.model)
        self._show_list(bool(read.page.items))
        self._pick(kept, read.page.items)

    def _pick(self, wanted_id: int | None, items: tuple[MessageView, ...]) -> None:
        number = next((n for n, message in enumerate(items) if message.id == wanted_id), None)
        if number is None and self._wanted_id is not None:
            self._read_detail(self._wanted_id)
        elif items:
            self.table.pick(number or 0)
            self._on_picked(self.table.current())
        else:
            self._show_nothing()
        self._wanted_id = None

    def _show_list(self, has_rows: bool) -> None:
        self.empty.set_sentence(self._words.empty(self._chosen))
        full = self.outbox if self._chosen is Filter.OUTBOX else self.table
        self.lists.setCurrentWidget(full if has_rows else self.empty)

    def _show_counts(self, counts: MessageCounts) -> None:
        shown = [(f, f"{self._words.filter(f)} {formats.number(count_of(f, counts))}") for f in _FILTERS]
        self.filters.set_choices(shown)

    def _show_pause(self, is_paused: bool) -> None:
        self._is_paused = is_paused
        self.pause.setText(self.tr("Resume sending") if is_paused else self.tr("Pause sending"))
        self.pause.set_icon("player-play" if is_paused else "player-pause")

    def _read_outbox(self) -> None:
        self._since_outbox = 0
        self.desk.run(partial(read_outbox, self.desk.clinic, self.desk.hospital_id), self._show_outbox)

    def _show_outbox(self, rows: tuple[OutboxRow, ...]) -> None:
        name = self._words.filter(Filter.OUTBOX)
        self.tomorrow.set_choices([(Filter.OUTBOX, f"{name} · {formats.number(len(rows))}")])
        kept = self.outbox.currentIndex().row()
        self.outbox_model.set_rows(rows)
        fit(self.outbox, self.outbox_model)
        if self._chosen is Filter.OUTBOX:
            self._show_list(bool(rows))
            self.outbox.pick(min(max(kept, 0), len(rows) - 1))
            self._on_picked(self.outbox.current())

    @Slot()
    def _on_scrolled(self) -> None:
        bar = self.table.verticalScrollBar()
        if self._cursor is None or self._is_fetching or bar.value() < bar.maximum() - self.table.height():
            return
        self._is_fetching = True
        job = partial(read_more, self.desk.clinic, self.desk.hospital_id, self._chosen, PAGE_SIZE, self._cursor)
        self.desk.run(job, partial(self._show_more, self._cursor))

    def _show_more(self, asked: str, more: Rows[MessageView]) -> None:
        if asked == self._cursor:
            self._cursor, self._is_fetching = more.next_cursor, False
            self.model.append_rows(more.items)

    # ── one message ─────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_picked(self, picked: object) -> None:
        if self._is_filling:
            return  # the list is being filled anew: the pane stays until its message is found again
        match picked:
            case MessageView():
                self._read_detail(picked.id)
            case OutboxRow():
                self._show_outbox_row(picked)
            case _:
                self._show_nothing()

    def _read_detail(self, message_id: int) -> None:
        self._reading_id = message_id
        self.desk.run(partial(read_message, self.desk.clinic, message_id), self._show_detail)

    def _show_detail(self, read: MessageRead) -> None:
        if read.message.id != self._reading_id:
            return  # another one was chosen meanwhile
        message = self._shown = read.message
        number = formats.mobile(message.mobile)
        kind = kind_words(message.kind, message.rule).lower()
        self.detail.show_person(message.patient_name or self.tr("Test message"), f"{number} · {kind}")
        self.detail.show_reason(message.reason or "", _TONES.get(message.status, Tone.QUIET))
        self.detail.show_deeds([(d, self._words.deed(d), _KEYS.get(d, "")) for d in choices(message).deeds])
        self._show_bubble(message)
        self.detail.show_story([(self._story_time(line.at), line.text) for line in read.story])
        self.detail.setVisible(True)

    def _show_bubble(self, message: MessageView) -> None:
        standing = self._words.standing(message, self.desk.clinic.clock.now())
        at = formats.bare_time(self.desk.local(shown_at(message)))
        if message.status in (MessageStatus.SENT, MessageStatus.DELIVERED, MessageStatus.READ):
            self.detail.bubble.set_message(message.text, at, ticks="read" if standing.is_read else standing.sign)
        else:
            self.detail.bubble.set_message(message.text, f"{at} {standing.sign}")

    def _story_time(self, at: datetime) -> str:
        local = self.desk.local(at)
        today = self.desk.today()
        return story_time(local, local.date() == today, formats.past_date(local.date(), today))

    def _show_outbox_row(self, row: OutboxRow) -> None:
        self._shown, self._reading_id = row, None
        self.detail.show_person(row.patient_name, f"{formats.mobile(row.mobile)} · {kind_words(row.kind).lower()}")
        self.detail.show_reason(row.problem or "", Tone.QUIET)
        deeds = (Deed.SKIP,) if row.problem is None else ()
        self.detail.show_deeds([(d, self._words.deed(d), _KEYS[d]) for d in deeds])
        self.detail.bubble.set_message(row.text, self._words.time(row.at))
        self.detail.show_story(())
        self.detail.setVisible(True)

    def _show_nothing(self) -> None:
        self._shown = self._reading_id = None
        self.detail.setVisible(False)

    @Slot()
    def _on_second(self) -> None:
        """Seconds count down; once a minute the outbox is read anew."""
        now = self.desk.clinic.clock.now()
        if any(seconds_until(message, now) is not None for message in self.model.rows[:PAGE_SIZE]):
            self.table.viewport().update()
        self._since_outbox += 1
        if self._since_outbox >= _OUTBOX_EVERY:
            self._read_outbox()

    # ── acts ────────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_filter(self, chosen: Filter) -> None:
        self._choose(chosen)
        self._reload()
        if chosen is Filter.OUTBOX:
            self._read_outbox()
        self.take_focus()

    def _choose(self, chosen: Filter) -> None:
        self._chosen = chosen
        self.filters.set_value(chosen)
        self.tomorrow.set_value(chosen)
        self._cursor = None

    @Slot()
    def _on_pause(self) -> None:
        whatsapp = self.desk.clinic.whatsapp
        verb = whatsapp.resume if self._is_paused else whatsapp.pause
        self.desk.run(partial(verb, self.desk.hospital_id, by=_BY), self._on_paused)

    def _on_paused(self, session: SessionView) -> None:
        self._show_pause(session.paused_reason is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = event.text().upper()
        deed = next((d for d, key in _KEYS.items() if key == pressed and self.detail.offers(d)), None)
        if deed is None or event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
            return
        self._on_deed(deed)

    @Slot(object)
    def _on_deed(self, deed: Deed) -> None:
        match self._shown:
            case MessageView() as message:
                self._deeds.do(deed, message)
            case OutboxRow() as row if deed is Deed.SKIP:
                self._deeds.skip(row)
            case _:
                return
        self.take_focus()
