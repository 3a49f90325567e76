"""Every act in every state by everybody: what is done, what is refused, and by which guard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from solver.domain.committees import Delegation
from solver.domain.officers import Capacity, Officer
from solver.domain.plan import Plan, PlanState
from solver.domain.season import Season
from solver.domain.vocabulary import DelegationState, EmployerKind, Level
from solver.explain.sentence import reason_sentence
from solver.routing import route_applications
from solver.rules.delegation import authorises
from solver.rules.delegation_acts import TRANSITIONS, Outcome, draft, perform
from solver.rules.delegation_guards import GUARDS
from solver.rules.delegation_motion import CAPACITY, DECISIONS, FORWARD, REASONED, Act, Letter, Motion
from tests.builders import small_plan
from tests.solver.rules.asking import brief_of
from tests.solver.rules.entrusting import (
    entrusted_plan,
    entrusting_season,
    letter,
    with_committee,
    with_employer,
    with_filing,
    with_letter,
)

REQUESTED = date(2026, 9, 8)
SESSION_DAY = date(2026, 10, 12)
LETTER = Letter("大人社委〔2026〕1号", "委托函.pdf", date(2026, 9, 10))
REQUESTER, DECIDER = "u-requester", "u-decider"
WRITTEN = frozenset({DelegationState.AUTHORISED, DelegationState.ACCEPTED, DelegationState.REVOKED})
SIDE = {
    Act.AMEND: "V01",
    Act.SUBMIT: "V01",
    Act.RETURN: "H3",
    Act.APPROVE: "H3",
    Act.REJECT: "H3",
    Act.ACCEPT: "C1",
    Act.DECLINE: "C1",
    Act.REVOKE: "H3",
    Act.EXPIRE: "",
    Act.USE: "",
}
"""Whose act each is, in the season of :func:`entrusting_season`: V01 entrusts to C1, H3 authorises."""
DAY = {
    **dict.fromkeys(Act, date(2026, 9, 15)),
    Act.USE: SESSION_DAY.replace(day=13),
    Act.EXPIRE: date(2027, 1, 1),
}


def in_state(state: DelegationState) -> Delegation:
    """The letter DG1 as it stands in ``state``."""
    if state in WRITTEN:
        return replace(letter(), state=state)
    return replace(letter(), state=state, letter_no="", issued_on=None, accepted_on=None)


def season_in(state: DelegationState) -> Season:
    """The season with DG1 in ``state``."""
    return replace(entrusting_season(), delegations=(in_state(state),))


def published() -> Plan:
    """The published plan in which D01 goes by DG1 on 2026-10-12."""
    return replace(entrusted_plan(entrusting_season()), state=PlanState.PUBLISHED)


def right(act: Act) -> Officer:
    """An officer who may do ``act`` on DG1."""
    return Officer(DECIDER, CAPACITY[act], frozenset({SIDE[act]}))


def motion(act: Act, **changes: object) -> Motion:
    """``act`` done as it should be, with some of it changed."""
    whole = Motion(
        act,
        right(act),
        DAY[act],
        reason="材料不全" if act in REASONED else "",
        letter=LETTER if act is Act.APPROVE else None,
        amended=replace(letter(), specialties=("机械工程",)) if act is Act.AMEND else None,
        published=published() if act is Act.USE else None,
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def done(season: Season, asked: Motion, requesters: frozenset[str] = frozenset({REQUESTER})) -> Outcome:
    """What becomes of the first delegation of ``season``."""
    return perform(brief_of(season), season.delegations[0], asked, requesters)


def refusing(outcome: Outcome) -> set[str]:
    """Names of the guards and points that refused."""
    return {dict(reason.facts)["guard"] for reason in outcome.refusals}


def before(act: Act) -> DelegationState:
    """The first state in which ``act`` may be done."""
    return next(state for state, one in TRANSITIONS if one is act)


@pytest.mark.parametrize(("state", "act", "capacity"), list(product(DelegationState, Act, Capacity)))
def test_every_act_in_every_state_in_every_capacity(state: DelegationState, act: Act, capacity: Capacity) -> None:
    season = season_in(state)
    asked = motion(act, officer=replace(right(act), capacity=capacity))
    outcome = done(season, asked)
    if (state, act) not in TRANSITIONS:
        expected = {"transition"}
    else:
        expected = set() if capacity is CAPACITY[act] else {"capacity"}
    assert refusing(outcome) == expected
    assert outcome.is_done == (not expected)
    assert outcome.delegation.state is (TRANSITIONS[state, act] if outcome.is_done else state)
    assert outcome.is_done or outcome.delegation == season.delegations[0]


def test_the_steps_are_those_of_the_procedure() -> None:
    allowed = {(state.value, act.value, then.value) for (state, act), then in TRANSITIONS.items()}
    assert allowed == {
        ("draft", "amend", "draft"),
        ("returned", "amend", "returned"),
        ("draft", "submit", "submitted"),
        ("returned", "submit", "submitted"),
        ("submitted", "return", "returned"),
        ("submitted", "approve", "authorised"),
        ("submitted", "reject", "rejected"),
        ("authorised", "accept", "accepted"),
        ("authorised", "decline", "declined"),
        ("accepted", "revoke", "revoked"),
        ("accepted", "expire", "expired"),
        ("accepted", "use", "used"),
    }


@pytest.mark.parametrize("act", [act for act in Act if SIDE[act]])
def test_an_act_is_done_by_its_own_side_only(act: Act) -> None:
    season = season_in(before(act))
    for one in ("C2", "H2", "V02", "U01"):
        elsewhere = replace(right(act), scope=frozenset({one}))
        assert refusing(done(season, motion(act, officer=elsewhere))) == {"office"}
    assert done(season, motion(act, officer=replace(right(act), scope=None))).is_done


def test_the_secretariat_of_a_committee_requests_for_the_unit_that_forms_it() -> None:
    season = with_committee(season_in(DelegationState.DRAFT), "C2", forming_unit="V01")
    of_c2 = Officer(DECIDER, Capacity.SECRETARIAT, frozenset({"C2"}))
    assert done(season, motion(Act.SUBMIT, officer=of_c2)).is_done


def test_an_authority_above_the_issuing_one_may_revoke_and_nothing_else() -> None:
    above = Officer(DECIDER, Capacity.AUTHORITY, frozenset({"H1"}))
    assert done(season_in(DelegationState.ACCEPTED), motion(Act.REVOKE, officer=above)).is_done
    for act in DECISIONS:
        assert refusing(done(season_in(DelegationState.SUBMITTED), motion(act, officer=above))) == {"office"}


@pytest.mark.parametrize("act", list(Act))
def test_who_requested_decides_on_nothing(act: Act) -> None:
    outcome = done(season_in(before(act)), motion(act), frozenset({REQUESTER, DECIDER}))
    assert refusing(outcome) == ({"four_eyes"} if act in DECISIONS else set())


@pytest.mark.parametrize("act", list(Act))
def test_what_needs_a_reason_has_one(act: Act) -> None:
    outcome = done(season_in(before(act)), motion(act, reason="  "))
    assert refusing(outcome) == ({"reason"} if act in REASONED else set())


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, {"document", "letter", "issued"}),
        (replace(LETTER, number=" "), {"document"}),
        (replace(LETTER, document=""), {"document"}),
        (replace(LETTER, issued_on=date(2026, 9, 16)), {"document"}),  # recorded on 2026-09-15
        (replace(LETTER, issued_on=date(2026, 9, 15)), set()),
    ],
)
def test_an_approval_has_its_letter(given: Letter | None, expected: set[str]) -> None:
    outcome = done(season_in(DelegationState.SUBMITTED), motion(Act.APPROVE, letter=given))
    assert refusing(outcome) == expected
    if given and not expected:
        assert (outcome.delegation.letter_no, outcome.delegation.issued_on) == (given.number, given.issued_on)


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize(
    ("term", "lasts"),
    [
        ((date(2026, 9, 1), date(2026, 9, 15)), True),  # the day of the act is its last
        ((date(2026, 9, 1), date(2026, 9, 14)), False),
        ((date(2026, 10, 2), date(2026, 10, 1)), False),
    ],
)
def test_nothing_goes_forward_that_is_over(act: Act, term: tuple[date, date], lasts: bool) -> None:
    season = with_letter(season_in(before(act)), start=term[0], end=term[1])
    assert ("term" in refusing(done(season, motion(act)))) == (act in FORWARD and not lasts)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"to_committee": "C9"}, {"wording", "receiver", "valid"}),  # a committee that is none sits on no day
        ({"entrusting": "V99"}, {"wording", "office"}),
        ({"applications": ("D01", "D99")}, {"wording"}),
        ({"levels": ()}, {"wording", "scope"}),
        ({"series": "04"}, {"scope"}),
        ({"authority": "H2", "entrusting": "V01"}, {"issuer_competent"}),
        ({"authority": "H4"}, {"issuer_competent"}),  # a county's, for a senior title
        ({"authority": "H9"}, {"issuer_competent"}),
        ({"authority": "H99"}, {"issuer_known"}),
        ({"to_committee": "C2"}, {"receiver"}),
        ({"applications": ("D02",)}, {"wording"}),  # of another unit
        ({"applications": ("D01", "D02")}, {"wording"}),
    ],
)
def test_what_could_not_hold_is_not_submitted(changes: dict[str, object], expected: set[str]) -> None:
    season = with_letter(season_in(DelegationState.DRAFT), **changes)
    assert refusing(done(season, motion(Act.SUBMIT))) == expected


@pytest.mark.parametrize(("side", "is_own"), [("H3", True), ("H1", True), ("H2", False), ("C2", True), ("C1", False)])
def test_a_side_entrusts_its_own_applications_only(side: str, is_own: bool) -> None:
    """D01 comes from 大连: of its authority H3, of the province H1 above it, and of the territory of C2."""
    season = with_letter(season_in(DelegationState.DRAFT), entrusting=side, authority="H3" if side == "C2" else side)
    found = refusing(done(season, motion(Act.SUBMIT, officer=replace(right(Act.SUBMIT), scope=frozenset({side})))))
    assert ("wording" not in found) == is_own


def test_for_a_centrally_owned_employer_its_personnel_department_decides() -> None:
    season = with_employer(season_in(DelegationState.SUBMITTED), "V01", EmployerKind.CENTRAL)
    assert refusing(done(season, motion(Act.APPROVE))) == {"issuer_competent"}
    central = with_letter(season, authority="H9")
    office = replace(right(Act.APPROVE), scope=frozenset({"H9"}))
    assert done(central, motion(Act.APPROVE, officer=office)).is_done


@pytest.mark.parametrize(
    ("level", "authority", "is_fit"), [(Level.INTERMEDIATE, "H4", True), (Level.ASSOCIATE_SENIOR, "H4", False)]
)
def test_a_general_letter_is_issued_by_who_is_competent_for_its_levels(
    level: Level, authority: str, is_fit: bool
) -> None:
    season = with_letter(
        season_in(DelegationState.DRAFT), applications=(), entrusting="H4", authority=authority, levels=(level,)
    )
    asked = motion(Act.SUBMIT, officer=replace(right(Act.SUBMIT), scope=frozenset({"H4"})))
    assert refusing(done(season, asked)) == (set() if is_fit else {"issuer_competent"})


def test_of_a_general_letter_one_application_at_least_could_go() -> None:
    season = with_letter(season_in(DelegationState.DRAFT), applications=())
    assert done(season, motion(Act.SUBMIT)).is_done
    narrowed = with_filing(season, "F1", specialties=("化学工程",))
    assert refusing(done(narrowed, motion(Act.SUBMIT))) == {"receiver"}


def test_what_is_accepted_is_what_routing_asks() -> None:
    season = season_in(DelegationState.AUTHORISED)
    outcome = done(season, motion(Act.ACCEPT))
    assert outcome.delegation.accepted_on == DAY[Act.ACCEPT]
    then = replace(season, delegations=(outcome.delegation,))
    assert authorises(brief_of(then), outcome.delegation, then.application["D01"]) == ()
    assert next(one for one in route_applications(brief_of(then))).delegation == "DG1"
    elsewhere = with_filing(season, "F1", specialties=("化学工程",))
    assert refusing(done(elsewhere, motion(Act.ACCEPT))) == {"receiver"}
    late = motion(Act.ACCEPT, day=date(2026, 11, 27))  # the last day on which C1 may sit: accepted too late
    assert "accepted" in refusing(done(season, late))


def test_the_whole_way_with_a_correction() -> None:
    season = season_in(DelegationState.DRAFT)
    steps = [Act.SUBMIT, Act.RETURN, Act.AMEND, Act.SUBMIT, Act.APPROVE, Act.ACCEPT, Act.USE]
    states = []
    for act in steps:
        outcome = done(season, motion(act))
        assert outcome.is_done, outcome.refusals
        states.append(outcome.delegation.state.value)
        season = replace(season, delegations=(outcome.delegation,))
    assert states == ["submitted", "returned", "returned", "submitted", "authorised", "accepted", "used"]
    final = season.delegations[0]
    assert (final.letter_no, final.issued_on, final.accepted_on) == (LETTER.number, LETTER.issued_on, DAY[Act.ACCEPT])
    assert final.specialties == ("机械工程",)  # as amended


def test_an_amendment_writes_no_letter() -> None:
    season = season_in(DelegationState.RETURNED)
    forged = replace(letter(), id="DG9", state=DelegationState.ACCEPTED)
    outcome = done(season, motion(Act.AMEND, amended=forged))
    assert outcome.delegation == in_state(DelegationState.RETURNED)
    assert refusing(done(season, motion(Act.AMEND, amended=None))) == {"wording"}
    taken = replace(letter(), entrusting="V02")
    assert refusing(done(season, motion(Act.AMEND, amended=taken))) == {"office"}


@pytest.mark.parametrize(
    ("plan", "day", "expected"),
    [
        (published(), date(2026, 10, 13), set()),
        (published(), SESSION_DAY, {"ended"}),  # it sits today
        (None, date(2026, 10, 13), {"ended"}),
        (small_plan(entrusting_season()), date(2026, 10, 13), {"ended"}),  # nothing goes by it
    ],
)
def test_used_only_once_the_session_has_sat(plan: Plan | None, day: date, expected: set[str]) -> None:
    assert refusing(done(season_in(DelegationState.ACCEPTED), motion(Act.USE, published=plan, day=day))) == expected


@pytest.mark.parametrize(
    ("plan", "day", "expected"),
    [
        (None, date(2027, 1, 1), set()),
        (None, date(2026, 12, 31), {"ended"}),  # its last day
        (published(), date(2027, 1, 1), {"ended"}),  # it was used
    ],
)
def test_expired_only_when_over_and_unused(plan: Plan | None, day: date, expected: set[str]) -> None:
    assert refusing(done(season_in(DelegationState.ACCEPTED), motion(Act.EXPIRE, published=plan, day=day))) == expected


def test_a_request_is_drafted_by_its_own_side_and_without_a_letter() -> None:
    brief = brief_of(entrusting_season())
    outcome = draft(brief, letter(), right(Act.SUBMIT))
    assert outcome == Outcome(in_state(DelegationState.DRAFT))
    for capacity in set(Capacity) - {Capacity.SECRETARIAT}:
        assert refusing(draft(brief, letter(), replace(right(Act.SUBMIT), capacity=capacity))) == {"capacity"}
    elsewhere = replace(right(Act.SUBMIT), scope=frozenset({"C1"}))
    assert refusing(draft(brief, letter(), elsewhere)) == {"office"}


def test_every_guard_has_refused_something_and_says_so_in_words() -> None:
    season = season_in(DelegationState.SUBMITTED)
    brief = brief_of(season)
    wrong = Motion(Act.APPROVE, Officer(REQUESTER, Capacity.EXPERT), DAY[Act.APPROVE])
    outcome = done(season, wrong)
    assert refusing(outcome) >= {"capacity", "office", "four_eyes", "document"}
    for reason in outcome.refusals:
        zh, en = (reason_sentence(reason, brief, lang) for lang in ("zh", "en"))
        guard = dict(reason.facts)["guard"]
        assert guard not in zh
        assert "DG1" in zh
        assert "DG1" in en
    assert {reason.rule for reason in outcome.refusals if dict(reason.facts)["guard"] in GUARDS} == {"PD-25"}
