"""What the window's frame shows around every page, read in one go and put into words. No Qt."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop_app.domain.hospital import Hospital
from desktop_app.services.channel import SessionState, SessionView
from desktop_app.services.views import ExportView, HospitalView, JobView
from desktop_app.ui import formats
from desktop_app.ui.light import Light, Lit

if TYPE_CHECKING:
    from desktop_app.services.clinic import Clinic


@dataclass(frozen=True, slots=True)
class ShellState:
    """`alert` is the WhatsApp banner's text (may use <b>), "" when nothing is wrong; `wants_code`: a scan is what helps."""

    hospitals: tuple[HospitalView, ...]
    hospital: Hospital
    session: SessionView
    whatsapp: Lit
    next_line: str
    csv_line: str
    csv_obstacle: str
    alert: str
    wants_code: bool
    needs_you: int


def read_state(clinic: "Clinic", hospital_id: int) -> ShellState | None:
    """Everything the frame shows; None when there is no hospital yet. An unknown `hospital_id` gives the first one."""
    hospitals = clinic.hospitals.all()
    if not hospitals:
        return None
    if hospital_id not in {hospital.id for hospital in hospitals}:
        hospital_id = hospitals[0].id
    hospital = clinic.read.hospital(hospital_id)
    session = clinic.whatsapp.status(hospital_id)
    export = clinic.csv.state(hospital_id)
    now = hospital.local(clinic.clock.now())
    runs = [coming_run(clinic, hospital, job) for job in clinic.scheduler.jobs() if job.hospital_id == hospital_id]
    return ShellState(
        hospitals=hospitals,
        hospital=hospital,
        session=session,
        whatsapp=whatsapp_line(session),
        next_line=next_line(runs, now),
        csv_line=csv_line(export),
        csv_obstacle=export.obstacle or "",
        alert=alert(session),
        wants_code=wants_code(session),
        needs_you=clinic.messages.counts(hospital_id).needs_you,
    )


def whatsapp_line(session: SessionView) -> Lit:
    """The light and the few words at the bottom."""
    if session.paused_reason and session.state is SessionState.READY:
        return Lit(Light.WARN, "WhatsApp: sending is paused")
    match session.state:
        case SessionState.READY:
            number = f" as {formats.mobile(_e164(session.number))}" if session.number else ""
            return Lit(Light.GOOD, f"WhatsApp connected{number}")
        case SessionState.SCAN_QR:
            return Lit(Light.WARN, "WhatsApp: scan the code")
        case SessionState.STARTING | SessionState.LINKING:
            return Lit(Light.WARN, "WhatsApp is starting")
        case SessionState.OFFLINE:
            return Lit(Light.WARN, "WhatsApp is offline")
        case SessionState.CONFLICT:
            return Lit(Light.WARN, "WhatsApp is open elsewhere")
        case SessionState.LOGGED_OUT:
            return Lit(Light.BAD, "WhatsApp: the phone has unlinked this computer")
        case SessionState.RESTRICTED:
            return Lit(Light.BAD, "WhatsApp has restricted this number")
        case SessionState.NEEDS_ATTENTION:
            return Lit(Light.BAD, "WhatsApp needs you")
        case SessionState.CLOSED:
            is_on = session.whatsapp_enabled
            return Lit(Light.WARN if is_on else Light.OFF, "WhatsApp is not linked" if is_on else "WhatsApp is off")


def alert(session: SessionView) -> str:
    """The banner: only while messages are meant to go and cannot."""
    if not session.whatsapp_enabled or session.state in (
        SessionState.READY,
        SessionState.STARTING,
        SessionState.LINKING,
    ):
        return ""
    waiting = session.queue.waiting
    if session.state not in (SessionState.CLOSED, SessionState.SCAN_QR):
        return f"{html.escape(session.message)}{_and_waits(waiting)}"
    if not waiting:
        return ""
    once = "the code is scanned" if wants_code(session) else "WhatsApp is started"
    if waiting == 1:
        return f"WhatsApp is not connected. <b>1 message waits</b> and will go out by itself once {once}."
    return f"WhatsApp is not connected. <b>{waiting} messages wait</b> and will go out by themselves once {once}."


def wants_code(session: SessionView) -> bool:
    """Scanning a code is what helps: no phone is linked yet, or it has unlinked this computer."""
    if session.state is SessionState.CLOSED:
        return session.number is None
    return session.state in (SessionState.SCAN_QR, SessionState.LOGGED_OUT)


def _and_waits(waiting: int) -> str:
    if not waiting:
        return ""
    return (
        " <b>1 message waits</b>, it is not lost."
        if waiting == 1
        else f" <b>{waiting} messages wait</b>, none is lost."
    )


@dataclass(frozen=True, slots=True)
class ComingRun:
    """The next run of a daily job: when (on the hospital's wall clock) and for how many patients."""

    at: datetime
    count: int
    is_reminder: bool


def coming_run(clinic: "Clinic", hospital: Hospital, job: JobView) -> ComingRun | None:
    """None while the daily jobs do not run."""
    from desktop_app.services.scheduler_service import REMINDERS  # heavy, and this runs in a task

    if job.next_run is None:
        return None
    at = hospital.local(job.next_run)
    is_reminder = job.name == REMINDERS
    if is_reminder:
        count = len(clinic.read.visits_on(hospital.id, at.date() + timedelta(days=1)))
    else:
        day = at.date() + timedelta(days=hospital.sending.followup_days_before)
        count = len(clinic.read.followups_on(hospital.id, day))
    return ComingRun(at, count, is_reminder)


def next_line(runs: Sequence[ComingRun | None], now: datetime) -> str:
    """`Next: 12 reminders at 10:00 AM tomorrow`."""
    coming = sorted((run for run in runs if run is not None), key=lambda run: run.at)
    if not coming:
        return ""
    run = next((run for run in coming if run.count), None)
    if run is None:
        return "No reminders are due by tomorrow"
    one, many = ("reminder", "reminders") if run.is_reminder else ("follow-up", "follow-ups")
    day = "today" if run.at.date() == now.date() else "tomorrow"
    return f"Next: {formats.number(run.count)} {one if run.count == 1 else many} at {formats.clock_time(run.at)} {day}"


def csv_line(export: ExportView) -> str:
    if not export.waiting:
        return "CSV up to date"
    return f"CSV: {formats.number(export.waiting)} {'row waits' if export.waiting == 1 else 'rows wait'}"


def _e164(number: str | None) -> str:
    return f"+{(number or '').lstrip('+')}"
