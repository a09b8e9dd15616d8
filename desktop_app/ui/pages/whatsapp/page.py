"""The WhatsApp page: the state with its cause and next step, the code to scan, health and sending."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget

from desktop_app.services.changes import Change, ClinicChanged, MessagesChanged, SessionChanged
from desktop_app.services.channel import SessionState, SessionView
from desktop_app.ui import formats
from desktop_app.ui.desk import Desk
from desktop_app.ui.dialogs.whatsapp import BigCodeDialog
from desktop_app.ui.page import Page
from desktop_app.ui.pages.whatsapp.acts import WhatsAppActs
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
        self._wants_focus = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EACH_SECOND)
        self._timer.timeout.connect(self._show_times)
        self._acts = WhatsAppActs(desk, self._reload, self)
        self.side = SideColumn(self._words)
        self._lay_out()
        self._wire()
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    # ── what the shell tells ────────────────────────────────────────────────────────────────────────────────────────
    def on_shown(self) -> None:
        self._wants_focus = True
        self._reload()
        self._timer.start()

    def on_hidden(self) -> None:
        self._timer.stop()

    def take_focus(self) -> None:
        """To what helps now; never to the switch, which a stray Space would turn off."""
        nearest = (self.stack.first_control(), self.side.browser, self.side.pause)
        next(control for control in nearest if control is not None and control.isEnabled()).setFocus()

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
        self.code_body.number_asked.connect(self._acts.link_by_number)
        self.code_body.practice_scan_asked.connect(self._on_practice_scan)
        self.code_body.practice_phone_asked.connect(self._acts.open_practice_phone)
        self.link_body.scan_asked.connect(self._acts.scan_instead)
        self.connected_body.test_asked.connect(self._on_test_asked)
        self.explain_body.step_asked.connect(self._on_step)
        self.side.pause_asked.connect(self._on_pause)
        self.side.switch_asked.connect(self._on_switched)
        self.side.browser_asked.connect(self._on_browser)
        self.side.close_asked.connect(self._acts.stop)
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
        shown, had_focus = self.stack.shown(), self.stack.isAncestorOf(QApplication.focusWidget() or self)
        if screen.body is Body.LINK_CODE:
            self.chip.set(self.tr("Type the code"), "device-mobile", screen.tone)
        else:
            self.chip.set(self._words.state(session.state), self._words.glyph(session.state), screen.tone)
        self.told.setText(self._told(session))
        self._show_body(screen)
        self.side.show_screen(screen, self._pace())
        self._show_foot()
        self._show_times()
        if self._wants_focus or (had_focus and shown is not self.stack.shown()):
            self._wants_focus = False
            self.take_focus()

    def _told(self, session: SessionView) -> str:
        """While the code is shown the steps stand beside it; then this line says what else matters."""
        if session.state is SessionState.SCAN_QR and session.qr and session.detail in ("", "qr_live"):
            words = self.tr("{name} is not linked yet. Bookings work; {messages}.")
            waiting = formats.counted(session.queue.waiting, self.tr("message waits"), self.tr("messages wait"))
            return words.format(name=self.desk.hospital().name, messages=waiting)
        if session.state is SessionState.READY and not session.whatsapp_enabled:
            return self.tr("The phone is connected; sending is switched off.")
        if session.state is SessionState.READY and session.paused_reason is not None:
            return self.tr("The phone is connected; sending stands still.")
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
        if self._screen is not None:
            self._acts.take_step(self._screen)

    @Slot()
    def _on_pause(self) -> None:
        if self._screen is not None:
            self._acts.toggle_sending(self._screen)

    @Slot(bool)
    def _on_switched(self, is_on: bool) -> None:
        self._acts.switch(is_on=is_on)

    @Slot()
    def _on_browser(self) -> None:
        if self._screen is not None:
            self._acts.toggle_browser(self._screen)

    @Slot()
    def _on_unlink_asked(self) -> None:
        self._acts.unlink(self._screen.session.queue.waiting if self._screen else 0)

    @Slot(str)
    def _on_test_asked(self, typed: str) -> None:
        self._acts.send_test(typed, self.connected_body.field)

    @Slot()
    def _on_practice_scan(self) -> None:
        self._acts.scan_in_practice(self._screen.session.qr if self._screen else None)

    @Slot(str)
    def _on_meaning_asked(self, _: str) -> None:
        self._acts.explain_sending(self._pace())

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
