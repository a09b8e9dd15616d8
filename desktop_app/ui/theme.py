"""The look: light or dark, text size, palette and style sheet; applied to the whole application at once.

Qt's own dark mode is ignored on several platforms, so both palettes are ours; the system is asked only which one it wants.
There is one QApplication, therefore one Look: painters ask `look()` for colours and sizes while they paint.
"""

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from desktop_app.ui import icons
from desktop_app.ui.fonts import BODY_POINTS, SMALL_POINTS, TITLE_POINTS, text_font
from desktop_app.ui.theme_style import style_sheet
from desktop_app.ui.theme_tokens import DARK, LIGHT, Pair, Tokens, Tone


class Theme(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


TEXT_SIZES = (100, 115, 135)


class Look(QObject):
    """What the window looks like now. `changed` comes after palette, font and style sheet are in place."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.theme = Theme.SYSTEM
        self.text_size = 100
        self.tokens: Tokens = LIGHT
        self._follows_system = False

    @property
    def scale(self) -> float:
        return self.text_size / 100

    def px(self, pixels: float) -> int:
        """A length of the 100 % drawing, at the present text size."""
        return round(pixels * self.scale)

    def pair(self, tone: Tone) -> Pair:
        return self.tokens.pair(tone)

    def font(self, *, bold: bool = False) -> QFont:
        return text_font(self.scale, BODY_POINTS, bold=bold)

    def title_font(self) -> QFont:
        return text_font(self.scale, TITLE_POINTS, bold=True)

    def small_font(self, *, bold: bool = False) -> QFont:
        return text_font(self.scale, SMALL_POINTS, bold=bold)

    def set(self, theme: Theme | None = None, text_size: int | None = None) -> None:
        """Change theme or text size (one of TEXT_SIZES); applied at once."""
        self.theme = theme or self.theme
        self.text_size = text_size if text_size in TEXT_SIZES else self.text_size
        self.apply()

    @Slot()
    def apply(self) -> None:
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        if not self._follows_system:
            application.setStyle("Fusion")
            application.styleHints().colorSchemeChanged.connect(self.apply)
            self._follows_system = True
        self.tokens = DARK if self._wants_dark(application) else LIGHT
        application.setPalette(_palette(self.tokens))
        application.setFont(self.font())
        application.setStyleSheet(style_sheet(self.tokens, self.scale))
        icons.recolour(application, self.tokens)
        self.changed.emit()

    def _wants_dark(self, application: QApplication) -> bool:
        if self.theme is Theme.SYSTEM:
            return application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self.theme is Theme.DARK


_look: list[Look] = []


def look() -> Look:
    """The one look of this program. Made when first asked for, in the GUI thread."""
    if not _look:
        _look.append(Look())
    return _look[0]


def colour(value: str) -> QColor:
    return QColor(value)


def _palette(t: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    colours = {
        role.Window: t.window,
        role.WindowText: t.text,
        role.Base: t.surface,
        role.AlternateBase: t.hover,
        role.Text: t.text,
        role.PlaceholderText: t.muted,
        role.Button: t.surface,
        role.ButtonText: t.text,
        role.BrightText: t.bad,
        role.ToolTipBase: t.toast.ground,
        role.ToolTipText: t.toast.text,
        role.Highlight: t.accent,
        role.HighlightedText: t.on_accent,
        role.Accent: t.accent,
        role.Link: t.accent,
        role.LinkVisited: t.accent,
        role.Mid: t.line,
        role.Midlight: t.line,
        role.Light: t.raised,
        role.Dark: t.field,
        role.Shadow: t.field,
    }
    for which, value in colours.items():
        palette.setColor(which, QColor(value))
    for which in (role.Text, role.ButtonText, role.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(t.muted))
    return palette
