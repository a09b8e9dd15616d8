"""◀ Today ▶ beside the title."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop_app.ui.widgets.segments import SegmentedControl

_BACK, _TODAY, _ON = -1, 0, 1


class DayButtons(SegmentedControl):
    """`stepped(days)` and `today_asked`; Today is lit while the board shows today."""

    stepped = Signal(int)
    today_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((), name="", parent=parent)
        self.setAccessibleName(self.tr("Day"))
        icons = {_BACK: "chevron-left", _ON: "chevron-right"}
        self.set_choices([(_BACK, ""), (_TODAY, self.tr("Today")), (_ON, "")], icons)
        for value, name in ((_BACK, self.tr("The day before (Alt+←)")), (_ON, self.tr("The next day (Alt+→)"))):
            self.button(value).setAccessibleName(name)
            self.button(value).setToolTip(name)
        self.button(_TODAY).setToolTip(self.tr("Back to today (Alt+Home)"))
        self._is_today = True
        self.chosen.connect(self._on_chosen)
        self.set_value(_TODAY)

    def show_day(self, *, is_today: bool) -> None:
        self._is_today = is_today
        self.set_value(_TODAY if is_today else None)

    def make_actions(self) -> list[QAction]:
        """The keys, for the page."""
        wanted = (
            (self.tr("The day before"), "Alt+Left", _BACK),
            (self.tr("The next day"), "Alt+Right", _ON),
            (self.tr("Back to today"), "Alt+Home", _TODAY),
        )
        actions: list[QAction] = []
        for words, key, value in wanted:
            action = QAction(words, self)
            action.setShortcut(QKeySequence(key))
            action.setData(value)
            action.triggered.connect(self._on_action)
            actions.append(action)
        return actions

    @Slot()
    def _on_action(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._on_chosen(action.data())

    @Slot(object)
    def _on_chosen(self, value: object) -> None:
        self.show_day(is_today=self._is_today)
        if value == _TODAY:
            self.today_asked.emit()
        else:
            self.stepped.emit(-1 if value == _BACK else 1)
