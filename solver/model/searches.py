"""CP-SAT as every search of Pingwei uses it."""

from __future__ import annotations

from ortools.sat.python import cp_model


def repeating_search(effort: float | None = None) -> cp_model.CpSolver:
    """A solver on one worker, so that it repeats itself, which leaves Ctrl-C to the program.

    CP-SAT takes over SIGINT while it solves, and gives it back to the system rather than to whoever had it before:
    afterwards the first Ctrl-C would end the process with nothing kept.

    Parameters
    ----------
    effort
        Deterministic seconds that a solve may take; None: no limit.
    """
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False
    if effort is not None:
        solver.parameters.max_deterministic_time = effort
    return solver
