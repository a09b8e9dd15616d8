"""Lists what has grown large: long files, long functions, functions with many ways through. A hint, not a refusal."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES, FUNCTION_LINES, COMPLEXITY = 300, 40, 8

_BRANCHES = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.match_case,
    ast.comprehension,
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def complexity(function: ast.AST) -> int:
    """One way through, and one more for each branch and each `and`/`or`; nested functions count for themselves."""
    ways, waiting = 1, list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, _FUNCTIONS):
            continue
        if isinstance(node, ast.BoolOp):
            ways += len(node.values) - 1
        elif isinstance(node, _BRANCHES):
            ways += 1
        waiting.extend(ast.iter_child_nodes(node))
    return ways


def findings(file: Path) -> Iterator[str]:
    """One line for each thing in `file` that is larger than it should be."""
    source = file.read_text("utf-8")
    where, lines = file.relative_to(ROOT), source.count("\n")
    if lines > FILE_LINES:
        yield f"{where}: {lines} lines"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, _FUNCTIONS) and node.end_lineno is not None:
            length, ways = node.end_lineno - node.lineno + 1, complexity(node)
            if length > FUNCTION_LINES or ways > COMPLEXITY:
                yield f"{where}:{node.lineno} {node.name}: {length} lines, complexity {ways}"


def main() -> None:
    """Print the list, or that there is nothing to list."""
    files = [file for folder in ("desktop_app", "tests", "scripts") for file in sorted((ROOT / folder).rglob("*.py"))]
    found = [line for file in files if "versions" not in file.parts for line in findings(file)]
    if not found:
        print(f"Nothing large in {len(files)} files.")
        return
    print(f"Worth a look: files over {FILE_LINES} lines, functions over {FUNCTION_LINES} or complexity {COMPLEXITY}:")
    print("\n".join(f"  {line}" for line in found))


if __name__ == "__main__":
    main()
