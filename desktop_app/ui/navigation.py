"""The pages down the left side, the clinic's name above them, Help below."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_app.ui import icons
from desktop_app.ui.places import PageName
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.card import text

if TYPE_CHECKING:
    from desktop_app.services.views import HospitalView

WIDTH = 184
_ICONS = {
    PageName.TODAY: "calendar-clock",
    PageName.VISITS: "stethoscope",
    PageName.PATIENTS: "users",
    PageName.MESSAGES: "message-circle",
    PageName.TEMPLATES: "template",
    PageName.WHATSAPP: "brand-whatsapp",
    PageName.SETTINGS: "settings",
}


class NavItem(QAbstractButton):
    """One page: icon, name, key; a badge with a number in the key's place when something waits there."""

    def __init__(self, icon: str, name: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._key = key
        self._badge = 0
        self.setText(name)
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.updateGeometry)

    def set_badge(self, number: int) -> None:
        self._badge = number
        self.setAccessibleDescription(str(number) if number else "")
        self.update()

    @property
    def badge(self) -> int:
        return self._badge

    def sizeHint(self) -> QSize:
        return QSize(look().px(160), look().px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, rect = look().tokens, QRectF(self.rect())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_ground(painter, rect)
            is_on, is_dim = self.isChecked(), not self.isEnabled()
            side = look().px(20)
            ink = tokens.muted if is_dim or not self.isCheckable() else tokens.text
            icon = icons.pixmap(self._icon_name, ink, side)
            painter.drawPixmap(round(rect.x()) + look().px(13), round(rect.center().y() - side / 2), icon)
            painter.setFont(look().font(bold=is_on))
            painter.setPen(QColor(ink))
            words = rect.adjusted(look().px(43), 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
            self._paint_right(painter, rect.adjusted(0, 0, -look().px(10), 0))

    def _paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        tokens = look().tokens
        shape = QPainterPath()
        shape.addRoundedRect(rect, 8, 8)
        if self.isChecked():
            painter.fillPath(shape, QColor(tokens.tint))
            painter.save()
            painter.setClipPath(shape)
            painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height()), QColor(tokens.accent))
            painter.restore()
        elif self.underMouse() and self.isEnabled():
            painter.fillPath(shape, QColor(tokens.hover))
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 8, 8)

    def _paint_right(self, painter: QPainter, rect: QRectF) -> None:
        tokens = look().tokens
        painter.setFont(look().small_font(bold=bool(self._badge)))
        if not self._badge:
            painter.setPen(QColor(tokens.muted))
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._key)
            return
        number = str(self._badge) if self._badge < 100 else "99+"
        height = look().px(20)
        width = max(height, painter.fontMetrics().horizontalAdvance(number) + look().px(12))
        badge = QRectF(rect.right() - width, rect.center().y() - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(badge, height / 2, height / 2)
        painter.setPen(QColor(tokens.on_accent))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, number)


class Navigation(QFrame):
    """One item for each page; its QAction has the key and the words.

    `hospital_chosen(id)` comes from the switcher, which is there only when there are several hospitals.
    """

    hospital_chosen = Signal(int)

    def __init__(self, pages: Mapping[PageName, QAction], help_action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nav")
        self._name, self._place = text("", "heading", wrap=True), text("", "small", wrap=True)
        self._switch = QToolButton()
        self._switch.setAccessibleName(self.tr("Choose another hospital"))
        self._switch.setToolTip(self.tr("Choose another hospital"))
        self._switch.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._switch.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        icons.set_icon(self._switch, "chevron-down", "muted", 16)
        self._switch.setText(self.tr("Change"))
        self._menu = QMenu(self)
        self._switch.setMenu(self._menu)
        self._switch.hide()
        self.items: dict[PageName, NavItem] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 15, 8, 12)
        column.setSpacing(2)
        for label in (self._name, self._place):
            label.setContentsMargins(10, 0, 6, 0)
            column.addWidget(label)
        column.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(12)
        for page, action in pages.items():
            self.items[page] = item = self._item(_ICONS[page], action)
            column.addWidget(item)
        column.addStretch(1)
        help_item = self._item("help", help_action)
        help_item.setCheckable(False)
        column.addWidget(help_item)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def set_current(self, page: PageName) -> None:
        for name, item in self.items.items():
            item.setChecked(name is page)

    def set_hospitals(self, hospitals: "Sequence[HospitalView]", shown: int) -> None:
        self._menu.clear()
        for hospital in hospitals:
            action = self._menu.addAction(hospital.name)
            action.setCheckable(True)
            action.setChecked(hospital.id == shown)
            action.setData(hospital.id)
            action.triggered.connect(self._on_chosen)
            if hospital.id == shown:
                self._name.setText(hospital.name)
                self._place.setText((hospital.address or "").split("\n")[0])
                self._place.setVisible(bool(hospital.address))
        self._switch.setVisible(len(hospitals) > 1)

    def _item(self, icon: str, action: QAction) -> NavItem:
        item = NavItem(icon, action.text(), action.shortcut().toString(), self)
        item.clicked.connect(action.trigger)
        item.setToolTip(action.toolTip())
        return item

    @Slot()
    def _on_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.hospital_chosen.emit(int(action.data()))

    @Slot()
    def _on_look_changed(self) -> None:
        self.setFixedWidth(look().px(WIDTH))
