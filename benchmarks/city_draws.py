"""All drawn sessions of a city's season, one after the other: pool, lottery, commitment, reveal, result, entered.

``python -m benchmarks.city_draws --seconds 60`` plans the season first (``--plan FILE`` keeps the plan, or takes it
from there); the clock of the draws runs without that. Contributions follow from the seed. At the end readers are
assigned anew and the whole season is checked.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Iterator
from pathlib import Path

from api.version import VERSION
from benchmarks.instances import INSTANCES
from benchmarks.measure import Measured
from benchmarks.run import RESULTS, commit, machine
from data.briefing import brief_for
from data.plan_files.plan_file import read_plan
from data.plan_files.plan_json import write_plan_json
from solver.check import check, hard
from solver.domain.plan import Plan
from solver.draw.canonical import canonical
from solver.draw.ceremony import Revealed, announce, conclude, contribute, seal
from solver.draw.ceremony import commit as close
from solver.draw.codes import code
from solver.draw.season import SeasonDraws, order_of_draws
from solver.draw.seed import ROLES
from solver.draw.transcript import Terms
from solver.planning.budget import Budget
from solver.planning.cases import assign_readers
from solver.planning.season_plan import plan_season
from solver.rules.brief import Brief


def planned(brief: Brief, file: Path | None, seconds: float, seed: int) -> Plan:
    """The plan in ``file``, or one made in ``seconds`` and kept there."""
    if file is not None and file.exists():
        return read_plan(file)
    plan = plan_season(brief, Budget(seconds, None, time.monotonic), seed)
    if file is not None:
        write_plan_json(plan, brief, file)
    return plan


def given(seed: int, *words: str) -> bytes:
    """32 bytes that follow from the seed and what they are for."""
    return hashlib.sha256("\n".join((str(seed), *words)).encode()).digest()


def drawn(draws: SeasonDraws, session: str, seed: int) -> Measured:
    """One session committed, drawn and entered; what it took."""
    start = time.process_time()
    made = draws.prepare(session)
    if made.lottery is None:
        return {"session": session, "lottery": None}
    prepared = time.process_time()
    salts = tuple(given(seed, session, one.expert) for one in made.pool.candidates)
    chain = given(seed, session, "chain")
    needs = tuple(sorted(draws.merits.alternates_per_group(draws.plan.session[session]).items()))
    sealed = seal(made.pool, salts, chain, f"{session}-1")
    said, sealed = announce(made.lottery, made.pool, sealed, Terms(f"{session}-1", standby=needs), VERSION)
    secrets = {role: given(seed, session, role) for role in ROLES}
    fixed = close(said, [contribute(said, role, secret) for role, secret in secrets.items()])
    result = conclude(said, fixed, Revealed(secrets, {}, code(chain, said.codes, 1)))
    drawn_at = time.process_time()
    draws.settle(session, made.lottery.panels[result.ball], said.draw)
    return {
        "session": session,
        "eligible": len(made.pool.eligible),
        "types": len(made.lottery.problem.types),
        "later": len({one.later for one in made.lottery.problem.places if one.later}),
        "least": float(made.lottery.least),
        "refused": made.lottery.refused,
        "without_chance": len(made.lottery.without_chance),
        "bytes": len(canonical(result)),
        "prepare": round(prepared - start, 3),
        "ceremony": round(drawn_at - prepared, 3),
        "settle": round(time.process_time() - drawn_at, 3),
    }


def season_drawn(draws: SeasonDraws, seed: int, most: int | None) -> Iterator[Measured]:
    """Every session still to be drawn, in the order of the dates."""
    for row in order_of_draws(draws.plan)[:most]:
        yield drawn(draws, row.id, seed)


def main() -> None:
    """Draw the season and keep the raw results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instance", choices=sorted(INSTANCES), default="city")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plan", type=Path)
    parser.add_argument("--most", type=int, help="only the first sessions")
    asked = parser.parse_args()
    brief = brief_for(INSTANCES[asked.instance].season())
    plan = planned(brief, asked.plan, asked.seconds, asked.seed)
    before = len(hard(check(brief, plan)))
    start, busy = time.monotonic(), time.process_time()
    draws = SeasonDraws(brief, plan)
    made = []
    for one in season_drawn(draws, asked.seed, asked.most):
        print(json.dumps(one), flush=True)
        made.append(one)
    seconds, cpu = time.monotonic() - start, time.process_time() - busy
    after = hard(check(brief, assign_readers(brief, draws.plan).plan))
    whole: Measured = {
        "commit": commit(), "machine": machine(), "instance": asked.instance, "seed": asked.seed,
        "sessions": len(made), "seconds": round(seconds, 1), "cpu_seconds": round(cpu, 1),
        "hard_violations_before": before, "hard_violations_after": len(after),
    }  # fmt: skip
    print(json.dumps(whole))
    if asked.most is None:
        text = json.dumps({**whole, "draws": made}, ensure_ascii=False, indent=1) + "\n"
        (RESULTS / f"{asked.instance}-draws-{commit()}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
