"""A field for a day: typed in words or figures, the day that was understood stands in grey at its right end."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QToolButton, QWidget, QWidgetAction

from desktop_app.ui import formats, icons
from desktop_app.ui.date_words import day_meant
from desktop_app.ui.theme import look


class DateField(QLineEdit):
    """`day_changed(date | None)` whenever another day is meant. ↑ ↓ go a day back and on; the icon opens a calendar.

    `day()` is None while the text is not understood.
    """

    day_changed = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._day: date | None = today
        self.first = today
        """The earliest day that ↑ and the calendar offer."""
        self.setPlaceholderText(self.tr("today"))
        self._menu = QMenu(self)
        self._calendar = QCalendarWidget()
        self._calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._calendar.clicked.connect(self._on_picked)
        holder = QWidgetAction(self._menu)
        holder.setDefaultWidget(self._calendar)
        self._menu.addAction(holder)
        self._opener = QAction(self.tr("Choose in the calendar"), self)
        self._opener.triggered.connect(self._on_open_calendar)
        self.addAction(self._opener, QLineEdit.ActionPosition.TrailingPosition)
        for button in self.findChildren(QToolButton):
            button.setAccessibleName(self._opener.text())
            button.setToolTip(self._opener.text())
        self.textChanged.connect(self._on_typed)
        self.editingFinished.connect(self._on_finished)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def day(self) -> date | None:
        return self._day

    def set_today(self, today: date) -> None:
        """From which day the words count."""
        self._today = self.first = today
        self._on_typed()

    def set_day(self, day: date) -> None:
        """Show a day: `today`, `tomorrow` or its figures."""
        words = {0: self.tr("today"), 1: self.tr("tomorrow")}.get((day - self._today).days)
        if day == self._day and day_meant(self.text(), self._today) == day and self.text():
            return
        self.setText(words or formats.field_date(day))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and self._day is not None:
            self.set_day(max(self._day + timedelta(days=step), self.first))
            self.selectAll()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._day is None:
            return
        with QPainter(self) as painter:
            painter.setPen(QColor(look().tokens.muted))
            room = self.rect().adjusted(0, 0, -look().px(36), 0)
            meant = formats.short_date(self._day, self._today)
            left = room.width() - painter.fontMetrics().horizontalAdvance(self.text()) - 20
            for words in (meant, meant.partition(" ")[2]):  # the weekday leaves before the date does
                if painter.fontMetrics().horizontalAdvance(words) < left:
                    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
                    return

    @Slot()
    def _on_typed(self) -> None:
        day = day_meant(self.text(), self._today)
        self.setAccessibleDescription(formats.long_date(day, self._today) if day is not None else "")
        if day != self._day:
            self._day = day
            self.day_changed.emit(day)
        self.update()

    @Slot()
    def _on_finished(self) -> None:
        if self._day is not None and not self.text():
            self.setText(self.tr("today"))

    @Slot()
    def _on_open_calendar(self) -> None:
        day = self._day or self._today
        self._calendar.setMinimumDate(QDate(self.first.year, self.first.month, self.first.day))
        self._calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        self._calendar.setFocus()

    @Slot(QDate)
    def _on_picked(self, day: QDate) -> None:
        self._menu.close()
        self.set_day(date(day.year(), day.month(), day.day()))
        self.setFocus()

    @Slot()
    def _on_look_changed(self) -> None:
        self._opener.setIcon(icons.icon("calendar", "muted", 18))
