"""Is it alive, and does it need a person? The one call without a token, so it tells nothing about patients."""

from fastapi import APIRouter

from desktop_app.api.access import TheClinic
from desktop_app.api.answers import HealthAnswer
from desktop_app.api.problems import problems
from desktop_app.domain.errors import Unavailable
from desktop_app.services.channel import SessionState
from desktop_app.services.clinic import Clinic

routes = APIRouter(prefix="/api/health", tags=["Health"])

_NEEDS_A_PERSON = frozenset(
    {SessionState.CONFLICT, SessionState.LOGGED_OUT, SessionState.RESTRICTED, SessionState.NEEDS_ATTENTION}
)


@routes.get("", responses=problems(403, 421))
def health(clinic: TheClinic) -> HealthAnswer:
    """Needs no token."""
    sessions, is_readable = _sessions(clinic)
    is_running = clinic.scheduler.is_running
    is_well = is_readable and is_running and not clinic.csv.is_held_up and not _NEEDS_A_PERSON & set(sessions.values())
    return HealthAnswer(
        status="ok" if is_well else "attention",
        version=clinic.version,
        database="ok" if is_readable else "damaged",
        scheduler="running" if is_running else "stopped",
        sessions={str(hospital_id): state for hospital_id, state in sessions.items()},
    )


def _sessions(clinic: Clinic) -> tuple[dict[int, SessionState], bool]:
    """(the sessions' states, whether the database could be read for them)."""
    try:
        return clinic.whatsapp.states(), True
    except Unavailable as error:
        return {}, error.code in ("database_busy", "disk_full")
