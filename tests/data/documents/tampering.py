"""Records of a draw altered in every way somebody could think of, seeded: bits, fields, and whole records made anew."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from solver.draw.canonical import canonical
from solver.draw.ceremony import Revealed, conclude
from solver.draw.codes import code
from solver.draw.entities import Lottery
from solver.draw.replacement import Barred, Decline, replacement
from solver.draw.transcript import Transcript
from solver.draw.walk import walk
from tests.solver.draw.small_draw import (
    CHAIN,
    SECRETS,
    TERMS,
    announced,
    committed,
    drawn,
    revealed,
    small_lottery,
    small_walk,
)

Json = Any  # a record as JSON: tampering knows no shape


def flipped_bit(good: bytes, chance: random.Random) -> bytes:
    """One bit of the file turned over."""
    at = chance.randrange(len(good))
    return good[:at] + bytes([good[at] ^ 1 << chance.randrange(8)]) + good[at + 1 :]


def cut_or_grown(good: bytes, chance: random.Random) -> bytes:
    """Bytes taken away or put in, white space too."""
    at = chance.randrange(len(good))
    if chance.random() < 0.5:
        return good[:at] + good[at + chance.randint(1, 40) :]
    return good[:at] + chance.choice([b" ", b"\n", b"0", b",", b'"', b"[]", b"null"]) + good[at:]


def changed_field(good: bytes, chance: random.Random) -> bytes:
    """One value replaced, removed, repeated or added, anywhere, and the record written canonically again."""
    document = json.loads(good)
    holder, key = chance.choice(_spots(document))
    before = copy.deepcopy(holder[key])
    act = chance.randrange(4)
    if act == 0:
        holder[key] = _other(before, chance)
    elif act == 1:
        del holder[key]
    elif isinstance(holder, list):
        holder.insert(key, before if act == 2 else _other(before, chance))
    else:
        holder[f"{key}x"] = before
    return _again(document)


def _again(document: Json) -> bytes:
    """A record in canonical form once more."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _spots(document: Json) -> list[tuple[Json, Json]]:
    found, left = [], [document]
    while left:
        one = left.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ()
        for key in keys:
            found.append((one, key))
            left.append(one[key])
    return found


def _other(value: Json, chance: random.Random) -> Json:
    match value:
        case bool() | None:
            return chance.choice([0, 1, "", [], not value])
        case int():
            return chance.choice([value + 1, value - 1, -value - 1, str(value), bool(value % 2), None, [value]])
        case str():
            swapped = value.upper() if value.upper() != value else value + "0"
            return chance.choice([value + "x", swapped, " " + value, None, 7, value[1:] if value else "x"])
        case list():
            return chance.choice([[*value, 0], value[1:] if value else [1], None, {}])
    return chance.choice([[], None, "", {"x": 1}])


def other_secrets(good: bytes, chance: random.Random) -> bytes:
    """A record that is right in itself, of other contributions."""
    announcement, _ = announced(lottery=_lottery(good))
    secrets = {role: chance.randbytes(32) for role in SECRETS}
    return canonical(_concluded(announcement, committed(announcement, secrets), secrets))


def other_reveal(good: bytes, chance: random.Random) -> bytes:
    """The record as published, but one party reveals something else, and all that follows from it is made anew."""
    announcement, _ = announced(lottery=_lottery(good))
    secrets = {**SECRETS, chance.choice(sorted(SECRETS)): chance.randbytes(32)}
    made = json.loads(canonical(_concluded(announcement, committed(announcement, secrets), secrets)))
    made["commitment"] = json.loads(good)["commitment"]
    return _again(made)


def other_salts(good: bytes, chance: random.Random) -> bytes:
    """A record that is right in itself, of a pool sealed otherwise."""
    transcript, _, _ = drawn(lottery=_lottery(good), salt=f"other {chance.random()}")
    return canonical(transcript)


def other_result(good: bytes, chance: random.Random) -> bytes:
    """Another panel of the very lottery, or what another key walks to, in the place of the one drawn."""
    document = json.loads(good)
    panels = document["announcement"]["panels"]
    if not panels:
        found = walk(announced(lottery=small_walk())[0], chance.randbytes(32))
        steps = [[leaf, [list(one) for one in tried]] for leaf, tried in found.steps]
        return _again(document | {"walk": steps, "seats": found.seats, "alternates": found.alternates})
    ball = chance.choice([one for one in range(len(panels)) if one != document["ball"]])
    document |= {"ball": ball, "seats": panels[ball]["seats"], "alternates": panels[ball]["alternates"]}
    return _again(document)


def other_terms(good: bytes, chance: random.Random) -> bytes:
    """The same draw announced for another day, right in itself."""
    transcript, _, _ = drawn(replace(TERMS, at=f"2026-10-{chance.randint(13, 30)}"), _lottery(good))
    return canonical(transcript)


def _concluded(announcement: Json, commitment: Json, secrets: dict[str, bytes]) -> Transcript:
    return conclude(announcement, commitment, Revealed(secrets, {}, revealed(announcement).code))


def _lottery(good: bytes) -> Lottery:
    return small_lottery() if json.loads(good)["announcement"]["panels"] else small_walk()


def other_decline(good: bytes, chance: random.Random) -> bytes:
    """A replacement right in itself, of somebody else's seat."""
    first, _, _ = drawn()
    told = json.loads(good)["declined"]["leaf"]
    leaf = chance.choice([one for one, _, _ in first.seats if one != told])
    return canonical(replacement(first, [], Decline(leaf, "病假", "人社局"), code(CHAIN, TERMS.codes, 2)))


def other_bar(good: bytes, chance: random.Random) -> bytes:
    """A replacement right in itself, with somebody kept out by a rule that nobody can check."""
    first, _, _ = drawn()
    made = json.loads(good)
    leaf, kept = made["declined"]["leaf"], made["given"][0]
    barred: Barred = lambda _, one: f"PT-{chance.randrange(100):02d}" if one == kept else ""  # noqa: E731 # short
    return canonical(replacement(first, [], Decline(leaf, "病假", "人社局"), code(CHAIN, TERMS.codes, 2), barred))


def other_reason(good: bytes, chance: random.Random) -> bytes:
    """A replacement for another reason."""
    document = json.loads(good)
    document["declined"]["reason"] += f" {chance.random()}"
    return _again(document)


WAYS_OF_REPLACEMENTS = (flipped_bit, cut_or_grown, changed_field, other_decline, other_bar, other_reason)
WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flipped_bit, cut_or_grown, changed_field, other_secrets, other_reveal, other_salts, other_result, other_terms,
)  # fmt: skip


def tampered(good: bytes, seed: int, ways: Sequence[Callable[[bytes, random.Random], bytes]] = WAYS) -> bytes:
    """The record tampered with in one way; never the record itself."""
    chance = random.Random(seed)
    way = ways[seed % len(ways)]
    while (made := way(good, chance)) == good:
        pass
    return made
