"""Tables of the command line, drawn with rich."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from api.texts import Lang, word
from solver.domain.plan import Finding, Plan, PlannedSession, Route, RouteKind
from solver.domain.vocabulary import Severity
from solver.explain.citation import numbers_of, provision_source
from solver.explain.words import SEVERITIES, pick
from solver.rules.brief import Brief
from solver.rules.rulebook import Provision, Rulebook


def _table(lang: Lang, *headings: str, title: str = "") -> Table:
    table = Table(title=title or None, title_justify="left", header_style="bold", expand=False)
    for heading in headings:
        table.add_column(word(heading, lang), overflow="fold")
    return table


def _severity(severity: Severity, lang: Lang) -> Text:
    style = {Severity.HARD: "red", Severity.OVERRIDABLE: "dark_orange", Severity.ADVISORY: "yellow"}[severity]
    return Text(pick(SEVERITIES[severity], lang), style=style)


def rules_table(book: Rulebook, lang: Lang) -> Table:
    """All provisions of a register: id, title, severity, treatment, whether in force, verification."""
    table = _table(
        lang, "rule", "title", "severity", "standing", "in_force", "verification", title=f"{book.place} {book.on}"
    )
    for one in book.provisions.values():
        table.add_row(
            one.id,
            Text(one.title_zh if lang == "zh" else one.title_en),
            _severity(one.severity, lang),
            word(one.standing.value, lang),
            word("yes" if one.in_force else "no", lang),
            provision_source(one).verification(lang),
        )
    return table


def provision_card(one: Provision, lang: Lang) -> Table:
    """One provision with its source and its numbers."""
    table = Table(show_header=False, title=one.id, title_justify="left")
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    source = provision_source(one)
    rows = [
        ("title", pick(source.title, lang)),
        ("source", source.where(lang)),
        ("place", one.place),
        ("severity", pick(SEVERITIES[one.severity], lang)),
        ("standing", word(one.standing.value, lang)),
        ("in_force", word("yes" if one.in_force else "no", lang)),
        ("since", str(one.since or "—")),
        ("until", str(one.until or "—")),
        ("verification", f"{source.verification(lang)} · {one.verification} · {one.confidence}"),
        *(("parameters", f"{row.name} = {row.value}  {pick(row.source, lang)}") for row in numbers_of(one)),
        ("note", one.note),
    ]
    for name, text in rows:
        if text:
            table.add_row(word(name, lang), Text(text))
    return table


def routes_summary(routes: Iterable[Route], lang: Lang) -> Table:
    """How many applications go where."""
    table = _table(lang, "route", "count")
    counts = Counter(route.kind for route in routes)
    for kind in RouteKind:
        table.add_row(word(f"route_{kind.value}", lang), str(counts[kind]))
    return table


def routes_table(routes: Iterable[Route], brief: Brief, lang: Lang) -> Table:
    """Each application with its route, the reasons, and for those that need it whom to ask."""
    from solver.explain.sentence import reason_sentence

    table = _table(lang, "application", "route", "committee", "candidates", "authority", "why")
    for route in routes:
        authority = brief.season.authority.get(route.authority)
        table.add_row(
            route.application,
            word(f"route_{route.kind.value}", lang),
            Text(" ".join(part for part in (route.committee, route.delegation) if part)),
            Text("、".join(route.candidates)),
            Text(authority.name if authority else route.authority),
            Text("\n".join(reason_sentence(reason, brief, lang) for reason in route.reasons)),
        )
    return table


def findings_table(findings: Iterable[Finding], brief: Brief, lang: Lang) -> Table:
    """Every violation with its rule, how binding it is, and a sentence with the citation."""
    from solver.explain.sentence import sentence

    table = _table(lang, "rule", "severity", "sentence", title=word("findings", lang))
    for finding in findings:
        table.add_row(finding.rule, _severity(finding.severity, lang), Text(sentence(finding, brief, lang)))
    return table


def sessions_table(plan: Plan, brief: Brief, lang: Lang) -> Table:
    """Sessions in the order they sit: when, where, how many experts and cases."""
    from data.plan_files.seat_texts import levels_text
    from solver.explain.words import half_day

    table = _table(
        lang, "session", "committee", "levels", "start", "half_days", "rooms", "panel", "alternates", "cases",
        title=word("sessions", lang),
    )  # fmt: skip

    def when(session: PlannedSession) -> tuple[bool, object]:
        return (session.start is None, session.start)

    for session in sorted(plan.sessions, key=when):
        committee = brief.committee_of(session)
        table.add_row(
            session.id,
            Text(committee.name if committee else session.committee),
            levels_text(session.levels, lang),
            half_day(session.start, lang),
            str(session.length),
            Text("、".join(session.rooms)),
            str(len(session.panel)),
            str(len(session.alternates)),
            str(len(session.cases)),
        )
    return table


def score_table(plan: Plan, lang: Lang) -> Table:
    """The named terms of the score, with total, bound and gap."""
    from solver.explain.sentence import term_name

    table = _table(lang, "term", "count", "weight", "value")
    for term in plan.score:
        table.add_row(term_name(term.name, lang), f"{term.count:,.2f}", f"{term.weight:g}", f"{term.value:,.2f}")
    table.add_section()
    table.add_row(word("total", lang), "", "", f"{plan.total:,.2f}")
    if plan.bound is not None and plan.gap is not None:
        table.add_row(word("bound", lang), "", "", f"{plan.bound:,.2f}")
        table.add_row(word("gap", lang), "", "", f"{plan.gap:.2%}")
    if plan.fair is not None:
        proof = word("fair_proved" if plan.fair.proved else "fair_unproved", lang)
        table.add_row(word(plan.fair.first.value, lang), "", "", f"{plan.fair.level:g}（{proof}）")
    return table


def overview_table(plan: Plan, lang: Lang) -> Table:
    """Status, placement and routes at a glance."""
    table = Table(show_header=False)
    table.add_column(style="bold")
    table.add_column()
    table.add_row(word("status", lang), word(plan.status.value, lang))
    table.add_row(word("placed", lang), f"{plan.placed} ({word('placed_bound', lang)} {plan.placed_bound})")
    counts = Counter(route.kind for route in plan.routes)
    for kind in RouteKind:
        table.add_row(word(f"route_{kind.value}", lang), str(counts[kind]))
    table.add_row(word("sessions", lang), str(len(plan.sessions)))
    table.add_row(word("unplaced", lang), str(len(plan.unplaced)))
    return table
