"""The window's own commands: one QAction each, for its key, the navigation, the palette and the list of keys."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from desktop_app.ui.places import PageName


class ShellActions(QObject):
    """Made with a window as parent; the shell connects them and adds them to itself."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        names = {
            PageName.TODAY: self.tr("Today"),
            PageName.VISITS: self.tr("Visits"),
            PageName.PATIENTS: self.tr("Patients"),
            PageName.MESSAGES: self.tr("Messages"),
            PageName.TEMPLATES: self.tr("Templates"),
            PageName.WHATSAPP: self.tr("WhatsApp"),
            PageName.SETTINGS: self.tr("Settings"),
        }
        self.pages = {page: self._action(name, f"Alt+{n}") for n, (page, name) in enumerate(names.items(), start=1)}
        self.pages[PageName.SETTINGS].setShortcuts([QKeySequence("Alt+7"), QKeySequence("Ctrl+,")])
        self.book = self._action(self.tr("New booking"), "F2")
        self.search = self._action(self.tr("Patient or command"), "Ctrl+K", "F3")
        self.refresh = self._action(self.tr("Read everything again"), "F5")
        self.pause = self._action(self.tr("Pause or resume sending"), "F8")
        self.help = self._action(self.tr("Help"), "F1")
        self.keys = self._action(self.tr("All keys"), "Ctrl+/")

    def all(self) -> tuple[QAction, ...]:
        return (*self.pages.values(), self.book, self.search, self.refresh, self.pause, self.help, self.keys)

    def _action(self, name: str, *keys: str) -> QAction:
        action = QAction(name, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        return action
