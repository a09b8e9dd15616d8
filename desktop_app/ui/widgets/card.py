"""A white surface with a thin line and round corners: what belongs together stands on one."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget


class Card(QFrame):
    """Put things into `body` (a vertical layout)."""

    def __init__(self, parent: QWidget | None = None, *, padding: int = 0, strong: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("card", "strong" if strong else "true")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(max(padding, 1), max(padding, 1), max(padding, 1), max(padding, 1))
        self.body.setSpacing(0 if not padding else 12)


class Line(QFrame):
    """A thin horizontal line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("line", "true")


def text(words: str = "", role: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A label. `role`: muted, small, label, title, heading, error, note, good, bad (see theme_style)."""
    label = QLabel(words, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    label.setWordWrap(wrap)
    return label


class NameText(QLabel):
    """A name of any length that never makes the window wider: what does not fit is left out, the tooltip has all of it."""

    def __init__(self, role: str = "heading", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    @property
    def name(self) -> str:
        return self._name

    def set_name(self, name: str) -> None:
        self._name = name
        self.setAccessibleName(name)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._name) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        shortest = self.fontMetrics().averageCharWidth() * 8
        return QSize(min(self.sizeHint().width(), shortest), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, max(self.width(), 1))
        is_whole = self.fontMetrics().horizontalAdvance(self._name) <= self.width()
        self.setText(self._name if is_whole else shown)
        self.setToolTip("" if is_whole else self._name)


class FittingText(QLabel):
    """Shows as many of its parts as fit, joined by dots; only the very last one is ever cut. All are in the tooltip.

    The last ones leave first; with `spares_first` the first one does before them.
    """

    def __init__(self, role: str = "muted", *, spares_first: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[str, ...] = ()
        self._spares_first = spares_first
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_parts(self, parts: Iterable[str]) -> None:
        self._parts = tuple(part for part in parts if part)
        self.setToolTip(" · ".join(self._parts))
        self.setAccessibleName(self.toolTip())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = list(self._parts)
        while len(shown) > 1 and not self._fits(shown):
            is_untouched = len(shown) == len(self._parts)
            shown.pop(0 if self._spares_first and is_untouched else -1)
        words = " · ".join(shown)
        self.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(self.width(), 1)))

    def _fits(self, parts: list[str]) -> bool:
        return self.fontMetrics().horizontalAdvance(" · ".join(parts)) <= self.width()


def row(*widgets: QWidget | int | None, gap: int = 12) -> QHBoxLayout:
    """Widgets side by side; None = a stretch, a number = so many pixels."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        elif isinstance(widget, int):
            layout.addSpacing(widget)
        else:
            layout.addWidget(widget)
    return layout
