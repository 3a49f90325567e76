"""What is told of whom: counts before searches, one application by itself, numbers eased no further than is enough."""

from __future__ import annotations

import pytest

from data.briefing import brief_for
from solver.domain.committees import PolicyChange
from solver.domain.edits import Add, edited
from solver.explain.whynot.asked_of_numbers import eased
from solver.explain.whynot.conflict_model import Answered
from solver.planning.answers import answers
from solver.planning.obstacles import Explained
from tests.solver.explain.whynot.impossible_seasons import IMPOSSIBLE, tiny
from tests.solver.explain.whynot.test_conflicts import all_is_placed, season_of

TIED = "one application whose applicant most of the pool is tied to"


def answers_to(name: str, *suspects: str) -> list[Explained]:
    return list(answers(brief_for(season_of(name)), frozenset(suspects) or None, brief_for, 1))


@pytest.mark.parametrize(
    ("name", "needed", "found"),
    [
        ("too few for a panel", 3, 2),
        ("too few for the alternates", 5, 4),
        ("away on the only day", 5, 4),
        ("experts suspended", 3, 2),
        ("a specialty nobody holds", 1, 0),
    ],
)
def test_too_few_for_the_places_is_proved_by_counting(name: str, needed: int, found: int) -> None:
    (conflict,) = [one.outcome.conflict for one in answers_to(name) if one.outcome.conflict]
    assert conflict.by == "count"
    assert conflict.shortage is not None
    assert (conflict.shortage.needed, conflict.shortage.found) == (needed, found)


@pytest.mark.parametrize("name", ["kin of each other", "nobody may chair", "one employer", "one panel for two at once"])
def test_what_no_count_shows_is_searched(name: str) -> None:
    found = [one.outcome.conflict for one in answers_to(name) if one.outcome.conflict]
    assert found
    assert all(one.shortage is None for one in found)


@pytest.mark.parametrize("asked", [(), ("D1",), ("D2",)])
def test_an_application_without_a_place_is_answered_for_by_itself(asked: tuple[str, ...]) -> None:
    found = answers_to(TIED, *asked)
    impossible = [one.question.wanted for one in found if one.outcome.answered is Answered.IMPOSSIBLE]
    assert [[one.kind, one.id] for (one,) in impossible] == [["application", "D1"]]
    others = set() if asked == ("D1",) else {Answered.POSSIBLE}
    assert {one.outcome.answered for one in found} == {Answered.IMPOSSIBLE, *others}


def test_an_application_in_order_is_not_blamed_for_another() -> None:
    season = edited(season_of(TIED), ())
    found = [one for one in answers(brief_for(season), frozenset({"D2"}), brief_for, 1) if one.outcome.conflict]
    assert [one.question.wanted[0].id for one in found] == ["D1"]


@pytest.mark.parametrize(
    ("name", "value", "size", "texts"),
    [
        ("max_sessions_per_year", 4, 3, ("5", "6")),
        ("grouped", 2, 3, ("1", "0")),
        ("max_share", (1, 3), 7, ("3/7", "4/7", "5/7", "6/7", "7/7")),
        ("min_new_share", (1, 3), 7, ("2/7", "1/7", "0/7")),
        ("ratio", 0.5, 3, ("0.3333", "0")),
        ("same_group", False, 3, ()),
        ("mode", "case", 3, ()),
    ],
)
def test_a_number_is_eased_step_by_step(name: str, value: object, size: int, texts: tuple[str, ...]) -> None:
    assert eased(name, value, size)[: len(texts)] == texts
    assert bool(eased(name, value, size)) is bool(texts)


@pytest.mark.parametrize("name", [name for name, one in IMPOSSIBLE.items() if one.remedy == "number"])
def test_a_number_is_eased_no_further_than_is_enough(name: str) -> None:
    season = season_of(name)
    book = brief_for(season).rulebook
    for answer in answers_to(name):
        for edit in (edit for one in answer.remedies for edit in one.edits):
            assert isinstance(edit, Add)
            row = edit.row
            assert isinstance(row, PolicyChange)
            size = max(one.size for one in answer.question.plan.sessions)
            texts = eased(row.parameter, book.provision(row.rule).raw(row.parameter), size)
            nearer = texts[: texts.index(row.value)]
            assert not any(
                all_is_placed(edited(season, (*answer.remedies[0].edits, policy_row(row, text))))
                for text in nearer[-1:]
            )


def policy_row(row: PolicyChange, text: str) -> Add:
    return Add("policy", PolicyChange(row.rule, row.parameter, text, row.reason))


def test_the_small_season_has_nothing_to_answer_for() -> None:
    assert {one.outcome.answered for one in answers(brief_for(tiny()), None, brief_for)} == {Answered.POSSIBLE}
