"""What stands where in the window's frame: navigation at the left, title row and page, the status line below."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.ui.navigation import Navigation
from desktop_app.ui.shell_actions import ShellActions
from desktop_app.ui.shell_frame import Frame, Ground, starting
from desktop_app.ui.status_line import StatusLine
from desktop_app.ui.title_row import TitleRow

_EDGE, _GAP = 20, 12


class ShellLayout(Frame):
    """The window's one central widget and its parts. `page_inset` says what a toast leaves free at the page's bottom."""

    def __init__(self, actions: ShellActions, *, is_practice: bool) -> None:
        super().__init__(is_practice)
        self.page_inset: Callable[[], int] = int
        self.navigation = Navigation(actions.pages, actions.help)
        self.title = TitleRow(actions.search, actions.book)
        self.stack = QStackedWidget()
        self.stack.addWidget(starting(self.tr("Opening the clinic …")))
        self.status = StatusLine()
        self.ground = Ground()
        self._lay_out()

    def put_above_page(self, widget: QWidget) -> None:
        """Between the title row and the page."""
        self._content.insertWidget(1, widget)

    def enable(self, on: bool) -> None:
        for widget in (self.navigation, self.title.search, self.title.book):
            widget.setEnabled(on)

    def _lay_out(self) -> None:
        self._content = content = QVBoxLayout()
        content.setContentsMargins(_EDGE, _GAP, _EDGE, _GAP)
        content.setSpacing(_GAP)
        content.addWidget(self.title)
        content.addWidget(self.stack, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(content, 1)
        right.addWidget(self.status)
        whole = QHBoxLayout(self.ground)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.navigation)
        whole.addLayout(right, 1)
        self.body.addWidget(self.ground)
