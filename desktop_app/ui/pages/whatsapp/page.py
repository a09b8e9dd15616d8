"""The WhatsApp page: the state with its cause and next step, the code to scan, health and sending."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_app.domain.errors import ExpectedError, Invalid
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services.changes import Change, ClinicChanged, MessagesChanged, SessionChanged
from desktop_app.services.channel import SessionState, SessionView
from desktop_app.services.hospital_service import SettingsChange
from desktop_app.services.views import MessageView
from desktop_app.ui import formats
from desktop_app.ui.desk import Desk, Undo
from desktop_app.ui.dialogs.whatsapp import BigCodeDialog, LinkNumberDialog, MeaningDialog, UnlinkDialog
from desktop_app.ui.page import Page
from desktop_app.ui.pages.whatsapp.bodies import (
    Bodies,
    CodeBody,
    ConnectedBody,
    ExplainBody,
    LinkCodeBody,
    ProgressBody,
)
from desktop_app.ui.pages.whatsapp.code_view import CodeView
from desktop_app.ui.pages.whatsapp.presenter import Body, CodeClock, Screen, Step, screen_of, seconds_left
from desktop_app.ui.pages.whatsapp.side import SideColumn
from desktop_app.ui.pages.whatsapp.state_chip import StateChip
from desktop_app.ui.pages.whatsapp.words import WhatsAppWords
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.card import Card, Line, text
from desktop_app.ui.widgets.scroll import ScrollColumn

_BY = "desk"
_EACH_SECOND = 1000


class WhatsAppPage(Page):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.set_title(self.tr("WhatsApp"))
        self.help_line = self.tr("Link the clinic’s phone and see how sending stands. F8 pauses and resumes sending.")
        self._words = WhatsAppWords(self)
        self._clock = CodeClock()
        self._screen: Screen | None = None
        self._big: CodeView | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_EACH_SECOND)
        self._timer.timeout.connect(self._show_times)
        self.side = SideColumn(self._words)
        self._lay_out()
        self._wire()
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    # ── what the shell tells ────────────────────────────────────────────────────────────────────────────────────────
    def on_shown(self) -> None:
        self._reload()
        self._timer.start()

    def on_hidden(self) -> None:
        self._timer.stop()

    def on_change(self, change: Change) -> None:
        match change:
            case SessionChanged(hospital_id) | MessagesChanged(hospital_id) | ClinicChanged(hospital_id):
                if hospital_id == self.desk.hospital_id:
                    self._reload()
            case _:
                pass

    # ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _lay_out(self) -> None:
        is_practice = self.desk.clinic.practice is not None
        self.chip = StateChip()
        self.told = text("", "muted", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.told, 1)
        self.code_body = CodeBody(is_practice)
        self.link_body, self.progress_body = LinkCodeBody(), ProgressBody()
        self.connected_body, self.explain_body = ConnectedBody(), ExplainBody()
        self.stack = Bodies(self.code_body, self.link_body, self.progress_body, self.connected_body, self.explain_body)
        self._foot = QLabel()
        self._foot.setWordWrap(True)
        self._foot.setProperty("role", "label")
        self._foot.setTextFormat(Qt.TextFormat.RichText)
        self._foot.linkActivated.connect(self._on_meaning_asked)
        card = Card(padding=26)
        card.body.setSpacing(16)
        card.body.addLayout(head)
        card.body.addWidget(ScrollColumn(self.stack), 1)
        card.body.addWidget(Line())
        card.body.addWidget(self._foot)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(12)
        columns.addWidget(card, 1)
        self._side_column = ScrollColumn(self.side)
        columns.addWidget(self._side_column)

    def _wire(self) -> None:
        self.code_body.bigger_asked.connect(self._on_bigger_asked)
        self.code_body.number_asked.connect(self._on_number_asked)
        self.code_body.practice_scan_asked.connect(self._on_practice_scan)
        self.code_body.practice_phone_asked.connect(self._on_practice_phone)
        self.link_body.scan_asked.connect(self._on_start)
        self.connected_body.test_asked.connect(self._on_test_asked)
        self.explain_body.step_asked.connect(self._on_step)
        self.side.pause_asked.connect(self._on_pause)
        self.side.switch_asked.connect(self._on_switched)
        self.side.browser_asked.connect(self._on_browser)
        self.side.close_asked.connect(self._on_close)
        self.side.unlink_asked.connect(self._on_unlink_asked)

    @Slot()
    def _on_look_changed(self) -> None:
        self._side_column.setFixedWidth(min(look().px(330), 400))
        self._show_foot()

    def _show_foot(self) -> None:
        words = self.tr(
            "The program drives WhatsApp Web in its own browser, gently: one message at a time, at most {n} a minute."
            " WhatsApp may restrict numbers that send automatically."
        ).format(n=self._pace())
        link = self.tr("What that means for you")
        accent = look().tokens.accent
        self._foot.setText(f'{words} <a href="meaning" style="color:{accent};text-decoration:none">{link}</a>')

    def _pace(self) -> int:
        return self.desk.hospital().sending.messages_per_minute

    # ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _reload(self) -> None:
        self.desk.run(partial(self.desk.clinic.whatsapp.status, self.desk.hospital_id), self._show)

    def _show(self, session: SessionView) -> None:
        if session.hospital_id != self.desk.hospital_id:
            return
        screen = self._screen = screen_of(session)
        self.chip.set(self._words.state(session.state), self._words.glyph(session.state), screen.tone)
        self.told.setText(self._told(session))
        self._show_body(screen)
        self.side.show_screen(screen, self._pace())
        self._show_foot()
        self._show_times()

    def _told(self, session: SessionView) -> str:
        """While the code is shown the steps stand beside it; then this line says what else matters."""
        if session.state is SessionState.SCAN_QR and session.qr and session.detail in ("", "qr_live"):
            words = self.tr("{name} is not linked yet. Bookings work; {n} messages wait.")
            return words.format(name=self.desk.hospital().name, n=formats.number(session.queue.waiting))
        return session.message

    def _show_body(self, screen: Screen) -> None:
        session = screen.session
        match screen.body:
            case Body.CODE:
                self.code_body.code.show_code(session.qr or "")
                if self._big is not None:
                    self._big.show_code(session.qr or "")
                self.stack.show_body(self.code_body)
            case Body.LINK_CODE:
                self.link_body.show_code(session.link_code or "")
                self.stack.show_body(self.link_body)
            case Body.PROGRESS:
                self.progress_body.show_progress(self._progress_words(session), session.progress)
                self.stack.show_body(self.progress_body)
            case Body.CONNECTED:
                self._show_connected(screen)
            case Body.EXPLAIN:
                self.explain_body.show_step(self._words.meaning(screen), self._words.step(screen.step))
                self.stack.show_body(self.explain_body)
        if screen.body is not Body.CODE and self._big is not None:
            self._big.window().close()

    def _progress_words(self, session: SessionView) -> str:
        if session.state is SessionState.LINKING:
            return self.tr("The phone is linked. WhatsApp is getting ready; keep the phone switched on.")
        return self.tr("The browser is starting. The code or the connection appears here by itself.")

    def _show_connected(self, screen: Screen) -> None:
        session = screen.session
        if screen.is_paused or not session.whatsapp_enabled:
            if session.whatsapp_enabled:
                words, button = session.paused_reason or "", self._words.step(Step.RESUME)
            else:
                words = self.tr(
                    "The phone is linked, but sending is switched off for {name}: nothing goes out, and messages that fall"
                    " due are marked as not sent."
                ).format(name=self.desk.hospital().name)
                button = self.tr("Switch sending on")
            self.explain_body.show_step(words, button)
            self.stack.show_body(self.explain_body)
            return
        number = formats.full_mobile(f"+{session.number.lstrip('+')}") if session.number else self.tr("Connected")
        told = self.tr("Keep the phone charged, and online at least once in two weeks.")
        self.connected_body.show_connected(number, told)
        self.stack.show_body(self.connected_body)

    @Slot()
    def _show_times(self) -> None:
        if self._screen is None:
            return
        session, now = self._screen.session, self.desk.clinic.clock.now()
        self.code_body.show_left(seconds_left(session, now), self._clock.left(session, now))
        self.side.show_next(self._next_words(session))

    def _next_words(self, session: SessionView) -> str:
        if session.next_send_at is None:
            return "–"
        seconds = round((session.next_send_at - self.desk.clinic.clock.now()).total_seconds())
        if seconds <= 0:
            return self.tr("now")
        if seconds < 100:
            return self.tr("in {n} s").format(n=seconds)
        return formats.clock_time(self.desk.local(session.next_send_at))

    # ── acts ────────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot()
    def _on_step(self) -> None:
        if self._screen is None:
            return
        session = self._screen.session
        if session.state is SessionState.READY and not session.whatsapp_enabled:
            self._on_switched(True)
            return
        match self._screen.step:
            case Step.LINK | Step.START | Step.SHOW_CODE | Step.TRY_AGAIN:
                self._on_start()
            case Step.TAKE_OVER:
                self._do(partial(self.desk.clinic.whatsapp.take_over, session.hospital_id))
            case Step.ACCEPT_NUMBER:
                self._do(partial(self.desk.clinic.whatsapp.accept_number, session.hospital_id, by=_BY))
            case Step.SHOW_BROWSER:
                self._on_browser()
            case Step.RESUME:
                self._do(partial(self.desk.clinic.whatsapp.resume, session.hospital_id, by=_BY))
            case Step.NONE:
                pass

    @Slot()
    def _on_start(self) -> None:
        self._do(partial(self.desk.clinic.whatsapp.start_session, self.desk.hospital_id))

    @Slot()
    def _on_pause(self) -> None:
        if self._screen is None:
            return
        whatsapp = self.desk.clinic.whatsapp
        verb = whatsapp.resume if self._screen.is_paused else whatsapp.pause
        self._do(partial(verb, self.desk.hospital_id, by=_BY))

    @Slot(bool)
    def _on_switched(self, is_on: bool) -> None:
        hospitals, hospital_id = self.desk.clinic.hospitals, self.desk.hospital_id

        def switch(on: bool) -> None:
            change = SettingsChange(whatsapp_enabled=on)
            self._do(partial(hospitals.change_settings, hospital_id, change, by=_BY))

        switch(is_on)
        if is_on:
            words, back = self.tr("Messages go out by WhatsApp now."), self.tr("Undo: switch sending on")
        else:
            words, back = self.tr("Sending by WhatsApp is switched off."), self.tr("Undo: switch sending off")
        self.desk.notices.tell(words, Undo(back, partial(switch, not is_on)))

    @Slot()
    def _on_browser(self) -> None:
        if self._screen is not None:
            is_visible = not self._screen.session.browser_visible
            self._do(partial(self.desk.clinic.whatsapp.show_browser, self.desk.hospital_id, is_visible))

    @Slot()
    def _on_close(self) -> None:
        hospital_id, whatsapp = self.desk.hospital_id, self.desk.clinic.whatsapp
        self._do(partial(whatsapp.close_session, hospital_id))
        again = partial(self._do, partial(whatsapp.start_session, hospital_id))
        self.desk.notices.tell(
            self.tr("WhatsApp is stopped. Messages wait."), Undo(self.tr("Undo: stop WhatsApp"), again)
        )

    @Slot()
    def _on_unlink_asked(self) -> None:
        waiting = self._screen.session.queue.waiting if self._screen else 0
        dialog = UnlinkDialog(waiting, self)
        dialog.accepted.connect(self._on_unlink)
        dialog.open()

    @Slot()
    def _on_unlink(self) -> None:
        job = partial(self.desk.clinic.whatsapp.close_session, self.desk.hospital_id, forget=True)
        self.desk.run(job, self._on_unlinked)

    def _on_unlinked(self, _: object) -> None:
        told = self.tr("Unlinked. Now remove this computer on the phone too: WhatsApp ▸ Linked devices.")
        self.desk.notices.tell(told)
        self._reload()

    @Slot()
    def _on_bigger_asked(self) -> None:
        self._big = CodeView()
        self._big.show_code((self._screen.session.qr if self._screen else None) or "")
        dialog = BigCodeDialog(self._big, self)
        dialog.finished.connect(self._on_big_closed)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot()
    def _on_big_closed(self) -> None:
        self._big = None

    @Slot()
    def _on_number_asked(self) -> None:
        dialog = LinkNumberDialog(self._check_mobile, self.desk.hospital().whatsapp_number, self)
        dialog.accepted.connect(partial(self._link_with, dialog))
        dialog.open()

    def _check_mobile(self, typed: str) -> MobileNumber:
        return MobileNumber.parse(typed, allow_foreign=self.desk.hospital().allows_foreign_numbers)

    def _link_with(self, dialog: LinkNumberDialog) -> None:
        if dialog.number is not None:
            job = partial(self.desk.clinic.whatsapp.link_with_number, self.desk.hospital_id, dialog.number.e164)
            self._do(job)

    @Slot(str)
    def _on_test_asked(self, typed: str) -> None:
        self.connected_body.field.fault("")
        job = partial(self.desk.clinic.whatsapp.send_test, self.desk.hospital_id, typed, by=_BY)
        self.desk.run(job, self._on_test_sent, self._on_test_refused)

    def _on_test_sent(self, _: MessageView) -> None:
        self.connected_body.field.note(self.tr("On its way. Its ticks are under Messages."))

    def _on_test_refused(self, error: ExpectedError) -> None:
        self.connected_body.field.fault(
            f"{error.message} {error.remedy}" if not isinstance(error, Invalid) else error.message
        )

    @Slot()
    def _on_practice_scan(self) -> None:
        practice = self.desk.clinic.practice
        if practice is not None and self._screen is not None and self._screen.session.qr:
            self._do(partial(practice.scan, self._screen.session.qr))

    @Slot()
    def _on_practice_phone(self) -> None:
        practice = self.desk.clinic.practice
        if practice is not None:
            QDesktopServices.openUrl(QUrl(f"{practice.url.rstrip('/')}/_practice/phone"))

    @Slot(str)
    def _on_meaning_asked(self, _: str) -> None:
        MeaningDialog(self._pace(), self).open()

    def _do(self, job: Callable[[], object]) -> None:
        """Run a verb and read the state anew; the verb's own change events come as well."""
        self.desk.run(job, self._on_done)

    def _on_done(self, _: object) -> None:
        self._reload()
