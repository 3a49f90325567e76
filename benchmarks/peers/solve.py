"""One peer on one instance in this process: ``python -m benchmarks.peers.solve forty cpsat plan.json out.json …``."""

from __future__ import annotations

import argparse
import json
import signal
from pathlib import Path

from benchmarks.instances import INSTANCES
from benchmarks.measure import Measured
from benchmarks.peers.answers import PEERS, Answer, Watch
from benchmarks.peers.given import Given, judged
from data.briefing import brief_for
from data.plan_files.plan_json import read_plan_json, write_plan_json
from solver.domain.plan import Plan
from solver.model.bounds import Ceilings
from solver.model.merits import Merits
from solver.model.objective import weights
from solver.planning.budget import Budget
from solver.planning.season_plan import plan_season
from solver.rules.brief import Brief

PINGWEI = "pingwei"
GIVE_UP = 300
"""Seconds beyond its search after which a peer whose model is still being built is ended."""


def pingwei(brief: Brief, seconds: float, seed: int) -> Answer:
    """Pingwei's plan; its bound without what the best alternates could add, which peers do not look for."""
    watch = Watch()
    plan = plan_season(brief, Budget(seconds, None, watch.clock), seed)
    watch.lap("search")
    bound = None if plan.bound is None else plan.bound - best_alternates(Merits(brief), plan)
    return Answer(plan.status, watch.seconds, plan, bound=bound)


def best_alternates(merits: Merits, plan: Plan) -> float:
    """What Pingwei's bound allows for alternates."""
    ceilings = Ceilings(merits)
    weight = weights(merits.brief.rulebook)["alternate_fit"]
    return weight * sum(ceilings.alternates(session) for session in plan.sessions)


def solved(instance: str, peer: str, plan: Path, seconds: float, seed: int) -> Measured:
    """The answer of ``peer``, judged; Pingwei's becomes ``plan`` where there is none yet."""
    brief = brief_for(INSTANCES[instance].season())
    if peer == PINGWEI:
        answer = pingwei(brief, seconds, seed)
        if not plan.exists() and answer.plan is not None:
            write_plan_json(answer.plan, brief, plan)
        given = Given(Merits(brief), answer.plan or Plan())
    else:
        given = Given(Merits(brief), read_plan_json(plan))
        answer = PEERS[peer](given, seconds)
    return told(answer) | ({} if answer.plan is None else judged(given, answer.plan))


def told(answer: Answer) -> Measured:
    """An answer without its plan."""
    return {
        "status": answer.status.value,
        "seconds": dict(answer.seconds),
        "value": answer.value,
        "bound": answer.bound,
        "size": dict(answer.size),
    }


def main() -> None:
    """Run one peer and write the JSON that :mod:`benchmarks.peers.run` reads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("instance", choices=sorted(INSTANCES))
    parser.add_argument("peer", choices=[PINGWEI, *PEERS])
    parser.add_argument("plan", type=Path, help="Pingwei's plan: written by it, read by the others")
    parser.add_argument("output", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    signal.alarm(round(asked.seconds) + GIVE_UP)  # ends a process that is deep inside a solver, too
    found = solved(asked.instance, asked.peer, asked.plan, asked.seconds, asked.seed)
    asked.output.write_text(json.dumps(found, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
