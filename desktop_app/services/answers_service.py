"""Idempotency keys: the answer that a repeated call gets again. The booking itself is remembered in its own transaction."""

from datetime import timedelta

from desktop_app.services.ports import Clock, OpenUnit, RememberedAnswer


class AnswerService:
    def __init__(self, open_unit: OpenUnit, clock: Clock) -> None:
        self._open_unit = open_unit
        self._clock = clock

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

    def forget_older_than(self, age: timedelta) -> None:
        """Nobody repeats a call that long after; answers hold names and numbers, so they are not kept for ever."""
        with self._open_unit() as unit:
            unit.answers.forget_before(self._clock.now() - age)
            unit.commit()
