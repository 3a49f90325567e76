"""The stand-alone verifier: accepts every record that follows from what was published before, refuses all others."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from data.documents import verify_draw
from data.documents.draw_files import VERIFIERS
from solver.draw.canonical import canonical
from solver.draw.ceremony import conclude, opening
from solver.draw.entities import PARTS, Chance, Lottery
from solver.draw.transcript import Redraw
from tests.data.documents.tampering import WAYS, tampered
from tests.solver.draw.small_draw import TERMS, announced, committed, drawn, revealed, small_lottery

VERIFIER = Path(verify_draw.__file__)
TAMPERED = 400
"""Tampered records here; the soak takes 10,000."""


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """The folder of a small draw that holds."""
    return written(tmp_path)


def written(folder: Path, lottery: Lottery | None = None) -> Path:
    transcript, commitment, sealed = drawn(lottery=lottery)
    (folder / "draw.json").write_bytes(canonical(transcript))
    (folder / "commitment.json").write_bytes(canonical(commitment))
    (folder / "opening.json").write_bytes(canonical(opening(sealed, commitment.root, transcript.seats[0][0])))
    return folder


def accepted(folder: Path, *options: str) -> bool:
    return verify_draw.main([str(folder / "draw.json"), str(folder / "commitment.json"), *options]) == 0


@pytest.mark.parametrize("name", VERIFIERS)
def test_it_is_short_and_needs_only_the_standard_library(name: str) -> None:
    source = VERIFIER.with_name(name).read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 300
    imports = [node for node in ast.walk(ast.parse(source)) if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = {one.module if isinstance(one, ast.ImportFrom) else one.names[0].name for one in imports}
    assert {str(name).partition(".")[0] for name in names} <= sys.stdlib_module_names | {"verify_draw"}


def test_it_runs_alone_and_says_what_it_found(record: Path) -> None:
    lone = record / "verify.py"
    lone.write_bytes(VERIFIER.read_bytes())
    call = [sys.executable, "-I", str(lone), str(record / "draw.json"), str(record / "commitment.json")]
    good = subprocess.run(call, capture_output=True, text=True, check=False, cwd=record)
    assert (good.returncode, good.stderr) == (0, "")
    assert "least chance 0.333333" in good.stdout
    (record / "draw.json").write_bytes((record / "draw.json").read_bytes() + b"\n")
    bad = subprocess.run(call, capture_output=True, text=True, check=False, cwd=record)
    assert (bad.returncode, bad.stderr) == (1, "")
    assert "not in canonical form" in bad.stdout


def test_records_of_any_contributions_are_accepted(tmp_path: Path) -> None:
    for number in range(20):
        terms = replace(TERMS, draw=f"S1-{number}")
        transcript, commitment, _ = drawn(terms)
        (tmp_path / "draw.json").write_bytes(canonical(transcript))
        (tmp_path / "commitment.json").write_bytes(canonical(commitment))
        assert accepted(tmp_path), number


@pytest.mark.parametrize("way", range(len(WAYS)), ids=[way.__name__ for way in WAYS])
def test_tampered_records_are_refused(record: Path, way: int) -> None:
    good = (record / "draw.json").read_bytes()
    for number in range(TAMPERED // len(WAYS)):
        seed = number * len(WAYS) + way
        (record / "draw.json").write_bytes(tampered(good, seed))
        assert not accepted(record), seed
    (record / "draw.json").write_bytes(good)
    assert accepted(record)


def test_public_figures_are_the_auditors_own(tmp_path: Path) -> None:
    transcript, commitment, _ = drawn(replace(TERMS, sources=("双色球",)), 双色球="3 9 07")
    (tmp_path / "draw.json").write_bytes(canonical(transcript))
    (tmp_path / "commitment.json").write_bytes(canonical(commitment))
    assert transcript.sources == (("双色球", "3.7.9./"),)
    assert not accepted(tmp_path)
    assert not accepted(tmp_path, "--source", "双色球=3 9 8")
    assert accepted(tmp_path, "--source", "双色球=9,3,7")


def test_an_opening_proves_who_is_behind_a_leaf(record: Path) -> None:
    assert accepted(record, "--opening", str(record / "opening.json"))
    other = (record / "opening.json").read_bytes().replace(b'"A', b'"Z').replace(b'"B', b'"Y')
    (record / "opening.json").write_bytes(other)
    assert not accepted(record, "--opening", str(record / "opening.json"))


def test_a_redraw_says_why(tmp_path: Path) -> None:
    link = Redraw("ab" * 32, "到会人数不足", "市人社局", "沈人社〔2026〕9号")
    transcript, commitment, _ = drawn(replace(TERMS, redraw=link))
    (tmp_path / "draw.json").write_bytes(canonical(transcript))
    (tmp_path / "commitment.json").write_bytes(canonical(commitment))
    assert transcript.announcement.redraw == link
    assert accepted(tmp_path)


@pytest.mark.parametrize("missing", ["of", "reason", "approved_by", "document"])
def test_a_redraw_that_does_not_say_why_is_refused_though_all_is_committed(tmp_path: Path, missing: str) -> None:
    """The program announces none; this one was written past it, and is right in itself."""
    link = Redraw("ab" * 32, "到会人数不足", "市人社局", "沈人社〔2026〕9号")
    announcement, _ = announced(replace(TERMS, redraw=link))
    said = replace(announcement, redraw=replace(link, **{missing: " "}))
    commitment = committed(said)
    (tmp_path / "draw.json").write_bytes(canonical(conclude(said, commitment, revealed(said))))
    (tmp_path / "commitment.json").write_bytes(canonical(commitment))
    assert not accepted(tmp_path)


def _unfair(lottery: Lottery) -> Lottery:
    """Panels with A1 are left out, and the chances say so: lawful, honest about it, and unfair."""
    panels = tuple(panel for panel in lottery.panels if "A1" not in panel.experts())
    chances = tuple(
        replace(one, balls=sum(one.expert in panel.experts() for panel in panels)) for one in lottery.chances
    )
    return replace(lottery, panels=panels, chances=chances)


def _less_than_best(lottery: Lottery) -> Lottery:
    """The proof says that 0.3 is the most there can be."""
    return replace(lottery, steps=(replace(lottery.steps[0], value=Fraction(3, 10)), *lottery.steps[1:]))


def _too_light(lottery: Lottery) -> Lottery:
    return replace(lottery, mixture=(replace(lottery.mixture[0], weight=PARTS - 1),))


def _twice_seated(lottery: Lottery) -> Lottery:
    first = lottery.panels[0]
    return replace(lottery, panels=(replace(first, seats=(*first.seats[:2], first.seats[1])), *lottery.panels[1:]))


def _wrong_group(lottery: Lottery) -> Lottery:
    first = lottery.panels[0]
    return replace(lottery, panels=(replace(first, seats=(replace(first.seats[0], group="g2"), *first.seats[1:]))
                                    , *lottery.panels[1:]))  # fmt: skip


def _kin_together(lottery: Lottery) -> Lottery:
    return replace(lottery, problem=replace(lottery.problem, apart=(("A1", "B1"),)))


def _kin_stands_by(lottery: Lottery) -> Lottery:
    return replace(lottery, problem=replace(lottery.problem, apart=(("A1", "A2"),)))


def _stricter_limit(lottery: Lottery) -> Lottery:
    problem = lottery.problem
    return replace(
        lottery, problem=replace(problem, limits=(*problem.limits, replace(problem.limits[1], high=1, low=0)))
    )


def _better_chance(lottery: Lottery) -> Lottery:
    return replace(lottery, chances=(Chance("A1", Fraction(2, 3), 6), *lottery.chances[1:]))


def _forgotten_alternate(lottery: Lottery) -> Lottery:
    return replace(lottery, panels=(replace(lottery.panels[0], alternates=()), *lottery.panels[1:]))


def _half_a_proof(lottery: Lottery) -> Lottery:
    return replace(lottery, steps=lottery.steps[:1])


@pytest.mark.parametrize(
    "crooked",
    [
        _less_than_best, _too_light, _twice_seated, _wrong_group, _kin_together, _kin_stands_by, _stricter_limit,
        _better_chance, _forgotten_alternate, _half_a_proof,
    ],
)  # fmt: skip
def test_a_crooked_lottery_is_refused_though_all_is_committed(
    tmp_path: Path, crooked: Callable[[Lottery], Lottery]
) -> None:
    assert not accepted(written(tmp_path, crooked(small_lottery())))


def test_what_rounding_takes_away_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert accepted(written(tmp_path, _unfair(small_lottery())))
    assert "rounding 0.333333" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b'"x"', b"1", b"[" * 100_000, b"\xff", b'{"announcement":{}}', b"1.5"]
)
def test_anything_else_is_refused_with_a_sentence(
    record: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("draw.json", "commitment.json"):
        good = (record / name).read_bytes()
        (record / name).write_bytes(content)
        assert not accepted(record)
        assert "核验不通过" in capsys.readouterr().out
        (record / name).write_bytes(good)
    assert verify_draw.main(["missing.json", str(record / "commitment.json")]) == 1
    assert verify_draw.main([str(record / "draw.json")]) == 2
