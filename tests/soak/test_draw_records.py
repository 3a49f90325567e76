"""Ten thousand tampered records of draws, and the verifier refuses them all; a thousand good ones are taken."""

from __future__ import annotations

import contextlib
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from data.documents import verify_draw
from solver.draw.canonical import canonical, digest
from solver.draw.codes import code
from solver.draw.replacement import Decline, replacement
from solver.draw.transcript import Transcript
from solver.draw.walk import walk
from tests.data.documents.tampering import WAYS, WAYS_OF_REPLACEMENTS, tampered
from tests.soak.counts import SEED, count, keep
from tests.solver.draw.small_draw import CHAIN, TERMS, committed, drawn, small_lottery, small_walk

Tampered = Callable[[bytes, int], bytes]


def written(folder: Path, transcript: Transcript) -> list[str]:
    """The papers of a draw that holds, and the call that verifies them."""
    (folder / "draw.json").write_bytes(canonical(transcript))
    (folder / "commitment.json").write_bytes(canonical(committed(transcript.announcement)))
    if transcript.walk:
        proofs = walk(transcript.announcement, bytes.fromhex(transcript.key)).proofs
        (folder / "proofs.json").write_bytes(canonical(proofs))
    return [str(folder / "draw.json"), str(folder / "commitment.json")]


def replaced(folder: Path, transcript: Transcript) -> list[str]:
    """A replacement beside the draw, and the call that verifies both."""
    leaf = next(one for one, group, _ in transcript.seats if group == "g2")
    made = replacement(transcript, [], Decline(leaf, "病假", "人社局"), code(CHAIN, TERMS.codes, 2))
    (folder / "1.json").write_bytes(canonical(made))
    return [*written(folder, transcript), "--replacement", f"{folder / '1.json'}@{digest(made)}"]


def holds(call: list[str]) -> bool:
    with contextlib.redirect_stdout(io.StringIO()):
        return verify_draw.main(call) == 0


def refused(call: list[str], record: Path, records: int, ways: int, made: Tampered) -> Counter[int]:
    """How many of ``records`` tampered ones are refused, by way; the good one is taken before and after."""
    good, found = record.read_bytes(), Counter[int]()
    assert holds(call)
    for number in range(records):
        record.write_bytes(made(good, SEED * 1_000_000 + number))
        found[(SEED * 1_000_000 + number) % ways] += not holds(call)
    record.write_bytes(good)
    assert holds(call)
    return found


def test_no_tampered_record_is_accepted(tmp_path: Path) -> None:
    lottery, walked = drawn()[0], drawn(lottery=small_walk())[0]
    share = count("draw_records", 160, 10_000) // 10
    by_kind = {}
    for kind, call, name, records, ways in (
        ("lottery", written(tmp_path, lottery), "draw.json", 4 * share, WAYS),
        ("replacement", replaced(tmp_path, lottery), "1.json", 3 * share, WAYS_OF_REPLACEMENTS),
        ("walk", written(tmp_path, walked), "draw.json", 3 * share, WAYS),
    ):
        written(tmp_path, walked if kind == "walk" else lottery)
        found = refused(call, tmp_path / name, records, len(ways), partial(tampered, ways=ways))
        by_kind[kind] = {
            "records": records,
            "refused": sum(found.values()),
            "by_way": {way.__name__: found[number] for number, way in enumerate(ways)},
        }
    keep("draw-records", {"kinds": by_kind})
    assert [one for one, told in by_kind.items() if told["refused"] != told["records"]] == []


def test_every_good_record_is_accepted(tmp_path: Path) -> None:
    records = count("draw_good", 24, 1_000)
    for number in range(records):
        terms = replace(TERMS, draw=f"S1-{number}")
        transcript, _, _ = drawn(terms, small_walk() if number % 2 else small_lottery())
        assert holds((replaced if number % 3 else written)(tmp_path, transcript)), number
    keep("draw-good-records", {"records": records, "accepted": records})
