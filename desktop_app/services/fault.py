"""Named points where a test may kill the program: `FAULT=queue.claimed:2:SIGKILL`. Nothing at all happens without it."""

import os
import signal

_wanted, _, _rest = os.environ.get("FAULT", "").partition(":")
_left = int(_rest.partition(":")[0] or 1)
_signal = _rest.partition(":")[2] or "SIGKILL"


def point(name: str) -> None:
    """The program passes here. The n-th time, if a test asked for it, it is its last."""
    global _left  # noqa: PLW0603  one count per process is the point
    if name != _wanted:
        return
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.Signals[_signal])
