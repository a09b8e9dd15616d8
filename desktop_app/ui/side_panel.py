"""The panel at the right that lies over the day: booking and moving happen in it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QStackedLayout, QWidget

from desktop_app.ui.desk import Desk
from desktop_app.ui.places import Book, Move, PageName
from desktop_app.ui.theme import look

if TYPE_CHECKING:
    from desktop_app.ui.pages.book.move_page import MovePage
    from desktop_app.ui.pages.book.page import BookPage

WIDTH = 470


class SidePanel(QFrame):
    """`left` comes when it closes. `came_from` is the page to go back to, None when something was booked."""

    left = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.setObjectName("sidePanel")
        self.came_from: PageName | None = None
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(1, 0, 0, 0)
        self._book: BookPage | None = None
        self._move: MovePage | None = None
        self.hide()

    @property
    def book(self) -> "BookPage | None":
        """The booking form, once it was opened."""
        return self._book

    @property
    def move_form(self) -> "MovePage | None":
        """The form that moves an appointment, while it is open."""
        return self._move

    def open(self, desk: Desk, place: Book, came_from: PageName | None) -> None:
        from desktop_app.ui.pages.book.page import BookPage

        self._drop_move()
        if self._book is None:
            self._book = BookPage(desk)
            self._book.done.connect(self._on_done)
            self._book.cancelled.connect(self.leave)
            self._stack.addWidget(self._book)
        self._stack.setCurrentWidget(self._book)
        self._come(came_from)
        self._book.start(place)

    def open_move(self, desk: Desk, place: Move, came_from: PageName | None) -> None:
        from desktop_app.ui.pages.book.move_page import MovePage

        self._drop_move()
        self._move = MovePage(desk, place.appointment)
        self._move.done.connect(self.leave)
        self._stack.addWidget(self._move)
        self._stack.setCurrentWidget(self._move)
        self._come(came_from)
        self._move.day.setFocus()

    def place(self, below: int) -> None:
        """Stand at the right edge, above the status line."""
        host = self._host
        width = min(look().px(WIDTH), host.width() - look().px(220))
        self.setGeometry(host.width() - width, 0, width, host.height() - below)

    def escape(self) -> None:
        if self._move is not None:
            self._move.on_escape()
        elif self._book is not None:
            self._book.on_escape()

    def on_appointments_changed(self) -> None:
        """Times may be taken or free now."""
        if not self.isHidden() and self._move is None and self._book is not None:
            self._book.on_change()

    @Slot()
    def leave(self) -> None:
        if not self.isHidden():
            self.hide()
            self._drop_move()
            self.left.emit()

    def _come(self, came_from: PageName | None) -> None:
        if self.isHidden():
            self.came_from = came_from
        self.show()
        self.raise_()

    def _drop_move(self) -> None:
        if self._move is not None:
            self._stack.removeWidget(self._move)
            self._move.hide()
            self._move.deleteLater()
            self._move = None

    @Slot()
    def _on_done(self) -> None:
        self.came_from = None
        self.leave()
