"""The dialogs of the WhatsApp page: the code in large, linking by number, unlinking, what automatic sending means."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.ui import formats
from desktop_app.ui.dialogs.base import VerbDialog
from desktop_app.ui.dialogs.number import NumberDialog
from desktop_app.ui.theme import look
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.card import row, text


class BigCodeDialog(QDialog):
    """The code as large as the window allows; it follows each new one. The page hands in the picture's widget."""

    def __init__(self, code: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Code to scan with the clinic’s phone"))
        self.setModal(True)
        room = parent.window().height() if parent is not None else 728
        side = max(min(look().px(600), room - 140), 320)
        code.setFixedSize(side, side)
        self.done_button = Button(self.tr("Make it smaller"))
        self.done_button.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.addWidget(code)
        column.addLayout(row(None, self.done_button, None))


class LinkNumberDialog(NumberDialog):
    """Asks for the number of the clinic's phone; WhatsApp then shows a code to type there."""

    def __init__(self, check: Callable[[str], MobileNumber], known: str | None, parent: QWidget | None = None) -> None:
        super().__init__(check, self.tr("&Number of the clinic’s phone"), parent)
        self.say(
            self.tr("Link with a number"),
            self.tr(
                "WhatsApp shows a code here, and it is typed on the clinic’s phone. For phones whose camera does not scan."
            ),
            self.tr("Show the code"),
            self.tr("Back"),
        )
        self.mobile.setText(formats.mobile(known) if known else "")


class UnlinkDialog(VerbDialog):
    """Before this computer forgets the clinic's phone."""

    def __init__(self, waiting: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, destroys=True)
        waits = self.tr("{n} messages wait until a phone is linked again.").format(n=waiting) if waiting else ""
        told = self.tr(
            "WhatsApp is closed and its sign-in removed from this computer. Bookings and messages stay. Then open WhatsApp"
            " on the clinic’s phone, go to Linked devices, and remove this computer there too."
        )
        self.say(
            self.tr("Unlink this computer?"), f"{told} {waits}".strip(), self.tr("Unlink"), self.tr("Keep it linked")
        )


class MeaningDialog(VerbDialog):
    """What automatic sending by WhatsApp Web means for the clinic; plain, and without a way to click it away for ever."""

    def __init__(self, pace: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say(self.tr("What sending automatically means for you"), "", "", self.tr("Close"))
        told = (
            self.tr(
                "The program uses WhatsApp Web in a browser of its own, as a person would: it opens one chat, checks the"
                " number, types the text, and looks for the tick. At most {n} messages a minute."
            ).format(n=pace),
            self.tr(
                "WhatsApp’s terms do not foresee programs that send. Numbers that write to many people who do not know them"
                " may be restricted for some hours or days, in rare cases for good."
            ),
            self.tr(
                "What keeps the risk small: write only to patients who agreed, keep the texts short and personal, do not"
                " raise the pace, and use a number that patients already know and have saved."
            ),
            self.tr(
                "If WhatsApp restricts the number, sending stops at once and nothing is lost. Booking goes on, and this page"
                " says what to do. For large clinics the WhatsApp Business Platform is the proper way."
            ),
            self.tr(
                "Opening a chat marks what the patient wrote as read on the phone. So chats are opened only to send, and the"
                " message’s story tells you when the patient had written."
            ),
        )
        for paragraph in told:
            self.body.addWidget(text(paragraph, wrap=True))
