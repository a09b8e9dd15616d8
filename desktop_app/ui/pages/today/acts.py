"""What can be done with an appointment on the board, by its state: key, words, and the way back. No Qt."""

from dataclasses import dataclass
from enum import StrEnum

from desktop_app.domain.appointment import Status


class BoardAct(StrEnum):
    """The value is the key."""

    ARRIVE = "A"
    IN_ROOM = "R"
    VISITED = "V"
    MOVE = "M"
    NO_SHOW = "N"
    CANCEL = "Del"
    REOPEN = "O"


@dataclass(frozen=True, slots=True)
class ActWords:
    """`button` for the strip, `done` for the toast (`{name}`), `undo` for the menu (`{name}`)."""

    button: str
    done: str
    undo: str


WORDS = {
    BoardAct.ARRIVE: ActWords("Arrived", "{name} is here.", "Undo: {name} has not arrived"),
    BoardAct.IN_ROOM: ActWords("In room", "{name} is in the room.", "Undo: {name} is not in the room"),
    BoardAct.VISITED: ActWords("Visited", "{name} is marked as visited.", "Undo: {name} was not visited"),
    BoardAct.MOVE: ActWords("Move", "", ""),
    BoardAct.NO_SHOW: ActWords("No-show", "{name} is marked as no-show.", "Undo: {name} is no no-show"),
    BoardAct.CANCEL: ActWords("Cancel", "The appointment of {name} is cancelled.", "Undo: cancel of {name}"),
    BoardAct.REOPEN: ActWords("Reopen", "{name} is booked again.", ""),
}
_OFFERED = {
    Status.BOOKED: (
        BoardAct.ARRIVE, BoardAct.IN_ROOM, BoardAct.VISITED, BoardAct.MOVE, BoardAct.NO_SHOW, BoardAct.CANCEL,
    ),
    Status.ARRIVED: (BoardAct.IN_ROOM, BoardAct.VISITED, BoardAct.MOVE, BoardAct.NO_SHOW, BoardAct.CANCEL),
    Status.IN_ROOM: (BoardAct.VISITED, BoardAct.ARRIVE, BoardAct.CANCEL),
    Status.VISITED: (BoardAct.REOPEN,),
    Status.NO_SHOW: (BoardAct.ARRIVE, BoardAct.MOVE, BoardAct.REOPEN, BoardAct.CANCEL),
    Status.CANCELLED: (BoardAct.MOVE, BoardAct.REOPEN),
}  # fmt: skip


def offered(status: Status) -> tuple[BoardAct, ...]:
    """The acts that make sense now, the likeliest first."""
    return _OFFERED[status]


def button_words(act: BoardAct, status: Status) -> str:
    if act is BoardAct.ARRIVE and status is Status.IN_ROOM:
        return "Back to waiting"
    return WORDS[act].button
