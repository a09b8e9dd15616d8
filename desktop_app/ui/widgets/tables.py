"""Tables in the look of the drawn pictures: a model of rows, cells that say how they look, one delegate that paints them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from desktop_app.ui.theme import look
from desktop_app.ui.theme_tokens import Tone
from desktop_app.ui.widgets.chip import chip_size, paint_chip

Row = TypeVar("Row")
_CELL = Qt.ItemDataRole.UserRole
_PAD = 12
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. With `tone` it is a chip. `sign` stands before the text in `sign_colour` (a token's name)."""

    text: str
    tone: Tone | None = None
    is_muted: bool = False
    is_bold: bool = False
    is_right: bool = False
    is_struck: bool = False
    sign: str = ""
    sign_colour: str = "muted"
    size: float = 1.0

    @property
    def spoken(self) -> str:
        return f"{self.sign} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """`width` in pixels at 100 %; 0 takes what is left."""

    title: str
    cell: Callable[[Row], Cell]
    width: int = 0
    is_right: bool = False


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Frozen rows, shown through columns. `set_rows` replaces them all."""

    def __init__(self, columns: Sequence[Column[Row]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: tuple[Row, ...] = ()

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        return self._columns

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def set_rows(self, rows: Sequence[Row]) -> None:
        new = tuple(rows)
        if len(new) == len(self._rows):
            self._rows = new
            if new:
                self.dataChanged.emit(self.index(0, 0), self.index(len(new) - 1, len(self._columns) - 1))
            return
        self.beginResetModel()
        self._rows = new
        self.endResetModel()

    def append_rows(self, rows: Sequence[Row]) -> None:
        """For lists that are read page by page."""
        if not rows:
            return
        self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
        self._rows = (*self._rows, *rows)
        self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        if role not in (_CELL, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        cell = self._columns[index.column()].cell(self._rows[index.row()])
        return cell if role == _CELL else cell.spoken

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._columns[section].is_right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class RowDelegate(QStyledItemDelegate):
    """Paints a Cell; a selected row is tinted with a bar at its left, each row has a thin line below."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = index.data(_CELL)
        painter.save()
        paint_row_ground(painter, option, is_first=index.column() == 0)
        if isinstance(cell, Cell):
            self.paint_cell(painter, QRectF(option.rect).adjusted(_PAD, 0, -_PAD, 0), cell)
        painter.restore()

    def paint_cell(self, painter: QPainter, rect: QRectF, cell: Cell) -> None:
        if cell.tone is not None:
            size = chip_size(cell.spoken)
            left = rect.right() - size.width() if cell.is_right else rect.left()
            top = rect.center().y() - size.height() / 2
            paint_chip(painter, QRectF(left, top, size.width(), size.height()), cell.spoken, cell.tone)
            return
        tokens = look().tokens
        font = look().font(bold=cell.is_bold)
        font.setPointSizeF(font.pointSizeF() * cell.size)
        font.setStrikeOut(cell.is_struck)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        if cell.sign:
            painter.setPen(QColor(str(getattr(tokens, cell.sign_colour))))
            draw_words(painter, rect, cell.sign)
            rect.adjust(metrics.horizontalAdvance(cell.sign + " "), 0, 0, 0)
        painter.setPen(QColor(tokens.muted if cell.is_muted else tokens.text))
        words = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, int(rect.width()))
        draw_words(painter, rect, words, is_right=cell.is_right)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        cell = index.data(_CELL)
        if not isinstance(cell, Cell):
            return super().sizeHint(option, index)
        if cell.tone is not None:
            return chip_size(cell.spoken) + QSize(2 * _PAD, look().px(12))
        font = look().font(bold=cell.is_bold)
        font.setPointSizeF(font.pointSizeF() * cell.size)
        return QSize(QFontMetrics(font).horizontalAdvance(cell.spoken) + 2 * _PAD + 2, look().px(40))

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Words that are cut are whole in the tooltip."""
        words = self.cut_words(view, option, index) if event.type() is QEvent.Type.ToolTip else ""
        QToolTip.showText(event.globalPos(), words, view)
        return bool(words)

    def cut_words(self, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> str:
        """The whole of what has no room in its cell, "" when nothing is cut."""
        cell = index.data(_CELL)
        is_cut = isinstance(cell, Cell) and self.sizeHint(option, index).width() > view.visualRect(index).width() + 4
        return cell.spoken if is_cut else ""


def draw_words(painter: QPainter, rect: QRectF, words: str, *, is_right: bool = False) -> None:
    """One line in the middle of `rect`, on the same base line whatever the script."""
    metrics = painter.fontMetrics()
    left = rect.right() - metrics.horizontalAdvance(words) if is_right else rect.left()
    painter.drawText(QPointF(left, rect.center().y() + (metrics.ascent() - metrics.descent()) / 2), words)


def paint_row_ground(painter: QPainter, option: QStyleOptionViewItem, *, is_first: bool) -> None:
    """Tint, bar and line of one cell's part of a row."""
    tokens, rect = look().tokens, option.rect
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, QColor(tokens.tint))
        if is_first:
            painter.fillRect(rect.x(), rect.y(), 3, rect.height(), QColor(tokens.accent))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, QColor(tokens.hover))
    painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(tokens.line))


class Table(QTableView):
    """A table of whole rows. ↑↓ move, Enter or a double click opens (`opened(row)`), `picked(row)` on every other row.

    `row_height` in pixels at 100 %: 40, or 52 for the doctors' pages. Keys that the table does not use go to `on_key`.
    """

    picked = Signal(object)
    opened = Signal(object)
    resized = Signal()

    def __init__(
        self,
        model: RowsModel[Row],
        *,
        name: str,
        row_height: int = 40,
        head: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = model
        self._height = row_height
        self._lines = 0
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setVisible(head)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.doubleClicked.connect(self._on_double_clicked)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def current(self) -> object:
        """The row under the cursor, or None."""
        number = self.currentIndex().row()
        return self._rows.rows[number] if 0 <= number < len(self._rows.rows) else None

    def show_lines(self, count: int) -> None:
        """Be exactly so many rows high; more of them scroll."""
        self._lines = count
        head = self.horizontalHeader().sizeHint().height() if self.horizontalHeader().isVisibleTo(self) else 0
        self.setFixedHeight(head + count * look().px(self._height))

    def pick(self, number: int) -> None:
        """Put the cursor on a row."""
        if 0 <= number < self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(number, 0))
            self.scrollTo(self._rows.index(number, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() is not None:
            self.opened.emit(self.current())
            return
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self._rows.rowCount() - 1}
        if event.key() in ends:
            self.pick(ends[Qt.Key(event.key())])
            return
        if event.key() in _OWN_KEYS:
            super().keyPressEvent(event)
            return
        event.ignore()

    def _on_row_changed(self) -> None:
        self.picked.emit(self.current())

    def _on_double_clicked(self) -> None:
        self.opened.emit(self.current())

    def _on_look_changed(self) -> None:
        self.verticalHeader().setDefaultSectionSize(look().px(self._height))
        self.verticalHeader().setMinimumSectionSize(look().px(self._height))
        if self._lines:
            self.show_lines(self._lines)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(look().px(24))
        for number, column in enumerate(self._rows.columns):
            if column.width:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Fixed)
                header.resizeSection(number, look().px(column.width))
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)


_OWN_KEYS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
