"""How Alembic runs here: always on a connection that storage.migration has opened, inside its one transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator

from desktop_app.storage.tables import Row


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """The search index and its shadow tables are SQLite's own affair; the migrations make them by hand."""
    return kind != "table" or not (name or "").startswith("patient_search")


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:  # noqa: ANN401  # Alembic's signature
    """Migrations are history: they name plain types, not today's classes."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,
    include_name=include_name,
    render_item=render_item,
)
context.run_migrations()
