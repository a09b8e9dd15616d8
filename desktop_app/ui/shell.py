"""The main window: navigation, title row, banners, the page in front, toast, status line, the booking panel over it.

Order: `Shell(settings)` and `show()` need nothing but Qt, so that the window stands before the database is opened;
`attach(clinic, runner)` brings it to life; `detach()` before the clinic is closed. The title bar and a frame say so in
practice mode.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QIcon,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout

from desktop_app.domain.errors import ExpectedError
from desktop_app.shipped_files import shipped
from desktop_app.ui.changes_bridge import ChangesBridge
from desktop_app.ui.desk import Desk
from desktop_app.ui.internet import Internet
from desktop_app.ui.navigation import NavEntry, Navigation
from desktop_app.ui.notices import WindowNotices
from desktop_app.ui.page import Page
from desktop_app.ui.page_list import make_page
from desktop_app.ui.places import Book, Goto, Move, PageName, Place
from desktop_app.ui.shell_actions import ShellActions
from desktop_app.ui.shell_banners import ShellBanners
from desktop_app.ui.shell_frame import Frame, Ground, starting
from desktop_app.ui.side_panel import SidePanel
from desktop_app.ui.status_line import StatusLine
from desktop_app.ui.theme import look
from desktop_app.ui.title_row import TitleRow
from desktop_app.ui.widgets.banner import BannerSlot
from desktop_app.ui.widgets.toast import Toast
from desktop_app.ui.window_settings import WindowSettings
from desktop_app.workers.task_runner import TaskRunner

if TYPE_CHECKING:
    from desktop_app.services.changes import Change
    from desktop_app.services.clinic import Clinic
    from desktop_app.ui.palette.entries import Command
    from desktop_app.ui.palette.palette import Palette
    from desktop_app.ui.shell_state import ShellState

_REFRESH_MS = 30_000


class Shell(QMainWindow):
    """`may_close` is asked when a person closes the window; False keeps it (the tray's part)."""

    def __init__(self, settings: WindowSettings, *, is_practice: bool = False) -> None:
        super().__init__()
        self.settings = settings
        self.may_close: Callable[[], bool] = lambda: True
        self.desk: Desk | None = None
        self._is_practice = is_practice
        self._pages: dict[PageName, Page] = {}
        self._current: PageName | None = None
        self._bridge: ChangesBridge | None = None
        self._state: ShellState | None = None
        self._is_reading = self._is_stale = False
        self._actions = ShellActions(self)
        self.addActions(list(self._actions.all()))
        self._build()
        self._connect()
        self._refresh = QTimer(self)
        self._refresh.setInterval(_REFRESH_MS)
        self._refresh.timeout.connect(self._read_state)
        self._restore_place()
        self._enable(False)

    # ── life ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def attach(self, clinic: "Clinic", runner: TaskRunner) -> None:
        """The clinic is open: read it and show the first page (the first-start page when it is empty)."""
        kept = self.settings.hospital_id() or 0
        self.desk = Desk(clinic, runner.run, self.notices, self.navigate, kept)
        self._bridge = ChangesBridge(clinic.changes, self)
        self._bridge.changed.connect(self._on_change)
        self._read_state()
        self._refresh.start()

    def detach(self) -> None:
        """Hear and ask nothing more; the window stays until it is closed."""
        self._refresh.stop()
        if self._bridge is not None:
            self._bridge.close()
        if self._current is not None:
            self._pages[self._current].on_hidden()
        self.settings.keep_place(self.saveGeometry())

    def page(self, name: PageName) -> Page:
        """The page, made now if it was never shown."""
        if name not in self._pages:
            if self.desk is None:
                raise RuntimeError("pages need a clinic: attach first")
            self._pages[name] = page = make_page(name, self.desk, self.settings)
            self._stack.addWidget(page)
        return self._pages[name]

    @property
    def current(self) -> PageName | None:
        return self._current

    # ── going places ────────────────────────────────────────────────────────────────────────────────────────────────
    def navigate(self, place: Place) -> None:
        if self.desk is None or self._state is None:
            return
        match place:
            case Book():
                self._book(place)
            case Move():
                self.panel.open_move(self.desk, place, self._current)
                self._place_layers()
            case Goto():
                self.panel.leave()
                self._show_page(place)

    def _show_page(self, place: Goto) -> None:
        page = self.page(place.page)
        if self._current is not None and self._current is not place.page:
            self._pages[self._current].on_hidden()
        self.notices.banner("help", None)
        self._current = place.page
        self._navigation.set_current(place.page)
        self._stack.setCurrentWidget(page)
        self._title.show_page(page)
        page.on_goto(place)
        page.on_shown()
        self._place_layers()

    def _book(self, place: Book) -> None:
        came_from = self._current
        if self._current is not PageName.TODAY:
            self._show_page(Goto(PageName.TODAY, day=place.day))
        if self.desk is not None:
            self.panel.open(self.desk, place, came_from)
        self._place_layers()

    # ── reading the frame's state ───────────────────────────────────────────────────────────────────────────────────
    @Slot()
    def _read_state(self) -> None:
        if self.desk is None:
            return
        if self._is_reading:
            self._is_stale = True
            return
        from desktop_app.ui.shell_state import read_state

        self._is_reading = True
        job = partial(read_state, self.desk.clinic, self.desk.hospital_id)
        self.desk.run(job, self._show_state, self._on_unreadable)

    def _show_state(self, state: "ShellState | None") -> None:
        self._is_reading = False
        if self._is_stale:
            self._is_stale = False
            self._read_state()
        if state is None:
            self._show_first_start()
            return
        is_first = self._state is None
        self._state = state
        if self.desk is not None:
            self.desk.remember(state.hospital)
            self.desk.hospital_id = state.hospital.id
        self._navigation.set_hospitals(state.hospitals, state.hospital.id)
        self._navigation.items[PageName.MESSAGES].set_badge(state.needs_you)
        self._status.show_state(state)
        self._banners.show_state(state)
        if is_first:
            self._enable(True)
            self._show_page(Goto(PageName.TODAY))

    def _on_unreadable(self, error: ExpectedError) -> None:
        self._is_reading = False
        self.notices.explain(error)

    def _show_first_start(self) -> None:
        """An empty data folder: one page, nothing else; when it is done the clinic is read again."""
        if self.desk is None or self._first_start is not None:
            return
        from desktop_app.ui.pages.first_start.page import FirstStartPage

        self._first_start = page = FirstStartPage(self.desk)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self._title.show_page(page)
        page.on_shown()

    # ── what happened ───────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_change(self, change: "Change") -> None:
        from desktop_app.services.changes import AppointmentsChanged

        self._read_state()
        if isinstance(change, AppointmentsChanged):
            self.panel.on_appointments_changed()
        if self._current is not None and self._state is not None:
            self._pages[self._current].on_change(change)

    @Slot(int)
    def _on_hospital_chosen(self, hospital_id: int) -> None:
        if self.desk is None or hospital_id == self.desk.hospital_id:
            return
        from desktop_app.ui.shell_state import read_state

        self.settings.keep_hospital(hospital_id)
        self.desk.run(partial(read_state, self.desk.clinic, hospital_id), self._on_hospital_read)

    def _on_hospital_read(self, state: "ShellState | None") -> None:
        self._show_state(state)
        self.panel.leave()
        if self._current is not None:
            self._pages[self._current].on_hospital()

    @Slot()
    def _on_page_asked(self) -> None:
        action = self.sender()
        for name, known in self._actions.pages.items():
            if known is action:
                self.navigate(Goto(name))

    @Slot()
    def _on_book_asked(self) -> None:
        self.navigate(Book())

    @Slot()
    def _on_search_asked(self) -> None:
        if self.desk is None:
            return
        if self._palette is None:
            from desktop_app.ui.palette.palette import Palette

            self._palette = Palette(self._inside, self.desk, self._commands)
            self._palette.closed.connect(self._on_palette_closed)
        self._palette.open()

    @Slot()
    def _on_refresh_asked(self) -> None:
        self._read_state()
        if self._current is not None:
            self._pages[self._current].on_shown()

    @Slot()
    def _on_pause_asked(self) -> None:
        self._banners.toggle_sending()

    @Slot()
    def _on_help_asked(self) -> None:
        page = self._pages.get(self._current) if self._current is not None else None
        if page is not None:
            self._banners.toggle_help(page.help_line, self._actions.keys.trigger)

    @Slot()
    def _on_keys_asked(self) -> None:
        from desktop_app.ui.keys import KeyLine, KeysDialog, lines_of

        page = self._pages.get(self._current) if self._current is not None else None
        here = [*lines_of(page.actions()), *(KeyLine(*line) for line in page.keys)] if page is not None else []
        name = self._actions.pages[self._current].text() if self._current is not None else ""
        dialog = KeysDialog(lines_of([*self._actions.all(), self.notices.undo_action]), name, here, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot()
    def _on_panel_left(self) -> None:
        came_from = self.panel.came_from
        if came_from is not None and came_from is not self._current:
            self._show_page(Goto(came_from))
        elif self._current is not None:
            self._pages[self._current].take_focus()
        self._place_layers()

    @Slot()
    def _on_palette_closed(self) -> None:
        if self._current is not None:
            self._pages[self._current].take_focus()

    def _commands(self) -> "list[Command]":
        from desktop_app.ui.palette.entries import Command

        page = self._pages.get(self._current) if self._current is not None else None
        actions: list[QAction] = [*self._actions.all(), *(page.actions() if page is not None else [])]
        if self.notices.undo_action.isEnabled():
            actions.insert(0, self.notices.undo_action)
        return [
            Command(action.text().replace("&", ""), action.shortcut().toString(), action.trigger)
            for action in actions
            if action.text() and action.isEnabled() and action is not self._actions.search
        ]

    # ── building ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _build(self) -> None:
        name = self.tr("Clinic Front Desk")
        self.setWindowTitle(
            self.tr("PRACTICE – nothing is sent – {name}").format(name=name) if self._is_practice else name
        )
        self.setWindowIcon(QIcon(str(shipped("icons", "app.svg"))))
        self._first_start: Page | None = None
        central = Frame(self._is_practice)
        self._navigation = Navigation(
            [NavEntry(page, action) for page, action in self._actions.pages.items()], self._actions.help
        )
        self._title = TitleRow(self._actions.search, self._actions.book)
        self._slot = BannerSlot()
        self._stack = QStackedWidget()
        self._stack.addWidget(starting(self.tr("Opening the clinic …")))
        self._status = StatusLine()
        self._inside = Ground()
        self._inside.resized.connect(self._place_layers)
        content = QVBoxLayout()
        content.setContentsMargins(20, 12, 20, 12)
        content.setSpacing(12)
        content.addWidget(self._title)
        content.addWidget(self._slot)
        content.addWidget(self._stack, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(content, 1)
        right.addWidget(self._status)
        body = QHBoxLayout(self._inside)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._navigation)
        body.addLayout(right, 1)
        central.body.addWidget(self._inside)
        self.setCentralWidget(central)
        self.panel = SidePanel(self._inside)
        self._toast = Toast(self._inside)
        self._palette: Palette | None = None
        self.notices = WindowNotices(self._toast, self._slot, self)
        self.addAction(self.notices.undo_action)
        self._banners = ShellBanners(self, self.notices)
        self._internet = Internet(self)

    def _connect(self) -> None:
        actions = self._actions
        for action in actions.pages.values():
            action.triggered.connect(self._on_page_asked)
        actions.book.triggered.connect(self._on_book_asked)
        actions.search.triggered.connect(self._on_search_asked)
        actions.refresh.triggered.connect(self._on_refresh_asked)
        actions.pause.triggered.connect(self._on_pause_asked)
        actions.help.triggered.connect(self._on_help_asked)
        actions.keys.triggered.connect(self._on_keys_asked)
        self._navigation.hospital_chosen.connect(self._on_hospital_chosen)
        self._status.whatsapp_asked.connect(actions.pages[PageName.WHATSAPP].trigger)
        self._status.messages_asked.connect(actions.pages[PageName.MESSAGES].trigger)
        self._internet.changed.connect(self._status.set_internet)
        self.panel.left.connect(self._on_panel_left)
        look().changed.connect(self._place_layers)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.activated.connect(self._on_escape)

    def _enable(self, on: bool) -> None:
        for action in self._actions.all():
            action.setEnabled(on)
        for widget in (self._navigation, self._title.search, self._title.book):
            widget.setEnabled(on)

    @Slot()
    def _on_escape(self) -> None:
        """The topmost thing goes: palette, panel, the help line; then the page may step back."""
        if self._palette is not None and not self._palette.isHidden():
            self._palette.leave()
        elif not self.panel.isHidden():
            self.panel.escape()
        elif "help" in self.notices.shown_banners():
            self.notices.banner("help", None)
        elif self._current is not None:
            self._pages[self._current].on_escape()

    # ── size and place ──────────────────────────────────────────────────────────────────────────────────────────────
    @Slot()
    def _place_layers(self) -> None:
        self.panel.place(self._status.height())
        page = self._pages.get(self._current) if self._current is not None else None
        self._toast.inset_left = self._navigation.width()
        self._toast.inset_right = 0 if self.panel.isHidden() else self.panel.width()
        self._toast.inset_bottom = self._status.height() + 12 + (page.toast_inset() if page is not None else 0)
        if not self._toast.isHidden():
            self._toast.place()

    def _restore_place(self) -> None:
        self.resize(1366, 728)
        kept = self.settings.place()
        if kept is not None:
            self.restoreGeometry(kept)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.settings.keep_place(self.saveGeometry())
        if self.may_close():
            event.accept()
        else:
            event.ignore()
