"""What comes over the window's frame once it stands: the banners, the panel at the right, the toast; and how people are told.

The frame is painted first and these follow, so that the window is there at once (shell.py).
"""

from PySide6.QtCore import QObject, QRect, Slot

from desktop_app.ui.notices import WindowNotices
from desktop_app.ui.shell_layout import ShellLayout
from desktop_app.ui.side_panel import SidePanel
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.banner import BannerSlot
from desktop_app.ui.widgets.toast import Toast


class ShellLayers(QObject):
    """Places them whenever the window's size, the text size or the page asks for it."""

    def __init__(self, frame: ShellLayout) -> None:
        super().__init__(frame)
        self._frame = frame
        self.panel = SidePanel(frame.ground)
        self.toast = Toast(frame.ground)
        self.toast.room = self.toast_room
        banners = BannerSlot()
        frame.put_above_page(banners)
        self.notices = WindowNotices(self.toast, banners, frame.window())
        frame.ground.resized.connect(self.place)
        look().changed.connect(self.place)

    @Slot()
    def place(self) -> None:
        self.panel.place(self._frame.status.height())
        if not self.toast.isHidden():
            self.toast.place()

    def toast_room(self) -> QRect:
        """Right of the navigation, beside the panel, above what the page wants to keep in sight."""
        frame = self._frame
        right = 0 if self.panel.isHidden() else self.panel.width()
        below = frame.status.height() + frame.page_inset()
        return frame.ground.rect().adjusted(frame.navigation.width(), 0, -right, -below)
