"""The page's right column: health, sending, and the rarer acts."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.ui import formats
from desktop_app.ui.pages.whatsapp.presenter import Health, Screen
from desktop_app.ui.pages.whatsapp.words import WhatsAppWords
from desktop_app.ui.widgets.buttons import Button, Kind
from desktop_app.ui.widgets.card import Card, row, text
from desktop_app.ui.widgets.choice import Check

_GOOD = {Health.RUNNING, Health.MATCHES, Health.CONNECTED}
_BAD = {Health.MISSING, Health.DIFFERS, Health.NOT_CONNECTED}


class _Facts(Card):
    """A heading and lines of "what … how it stands"."""

    def __init__(self, heading: str, names: tuple[str, ...]) -> None:
        super().__init__(padding=14)
        self.body.setSpacing(7)
        self.body.addWidget(text(heading, "heading"))
        grid = QGridLayout()
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(0, 1)
        self._values: list[QLabel] = []
        for number, name in enumerate(names):
            value = text("–")
            value.setAccessibleName(name)
            grid.addWidget(text(name), number, 0)
            grid.addWidget(value, number, 1, Qt.AlignmentFlag.AlignRight)
            self._values.append(value)
        self.body.addLayout(grid)

    def set_value(self, number: int, words: str, role: str = "") -> None:
        label = self._values[number]
        label.setText(words)
        if label.property("role") != role:
            label.setProperty("role", role)
            label.style().unpolish(label)
            label.style().polish(label)

    def explain(self, number: int, words: str) -> None:
        self._values[number].setToolTip(words)

    def values(self) -> tuple[str, ...]:
        return tuple(label.text() for label in self._values)


class SideColumn(QWidget):
    """Health, sending, and the acts that are needed now and then."""

    pause_asked = Signal()
    switch_asked = Signal(bool)
    browser_asked = Signal()
    close_asked = Signal()
    unlink_asked = Signal()

    def __init__(self, words: WhatsAppWords) -> None:
        super().__init__()
        self._words = words
        self.health = _Facts(
            self.tr("Health"),
            (
                self.tr("Browser"),
                self.tr("Driver"),
                self.tr("Internet"),
                self.tr("WhatsApp page"),
                self.tr("Linked phone"),
            ),
        )
        self.sending = _Facts(
            self.tr("Sending"),
            (
                self.tr("Waiting"),
                self.tr("To be checked by you"),
                self.tr("Sent today"),
                self.tr("Pace"),
                self.tr("Next message"),
            ),
        )
        self.switch = Check(self.tr("Send messages by &WhatsApp"))
        self.switch.clicked.connect(self._on_switched)
        self.pause = Button("", key="F8", icon="player-pause")
        self.pause.clicked.connect(self.pause_asked)
        self.sending.body.addWidget(self.switch)
        self.sending.body.addWidget(self.pause)
        self.browser = Button(self.tr("Show the browser window"))
        self.browser.clicked.connect(self.browser_asked)
        self.close_session = Button(self.tr("Stop"))
        self.close_session.setAccessibleName(self.tr("Stop WhatsApp"))
        self.close_session.clicked.connect(self.close_asked)
        self.unlink = Button(self.tr("Unlink…"), kind=Kind.DANGER)
        self.unlink.setAccessibleName(self.tr("Unlink this computer"))
        self.unlink.clicked.connect(self.unlink_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.health, self.sending, self.browser):
            column.addWidget(widget)
        column.addLayout(row(self.close_session, self.unlink))
        column.addStretch(1)

    def show_screen(self, screen: Screen, pace: int) -> None:
        session = screen.session
        for number, value in enumerate((screen.browser, screen.driver, screen.internet)):
            self.health.set_value(number, self._words.health(value), _role(value))
        self.health.set_value(3, *self._page_line(screen))
        phone = session.number or session.new_number
        self.health.set_value(4, formats.full_mobile(f"+{phone.lstrip('+')}") if phone else self.tr("none yet"), "")
        queue = session.queue
        for number, count in enumerate((queue.waiting, queue.needs_checking, session.sent_today)):
            self.sending.set_value(number, formats.number(count), "bad" if number == 1 and count else "")
        self.sending.set_value(3, self.tr("{n} a minute").format(n=pace))
        self.switch.setChecked(session.whatsapp_enabled)
        self._show_pause(screen)
        self.browser.setText(
            self.tr("Hide the browser window") if session.browser_visible else self.tr("Show the browser window")
        )
        self.browser.refuse("" if screen.can_show_browser else self.tr("Start WhatsApp first; then there is a window."))
        self.close_session.refuse("" if screen.is_running else self.tr("WhatsApp is not running."))
        self.unlink.refuse("" if screen.can_unlink else self.tr("No phone is linked to this computer."))

    def show_next(self, words: str) -> None:
        self.sending.set_value(4, words)

    def _show_pause(self, screen: Screen) -> None:
        self.pause.setText(self.tr("Resume sending") if screen.is_paused else self.tr("Pause sending"))
        self.pause.set_icon("player-play" if screen.is_paused else "player-pause")
        self.pause.setToolTip(screen.session.paused_reason or "")

    def _page_line(self, screen: Screen) -> tuple[str, str]:
        """Its build is in the tooltip: a long number that only those who help need."""
        session = screen.session
        self.health.explain(3, self.tr("WhatsApp Web {build}").format(build=session.build) if session.build else "")
        if session.build is None:
            return self.tr("not open"), "muted"
        words = self.tr("known") if not session.misses else self.tr("{n} parts not found").format(n=session.misses)
        return words, "bad" if session.misses else "good"

    def _on_switched(self) -> None:
        self.switch_asked.emit(self.switch.isChecked())


def _role(value: Health) -> str:
    if value in _GOOD:
        return "good"
    return "bad" if value in _BAD else "muted"
