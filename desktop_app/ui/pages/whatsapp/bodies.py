"""What fills the card under the state: the code with its steps, the code for the phone's keyboard, progress, "connected"."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui import icons
from desktop_app.ui.pages.whatsapp.code_view import CodeView
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.buttons import Button, Kind
from desktop_app.ui.widgets.card import Card, row, text
from desktop_app.ui.widgets.fields import Field
from desktop_app.ui.widgets.flow import FlowBox, flow


class Bodies(QWidget):
    """Shows one of several widgets and is only as large as that one needs."""

    def __init__(self, *bodies: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._bodies = bodies
        for body in bodies:
            column.addWidget(body)
            body.hide()

    def show_body(self, wanted: QWidget) -> None:
        for body in self._bodies:
            body.setVisible(body is wanted)

    def shown(self) -> QWidget | None:
        return next((body for body in self._bodies if not body.isHidden()), None)

    def first_control(self) -> QWidget | None:
        """What takes the focus in the body shown; None where there is nothing to do."""
        shown = self.shown()
        kinds = (QLineEdit, QPushButton)
        found = [w for kind in kinds for w in shown.findChildren(kind) if not w.isHidden()] if shown is not None else []
        return found[0] if found else None


class _Number(QWidget):
    """A step's number in a soft circle."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = str(number)
        self.setAccessibleName(self._number)

    def sizeHint(self) -> QSize:
        return QSize(look().px(26), look().px(26))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        side = look().px(26)
        circle = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look().tokens.tint))
            painter.drawEllipse(circle)
            painter.setPen(QColor(look().tokens.accent))
            painter.setFont(look().font(bold=True))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, self._number)


def steps(*sentences: str) -> QWidget:
    """Numbered steps; the sentences may use <b>."""
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(14)
    grid.setColumnStretch(1, 1)
    for number, sentence in enumerate(sentences):
        line = QLabel(sentence)
        line.setTextFormat(Qt.TextFormat.RichText)
        line.setWordWrap(True)
        grid.addWidget(_Number(number + 1), number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(line, number, 1)
    return box


class CodeBody(QWidget):
    """The code, the three steps, and how long this code is good for."""

    bigger_asked = Signal()
    number_asked = Signal()
    practice_scan_asked = Signal()
    practice_phone_asked = Signal()

    def __init__(self, is_practice: bool) -> None:
        super().__init__()
        self.code = CodeView()
        frame = Card(padding=0)
        frame.body.setContentsMargins(1, 1, 1, 1)
        frame.body.addWidget(self.code)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._bar.setAccessibleName(self.tr("Time until the next code"))
        self._left = text("", "label", wrap=True)
        self.bigger = Button(self.tr("Make it bigger"))
        self.bigger.clicked.connect(self.bigger_asked)
        self.by_number = Button(self.tr("Link with a number"))
        self.by_number.clicked.connect(self.number_asked)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addStretch(1)
        right.addWidget(
            steps(
                self.tr("Open <b>WhatsApp</b> on the clinic’s phone"),
                self.tr("<b>Settings ▸ Linked devices ▸ Link a device</b>"),
                self.tr("Point the phone at this code"),
            )
        )
        right.addSpacing(4)
        right.addWidget(self._bar)
        right.addWidget(self._left)
        right.addWidget(flow(self.bigger, self.by_number, gap=10))
        if is_practice:
            right.addWidget(self._practice_row())
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(30)
        columns.addWidget(frame, 0, Qt.AlignmentFlag.AlignTop)
        columns.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(columns)
        whole.addStretch(1)

    def show_left(self, seconds: int | None, share: float | None) -> None:
        """The bar and the line under it; None when it is not known when the code changes."""
        self._bar.setVisible(share is not None)
        self._bar.setValue(round((share or 0) * 1000))
        if seconds is None:
            self._left.setText(self.tr("A new code appears here by itself."))
        elif seconds == 0:
            self._left.setText(self.tr("A new code is on its way."))
        else:
            words = self.tr("A new code appears in {n} s. It is shown here by itself.")
            self._left.setText(words.format(n=seconds))

    def left(self) -> str:
        return self._left.text()

    def _practice_row(self) -> FlowBox:
        self.practice_scan = Button(self.tr("Scan with the pretend phone"), kind=Kind.PRIMARY, icon="device-mobile")
        self.practice_scan.clicked.connect(self.practice_scan_asked)
        self.practice_phone = Button(self.tr("Open the pretend phone"), kind=Kind.QUIET)
        self.practice_phone.clicked.connect(self.practice_phone_asked)
        return flow(self.practice_scan, self.practice_phone, gap=10)


class LinkCodeBody(QWidget):
    """The eight characters that are typed on the phone instead of scanning."""

    scan_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._code = text()
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._code.setAccessibleName(self.tr("Code to type on the clinic’s phone"))
        self.scan = Button(self.tr("Scan a code instead"))
        self.scan.clicked.connect(self.scan_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._code)
        column.addWidget(
            steps(
                self.tr("Open <b>WhatsApp</b> on the clinic’s phone"),
                self.tr("<b>Settings ▸ Linked devices ▸ Link a device ▸ Link with phone number instead</b>"),
                self.tr("Type this code on the phone"),
            )
        )
        column.addLayout(row(self.scan, None))
        column.addStretch(1)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_code(self, code: str) -> None:
        """Shown in two groups of four, as the phone asks for it."""
        plain = "".join(ch for ch in code if ch.isalnum())
        shown = f"{plain[:4]}–{plain[4:]}" if len(plain) == 8 else code
        self._code.setText(" ".join(shown))

    def code(self) -> str:
        return self._code.text().replace(" ", "")

    def _on_look_changed(self) -> None:
        font = look().font(bold=True)
        font.setPointSizeF(font.pointSizeF() * 3)
        self._code.setFont(font)


class ProgressBody(QWidget):
    """Something is under way and says how far it is, if that is known."""

    def __init__(self) -> None:
        super().__init__()
        self._words = text("", "muted", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._words)
        column.addWidget(self._bar)
        column.addStretch(1)

    def show_progress(self, words: str, percent: int | None) -> None:
        self._words.setText(words)
        self._bar.setRange(0, 0 if percent is None else 100)
        self._bar.setValue(percent or 0)


class ConnectedBody(QWidget):
    """All is well: the number that sends, and a test message to oneself."""

    test_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        sign = QLabel()
        icons.set_icon(sign, "circle-check", "good_sign", 44)
        self._number = text("", "title")
        self._told = text("", "muted", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._number)
        words.addWidget(self._told)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        self.mobile = QLineEdit()
        self.mobile.setPlaceholderText(self.tr("98765 43210"))
        self.mobile.setMaximumWidth(look().px(220))
        self.mobile.returnPressed.connect(self._on_test)
        self.field = Field(self.tr("Send a test message to &my mobile"), self.mobile)
        self.test = Button(self.tr("Send a test"), icon="send")
        self.test.setAccessibleName(self.tr("Send a test"))
        self.test.clicked.connect(self._on_test)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.field)
        line.addWidget(Field(" ", self.test))
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(24)
        column.addLayout(head)
        column.addLayout(line)
        column.addStretch(1)

    def show_connected(self, number: str, told: str) -> None:
        self._number.setText(number)
        self._told.setText(told)

    def _on_test(self) -> None:
        self.test_asked.emit(self.mobile.text())


class ExplainBody(QWidget):
    """What the state means, with the one button that helps."""

    step_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words = text("", wrap=True)
        self.button = Button("", kind=Kind.PRIMARY)
        self.button.clicked.connect(self.step_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(20)
        column.addWidget(self._words)
        column.addLayout(row(self.button, None))
        column.addStretch(1)

    def words(self) -> str:
        return self._words.text()

    def show_step(self, words: str, button: str) -> None:
        self._words.setText(words)
        self.button.setText(button)
        self.button.setVisible(bool(button))
