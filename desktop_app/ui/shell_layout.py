"""What stands where in the window: navigation at the left, title row, banners and page, the status line, the layers above."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from desktop_app.ui.navigation import NavEntry, Navigation
from desktop_app.ui.shell_actions import ShellActions
from desktop_app.ui.shell_frame import Frame, Ground, starting
from desktop_app.ui.side_panel import SidePanel
from desktop_app.ui.status_line import StatusLine
from desktop_app.ui.theme import look
from desktop_app.ui.title_row import TitleRow
from desktop_app.ui.widgets.banner import BannerSlot
from desktop_app.ui.widgets.toast import Toast

_EDGE, _GAP = 20, 12


class ShellLayout(Frame):
    """The window's one central widget and its parts. `page_inset` says what a toast leaves free at the page's bottom."""

    def __init__(self, actions: ShellActions, *, is_practice: bool) -> None:
        super().__init__(is_practice)
        self.page_inset: Callable[[], int] = int
        entries = [NavEntry(page, action) for page, action in actions.pages.items()]
        self.navigation = Navigation(entries, actions.help)
        self.title = TitleRow(actions.search, actions.book)
        self.banners = BannerSlot()
        self.stack = QStackedWidget()
        self.stack.addWidget(starting(self.tr("Opening the clinic …")))
        self.status = StatusLine()
        self.ground = Ground()
        self._lay_out()
        self.panel = SidePanel(self.ground)
        self.toast = Toast(self.ground)
        self.toast.room = self.toast_room
        self.ground.resized.connect(self.place_layers)
        look().changed.connect(self.place_layers)

    @Slot()
    def place_layers(self) -> None:
        """Panel and toast stand where the window's size, the text size and the page ask for."""
        self.panel.place(self.status.height())
        if not self.toast.isHidden():
            self.toast.place()

    def toast_room(self) -> QRect:
        """Right of the navigation, beside the panel, above what the page wants to keep in sight."""
        right = 0 if self.panel.isHidden() else self.panel.width()
        below = self.status.height() + self.page_inset()
        return self.ground.rect().adjusted(self.navigation.width(), 0, -right, -below)

    def enable(self, on: bool) -> None:
        for widget in (self.navigation, self.title.search, self.title.book):
            widget.setEnabled(on)

    def _lay_out(self) -> None:
        content = QVBoxLayout()
        content.setContentsMargins(_EDGE, _GAP, _EDGE, _GAP)
        content.setSpacing(_GAP)
        content.addWidget(self.title)
        content.addWidget(self.banners)
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
