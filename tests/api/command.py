"""One run of the command line inside the tests' own process: a hundred runs need no hundred starts of Python.

``tests/api/test_cli.py`` starts a real process, too.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import pytest

from api.cli import main


@dataclass(frozen=True, slots=True)
class Done:
    """How a run ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def pingwei(*arguments: object, **surroundings: str) -> Done:
    """Run ``pingwei`` with arguments, in an environment that has no other setting of Pingwei than these."""
    stdout, stderr = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(stdout), redirect_stderr(stderr):
        patch.setattr(sys, "argv", ["pingwei", *(str(one) for one in arguments)])
        for name in [one for one in os.environ if one.startswith("PINGWEI_")]:
            patch.delenv(name)
        for name, value in surroundings.items():
            patch.setenv(name, value)
        try:
            main()
            code: int | str | None = 0
        except SystemExit as end:
            code = end.code
    return Done(int(code or 0), stdout.getvalue(), stderr.getvalue())
