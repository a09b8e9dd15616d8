"""A desk for page tests: jobs run at once, notices are kept, time stands still."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from desktop_app.domain.errors import ExpectedError
from desktop_app.domain.hospital import Hospital, SendingSettings
from desktop_app.services.changes import Changes
from desktop_app.ui.desk import BannerText, Desk, Undo
from desktop_app.ui.places import Place

NOW = datetime(2026, 11, 24, 4, 11, tzinfo=UTC)  # 9:41 AM in Kolkata
CITY = Hospital(
    1,
    "City Hospital",
    None,
    "Andheri West",
    "Asia/Kolkata",
    "en",
    "919820011223",
    SendingSettings(whatsapp_enabled=True),
)


@dataclass
class StandingClock:
    """Time goes on only when a test says so."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def go_on(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class KeptNotices:
    """Keeps what people were told."""

    told: list[tuple[str, Undo | None]] = field(default_factory=list)
    explained: list[ExpectedError] = field(default_factory=list)
    banners: dict[str, BannerText] = field(default_factory=dict)

    def tell(self, text: str, undo: Undo | None = None) -> None:
        self.told.append((text, undo))

    def explain(self, error: ExpectedError) -> None:
        self.explained.append(error)

    def banner(self, key: str, text: BannerText | None) -> None:
        if text is None:
            self.banners.pop(key, None)
        else:
            self.banners[key] = text

    def undo_last(self) -> None:
        undo = self.told[-1][1]
        assert undo is not None, "no undo was offered"
        undo.act()


@dataclass
class DeskKit:
    """A desk with everything a test wants to look at."""

    desk: Desk
    notices: KeptNotices
    clock: StandingClock
    went: list[Place]


def make_desk(hospital: Hospital = CITY, **services: object) -> DeskKit:
    """`services` are the fakes that the page asks: whatsapp=…, read=…; anything else it touches is an AttributeError."""
    notices, clock, went = KeptNotices(), StandingClock(), list[Place]()

    def run(
        job: Callable[[], Any], on_done: Callable[[Any], None], on_error: Callable[[ExpectedError], None] | None = None
    ) -> None:
        try:
            answer = job()
        except ExpectedError as refusal:
            (on_error or notices.explain)(refusal)
            return
        on_done(answer)

    defaults = {"practice": None, "is_practice": False, "version": "1.0", "changes": Changes(), "clock": clock}
    clinic: Any = SimpleNamespace(**(defaults | services))
    desk = Desk(clinic, run, notices, went.append, hospital.id)
    desk.remember(hospital)
    return DeskKit(desk, notices, clock, went)
