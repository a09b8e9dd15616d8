"""The API put together: calls, refusals, documentation, and the guard around them all."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import Depends, FastAPI
from fastapi.security import HTTPBearer
from fastapi.telemetry import TelemetryConfig
from starlette.types import ASGIApp

from desktop_app.api import docs
from desktop_app.api.problems import BugBoundary, handle_problems, problems
from desktop_app.api.routes import appointments, doctors, health, hospitals, messages, patients, scheduler, whatsapp
from desktop_app.api.security import Guard
from desktop_app.services.clinic import Clinic

THREADS = 4
"""Calls that run at once; the services keep one writing connection, so more would only wait (reliability.md 6)."""

_NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""FastAPI can be told by the environment to send calls and their bodies elsewhere: never from a clinic."""

_TOKEN = Depends(HTTPBearer(auto_error=False, description="The token in state/run/api-token."))
"""Only tells the documentation; security.Guard checks it, before anything else."""


def create_app(clinic: Clinic, token: Callable[[], str], port: int) -> ASGIApp:
    """The whole API for one clinic. `port` is the one that really listens (Host and Origin are checked against it)."""
    app = docs.DocumentedApp(
        title="Clinic Front Desk",
        version=clinic.version,
        description=docs.DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        telemetry=_NO_TELEMETRY,
        lifespan=_few_threads,
    )
    app.state.clinic = clinic
    app.include_router(docs.routes)
    app.include_router(health.routes)
    for room in (appointments, doctors, hospitals, whatsapp, patients, messages, scheduler):
        refusals = problems(401, 403, 413, 415, 421, 429, 503)
        app.include_router(room.routes, dependencies=[_TOKEN], responses=refusals)
    handle_problems(app)
    app.add_middleware(BugBoundary)
    return Guard(app, token, port, clinic.clock.monotonic)


@asynccontextmanager
async def _few_threads(_app: FastAPI) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield
