"""Every message with its ticks, its reason, its buttons and its story."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.domain.hospital import Hospital
from desktop_app.domain.message import SENTENCES, Kind, MessageStatus, Reason
from desktop_app.services.changes import MessagesChanged
from desktop_app.services.channel import SessionState
from desktop_app.services.ports import MessageFilter
from desktop_app.services.views import MessageCounts, MessageView, OutboxRow, Page, StoryLine
from desktop_app.ui.pages.messages.page import MessagesPage
from desktop_app.ui.pages.messages.presenter import Deed, Filter
from desktop_app.ui.places import Goto, PageName
from desktop_app.ui.theme import Theme, look
from tests.fakes.desk import CITY, NOW, DeskKit, make_desk
from tests.ui.pages.test_whatsapp_page import session

TEN = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
TEXT = "Hello {name}, Reminder: Appointment with Dr Meera Nair tomorrow at 10:00 AM. - City Hospital"
GOES = TEXT.format(name="कविता")


def message(
    number: int,
    name: str,
    status: MessageStatus,
    kind: Kind = Kind.REMINDER,
    reason_code: Reason | None = None,
    **more: object,
) -> MessageView:
    plain = MessageView(
        id=number, hospital_id=1, appointment_id=number, kind=kind, rule="day_before", revision=0, mobile="+919769066778",
        patient_name=name, text=TEXT.format(name=name), status=status, reason=SENTENCES[reason_code] if reason_code else None,
        reason_code=reason_code, attempts=1, queued_at=TEN, not_before=TEN, sent_at=None, delivered_at=None, read_at=None,
    )  # fmt: skip
    return replace(plain, **more)


def today() -> list[MessageView]:
    sent = TEN + timedelta(minutes=1)
    confirmation, followup = Kind.CONFIRMATION, Kind.FOLLOWUP
    return [
        message(9, "Vidya Tripathi", MessageStatus.READ, confirmation, sent_at=NOW, read_at=NOW + timedelta(minutes=2)),
        message(8, "Rahul Sharma", MessageStatus.QUEUED, confirmation, not_before=NOW + timedelta(seconds=6)),
        message(7, "Joseph D’Souza", MessageStatus.FAILED, reason_code=Reason.NOT_ON_WHATSAPP),
        message(6, "Fatima Shaikh", MessageStatus.NEEDS_CHECKING, reason_code=Reason.OUTCOME_UNKNOWN),
        message(5, "श्री राजेश कुमार", MessageStatus.DELIVERED, sent_at=sent, delivered_at=sent),
        message(4, "கவிதா முருகன்", MessageStatus.SENT, sent_at=sent),
        message(3, "Meena Patil", MessageStatus.READ, followup, sent_at=sent, read_at=sent),
        message(2, "Lakshmi Iyer", MessageStatus.SKIPPED, followup, reason_code=Reason.NO_CONSENT),
        message(1, "Anil Shah", MessageStatus.SKIPPED, reason_code=Reason.DAILY_LIMIT),
    ]


@dataclass
class PostOffice:
    """Messages as the services show them; notes what was asked."""

    rows: list[MessageView] = field(default_factory=today)
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    wanted: list[tuple[MessageFilter, int, str | None]] = field(default_factory=list)
    outbox_rows: tuple[OutboxRow, ...] = ()

    def hospital(self, hospital_id: int) -> Hospital:
        return CITY

    def appointment(self, appointment_id: int) -> Any:  # noqa: ANN401
        return SimpleNamespace(id=appointment_id, patient_id=70 + appointment_id)

    def status(self, hospital_id: int) -> Any:  # noqa: ANN401
        return session(SessionState.READY)

    def pause(self, hospital_id: int, *, by: str) -> Any:  # noqa: ANN401
        self.asked.append(("pause",))
        return session(SessionState.READY, paused_reason="Paused at the desk.")

    def list(self, wanted: MessageFilter, limit: int, cursor: str | None) -> Page[MessageView]:
        self.wanted.append((wanted, limit, cursor))
        fitting = [m for m in self.rows if not wanted.statuses or m.status in wanted.statuses]
        start = int(cursor or 0)
        following = str(start + limit) if start + limit < len(fitting) else None
        return Page(tuple(fitting[start : start + limit]), following)

    def counts(self, hospital_id: int) -> MessageCounts:
        return MessageCounts(248, 12, 31, 2, 4)

    def get(self, message_id: int) -> MessageView:
        return next(m for m in self.rows if m.id == message_id)

    def story(self, message_id: int) -> tuple[StoryLine, ...]:
        lines = (
            "due, put in the queue",
            "typed into the chat of 97690 66778",
            "power lost",
            "looked into the chat: not loaded far enough",
        )
        return tuple(StoryLine(TEN + timedelta(seconds=n), line) for n, line in enumerate(lines))

    def _set(self, message_id: int, **change: object) -> MessageView:
        number = next(n for n, m in enumerate(self.rows) if m.id == message_id)
        self.rows[number] = replace(self.rows[number], **change)
        return self.rows[number]

    def settle(self, message_id: int, was_sent: bool, *, by: str) -> MessageView:
        self.asked.append(("settle", message_id, was_sent))
        return self._set(message_id, status=MessageStatus.SENT if was_sent else MessageStatus.QUEUED, sent_at=NOW)

    def retry(self, message_id: int, *, by: str) -> MessageView:
        self.asked.append(("retry", message_id))
        return self._set(message_id, status=MessageStatus.QUEUED, reason_code=None)

    def withdraw(self, message_id: int, *, by: str) -> MessageView:
        self.asked.append(("withdraw", message_id))
        return self._set(message_id, status=MessageStatus.WITHDRAWN, reason_code=Reason.WITHDRAWN_BY_PERSON)

    def skip(self, appointment_id: int, kind: Kind, rule: str, *, by: str) -> None:
        self.asked.append(("skip", appointment_id, rule))

    def edit(self, appointment_id: int, kind: Kind, rule: str, text: str, *, by: str) -> None:
        self.asked.append(("edit", appointment_id, rule, text))

    def outbox(self, hospital_id: int) -> tuple[OutboxRow, ...]:
        return self.outbox_rows


class Kit:
    def __init__(self, stand: Callable[[Any], Any], post: PostOffice | None = None) -> None:
        self.post = post or PostOffice()
        outbox = SimpleNamespace(rows=self.post.outbox, skip=self.post.skip, edit=self.post.edit)
        self.desk: DeskKit = make_desk(read=self.post, messages=self.post, whatsapp=self.post, outbox=outbox)
        self.page: MessagesPage = stand(MessagesPage(self.desk.desk))

    def pick(self, name: str) -> None:
        number = next(n for n, m in enumerate(self.page.model.rows) if m.patient_name == name)
        self.page.table.pick(number)

    def states(self) -> list[str]:
        model = self.page.model
        return [str(model.index(n, 3).data()) for n in range(model.rowCount())]

    def press(self, deed: Deed) -> None:
        QTest.mouseClick(self.page.detail.button(deed), Qt.MouseButton.LeftButton)


@pytest.fixture
def kit(stand: Callable[[Any], Any]) -> Kit:
    return Kit(stand)


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
@pytest.mark.parametrize("size", [100, 135])
def test_each_message_says_how_it_stands_in_signs_and_words(
    kit: Kit, picture: Callable[[QWidget, str], None], theme: Theme, size: int
) -> None:
    look().set(theme, size)
    kit.pick("Fatima Shaikh")
    picture(kit.page.window(), f"messages-{theme}-{size}")
    assert kit.states() == [
        "✓✓ read 9:43 AM",
        "○ sending in 6 s",
        "✕ Not on WhatsApp",
        "? Check the phone",
        "✓✓ delivered 9:31 AM",
        "✓ sent 9:31 AM",
        "✓✓ read 9:31 AM",
        "– not sent: asked not to be messaged",
        "– not sent: two messages that day already",
    ]
    assert kit.page.table.columnWidth(1) >= look().px(140), "no room for the patient's name"
    assert kit.page.filters.button(Filter.NEEDS_YOU).text() == "Needs you 2"


def test_the_pane_tells_why_what_to_do_the_text_and_the_story(kit: Kit) -> None:
    kit.pick("Fatima Shaikh")
    detail = kit.page.detail
    assert detail.about.text() == "97690 66778 · reminder"
    assert detail.reason.head.text() == "We could not see whether this message went out."
    assert detail.reason.rest.text().startswith("Look at the chat on the clinic's phone")
    assert detail.bubble.message == TEXT.format(name="Fatima Shaikh")
    assert detail.offers(Deed.WAS_SENT)
    assert detail.offers(Deed.SEND_AGAIN)


def test_a_doubtful_message_is_settled_with_one_click(kit: Kit) -> None:
    kit.pick("Fatima Shaikh")
    kit.press(Deed.WAS_SENT)
    assert kit.post.asked == [("settle", 6, True)]
    assert kit.states()[3] == "✓ sent 9:41 AM"
    assert not kit.page.detail.offers(Deed.WAS_SENT)


def test_sending_again_can_be_undone_while_it_waits(kit: Kit) -> None:
    kit.pick("Fatima Shaikh")
    kit.press(Deed.SEND_AGAIN)
    kit.desk.notices.undo_last()
    assert kit.post.asked == [("settle", 6, False), ("withdraw", 6)]


def test_the_letter_on_a_button_does_what_the_button_does(kit: Kit) -> None:
    kit.pick("Rahul Sharma")
    QTest.keyClick(kit.page.table, Qt.Key.Key_S)
    assert kit.post.asked == [], "S is not on any button here"
    QTest.keyClick(kit.page.table, Qt.Key.Key_W)
    assert kit.post.asked == [("withdraw", 8)]
    kit.desk.notices.undo_last()
    assert kit.post.asked[-1] == ("retry", 8)


def test_a_wrong_number_leads_to_the_patient(kit: Kit) -> None:
    kit.pick("Joseph D’Souza")
    kit.press(Deed.FIX_NUMBER)
    assert kit.desk.went == [Goto(PageName.PATIENTS, patient_id=77)]
    kit.press(Deed.TRY_AGAIN)
    assert kit.post.asked == [("retry", 7)]


def test_a_patient_who_said_no_gets_no_button(kit: Kit) -> None:
    kit.pick("Lakshmi Iyer")
    assert not kit.page.detail.buttons.isVisible()
    kit.pick("Anil Shah")
    assert kit.page.detail.offers(Deed.SEND_NOW)


def test_seconds_count_down_without_reading_anew(qtbot: QtBot, kit: Kit) -> None:
    reads = len(kit.post.wanted)
    kit.desk.clock.go_on(2)
    assert kit.states()[1] == "○ sending in 4 s"
    assert len(kit.post.wanted) == reads


def test_a_filter_reads_what_it_names_and_an_empty_one_says_so(
    kit: Kit, picture: Callable[[QWidget, str], None]
) -> None:
    kit.post.rows = [m for m in kit.post.rows if m.status is not MessageStatus.QUEUED]
    kit.page.filters.button(Filter.WAITING).click()
    assert kit.post.wanted[-1][0].statuses == (MessageStatus.QUEUED, MessageStatus.SENDING)
    assert kit.page.lists.currentWidget() is kit.page.empty
    assert not kit.page.detail.isVisible()
    picture(kit.page.window(), "messages-empty")


def test_a_long_list_is_read_page_by_page_as_one_scrolls(stand: Callable[[Any], Any]) -> None:
    rows = [message(1000 - n, f"Patient {n}", MessageStatus.SENT, sent_at=TEN) for n in range(250)]
    kit = Kit(stand, PostOffice(rows))
    assert kit.page.model.rowCount() == 100
    for expected in (200, 250, 250):
        kit.page.table.scrollToBottom()
        assert kit.page.model.rowCount() == expected
    assert max(limit for _, limit, _ in kit.post.wanted) == 100
    kit.page.table.pick(180)
    kit.page.on_change(MessagesChanged(1))
    shown = kit.page.table.current()
    assert isinstance(shown, MessageView)
    assert shown.patient_name == "Patient 180", "a change must not throw the reader back to the top"


def test_a_message_asked_for_from_elsewhere_is_shown(kit: Kit) -> None:
    kit.page.on_goto(Goto(PageName.MESSAGES, message_id=5))
    kit.page.on_shown()
    assert kit.page.detail.name.text() == "श्री राजेश कुमार"
    assert kit.page.filters.value() is Filter.ALL


def test_tomorrows_outbox_can_be_looked_through_and_one_left_out(
    stand: Callable[[Any], Any], picture: Callable[[QWidget, str], None]
) -> None:
    due = TEN + timedelta(days=1)
    rows = (
        OutboxRow(
            3, Kind.REMINDER, "day_before", due, "Lakshmi Iyer", "+919769066778", TEXT, SENTENCES[Reason.NO_CONSENT]
        ),
        OutboxRow(4, Kind.REMINDER, "day_before", due, "கவிதா முருகன்", "+919769066778", GOES, None),
    )
    kit = Kit(stand, PostOffice(outbox_rows=rows))
    assert kit.page.tomorrow.button(Filter.OUTBOX).text() == "Tomorrow’s outbox · 2"
    kit.page.tomorrow.button(Filter.OUTBOX).click()
    assert kit.page.filters.value() is None
    assert kit.page.detail.reason.head.text() == "The patient asked not to be messaged."
    kit.page.outbox.pick(1)
    picture(kit.page.window(), "messages-outbox")
    kit.press(Deed.SKIP)
    assert kit.post.asked == [("skip", 4, "day_before")]
    kit.desk.notices.undo_last()
    assert kit.post.asked[-1] == ("edit", 4, "day_before", GOES)
    kit.page.filters.button(Filter.ALL).click()
    assert kit.page.tomorrow.value() is None


def test_the_button_pauses_sending(kit: Kit) -> None:
    QTest.mouseClick(kit.page.pause, Qt.MouseButton.LeftButton)
    assert kit.post.asked == [("pause",)]
    assert kit.page.pause.text() == "Resume sending"
