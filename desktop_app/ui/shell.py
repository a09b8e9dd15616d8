"""The main window: navigation, title row, banners, the page in front, toast, status line, the booking panel over it.

Order: `Shell(settings)` and `show()` make the frame alone, so that the window stands at once; with `stands` it has been
painted. `furnish()` then lays banners, panel and toast over it, `attach(clinic, runner)` brings it to life; `detach()`
before the clinic is closed. The title bar and a frame say so in practice mode.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QIcon, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QMainWindow

from desktop_app.shipped_files import shipped
from desktop_app.ui.places import Book, Goto, Move, PageName, Place
from desktop_app.ui.shell_actions import ShellActions
from desktop_app.ui.shell_layout import ShellLayout
from desktop_app.ui.window_settings import WindowSettings

if TYPE_CHECKING:  # what is not needed to paint the frame is imported once it stands
    from desktop_app.services.changes import Change
    from desktop_app.services.clinic import Clinic
    from desktop_app.ui.changes_bridge import ChangesBridge
    from desktop_app.ui.desk import Desk
    from desktop_app.ui.notices import WindowNotices
    from desktop_app.ui.page import Page
    from desktop_app.ui.palette.entries import Command
    from desktop_app.ui.palette.palette import Palette
    from desktop_app.ui.shell_reader import ShellReader
    from desktop_app.ui.shell_state import ShellState
    from desktop_app.ui.side_panel import SidePanel
    from desktop_app.workers.task_runner import TaskRunner


class Shell(QMainWindow):
    """`may_close` is asked when a person closes the window; False keeps it (the tray's part)."""

    stands = Signal()
    """The frame has been painted for the first time."""

    def __init__(self, settings: WindowSettings, *, is_practice: bool = False) -> None:
        super().__init__()
        self.settings = settings
        self.may_close: Callable[[], bool] = lambda: True
        self.desk: Desk | None = None
        self._pages: dict[PageName, Page] = {}
        self._current: PageName | None = None
        self._bridge: ChangesBridge | None = None
        self._reader: ShellReader | None = None
        self._state: ShellState | None = None
        self._first_start: Page | None = None
        self._palette: Palette | None = None
        self._has_stood = False
        self._actions = ShellActions(self)
        self.addActions(list(self._actions.all()))
        self._build(is_practice=is_practice)
        self._connect()
        self._restore_place()
        self._enable(False)

    # ── life ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def furnish(self) -> None:
        """Lay over the frame what it was shown without; the ways to tell people anything are among it."""
        from desktop_app.ui.internet import Internet
        from desktop_app.ui.shell_banners import ShellBanners
        from desktop_app.ui.shell_layers import ShellLayers

        self._layers = layers = ShellLayers(self._parts)
        self.panel.left.connect(self._on_panel_left)
        self.addAction(self.notices.undo_action)
        self._banners = ShellBanners(self, self.notices)
        self._internet = Internet(self)
        self._internet.changed.connect(self._parts.status.set_internet)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.activated.connect(self._on_escape)
        layers.place()

    @property
    def panel(self) -> "SidePanel":
        return self._layers.panel

    @property
    def notices(self) -> "WindowNotices":
        """There once it is furnished."""
        return self._layers.notices

    def attach(self, clinic: "Clinic", runner: "TaskRunner") -> None:
        """The clinic is open: read it and show the first page (the first-start page when it is empty)."""
        from desktop_app.ui.changes_bridge import ChangesBridge
        from desktop_app.ui.desk import Desk
        from desktop_app.ui.shell_reader import ShellReader

        kept = self.settings.hospital_id() or 0
        self.desk = Desk(clinic, runner.run, self.notices, self.navigate, kept)
        self._bridge = ChangesBridge(clinic.changes, self)
        self._bridge.changed.connect(self._on_change)
        self._reader = ShellReader(self.desk, self._show_state, self)
        self._reader.start()

    def detach(self) -> None:
        """Hear and ask nothing more; the window stays until it is closed."""
        if self._reader is not None:
            self._reader.stop()
        if self._bridge is not None:
            self._bridge.close()
        if self._current is not None:
            self._pages[self._current].on_hidden()
        self.settings.keep_place(self.saveGeometry())

    def page(self, name: PageName) -> "Page":
        """The page, made now if it was never shown."""
        from desktop_app.ui.page_list import make_page

        if name not in self._pages:
            if self.desk is None:
                raise RuntimeError("pages need a clinic: attach first")
            self._pages[name] = page = make_page(name, self.desk, self.settings)
            self._parts.stack.addWidget(page)
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
                self._layers.place()
            case Goto():
                self.panel.leave()
                self._show_page(place)

    def _show_page(self, place: Goto) -> None:
        page = self.page(place.page)
        if self._current is not None and self._current is not place.page:
            self._pages[self._current].on_hidden()
        self.notices.banner("help", None)
        self._current = place.page
        self._parts.navigation.set_current(place.page)
        self._parts.stack.setCurrentWidget(page)
        self._parts.title.show_page(page)
        if self._state is not None:
            self._banners.show_state(self._state)
        page.on_goto(place)
        page.on_shown()
        self._layers.place()

    def _book(self, place: Book) -> None:
        came_from = self._current
        if self._current is not PageName.TODAY:
            self._show_page(Goto(PageName.TODAY, day=place.day))
        if self.desk is not None:
            self.panel.open(self.desk, place, came_from)
        self._layers.place()

    # ── what the frame shows ────────────────────────────────────────────────────────────────────────────────────────
    def _show_state(self, state: "ShellState | None") -> None:
        if state is None or self.desk is None:
            self._show_first_start()
            return
        is_first = self._state is None
        self._state = state
        self.desk.remember(state.hospital)
        self.desk.hospital_id = state.hospital.id
        self._parts.navigation.set_hospitals(state.hospitals, state.hospital.id)
        self._parts.navigation.items[PageName.MESSAGES].set_badge(state.needs_you)
        self._parts.status.show_state(state)
        self._banners.show_state(state)
        if is_first:
            self._enable(True)
            self._show_page(Goto(PageName.TODAY))

    def _show_first_start(self) -> None:
        """An empty data folder: one page, nothing else; when it is done the clinic is read again."""
        if self.desk is None or self._first_start is not None:
            return
        from desktop_app.ui.pages.first_start.page import FirstStartPage

        self._first_start = page = FirstStartPage(self.desk)
        self._parts.stack.addWidget(page)
        self._parts.stack.setCurrentWidget(page)
        self._parts.title.show_page(page)
        page.on_shown()

    # ── what happened ───────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_change(self, change: "Change") -> None:
        from desktop_app.services.changes import AppointmentsChanged

        self._read()
        if isinstance(change, AppointmentsChanged):
            self.panel.on_appointments_changed()
        if self._current is not None and self._state is not None:
            self._pages[self._current].on_change(change)

    def _read(self) -> None:
        if self._reader is not None:
            self._reader.read()

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

            self._palette = Palette(self._parts.ground, self.desk, self._commands)
            self._palette.closed.connect(self._on_palette_closed)
        self._palette.open()

    @Slot()
    def _on_refresh_asked(self) -> None:
        self._read()
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
        self._layers.place()

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
    def _build(self, *, is_practice: bool) -> None:
        name = self.tr("Clinic Front Desk")
        title = self.tr("PRACTICE – nothing is sent – {name}").format(name=name) if is_practice else name
        self.setWindowTitle(title)
        self.setWindowIcon(QIcon(str(shipped("icons", "app.svg"))))
        self._parts = ShellLayout(self._actions, is_practice=is_practice)
        self.setCentralWidget(self._parts)
        self._parts.page_inset = self._page_inset

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
        self._parts.navigation.hospital_chosen.connect(self._on_hospital_chosen)
        self._parts.status.whatsapp_asked.connect(actions.pages[PageName.WHATSAPP].trigger)
        self._parts.status.messages_asked.connect(actions.pages[PageName.MESSAGES].trigger)

    def _enable(self, on: bool) -> None:
        for action in self._actions.all():
            action.setEnabled(on)
        self._parts.enable(on)

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
    def _page_inset(self) -> int:
        return self._pages[self._current].toast_inset() if self._current is not None else 0

    def _restore_place(self) -> None:
        self.resize(1366, 728)
        kept = self.settings.place()
        if kept is not None:
            self.restoreGeometry(kept)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._has_stood:
            self._has_stood = True
            QTimer.singleShot(0, self, self.stands.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.settings.keep_place(self.saveGeometry())
        if self.may_close():
            event.accept()
        else:
            event.ignore()
