"""Every refusal as application/problem+json, and the last line of defence against bugs. Contract section 5, "Errors".

One handler per family: what the world refuses (ExpectedError), what cannot be read (validation), what has no route, and
BugBoundary for all else: it logs where the bug is, never what it held, and says nothing of it to the client.
"""

import logging
import traceback
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desktop_app.api.fields import write_time
from desktop_app.domain.errors import ExpectedError, Invalid, NotFound, SlotTaken, Unavailable, WrongState

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger(__name__)

_MEANINGS = {
    401: ("`unauthorized`", "This needs the header Authorization: Bearer <token>."),
    403: ("`browser_request`", "Pages of other sites may not call this API."),
    404: ("`not_found`", "There is no doctor with the number 7. Look the doctor up again."),
    409: ("`slot_taken` (with next_free) or `wrong_state`", ""),
    413: ("`too_large`", "The body may have at most 256 KB."),
    415: ("`wrong_type`", "Send the body as JSON, with Content-Type: application/json."),
    421: ("`wrong_host`", "This API answers only by its own address on this computer."),
    422: ("`invalid`, with each field and its code in errors", ""),
    429: ("`too_many`", "Too many wrong tokens. Wait a minute."),
    503: ("a word for what is out of order", "Another program keeps the clinic's database locked. Nothing was saved."),
    507: ("`disk_full`", "The disk is full. Nothing was saved. Free some space, then try again."),
}
"""For the documentation: what `code` can be for each status, and a sentence as an example."""


class FieldProblem(BaseModel):
    field: str = Field(examples=["time_slot"])
    code: str = Field(examples=["past"])
    message: str = Field(examples=["That time is already over. Choose a later one."])


class Problem(BaseModel):
    """What went wrong and what to do about it. `code` is for programs, `detail` for people."""

    type: str = "about:blank"
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no doctor with the number 7. Look the doctor up again."])
    code: str = Field(examples=["not_found"])

    @classmethod
    def of(cls, status: int, code: str, detail: str) -> "Problem":
        return cls(title=HTTPStatus(status).phrase, status=status, detail=detail, code=code)

    def answer(self, headers: dict[str, str] | None = None) -> Response:
        return Response(self.model_dump_json(), self.status, headers, MEDIA_TYPE)


class InvalidProblem(Problem):
    """Entries that cannot be used, each with its field and a stable word. Nothing was changed."""

    errors: list[FieldProblem]

    @classmethod
    def listing(cls, problems: Iterable[FieldProblem]) -> "InvalidProblem":
        errors = list(problems)
        detail = " ".join(dict.fromkeys(error.message for error in errors))
        return cls(title=HTTPStatus(422).phrase, status=422, detail=detail, code=Invalid.code, errors=errors)


class SlotTakenProblem(Problem):
    """Somebody was faster, or the doctor's slot is full. `next_free` is null when the day is full."""

    next_free: str | None = Field(examples=["10:45"])


SCHEMAS = (FieldProblem, Problem, InvalidProblem, SlotTakenProblem)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a call can refuse with, for its documentation."""
    return {status: _documented(status) for status in statuses}


def handle_problems(app: FastAPI) -> None:
    app.exception_handler(ExpectedError)(_on_expected)
    app.exception_handler(RequestValidationError)(_on_unreadable)
    app.exception_handler(HTTPException)(_on_http)


class BugBoundary:
    """Catches what nobody expected: a 500 without details for the client, the place in the code for the log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_started = False

        async def watched_send(message: Message) -> None:
            nonlocal has_started
            has_started = has_started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched_send)
        except Exception as bug:
            if scope["type"] != "http":
                raise
            _log.error("bug while answering a call: %s\n%s", type(bug).__name__, _place_of(bug))
            if not has_started:
                sentence = "Something went wrong inside the application. It is noted in the log."
                await Problem.of(500, "internal", sentence).answer()(scope, receive, send)


def _place_of(bug: BaseException) -> str:
    """File, line and source of each step; the message of an exception can hold a patient's data and is left out."""
    chain: list[str] = []
    error: BaseException | None = bug
    while error is not None:
        chain += [f"{type(error).__name__} at\n", *traceback.format_tb(error.__traceback__)]
        error = error.__cause__ or error.__context__
    return "".join(chain)


async def _on_expected(_request: Request, error: ExpectedError) -> Response:
    return _problem_of(error).answer()


def _problem_of(error: ExpectedError) -> Problem:
    detail = f"{error.message} {error.remedy}".strip()
    match error:
        case Invalid():
            return InvalidProblem.listing(
                FieldProblem(field=problem.field, code=problem.code, message=problem.message)
                for problem in error.problems
            )
        case SlotTaken():
            next_free = write_time(error.next_free) if error.next_free else None
            phrase = HTTPStatus(409).phrase
            return SlotTakenProblem(title=phrase, status=409, detail=detail, code=error.code, next_free=next_free)
        case NotFound():
            return Problem.of(404, error.code, detail)
        case WrongState():
            return Problem.of(409, error.code, detail)
        case Unavailable(code="disk_full"):
            return Problem.of(507, error.code, detail)
        case _:
            return Problem.of(503, error.code, detail)


async def _on_unreadable(_request: Request, error: RequestValidationError) -> Response:
    return InvalidProblem.listing(_field_problem(fault) for fault in error.errors()).answer()


def _field_problem(fault: dict[str, Any]) -> FieldProblem:
    """FastAPI's finding in the contract's words. Never repeats what was sent."""
    place = [str(part) for part in fault["loc"]]
    kind = str(fault["type"])
    if kind == "json_invalid":
        return FieldProblem(field="body", code="wrong", message="The body is not JSON that can be read.")
    field = ".".join(place[1:]) or place[0]
    if kind in ("missing", "string_too_short") or fault.get("input", field) is None:
        return FieldProblem(field=field, code="missing", message=f"{field} is missing.")
    code = "too_long" if kind == "string_too_long" else "wrong"
    return FieldProblem(field=field, code=code, message=_sentence(kind, fault))


def _sentence(kind: str, fault: dict[str, Any]) -> str:
    limits = fault.get("ctx", {})
    match kind:
        case "wrong":
            return str(fault["msg"])
        case "int_type" | "int_parsing" | "int_from_float" | "int_parsing_size":
            return "Give a whole number."
        case "bool_type" | "bool_parsing":
            return "Give true or false, without quotes."
        case "string_type" | "string_unicode":
            return "Give a text."
        case "greater_than_equal":
            return f"Give a number from {limits['ge']} on."
        case "less_than_equal":
            return f"Give a number up to {limits['le']}."
        case "string_too_long":
            return f"This text is too long: at most {limits['max_length']} characters."
        case "enum" | "literal_error":
            return f"Give one of {limits['expected']}."
        case _:
            return "This cannot be used here."


async def _on_http(request: Request, error: HTTPException) -> Response:
    match error.status_code:
        case 404:
            return Problem.of(404, "not_found", "There is no such call. /docs lists them all.").answer()
        case 405:
            sentence = "This call exists, but not with this method. /docs lists them all."
            return Problem.of(405, "wrong_method", sentence).answer({"allow": _methods_of(request)})
        case 400:
            wrong = FieldProblem(field="body", code="wrong", message="The body is not JSON that can be read.")
            return InvalidProblem.listing([wrong]).answer()
        case status:
            return Problem.of(status, "refused", HTTPStatus(status).phrase).answer()


def _methods_of(request: Request) -> str:
    """Every method of the call's path, not only those of the one route that was nearest."""
    described = request.app.openapi()["paths"].get(request.scope["route"].path, {})
    return ", ".join(sorted(method.upper() for method in described)) or "GET"


def _documented(status: int) -> dict[str, Any]:
    names = {409: ("SlotTakenProblem", "Problem"), 422: ("InvalidProblem",)}.get(status, ("Problem",))
    references = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    schema = references[0] if len(references) == 1 else {"anyOf": references}
    return {
        "description": f"{HTTPStatus(status).phrase}: {_MEANINGS[status][0]}",
        "content": {MEDIA_TYPE: {"schema": schema, "example": _example(status)}},
    }


def _example(status: int) -> dict[str, Any]:
    match status:
        case 409:
            sentence = "10:30 was taken a moment ago. The next free time is 10:45. Choose another time."
            taken = SlotTakenProblem(
                title="Conflict", status=409, detail=sentence, code="slot_taken", next_free="10:45"
            )
            return taken.model_dump()
        case 422:
            past = FieldProblem(
                field="time_slot", code="past", message="That time is already over. Choose a later one."
            )
            return InvalidProblem.listing([past]).model_dump()
        case _:
            words, sentence = _MEANINGS[status]
            code = "database_busy" if status == 503 else words.strip("`")
            return Problem.of(status, code, sentence).model_dump()
