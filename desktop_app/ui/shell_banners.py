"""The banners that belong to no page: WhatsApp, paused sending, the CSV file, help."""

import html
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.ui.desk import BannerText
from desktop_app.ui.light import Light
from desktop_app.ui.notices import WindowNotices
from desktop_app.ui.places import Goto, PageName
from desktop_app.ui.theme_tokens import Tone

if TYPE_CHECKING:
    from desktop_app.services.channel import SessionView
    from desktop_app.ui.shell import Shell
    from desktop_app.ui.shell_state import ShellState

_BY = "desk"


class ShellBanners(QObject):
    """Keeps them in step with the state of the hospital shown."""

    def __init__(self, shell: "Shell", notices: WindowNotices) -> None:
        super().__init__(shell)
        self._shell = shell
        self._notices = notices
        self._session: SessionView | None = None

    def show_state(self, state: "ShellState") -> None:
        self._session = state.session
        to_whatsapp = partial(self._shell.navigate, Goto(PageName.WHATSAPP))
        is_elsewhere = self._shell.current is not PageName.WHATSAPP  # that page says it itself, with the way out
        wants_alert = bool(state.alert) and is_elsewhere
        button = self.tr("Show code") if state.wants_code else self.tr("Open WhatsApp")
        tone = Tone.BAD if state.whatsapp.light is Light.BAD else Tone.WARN
        alert = BannerText(state.alert, button, to_whatsapp, tone) if wants_alert else None
        self._notices.banner("whatsapp", alert)
        self._notices.banner("paused", self._paused(state.session))
        csv = self.tr("The CSV file cannot be written: {why} The rows are kept and follow by themselves.")
        text = BannerText(csv.format(why=state.csv_obstacle)) if state.csv_obstacle else None
        self._notices.banner("csv", text)

    def toggle_sending(self) -> None:
        """F8."""
        desk, session = self._shell.desk, self._session
        if desk is None or session is None:
            return
        verb = desk.clinic.whatsapp.pause if session.paused_reason is None else desk.clinic.whatsapp.resume
        desk.run(partial(verb, desk.hospital_id, by=_BY), self._toggled)

    def toggle_help(self, line: str, all_keys: Callable[[], None]) -> None:
        """F1: one line about this page, gone with the next F1 or Esc."""
        shown = "help" in self._notices.shown_banners()
        help_text = BannerText(line, self.tr("All keys"), all_keys, Tone.BOOKED)
        self._notices.banner("help", None if shown or not line else help_text)

    def _toggled(self, session: "SessionView") -> None:
        self._session = session
        paused = session.paused_reason is not None
        self._notices.tell(self.tr("Sending is paused. Nothing is lost.") if paused else self.tr("Sending goes on."))
        self._notices.banner("paused", self._paused(session))

    def _paused(self, session: "SessionView") -> BannerText | None:
        """Unless the banner about WhatsApp says the same already; the WhatsApp page says it itself."""
        is_alert = not session.session_active and session.paused_reason == session.message
        is_told = is_alert or self._shell.current is PageName.WHATSAPP
        if session.paused_reason is None or not session.whatsapp_enabled or is_told:
            return None
        return BannerText(html.escape(session.paused_reason), self.tr("Resume sending"), self.toggle_sending)
