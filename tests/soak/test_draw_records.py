"""Ten thousand tampered records of draws, and the verifier refuses them all."""

from __future__ import annotations

import contextlib
import io
from collections import Counter
from pathlib import Path

from data.documents import verify_draw
from solver.draw.canonical import canonical
from tests.data.documents.tampering import WAYS, tampered
from tests.soak.counts import SEED, count, keep
from tests.solver.draw.small_draw import drawn


def test_no_tampered_record_is_accepted(tmp_path: Path) -> None:
    transcript, commitment, _ = drawn()
    good, record, fixed = canonical(transcript), tmp_path / "draw.json", tmp_path / "commitment.json"
    fixed.write_bytes(canonical(commitment))
    refused, records = Counter[str](), count("draw_records", 160, 10_000)
    for number in range(records):
        record.write_bytes(tampered(good, SEED * 1_000_000 + number))
        with contextlib.redirect_stdout(io.StringIO()):
            refused[WAYS[number % len(WAYS)].__name__] += verify_draw.main([str(record), str(fixed)])
    record.write_bytes(good)
    assert verify_draw.main([str(record), str(fixed)]) == 0
    keep("draw-records", {"records": records, "refused": sum(refused.values()), "by_way": dict(refused)})
    assert sum(refused.values()) == records
