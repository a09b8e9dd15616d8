"""The frame of a page that is a list: controls on top, the list on a card, beside it the pane of the row under the cursor."""

from PySide6.QtWidgets import QHBoxLayout, QLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.ui.widgets.card import Card


def list_and_pane(page: QWidget, top: QLayout, lists: tuple[QWidget, ...], pane: QWidget) -> QStackedWidget:
    """Lay out `page`. The answer shows one of `lists` (a table, or what stands there when it is empty)."""
    stack = QStackedWidget()
    for widget in lists:
        stack.addWidget(widget)
    card = Card()
    card.body.addWidget(stack, 1)
    columns = QHBoxLayout()
    columns.setSpacing(12)
    columns.addWidget(card, 19)
    columns.addWidget(pane, 10)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    column.addLayout(top)
    column.addLayout(columns, 1)
    return stack
