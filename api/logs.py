"""Logs as JSON, one object per line, without personal data: what looks like an identity or telephone number is masked.

Of an error only its kind and its places in the code are logged: its message may repeat what somebody sent.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
_NUMBERS = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?!\d)")


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON: ``at``, ``level``, ``logger``, ``event`` and what was added to it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of ``record``."""
        added = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **added,
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["places"] = places(record.exc_info[2])
        return masked(json.dumps(line, ensure_ascii=False, default=str))


def places(trace: TracebackType | None) -> list[str]:
    """Where in the code an error went by, outermost first: file, line and function, never values."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]


def masked(text: str) -> str:
    """``text`` with identity numbers (18 or 15 digits) and mobile numbers blotted out."""
    return _NUMBERS.sub("***", text)


def install_logs(level: str) -> None:
    """Send everything that is logged to standard error as JSON; the web server's own access log stays silent."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    logging.getLogger("uvicorn.access").disabled = True
    for name in ("httpx", "alembic"):  # the one logs whole addresses with their queries, the other its own plugins
        logging.getLogger(name).setLevel(logging.WARNING)
