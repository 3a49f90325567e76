"""The rules of a single seat: who may sit where, whoever else sits there. Alternates keep all of them too."""

from __future__ import annotations

from collections.abc import Iterator

from solver.domain.plan import Plan
from solver.rules import attendance, composition, eligibility, recusal, rotation
from solver.rules.brief import Brief
from solver.rules.requirement import Clear, Forbidden, Seat
from solver.rules.rule import Matter, Rule

SEAT = frozenset({Matter.PANEL, Matter.STANDBY})

SEAT_RULES: tuple[Rule, ...] = (
    Rule("in_pool", ("CN40-11b",), SEAT, eligibility.in_pool, of_named=True),
    Rule("pool_term", ("CN40-10c",), SEAT, eligibility.pool_term, of_named=True),
    Rule("fit_for_service", ("CN40-10a",), SEAT, eligibility.fit_for_service, of_named=True),
    Rule("level", ("CN40-10b",), SEAT, eligibility.level, of_named=True),
    Rule("years_at_rank", ("SY22-01", "BJ-04"), SEAT, eligibility.years_at_rank, of_named=True),
    Rule("not_applicant", ("AN-HB-EXCL", "CN40-25"), SEAT, eligibility.not_applicant, of_named=True),
    Rule("kin_of_applicant", ("CN-HB-1",), SEAT, recusal.kin_of_applicant, of_named=True),
    Rule("kept_out_otherwise", ("CN40-25",), SEAT, recusal.kept_out_otherwise, of_named=True),
    Rule("officials", ("HEB-04",), SEAT, composition.officials, of_named=True),
    Rule("retired", ("L11-14",), SEAT, composition.retired, of_named=True),
    Rule("age_limit", ("BJ-04",), SEAT, composition.age_limit, of_named=True),
    Rule("consecutive_years", ("PD-02",), SEAT, rotation.consecutive_years, of_named=True),
    Rule("available", ("LG-02",), SEAT | {Matter.TIME}, attendance.available, of_named=True),
)


def eligible_seats(brief: Brief, plan: Plan) -> Iterator[Seat]:
    """Seats that no rule of a single seat forbids, on the dates of ``plan`` as far as they are known."""
    spans = {session.id: frozenset(brief.span(session)) for session in plan.sessions}
    dated = any(spans.values())
    barred: set[Seat] = set()
    for rule in SEAT_RULES:
        if rule.name == "available" and not dated:
            continue  # it speaks of days
        for one in rule.requirements(brief, plan):
            if isinstance(one, Forbidden) and isinstance(one.atom, Seat):
                barred.add(one.atom)
            elif isinstance(one, Clear) and isinstance(one.claim, Seat) and one.blocked & spans[one.claim.session]:
                barred.add(one.claim)
    for session in plan.sessions:
        for expert in brief.candidates(session):
            for group in session.group_ids():
                seat = Seat(session.id, group, expert)
                if seat not in barred:
                    yield seat
