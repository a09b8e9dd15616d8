"""The text field of a template: placeholders stand out, a word in braces that is none is red and underlined."""

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop_app.ui.pages.templates.presenter import Span, spans_in
from desktop_app.ui.theme import look


class TemplateEditor(QPlainTextEdit):
    """Plain text only: what is pasted comes in without its looks. Tab leaves the field, as everywhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self._colours = _Colours(self.document())
        look().changed.connect(self._on_look_changed)

    def sizeHint(self) -> QSize:
        """Three lines; what room there is beyond that it takes all the same."""
        return QSize(super().sizeHint().width(), look().px(90))

    def insert_placeholder(self, name: str) -> None:
        """Put `{name}` at the cursor; the field keeps the focus."""
        self.textCursor().insertText(f"{{{name}}}")
        self.setFocus()

    def replace_span(self, span: Span, name: str) -> None:
        """Put the placeholder `name` in the place of `span`, as one step that Ctrl+Z takes back."""
        cursor = self.textCursor()
        before = self.toPlainText()[: span.start]
        start = len(before.encode("utf-16-le")) // 2  # Qt counts UTF-16 units, so emoji count twice
        length = len(self.toPlainText()[span.start : span.end].encode("utf-16-le")) // 2
        cursor.setPosition(start)
        cursor.setPosition(start + length, cursor.MoveMode.KeepAnchor)
        cursor.insertText(f"{{{name}}}")
        self.setFocus()

    @Slot()
    def _on_look_changed(self) -> None:
        self._colours.rehighlight()


class _Colours(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)

    def highlightBlock(self, text: str) -> None:
        for span in spans_in(text):
            start = len(text[: span.start].encode("utf-16-le")) // 2
            length = len(text[span.start : span.end].encode("utf-16-le")) // 2
            self.setFormat(start, length, _format(span.is_known))


def _format(is_known: bool) -> QTextCharFormat:
    tokens = look().tokens
    pair = tokens.placeholder if is_known else tokens.unknown
    shown = QTextCharFormat()
    shown.setForeground(QColor(pair.text))
    shown.setBackground(QColor(pair.ground))
    if not is_known:
        shown.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        shown.setUnderlineColor(QColor(tokens.bad_sign))
    return shown
