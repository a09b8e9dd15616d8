"""How the window tells people: toasts with Undo, banners, dialogs, and bugs (once per kind, to be copied)."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop_app.domain.errors import ExpectedError
from desktop_app.ui.desk import BannerText, Undo
from desktop_app.ui.error_words import Where, sentence, where_to_show
from desktop_app.ui.theme_tokens import Tone
from desktop_app.ui.widgets.banner import BannerSlot
from desktop_app.ui.widgets.toast import Toast

_BUG_SECONDS = 30.0


class WindowNotices(QObject):
    """The desk's Notices, made of one toast and one banner slot. `undo_action` is Ctrl+Z."""

    def __init__(self, toast: Toast, banners: BannerSlot, window: QWidget) -> None:
        super().__init__(window)
        self._toast = toast
        self._banners = banners
        self._window = window
        self.undo_action = QAction(self.tr("Undo"), window)
        self.undo_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
        self.undo_action.setEnabled(False)
        self.undo_action.triggered.connect(self._on_undo)
        toast.gone.connect(self._on_gone)

    def tell(self, text: str, undo: Undo | None = None) -> None:
        if undo is None:
            self._toast.tell(text)
            return
        self._toast.tell(text, button=self.tr("Undo  Ctrl+Z"), act=undo.act, seconds=undo.seconds)
        self.undo_action.setText(undo.label)
        self.undo_action.setEnabled(True)

    def explain(self, error: ExpectedError) -> None:
        match where_to_show(error):
            case Where.TOAST:
                self._toast.tell(sentence(error), seconds=8.0)
            case Where.BANNER:
                away = partial(self.banner, error.code, None)
                self.banner(error.code, BannerText(sentence(error), self.tr("Close"), away, Tone.BAD))
            case Where.DIALOG:
                self._ask_to_read(error)

    def banner(self, key: str, text: BannerText | None) -> None:
        self._banners.show_banner(key, text)

    def shown_banners(self) -> tuple[str, ...]:
        """The names of the banners that stand now."""
        return self._banners.shown()

    @Slot(str)
    def show_bug(self, details: str) -> None:
        """A bug nobody foresaw; what was saved stays saved."""
        copy: Callable[[], None] = partial(self._copy, details)
        text = self.tr("Something went wrong in the program. What was saved before is safe.")
        self._toast.tell(text, button=self.tr("Copy details"), act=copy, seconds=_BUG_SECONDS)

    def _copy(self, details: str) -> None:
        QGuiApplication.clipboard().setText(details)
        self._toast.tell(self.tr("The details are copied. They hold no patient's name or number."))

    def _ask_to_read(self, error: ExpectedError) -> None:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("Clinic Front Desk"), error.message, parent=self._window)
        box.setInformativeText(error.remedy)
        box.addButton(self.tr("Close"), QMessageBox.ButtonRole.AcceptRole)
        box.open()

    @Slot()
    def _on_undo(self) -> None:
        self._toast.press()

    @Slot()
    def _on_gone(self) -> None:
        self.undo_action.setEnabled(False)
        self.undo_action.setText(self.tr("Undo"))
