"""The two strips under the columns: the other doctors, and the row under the cursor with its buttons."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.ui.pages.today.acts import BoardAct, button_words
from desktop_app.ui.pages.today.board import DayBoard, DoctorDay
from desktop_app.ui.pages.today.details import Details
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.buttons import Button, IconButton, KeyCap, Kind
from desktop_app.ui.widgets.card import Card, FittingText, NameText, text

LARGE = 135
"""From this text size on the strip takes two lines."""


class OtherDoctor(QPushButton):
    """One doctor of the strip; a click brings the column."""

    def __init__(self, number: int | None, doctor_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.doctor_id, self.number = doctor_id, number
        self.setProperty("kind", "quiet")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name, self._few = text(), text("", "muted")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(6, 0, 6, 0)
        self._row.setSpacing(6)
        if number is not None:
            self._row.addWidget(KeyCap(str(number)))
        for label in (self._name, self._few):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._row.addWidget(label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_words(self, name: str, few: str) -> None:
        self._name.setText(name)
        self._few.setText(few)
        self.setAccessibleName(f"{name} {few}")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._row.sizeHint().width(), super().sizeHint().height())


class OthersStrip(Card):
    """`chosen(doctor_id)` on a click; hidden when every doctor is shown already."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inner = QWidget()
        inner.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(inner)
        self._row.setContentsMargins(13, 2, 8, 2)
        self._row.setSpacing(12)
        self._heading = text(self.tr("Other doctors"), "heading")
        self._row.addWidget(self._heading)
        self._row.addStretch(1)
        self._menu = QMenu(self)
        self._more = IconButton("dots", self.tr("More doctors"))
        self._more.setMenu(self._menu)
        self._row.addWidget(self._more)
        self._more.hide()
        self.body.addWidget(inner)
        self.buttons: list[OtherDoctor] = []

    def show_others(self, others: tuple[DoctorDay, ...], numbers: dict[int, int | None], board: DayBoard) -> None:
        if [button.doctor_id for button in self.buttons] != [column.doctor.id for column in others]:
            self._rebuild(others, numbers)
        now = board.now.time() if board.is_today else None
        for button, column in zip(self.buttons, others, strict=True):
            name = f"Dr {column.doctor.name}"
            if column.doctor.specialty:
                name = f"{name} · {column.doctor.specialty}"
            button.show_words(name, column.strip_words(now))
        self.setVisible(bool(others))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As many doctors as there is room for; the others are in the menu at the end."""
        gap, used = self._row.spacing(), self._heading.sizeHint().width() + 2 * look().px(13)
        room = self.width() - used
        widths = [button.sizeHint().width() + gap for button in self.buttons]
        if sum(widths) > room:
            room -= self._more.sizeHint().width() + gap
        self._menu.clear()
        for button, needed in zip(self.buttons, widths, strict=True):
            room -= needed
            button.setVisible(room >= 0)
            if room < 0:
                action = self._menu.addAction(button.accessibleName())
                action.setData(button.doctor_id)
                action.triggered.connect(self._on_menu)
        self._more.setVisible(not self._menu.isEmpty())

    @Slot()
    def _on_menu(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.chosen.emit(int(action.data()))

    def _rebuild(self, others: tuple[DoctorDay, ...], numbers: dict[int, int | None]) -> None:
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [OtherDoctor(numbers.get(column.doctor.id), column.doctor.id, self) for column in others]
        for place, button in enumerate(self.buttons, start=1):
            button.clicked.connect(self._on_clicked)
            self._row.insertWidget(place, button)

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, OtherDoctor):
            self.chosen.emit(button.doctor_id)


class DetailStrip(Card):
    """`acted(BoardAct)` and `booking_asked`; the buttons are those that make sense in the row's state."""

    acted = Signal(object)
    booking_asked = Signal()
    slip_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._about = NameText(), FittingText()
        self._message = text("", "small")
        self._message.setTextFormat(Qt.TextFormat.RichText)
        self._message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(self._name)
        first.addWidget(self._about, 1)
        self._words = QVBoxLayout()
        self._words.setSpacing(1)
        self._words.addLayout(first)
        self._words.addWidget(self._message)
        self._buttons: dict[BoardAct, Button] = {}
        self._keys = keys = QHBoxLayout()
        keys.setSpacing(8)
        for act in _ORDER:
            button = Button("", key=act.value, kind=Kind.DANGER if act is BoardAct.CANCEL else Kind.PLAIN)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setProperty("act", act.value)
            button.clicked.connect(self._on_clicked)
            button.hide()
            self._buttons[act] = button
            if act is BoardAct.CANCEL:
                self.slip = IconButton("printer", self.tr("Print the token slip (P)"))
                self.slip.clicked.connect(self.slip_asked)
                keys.addWidget(self.slip)
                keys.addSpacing(8)
            keys.addWidget(button)
        self.book = Button(self.tr("Book"), key=self.tr("Enter"))
        self.book.clicked.connect(self.booking_asked)
        keys.addWidget(self.book)
        inner = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, inner)
        self._row.setContentsMargins(13, 6, 12, 6)
        self._row.setSpacing(8)
        self._row.addLayout(self._words, 1)
        self._row.addLayout(keys)
        self.body.addWidget(inner)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.show_details(None)

    @property
    def words(self) -> str:
        return f"{self._name.name} {self._about.text()}".strip()

    def button(self, act: BoardAct) -> Button:
        return self._buttons[act]

    def show_details(self, details: Details | None) -> None:
        self._name.set_name(details.name if details is not None else "")
        hint = (self.tr("Choose a row to see the patient and what can be done."),)
        self._about.set_parts(details.about if details is not None else hint)
        self._show_message(details)
        acts = details.acts if details is not None else ()
        for act, button in self._buttons.items():
            button.setVisible(act in acts)
            if details is not None and details.appointment is not None:
                button.setText(button_words(act, details.appointment.status))
                button.setAccessibleName(button.text())
        self.book.setVisible(details is not None and details.is_free)
        self.slip.setVisible(BoardAct.CANCEL in acts)

    def _show_message(self, details: Details | None) -> None:
        line = details.message if details is not None else None
        is_free = details is not None and details.is_free
        self._message.setVisible(
            not is_free or look().text_size >= LARGE
        )  # large text: it keeps the buttons at the right
        if line is None:
            self._message.setText("&nbsp;")
            return
        colour = str(getattr(look().tokens, line.colour))
        tick = f'<span style="color:{colour}">{line.ticks}</span>'
        self._message.setText(f"{line.before} {tick} {line.after}")
        self._message.setToolTip(f"{line.before} {line.ticks} {line.after}")

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, Button):
            self.acted.emit(BoardAct(button.property("act")))

    @Slot()
    def _on_look_changed(self) -> None:
        """Large text: the buttons come below, beside the line about the message."""
        is_wide = look().text_size < LARGE
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)
        self._message.setWordWrap(not is_wide)
        self.setMinimumHeight(
            look().px(54) if is_wide else 0
        )  # a free time has one line less; the board stays where it is
        for layout in (self._words, self._keys):
            layout.removeWidget(self._message)
        if is_wide:
            self._words.addWidget(self._message)
        else:
            self._keys.insertWidget(0, self._message, 1)


_ORDER = (
    BoardAct.ARRIVE,
    BoardAct.IN_ROOM,
    BoardAct.VISITED,
    BoardAct.MOVE,
    BoardAct.NO_SHOW,
    BoardAct.REOPEN,
    BoardAct.CANCEL,
)
