"""How a call gets at the clinic, and the list answer that all lists share."""

from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Path, Query, Request
from pydantic import AfterValidator, BaseModel, Field

from desktop_app.api.fields import QueryNumber, without_nul
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
Id = Annotated[QueryNumber, Path(alias="id")]
SearchText = Annotated[
    str | None,
    Query(description="Digits or letters of any part of the number or the name.", max_length=200),
    AfterValidator(lambda text: text and without_nul(text)),
]
Limit = Annotated[QueryNumber, Query(description="How many at most, 1–200."), Field(ge=1, le=200)]
Cursor = Annotated[
    str | None,
    Query(description="`next_cursor` of the page before.", max_length=200),
    AfterValidator(lambda cursor: cursor and without_nul(cursor)),
]


def list_of(page: Page[View], wire: Callable[[View], Item]) -> ListAnswer[Item]:
    return ListAnswer(items=[wire(view) for view in page.items], next_cursor=page.next_cursor)


def page_of(views: Sequence[View], limit: int, cursor: str | None) -> Page[View]:
    """A page of a short list that is read whole (hospitals, doctors, templates); the cursor counts the items before."""
    if cursor is not None and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
        raise Invalid.one("cursor", "wrong", "Use next_cursor of the page before, as it was.")
    start = int(cursor or 0)
    end = start + limit
    return Page(tuple(views[start:end]), str(end) if end < len(views) else None)
