"""The WhatsApp page's words for people: one short word for each state, the button of each step, what a state means."""

from PySide6.QtCore import QObject

from desktop_app.services.channel import SessionState
from desktop_app.ui.pages.whatsapp.presenter import Health, Screen, Step


class WhatsAppWords(QObject):
    def state(self, state: SessionState) -> str:
        """The chip's word."""
        match state:
            case SessionState.CLOSED:
                return self.tr("Not started")
            case SessionState.STARTING:
                return self.tr("Starting")
            case SessionState.SCAN_QR:
                return self.tr("Scan the code")
            case SessionState.LINKING:
                return self.tr("Linking")
            case SessionState.READY:
                return self.tr("Connected")
            case SessionState.OFFLINE:
                return self.tr("No connection")
            case SessionState.CONFLICT:
                return self.tr("Open elsewhere")
            case SessionState.LOGGED_OUT:
                return self.tr("Unlinked by the phone")
            case SessionState.RESTRICTED:
                return self.tr("Restricted by WhatsApp")
            case SessionState.NEEDS_ATTENTION:
                return self.tr("Needs you")

    def glyph(self, state: SessionState) -> str:
        """The icon in the chip; each state has its own shape, so that no colour is needed to tell them apart."""
        match state:
            case SessionState.CLOSED:
                return "power"
            case SessionState.STARTING:
                return "hourglass"
            case SessionState.SCAN_QR:
                return "qrcode"
            case SessionState.LINKING:
                return "refresh"
            case SessionState.READY:
                return "circle-check"
            case SessionState.OFFLINE:
                return "wifi-off"
            case SessionState.CONFLICT:
                return "external-link"
            case SessionState.LOGGED_OUT:
                return "unlink"
            case SessionState.RESTRICTED:
                return "ban"
            case SessionState.NEEDS_ATTENTION:
                return "alert-triangle"

    def step(self, step: Step) -> str:
        """The main button's words; "" when the program goes on by itself."""
        match step:
            case Step.NONE:
                return ""
            case Step.LINK:
                return self.tr("Link the clinic’s phone")
            case Step.START:
                return self.tr("Start WhatsApp")
            case Step.SHOW_CODE:
                return self.tr("Show code")
            case Step.TRY_AGAIN:
                return self.tr("Try again")
            case Step.TAKE_OVER:
                return self.tr("Use here")
            case Step.ACCEPT_NUMBER:
                return self.tr("Send from this number")
            case Step.SHOW_BROWSER:
                return self.tr("Show the browser window")
            case Step.RESUME:
                return self.tr("Resume sending")

    def meaning(self, screen: Screen) -> str:
        """What the state means for the desk and what to do, in two or three sentences, under the state's own line."""
        match screen.session.state:
            case SessionState.CLOSED if screen.session.number:
                return self.tr(
                    "This computer is linked to the clinic’s phone, but WhatsApp is not running. Start it, and waiting"
                    " messages go out."
                )
            case SessionState.CLOSED:
                return self.tr(
                    "Link the clinic’s phone once: a code appears here, the phone scans it, and from then on confirmations"
                    " and reminders go out by themselves."
                )
            case SessionState.OFFLINE:
                return self.tr(
                    "Booking works as always. Check the internet of this computer; as soon as it is back, sending goes on"
                    " by itself."
                )
            case SessionState.CONFLICT:
                return self.tr(
                    "WhatsApp Web runs in one place at a time, and another browser has it now. “Use here” brings it back to"
                    " this computer."
                )
            case SessionState.LOGGED_OUT:
                return self.tr(
                    "Somebody removed this computer under Linked devices, or the phone was offline for long. Nothing is"
                    " lost. Show a new code and scan it with the clinic’s phone."
                )
            case SessionState.RESTRICTED:
                return self.tr(
                    "Open WhatsApp on the clinic’s phone and read what it says there. Wait until the restriction is over,"
                    " send fewer messages a minute (Settings), then resume. Booking works meanwhile."
                )
            case SessionState.NEEDS_ATTENTION:
                return self._trouble(screen)
            case _:
                return ""

    def _trouble(self, screen: Screen) -> str:
        if screen.step is Step.ACCEPT_NUMBER:
            return self.tr(
                "Another phone was linked than before. If that is right, send from the new number. If not, unlink below and"
                " scan with the clinic’s own phone."
            )
        if screen.browser is Health.MISSING:
            return self.tr(
                "Messages need Google Chrome or Chromium on this computer. Install it, then try again. Booking works"
                " meanwhile, and messages wait."
            )
        if screen.driver is Health.DIFFERS:
            return self.tr(
                "The browser was just updated and its driver does not match yet. With internet, trying again fetches the"
                " right one."
            )
        if screen.step is Step.TRY_AGAIN:
            return self.tr("Booking works meanwhile, and messages wait. Then try again.")
        if screen.session.detail == "ready":
            return self.tr(
                "Sending stopped by itself, so that nothing worse happens. Look under Messages ▸ Needs you at what happened,"
                " then resume. Nothing is lost, and booking works."
            )
        if screen.session.detail.startswith("unknown"):
            return self.tr(
                "WhatsApp shows a page that this program does not know, so it touches nothing. Look at it in the browser"
                " window, answer what it asks, then resume."
            )
        return self.tr("Do in the browser window what WhatsApp asks for, then resume. Booking works meanwhile.")

    def health(self, value: Health) -> str:
        match value:
            case Health.RUNNING:
                return self.tr("running")
            case Health.NOT_STARTED:
                return self.tr("not started")
            case Health.MISSING:
                return self.tr("not found")
            case Health.MATCHES:
                return self.tr("matches")
            case Health.DIFFERS:
                return self.tr("does not match")
            case Health.CONNECTED:
                return self.tr("connected")
            case Health.NOT_CONNECTED:
                return self.tr("not connected")
            case Health.NOT_KNOWN:
                return self.tr("not known yet")
