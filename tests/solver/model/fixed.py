"""A plan pinned into a model: which rules the model says it breaks."""

from __future__ import annotations

from collections.abc import Iterable

from ortools.sat.python import cp_model

from solver.check import atoms_of
from solver.domain.plan import Plan
from solver.model.cpsat import CpsatCompiler
from solver.rules.brief import Brief
from solver.rules.requirement import Requirement


def broken_by_model(brief: Brief, plan: Plan, requirements: Iterable[Requirement]) -> frozenset[str]:
    """Rules whose guards cannot hold once every atom and start is that of ``plan``."""
    starts = {session.id: (session.start,) if session.start else () for session in plan.sessions}
    compiler = CpsatCompiler(brief, plan, starts)
    compiler.require(requirements, also=[atom for session in plan.sessions for atom in atoms_of(session)])
    compiler.fix(plan)
    compiler.model.maximize(sum(compiler.guards.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(compiler.model) == cp_model.OPTIMAL
    return frozenset(rule for rule, guard in compiler.guards.items() if not solver.value(guard))
