"""The very statements that a call of ours runs, played again through SQLAlchemy Core alone and through sqlite3 alone.

So the reference is the same work without our services, values and views around it.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Executable, event
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.sql.compiler import SQLCompiler

from desktop_app.storage.database import Database


@dataclass
class Step:
    """One statement as Core saw it and as SQLite saw it; or the end of a transaction."""

    is_writing: bool
    statement: Any = None
    named: dict[str, Any] = field(default_factory=dict[str, Any])
    sql: str = ""
    names: list[str] = field(default_factory=list[str])
    bound: tuple[Any, ...] = ()
    ends: str = ""


Parameters = dict[str, Any]
Given = list[Parameters]
Values = tuple[Any, ...]
Replace = Callable[[str, Any], Any]
"""(name of a parameter, its value) → the value to use in this play."""


@contextmanager
def recording(database: Database) -> Iterator[list[Step]]:
    """Collect every statement that the database runs meanwhile."""
    steps: list[Step] = []
    with _hooks(database._writer, True, steps), _hooks(database._readers, False, steps):
        yield steps


@contextmanager
def _hooks(engine: Engine, is_writing: bool, steps: list[Step]) -> Iterator[None]:
    def on_core(_c: Connection, statement: Executable, many: Given, params: Parameters, _options: object) -> None:
        given = params or (many[0] if many else {})
        steps.append(Step(is_writing, statement, dict(given)))

    def on_cursor(
        _c: Connection, _: object, sql: str, bound: Values, context: DefaultExecutionContext, _m: bool
    ) -> None:
        if isinstance(context.compiled, SQLCompiler):
            steps[-1].sql, steps[-1].bound = sql, tuple(bound)
            steps[-1].names = list(context.compiled.positiontup or ())

    def on_end(how: str) -> Callable[[Connection], None]:
        return lambda _connection: steps.append(Step(is_writing, ends=how))

    hooks = [
        ("before_execute", on_core),
        ("before_cursor_execute", on_cursor),
        ("commit", on_end("COMMIT")),
        ("rollback", on_end("ROLLBACK")),
    ]
    for name, hook in hooks:
        event.listen(engine, name, hook)
    try:
        yield
    finally:
        for name, hook in hooks:
            event.remove(engine, name, hook)


def play_core(database: Database, steps: list[Step], replace: Replace, added: Callable[[str, int], None]) -> None:
    """Each statement through Core, in the same transactions; `added` hears (table, key) of each row added."""
    for transaction in _transactions(steps):
        way = database.writing if transaction[0].is_writing else database.reading
        with way() as connection:
            for step in transaction[:-1]:
                done = connection.execute(
                    step.statement, {name: replace(name, value) for name, value in step.named.items()}
                )
                if done.is_insert:
                    key = done.inserted_primary_key
                    added(step.statement.table.name, int(key[0]) if key and isinstance(key[0], int) else 0)
                elif done.returns_rows:
                    done.all()
            if transaction[-1].ends == "COMMIT":
                connection.commit()


class BareSqlite:
    """The same through sqlite3, with the same settings for safety."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for setting in ("synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "secure_delete=ON"):
            self._connection.execute(f"PRAGMA {setting}")

    def play(self, steps: list[Step], replace: Replace, added: Callable[[str, int], None]) -> None:
        for transaction in _transactions(steps):
            self._connection.execute("BEGIN IMMEDIATE" if transaction[0].is_writing else "BEGIN")
            for step in transaction[:-1]:
                names = step.names if len(step.names) == len(step.bound) else [""] * len(step.bound)
                values = [replace(name, value) for name, value in zip(names, step.bound, strict=True)]
                with closing(self._connection.execute(step.sql, values)) as cursor:
                    cursor.fetchall()
                    if step.sql.startswith("INSERT"):
                        added(step.statement.table.name, cursor.lastrowid or 0)
            self._connection.execute(transaction[-1].ends)

    def close(self) -> None:
        self._connection.close()


def _transactions(steps: list[Step]) -> Iterator[list[Step]]:
    current: list[Step] = []
    for step in steps:
        current.append(step)
        if step.ends:
            if len(current) > 1:
                yield current
            current = []
