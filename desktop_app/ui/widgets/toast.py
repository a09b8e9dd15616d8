"""One event in one line at the bottom of the window, with one button at most. It goes by itself."""

import math
from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_app.ui.theme import look

SECONDS_WITHOUT_BUTTON = 5.0
_EDGE = 12


class Toast(QWidget):
    """Shows one text at a time; a new one replaces the old. `{seconds}` in the text counts down.

    `gone` comes when the offer of its button is over, whether it was used or not.
    """

    gone = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("toast")
        self.room: Callable[[], QRect] = host.rect
        """The part of the host that it may stand in, asked whenever it is placed."""
        self._text = ""
        self._seconds = 0.0
        self._act: Callable[[], None] | None = None
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton()
        self._button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button.clicked.connect(self._on_clicked)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(14)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._on_second)
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.setTimerType(Qt.TimerType.PreciseTimer)  # a coarse one may be half a second late
        self._end.timeout.connect(self.dismiss)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.hide()

    @property
    def words(self) -> str:
        """What it says now; "" when it is not shown."""
        return "" if self.isHidden() else self._words.text()

    def tell(
        self, text: str, *, button: str = "", act: Callable[[], None] | None = None, seconds: float | None = None
    ) -> None:
        self.dismiss()
        self._text, self._act = text, act
        self._seconds = seconds if seconds is not None else SECONDS_WITHOUT_BUTTON
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._row.setContentsMargins(18, 6, 10 if button else 18, 6)
        self._say()
        self.show()
        self.raise_()
        self._timer.start()
        self._end.start(max(round(self._seconds * 1000), 1))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._words.text()))

    def press(self) -> None:
        """Do what its button does, if it has one."""
        act, self._act = self._act, None
        self.dismiss()
        if act is not None:
            act()

    @Slot()
    def dismiss(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self._end.stop()
            self.hide()
            self._act = None
            self.gone.emit()

    def place(self) -> None:
        """Stand at the bottom centre of the room."""
        room = self.room().adjusted(_EDGE, 0, -_EDGE, -_EDGE)
        self._words.setWordWrap(False)
        wanted = self._row.sizeHint()
        if wanted.width() > room.width():
            self._words.setWordWrap(True)
            wanted.setHeight(self._row.heightForWidth(room.width()))
        width, height = min(wanted.width(), room.width()), max(wanted.height(), look().px(44))
        self.setGeometry(room.left() + (room.width() - width) // 2, room.bottom() + 1 - height, width, height)

    def _say(self) -> None:
        self._words.setText(self._text.replace("{seconds}", str(max(math.ceil(self._seconds), 0))))
        self.place()

    @Slot()
    def _on_second(self) -> None:
        self._seconds -= 1
        if "{seconds}" in self._text:
            self._say()

    @Slot()
    def _on_clicked(self) -> None:
        self.press()

    @Slot()
    def _on_look_changed(self) -> None:
        tokens = look().tokens
        self._words.setStyleSheet(f"color: {tokens.toast.text};")
        self._button.setStyleSheet(
            f"QPushButton {{ color: {tokens.toast_action}; background: transparent; border: 2px solid transparent;"
            f" font-weight: 700; padding: 0 8px; min-height: {look().px(28)}px; }}"
            f" QPushButton:focus, QPushButton:hover {{ border: 2px solid {tokens.toast_action}; }}"
        )
        if not self.isHidden():
            self.place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = look().tokens
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(tokens.toast_line), 1))
            painter.setBrush(QColor(tokens.toast.ground))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)
