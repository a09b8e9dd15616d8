"""The log: state/logs/front_desk.log, rotated, one JSON object a line, without anything that belongs to a patient."""

import json
import logging
import re
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

_NUMBER = re.compile(r"(?:\+?91[ -]?)?\b\d{5}[ -]?\d{5}\b|\d{9,}")
_SECRET = re.compile(r"(?i)(bearer\s+|token[=:]\s*|phone=|text=)\S+")


class Redacting(logging.Filter):
    """The last net: whatever slips into a log line, long digit runs and secrets are masked before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redact(record.getMessage())
        record.args = None
        if record.exc_info and record.exc_text is None:
            record.exc_text = redact(logging.Formatter().formatException(record.exc_info))
        elif record.exc_text:
            record.exc_text = redact(record.exc_text)
        return True


class _JsonLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "said": record.getMessage(),
        }
        if record.exc_text:
            line["trace"] = record.exc_text
        return json.dumps(line, ensure_ascii=False)


def redact(text: str) -> str:
    """`text` with runs of nine or more digits and with tokens masked."""
    return _NUMBER.sub(lambda match: f"…{match.group()[-3:]}", _SECRET.sub(r"\1…", text))


def start_logging(folder: Path, level: str) -> None:
    """Log to `folder` from now on: 5 files of 1 MB."""
    handler = RotatingFileHandler(folder / "front_desk.log", maxBytes=1_000_000, backupCount=4, encoding="utf-8")
    handler.setFormatter(_JsonLine())
    handler.addFilter(Redacting())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("selenium", "urllib3", "apscheduler", "alembic", "asyncio", "WDM"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
