"""The jobs go on when the computer's clock is set back."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from desktop_app.services.clinic import Clinic
from desktop_app.workers import scheduler_jobs
from desktop_app.workers.scheduler_jobs import SchedulerJobs


class AheadClock:
    """Some hours ahead of the computer's, until it is put right."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class CountedScheduler:
    """Counts the ticks. `is_running` as the service has it."""

    def __init__(self) -> None:
        self.is_running = False
        self.ticks = threading.Semaphore(0)

    def tick(self) -> None:
        self.ticks.release()


def _nothing() -> None:
    return None


def _subscribe(_listen: Callable[[object], None]) -> Callable[[], None]:
    return _nothing


@pytest.fixture
def clock() -> AheadClock:
    return AheadClock()


@pytest.fixture
def scheduler(clock: AheadClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[CountedScheduler]:
    monkeypatch.setattr(scheduler_jobs, "WATCH_SECONDS", 0.05)
    counted = CountedScheduler()
    parts: Any = SimpleNamespace(
        clock=clock,
        scheduler=counted,
        csv=SimpleNamespace(write_all=_nothing),
        hospitals=SimpleNamespace(all=tuple),
        changes=SimpleNamespace(subscribe=_subscribe),
    )
    jobs = SchedulerJobs(cast(Clinic, parts), _nothing)
    jobs.start()
    yield counted
    jobs.stop()


def test_a_clock_that_is_set_back_does_not_stall_the_jobs(clock: AheadClock, scheduler: CountedScheduler) -> None:
    assert scheduler.ticks.acquire(timeout=10)  # at the start
    clock.ahead -= timedelta(hours=2)
    assert scheduler.ticks.acquire(timeout=10)  # long before the half minute, and in spite of the two hours
