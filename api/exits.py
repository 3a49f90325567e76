"""Exit codes of the command line."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a command ends with."""

    FINE = 0
    RULES_BROKEN = 1
    NOT_VERIFIED = 1  # the record of a draw does not hold
    BAD_INPUT = 2
    NO_PLAN = 3  # proved impossible
    NOTHING_FOUND = 4  # nothing found in the budget, which proves nothing
    TRAIL_BROKEN = 5  # the trail is not what was written
    UNAVAILABLE = 69  # who should plan the parts is gone (EX_UNAVAILABLE)
    DEFECT = 70  # a defect of Pingwei itself (EX_SOFTWARE)
    INTERRUPTED = 130
