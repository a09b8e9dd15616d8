"""The line at the bottom: WhatsApp, internet, the next reminders, the CSV file; visible without a click."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop_app.ui.light import Light
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.card import text

if TYPE_CHECKING:
    from desktop_app.ui.shell_state import ShellState


class Lamp(QWidget):
    """A small round light; the words beside it say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._light = Light.OFF
        self.setFixedSize(9, 9)

    def set_light(self, light: Light) -> None:
        self._light = light
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = look().tokens
        colours = {
            Light.GOOD: tokens.good_sign,
            Light.WARN: tokens.warn_sign,
            Light.BAD: tokens.bad_sign,
            Light.OFF: tokens.field,
        }
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours[self._light]))
            painter.drawEllipse(QPointF(4.5, 4.5), 4.5, 4.5)


class StatusLine(QFrame):
    """`whatsapp_asked` and `messages_asked` when a person wants to know more."""

    whatsapp_asked = Signal()
    messages_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self._whatsapp_lamp, self._internet_lamp = Lamp(), Lamp()
        self._whatsapp, self._next = QPushButton(), QPushButton()
        self._whatsapp.clicked.connect(self.whatsapp_asked)
        self._next.clicked.connect(self.messages_asked)
        self._whatsapp.setToolTip(self.tr("Show the WhatsApp page (Alt+6)"))
        self._next.setToolTip(self.tr("Show the messages (Alt+4)"))
        self._internet, self._csv = text(), text()
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(4)
        for widget in (self._whatsapp_lamp, self._whatsapp, self._internet_lamp, self._internet, self._next):
            row.addWidget(widget)
            row.addSpacing(14 if widget in (self._whatsapp, self._internet) else 0)
        row.addStretch(1)
        row.addWidget(self._csv)
        for widget in (self._whatsapp_lamp, self._whatsapp, self._next):
            widget.hide()
        self.set_internet(None)
        for widget in (self._whatsapp, self._next):
            widget.setCursor(Qt.CursorShape.PointingHandCursor)
            widget.setAutoDefault(False)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_state(self, state: "ShellState") -> None:
        self._whatsapp_lamp.set_light(state.whatsapp.light)
        self._whatsapp.setText(state.whatsapp.words)
        self._whatsapp_lamp.show()
        self._whatsapp.show()
        self._next.setText(state.next_line)
        self._next.setVisible(bool(state.next_line))
        self._csv.setText(state.csv_line)

    def set_internet(self, is_online: bool | None) -> None:
        """None = this computer cannot tell; then nothing is claimed."""
        self._internet_lamp.setVisible(is_online is not None)
        self._internet.setVisible(is_online is not None)
        if is_online is not None:
            self._internet_lamp.set_light(Light.GOOD if is_online else Light.BAD)
            self._internet.setText(self.tr("Internet") if is_online else self.tr("No internet"))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), look().px(31))

    @Slot()
    def _on_look_changed(self) -> None:
        self.setFixedHeight(look().px(31))
