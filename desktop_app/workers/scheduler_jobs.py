"""APScheduler, alive as long as the program is: the daily jobs people know, and short ticks that make up for sleep.

Start: `start()` once the services exist. Stop: `stop()` before the sessions, so that nothing new is planned while they
settle. The jobs only call services and return; every scan is idempotent, so a late or doubled run does no harm.
"""

import logging
import threading
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from desktop_app.domain.errors import ExpectedError
from desktop_app.services.changes import Change, ClinicChanged
from desktop_app.services.clinic import Clinic
from desktop_app.services.scheduler_service import FOLLOWUPS, REMINDERS

log = logging.getLogger(__name__)

PLAN_SECONDS = 30
EXPORT_SECONDS = 5
UPKEEP_SECONDS = 15 * 60
WATCH_SECONDS = 5.0


class SchedulerJobs:
    """The jobs of all hospitals. `upkeep` is the quiet-time work (backup, forgetting old keys)."""

    def __init__(self, clinic: Clinic, upkeep: Callable[[], None]) -> None:
        self._clinic = clinic
        self._upkeep = upkeep
        # Late jobs run once, however late (the default grace of 1 s drops them): the services decide what is still useful.
        self._scheduler: Any = BackgroundScheduler(
            timezone="UTC",
            daemon=True,
            executors={"default": ThreadPoolExecutor(2)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._unsubscribe: Callable[[], None] = lambda: None
        self._is_over = threading.Event()
        self._watch = threading.Thread(target=self._watch_clock, name="clock watch", daemon=True)

    def start(self) -> None:
        every = IntervalTrigger
        self._scheduler.add_job(
            self._plan, every(seconds=PLAN_SECONDS), id="plan", next_run_time=self._clinic.clock.now()
        )
        self._scheduler.add_job(
            self._export, every(seconds=EXPORT_SECONDS), id="export", next_run_time=self._clinic.clock.now()
        )
        self._scheduler.add_job(self._keep_up, every(seconds=UPKEEP_SECONDS), id="upkeep")
        self._add_daily_jobs()
        self._scheduler.start()
        self._watch.start()
        self._clinic.scheduler.is_running = True
        self._unsubscribe = self._clinic.changes.subscribe(self._on_change)

    def stop(self) -> None:
        """No further job starts; the one that runs is waited for."""
        if not self._clinic.scheduler.is_running:
            return
        self._clinic.scheduler.is_running = False
        self._unsubscribe()
        self._is_over.set()
        self._watch.join()
        self._scheduler.shutdown(wait=True)

    def _watch_clock(self) -> None:
        """A clock that is set back leaves each job waiting for the hour it had before: they are planned anew then."""
        last = self._clinic.clock.now()
        while not self._is_over.wait(WATCH_SECONDS):
            now = self._clinic.clock.now()
            if now < last:
                _guarded("clock", self._plan_anew)
            last = now

    def _plan_anew(self) -> None:
        log.info("the computer's clock was set back; the jobs are planned anew")
        for job in ("plan", "export", "upkeep"):
            self._scheduler.modify_job(job, next_run_time=self._clinic.clock.now())
        self._add_daily_jobs()

    def _add_daily_jobs(self) -> None:
        for hospital in self._clinic.hospitals.all():
            sending = self._clinic.read.hospital(hospital.id).sending
            for name, at in ((FOLLOWUPS, sending.followup_time), (REMINDERS, sending.reminder_time)):
                trigger = CronTrigger(hour=at.hour, minute=at.minute, timezone=ZoneInfo(hospital.time_zone))
                self._scheduler.add_job(self._plan, trigger, id=f"{name}:{hospital.id}", replace_existing=True)

    def _on_change(self, change: Change) -> None:
        if isinstance(change, ClinicChanged):
            self._add_daily_jobs()

    def _plan(self) -> None:
        _guarded("plan", self._clinic.scheduler.tick)

    def _export(self) -> None:
        _guarded("export", self._clinic.csv.write_all)

    def _keep_up(self) -> None:
        _guarded("upkeep", self._upkeep)


def _guarded(name: str, work: Callable[[], None]) -> None:
    """The task boundary of a job: the world's refusals are noted and tried again at the next tick; a bug is logged whole."""
    try:
        work()
    except ExpectedError as refusal:
        log.info("job %s: %s", name, refusal.code)
    except Exception:
        log.exception("job %s failed", name)
