"""Where the applications go: the whole in one bar, by committee, and what needs an authorisation first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from data.plan_files.page.markup import Html, both, section, table, tag, text
from data.plan_files.page.sources import reason_line
from solver.domain.plan import Plan, Route, RouteKind
from solver.explain.naming import applicant_name, name_of, named
from solver.explain.words import LEVELS, ROUTES, Words, pick
from solver.rules.brief import Brief

SHOWN = 200
"""Longer lists end with a pointer to the workbook, so that the page of a city still opens at once."""


def routes(plan: Plan, brief: Brief) -> Html:
    """The share of each kind of route, and the committees with what they take."""
    counts = Counter(route.kind for route in plan.routes)
    total = max(1, sum(counts.values()))
    shares = [
        tag(
            "div",
            classes=f"share {kind.value}",
            style=f"width:{counts[kind] / total:.3%}",
            title=pick(ROUTES[kind], "zh"),
        )
        for kind in RouteKind
        if counts[kind]
    ]
    key = [
        tag(
            "span", tag("i", classes=f"share {kind.value}"), both(ROUTES[kind]), text(" "), tag("b", text(counts[kind]))
        )
        for kind in RouteKind
    ]
    parts = (tag("div", *shares, classes="shares"), tag("p", *key, classes="key"), _by_committee(plan, brief))
    return section("routes", ("申报去向", "Where applications go"), *parts)


def _by_committee(plan: Plan, brief: Brief) -> Html:
    direct, delegated = Counter[str](), Counter[str]()
    for route in plan.routes:
        if route.kind is RouteKind.COMMITTEE:
            direct[route.committee] += 1
        elif route.kind is RouteKind.DELEGATED:
            delegated[route.committee] += 1
    placed = Counter(session.committee for session in plan.sessions for _ in session.cases)
    headings: tuple[Words, ...] = (
        ("评委会", "committee"),
        ("本会申报", "own"),
        ("受托代评", "entrusted"),
        ("已安排", "placed"),
    )
    rows = [
        (
            text(f"{name_of('committee', one, brief)} {one}".strip()),
            text(direct[one]),
            text(delegated[one] or ""),
            text(placed[one]),
        )
        for one in sorted({*direct, *delegated})
    ]
    summary = tag("summary", both((f"各评委会（{len(rows)} 个）", f"By committee ({len(rows)})")))
    return tag("details", summary, table(headings, rows, "numbers"), classes="cases")


def needed(plan: Plan, brief: Brief) -> Html:
    """Applications that need an authorised delegation, the committees that could take them, whom to ask, and why."""
    asked = [route for route in plan.routes if route.kind is RouteKind.NEEDS_AUTHORISATION]
    if not asked:
        return Html("")
    cards = (_asked(route, brief) for route in asked[:SHOWN])
    lead = (
        "以下申报超出现有评审范围。未取得主管人社部门授权前，任何评委会都不得评审。",
        "Outside every scope: without the authority's authorisation no committee may evaluate these applications.",
    )
    heading: Words = (f"待授权（{len(asked)} 份）", f"Needs authorisation ({len(asked)})")
    return section("needed", heading, *cards, *rest(len(asked)), lead=lead)


def _asked(route: Route, brief: Brief) -> Html:
    found = brief.application(route.application)
    title = [tag("b", text(f"{route.application} {applicant_name(route.application, brief)}"))]
    if found:
        employer = name_of("employer", brief.season.employer_of_applicant(route.application), brief)
        title.append(tag("span", text(f"{found.specialty} · "), both(LEVELS[found.level]), text(f" · {employer}")))
    facts: list[Html] = []
    if route.candidates:
        facts.append(tag("dt", both(("可受托评委会", "could take it"))))
        facts.append(
            tag("dd", *(tag("span", text(_committee(one, brief)), classes="chip") for one in route.candidates))
        )
    else:
        none = ("没有评委会可以受托", "no committee could take it, even when authorised")
        facts.append(tag("dd", both(none)))
    if route.authority:
        ask = (named("authority", route.authority, brief, "zh"), named("authority", route.authority, brief, "en"))
        facts += [tag("dt", both(("应向谁申请", "ask"))), tag("dd", tag("b", both(ask)))]
    reasons = tag("ul", *(reason_line(reason, brief) for reason in route.reasons), classes="reasons")
    return tag("details", tag("summary", *title), tag("dl", *facts), reasons, classes="asked")


def _committee(one: str, brief: Brief) -> str:
    return f"{name_of('committee', one, brief)} {one}".strip()


def rest(count: int) -> Iterator[Html]:
    """A pointer to the workbook where a list was cut."""
    if count > SHOWN:
        more = count - SHOWN
        words = (f"其余 {more} 条见 plan.xlsx。", f"{more} more are in plan.xlsx.")
        yield tag("p", both(words), classes="quiet")
