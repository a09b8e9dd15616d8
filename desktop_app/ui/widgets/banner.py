"""An ongoing state above the page, with its one way out."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.ui import icons
from desktop_app.ui.desk import BannerText
from desktop_app.ui.theme import look
from desktop_app.ui.theme_tokens import Tone
from desktop_app.ui.widgets.buttons import Button


class Banner(QWidget):
    """One line with a sign, wrapped when it must be, and a button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = Tone.WARN
        self._act: Callable[[], None] | None = None
        self._sign = QLabel()
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = Button("")
        self.button.clicked.connect(self._on_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 5, 8, 5)
        layout.setSpacing(10)
        layout.addWidget(self._sign)
        layout.addWidget(self._words, 1)
        layout.addWidget(self.button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        look().changed.connect(self._on_look_changed)

    @property
    def words(self) -> str:
        return self._words.text()

    def set(self, banner: BannerText) -> None:
        self._tone, self._act = banner.tone, banner.on_button
        self._words.setText(banner.text)
        self.button.setText(banner.button)
        self.button.setVisible(bool(banner.button))
        self._on_look_changed()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look().pair(self._tone).ground))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)

    def _on_look_changed(self) -> None:
        pair = look().pair(self._tone)
        sign = "info-circle" if self._tone is Tone.BOOKED else "alert-triangle"
        self._sign.setPixmap(icons.pixmap(sign, pair.text, 20))
        self.setStyleSheet(
            f"QLabel {{ color: {pair.text}; }} QPushButton {{ color: {pair.text}; border-color: {pair.text};"
            f" background: transparent; min-height: {look().px(30)}px; }}"
            f" QPushButton:focus {{ border: 2px solid {pair.text}; min-height: {look().px(28)}px; }}"
        )
        self.update()

    def _on_clicked(self) -> None:
        if self._act is not None:
            self._act()


class BannerSlot(QWidget):
    """Where the banners stand: named, in the order they came; at most two at once, so that the page keeps its room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts: dict[str, BannerText] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._banners = [Banner(self), Banner(self)]
        for banner in self._banners:
            self._column.addWidget(banner)
            banner.hide()
        self.hide()

    def show_banner(self, key: str, text: BannerText | None) -> None:
        if text is None:
            self._texts.pop(key, None)
        else:
            self._texts[key] = text
        shown = list(self._texts.values())[: len(self._banners)]
        for number, banner in enumerate(self._banners):
            banner.setVisible(number < len(shown))
            if number < len(shown):
                banner.set(shown[number])
        self.setVisible(bool(shown))

    def shown(self) -> tuple[str, ...]:
        """The keys of the banners that stand."""
        return tuple(self._texts)[: len(self._banners)]
