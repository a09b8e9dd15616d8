"""The icon in the tray: the program goes on while its window is closed, and this is where people find it again.

There may be no tray (GNOME), or it may start later than we do: it is looked for again every 5 s, five times. Until one is
there, `is_there` is False and closing the window minimises it instead (dialogs/first_close.py).
"""

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop_app.shipped_files import shipped
from desktop_app.ui.icons import pixmap
from desktop_app.ui.theme import look
from desktop_app.ui.tray_status import TrayState, TrayStatus

RETRY_MS = 5000
RETRIES = 5
_SIDE = 64
_BADGE = 34


class Tray(QObject):
    """Icon, tooltip and menu. It decides nothing: each entry is a signal."""

    open_asked = Signal()
    booking_asked = Signal()
    code_asked = Signal()
    quit_asked = Signal()
    sending_toggled = Signal(bool)
    appeared = Signal()
    """A tray is there, now or at last."""

    def __init__(self, application_name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = application_name
        self._left = RETRIES
        self._has_stopped = False
        self._status = TrayStatus(TrayState.OFF, is_sending=True)
        self._menu = QMenu()
        self._next = QAction(self)
        self._sending = QAction(self.tr("Sending"), self)
        self._fill_menu()
        self._icon = QSystemTrayIcon(self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)
        self._timer = QTimer(self)
        self._timer.setInterval(RETRY_MS)
        self._timer.timeout.connect(self._on_retry)
        look().changed.connect(self._redraw)
        self.show_status(self._status)

    @property
    def is_there(self) -> bool:
        """A tray exists and shows our icon."""
        return self._icon.isVisible() and QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def menu(self) -> QMenu:
        return self._menu

    def start(self) -> None:
        """Show the icon, or look for a tray a few more times."""
        self._on_retry()
        if not self.is_there:
            self._timer.start()

    def stop(self) -> None:
        """Take the icon away. Harmless when repeated."""
        if self._has_stopped:
            return
        self._has_stopped = True
        self._timer.stop()
        self._icon.hide()
        self._menu.close()
        self._menu.deleteLater()

    def show_status(self, status: TrayStatus) -> None:
        self._status = status
        self._sending.setChecked(status.is_sending)
        self._next.setText(status.next_line or self.tr("No reminder is planned"))
        said = self.words(status.state)
        line = f"{said}, {status.next_line[:1].lower()}{status.next_line[1:]}" if status.next_line else said
        self._icon.setToolTip(f"{self._name} – {line}")
        self._redraw()

    def tooltip(self) -> str:
        return self._icon.toolTip()

    def notify(self, title: str, text: str) -> None:
        """A notice of the system, for when the window is not in front. Nothing without a tray."""
        if self.is_there:
            self._icon.showMessage(title, text, self._icon.icon())

    def words(self, state: TrayState) -> str:
        match state:
            case TrayState.OK:
                return self.tr("connected")
            case TrayState.SENDING:
                return self.tr("sending")
            case TrayState.PAUSED:
                return self.tr("sending is paused")
            case TrayState.OFFLINE:
                return self.tr("no connection yet")
            case TrayState.SCAN:
                return self.tr("WhatsApp needs you")
            case TrayState.WRONG:
                return self.tr("sending has stopped")
            case TrayState.OFF:
                return self.tr("WhatsApp is off")

    def _fill_menu(self) -> None:
        first = self._menu.addAction(self.tr("Open {name}").format(name=self._name))
        font = first.font()
        font.setBold(True)
        first.setFont(font)
        first.triggered.connect(self.open_asked)
        self._menu.setDefaultAction(first)
        self._menu.addAction(self.tr("New booking")).triggered.connect(self.booking_asked)
        self._menu.addSeparator()
        self._next.setEnabled(False)
        self._menu.addAction(self._next)
        self._sending.setCheckable(True)
        self._sending.triggered.connect(self.sending_toggled)
        self._menu.addAction(self._sending)
        self._menu.addAction(self.tr("Show WhatsApp code")).triggered.connect(self.code_asked)
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Quit")).triggered.connect(self.quit_asked)

    @Slot()
    def _on_retry(self) -> None:
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._timer.stop()
            self._icon.show()
            self.appeared.emit()
            return
        self._left -= 1
        if self._left < 0:
            self._timer.stop()

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.open_asked.emit()

    @Slot()
    def _redraw(self) -> None:
        self._icon.setIcon(badged_icon(self._status.state))


def badged_icon(state: TrayState) -> QIcon:
    """The program's icon with the state's shape in its lower right corner; the shape alone tells the state."""
    canvas = QPixmap(_SIDE, _SIDE)
    canvas.fill(Qt.GlobalColor.transparent)
    with QPainter(canvas) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        base = QPixmap(str(shipped("icons", "app.png")))
        painter.drawPixmap(QRectF(0, 0, _SIDE, _SIDE), base, QRectF(base.rect()))
        if state.value:
            corner = QRectF(_SIDE - _BADGE, _SIDE - _BADGE, _BADGE, _BADGE)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(_GROUNDS[state]))
            painter.drawEllipse(corner)
            sign = pixmap(state.value, "#ffffff", 24)
            painter.drawPixmap(corner.adjusted(5, 5, -5, -5), sign, QRectF(sign.rect()))
    return QIcon(canvas)


_GROUNDS = {
    TrayState.OK: "#2f6b3c",
    TrayState.SENDING: "#0b6e6e",
    TrayState.PAUSED: "#4a5560",
    TrayState.OFFLINE: "#4a5560",
    TrayState.SCAN: "#8a5300",
    TrayState.WRONG: "#8f2323",
}
