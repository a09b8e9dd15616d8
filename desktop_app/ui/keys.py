"""Every key in one list (Ctrl+/), made from the same actions that the keys belong to."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.ui.widgets.buttons import Button, KeyCap, Kind
from desktop_app.ui.widgets.card import row, text


@dataclass(frozen=True, slots=True)
class KeyLine:
    keys: str
    what: str


def lines_of(actions: Iterable[QAction]) -> tuple[KeyLine, ...]:
    """The actions that have a key, in their order."""
    return tuple(
        KeyLine(", ".join(key.toString() for key in action.shortcuts()), action.text().replace("&", ""))
        for action in actions
        if action.shortcuts() and action.text()
    )


class KeysDialog(QDialog):
    """Two columns: everywhere, and on this page. Esc closes."""

    def __init__(
        self, everywhere: Iterable[KeyLine], page: str, here: Iterable[KeyLine], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        columns = QHBoxLayout()
        columns.setSpacing(40)
        columns.addLayout(self._column(self.tr("Everywhere"), everywhere))
        columns.addLayout(self._column(page, here))
        close = Button(self.tr("Close"), key="Esc", kind=Kind.PRIMARY)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(16)
        layout.addLayout(columns)
        layout.addLayout(foot)

    def _column(self, heading: str, lines: Iterable[KeyLine]) -> QVBoxLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(7)
        for number, line in enumerate(lines):
            grid.addLayout(row(*(KeyCap(key) for key in line.keys.split(", ")), None, gap=4), number, 0)
            grid.addWidget(text(line.what), number, 1)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(text(heading, "heading"))
        column.addLayout(grid)
        column.addStretch(1)
        return column
