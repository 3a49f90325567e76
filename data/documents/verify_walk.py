"""逐名抽取与替换的核验 / walks and replacements: the part of ``verify_draw.py`` that derives them again.

Lies beside ``verify_draw.py``, which calls it; standard library only, no code of the program that made the draw. A walk
comes with ``proofs.json``: for each expert passed over although no single limit spoke against them, the proof that no
lawful panel has them with those taken before. It proves or does not; it cannot make a wrong record right.
"""
# fmt: off
# Written like verify_draw.py: a check and its sentence on one line.

import hmac
from collections import Counter
from collections.abc import Mapping
from itertools import product
from typing import Any

from verify_draw import Problem, canonical, demand, read, sha  # type: ignore # lies beside it when handed out

J = Any
DECLINE = ("leaf", "reason", "approved_by")

def order(said: J, key: bytes) -> list[int]:
    return sorted(range(len(said["leaves"])), key=lambda one: hmac.digest(
        key, bytes.fromhex(said["leaves"][one]) + b"\x01", "sha256"))

def refuted(problem: Problem, proof: J, low: Counter[int], high: Mapping[int, int]) -> bool:
    """Whether a sum of limits, or one in each of two cases, leaves nothing between ``low`` and ``high``. Exact."""
    if proof["split"]:
        (place, at), (fewer, more) = proof["split"], proof["parts"]
        upper, lower = {**high, place: min(high[place], at)}, Counter({**low, place: max(low[place], at + 1)})
        return refuted(problem, fewer, low, upper) and refuted(problem, more, lower, high)
    sums, total = problem.summed(proof["by"])
    return bool(sum(c * (low[place] if c > 0 else high[place]) for place, c in sums.items()) > total)

class Walk:
    """The walk again: whom no limit and no proof refuses is taken."""

    def __init__(self, problem: Problem, said: J, key: bytes, proofs: J) -> None:
        self.problem, self.said, self.leaves, self.proofs = problem, said, order(said, key), proofs["refused"]
        self.low, self.high = Counter[int](), {place: problem.most(place) for place in range(len(problem.places))}
        self.steps, self.seats, self.alternates, self.known = list[J](), list[J](), list[J](), dict[J, str]()
        self.rows: list[list[int]] = [[] for _ in problem.places]
        for number, limit in enumerate(problem.limits):
            for place, _ in limit["terms"]:
                self.rows[place].append(number)

    def refusal(self, option: J, low: Counter[int], high: Mapping[int, int], places: list[int]) -> str:
        """The first limit that alone refuses what is new at ``places``, or that a proof refuses it; "" if neither."""
        if not self.known.get(option):
            rows = sorted({row for one in places for row in self.rows[one]})
            shown = [one["proof"] for one in self.proofs if (one["type"], one["group"], one["role"]) == option]
            ahead = "look-ahead" * any(refuted(self.problem, one, low, high) for one in shown)
            self.known[option] = self.problem.broken(low, high, rows) or ahead
        return self.known[option]

    def take(self, leaf: int) -> None:
        tried: J = []
        for role, (group, _) in product(("chair", "vice_chair", "member"), self.problem.groups):
            if (places := self.problem.seat(leaf, group, role)) and (not tried or tried[-1][2]):
                low, option = self.low + Counter(places), (self.problem.type_of[leaf], group, role)
                tried.append([group, role, self.refusal(option, low, self.high, places)])
                if not tried[-1][2]:
                    self.low = low
                    self.seats.append([leaf, group, role])
        self.steps.append([leaf, tried or [["", "", "pool"]]])

    def stand_by(self, leaf: int, group: str, many: int, must: bool) -> None:
        rank, place = 1 + sum(one[1] == group for one in self.alternates), self.problem.place(leaf, group)
        if rank > many or place is None or leaf in [one[0] for one in self.seats + self.alternates]:
            return
        later = {at: 0 for at, one in enumerate(self.problem.places) if one[3] and one[0] == self.problem.type_of[leaf]}
        option, why = (self.problem.type_of[leaf], group, "alternate"), self.unfit(leaf, group, place, must)
        if not why and later:
            why = self.refusal(option, self.low, {**self.high, **later}, [])
        if not why:
            self.high |= later
            self.alternates.append([leaf, group, rank])
        self.steps.append([leaf, [[group, "alternate", why]]])

    def unfit(self, leaf: int, group: str, place: int, must: bool) -> str:
        """Kin on the panel, an employer without room for one more, no seat that could be theirs; "" if nothing."""
        rows, low = own(self.problem), self.low + Counter([place])
        if self.problem.related(leaf, [one[0] for one in self.seats]):
            return "apart"
        if self.problem.broken(low, low, [one for one in self.rows[place] if self.caps(one, place)]):
            return "PD-01"
        for one, where, role in self.seats:
            gone, new = self.problem.seat(one, where, role), self.problem.seat(leaf, group, role)
            after = self.low + Counter(new or []) - Counter(gone)
            if where == group and new and not self.problem.broken(after, after, rows):
                return ""
        return "no seat" if must else ""

    def caps(self, row: int, place: int) -> bool:
        limit = self.problem.limits[row]
        return limit["rule"] == "PD-01" and limit["low"] is None and any(c > 0 for p, c in limit["terms"] if p == place)

def own(problem: Problem) -> list[int]:
    """Limits that speak of no later session."""
    rows = enumerate(problem.limits)
    return [row for row, limit in rows if not any(problem.places[place][3] for place, _ in limit["terms"])]

def walked(problem: Problem, said: J, key: bytes, proofs: J) -> J:
    """Steps, panel and alternates of a walk; refused where those taken do not fit together."""
    made, rest = Walk(problem, said, key, proofs), dict(proofs["completion"])
    for leaf in made.leaves:
        if len(made.seats) < problem.size:
            made.take(leaf)
    for (group, many), must, leaf in product(said["standby"], (True, False), made.leaves):
        made.stand_by(leaf, group, many, must)
    fits = all(problem.places[place][3] and count <= made.high[place] for place, count in rest.items())
    kept = fits and problem.keeps(problem.counts(made.seats) + Counter(rest))
    demand(kept, "所抽评委不能同组，或致以后的评审会无人可抽", "they do not fit, or starve a later session")
    return {"ball": -1, "walk": made.steps, "seats": sorted(made.seats), "alternates": made.alternates}

def check_replacements(problem: Problem, draw: J, mixed: bytes, paths: list[str]) -> int:
    """Every replacement again, each linked to the record before it; how many experts are barred on trust."""
    last, seats, gone, rows, barred = draw, draw["seats"], set(), own(problem), 0
    for number, (path, _, published) in enumerate((one.rpartition("@") for one in paths), start=1):
        record, found = read(path)
        demand(found == published, f"第 {number} 次替换不是公布的那份", f"replacement {number} is not as published")
        code, said, new = bytes.fromhex(record["code"]), record["declined"], dict(record["barred"])
        founded = said["reason"].strip() and said["approved_by"].strip() and all(new.values())
        demand(sha(code) == last["code"] and founded, "非下一代码，或缺原因、批准", "not the next code, or unfounded")
        left, group, role = next(one for one in seats if one[0] == said["leaf"])
        key, kept, steps = hmac.digest(code, mixed, "sha256"), [one for one in seats if one[0] != left], list[J]()
        gone.add(left)
        standing = [leaf for leaf, where, _ in draw["alternates"] if where == group]
        for leaf in [*standing, *(one for one in order(draw["announcement"], key) if one not in standing)]:
            if leaf not in gone and leaf not in [one[0] for one in kept] and (not steps or steps[-1][1]):
                counts = Counter(place for one in (*kept, [leaf, group, role]) for place in problem.seat(*one) or [])
                why = problem.broken(counts, counts, rows) if problem.seat(leaf, group, role) else "pool"
                steps.append([leaf, why or new.get(leaf, "")])
        given = [steps[-1][0], group, role]
        made = {"format": "pingwei-draw-replacement/1", "draw": draw["announcement"]["draw"], "number": number}
        made |= {"after": sha(canonical(last)), "declined": {name: said[name] for name in DECLINE}, "code": code.hex()}
        made |= {"key": key.hex(), "steps": steps, "given": given, "seats": sorted([*kept, given])}
        made |= {"barred": [[leaf, new[leaf]] for leaf in sorted(new)]}
        same = set(new) <= {leaf for leaf, _ in steps} and not steps[-1][1] and canonical(made) == canonical(record)
        demand(same, f"第 {number} 次替换不是由公布的数得出", f"replacement {number} is not what follows")
        last, seats, barred = record, record["seats"], barred + len(new)
    return barred
