"""The daily jobs: when they run, and running one by hand."""

from typing import Annotated

from fastapi import APIRouter, Path

from desktop_app.api.access import TheClinic
from desktop_app.api.answers import JobAnswer, RunAnswer, SchedulerAnswer
from desktop_app.api.fields import QueryNumber
from desktop_app.api.problems import problems
from desktop_app.api.requests import RunRequest

routes = APIRouter(prefix="/api/scheduler", tags=["Scheduler"])

_JOBS = ["followup_reminders", "appointment_reminders"]


@routes.get("", responses=problems())
def scheduler(clinic: TheClinic) -> SchedulerAnswer:
    jobs = [JobAnswer.of(job) for job in clinic.scheduler.jobs()]
    return SchedulerAnswer(running=clinic.scheduler.is_running, jobs=jobs)


@routes.post("/run/{name}", responses=problems(404, 422, 507))
def run(
    name: Annotated[str, Path(json_schema_extra={"enum": _JOBS})],
    clinic: TheClinic,
    wish: RunRequest | None = None,
    hospital_id: QueryNumber | None = None,
) -> RunAnswer:
    """Run the job now for today; twice queues nothing twice."""
    only = hospital_id if wish is None or wish.hospital_id is None else wish.hospital_id
    return RunAnswer.of(clinic.scheduler.run(name, only))
