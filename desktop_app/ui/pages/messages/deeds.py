"""What a person does with a message: settle, send again, withdraw, leave out of the outbox; each with its way back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from desktop_app.services.views import AppointmentView, MessageView, OutboxRow
from desktop_app.ui.desk import Desk, Undo
from desktop_app.ui.pages.messages.presenter import Deed
from desktop_app.ui.places import Goto, PageName

_BY = "desk"


class Deeds(QObject):
    """Runs the verbs and says what was done; then the page reads its lists anew."""

    def __init__(
        self, desk: Desk, reload: Callable[[], None], read_outbox: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._reload = reload
        self._read_outbox = read_outbox

    def do(self, deed: Deed, message: MessageView) -> None:
        messages = self._desk.clinic.messages
        match deed:
            case Deed.WAS_SENT:
                told = self.tr("Noted: it was sent.")
                self._run(partial(messages.settle, message.id, True, by=_BY), told)
            case Deed.SEND_AGAIN:
                told = self.tr("It is sent again.")
                self._run(partial(messages.settle, message.id, False, by=_BY), told, self._withdrawing(message))
            case Deed.TRY_AGAIN | Deed.SEND_NOW:
                told = self.tr("It is in the queue again.")
                self._run(partial(messages.retry, message.id, by=_BY), told, self._withdrawing(message))
            case Deed.WITHDRAW:
                told = self.tr("Withdrawn. It is not sent.")
                undo = Undo(self.tr("Undo: withdraw the message"), partial(self._again, message.id))
                self._run(partial(messages.withdraw, message.id, by=_BY), told, undo)
            case Deed.FIX_NUMBER:
                self._go_to_patient(message)
            case Deed.SWITCH_ON:
                self._desk.navigate(Goto(PageName.WHATSAPP))
            case Deed.SKIP:
                pass

    def _withdrawing(self, message: MessageView) -> Undo:
        job = partial(self._desk.clinic.messages.withdraw, message.id, by=_BY)
        return Undo(self.tr("Undo: send again"), partial(self._desk.run, job, self._on_done))

    def _again(self, message_id: int) -> None:
        self._desk.run(partial(self._desk.clinic.messages.retry, message_id, by=_BY), self._on_done)

    def _run(self, job: Callable[[], MessageView], told: str, undo: Undo | None = None) -> None:
        def done(_: MessageView) -> None:
            self._desk.notices.tell(told, undo)
            self._reload()

        self._desk.run(job, done)

    def _on_done(self, _: object) -> None:
        self._reload()

    def _go_to_patient(self, message: MessageView) -> None:
        if message.appointment_id is not None:
            self._desk.run(partial(self._desk.clinic.read.appointment, message.appointment_id), self._show_patient)

    def _show_patient(self, appointment: AppointmentView) -> None:
        self._desk.navigate(Goto(PageName.PATIENTS, patient_id=appointment.patient_id))

    def skip(self, row: OutboxRow) -> None:
        outbox = self._desk.clinic.outbox
        back = partial(outbox.edit, row.appointment_id, row.kind, row.rule, row.text, by=_BY)
        undo = Undo(self.tr("Undo: do not send to {name}").format(name=row.patient_name), partial(self._unskip, back))

        def done(_: object) -> None:
            self._desk.notices.tell(self.tr("{name} gets no message.").format(name=row.patient_name), undo)
            self._read_outbox()

        self._desk.run(partial(outbox.skip, row.appointment_id, row.kind, row.rule, by=_BY), done)

    def _unskip(self, back: Callable[[], None]) -> None:
        self._desk.run(back, self._on_unskipped)

    def _on_unskipped(self, _: object) -> None:
        self._read_outbox()
