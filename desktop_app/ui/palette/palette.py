"""The box itself: type, ↑↓, Enter; Esc leaves. An accelerator only: everything in it has a button or a key elsewhere."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui import icons
from desktop_app.ui.desk import Desk
from desktop_app.ui.palette.entries import Command, Entry, entries, patient_entry, wants_patients
from desktop_app.ui.places import Goto, PageName
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.buttons import cap_size, paint_cap
from desktop_app.ui.widgets.card import Card, text
from desktop_app.ui.widgets.tables import paint_row_ground

if TYPE_CHECKING:
    from desktop_app.services.views import PatientView

_TYPING_MS = 120


class _Line(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(entry, Entry):
            return
        painter.save()
        paint_row_ground(painter, option, is_first=True)
        tokens, rect = look().tokens, option.rect.adjusted(14, 0, -14, 0)
        side = look().px(18)
        painter.drawPixmap(rect.x(), rect.center().y() - side // 2, icons.pixmap(entry.icon, tokens.muted, side))
        rect.adjust(side + 10, 0, 0, 0)
        if entry.key:
            cap = cap_size(entry.key)
            place = QRectF(rect.right() - cap.width(), rect.center().y() - cap.height() / 2, cap.width(), cap.height())
            paint_cap(painter, place, entry.key, QColor(tokens.muted))
            rect.adjust(0, 0, -cap.width() - 10, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(look().font())
        painter.setPen(QColor(tokens.text))
        painter.drawText(rect, flags, entry.words)
        rect.adjust(painter.fontMetrics().horizontalAdvance(entry.words + "  "), 0, 0, 0)
        painter.setPen(QColor(tokens.muted))
        painter.drawText(
            rect, flags, painter.fontMetrics().elidedText(entry.aside, Qt.TextElideMode.ElideRight, rect.width())
        )
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, look().px(40))


class Palette(QWidget):
    """Lies over the window; a click beside it closes it. `closed` gives the focus back."""

    closed = Signal()

    def __init__(self, host: QWidget, desk: Desk, commands: Callable[[], Sequence[Command]]) -> None:
        super().__init__(host)
        self._host = host
        self._commands = commands
        self._desk = desk
        self._patients: tuple[Entry, ...] = ()
        self._asked = ""
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Patient’s name or number, or a command"))
        self.field.setAccessibleName(self.tr("Patient or command"))
        self.field.textChanged.connect(self._on_typed)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Found"))
        self.list.setItemDelegate(_Line(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._on_clicked)
        self._card = Card(self, padding=10)
        self._card.body.addWidget(self.field)
        self._card.body.addWidget(self.list)
        self.nothing = text(
            self.tr("Nothing found. Type any part of a name, a number or a command."), "muted", wrap=True
        )
        self.nothing.setContentsMargins(10, 4, 10, 8)
        self._card.body.addWidget(self.nothing)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._on_typing_paused)
        QVBoxLayout(self).setContentsMargins(0, 0, 0, 0)
        self.hide()

    def open(self) -> None:
        host = self._host
        self.setGeometry(host.rect())
        self._patients = ()
        self.field.clear()
        self._show_entries()
        self.show()
        self.raise_()
        self.field.setFocus()

    def leave(self) -> None:
        self._typing.stop()
        self.hide()
        self.closed.emit()

    def shown(self) -> tuple[str, ...]:
        """The words of the lines offered now."""
        return tuple(self.list.item(number).text() for number in range(self.list.count()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        shade = QColor(0, 0, 0, 90 if look().tokens.is_dark else 60)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), shade)

    def mousePressEvent(self, event: object) -> None:
        self.leave()

    def _show_entries(self) -> None:
        self.list.clear()
        for entry in entries(self._commands(), self._patients, self.field.text()):
            item = QListWidgetItem(entry.words)
            item.setData(Qt.ItemDataRole.UserRole, entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.words} {entry.aside}".strip())
            self.list.addItem(item)
        has_none = not self.list.count() and not self._typing.isActive() and self._asked == ""
        self.nothing.setVisible(has_none)
        self.list.setVisible(not has_none)
        self.list.setCurrentRow(0)
        self._fit()

    def _fit(self) -> None:
        """As tall as what is offered."""
        host = self._host
        width = min(look().px(620), host.width() - 60)
        lines = max(self.list.count(), 1) * look().px(40)
        height = min(lines + look().px(36) + 44, host.height() - look().px(80))
        self._card.setGeometry((host.width() - width) // 2, look().px(56), width, height)

    def _take(self, item: QListWidgetItem | None) -> None:
        entry = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if isinstance(entry, Entry):
            self.leave()
            entry.act()

    @Slot()
    def _on_typed(self) -> None:
        if not wants_patients(self.field.text()):
            self._patients = ()
        self._asked = ""
        self._typing.start()
        self._show_entries()

    @Slot()
    def _on_typing_paused(self) -> None:
        typed = self.field.text().strip()
        if not wants_patients(typed):
            self._show_entries()
            return
        self._asked = typed
        self._desk.run(partial(self._desk.clinic.patients.find, typed), partial(self._found, typed))

    def _found(self, typed: str, patients: "tuple[PatientView, ...]") -> None:
        if typed != self._asked or self.isHidden():
            return
        desk, today = self._desk, self._desk.today()
        self._asked = ""
        self._patients = tuple(
            patient_entry(p, today, partial(desk.navigate, Goto(PageName.PATIENTS, patient_id=p.id))) for p in patients
        )
        self._show_entries()

    @Slot(QListWidgetItem)
    def _on_clicked(self, item: QListWidgetItem) -> None:
        self._take(item)
