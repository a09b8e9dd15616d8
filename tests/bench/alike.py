"""A question to the large clinic stands against one to the small clinic that brings as many rows: else the answers' lengths
would be compared, and not the clinics."""

from collections.abc import Iterable
from typing import TypeVar

Question = TypeVar("Question")
Sized = tuple[int, Question]
"""(how many rows it brings, the question)."""


def alike(
    large: Iterable[Sized[Question]], small: Iterable[Sized[Question]], at_most: int
) -> list[tuple[Question, Question]]:
    """(for the large clinic, for the small one), in the order of the large one's; each question once."""
    waiting: dict[int, list[Question]] = {}
    for rows, question in small:
        waiting.setdefault(rows, []).append(question)
    pairs: list[tuple[Question, Question]] = []
    for rows, question in large:
        if same := waiting.get(rows):
            pairs.append((question, same.pop(0)))
        if len(pairs) == at_most:
            break
    return pairs
