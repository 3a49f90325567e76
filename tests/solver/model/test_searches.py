"""Searches leave Ctrl-C to the program that they run in."""

from __future__ import annotations

import subprocess
import sys

INTERRUPTED_AFTER_PLANNING = """
import signal, time
from ortools.sat.python import cp_model
from data.briefing import brief_for
from solver.model.searches import repeating_search
from solver.planning.budget import Budget
from solver.planning.season_plan import plan_season
from tests.builders import small_season
plan_season(brief_for(small_season(17)), Budget(None, 1, time.monotonic), 1)
repeating_search().solve(cp_model.CpModel())
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    print("heard")
"""


def test_after_a_search_ctrl_c_is_heard_and_ends_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_AFTER_PLANNING], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "heard\n", "")
