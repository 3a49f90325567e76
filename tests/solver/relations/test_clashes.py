"""What links committees, and which sets of them are independent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solver.domain.plan import Route, RouteKind
from solver.domain.season import Season
from solver.relations.clashes import EVERY_LINK, Link, clash_graph, components
from tests.builders import small_season

WITHOUT_ROOMS = EVERY_LINK - {Link.ROOM}


def three_committees(shared_pool: bool = False) -> Season:
    """Committees C1, C2, C3, each with own experts; E03 sits in the pools of C1 and C2 where ``shared_pool``."""
    built = small_season(experts=3)
    committees = tuple(replace(built.committees[0], id=one) for one in ("C1", "C2", "C3"))
    own = tuple(replace(term, committee=one) for term, one in zip(built.pools, ("C1", "C2", "C1"), strict=True))
    more = (replace(own[2], committee="C2"),) if shared_pool else ()
    return replace(built, committees=committees, pools=own + more)


def test_committees_that_share_nothing_are_independent() -> None:
    found = components(three_committees(), (), WITHOUT_ROOMS)
    assert found == (frozenset({"C1"}), frozenset({"C2"}), frozenset({"C3"}))


def test_a_shared_expert_links() -> None:
    season = three_committees(shared_pool=True)
    assert components(season, (), WITHOUT_ROOMS) == (frozenset({"C1", "C2"}), frozenset({"C3"}))
    assert clash_graph(season, (), WITHOUT_ROOMS).edges["C1", "C2"] == {"expert": 1}


def test_a_room_that_all_may_use_links_all() -> None:
    assert components(three_committees(), ()) == (frozenset({"C1", "C2", "C3"}),)


def test_an_applicant_before_two_committees_links_them() -> None:
    season = three_committees()
    twice = replace(season, applications=tuple(replace(row, applicant="A01") for row in season.applications[:2]))
    routes = (Route("D01", RouteKind.COMMITTEE, "C2"), Route("D02", RouteKind.COMMITTEE, "C3"))
    assert components(twice, routes, WITHOUT_ROOMS) == (frozenset({"C2", "C3"}), frozenset({"C1"}))
    assert len(components(twice, routes, frozenset({Link.EXPERT}))) == 3


@pytest.mark.parametrize("route", [Route("D99", RouteKind.COMMITTEE, "C1"), Route("D01", RouteKind.COMMITTEE, "C9")])
def test_a_route_that_names_what_does_not_exist_links_nothing(route: Route) -> None:
    assert len(components(three_committees(), (route,), WITHOUT_ROOMS)) == 3
