"""How soon the program's threads give way to each other."""

import sys

_SWITCH_S = 0.001


def give_way_soon() -> None:
    """Let a waiting thread in after 1 ms of another's work, not after Python's usual 5.

    A booking runs two dozen statements and asks for its turn after each: beside a busy thread (imports at the start, a
    reminder run) it waited for 5 ms every time. It also shortens the window's longest stall while starting.
    """
    sys.setswitchinterval(_SWITCH_S)
