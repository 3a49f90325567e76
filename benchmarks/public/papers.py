"""Reviewer assignment: papers and reviewers with similarities, conflicts, loads; best total, and best worst paper.

The total is an integer min-cost flow on arcs made as arrays. The worst paper first (then the total) is a whole-number
program: the relaxation, columns fixed by reduced cost, the rest exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.public.places import data
from solver.model.fixing import maximise
from solver.model.highs import Limits, solve
from solver.model.program import Arrays, Reals

Flags = npt.NDArray[np.bool_]
SCALE = 10**7
"""Similarities as whole numbers for the flow: a total is off by less than one of them per place."""
SLACK = 1e-7
"""How far a worst paper may lie under the floor that was proved best, in similarity units."""


@dataclass(frozen=True)
class Conference:
    """``scores`` and ``allowed`` are papers × reviewers; a paper has ``each``, a reviewer ``least``–``most``."""

    name: str
    scores: Reals
    allowed: Flags
    each: int
    least: int
    most: int


@dataclass(frozen=True)
class Assigned:
    """An assignment with what is proved about it: no total (or worst paper) above its bound exists."""

    chosen: Flags
    total: float
    worst: float
    bound: float


def conferences() -> tuple[Conference, ...]:
    """The public instances, and a seeded synthetic one of the size that the published figures speak of."""
    return (
        _midl(),
        _similarities("aamas2015", 12),
        _similarities("preflib1", 6),
        synthetic(2000, 1500, seed=1),
    )


def _midl() -> Conference:
    """Without the least load of 2 beside the scores: with it everybody reads exactly 2, and no figure is of that."""
    scores = np.load(data("assignment", "midl", "scores.npy")).T
    return Conference("midl", np.where(scores < 0, 0, scores), scores >= 0, each=3, least=0, most=4)


def _similarities(name: str, most: int) -> Conference:
    path: Path = data("assignment", "aamas", f"{name}.in")
    scores = np.loadtxt(path, skiprows=1, ndmin=2)
    return Conference(name, scores, scores > 0, each=3, least=0, most=most)


def synthetic(papers: int, reviewers: int, seed: int) -> Conference:
    """Uniform similarities with 14.6 % conflicts."""
    rng = np.random.default_rng(seed)
    scores = rng.random((papers, reviewers))
    return Conference(f"synthetic-{papers}x{reviewers}", scores, rng.random(scores.shape) > 0.146, 3, 0, 6)


def faults(conference: Conference, chosen: Flags) -> list[str]:
    """What makes an assignment illegal; nothing for a legal one."""
    found = []
    if (chosen & ~conference.allowed).any():
        found.append("a conflict")
    if (chosen.sum(axis=1) != conference.each).any():
        found.append("a paper with too few or too many reviewers")
    loads = chosen.sum(axis=0)
    if (loads > conference.most).any() or (loads < conference.least).any():
        found.append("a load out of its limits")
    return found


def judged(conference: Conference, chosen: Flags, bound: float) -> Assigned:
    """An assignment with its figures, taken from it alone."""
    each = np.where(chosen, conference.scores, 0).sum(axis=1)
    return Assigned(chosen, float(each.sum()), float(each.min()), bound)


def best_total(conference: Conference) -> Assigned:
    """The highest total, by an integer flow; its bound is the total and what rounding may hide."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    papers, reviewers = conference.scores.shape
    paper, reviewer = np.nonzero(conference.allowed)
    gains = np.rint(conference.scores[paper, reviewer] * SCALE).astype(np.int64)
    flow = SimpleMinCostFlow()
    pairs = flow.add_arcs_with_capacity_and_unit_cost(paper, papers + reviewer, np.ones_like(paper), -gains)
    nodes, sink = papers + np.arange(reviewers), np.full(reviewers, papers + reviewers)
    spare = np.full(reviewers, conference.most - conference.least)
    if conference.least:  # what a reviewer must have is worth more than any similarity
        must = np.full(reviewers, conference.least)
        reward = np.full(reviewers, -10 * SCALE * conference.each)
        flow.add_arcs_with_capacity_and_unit_cost(nodes, sink, must, reward)
    flow.add_arcs_with_capacity_and_unit_cost(nodes, sink, spare, np.zeros_like(spare))
    flow.set_nodes_supplies(np.arange(papers), np.full(papers, conference.each))
    flow.set_node_supply(papers + reviewers, -papers * conference.each)
    if flow.solve() != flow.OPTIMAL:
        raise SystemExit(f"{conference.name}: no assignment exists")
    chosen = np.zeros(conference.scores.shape, dtype=np.bool_)
    taken = flow.flows(pairs) > 0
    chosen[paper[taken], reviewer[taken]] = True
    total = float(conference.scores[chosen].sum())
    return judged(conference, chosen, total + papers * conference.each / SCALE)


def best_worst(conference: Conference, limits: Limits) -> tuple[Assigned, Assigned]:
    """The assignment of the best worst paper, and the highest total at that floor; each with its bound."""
    floor_program = worst_program(conference)
    floored = maximise(floor_program, limits)
    if floored.values is None or floored.bound is None:
        raise SystemExit(f"{conference.name}: no floor found in the time")
    first = judged(conference, _chosen(conference, floored.values), floored.bound)
    program = total_program(conference, first.worst - SLACK)
    best = maximise(program, limits)
    if best.values is None or best.bound is None:
        raise SystemExit(f"{conference.name}: no total found in the time")
    return first, judged(conference, _chosen(conference, best.values), best.bound)


def relaxed_worst(conference: Conference) -> float | None:
    """The worst paper of the relaxation."""
    return solve(worst_program(conference), Limits(), relaxed=True).value


def _chosen(conference: Conference, values: Reals) -> Flags:
    paper, reviewer = np.nonzero(conference.allowed)
    chosen = np.zeros(conference.scores.shape, dtype=np.bool_)
    taken = values[: len(paper)] > 0.5
    chosen[paper[taken], reviewer[taken]] = True
    return chosen


def worst_program(conference: Conference) -> Arrays:
    """Maximise a floor that the similarity sum of every paper reaches; the floor is the last column."""
    return _program(conference, floor=None)


def total_program(conference: Conference, floor: float) -> Arrays:
    """Maximise the total, every paper's sum at ``floor`` at least."""
    return _program(conference, floor)


def _program(conference: Conference, floor: float | None) -> Arrays:
    """Columns: allowed pairs (and the floor where it is open). Rows: papers, reviewers, sums of papers."""
    papers, reviewers = conference.scores.shape
    paper, reviewer = np.nonzero(conference.allowed)
    pairs, gains = len(paper), conference.scores[conference.allowed]
    number = np.arange(pairs)
    opened = floor is None
    rows = [paper, papers + reviewer, papers + reviewers + paper]
    columns, values = [number, number, number], [np.ones(pairs), np.ones(pairs), gains]
    if opened:
        rows.append(papers + reviewers + np.arange(papers))
        columns.append(np.full(papers, pairs))
        values.append(np.full(papers, -1.0))
    low = [np.full(papers, conference.each), np.full(reviewers, conference.least), np.full(papers, floor or 0.0)]
    high = [np.full(papers, conference.each), np.full(reviewers, conference.most), np.full(papers, np.inf)]
    extra = int(opened)
    highest = np.concatenate([np.ones(pairs), np.full(extra, float(gains.max()) * conference.each)])
    return Arrays(
        np.zeros(pairs + extra),
        highest,
        np.concatenate([np.zeros(pairs) if opened else gains, np.ones(extra)]),
        np.concatenate([np.ones(pairs, dtype=np.bool_), np.zeros(extra, dtype=np.bool_)]),
        np.concatenate(low).astype(np.float64),
        np.concatenate(high).astype(np.float64),
        np.concatenate(rows).astype(np.int64),
        np.concatenate(columns).astype(np.int64),
        np.concatenate(values).astype(np.float64),
    )
