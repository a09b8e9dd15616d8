"""The whole-day actions on the page: one QAction each for the palette, and the dialog that a column's menu opens."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop_app.ui.desk import Desk
from desktop_app.ui.pages.today.whole_day import WholeDay, WholeDayAct

Ask = Callable[[], WholeDay | None]


class WholeDayActs(QObject):
    """`of_column` answers with the day of the column that is worked in."""

    def __init__(self, desk: Desk, of_column: Ask, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._of_column = of_column
        self._page = page
        self.actions = {
            WholeDayAct.LATE: self._action(self.tr("This doctor is running late…")),
            WholeDayAct.MOVE: self._action(self.tr("Move this doctor’s day…")),
            WholeDayAct.CANCEL: self._action(self.tr("Cancel this doctor’s day…")),
        }
        page.addActions(list(self.actions.values()))

    def refresh(self) -> None:
        """Another column or another board: what makes no sense there is not offered."""
        of = self._of_column()
        for act, action in self.actions.items():
            action.setEnabled(of is not None and act in of.offers)

    def open(self, act: WholeDayAct, of: WholeDay | None) -> None:
        from desktop_app.ui.pages.today.whole_day_dialogs import DIALOGS

        if of is not None and act in of.offers:
            DIALOGS[act](self._desk, of, self._page)

    def _action(self, words: str) -> QAction:
        action = QAction(words, self)
        action.triggered.connect(self._on_triggered)
        return action

    @Slot()
    def _on_triggered(self) -> None:
        sender = self.sender()
        act = next(act for act, action in self.actions.items() if action is sender)
        self.open(act, self._of_column())
