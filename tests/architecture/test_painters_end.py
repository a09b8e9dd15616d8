"""A painter that outlives its paintEvent (a bug's traceback keeps it) leaves the whole window unpainted: it is ended by `with`."""

import ast
from pathlib import Path

UI = Path(__file__).resolve().parents[2] / "desktop_app" / "ui"


def unended(source: str) -> list[int]:
    """The lines where a painter is made that no `with` ends."""
    tree = ast.parse(source)
    ended = [item.context_expr for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items]
    names = {expression.id for expression in ended if isinstance(expression, ast.Name)}
    kept = [node.value for node in ast.walk(tree) if isinstance(node, ast.Assign) and _name(node.targets[0]) in names]
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node.func) in ("QPainter", "QStylePainter")
        if node not in ended and node not in kept
    ]


def _name(node: ast.expr) -> str | None:
    return node.id if isinstance(node, ast.Name) else None


def test_every_painter_is_ended() -> None:
    found = {path.name: unended(path.read_text(encoding="utf-8")) for path in UI.rglob("*.py")}
    assert len(found) > 100
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_one_that_is_not_is_found() -> None:
    assert unended("with QPainter(self) as painter:\n    pass\nother = QPainter(self)") == [3]
    assert unended("painter = QStylePainter(self)\nwith painter:\n    pass") == []
