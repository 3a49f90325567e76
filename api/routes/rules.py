"""``/rules``: what the register holds in force at a place on a day, with every source and every number."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Query

from api.guard import TheStore, routes
from api.paging import Paged, page_of
from api.problems import Problem, query_fault
from api.schemas.base import Id
from api.schemas.rules import RuleOut, RulePageOut
from api.today import today
from data.regulations.places import NATIONAL, known_places
from data.regulations.register import register
from solver.rules.rulebook import Rulebook

router = routes("rules")


def _asked(
    store: TheStore,
    place: Annotated[
        str, Query(max_length=50, description="地区，缺省为全国 / place; national by default", examples=["沈阳"])
    ] = NATIONAL,
    on: Annotated[date | None, Query(description="日期，缺省为今天 / day; today by default")] = None,
) -> Rulebook:
    if place.strip() not in known_places():
        raise Problem("validation", [query_fault("unknown_place", "place", known="、".join(known_places()))])
    if on is None:
        with store.read() as reader:
            on = today(reader)
    return register(on, place)


TheRulebook = Annotated[Rulebook, Depends(_asked)]


@router.get("/rules", operation_id="listRules", summary="有效规则 / the rules in force")
def list_rules(
    page: Paged,
    book: TheRulebook,
    everything: Annotated[
        bool, Query(alias="all", description="也列出未生效的规则 / also those that are not in force")
    ] = False,
) -> RulePageOut:
    """Of the place and of what it belongs to, on that day, in the register's order."""
    numbered = [(at, one) for at, one in enumerate(book.provisions.values(), 1) if everything or one.in_force]
    after = [row for row in numbered if row[0] > page.number][: page.ask]
    found = page_of(after, page, key=lambda row: str(row[0]), shown=lambda row: RuleOut.of(row[1]))
    return RulePageOut(items=found.items, next=found.next, place=book.place, on=book.on, digest=book.digest)


@router.get("/rules/{rule}", operation_id="readRule", summary="一条规则 / one rule")
def read_rule(rule: Id, book: TheRulebook) -> RuleOut:
    """Whether it is in force there then or not: ``in_force`` says so."""
    if rule not in book.provisions:
        raise Problem("not-found")
    return RuleOut.of(book.provision(rule))
