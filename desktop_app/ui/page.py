"""What the shell asks of a page. A page lives in ui/pages/<name>/: page.py has the widgets, presenter.py the decisions."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.ui.desk import Desk
from desktop_app.ui.places import Goto

if TYPE_CHECKING:
    from desktop_app.services.changes import Change


class Page(QWidget):
    """One page of the window. The shell makes it when it is first shown.

    Its QActions (`addAction`) with a text are offered in the command palette while it is shown, and in the list of keys.
    """

    titled = Signal()
    """The title row changed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.title = ""
        self.subtitle = ""
        self.help_line = ""
        """One line for F1: what this page is for and its main keys."""
        self.keys: tuple[tuple[str, str], ...] = ()
        """Keys that are no QActions (single letters on a table): (key, what it does), for the list of keys."""
        self.head: QWidget | None = None
        """What stands right of the title, if anything (Today's day buttons)."""

    def set_title(self, title: str, subtitle: str = "") -> None:
        self.title, self.subtitle = title, subtitle
        self.titled.emit()

    def on_shown(self) -> None:
        """The page has come to the front: take fresh data and the focus."""

    def on_hidden(self) -> None:
        """Another page comes to the front: stop timers."""

    def on_goto(self, place: Goto) -> None:
        """Show what `place` names. Called before `on_shown`."""

    def on_change(self, change: "Change") -> None:
        """Something was committed. Called only while the page is shown; `on_shown` makes up for the rest."""

    def on_escape(self) -> None:
        """Esc, when nothing lies over the page: leave what is being done here, if anything."""

    def take_focus(self) -> None:
        """Something that lay over the page is gone: the focus comes back."""
        self.setFocus()

    def toast_inset(self) -> int:
        """How many pixels at the page's bottom a toast must leave free."""
        return 0

    def on_hospital(self) -> None:
        """Another hospital was chosen while the page is shown."""
        self.on_shown()
