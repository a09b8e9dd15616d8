"""How the window looks and what closing it means; applied at once, kept in window.ini."""

from functools import partial

from PySide6.QtCore import Slot

from desktop_app.ui.desk import Desk, Undo
from desktop_app.ui.dialogs.first_close import Closing, closing_of, keep_closing
from desktop_app.ui.pages.settings.section import Section
from desktop_app.ui.theme import TEXT_SIZES, Theme, look
from desktop_app.ui.widgets.card import row
from desktop_app.ui.widgets.fields import Field
from desktop_app.ui.widgets.segments import SegmentedControl
from desktop_app.ui.window_settings import WindowSettings


class LookSection(Section):
    def __init__(self, desk: Desk, settings: WindowSettings) -> None:
        super().__init__(desk)
        self._settings = settings
        self.head(self.tr("Look and window"), self.tr("Changes at once, on this computer only."))
        self.theme = SegmentedControl(
            [
                (Theme.LIGHT, self.tr("Light")),
                (Theme.DARK, self.tr("Dark")),
                (Theme.SYSTEM, self.tr("As the computer")),
            ],
            name=self.tr("Look"),
        )
        self.theme.chosen.connect(self._on_theme)
        self.sizes = SegmentedControl([(n, f"{n} %") for n in TEXT_SIZES], name=self.tr("Text size"))
        self.sizes.chosen.connect(self._on_size)
        self.closing = SegmentedControl(
            [
                (Closing.STAY, self.tr("keeps sending in the background")),
                (Closing.QUIT, self.tr("quits the program")),
                (Closing.ASK, self.tr("asks")),
            ],
            name=self.tr("Closing the window"),
        )
        self.closing.chosen.connect(self._on_closing)
        for label, control in (
            (self.tr("Look"), self.theme),
            (self.tr("Text size"), self.sizes),
            (self.tr("Closing the window"), self.closing),
        ):
            self.body.addLayout(row(Field(label, control), None))

    def load(self) -> None:
        self.theme.set_value(look().theme)
        self.sizes.set_value(look().text_size)
        self.closing.set_value(closing_of(self._settings.file))

    @Slot(object)
    def _on_theme(self, theme: Theme) -> None:
        back = partial(self._keep, look().theme, look().text_size)
        self._settings.keep_look(theme=theme)
        self.desk.notices.tell(self.tr("The look is changed."), Undo(self.tr("Undo: change the look"), back))

    @Slot(object)
    def _on_size(self, size: int) -> None:
        back = partial(self._keep, look().theme, look().text_size)
        self._settings.keep_look(text_size=size)
        self.desk.notices.tell(self.tr("The text size is changed."), Undo(self.tr("Undo: change the text size"), back))

    @Slot(object)
    def _on_closing(self, closing: Closing) -> None:
        keep_closing(self._settings.file, closing)

    def _keep(self, theme: Theme, size: int) -> None:
        self._settings.keep_look(theme, size)
        self.load()
