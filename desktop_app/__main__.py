"""The front desk of a clinic: arguments → command; nothing else."""

import os
import signal
import sys
from collections.abc import Sequence

from desktop_app.domain.errors import ExpectedError, Invalid
from desktop_app.system.exit_codes import ExitCode, complain
from desktop_app.system.options import Options, read_options


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and answer with its exit code."""
    try:
        options = read_options(sys.argv[1:] if arguments is None else arguments)
        return _run(options)
    except Invalid as refusal:
        complain(refusal)
        return ExitCode.WRONG_ARGUMENTS
    except ExpectedError as refusal:
        return complain(refusal)


def _run(options: Options) -> int:
    from desktop_app.workers.feature_scan import skip_feature_scan

    # Each command is imported when it is wanted: the window must not wait for what only another command needs.
    match options.command:
        case "tour":
            skip_feature_scan()
            from desktop_app.commands.tour import tour as command
        case "check":
            from desktop_app.commands.check import check as command
        case "backup":
            from desktop_app.commands.backup import backup as command
        case "restore":
            from desktop_app.commands.backup import restore as command
        case "sample-data":
            from desktop_app.commands.sample_data import sample_data as command
        case _:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, _leave_at_once)
            skip_feature_scan()
            from desktop_app.bootstrap import open_window as command
    return command(options)


def _leave_at_once(_number: int, _frame: object) -> None:
    """Asked to stop before anything was opened; workers/stop_signals.py takes over when the window stands."""
    os._exit(ExitCode.OK)


if __name__ == "__main__":
    sys.exit(main())
