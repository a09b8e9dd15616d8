"""Between rows and values: a row's columns stand in the order of the value's fields."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Column, ColumnElement, CursorResult, Row, Select, Table, literal_column

from desktop_app.domain.errors import NotFound

AnySelect = Select[*tuple[Any, ...]]
AnyRow = Row[*tuple[Any, ...]]


def without_index(column: ColumnElement[int]) -> ColumnElement[int]:
    """The column as a filter only: a narrower one leads, and SQLite must not choose the index of this one instead."""
    return column + literal_column("0")


def columns_of(table: Table, value: type, *, but: Sequence[str] = ()) -> tuple[Column[Any], ...]:
    """The table's columns for the fields of `value`, in their order."""
    return tuple(table.c[field.name] for field in fields(value) if field.name not in but)


def values_of(value: Any, *, but: Sequence[str] = ()) -> dict[str, Any]:  # noqa: ANN401  # any of the domain's dataclasses
    """What SQLAlchemy binds: the fields of `value` by name. A dict only between here and the statement."""
    return {field.name: getattr(value, field.name) for field in fields(value) if field.name not in but}


def must_have(rows: int, what: str, key: int) -> None:
    """Raises NotFound if an update changed no row."""
    if rows == 0:
        raise NotFound(what, key)


def new_key(added: CursorResult[Any]) -> int:
    """The number that the database gave to the row just added."""
    (key,) = added.inserted_primary_key or (0,)
    return int(key)
