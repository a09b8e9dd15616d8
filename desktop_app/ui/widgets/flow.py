"""A row that goes on in the next line when there is no more room: for buttons and controls at large text sizes."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget


class Flow(QLayout):
    """Left to right, then down. `last_right`: the last item of a single line goes to the right edge."""

    def __init__(self, gap: int = 8, *, last_right: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._last_right = last_right
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), is_trial=True)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, is_trial=False)

    def sizeHint(self) -> QSize:
        shown = self._shown()
        widths = sum(item.sizeHint().width() for item in shown) + self._gap * max(len(shown) - 1, 0)
        return QSize(widths, max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, is_trial: bool) -> int:
        """Fill line after line, each item in the middle of its line's height; the height of all lines."""
        lines: list[list[QLayoutItem]] = [[]]
        x = 0
        for item in self._shown():
            width = item.sizeHint().width()
            if lines[-1] and x + width > rect.width():
                lines.append([])
                x = 0
            lines[-1].append(item)
            x += width + self._gap
        y = rect.y()
        for line in lines:
            height = max((item.sizeHint().height() for item in line), default=0)
            if not is_trial:
                self._place_line(line, QRect(rect.x(), y, rect.width(), height), is_only=len(lines) == 1)
            y += height + self._gap
        return y - self._gap - rect.y()

    def _place_line(self, line: list[QLayoutItem], rect: QRect, *, is_only: bool) -> None:
        x = rect.x()
        for item in line:
            size = item.sizeHint()
            if self._last_right and is_only and item is line[-1]:
                x = max(x, rect.x() + rect.width() - size.width())
            item.setGeometry(QRect(QPoint(x, rect.y() + (rect.height() - size.height()) // 2), size))
            x += size.width() + self._gap


class FlowBox(QWidget):
    """Holds widgets in a Flow and is always as high as its lines need."""

    def __init__(self, gap: int = 8, *, last_right: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._flow = Flow(gap, last_right=last_right)
        self.setLayout(self._flow)

    def add(self, widget: QWidget) -> None:
        self._flow.addWidget(widget)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.setMinimumHeight(self._flow.heightForWidth(self.width()))
        return super().event(event)


def flow(*widgets: QWidget, gap: int = 8, last_right: bool = False) -> FlowBox:
    """A box with the given widgets in it."""
    box = FlowBox(gap, last_right=last_right)
    for widget in widgets:
        box.add(widget)
    return box
