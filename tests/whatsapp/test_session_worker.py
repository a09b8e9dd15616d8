"""The session's thread: wakes for what is due, starts a lost browser again, and always ends."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.domain.errors import Unavailable
from desktop_app.domain.message import MessageStatus
from desktop_app.services.channel import MessageChannel, SessionReading, SessionState
from desktop_app.services.sending_queue import SendingQueue
from desktop_app.workers.session_worker import SessionWorker
from tests.fakes.channel import READY, FakeChannel
from tests.services.kit import MONDAY, ClinicKit, TurnedClock
from tests.whatsapp.web.conftest import until


@dataclass
class RunningClock(TurnedClock):
    """Starts on the kit's Monday and runs; `leap` lets hours pass at once."""

    started: float = 0.0
    leapt: float = 0.0

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.at.timestamp() + self.monotonic() - self.started, UTC)

    def monotonic(self) -> float:
        return time.monotonic() + self.leapt

    def leap(self, hours: float) -> None:
        self.leapt += hours * 3600


@dataclass
class CountedChannel(FakeChannel):
    """Counts its starts."""

    starts: int = 0

    def start(self, *, visible: bool) -> None:
        self.starts += 1
        super().start(visible=visible)


class BrokenChannel(CountedChannel):
    """Does not start the first time."""

    def start(self, *, visible: bool) -> None:
        raise Unavailable("no_browser", "No browser was found.", "Install one.")


class Bench:
    def __init__(self, folder: Path) -> None:
        self.clock = RunningClock(started=time.monotonic())
        self.kit = ClinicKit(folder, self.clock)
        self.channel = CountedChannel()
        self.worker: SessionWorker | None = None

    def start(self) -> SessionWorker:
        kit = self.kit
        changes = kit.booking._changes

        def make() -> tuple[MessageChannel, SendingQueue]:
            return self.channel, SendingQueue(kit.hospital_id, self.channel, kit.unit, kit.clock, changes)

        self.worker = SessionWorker(kit.hospital_id, make, kit.read, kit.clock, changes)
        self.worker.start()
        return self.worker

    def turns(self, count: int = 1) -> None:
        """Let the thread take so many whole turns."""
        assert self.worker is not None
        worker = self.worker
        for _ in range(count + 1):  # the first may have been under way
            before = worker.snapshot.checked_at
            worker.wake()
            until(lambda before=before: worker.snapshot.checked_at != before)

    def stop(self) -> None:
        if self.worker is not None:
            self.worker.ask_to_stop(3)
            assert self.worker.wait(5000)
        self.kit.database.dispose()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.stop()


def test_what_is_booked_goes_at_once(bench: Bench) -> None:
    worker = bench.start()
    worker.begin(wants_code=True)
    until(lambda: worker.snapshot.reading.state is SessionState.READY)
    booked = bench.kit.book(day=MONDAY)
    worker.wake()
    until(lambda: bench.kit.read.message(booked.message.id).status is MessageStatus.SENT, 2.5)  # the next probe: 3 s


@pytest.mark.parametrize("detail", ["crashed", "unresponsive"])
def test_a_lost_browser_is_started_again(bench: Bench, detail: str) -> None:
    worker = bench.start()
    worker.begin(wants_code=False)
    until(lambda: worker.snapshot.reading.state is SessionState.READY)
    bench.channel.reading = SessionReading(SessionState.STARTING, detail)
    worker.wake()
    until(lambda: not bench.channel.is_running)
    bench.channel.reading = READY
    until(lambda: bench.channel.is_running and worker.snapshot.reading.state is SessionState.READY)


def test_a_browser_that_is_lost_again_and_again_is_started_ever_more_patiently(bench: Bench) -> None:
    bench.channel.reading = SessionReading(SessionState.STARTING, "crashed")
    bench.start().begin(wants_code=False)
    bench.turns(12)
    assert 2 <= bench.channel.starts <= 5
    starts = bench.channel.starts
    bench.clock.leap(hours=1)
    bench.turns(2)
    assert bench.channel.starts > starts


def test_once_a_night_the_browser_is_started_anew_and_never_by_day(bench: Bench) -> None:
    worker = bench.start()
    worker.begin(wants_code=False)
    until(lambda: worker.snapshot.reading.state is SessionState.READY)
    bench.clock.leap(hours=7)  # 3 in the afternoon
    bench.turns(2)
    assert bench.channel.starts == 1
    bench.clock.leap(hours=12)  # 3 at night
    worker.wake()
    until(lambda: bench.channel.starts == 2)
    bench.turns(3)
    assert bench.channel.starts == 2
    assert worker.snapshot.reading.state is SessionState.READY


def test_a_session_that_was_logged_out_keeps_its_profile(bench: Bench) -> None:
    worker = bench.start()
    worker.begin(wants_code=False)
    until(lambda: worker.snapshot.reading.state is SessionState.READY)
    bench.channel.reading = SessionReading(SessionState.LOGGED_OUT, "logged_out")
    bench.turns(3)
    assert not bench.channel.forgotten
    assert bench.channel.starts == 1


def test_a_browser_that_cannot_start_is_said_in_words(bench: Bench) -> None:
    bench.channel = BrokenChannel()
    worker = bench.start()
    worker.begin(wants_code=True)
    until(lambda: worker.snapshot.reading.state is SessionState.NEEDS_ATTENTION)
    assert worker.snapshot.reading.detail == "no_browser"
    assert worker.snapshot.problem == "No browser was found. Install one."


def test_close_waits_until_the_browser_is_gone(bench: Bench) -> None:
    worker = bench.start()
    worker.begin(wants_code=True)
    until(lambda: worker.snapshot.reading.state is SessionState.READY)
    worker.close_session(forget=True)
    assert not bench.channel.is_running
    assert bench.channel.forgotten
    assert worker.snapshot.reading.state is SessionState.CLOSED


def test_the_code_counts_down_from_each_rotation(bench: Bench) -> None:
    bench.channel.reading = SessionReading(SessionState.SCAN_QR, "qr_live", qr="one")
    worker = bench.start()
    worker.begin(wants_code=True)
    first = until(lambda: worker.snapshot.code_changes_at)
    bench.channel.reading = SessionReading(SessionState.SCAN_QR, "qr_live", qr="two")
    until(lambda: worker.snapshot.reading.qr == "two")
    assert isinstance(first, datetime)
    second = worker.snapshot.code_changes_at
    assert second is not None
    assert 50 < (first - bench.kit.clock.now()).total_seconds() <= 60
    assert 10 < (second - bench.kit.clock.now()).total_seconds() <= 20


def test_a_bug_in_a_turn_is_logged_and_the_thread_lives_on(bench: Bench, expect_log) -> None:  # noqa: ANN001
    expect_log("a turn failed")
    worker = bench.start()
    real = bench.channel.read_session

    def broken() -> SessionReading:
        bench.channel.read_session = real  # the next turn is well again
        raise RuntimeError("a bug")

    bench.channel.read_session = broken
    worker.begin(wants_code=False)
    until(lambda: bench.channel.read_session == real)
    worker.wake()
    until(lambda: worker.snapshot.reading.state is SessionState.READY)
