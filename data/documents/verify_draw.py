#!/usr/bin/env python3
"""核验抽取记录 / verify a draw of experts:  python3 verify_draw.py draw.json commitment.json [options]

Needs Python 3.11 and nothing else; shares no code with the program that made the draw. Take ``commitment.json`` from
where it was published BEFORE the draw, not from whoever hands over ``draw.json``. Options:
    --source NAME=VALUES   values of a public source as you found them yourself (needed where the draw used one)
    --opening FILE         an expert's proof of being behind a leaf of the pool (may be given several times)
    --replacement FILE@SHA256   a replacement after the draw, and its hash as published (all, the first one first)
Walks and replacements are derived by verify_walk.py, which has to lie beside this file.
Exit 0: all that the record says follows from what was published before. Exit 1: it does not, and why. 2: wrong call.
"""
# fmt: off
# A check and its sentence stay on one line, and the whole within 300 lines: an auditor reads it in one sitting.

import hashlib
import hmac
import json
import re
import runpy
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

J = Any  # JSON as it was read: its shape is what is being checked
PARTS = 10**12  # weights are parts of this
CLOSE = Fraction(1, 10**6)  # how far a chance may be from what is proved to be the best
METHODS = ("leximin", "maximin", "uniform-with-quotas", "walk")
ROLES = ["authority", "secretariat", "supervisor"]

class Refused(Exception):  # noqa: N818 # says what happened, as its readers are no programmers
    """The record does not hold; the sentence says why, Chinese and English."""

BROKEN = (Refused, ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError)
def demand(holds: object, zh: str, en: str) -> None:
    if not holds:
        raise Refused(f"{zh} / {en}")
def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
def framed(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
def canonical(value: J) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8")
def read(path: str | Path) -> tuple[J, str]:
    """A document in its one canonical form, and its hash; other bytes, fractions, members given twice are refused."""
    data = Path(path).read_bytes()
    found = json.loads(data.decode("utf-8"), parse_float=Decimal, parse_constant=Decimal)
    demand(canonical(found) == data, f"{path} 不是规范形式", f"{path} is not in canonical form")
    return found, sha(data)

# ---- what was fixed before ----
def check_commitment(said: J, commitment: J) -> None:
    contributions, redraw = commitment["contributions"], said["redraw"]
    roles = [one["role"] for one in contributions]
    demand(roles == ROLES == said["roles"], "贡献者不是规定的三方", "the contributors are not the three that are due")
    fixed = {name: said[name] for name in ("anchor", "draw", "missing", "redraw", "root", "session", "sources")}
    fixed |= {"format": "pingwei-draw-commitment/1", "announcement": sha(canonical(said))}
    fixed |= {"contributions": contributions}
    demand(canonical(fixed) == canonical(commitment), "公告不是承诺的那份", "this announcement was not committed to")
    known = said["format"] == "pingwei-draw-announcement/1" and said["missing"] == "void" and said["method"] in METHODS
    demand(known, "格式或缺席后果不识", "unknown format, or unknown consequence of a missing reveal")
    founded = redraw is None or all(redraw[name].strip() for name in ("of", "reason", "approved_by", "document"))
    demand(founded, "重抽缺少原因或批准", "a redraw without link, reason or approval")
def tree(leaves: list[bytes]) -> bytes:
    """Root of the Merkle tree (RFC 9162) over leaf hashes."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + tree(leaves[:half]) + tree(leaves[half:])).digest()
def check_pool(said: J) -> None:
    leaves = [bytes.fromhex(one) for one in said["leaves"]]
    ordered = leaves == sorted(set(leaves)) and all(len(one) == 32 for one in leaves)
    demand(ordered, "专家库叶子无序或重复", "leaves of the pool are out of order or twice there")
    demand(tree(leaves).hex() == said["root"], "专家库根哈希不符", "the pool does not have the root announced")
def check_opening(said: J, opening: J) -> None:
    """That the expert of an opening is behind the leaf it names."""
    hashed = hashlib.sha256(b"\x00" + bytes.fromhex(opening["salt"]) + canonical(opening["candidate"])).hexdigest()
    name, at = opening["candidate"]["expert"], opening["leaf"]
    known = said["leaves"][at] == hashed and at >= 0 and len(opening["salt"]) == 64 and opening["draw"] == said["draw"]
    demand(known and opening["root"] == said["root"], f"{name} 不在该叶子之后", f"{name} is not behind leaf {at}")

# ---- what was revealed ----
def source(text: str) -> str:
    """Numbers as RFC 3797 writes them: sorted, each ended by a point, the whole by a slash."""
    kept = []
    for one in sorted((one for one in re.split(r"[\s,;|，、；]+", text.strip()) if one), key=Decimal):
        demand(re.fullmatch(r"[0-9]+(\.[0-9]+)?", one, re.ASCII), f"{one} 不是数", f"{one} is no number")
        whole, _, part = one.partition(".")
        kept.append((whole.lstrip("0") or "0") + ("." + part.rstrip("0")).rstrip(".") + ".")
    return "".join(kept) + "/"
def mixed_of(draw: J, commitment: J, commitment_hash: str, values: Mapping[str, str]) -> tuple[bytes, J]:
    """What goes into the key beside the one-time code, and what was revealed in the one way it is written."""
    said, named, code = draw["announcement"], draw["announcement"]["sources"], bytes.fromhex(draw["code"])
    secrets = [(one["role"], bytes.fromhex(one["secret"])) for one in draw["reveals"]]
    demand([role for role, _ in secrets] == ROLES, "有一方未揭示，抽取无效", "somebody did not reveal: a void draw")
    for (role, secret), one in zip(secrets, commitment["contributions"], strict=True):
        about = (b"pingwei draw contribution v1", role.encode(), said["draw"].encode())
        made = sha(framed(*about, bytes.fromhex(commitment["announcement"]), secret))
        kept = one["commitment"] == made and 16 <= len(secret) <= 64
        demand(kept, f"{role} 揭示的不是其承诺", f"{role} revealed something else than was committed to")
    demand(sha(code) == said["anchor"], "一次性代码不在链上", "the one-time code is not on the chain announced")
    en = "give the public figures, as you found them yourself, by --source NAME=VALUES"
    demand(set(values) == set(named), f"请用 --source 名称=数值 给出自行查得的公开数：{named}", f"{en}: {named}")
    figures = [[name, source(values[name])] for name in named]
    parts = [part for role, secret in secrets for part in (role.encode(), secret)]
    parts += [one.encode() for _, one in figures]
    mixed = framed(b"pingwei draw randomness v1", bytes.fromhex(commitment_hash), *parts)
    told = {"reveals": [{"role": role, "secret": secret.hex()} for role, secret in secrets], "sources": figures}
    return mixed, {**told, "code": code.hex()}
def ball_of(key: bytes, count: int) -> int:
    fair, tries = 2**64 - 2**64 % count, 0
    while True:
        made = hmac.digest(key, b"pingwei draw ball v1" + tries.to_bytes(4, "big"), "sha256")
        if (value := int.from_bytes(made[:8], "big")) < fair:
            return value % count
        tries += 1

# ---- what a lawful panel is ----
class Problem:
    """Types of experts, what can be given to each, and the limits of a lawful panel."""
    def __init__(self, said: J) -> None:
        self.said, problem = said, said["problem"]  # places are (type, group, role, later session or "")
        self.types, self.limits, self.size, self.groups = (problem[n] for n in ("types", "limits", "size", "groups"))
        self.places: list[tuple[int, str, str, str]] = [(t, g, role, later) for t, g, role, later in problem["places"]]
        self.at = {place: number for number, place in enumerate(self.places)}
        members = [leaf for one in self.types for leaf in one]
        distinct = len(set(members)) == len(members) and set(members) <= set(range(len(said["leaves"])))
        demand(distinct, "专家分类重叠或不在库中", "types of experts overlap or are not in the pool")
        self.type_of = {leaf: number for number, one in enumerate(self.types) for leaf in one}
        self.counted = [place[2] == "member" and place[3] == "" for place in self.places]
        self.kin = {frozenset(pair) for pair in problem["apart"]}
    def most(self, place: int) -> int:
        return len(self.types[self.places[place][0]])
    def place(self, leaf: int, group: str, role: str = "member") -> int | None:
        return self.at.get((self.type_of.get(leaf, -1), group, role, ""))
    def broken(self, low: Mapping[int, int], high: Mapping[int, int], rows: Iterable[int]) -> str:
        """The first of ``rows`` that no numbers by place between ``low`` and ``high`` keep."""
        for one in (self.limits[row] for row in rows):
            least = sum(c * (low if c > 0 else high).get(place, 0) for place, c in one["terms"])
            most = sum(c * (high if c > 0 else low).get(place, 0) for place, c in one["terms"])
            if (one["high"] is not None and least > one["high"]) or (one["low"] is not None and most < one["low"]):
                return str(one["rule"])
        return ""
    def keeps(self, counts: Mapping[int, int]) -> bool:
        """Whether numbers by place keep every limit."""
        fits = all(0 <= count <= self.most(place) for place, count in counts.items())
        return fits and not self.broken(counts, counts, range(len(self.limits)))
    def seat(self, leaf: int, group: str, role: str) -> list[int] | None:
        """Places that a seat gives; none where it is not open to the expert."""
        found = [self.place(leaf, group), *([self.place(leaf, "", role)] if "chair" in role else [])]
        return None if None in found else [one for one in found if one is not None]
    def counts(self, seats: J) -> Counter[int]:
        """Numbers by place of a panel with names; refused where a seat is not open to its expert."""
        found: Counter[int] = Counter()
        for leaf, group, role in seats:
            demand(self.seat(leaf, group, role), f"{leaf} 号无资格", f"leaf {leaf} may not be {role} of {group!r}")
            found.update(self.seat(leaf, group, role) or [])
        leaves, filled = {seat[0] for seat in seats}, Counter(group for _, group, _ in seats)
        demand(len(leaves) == len(seats) == self.size, "人数不符或一人两席", "wrong size, or somebody twice there")
        demand(all(filled[group] == many for group, many in self.groups), "评议组人数不符", "a group of wrong size")
        demand(not any(pair <= leaves for pair in self.kin), "应回避者同组", "two who must be apart are together")
        return found
    def related(self, leaf: int, seated: J) -> bool:
        return any(frozenset((leaf, one)) in self.kin for one in seated)
    def check_alternates(self, seats: J, alternates: J) -> None:
        seated, names, ranks = {seat[0] for seat in seats}, [one[0] for one in alternates], Counter[str]()
        for leaf, group, rank in alternates:
            ranks[group] += 1
            able = self.place(leaf, group) is not None and rank == ranks[group] and not self.related(leaf, seated)
            demand(able, f"{leaf} 号不得候补", f"leaf {leaf} may not stand by")
        demand(len(set(names)) == len(names) and not seated & set(names), "候补重复", "an alternate is there twice")
        demand(dict(ranks) == {group: n for group, n in self.said["standby"] if n}, "候补人数不符", "too few stand by")
    def summed(self, multipliers: J) -> tuple[Counter[int], int]:
        """Limits added up by multipliers (above 0: upper side, below: lower side): coefficients by place, and bound."""
        sums, total = Counter[int](), 0
        for number, value in multipliers:
            total += value * self.limits[number]["high" if value > 0 else "low"]
            for place, coefficient in self.limits[number]["terms"]:
                sums[place] += value * coefficient
        return sums, total

# ---- that a lottery is fair ----
def check_lottery(problem: Problem, said: J) -> dict[int, Fraction]:
    """Every panel keeps the limits, and the chances are those of the panels; the chances before rounding."""
    lawful, total, chance, balls = set(), 0, Counter[int](), Counter[int]()
    for one in said["mixture"]:
        counts, total = dict(one["counts"]), total + one["weight"]
        demand(problem.keeps(counts) and one["weight"] > 0, "抽签组合违反限额", "a panel of the lottery breaks a limit")
        lawful.add(frozenset((place, n) for place, n in counts.items() if n and problem.places[place][3] == ""))
        for place, count in counts.items():
            chance[problem.places[place][0]] += count * one["weight"] if problem.counted[place] else 0
    demand(total == PARTS, "权重之和不符", "weights do not add up")
    for panel in said["panels"]:
        known = problem.counts(panel["seats"])
        kept = frozenset(known.items()) in lawful or problem.keeps(known)
        demand(kept, "有一组评委违反限额", "a panel of the lottery breaks a limit")
        problem.check_alternates(panel["seats"], panel["alternates"])
        balls.update(seat[0] for seat in panel["seats"])
    before = {leaf: Fraction(chance[t], PARTS * len(problem.types[t])) for leaf, t in problem.type_of.items()}
    stated = [[leaf, f"{one.numerator}/{one.denominator}", balls[leaf]] for leaf, one in sorted(before.items())]
    demand(stated == said["chances"], "公布的机会与抽签不符", "the chances stated are not those of the lottery")
    return before
def worth(problem: Problem, step: J) -> tuple[dict[int, int], int]:
    """Weights of a step by type, and what no lawful panel is worth more than by them: additions only, in parts."""
    weights: dict[int, int] = dict(step["weights"])
    sums, total = problem.summed(step["multipliers"])
    for place, (kind, *_) in enumerate(problem.places):
        left = (weights.get(kind, 0) if problem.counted[place] else 0) - sums[place]
        total += max(0, left) * problem.most(place)
    return weights, total
def ceiling(problem: Problem, step: J, due: Mapping[int, Fraction]) -> Fraction:
    """The most the least chance of types not in ``due`` can be while those keep theirs."""
    weights, total = worth(problem, step)
    demand(all(one >= 0 for one in weights.values()), "证明有负权", "a proof with a negative weight")
    given = sum((value * len(problem.types[t]) * due[t] for t, value in weights.items() if t in due), Fraction(0))
    return (total - given) / sum(value * len(problem.types[t]) for t, value in weights.items() if t not in due)
def check_even(problem: Problem, step: J, chance: Mapping[int, Fraction], able: set[int]) -> None:
    """No lottery over lawful panels departs less, in sum over experts, from one chance for all."""
    members, (weights, most) = {one: len(problem.types[one]) for one in able}, worth(problem, step)
    even = Fraction(problem.size, sum(members.values()))
    least = (even * sum(weights.get(one, 0) * count for one, count in members.items()) - most) / PARTS
    proved = all(abs(one) <= PARTS for one in weights.values()) and set(step["settled"]) == able
    reached = sum(count * abs(chance[one] - even) for one, count in members.items())
    demand(proved and reached <= max(least, 0) + CLOSE * problem.size, "机会未尽可能均等", "chances could be more even")
def check_fair(problem: Problem, said: J, before: Mapping[int, Fraction]) -> None:
    """No lottery over lawful panels gives the worst placed more; then the next (leximin)."""
    chance = {number: before[members[0]] for number, members in enumerate(problem.types)}
    due = {problem.type_of[leaf]: Fraction(0) for leaf in said["without_chance"]}
    demand(all(chance[one] == 0 for one in due), "“无机会”者却有机会", "somebody without a chance has one")
    if said["method"] == "uniform-with-quotas":
        check_even(problem, said["proof"][0], chance, set(chance) - set(due))
        return
    for step in said["proof"]:
        most, least = ceiling(problem, step, due), min(one for number, one in chance.items() if number not in due)
        demand(abs(most - Fraction(step["value"])) <= CLOSE, "证明数值不符", "a step proves another value")
        demand(least >= most - CLOSE, "最小机会未达最大", "the least chance is not as large as it can be")
        weights, settled = dict(step["weights"]), set(step["settled"])
        proved = said["method"] != "leximin" or all(weights.get(one, 0) > 0 for one in settled)
        demand(settled and not settled & set(due) and proved, "证明不全", "a type is settled without proof")
        due |= {number: chance[number] for number in settled}
    demand(len(due) == len(chance), "证明不全", "the proof does not reach everybody")

# ---- the whole record ----
def walks() -> J:
    """``verify_walk.py``, from beside this file."""
    sys.modules.setdefault("verify_draw", sys.modules[__name__])
    return runpy.run_path(str(Path(__file__).with_name("verify_walk.py")))
def verify(draw_path: str, commitment_path: str, values: Mapping[str, str], openings: list[str],
           replacements: list[str] | None = None) -> str:
    """The sentence of a record that holds; Refused where it does not."""
    draw, (commitment, commitment_hash) = read(draw_path)[0], read(commitment_path)
    said = draw["announcement"]
    check_commitment(said, commitment)
    mixed, told = mixed_of(draw, commitment, commitment_hash, values)
    check_pool(said)
    problem, panels, none = Problem(said), said["panels"], said["without_chance"]
    key = hmac.digest(bytes.fromhex(told["code"]), mixed, "sha256")
    made: J = {"format": "pingwei-draw/1", "announcement": said, "commitment": commitment_hash, "key": key.hex()} | told
    if said["method"] == "walk":
        made |= walks()["walked"](problem, said, key, read(Path(draw_path).with_name("proofs.json"))[0])
    else:
        ball = ball_of(key, len(panels))
        made |= {"ball": ball, "walk": [], **panels[ball]}
    demand(canonical(made) == canonical(draw), "结果不是由公布的数得出", "the result is not what follows")
    for one in openings:
        check_opening(said, read(one)[0])
    barred = walks()["check_replacements"](problem, draw, mixed, replacements) if replacements else 0
    trusted = sum(limit["searched"] for limit in problem.limits)
    trust = f"未自行核验：搜索所得限额 {trusted} 条、无机会者 {len(none)} 名、替换时排除 {barred} 名"
    en = f"On trust: {trusted} limits found by search, {len(none)} experts without a chance, {barred} barred since"
    if said["method"] == "walk":
        return f"核验通过：{said['draw']} 逐名抽取。{trust} / verified: {said['draw']} walked. {en}"
    before = check_lottery(problem, said)
    check_fair(problem, said, before)
    least = float(min(chance for leaf, chance in before.items() if leaf not in none))
    error = float(max(abs(Fraction(balls, len(panels)) - before[leaf]) for leaf, _, balls in said["chances"]))
    zh = f"核验通过：{said['draw']} 抽得第 {ball} 组（共 {len(panels)} 组），最小机会 {least:.6f}，取整误差 {error:.6f}"
    fair = f"drew panel {ball} of {len(panels)}, least chance {least:.6f}, rounding {error:.6f}"
    return f"{zh}。{trust} / verified: {said['draw']} {fair}. {en}"
def main(arguments: list[str]) -> int:
    given: dict[str, list[str]] = {"": [], "--source": [], "--opening": [], "--replacement": []}
    rest = iter(arguments)
    for one in rest:
        given[one if one in given else ""].append(next(rest, "") if one in given else one)
    if len(given[""]) != 2 or any(one.startswith("--") for one in given[""]):
        print(__doc__)
        return 2
    try:
        values = dict(one.split("=", 1) for one in given["--source"])
        print(verify(given[""][0], given[""][1], values, given["--opening"], given["--replacement"]))
    except BROKEN as error:
        print(f"核验不通过：{error}" if isinstance(error, Refused) else
              f"核验不通过：文件残缺 / refused: a file is broken or of another form ({type(error).__name__}: {error})")
        return 1
    return 0
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
