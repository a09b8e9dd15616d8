"""The Settings page: a list of few sections, each finished; what is changed is said, with Undo."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from desktop_app.services.changes import Change, ClinicChanged
from desktop_app.ui.desk import Desk
from desktop_app.ui.page import Page
from desktop_app.ui.pages.settings.clinic_section import ClinicSection
from desktop_app.ui.pages.settings.computer_section import ComputerSection
from desktop_app.ui.pages.settings.doctors_section import DoctorsSection
from desktop_app.ui.pages.settings.leave_section import LeaveSection
from desktop_app.ui.pages.settings.look_section import LookSection
from desktop_app.ui.pages.settings.messages_section import MessagesSection
from desktop_app.ui.pages.settings.section import Section
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.scroll import ScrollColumn
from desktop_app.ui.window_settings import WindowSettings


class SettingsPage(Page):
    def __init__(self, desk: Desk, settings: WindowSettings, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.set_title(self.tr("Settings"))
        self.help_line = self.tr("↑↓ choose a section. Every change is said at the bottom and can be undone there.")
        self.clinic = ClinicSection(desk)
        self.doctors = DoctorsSection(desk)
        self.leave = LeaveSection(desk)
        self.messages = MessagesSection(desk)
        self.look = LookSection(desk, settings)
        self.computer = ComputerSection(desk)
        self.names = QListWidget()
        self.names.setObjectName("sections")
        self.names.setAccessibleName(self.tr("Sections of the settings"))
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stack = QStackedWidget()
        for words, section in (
            (self.tr("Clinic"), self.clinic),
            (self.tr("Doctors and hours"), self.doctors),
            (self.tr("Leave and holidays"), self.leave),
            (self.tr("Messages"), self.messages),
            (self.tr("Look and window"), self.look),
            (self.tr("This computer"), self.computer),
        ):
            QListWidgetItem(words, self.names)
            self.stack.addWidget(ScrollColumn(section))
        self._sections: tuple[Section, ...] = (
            self.clinic, self.doctors, self.leave, self.messages, self.look, self.computer,
        )  # fmt: skip
        self._left, right = Card(padding=8), Card()
        self._left.body.addWidget(self.names)
        right.body.addWidget(self.stack)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(12)
        columns.addWidget(self._left)
        columns.addWidget(right, 1)
        self.names.setCurrentRow(0)
        self.names.currentRowChanged.connect(self._on_section)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def on_shown(self) -> None:
        self._sections[self.names.currentRow()].load()
        self.names.setFocus()

    def on_change(self, change: Change) -> None:
        """Another desk or the API changed the clinic: lists follow; what is being typed stays."""
        section = self._sections[self.names.currentRow()]
        if isinstance(change, ClinicChanged) and section in (self.doctors, self.leave):
            section.load()

    def take_focus(self) -> None:
        self.names.setFocus()

    @Slot(int)
    def _on_section(self, number: int) -> None:
        self.stack.setCurrentIndex(number)
        self._sections[number].load()

    @Slot()
    def _on_look_changed(self) -> None:
        tokens = look().tokens
        self._left.setFixedWidth(look().px(206))
        self.names.setStyleSheet(
            f"QListWidget#sections::item {{ min-height: {look().px(38)}px; padding: 0 10px; border-radius: 6px; }}"
            f"QListWidget#sections::item:selected {{ background: {tokens.tint}; color: {tokens.text};"
            f" border-left: 3px solid {tokens.accent}; }}"
        )
