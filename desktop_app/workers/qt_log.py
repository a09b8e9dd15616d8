"""Qt's own lines go into the log, not onto stderr: that is kept for the one line that says why the program ended."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger("qt")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.DEBUG,
    QtMsgType.QtWarningMsg: logging.INFO,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_qt_lines() -> Callable[[], None]:
    """From now on; call the answer to put the former handler back."""
    before = qInstallMessageHandler(_on_line)

    def put_back() -> None:
        qInstallMessageHandler(before)

    return put_back


def _on_line(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    log.log(_LEVELS.get(kind, logging.INFO), "%s", text)
