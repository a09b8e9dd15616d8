"""The bundled Noto fonts, so that names in every Indian script are shaped right on any computer."""

from PySide6.QtCore import QLoggingCategory
from PySide6.QtGui import QFont, QFontDatabase

from desktop_app.shipped_files import shipped

BODY_POINTS = 10.5
TITLE_POINTS = 15.0
SMALL_POINTS = 9.0
_FAMILIES = [
    "Noto Sans",
    "Noto Sans Devanagari",
    "Noto Sans Tamil",
    "Noto Sans Telugu",
    "Noto Sans Kannada",
    "Noto Sans Bengali",
    "Noto Sans Gujarati",
    "Noto Sans Malayalam",
    "Noto Sans Gurmukhi",
    "Noto Sans Oriya",
    "Noto Sans Symbols 2",
    "Noto Sans Symbols",
    "Noto Color Emoji",
    "Segoe UI Emoji",
]


def load_fonts() -> None:
    """Give Qt the bundled fonts; once, after the QApplication exists."""
    # Qt looks a script up in each family in turn and warns about those that lack it, although the next one has it.
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    for path in sorted(shipped("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def text_font(scale: float = 1.0, points: float = BODY_POINTS, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setFamilies(_FAMILIES)
    font.setPointSizeF(points * scale)
    font.setBold(bold)
    return font
