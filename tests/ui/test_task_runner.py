"""Work outside the GUI thread: answers come home to it, refusals to the page, bugs to the one hook."""

import sys
import threading
from collections.abc import Callable, Iterator
from types import TracebackType

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain.errors import ExpectedError, WrongState
from desktop_app.services.changes import AppointmentsChanged, Changes, MessagesChanged
from desktop_app.ui.bug_hook import BugHook
from desktop_app.ui.changes_bridge import ChangesBridge
from desktop_app.workers.job import Cancelled, Job
from desktop_app.workers.task_runner import TaskRunner


def never(_: object) -> None:
    pytest.fail("nobody may be called")


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[TaskRunner]:
    made = TaskRunner()
    yield made
    assert made.close()


def test_the_job_runs_elsewhere_and_the_answer_comes_home(qtbot: QtBot, runner: TaskRunner) -> None:
    heard: list[tuple[bool, bool]] = []
    main = threading.get_ident()

    def done(was_elsewhere: bool) -> None:
        heard.append((was_elsewhere, QThread.currentThread() is runner.thread()))

    runner.run(lambda: threading.get_ident() != main, done)
    qtbot.waitUntil(lambda: heard == [(True, True)], timeout=30_000)
    assert runner.is_idle


def test_a_refusal_goes_to_the_page_that_asked(qtbot: QtBot, runner: TaskRunner) -> None:
    heard: list[ExpectedError] = []
    refusal = WrongState("It is over.")

    def job() -> None:
        raise refusal

    runner.run(job, never, heard.append)
    qtbot.waitUntil(lambda: heard == [refusal], timeout=30_000)


def test_a_bug_reaches_the_one_hook_in_the_gui_thread(
    qtbot: QtBot, runner: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[tuple[BaseException, bool]] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        caught.append((error, QThread.currentThread() is runner.thread()))

    monkeypatch.setattr(sys, "excepthook", hook)

    def job() -> None:
        raise KeyError("a bug")

    with qtbot.captureExceptions():
        monkeypatch.setattr(sys, "excepthook", hook)
        runner.run(job, never, never)
        qtbot.waitUntil(lambda: bool(caught), timeout=30_000)
    assert isinstance(caught[0][0], KeyError)
    assert caught[0][1]


def test_after_close_nobody_is_called(qtbot: QtBot, qapp: QApplication) -> None:
    runner = TaskRunner()
    may_go, began = threading.Event(), threading.Event()

    def job() -> None:
        began.set()
        may_go.wait(10)

    runner.run(job, never, never)
    qtbot.waitUntil(began.is_set, timeout=30_000)
    may_go.set()
    assert runner.close()
    ran: list[None] = []
    runner.run(lambda: ran.append(None), never)
    assert ran == []
    QApplication.sendPostedEvents()


def test_a_job_that_was_asked_to_stop_says_nothing(qtbot: QtBot, runner: TaskRunner) -> None:
    job = Job()
    runner.run(lambda: job.wait(30), never, never)
    job.cancel()
    qtbot.waitUntil(lambda: runner.is_idle, timeout=30_000)
    assert job.is_cancelled
    with pytest.raises(Cancelled):
        job.check()


def test_changes_come_to_the_gui_thread_and_a_burst_is_told_once(qtbot: QtBot, qapp: QApplication) -> None:
    changes = Changes()
    bridge = ChangesBridge(changes)
    heard: list[object] = []
    bridge.changed.connect(heard.append)

    def publish() -> None:
        for _ in range(50):
            changes.publish(AppointmentsChanged(1))
        changes.publish(MessagesChanged(1))

    thread = threading.Thread(target=publish)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: heard == [AppointmentsChanged(1), MessagesChanged(1)], timeout=30_000)
    bridge.close()
    changes.publish(AppointmentsChanged(2))
    QApplication.sendPostedEvents()
    assert AppointmentsChanged(2) not in heard


def test_a_bug_is_told_once_per_kind_and_without_its_text(
    qtbot: QtBot, qapp: QApplication, expect_log: Callable[[str], None]
) -> None:
    expect_log(r"bug ValueError")
    hook = BugHook("1.0")
    heard: list[str] = []
    hook.reported.connect(heard.append)
    hook.install()
    try:
        for _ in range(3):
            error = ValueError("Vidya Tripathi 98765 43210")
            sys.excepthook(ValueError, error, error.__traceback__)
        qtbot.waitUntil(lambda: len(heard) == 1, timeout=30_000)
        QApplication.sendPostedEvents()
    finally:
        hook.remove()
    assert len(heard) == 1
    assert "ValueError" in heard[0]
    assert "Vidya" not in heard[0]
