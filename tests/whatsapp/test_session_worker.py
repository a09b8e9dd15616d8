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
    """Starts on the kit's Monday and runs."""

    started: float = 0.0

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.at.timestamp() + time.monotonic() - self.started, UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class BrokenChannel(FakeChannel):
    """Does not start the first time."""

    def start(self, *, visible: bool) -> None:
        raise Unavailable("no_browser", "No browser was found.", "Install one.")


class Bench:
    def __init__(self, folder: Path) -> None:
        self.kit = ClinicKit(folder, RunningClock(started=time.monotonic()))
        self.channel = FakeChannel()
        self.worker: SessionWorker | None = None

    def start(self) -> SessionWorker:
        kit = self.kit
        changes = kit.booking._changes

        def make() -> tuple[MessageChannel, SendingQueue]:
            return self.channel, SendingQueue(kit.hospital_id, self.channel, kit.unit, kit.clock, changes)

        self.worker = SessionWorker(kit.hospital_id, make, kit.read, kit.clock, changes)
        self.worker.start()
        return self.worker

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


def test_what_is_booked_goes_within_a_second(bench: Bench) -> None:
    worker = bench.start()
    worker.begin(wants_code=True)
    until(lambda: worker.snapshot.reading.state is SessionState.READY)
    booked = bench.kit.book(day=MONDAY)
    started = time.monotonic()
    worker.wake()
    until(lambda: bench.kit.read.message(booked.message.id).status is MessageStatus.SENT)
    assert time.monotonic() - started < 1


def test_a_lost_browser_is_started_again(bench: Bench) -> None:
    worker = bench.start()
    worker.begin(wants_code=False)
    until(lambda: worker.snapshot.reading.state is SessionState.READY)
    bench.channel.reading = SessionReading(SessionState.STARTING, "crashed")
    worker.wake()
    until(lambda: not bench.channel.is_running)
    bench.channel.reading = READY
    until(lambda: bench.channel.is_running and worker.snapshot.reading.state is SessionState.READY)


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
