"""Named points where a test may kill or stop the program; nothing at all happens without it.

`FAULT=queue.claimed:2:SIGKILL`: at its second pass there. `FAULT=*:1:SIGSTOP`: stopped at every point, until continued.
"""

import os
import signal
import threading

_wanted, _, _rest = os.environ.get("FAULT", "").partition(":")
_left = int(_rest.partition(":")[0] or 1)
_signal = _rest.partition(":")[2] or "SIGKILL"


def point(name: str) -> None:
    """The program passes here. From the n-th time on, if a test asked for it, it gets its signal."""
    global _left  # noqa: PLW0603  one count per process is the point
    if _wanted not in {name, "*"}:
        return
    _left -= 1
    if _left <= 0:
        signal.pthread_kill(threading.get_ident(), signal.Signals[_signal])  # this thread goes no step further
