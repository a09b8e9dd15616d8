"""The panel at the right that lies over the day: the booking form lives in it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop_app.ui.desk import Desk
from desktop_app.ui.places import Book, PageName
from desktop_app.ui.theme import look

if TYPE_CHECKING:
    from desktop_app.ui.pages.book.page import BookPage

WIDTH = 470


class SidePanel(QFrame):
    """`left` comes when it closes. `came_from` is the page to go back to, None when something was booked."""

    left = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("sidePanel")
        self.came_from: PageName | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._form: BookPage | None = None
        self.hide()

    @property
    def form(self) -> "BookPage | None":
        return self._form

    def open(self, desk: Desk, place: Book, came_from: PageName | None) -> None:
        from desktop_app.ui.pages.book.page import BookPage

        if self._form is None:
            self._form = BookPage(desk)
            self._form.done.connect(self._on_done)
            self._form.cancelled.connect(self.leave)
            self._column.addWidget(self._form)
        if self.isHidden():
            self.came_from = came_from
        self.show()
        self.raise_()
        self._form.start(place)

    def place(self, below: int) -> None:
        """Stand at the right edge, above the status line."""
        host = self.parentWidget()
        width = min(look().px(WIDTH), host.width() - look().px(220))
        self.setGeometry(host.width() - width, 0, width, host.height() - below)

    def escape(self) -> None:
        if self._form is not None:
            self._form.on_escape()

    @Slot()
    def leave(self) -> None:
        if not self.isHidden():
            self.hide()
            self.left.emit()

    @Slot()
    def _on_done(self) -> None:
        self.came_from = None
        self.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, 1, self.height(), QColor(look().tokens.line))
