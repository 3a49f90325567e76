"""A season whose parts share experts: each sits in one, rules hold across the cut, the bound holds for the whole."""

from __future__ import annotations

import pickle
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from data.briefing import brief_for, scope_brief_for
from data.samples.province import synthesise_province
from solver.check import check, hard
from solver.domain.committees import PolicyChange
from solver.domain.people import Relation
from solver.domain.pins import Pin
from solver.domain.plan import Fair, Plan, RouteKind
from solver.domain.vocabulary import Fairness, PinKind, PinMatter, RecusalMode, RelationKind
from solver.errors import EngineError
from solver.planning.budget import Budget
from solver.planning.components import Part, handed_over, parts_of, plan_in_parts
from solver.planning.cutting import Cut
from solver.planning.progress import Progress
from solver.planning.rejoining import joined
from solver.planning.room_shares import lives_in
from solver.planning.season_plan import plan_season
from solver.routing import route_applications
from solver.rules.brief import Brief
from tests.builders import small_season

FINE = Cut(applications=70, rooms=4, largest=150, apart=1)
"""So fine that what cities share is always cut."""


@pytest.fixture(scope="module")
def brief() -> Brief:
    """Two cities with eight committees and a few experts who sit in both."""
    return brief_for(synthesise_province(2, 8, 240, 240, 7))


@pytest.fixture(scope="module")
def parts(brief: Brief) -> tuple[Part, ...]:
    return parts_of(brief, FINE)


def planned(part: Part) -> Plan:
    """A quick plan of a part, which repeats itself."""
    return plan_season(part.brief, Budget(None, 1, time.monotonic), 1)


@pytest.fixture(scope="module")
def plans(parts: tuple[Part, ...]) -> list[Plan]:
    return [planned(part) for part in parts]


def sitting(plan: Plan) -> set[str]:
    """Experts on a panel or a list of ``plan``."""
    seated = {expert for session in plan.sessions for expert in session.seated()}
    return seated | {one.expert for session in plan.sessions for one in session.alternates}


def test_an_expert_in_pools_of_several_parts_sits_in_one(brief: Brief, parts: tuple[Part, ...]) -> None:
    pools: dict[str, set[int]] = {}
    for part in parts:
        for term in part.scope.season.pools:
            pools.setdefault(term.expert, set()).add(part.number)
    several = {expert: numbers for expert, numbers in pools.items() if len(numbers) > 1}
    assert several
    for expert, numbers in several.items():
        assert sum(expert in parts[number].scope.elsewhere for number in numbers) == len(numbers) - 1
    assert frozenset().union(*(part.scope.elsewhere for part in parts)) == several.keys()
    assert sorted(term.expert for part in parts for term in part.scope.season.pools) == sorted(
        term.expert for term in brief.season.pools
    )


def test_nobody_who_is_elsewhere_is_used_and_every_rule_holds_across_the_cut(
    brief: Brief, parts: tuple[Part, ...], plans: list[Plan]
) -> None:
    for part, plan in zip(parts, plans, strict=True):
        assert sitting(plan).isdisjoint(part.scope.elsewhere)
    whole = joined(brief, parts, plans)
    assert hard(check(brief, whole)) == ()
    assert whole.placed == whole.placed_bound


def test_the_score_and_the_findings_of_the_whole_are_those_of_an_independent_check(
    brief: Brief, parts: tuple[Part, ...], plans: list[Plan]
) -> None:
    from solver.model.objective import score

    whole = joined(brief, parts, plans)
    for told, counted in zip(whole.score, score(brief, whole), strict=True):
        assert told.name == counted.name
        assert told.value == pytest.approx(counted.value)
    assert sorted(map(repr, whole.findings)) == sorted(map(repr, check(brief, whole)))


def test_the_bound_of_the_parts_bounds_the_plan_of_the_whole(
    brief: Brief, parts: tuple[Part, ...], plans: list[Plan]
) -> None:
    cut, whole = joined(brief, parts, plans), plan_season(brief, Budget(None, 1, time.monotonic), 1)
    assert cut.placed_bound == whole.placed_bound
    assert [row.size for row in cut.sessions if row.id in whole.session] == [
        whole.session[row.id].size for row in cut.sessions if row.id in whole.session
    ]
    assert cut.bound is not None
    assert whole.bound is not None
    assert cut.bound >= max(whole.bound, whole.total, cut.total) - 1e-6


def test_a_level_of_fairness_is_proved_by_a_part_that_has_all_of_its_pools(
    brief: Brief, parts: tuple[Part, ...], plans: list[Plan]
) -> None:
    """Somebody who sits in another part could have relieved the one who sits most."""
    first, *others = parts
    assert first.scope.elsewhere
    alone = replace(first, scope=replace(first.scope, elsewhere=frozenset()))
    days = [3.0, *(2.0 for _ in others)]
    fair = [
        replace(plan, fair=Fair(Fairness.HEAVIEST_EXPERT, one, True)) for plan, one in zip(plans, days, strict=True)
    ]
    assert joined(brief, parts, fair).fair == Fair(Fairness.HEAVIEST_EXPERT, 3.0, False)
    assert joined(brief, (alone, *others), fair).fair == Fair(Fairness.HEAVIEST_EXPERT, 3.0, True)


def test_a_part_finds_the_conflicts_that_the_whole_season_has(brief: Brief, parts: tuple[Part, ...]) -> None:
    found = 0
    for part in parts:
        pool = frozenset(term.expert for term in part.scope.season.pools)
        for one in part.applications:
            applicant = brief.season.application[one].applicant
            for self_review in (False, True):
                own = part.brief.conflicts.recused(applicant, self_review, pool)
                assert own == brief.conflicts.recused(applicant, self_review, pool)
                found += len(own)
        kin = {one[:2] for one in part.brief.conflicts.kin_experts}
        assert kin == {one[:2] for one in brief.conflicts.kin_experts if pool.issuperset(one[:2])}
    assert found


@pytest.mark.parametrize(
    ("kind", "mode", "policy"),
    [
        ("sibling", None, (PolicyChange("AN-HB-EXCL", "in_force", "true", "试行"),)),
        (RelationKind.ECONOMIC, RecusalMode.POOL_YEAR, ()),
    ],
)
def test_a_tie_for_the_year_keeps_an_expert_out_whichever_part_the_applicant_is_in(
    brief: Brief, parts: tuple[Part, ...], kind: str, mode: RecusalMode | None, policy: tuple[PolicyChange, ...]
) -> None:
    """In the whole season no committee may seat them; the application itself is still evaluated where it was."""
    here, there = parts[0], parts[1]
    applicant = brief.season.application[min(there.applications)].applicant
    pools = frozenset(term.expert for term in there.scope.season.pools)
    expert = next(term.expert for term in here.scope.season.pools if term.expert not in pools)
    tie = Relation(brief.season.expert[expert].person, applicant, kind, mode=mode)
    season = replace(brief.season, relations=(*brief.season.relations, tie), policy=policy)
    whole, (again, *_) = brief_for(season), parts_of(scope_brief_for(season), FINE)
    wanted = (applicant, expert, RecusalMode.POOL_YEAR)
    assert wanted in {(person, one.expert, one.mode) for person, one in whole.conflicts.keeping_out}
    assert expert in {term.expert for term in again.scope.season.pools}
    assert wanted in {(person, one.expert, one.mode) for person, one in again.brief.conflicts.keeping_out}
    assert min(there.applications) in again.scope.foreign
    assert again.applications == here.applications


def test_what_another_part_evaluates_goes_to_no_committee_here(parts: tuple[Part, ...]) -> None:
    """Experts of a part who apply elsewhere: where their own committee is not, a general letter could lead here."""
    assert any(part.scope.foreign for part in parts)
    for part in parts:
        routes = {one.application: one for one in route_applications(part.brief)}
        assert routes.keys() == part.applications | part.scope.foreign
        assert {routes[one].kind for one in part.scope.foreign} <= {RouteKind.NOT_FOR_COMMITTEE}


def test_a_season_is_not_cut_where_former_colleagues_are_out_for_the_year(brief: Brief) -> None:
    rows = (("in_force", "true"), ("mode", '"pool_year"'))
    policy = tuple(PolicyChange("PD-07", name, value, "试行") for name, value in rows)
    assert len(parts_of(scope_brief_for(replace(brief.season, policy=policy[:1])), FINE)) > 1
    assert len(parts_of(scope_brief_for(replace(brief.season, policy=policy)), FINE)) == 1


def test_a_part_arrives_at_a_worker_as_it_was_sent(parts: tuple[Part, ...]) -> None:
    for part in parts:
        arrived = pickle.loads(pickle.dumps(part))
        assert arrived == part
        assert arrived.brief == part.brief


def test_conflicts_need_not_be_known_to_cut(brief: Brief, parts: tuple[Part, ...]) -> None:
    assert parts_of(scope_brief_for(brief.season), FINE) == parts


def test_whom_no_part_uses_is_handed_to_one_that_left_something_out(
    brief: Brief, parts: tuple[Part, ...], plans: list[Plan]
) -> None:
    assert handed_over(parts, plans) == ()
    unused = [part.scope.elsewhere.difference(*map(sitting, plans)) for part in parts]
    number = next(number for number, experts in enumerate(unused) if experts)
    short = [replace(plan, placed=plan.placed - (place == number)) for place, plan in enumerate(plans)]
    (again,) = handed_over(parts, short)
    assert (again.number, parts[number].scope.elsewhere - again.scope.elsewhere) == (number, unused[number])
    repaired = [planned(again) if place == number else plan for place, plan in enumerate(plans)]
    assert hard(check(brief, joined(brief, parts, repaired))) == ()


def test_whom_a_part_is_handed_no_other_part_uses_when_it_tries_again(
    parts: tuple[Part, ...], plans: list[Plan]
) -> None:
    """Nobody sat anywhere and every part left something out: each is handed what others have at home."""
    empty = [replace(plan, placed=plan.placed - 1, sessions=()) for plan in plans]
    again = handed_over(parts, empty)
    assert len(again) > 1
    free = [{term.expert for term in part.scope.season.pools} - part.scope.elsewhere for part in again]
    assert sum(map(len, free)) == len(set().union(*free))


def test_two_parts_in_one_room_at_once_are_found_when_they_are_joined(
    brief: Brief, parts: tuple[Part, ...], plans: list[Plan]
) -> None:
    here = next(row for row in plans[0].sessions if not row.groups)
    there = plans[1].sessions[0]
    moved = replace(here, start=there.start, rooms=there.rooms[:1])
    sessions = tuple(moved if row is here else row for row in plans[0].sessions)
    with pytest.raises(EngineError) as raised:
        joined(brief, parts, [replace(plans[0], sessions=sessions), *plans[1:]])
    assert "room_use" in {one.by for one in raised.value.parameters["findings"]}


def test_progress_never_goes_back_and_ends_with_the_check(brief: Brief, parts: tuple[Part, ...]) -> None:
    heard: list[Progress] = []
    with ThreadPoolExecutor(2) as pool:
        plan_in_parts(brief, parts, planned, pool, heard.append)
    percents = [step.percent for step in heard if step.phase == "parts"]
    assert percents == sorted(percents)
    assert percents[-1] == pytest.approx(100.0)
    assert (heard[-1].phase, heard[-1].percent) == ("check", 100.0)


def test_where_a_guest_kept_by_a_pin_lives_is_allowed_for() -> None:
    season = small_season()
    at_home = replace(season, experts=tuple(replace(one, district="沈河区") for one in season.experts))
    guest = replace(at_home.experts[0], id="G1", district="大东区")
    guests = replace(at_home, experts=(*at_home.experts, guest))
    assert "大东区" not in lives_in(guests, {"C1"})
    for kind, kept in ((PinKind.KEEP, 1), (PinKind.FORBID, 0)):
        pin = Pin("P1", kind, PinMatter.SEAT, "C1-1-1", "G1")
        assert lives_in(replace(guests, pins=(pin,)), {"C1"}).get("大东区", 0) == kept
    elsewhere = Pin("P1", PinKind.KEEP, PinMatter.SEAT, "C2-1-1", "G1")
    assert "大东区" not in lives_in(replace(guests, pins=(elsewhere,)), {"C1"})
