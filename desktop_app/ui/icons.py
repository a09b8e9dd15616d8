"""Tabler's outline icons, drawn in the colours of the present look.

A widget that got its icon by `set_icon` is drawn anew when the look changes; there is nothing else to remember.
"""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from desktop_app.shipped_files import shipped
from desktop_app.ui.theme_tokens import LIGHT, Tokens

_NAME, _COLOUR, _SIZE = "iconName", "iconColour", "iconPixels"
_now: list[Tokens] = [LIGHT]


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int = 20, ratio: float = 2.0) -> QPixmap:
    """The icon `resources/icons/{name}.svg` in one colour (`#rrggbb`), `size` pixels square."""
    drawing = shipped("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    canvas = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    canvas.fill(Qt.GlobalColor.transparent)
    with QPainter(canvas) as painter:
        renderer.render(painter, QRectF(0, 0, canvas.width(), canvas.height()))
    canvas.setDevicePixelRatio(ratio)
    return canvas


def icon(name: str, colour: str = "text", size: int = 20) -> QIcon:
    """`colour` is the name of a token (`text`, `muted`, `accent`, `on_accent`, `bad` …) of the present look."""
    return QIcon(pixmap(name, str(getattr(_now[0], colour)), size))


def set_icon(widget: QWidget, name: str, colour: str = "text", size: int = 20) -> None:
    """Put an icon on a button or a label and keep it in the look's colours."""
    widget.setProperty(_NAME, name)
    widget.setProperty(_COLOUR, colour)
    widget.setProperty(_SIZE, size)
    _draw(widget)


def recolour(application: QApplication, tokens: Tokens) -> None:
    """The look has changed: draw every icon that `set_icon` put up."""
    _now[0] = tokens
    for widget in application.allWidgets():
        if widget.property(_NAME):
            _draw(widget)


def _draw(widget: QWidget) -> None:
    name, colour, size = str(widget.property(_NAME)), str(widget.property(_COLOUR)), int(widget.property(_SIZE))
    if isinstance(widget, QAbstractButton):
        widget.setIcon(icon(name, colour, size))
        widget.setIconSize(QSize(size, size))
    elif isinstance(widget, QLabel):
        widget.setPixmap(pixmap(name, str(getattr(_now[0], colour)), size))
