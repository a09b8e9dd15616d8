"""The row above the page: where I am, the page's own tools, search, New booking."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop_app.ui import icons
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.buttons import Button, Kind, cap_size, paint_cap
from desktop_app.ui.widgets.card import FittingText, text

if TYPE_CHECKING:
    from desktop_app.ui.page import Page


class SearchButton(QPushButton):
    """Looks like a search field and opens the palette, which is the real one."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = action.text()
        self._key = action.shortcut().toString()
        self.setAccessibleName(action.text())
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(action.trigger)
        look().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(look().px(300 if look().text_size < 135 else 230), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(180), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        tokens, side = look().tokens, look().px(18)
        with QPainter(self) as painter:
            rect = self.rect().adjusted(11, 0, -10, 0)
            painter.drawPixmap(rect.x(), (self.height() - side) // 2, icons.pixmap("search", tokens.muted, side))
            cap = cap_size(self._key)
            painter.setPen(QColor(tokens.muted))
            room = rect.adjusted(side + 8, 0, -cap.width() - 6, 0)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(
                room, flags, painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room.width())
            )
            place = rect.adjusted(rect.width() - cap.width(), 0, 0, 0)
            place.setTop((self.height() - cap.height()) // 2)
            place.setHeight(cap.height())
            paint_cap(painter, place.toRectF(), self._key, QColor(tokens.muted))


class TitleRow(QWidget):
    """Shows the title of whichever page is in front."""

    def __init__(self, search: QAction, book: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = text("", "title")
        self._subtitle = FittingText()
        self._tools = QHBoxLayout()
        self._tools.setContentsMargins(6, 0, 0, 0)
        self.search = SearchButton(search)
        self.book = Button(book.text(), key=book.shortcut().toString(), icon="plus", kind=Kind.PRIMARY)
        self.book.setAccessibleName(book.text())
        self.book.clicked.connect(book.trigger)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addLayout(self._tools)
        row.addWidget(self._subtitle, 1)
        row.addWidget(self.search)
        row.addWidget(self.book)
        self._page: Page | None = None

    @property
    def title(self) -> str:
        return self._title.text()

    def show_page(self, page: "Page") -> None:
        if self._page is not None:
            self._page.titled.disconnect(self._on_titled)
            if self._page.head is not None:
                self._page.head.hide()
        self._page = page
        page.titled.connect(self._on_titled)
        if page.head is not None:
            if self._tools.indexOf(page.head) < 0:
                self._tools.addWidget(page.head)
            page.head.show()
        self._on_titled()

    @Slot()
    def _on_titled(self) -> None:
        if self._page is not None:
            self._title.setText(self._page.title)
            self._subtitle.set_parts(self._page.subtitle.split(" · "))
