"""A message as the patient will see it in WhatsApp: the wall, the green bubble, the small line below."""

import re

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextCharFormat, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.ui.theme import look

_WALL, _PAD = 10, 10
_MARK = re.compile(r"(\*|_|~)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_BRACED = re.compile(r"\{[^{}]*\}")


class BubblePreview(QWidget):
    """`set_message(text, below)`: the text with WhatsApp's own *bold* and _italic_; {braces} left over are marked.

    With `day` a small day mark stands above. It grows with its text; the height follows the width.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._below = ""
        self._ticks = ""
        self._day = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look().changed.connect(self.updateGeometry)

    @property
    def message(self) -> str:
        return self._text

    def set_message(self, text: str, below: str = "", *, ticks: str = "", day: str = "") -> None:
        """`ticks`: "", "✓", "✓✓" or "read" (two ticks in blue)."""
        self._text, self._below, self._ticks, self._day = text, below, ticks, day
        self.setAccessibleName(text)
        self.setAccessibleDescription(below)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._bubble_height(self._document(width)) + 2 * _WALL + self._day_height())

    def sizeHint(self) -> QSize:
        return QSize(look().px(300), self.heightForWidth(look().px(300)))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(180), look().px(60))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = look().tokens
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.wall))
            painter.drawRoundedRect(QRectF(self.rect()), 10, 10)
            self._paint_day(painter)
            if self._text:
                self._paint_bubble(painter)

    def _paint_day(self, painter: QPainter) -> None:
        if not self._day:
            return
        note = look().tokens.wall_note
        painter.setFont(look().small_font())
        width = painter.fontMetrics().horizontalAdvance(self._day) + 24
        rect = QRectF((self.width() - width) / 2, 14, width, look().px(26))
        painter.setBrush(QColor(note.ground))
        painter.drawRoundedRect(rect, 6, 6)
        painter.setPen(QColor(note.text))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._day)
        painter.setPen(Qt.PenStyle.NoPen)

    def _paint_bubble(self, painter: QPainter) -> None:
        pair = look().tokens.bubble
        document = self._document(self.width())
        width = self._bubble_width(self.width())
        left = self.width() - width - _WALL - 4
        rect = QRectF(left, _WALL + self._day_height(), width, self._bubble_height(document))
        shade = QColor(0, 0, 0, 28)
        painter.setBrush(shade)
        painter.drawRoundedRect(rect.translated(0, 1), 9, 9)
        painter.setBrush(QColor(pair.ground))
        painter.drawRoundedRect(rect, 9, 9)
        painter.save()
        painter.translate(rect.left() + _PAD, rect.top() + 7)
        document.drawContents(painter)
        painter.restore()
        self._paint_below(painter, rect)

    def _paint_below(self, painter: QPainter, rect: QRectF) -> None:
        tokens = look().tokens
        painter.setFont(look().small_font())
        line = rect.adjusted(_PAD, 0, -_PAD, -6)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        if self._ticks:
            ticks = "✓✓" if self._ticks == "read" else self._ticks
            painter.setPen(QColor(tokens.tick_read if self._ticks == "read" else tokens.bubble_meta))
            painter.drawText(line, flags, ticks)
            line.adjust(0, 0, -painter.fontMetrics().horizontalAdvance(ticks) - 6, 0)
        painter.setPen(QColor(tokens.bubble_meta))
        painter.drawText(line, flags, self._below)

    def _day_height(self) -> int:
        return look().px(26) + 16 if self._day else 0

    def _bubble_width(self, width: int) -> float:
        return min(width - 2 * _WALL - look().px(24), look().px(330))

    def _bubble_height(self, document: QTextDocument) -> float:
        return document.size().height() + 12 + (look().px(20) if self._below or self._ticks else 0)

    def _document(self, width: int) -> QTextDocument:
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(look().font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        document.setTextWidth(self._bubble_width(width) - 2 * _PAD)
        _write(QTextCursor(document), self._text)
        return document


def _write(cursor: QTextCursor, message: str) -> None:
    """The message with WhatsApp's marks applied and left-over braces shown as faults."""
    plain = QTextCharFormat()
    plain.setForeground(QColor(look().tokens.bubble.text))
    end = 0
    for mark in _MARK.finditer(message):
        _write_plain(cursor, message[end : mark.start()], plain)
        style = QTextCharFormat(plain)
        match mark.group(1):
            case "*":
                style.setFontWeight(700)
            case "_":
                style.setFontItalic(True)
            case _:
                style.setFontStrikeOut(True)
        if "{" in mark.group(0):
            _write_plain(cursor, mark.group(0), plain)
        else:
            cursor.insertText(mark.group(2), style)
        end = mark.end()
    _write_plain(cursor, message[end:], plain)


def _write_plain(cursor: QTextCursor, words: str, plain: QTextCharFormat) -> None:
    fault = QTextCharFormat(plain)
    fault.setForeground(QColor(look().tokens.unknown.text))
    fault.setBackground(QColor(look().tokens.unknown.ground))
    end = 0
    for brace in _BRACED.finditer(words):
        cursor.insertText(words[end : brace.start()], plain)
        cursor.insertText(brace.group(0), fault)
        end = brace.end()
    cursor.insertText(words[end:], plain)
