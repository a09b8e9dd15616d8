"""The Templates page: the text at the left, the message as the patient will see it at the right."""

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services.changes import Change, ClinicChanged
from desktop_app.services.views import AppointmentView, MessageView, TemplateView
from desktop_app.ui import formats
from desktop_app.ui.desk import Desk, Undo
from desktop_app.ui.dialogs.templates import MyNumberDialog, VersionsDialog
from desktop_app.ui.languages import LANGUAGE_NAMES
from desktop_app.ui.page import Page
from desktop_app.ui.pages.templates import presenter
from desktop_app.ui.pages.templates.editor import TemplateEditor
from desktop_app.ui.pages.templates.faults import Faults
from desktop_app.ui.pages.templates.presenter import Span
from desktop_app.ui.pages.templates.reading import TemplatesRead, read_templates
from desktop_app.ui.pages.templates.words import TemplateWords
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.bubble import BubblePreview
from desktop_app.ui.widgets.buttons import Button, Kind
from desktop_app.ui.widgets.card import Card, row, text
from desktop_app.ui.widgets.choice import Choice
from desktop_app.ui.widgets.flow import flow
from desktop_app.ui.widgets.scroll import ScrollColumn
from desktop_app.ui.widgets.segments import SegmentedControl

_BY = "desk"
_TABS = ("confirmation", "reminder", "followup", "rescheduled", "cancelled")
_DATED = "reminder_dated"


class TemplatesPage(Page):
    """A text that was begun and not saved stays with its kind and language until the program ends."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.set_title(self.tr("Templates"))
        self.help_line = self.tr(
            "Change what goes out, with a live preview. Ctrl+S saves; Ctrl+1, Ctrl+2 … choose the language."
        )
        self._words = TemplateWords(self)
        self._read: TemplatesRead | None = None
        self._drafts: dict[tuple[str, str], str] = {}
        self._insert_buttons: dict[str, Button] = {}
        self._make_widgets()
        self._lay_out()
        self._add_keys()

    # ── what the shell tells ────────────────────────────────────────────────────────────────────────────────────────
    def on_shown(self) -> None:
        self._reload()
        self.editor.setFocus()

    def on_change(self, change: Change) -> None:
        if isinstance(change, ClinicChanged) and change.hospital_id == self.desk.hospital_id:
            self._reload()

    def on_hospital(self) -> None:
        self._drafts.clear()
        self._read = None
        self._reload()

    def take_focus(self) -> None:
        self.editor.setFocus()

    # ── laying out ──────────────────────────────────────────────────────────────────────────────────────────────────
    def _make_widgets(self) -> None:
        self.kinds = SegmentedControl(
            [(kind, self._words.kind(kind)) for kind in _TABS], name=self.tr("Kind of message")
        )
        self.kinds.set_value(_TABS[0])
        self.kinds.chosen.connect(self._on_other_text)
        self.languages = SegmentedControl(name=self.tr("Language"))
        self.languages.chosen.connect(self._on_other_text)
        self.twins = SegmentedControl(
            [("reminder", self.tr("On the day before")), (_DATED, self.tr("On any other day"))],
            name=self.tr("Which reminder"),
        )
        self.twins.set_value("reminder")
        self.twins.chosen.connect(self._on_other_text)
        self.when = text("", "muted", wrap=True)
        self.editor = TemplateEditor()
        self.editor.setAccessibleName(self.tr("Text of the message"))
        self.editor.setMinimumHeight(look().px(90))
        self.editor.textChanged.connect(self._on_typed)
        self.faults = Faults()
        self.faults.mended.connect(self._on_mended)
        for name in presenter.PLACEHOLDERS:
            button = Button(name)
            button.setToolTip(self._words.placeholder(name))
            button.clicked.connect(partial(self.editor.insert_placeholder, name))
            self._insert_buttons[name] = button
        self.length = text("", "muted")
        self.versions = Button(self.tr("Earlier versions…"), kind=Kind.QUIET)
        self.versions.clicked.connect(self._on_versions_asked)
        self.back = Button(self.tr("Back to the guide’s text"))
        self.back.clicked.connect(self._on_back)
        self.test = Button(self.tr("Send a test to me…"))
        self.test.clicked.connect(self._on_test_asked)
        self.save = Button(self.tr("Save"), kind=Kind.PRIMARY)
        self.save.clicked.connect(self._on_save)
        self.whom = Choice()
        self.whom.setAccessibleName(self.tr("Preview with"))
        self.whom.setMinimumWidth(look().px(200))
        self.whom.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.whom.activated.connect(self._on_other_patient)
        self.bubble = BubblePreview()

    def _lay_out(self) -> None:
        above = QWidget()
        upper = QVBoxLayout(above)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(10)
        upper.addWidget(flow(self.kinds, self.languages, gap=10, last_right=True))
        under = QHBoxLayout()
        under.setSpacing(10)
        under.addWidget(self.when, 1)
        under.addWidget(self.twins)
        upper.addLayout(under)
        upper.addWidget(self.editor, 3)
        upper.addWidget(self.faults)
        upper.addLayout(row(text(self.tr("Insert"), "label"), None, self.versions))
        upper.addWidget(flow(*(self._insert_buttons[name] for name in presenter.ORDER)))
        upper.addStretch(1)
        card = Card(padding=18)
        card.body.setSpacing(10)
        card.body.addWidget(ScrollColumn(above), 1)
        card.body.addWidget(flow(self.length, row_of(self.back, self.test, self.save), gap=10, last_right=True))
        label = text(self.tr("&Preview with"), "label")
        label.setBuddy(self.whom)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(label)
        right.addWidget(self.whom)
        right.addWidget(self.bubble, 1)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(12)
        columns.addWidget(card, 5)
        columns.addLayout(right, 3)

    def _add_keys(self) -> None:
        save = QAction(self.tr("Save the template"), self)
        save.setShortcut(QKeySequence(QKeySequence.StandardKey.Save))
        save.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.triggered.connect(self._on_save)
        self.addAction(save)
        self._language_keys: list[QAction] = []
        for number in range(1, 5):
            action = QAction(self)
            action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(partial(self._on_language_key, number - 1))
            self.addAction(action)
            self._language_keys.append(action)
        self.save.setToolTip("Ctrl+S")

    # ── reading and drawing ─────────────────────────────────────────────────────────────────────────────────────────
    def _reload(self) -> None:
        self.desk.run(partial(read_templates, self.desk.clinic, self.desk.hospital_id), self._show)

    def _show(self, read: TemplatesRead) -> None:
        if read.hospital.id != self.desk.hospital_id:
            return
        self._read = read
        codes = presenter.languages(read.templates)
        self.languages.set_choices([(code, LANGUAGE_NAMES.get(code, code)) for code in codes])
        if self.languages.value() is None:
            self.languages.set_value(read.hospital.language if read.hospital.language in codes else codes[0])
        for number, action in enumerate(self._language_keys):
            name = LANGUAGE_NAMES.get(codes[number], codes[number]) if number < len(codes) else ""
            action.setText(self.tr("Template in {language}").format(language=name) if name else "")
            action.setEnabled(bool(name))
        self._show_patients(read)
        self._show_text()

    def _show_patients(self, read: TemplatesRead) -> None:
        kept = self.whom.value()
        self.whom.clear()
        for appointment in read.appointments:
            self.whom.addItem(self._patient_line(appointment), appointment.id)
        if not read.appointments:
            self.whom.addItem(self.tr("Vidya Tripathi · an example"), 0)
        self.whom.choose(kept)

    def _patient_line(self, appointment: AppointmentView) -> str:
        today = self.desk.today()
        days = (appointment.date - today).days
        if days == 0:
            day = self.tr("today")
        elif days == 1:
            day = self.tr("tomorrow")
        else:
            day = formats.short_date(appointment.date, today)
        return f"{appointment.patient_name} · {day} {formats.clock_time(appointment.time_slot)}"

    def _key(self) -> tuple[str, str]:
        kind = str(self.kinds.value())
        if kind == "reminder":
            kind = str(self.twins.value())
        return kind, str(self.languages.value())

    def _template(self) -> TemplateView | None:
        return presenter.template_of(self._read.templates, *self._key()) if self._read else None

    def _show_text(self) -> None:
        """The draft of this kind and language, else what is saved."""
        template = self._template()
        if template is None:
            return
        shown = self._drafts.get(self._key(), template.text)
        if shown != self.editor.toPlainText():
            with QSignalBlocker(self.editor):
                self.editor.setPlainText(shown)
            self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)
        kind = self._key()[0]
        self.twins.setVisible(self.kinds.value() == "reminder")
        self.when.setText(self._words.when(kind))
        offered = presenter.insertable(kind)
        for name, button in self._insert_buttons.items():
            button.setVisible(name in offered)
        self._judge()

    def _judge(self) -> None:
        """What is to be said about the text as it stands."""
        template = self._template()
        if template is None or self._read is None:
            return
        typed, (kind, _) = self.editor.toPlainText(), self._key()
        check = presenter.check(typed, template.text, kind)
        self.faults.show_check(check, self._words.kind("reminder" if kind == _DATED else kind))
        self.save.refuse(self._words.blocked(check.blocked))
        is_guides = template.is_default and typed == template.text
        self.back.refuse(self.tr("This is the guide’s text.") if is_guides else "")
        self.test.refuse(check.problem)
        length = self.tr("{n} characters").format(n=len(typed))
        self.length.setText(length if typed == template.text else self.tr("{length} · not saved").format(length=length))
        appointment = self._appointment(self._read)
        self.bubble.set_message(
            presenter.preview(typed, kind, appointment, self._read.hospital),
            formats.bare_time(self.desk.now()),
            ticks="✓✓",
            day=self.tr("TODAY"),
        )

    def _appointment(self, read: TemplatesRead) -> AppointmentView:
        wanted = self.whom.value()
        found = next((a for a in read.appointments if a.id == wanted), None)
        return found or presenter.sample(self.desk.today())

    # ── acts ────────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot()
    def _on_typed(self) -> None:
        template = self._template()
        typed = self.editor.toPlainText()
        if template is not None and typed == template.text:
            self._drafts.pop(self._key(), None)
        else:
            self._drafts[self._key()] = typed
        self._judge()

    @Slot(object)
    def _on_other_text(self, _: object) -> None:
        self._show_text()
        self.editor.setFocus()

    def _on_language_key(self, number: int) -> None:
        codes = presenter.languages(self._read.templates) if self._read else ()
        if number < len(codes):
            self.languages.set_value(codes[number])
            self._show_text()

    @Slot(int)
    def _on_other_patient(self, _: int) -> None:
        self._judge()

    @Slot(object, str)
    def _on_mended(self, span: Span, name: str) -> None:
        self.editor.replace_span(span, name)

    @Slot()
    def _on_save(self) -> None:
        template = self._template()
        if template is not None and self.save.isEnabled():
            self._set(template, self.editor.toPlainText(), self.tr("The text is saved. It goes out from now on."))

    @Slot()
    def _on_back(self) -> None:
        template = self._template()
        if template is None:
            return
        self._drafts.pop(self._key(), None)
        if template.is_default:
            self._show_text()
            return
        self._set(template, None, self.tr("The guide’s text goes out again."))

    def _set(self, template: TemplateView, new: str | None, told: str) -> None:
        """Save, and offer the way back to what went out before."""
        hospitals, hospital_id = self.desk.clinic.hospitals, self.desk.hospital_id
        before = None if template.is_default else template.text
        put = partial(hospitals.set_template, hospital_id, template.kind, template.language, by=_BY)
        undo = Undo(self.tr("Undo: change the template"), partial(self._put, partial(put, text=before)))

        def done(_: TemplateView) -> None:
            self._drafts.pop((template.kind, template.language), None)
            self.desk.notices.tell(told, undo)
            self._reload()

        self.desk.run(partial(put, text=new), done)

    def _put(self, job: "partial[TemplateView]") -> None:
        self.desk.run(job, self._on_put_back)

    def _on_put_back(self, template: TemplateView) -> None:
        self._drafts.pop((template.kind, template.language), None)
        self._reload()

    @Slot()
    def _on_versions_asked(self) -> None:
        kind, language = self._key()
        job = partial(self.desk.clinic.hospitals.template_versions, self.desk.hospital_id, kind, language)
        self.desk.run(job, self._show_versions)

    def _show_versions(self, versions: tuple[TemplateView, ...]) -> None:
        if not versions:
            self.desk.notices.tell(self.tr("This text was never changed: there are no earlier versions."))
            return
        dialog = VersionsDialog(versions, self)
        dialog.chosen.connect(self.editor.setPlainText)
        dialog.open()

    @Slot()
    def _on_test_asked(self) -> None:
        told = self.tr("The message goes out as the preview shows it, also while it is not saved.")
        dialog = MyNumberDialog(self._check_mobile, told, self)
        dialog.accepted.connect(partial(self._send_test, dialog))
        dialog.open()

    def _check_mobile(self, typed: str) -> MobileNumber:
        return MobileNumber.parse(typed, allow_foreign=self.desk.hospital().allows_foreign_numbers)

    def _send_test(self, dialog: MyNumberDialog) -> None:
        if dialog.number is None:
            return
        send = partial(self.desk.clinic.whatsapp.send_test, self.desk.hospital_id, dialog.number.e164, by=_BY)
        self.desk.run(partial(send, text=self.bubble.message), self._on_test_sent)

    def _on_test_sent(self, _: MessageView) -> None:
        self.desk.notices.tell(self.tr("The test is on its way. Its ticks are under Messages."))


def row_of(*widgets: QWidget) -> QWidget:
    """Widgets that stay together in one line."""
    box = QWidget()
    box.setLayout(row(*widgets, gap=10))
    return box
