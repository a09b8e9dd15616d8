"""Buttons that show their key. The key cap is part of the button, so nobody has to learn it elsewhere."""

from enum import StrEnum

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QToolButton, QWidget

from desktop_app.ui import icons
from desktop_app.ui.theme import look

_GAP = 9


class Kind(StrEnum):
    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"
    QUIET = "quiet"


def cap_size(key: str) -> QSize:
    metrics = QFontMetrics(look().small_font())
    return QSize(max(metrics.horizontalAdvance(key) + look().px(10), look().px(19)), look().px(18))


def paint_cap(painter: QPainter, rect: QRectF, key: str, colour: QColor) -> None:
    """Draw a key cap that fills `rect` (see cap_size)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(look().small_font())
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, key)
    painter.restore()


class KeyCap(QWidget):
    """A key cap alone."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        look().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return cap_size(self._key)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        size = self.sizeHint()
        rect = QRectF(0, (self.height() - size.height()) / 2, size.width(), size.height())
        with QPainter(self) as painter:
            paint_cap(painter, rect, self._key, QColor(look().tokens.muted))


class Button(QPushButton):
    """A push button with an optional icon and the key that does the same.

    `key` is only shown; the page wires the shortcut. A disabled button says why in its tooltip (`refuse`).
    """

    def __init__(
        self,
        text: str,
        *,
        key: str = "",
        icon: str = "",
        kind: Kind = Kind.PLAIN,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._key = key
        self.setProperty("kind", kind.value)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if kind is Kind.PRIMARY:
            font = look().font(bold=True)
            self.setFont(font)
        self._icon, self._icon_colour = icon, {Kind.PRIMARY: "on_accent", Kind.DANGER: "bad"}.get(kind, "text")
        if icon:
            icons.set_icon(self, icon, self._icon_colour)
        look().changed.connect(self._on_look_changed)

    @property
    def key(self) -> str:
        return self._key

    def refuse(self, why: str) -> None:
        """Disable it and say why; "" enables it again."""
        self.setEnabled(not why)
        self.setToolTip(why)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange and self._icon:
            icons.set_icon(self, self._icon, self._icon_colour if self.isEnabled() else "muted")

    def set_icon(self, icon: str) -> None:
        """Another icon, in the button's own colour."""
        self._icon = icon
        icons.set_icon(self, icon, self._icon_colour if self.isEnabled() else "muted")

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        extra = cap_size(self._key).width() + _GAP if self._key else 0
        return QSize(hint.width() + extra, hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._key:
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        with QPainter(self) as painter:
            self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
            cap = cap_size(self._key)
            room = self.rect()
            content = option.rect.adjusted(0, 0, -(cap.width() + _GAP), 0)
            option.rect = QRect(content)
            self.style().drawControl(QStyle.ControlElement.CE_PushButtonLabel, option, painter, self)
            label = QFontMetrics(self.font()).horizontalAdvance(self.text().replace("&", ""))
            if not self.icon().isNull():
                label += self.iconSize().width() + 4
            left = content.center().x() + label / 2 + _GAP
            rect = QRectF(left, (room.height() - cap.height()) / 2, cap.width(), cap.height())
            paint_cap(painter, rect, self._key, self._cap_colour())

    def _cap_colour(self) -> QColor:
        colour = look().tokens.on_accent if self.property("kind") == Kind.PRIMARY.value else look().tokens.text
        if not self.isEnabled():
            colour = look().tokens.muted
        result = QColor(colour)
        result.setAlphaF(0.8)
        return result

    def _on_look_changed(self) -> None:
        if self.property("kind") == Kind.PRIMARY.value:
            self.setFont(look().font(bold=True))
        self.updateGeometry()


class IconButton(QToolButton):
    """A button with an icon only; `name` is what a screen reader says and the tooltip shows."""

    def __init__(self, icon: str, name: str, *, size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        icons.set_icon(self, icon, "text", size)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
