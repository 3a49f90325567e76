"""Each peer by name: from what it is given to its answer."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.peers.given import Given
from solver.domain.calendar import HalfDay
from solver.domain.plan import Plan, Status
from solver.model.fixing import maximise
from solver.model.highs import Limits, Solution, solve
from solver.model.joint import SCALE, STATUS, joint_model
from solver.model.program import Arrays
from solver.model.times import Masks
from solver.planning.parts import asked_open, bare, in_parallel, panel_parts

WORKERS = 2
EXACT = 1e-6
"""Relative gap at which a program with fixed dates counts as solved to the end."""


@dataclass(frozen=True)
class Answer:
    """``plan`` is None where nothing was found, or where only a program's ``value`` is compared.

    ``seconds`` by step: ``model`` (building) and ``search``. ``mib`` is the peak memory of a process of its own, where
    the peer has one; ``account`` what it says of itself.
    """

    status: Status
    seconds: Mapping[str, float]
    plan: Plan | None = None
    value: float | None = None
    bound: float | None = None
    size: Mapping[str, int] = field(default_factory=dict)
    mib: float | None = None
    account: str = ""


def unheard(step: str) -> None:
    """For a :class:`Watch` that nobody listens to."""
    del step


@dataclass
class Watch:
    """Seconds of each step; ``heard`` is told of each that is over."""

    seconds: dict[str, float] = field(default_factory=dict)
    heard: Callable[[str], None] = unheard
    clock: Callable[[], float] = time.monotonic
    _began: tuple[float, float] = field(default_factory=lambda: (time.monotonic(), time.process_time()))

    def lap(self, step: str) -> None:
        """The time since the last lap was ``step``; of the processor, which a busy machine stretches less, too."""
        now = self.clock(), time.process_time()
        self.seconds[step], self.seconds[f"{step} cpu"] = (
            round(one - before, 3) for one, before in zip(now, self._began, strict=True)
        )
        self._began = now
        self.heard(step)


def cpsat(given: Given, seconds: float, watch: Watch) -> Answer:
    """The whole problem as one CP-SAT model: dates, panels, offices and readers."""
    return _cpsat(given, given.starts, seconds, watch)


def dated_cpsat(given: Given, seconds: float, watch: Watch) -> Answer:
    """The same with the dates of Pingwei's plan."""
    starts = {session.id: (session.start,) for session in given.plan.sessions if session.start}
    return _cpsat(given, starts, seconds, watch)


def _cpsat(given: Given, starts: Mapping[str, tuple[HalfDay, ...]], seconds: float, watch: Watch) -> Answer:
    from ortools.sat.python import cp_model

    joint = joint_model(given.merits, given.plan, starts)
    watch.lap("model")
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.max_time_in_seconds = seconds
    status = STATUS[solver.solve(joint.compiler.model)]
    watch.lap("search")
    size = {"columns": len(joint.compiler.model.proto.variables), "rows": len(joint.compiler.model.proto.constraints)}
    if status not in (Status.OPTIMAL, Status.FEASIBLE):
        return Answer(status, watch.seconds, size=size)  # without an answer CP-SAT reports a bound of 0, which is none
    bound = solver.best_objective_bound / SCALE
    plan = joint.answer(solver.boolean_value)
    return Answer(status, watch.seconds, plan, solver.objective_value / SCALE, bound, size)


def highs(given: Given, seconds: float, watch: Watch) -> Answer:
    """The same model as one mixed-integer program."""
    from benchmarks.peers.mip import as_program

    joint = joint_model(given.merits, given.plan, given.starts)
    program = as_program(joint.compiler.model, SCALE)
    watch.lap("model")
    found = solve(program, Limits(timer(seconds), gap=EXACT))
    watch.lap("search")
    values = found.values
    plan = None if values is None else joint.answer(lambda literal: bool(values[literal.index] > 0.5))
    return Answer(found.status, watch.seconds, plan, found.value, found.bound, size_of(program))


def dated_highs(given: Given, seconds: float, watch: Watch) -> Answer:
    """Panels and readers with the dates of Pingwei's plan: HiGHS on the whole program."""
    program = dated(given)
    watch.lap("model")
    found = solve(program, Limits(timer(seconds), gap=EXACT))
    watch.lap("search")
    return Answer(found.status, watch.seconds, None, found.value, found.bound, size_of(program))


def dated_pingwei(given: Given, seconds: float, watch: Watch) -> Answer:
    """The same program as Pingwei solves it: relaxation, reduced-cost fixing, and the rest exactly, part by part."""
    program = dated(given)
    watch.lap("model")
    found = maximise(program, Limits(timer(seconds), gap=EXACT))
    watch.lap("search")
    return Answer(found.status, watch.seconds, None, found.value, found.bound, size_of(program))


def dated_parts(given: Given, seconds: float, watch: Watch) -> Answer:
    """The same by parts that share no expert, two at a time, as the planner does."""
    programs = [part.program.dated(part.of(given.plan)) for part in panel_parts(given.merits, given.plan)]
    watch.lap("model")
    limits = Limits(timer(seconds), gap=EXACT)
    found = in_parallel(lambda one: maximise(one, limits), programs, WORKERS)
    watch.lap("search")
    return joined(found, watch)


def joined(found: list[Solution], watch: Watch) -> Answer:
    """The answers of parts as one: the worst status, and sums where every part has a number."""
    status = next((one.status for one in found if one.status is not Status.OPTIMAL), Status.OPTIMAL)
    values = [one.value for one in found if one.value is not None]
    bounds = [one.bound for one in found if one.bound is not None]
    value = sum(values) if len(values) == len(found) else None
    bound = sum(bounds) if len(bounds) == len(found) else None
    return Answer(status, watch.seconds, None, value, bound)


def dated(given: Given) -> Arrays:
    """The panel program of the whole season with the dates of the plan."""
    from solver.model.dated import open_program

    shaped = bare(given.plan)
    asked = asked_open(given.merits, shaped)
    program = open_program(given.merits, shaped, asked.requirements, Masks(given.brief.season_half_days))
    return program.dated(given.plan)


def timer(seconds: float) -> Callable[[], float]:
    """Seconds left of ``seconds`` from now."""
    end = time.monotonic() + seconds
    return lambda: max(0.0, end - time.monotonic())


def size_of(program: Arrays) -> dict[str, int]:
    """Columns, rows and non-zeros of a program."""
    return {"columns": len(program.lower), "rows": len(program.row_low), "entries": len(program.entry_value)}


def timefold(given: Given, seconds: float, watch: Watch) -> Answer:
    """The whole problem as a model for Timefold Solver, in a process of its own, two searches on two threads."""
    from benchmarks.peers import timefold as peer
    from benchmarks.peers.grounded import grounded

    with TemporaryDirectory() as folder:
        command = peer.compiled(peer.jars(os.environ.get(peer.PYTHON, "")), Path(folder))
        sheet = peer.Sheet(grounded(given))
        sheet.write(Path(folder))
        watch.lap("model")
        found = peer.solved_by(command, sheet, seconds, Path(folder))
    watch.lap("search")
    started = round(watch.seconds["search"] - found.seconds, 3)  # of the Java machine, which reads the model
    watch.seconds.update({"model": round(watch.seconds["model"] + started, 3), "search": found.seconds})
    size = {"seats": len(sheet.ground.seats), "counts": len(sheet.ground.counts)}
    plan = peer.planned(sheet.ground, found)
    value = found.score[1] / SCALE
    return Answer(Status.FEASIBLE, watch.seconds, plan, value, None, size, found.mib, found.log)


def load_libraries() -> None:
    """Import what the searches use, so that no peer's time has it."""
    import highspy
    from ortools.sat.python import cp_model

    del highspy, cp_model


PEERS: Mapping[str, Callable[[Given, float, Watch], Answer]] = {
    "timefold": timefold,
    "cpsat": cpsat,
    "highs": highs,
    "dated-cpsat": dated_cpsat,
    "dated-highs": dated_highs,
    "dated-pingwei": dated_pingwei,
    "dated-parts": dated_parts,
}
"""Every peer by name; those named ``dated`` have their dates fixed."""
