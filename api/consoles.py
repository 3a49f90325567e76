"""The two streams of the command line; in a pipe, which has no width of its own, tables and sentences get room."""

from __future__ import annotations

import sys

from rich.console import Console

IN_A_PIPE = 160
"""Characters in a line where nobody's window says how many there are."""

out = Console(width=None if sys.stdout.isatty() else IN_A_PIPE)
err = Console(stderr=True, width=None if sys.stderr.isatty() else IN_A_PIPE)
