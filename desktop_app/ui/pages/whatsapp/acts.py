"""What a person does on the WhatsApp page: the state's next step, pause, switch, stop, unlink, link by number, test."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop_app.domain.errors import ExpectedError, Invalid
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services.channel import SessionState
from desktop_app.services.hospital_service import SettingsChange
from desktop_app.services.views import MessageView
from desktop_app.ui.desk import Desk, Undo
from desktop_app.ui.dialogs.whatsapp import LinkNumberDialog, MeaningDialog, UnlinkDialog
from desktop_app.ui.pages.whatsapp.presenter import Screen, Step
from desktop_app.ui.widgets.fields import Field

_BY = "desk"


class WhatsAppActs(QObject):
    """Each verb runs as a task; then `reload` is called. What is told is told once it is done."""

    def __init__(self, desk: Desk, reload: Callable[[], None], page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._reload = reload
        self._page = page

    def take_step(self, screen: Screen) -> None:
        """The page's main button."""
        session, whatsapp = screen.session, self._desk.clinic.whatsapp
        if session.state is SessionState.READY and not session.whatsapp_enabled:
            self.switch(is_on=True)
            return
        match screen.step:
            case Step.LINK | Step.START | Step.SHOW_CODE | Step.TRY_AGAIN:
                self.start()
            case Step.TAKE_OVER:
                self._do(partial(whatsapp.take_over, session.hospital_id))
            case Step.ACCEPT_NUMBER:
                self._do(partial(whatsapp.accept_number, session.hospital_id, by=_BY))
            case Step.SHOW_BROWSER:
                self.toggle_browser(screen)
            case Step.RESUME:
                self._do(partial(whatsapp.resume, session.hospital_id, by=_BY))
            case Step.NONE:
                pass

    def start(self) -> None:
        self._do(partial(self._desk.clinic.whatsapp.start_session, self._desk.hospital_id))

    def scan_instead(self) -> None:
        """Back from the code that is typed to the one that is scanned: WhatsApp shows it in a fresh browser only."""
        whatsapp, hospital_id = self._desk.clinic.whatsapp, self._desk.hospital_id

        def afresh() -> None:
            whatsapp.close_session(hospital_id)
            whatsapp.start_session(hospital_id)

        self._do(afresh)

    def toggle_sending(self, screen: Screen) -> None:
        whatsapp = self._desk.clinic.whatsapp
        verb = whatsapp.resume if screen.is_paused else whatsapp.pause
        self._do(partial(verb, screen.session.hospital_id, by=_BY))

    def switch(self, *, is_on: bool) -> None:
        """Sending on or off for this hospital."""
        change_settings, hospital_id = self._desk.clinic.hospitals.change_settings, self._desk.hospital_id

        def job(on: bool) -> Callable[[], object]:
            return partial(change_settings, hospital_id, SettingsChange(whatsapp_enabled=on), by=_BY)

        if is_on:
            words, back = self.tr("Messages go out by WhatsApp now."), self.tr("Undo: switch sending on")
        else:
            words, back = self.tr("Sending by WhatsApp is switched off."), self.tr("Undo: switch sending off")
        self._do(job(is_on), words, Undo(back, partial(self._do, job(not is_on))))

    def toggle_browser(self, screen: Screen) -> None:
        session = screen.session
        self._do(partial(self._desk.clinic.whatsapp.show_browser, session.hospital_id, not session.browser_visible))

    def stop(self) -> None:
        whatsapp, hospital_id = self._desk.clinic.whatsapp, self._desk.hospital_id
        again = partial(self._do, partial(whatsapp.start_session, hospital_id))
        undo = Undo(self.tr("Undo: stop WhatsApp"), again)
        self._do(partial(whatsapp.close_session, hospital_id), self.tr("WhatsApp is stopped. Messages wait."), undo)

    def unlink(self, waiting: int) -> None:
        """Asks first: this cannot be undone here."""
        dialog = UnlinkDialog(waiting, self._page)
        job = partial(self._desk.clinic.whatsapp.close_session, self._desk.hospital_id, forget=True)
        told = self.tr("Unlinked. Now remove this computer on the phone too: WhatsApp ▸ Linked devices.")
        dialog.accepted.connect(partial(self._do, job, told))
        dialog.open()

    def link_by_number(self) -> None:
        dialog = LinkNumberDialog(self._check_mobile, self._desk.hospital().whatsapp_number, self._page)
        dialog.accepted.connect(partial(self._link_with, dialog))
        dialog.open()

    def _check_mobile(self, typed: str) -> MobileNumber:
        return MobileNumber.parse(typed, allow_foreign=self._desk.hospital().allows_foreign_numbers)

    def _link_with(self, dialog: LinkNumberDialog) -> None:
        if dialog.number is not None:
            link = self._desk.clinic.whatsapp.link_with_number
            self._do(partial(link, self._desk.hospital_id, dialog.number.e164))

    def send_test(self, typed: str, field: Field) -> None:
        """A message to oneself; what is wrong with the number stands at `field`."""
        field.fault("")

        def sent(_: MessageView) -> None:
            field.note(self.tr("On its way. Its ticks are under Messages."))

        def refused(error: ExpectedError) -> None:
            field.fault(error.message if isinstance(error, Invalid) else f"{error.message} {error.remedy}")

        job = partial(self._desk.clinic.whatsapp.send_test, self._desk.hospital_id, typed, by=_BY)
        self._desk.run(job, sent, refused)

    def scan_in_practice(self, code: str | None) -> None:
        practice = self._desk.clinic.practice
        if practice is not None and code:
            self._do(partial(practice.scan, code))

    def open_practice_phone(self) -> None:
        practice = self._desk.clinic.practice
        if practice is not None:
            QDesktopServices.openUrl(QUrl(f"{practice.url.rstrip('/')}/_practice/phone"))

    def explain_sending(self, pace: int) -> None:
        MeaningDialog(pace, self._page).open()

    def _do(self, job: Callable[[], object], told: str = "", undo: Undo | None = None) -> None:
        def done(_: object) -> None:
            if told:
                self._desk.notices.tell(told, undo)
            self._reload()

        self._desk.run(job, done)
