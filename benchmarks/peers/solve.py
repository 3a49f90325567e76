"""One peer on one instance in this process: ``python -m benchmarks.peers.solve forty cpsat plan.json out.json …``."""

from __future__ import annotations

import argparse
import json
import resource
import signal
from pathlib import Path

from benchmarks.instances import INSTANCES
from benchmarks.measure import Measured
from benchmarks.peers.answers import PEERS, Answer, Watch, load_libraries
from benchmarks.peers.given import Given, judged
from benchmarks.peers.timefold import MissingError
from data.briefing import brief_for
from data.plan_files.plan_json import read_plan_json, write_plan_json
from solver.domain.plan import Plan, Status
from solver.model.bounds import Ceilings
from solver.model.merits import Merits
from solver.model.objective import weights
from solver.planning.budget import Budget
from solver.planning.season_plan import plan_season
from solver.rules.brief import Brief

PINGWEI = "pingwei"
GIVE_UP = 300
"""Seconds after which a peer whose model is still being built is ended."""
MARGIN = 120
"""Seconds beyond its time after which a search is ended."""
MEMORY = 14 << 30
"""Bytes of address space a peer may take: a machine that swaps measures nothing."""


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


def solved(instance: str, peer: str, plan: Path, seconds: float, seed: int, output: Path) -> Measured:
    """The answer of ``peer``, judged; Pingwei's becomes ``plan`` where there is none yet.

    What is known when building is over stands in ``output``, should the search never end.
    """
    brief = brief_for(INSTANCES[instance].season())
    load_libraries()
    if peer == PINGWEI:
        signal.alarm(round(seconds) + GIVE_UP)
        answer = pingwei(brief, seconds, seed)
        if not plan.exists() and answer.plan is not None:
            write_plan_json(answer.plan, brief, plan)
        given = Given(Merits(brief), answer.plan or Plan())
    else:
        given = Given(Merits(brief), read_plan_json(plan))
        try:
            answer = PEERS[peer](given, seconds, watched(seconds, output))
        except MissingError as fault:
            return {**told(Answer(Status.OUT_OF_TIME, {})), "missing": str(fault)}
    signal.alarm(0)
    return told(answer) | ({} if answer.plan is None else judged(given, answer.plan))


def watched(seconds: float, output: Path) -> Watch:
    """A watch that ends this process, deep inside a solver too, when a step takes too long."""
    limits = {"model": round(seconds) + MARGIN, "search": 0}

    def over(step: str) -> None:
        signal.alarm(limits[step])
        known = told(Answer(Status.OUT_OF_TIME, watch.seconds)) | {"ended_while": "searching"}
        output.write_text(json.dumps(known) + "\n", encoding="utf-8")

    watch = Watch(heard=over)
    output.write_text(json.dumps(told(Answer(Status.OUT_OF_TIME, {})) | {"ended_while": "building"}), encoding="utf-8")
    signal.alarm(GIVE_UP)
    return watch


def told(answer: Answer) -> Measured:
    """An answer without its plan."""
    return {
        "status": answer.status.value,
        "seconds": dict(answer.seconds),
        "value": answer.value,
        "bound": answer.bound,
        "size": dict(answer.size),
        **({} if answer.mib is None else {"peak_rss_mib": answer.mib}),
        **({"account": answer.account} if answer.account else {}),
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
    if asked.peer != "timefold":  # a Java machine reserves more than it takes; its heap is limited instead
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    found = solved(asked.instance, asked.peer, asked.plan, asked.seconds, asked.seed, asked.output)
    asked.output.write_text(json.dumps(found, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
