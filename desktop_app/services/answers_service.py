"""Idempotency keys: the answer that a repeated call gets again. The booking itself is remembered in its own transaction."""

from desktop_app.services.ports import OpenUnit, RememberedAnswer


class AnswerService:
    def __init__(self, open_unit: OpenUnit) -> None:
        self._open_unit = open_unit

    def find(self, key: str) -> RememberedAnswer | None:
        with self._open_unit() as unit:
            return unit.answers.find(key)

    def store(self, key: str, answer: str) -> str:
        """Keep the answer of a booked key; the one that stands from now on.

        Of several that come at once the first is kept and given to all, so that equal calls get equal answers.
        """
        with self._open_unit() as unit:
            known = unit.answers.find(key)
            if known is None:
                return answer
            if known.answer is not None:
                return known.answer
            unit.answers.store(key, answer)
            unit.commit()
        return answer
