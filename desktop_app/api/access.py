"""How a call gets at the clinic, and the list answer that all lists share."""

from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Path, Query, Request
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from desktop_app.api.fields import LARGEST, read_query_number, without_nul
from desktop_app.domain.errors import Invalid
from desktop_app.services.clinic import Clinic
from desktop_app.services.views import Page

Item = TypeVar("Item")
View = TypeVar("View")

BY = "API"
"""Who the audit trail says it was: the token is the computer's, not a person's."""


class ListAnswer(BaseModel, Generic[Item]):
    """One page of a list. Ask again with `cursor` = `next_cursor` for the next; null at the end."""

    items: list[Item]
    next_cursor: str | None


async def _clinic(request: Request) -> Clinic:
    clinic: Clinic = request.app.state.clinic
    return clinic


TheClinic = Annotated[Clinic, Depends(_clinic)]
Id = Annotated[int, Path(alias="id", ge=0, le=LARGEST), BeforeValidator(read_query_number)]
SearchText = Annotated[
    str | None,
    Query(description="Digits or letters of any part of the number or the name.", max_length=200),
    AfterValidator(lambda text: text and without_nul(text)),
]
Limit = Annotated[int, Field(ge=1, le=200, description="How many at most."), BeforeValidator(read_query_number)]
Cursor = Annotated[
    str | None,
    Field(description="`next_cursor` of the page before.", json_schema_extra={"pattern": "^[0-9]{1,15}$"}),
]
TimeCursor = Annotated[
    str | None,
    Field(
        description="`next_cursor` of the page before.",
        json_schema_extra={"pattern": r"^[0-9]{4}-[01][0-9]-[0-3][0-9]\.[0-2][0-9]\.[0-5][0-9]\.[0-9]{1,15}$"},
    ),
]


def list_of(page: Page[View], wire: Callable[[View], Item]) -> ListAnswer[Item]:
    return ListAnswer(items=[wire(view) for view in page.items], next_cursor=page.next_cursor)


def page_of(views: Sequence[View], limit: int, cursor: str | None) -> Page[View]:
    """A page of a short list that is read whole (hospitals, doctors, templates); the cursor counts the items before."""
    if cursor is not None and not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 15):
        raise Invalid.one("cursor", "wrong", "Use next_cursor of the page before, as it was.")
    start = int(cursor or 0)
    end = start + limit
    return Page(tuple(views[start:end]), str(end) if end < len(views) else None)
