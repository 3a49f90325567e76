"""Each committee's sessions: the panel by group, the alternates, and the applications with their readers."""

from __future__ import annotations

from collections.abc import Iterator

from data.plan_files.page.markup import Html, both, chip, join, section, table, tag, text
from data.plan_files.seat_texts import levels_text, standing_of
from data.plan_files.sheets import STANDING
from solver.domain.plan import PanelSeat, Plan, PlannedGroup, PlannedSession
from solver.domain.vocabulary import Role
from solver.explain.naming import applicant_name, expert_name, name_of
from solver.explain.words import GRADES, ROLES, Words, half_day
from solver.rules.brief import Brief

OPEN_UP_TO = 4
"""Seasons with at most so many sessions show them unfolded."""
OFFICE_ORDER = {Role.CHAIR: 0, Role.VICE_CHAIR: 1, Role.LEADER: 2, Role.MEMBER: 3}


def committees(plan: Plan, brief: Brief) -> Html:
    """One card per committee that holds a session."""
    by_committee: dict[str, list[PlannedSession]] = {}
    for session in plan.sessions:
        by_committee.setdefault(session.committee, []).append(session)
    cards = (_card(one, sessions, plan, brief) for one, sessions in by_committee.items())
    search = tag("input", id="filter", type="search", placeholder="评委会 / 专家 / 申报", aria_label="filter")
    lead = (
        "点开评审会，查看各评议组评委、候补和主审分工。",
        "Unfold a session for its panel by group, alternates and readers.",
    )
    return section("committees", ("评委会与评委名单", "Committees and panels"), search, *cards, lead=lead)


def _card(committee: str, sessions: list[PlannedSession], plan: Plan, brief: Brief) -> Html:
    found = brief.season.committee.get(committee)
    marks = [chip(GRADES[found.grade], f"grade {found.grade.value}")] if found else []
    cases = sum(len(session.cases) for session in sessions)
    count: Words = (f"{len(sessions)} 场 · {cases} 份申报", f"{len(sessions)} sessions · {cases} applications")
    name = text(found.name if found else committee)
    title = tag("h3", name, text(" "), tag("code", text(committee)), text(" "), *marks)
    opened = "" if len(plan.sessions) <= OPEN_UP_TO else None
    folded = (_session(session, brief, opened) for session in sessions)
    return tag("article", title, tag("p", both(count), classes="quiet"), *folded, classes="card committee")


def _session(session: PlannedSession, brief: Brief, opened: str | None) -> Html:
    standing = standing_of(session)
    facts: list[Words] = [
        (half_day(session.start, "zh"), half_day(session.start, "en")),
        (f"{session.length} 个半天", f"{session.length} half-days"),
        (levels_text(session.levels, "zh"), levels_text(session.levels, "en")),
        (f"评委 {len(session.panel)} 人", f"panel of {len(session.panel)}"),
        (f"申报 {len(session.cases)} 份", f"{len(session.cases)} applications"),
    ]
    if session.rooms:
        rooms = "、".join(f"{name_of('room', one, brief)} {one}".strip() for one in session.rooms)
        facts.append((rooms, rooms))
    summary = tag(
        "summary",
        tag("b", text(session.id)),
        *(tag("span", both(words)) for words in facts),
        chip(STANDING[standing], "warn" if standing == "witness" else "state"),
    )
    groups = session.groups or (PlannedGroup("", (), session.size),)
    seats = tag("div", *(_group(session, group, brief) for group in groups), classes="groups")
    return tag("details", summary, seats, *_cases(session, brief), id=f"s-{session.id}", open=opened)


def _group(session: PlannedSession, group: PlannedGroup, brief: Brief) -> Html:
    seated = [seat for seat in session.panel if not session.groups or seat.group == group.id]
    seated.sort(key=lambda seat: OFFICE_ORDER[seat.role])
    waiting = [one for one in session.alternates if not session.groups or one.group == group.id]
    where = name_of("room", group.room, brief) if group.room else ""
    heading = both((f"评议组 {group.id}", f"Group {group.id}")) if group.id else both(("评委会全体", "Whole panel"))
    about = "、".join(group.specialties) + (f" · {where} {group.room}" if group.room else "")
    people = (_person(seat, brief, session) for seat in seated)
    parts = [tag("h4", heading, tag("small", text(about))), tag("ul", *people, classes="people")]
    if waiting:
        lead = tag("span", both(("候补", "alternates")), classes="quiet")
        names = (
            tag("span", text(f"{one.rank}. {expert_name(one.expert, brief) or one.expert}"), classes="chip")
            for one in waiting
        )
        parts.append(tag("p", lead, text(" "), *names, classes="alternates"))
    return tag("div", *parts, classes="group")


def _person(seat: PanelSeat, brief: Brief, session: PlannedSession) -> Html:
    employer = name_of("employer", brief.season.employer_of_expert(seat.expert), brief)
    read = sum(seat.expert in case.readers for case in session.cases)
    office = () if seat.role is Role.MEMBER else (chip(ROLES[seat.role], f"office {seat.role.value}"),)
    name = tag("b", text(expert_name(seat.expert, brief) or seat.expert))
    load = tag("span", both((f"主审 {read}", f"reads {read}")), classes="reads") if read else Html("")
    return tag("li", name, tag("code", text(seat.expert)), *office, load, tag("small", text(employer)))


def _cases(session: PlannedSession, brief: Brief) -> Iterator[Html]:
    if not session.cases:
        return
    headings: tuple[Words, ...] = (
        ("申报", "application"),
        ("申报人", "applicant"),
        ("专业", "specialty"),
        ("评议组", "group"),
        ("主审", "readers"),
        ("回避", "recused"),
    )
    rows = []
    for case in session.cases:
        found = brief.application(case.application)
        rows.append(
            (
                text(case.application),
                text(applicant_name(case.application, brief)),
                text(found.specialty if found else ""),
                text(case.group),
                _names(case.readers, brief),
                tag("span", _names(case.recused, brief), classes="recused"),
            )
        )
    yield tag(
        "details",
        tag("summary", both((f"申报与主审（{len(rows)} 份）", f"Applications and readers ({len(rows)})"))),
        table(headings, rows),
        classes="cases",
    )


def _names(experts: tuple[str, ...], brief: Brief) -> Html:
    return join((text("、".join(expert_name(one, brief) or one for one in experts)),))
