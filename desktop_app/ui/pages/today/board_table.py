"""The rows of one doctor's day: how a row is painted, the line of the present minute, the keys that act on a row."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from desktop_app.ui import formats
from desktop_app.ui.pages.today.acts import BoardAct
from desktop_app.ui.pages.today.board import BoardRow
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.chip import chip_size, paint_chip
from desktop_app.ui.widgets.tables import (
    Cell,
    Column,
    Index,
    RowDelegate,
    RowsModel,
    Table,
    draw_words,
    paint_row_ground,
)

_LETTERS = {act.value: act for act in BoardAct if len(act.value) == 1}


class BoardDelegate(RowDelegate):
    """Time, token, name, chip; one line for each row, whatever the text size."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table = self.parent()
        if not isinstance(table, BoardTable):
            return
        row = table.rows[index.row()]
        painter.save()
        paint_row_ground(painter, option, is_first=True)
        rect = QRectF(option.rect).adjusted(look().px(12), 0, -look().px(12), 0)
        right = self._paint_right(painter, rect, row)
        self._paint_left(painter, rect.adjusted(0, 0, -right, 0), row)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(look().px(200), look().px(40))

    def _paint_right(self, painter: QPainter, rect: QRectF, row: BoardRow) -> int:
        """The chip, or the words for a free time; how wide they are."""
        if row.appointment is None:
            words = f"{row.free_words} · {self.tr('Enter books')}"
            painter.setFont(look().font())
            painter.setPen(QColor(look().tokens.muted))
            draw_words(painter, rect, words, is_right=True)
            return painter.fontMetrics().horizontalAdvance(words) + 12
        words, tone = row.chip
        size = chip_size(words)
        place = QRectF(rect.right() - size.width(), rect.center().y() - size.height() / 2, size.width(), size.height())
        paint_chip(painter, place, words, tone)
        return size.width() + 12

    def _paint_left(self, painter: QPainter, rect: QRectF, row: BoardRow) -> None:
        tokens = look().tokens
        painter.setFont(look().font())
        painter.setPen(QColor(tokens.text))
        time_width, token_width = look().px(72), look().px(26)
        draw_words(painter, rect, formats.clock_time(row.at))
        token = QRectF(rect.x() + time_width, rect.y(), token_width, rect.height())
        name = rect.adjusted(time_width + token_width + look().px(12), 0, 0, 0)
        painter.setPen(QColor(tokens.muted))
        if row.appointment is None:
            draw_words(painter, name, "–")
            return
        draw_words(painter, token, str(row.appointment.token), is_right=True)
        is_over = row.appointment.status.value in ("cancelled", "no_show")
        painter.setPen(QColor(tokens.muted if is_over else tokens.text))
        shown = painter.fontMetrics().elidedText(
            row.appointment.patient_name, Qt.TextElideMode.ElideRight, int(name.width())
        )
        draw_words(painter, name, shown)

    def cut_words(self, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> str:
        table = self.parent()
        if not isinstance(table, BoardTable) or (appointment := table.rows[index.row()].appointment) is None:
            return ""
        chip = chip_size(table.rows[index.row()].chip[0]).width() + 12
        room = view.visualRect(index).width() - look().px(72 + 26 + 12 + 24) - chip
        is_cut = QFontMetrics(look().font()).horizontalAdvance(appointment.patient_name) > room
        return appointment.patient_name if is_cut else ""


class BoardTable(Table):
    """The rows of one doctor. Letters act on the row under the cursor, ← → go to the neighbour, digits pick a doctor."""

    acted = Signal(object)
    number_pressed = Signal(int)
    slip_asked = Signal()
    went_aside = Signal(int)
    focused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._model = RowsModel[BoardRow]([Column("", lambda row: Cell(row.spoken))])
        super().__init__(self._model, name="", head=False, parent=parent)
        self._model.setParent(self)
        self.setItemDelegate(BoardDelegate(self))
        self.is_active = True
        self._now_after: int | None = None
        self._now_words = ""

    @property
    def rows(self) -> tuple[BoardRow, ...]:
        return self._model.rows

    def show_rows(self, rows: tuple[BoardRow, ...], now_after: int | None, now_words: str) -> None:
        """Keep the cursor on the same appointment or time. `now_after`: the number of rows above the line of now."""
        current = self.current()
        self._now_after, self._now_words = now_after, now_words
        self._model.set_rows(rows)
        keys = [row.key for row in rows]
        if isinstance(current, BoardRow) and rows:
            same = [
                n
                for n, key in enumerate(keys)
                if key == current.key or (key[0] is not None and key[0] == current.key[0])
            ]
            later = [n for n, row in enumerate(rows) if row.at >= current.at]
            self._keep_cursor((same or later or [len(rows) - 1])[0])
        self.viewport().update()

    def _keep_cursor(self, number: int) -> None:
        """Only the column that is worked in shows its cursor."""
        index = self._model.index(number, 0)
        if self.is_active:
            self.pick(number)
            self.picked.emit(self.current())
        else:
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def put_cursor(self, appointment_id: int) -> bool:
        for number, row in enumerate(self.rows):
            if row.appointment is not None and row.appointment.id == appointment_id:
                self.pick(number)
                return True
        return False

    def pick_useful(self) -> None:
        """Put the cursor where work is: the first who is here, else the row after now."""
        if self.current() is not None or not self.rows:
            return
        here = [n for n, row in enumerate(self.rows) if row.waited is not None]
        self.pick((here or [min(self._now_after or 0, len(self.rows) - 1)])[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, letter = Qt.Key(event.key()), event.text().upper()
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if plain and letter in _LETTERS:
            self.acted.emit(_LETTERS[letter])
        elif plain and key == Qt.Key.Key_Delete:
            self.acted.emit(BoardAct.CANCEL)
        elif plain and letter == "P":
            self.slip_asked.emit()
        elif plain and letter.isdigit() and letter != "0":
            self.number_pressed.emit(int(letter))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.went_aside.emit(1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn:
            self.focused.emit()
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        handled = super().viewportEvent(event)
        if event.type() is QEvent.Type.Paint:
            self._paint_now()
        return handled

    def _paint_now(self) -> None:
        if self._now_after is None or not self.rows:
            return
        tokens = look().tokens
        number = min(self._now_after, len(self.rows)) - 1
        y = self.rowViewportPosition(number) + self.rowHeight(number) if number >= 0 else 0
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(0, max(y - 1, 0), self.viewport().width(), 2, QColor(tokens.now))
            font = look().small_font()
            painter.setFont(font)
            width, height = QFontMetrics(font).horizontalAdvance(self._now_words) + 12, look().px(17)
            if number < 0:  # above the first row the flag would cover what stands there
                return
            flag = QRectF(self.viewport().width() - width - look().px(10), max(y - height / 2, 0), width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.now))
            painter.drawRoundedRect(flag, 3, 3)
            painter.setPen(QColor(tokens.on_now))
            painter.drawText(flag, Qt.AlignmentFlag.AlignCenter, self._now_words)
