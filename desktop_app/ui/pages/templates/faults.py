"""What is wrong with the text, or odd about it, in one line each, with the button that mends it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.ui import icons
from desktop_app.ui.pages.templates.presenter import Check, Unknown
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.card import text


class Faults(QWidget):
    """`mended(span, name)`: put the placeholder that was meant in the place of the unknown word."""

    mended = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unknown: Unknown | None = None
        sign = QLabel()
        icons.set_icon(sign, "alert-circle", "bad")
        self.words = QLabel()
        self.words.setProperty("role", "bad")
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setWordWrap(True)
        self.use = Button("")
        self.use.clicked.connect(self._on_use)
        self._fault = QWidget()
        line = QHBoxLayout(self._fault)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(sign)
        line.addWidget(self.words, 1)
        line.addWidget(self.use)
        self.odd = text("", "note", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._fault)
        column.addWidget(self.odd)

    def show_check(self, check: Check, kind: str) -> None:
        self._unknown = check.unknown[0] if check.unknown else None
        if self._unknown is not None:
            words = self.tr("<b>{{{name}}}</b> is not a placeholder. Did you mean <b>{{{nearest}}}</b>?")
            name = _escaped(self._unknown.span.name)
            self.words.setText(words.format(name=name, nearest=self._unknown.nearest))
            self.use.setText(self.tr("Use {{{name}}}").format(name=self._unknown.nearest))
        else:
            self.words.setText(_escaped(check.problem))
        self.use.setVisible(self._unknown is not None)
        self._fault.setVisible(bool(check.problem))
        self.odd.setVisible(bool(check.unusual))
        names = ", ".join(f"{{{name}}}" for name in check.unusual)
        odd = self.tr("{names} never has a value in a message of the kind “{kind}”; it is left out there.")
        self.odd.setText(odd.format(names=names, kind=kind) if names else "")

    @Slot()
    def _on_use(self) -> None:
        if self._unknown is not None:
            self.mended.emit(self._unknown.span, self._unknown.nearest)


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
