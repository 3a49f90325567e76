"""The rows of every sheet of ``plan.xlsx``, cell by cell in the order of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from data.plan_files.seat_texts import JOIN, LIST, levels_text, standing_of, title_text
from data.plan_files.sheets import ITEMS, LEFT, PROOF, REMARKS, SEATS, STANDING
from data.plan_files.workload import MEASURES, distribution, workload
from solver.check import hard
from solver.domain.plan import PanelSeat, Plan, PlannedCase, PlannedSession, Reason, RouteKind
from solver.domain.vocabulary import Severity
from solver.explain.citation import source_of
from solver.explain.naming import applicant_name, expert_name, name_of, named, path_text
from solver.explain.sentence import basis_text, finding_statement, reason_sentence, term_name
from solver.explain.words import (
    HALVES,
    LEVELS,
    LINKS,
    PLAN_STATES,
    ROLES,
    ROUTES,
    SELECTIONS,
    SEVERITIES,
    STATUSES,
    Lang,
    colon,
    pick,
    spoken,
)
from solver.rules.brief import Brief

Cell = str | int | float
Row = Mapping[str, Cell]


class Tables:
    """All tables of one plan in one language; each method yields the rows of the sheet of its name."""

    def __init__(self, plan: Plan, brief: Brief, lang: Lang) -> None:
        self.plan, self.brief, self.lang = plan, brief, lang
        self.loads = workload(plan, brief)

    def rows(self, key: str) -> Iterator[Row]:
        """Rows of the sheet ``key``."""
        makers = {
            "overview": self.overview,
            "sessions": self.sessions,
            "panels": self.panels,
            "groups": self.groups,
            "cases": self.cases,
            "routes": self.routes,
            "needed": self.needed,
            "unplaced": self.unplaced,
            "recusals": self.recusals,
            "workload": self.workload,
            "loads": self.distribution,
            "findings": self.findings,
        }
        yield from makers[key]()

    def overview(self) -> Iterator[Row]:
        """One row per figure of the plan, then one per term of the score."""
        plan, lang = self.plan, self.lang
        broken = hard(plan.findings)
        values: dict[str, Cell] = {
            "state": pick(PLAN_STATES[plan.state], lang),
            "status": pick(STATUSES[plan.status], lang),
            "placed": plan.placed,
            "placed_bound": plan.placed_bound,
            "total": plan.total,
            "bound": "" if plan.bound is None else plan.bound,
            "gap": "" if plan.gap is None else plan.gap,
            "dated_bound": "" if plan.dated_bound is None else plan.dated_bound,
            "dated_gap": "" if plan.dated_gap is None else plan.dated_gap,
            "bound_basis": basis_text(plan.bound_basis, lang),
            "sessions": len(plan.sessions),
            "experts": int((self.loads["sessions"] > 0).sum()),
            "hard": len(broken),
            "advice": len(plan.findings) - len(broken),
            "season_digest": plan.season_digest,
            "register_digest": plan.register_digest,
            "engine": plan.engine,
            "seed": plan.seed,
            "effort": plan.effort,
        }
        for item, value in values.items():
            remark = pick(REMARKS[item], lang) if item in REMARKS else ""
            yield {"item": pick(ITEMS[item], lang), "value": value, "remark": remark}
        if plan.fair is not None:
            remark = pick(PROOF[plan.fair.proved], lang)
            yield {"item": pick(ITEMS[plan.fair.first.value], lang), "value": plan.fair.level, "remark": remark}
        for term in plan.score:
            remark = f"{term.count:g} × {term.weight:g}"
            yield {
                "item": f"{pick(ITEMS['total'], lang)}{colon(lang)}{term_name(term.name, lang)}",
                "value": term.value,
                "remark": remark,
            }
        for name, text in plan.notes.items():
            yield {"item": name, "value": text, "remark": ""}

    def sessions(self) -> Iterator[Row]:
        """One row per session."""
        dates = {row.session: row for row in self.plan.dates}
        for one in self.plan.sessions:
            due = dates.get(one.id)
            yield {
                "id": one.id,
                "committee": one.committee,
                "committee_name": name_of("committee", one.committee, self.brief),
                "levels": levels_text(one.levels, self.lang),
                "day": one.start.day.isoformat() if one.start else "",
                "half": pick(HALVES[one.start.half], self.lang) if one.start else "",
                "length": one.length,
                "rooms": LIST.text(one.rooms),
                "size": one.size,
                "selection": pick(SELECTIONS[one.selection], self.lang),
                "draw": one.draw,
                "cases": len(one.cases),
                "notice": f"{due.notice_start} – {due.notice_end}" if due else "",
                "filing": due.filing_last.isoformat() if due else "",
            }

    def panels(self) -> Iterator[Row]:
        """One row per seat, then one per alternate, session by session."""
        for session in self.plan.sessions:
            standing = pick(STANDING[standing_of(session)], self.lang)
            for seat in session.panel:
                yield self._seat(session, seat, standing)
            for one in session.alternates:
                row = dict(self._seat(session, PanelSeat(one.expert, group=one.group), standing))
                yield row | {"seat": pick(SEATS["alternate"], self.lang), "rank": one.rank, "role": ""}

    def _seat(self, session: PlannedSession, seat: PanelSeat, standing: str) -> Row:
        employer = self.brief.season.employer_of_expert(seat.expert)
        return {
            "session": session.id,
            "seat": pick(SEATS["panel"], self.lang),
            "rank": "",
            "expert": seat.expert,
            "name": expert_name(seat.expert, self.brief),
            "role": pick(ROLES[seat.role], self.lang),
            "group": seat.group,
            "employer": name_of("employer", employer, self.brief),
            "title": title_text(seat.expert, session, self.brief, self.lang),
            "standing": standing,
        }

    def groups(self) -> Iterator[Row]:
        """One row per discipline group."""
        for session in self.plan.sessions:
            for group in session.groups:
                yield {
                    "session": session.id,
                    "id": group.id,
                    "specialties": LIST.text(group.specialties),
                    "seats": group.seats,
                    "room": group.room,
                    "cases": sum(case.group == group.id for case in session.cases),
                }

    def cases(self) -> Iterator[Row]:
        """One row per application in a session."""
        for session in self.plan.sessions:
            for case in session.cases:
                yield {
                    "session": session.id,
                    **self._application(case.application),
                    "group": case.group,
                    "readers": LIST.text(case.readers),
                    "reader_names": JOIN.join(expert_name(one, self.brief) for one in case.readers),
                    "recused": LIST.text(case.recused),
                }

    def _application(self, one: str) -> dict[str, Cell]:
        found = self.brief.application(one)
        employer = self.brief.season.employer_of_applicant(one) if found else ""
        return {
            "application": one,
            "applicant": applicant_name(one, self.brief),
            "employer": name_of("employer", employer, self.brief),
            "specialty": found.specialty if found else "",
            "level": pick(LEVELS[found.level], self.lang) if found else "",
        }

    def routes(self) -> Iterator[Row]:
        """One row per application: where it goes."""
        for route in self.plan.routes:
            yield {
                **self._application(route.application),
                "kind": pick(ROUTES[route.kind], self.lang),
                "committee": route.committee,
                "committee_name": name_of("committee", route.committee, self.brief),
                "delegation": route.delegation,
                "candidates": LIST.text(route.candidates),
                "authority": route.authority,
                "why": self._why(route.reasons),
            }

    def needed(self) -> Iterator[Row]:
        """One row per application that needs an authorisation first."""
        for route in self.plan.routes:
            if route.kind is RouteKind.NEEDS_AUTHORISATION:
                candidates = [named("committee", one, self.brief, self.lang) for one in route.candidates]
                yield {
                    **self._application(route.application),
                    "authority": named("authority", route.authority, self.brief, self.lang) if route.authority else "",
                    "candidates": JOIN.join(candidates),
                    "why": self._why(route.reasons),
                }

    def unplaced(self) -> Iterator[Row]:
        """One row per application or session that could not be placed."""
        for one in self.plan.unplaced:
            yield {
                "subject": one.subject,
                "kind": pick(LEFT.get(one.kind, (one.kind, one.kind)), self.lang),
                "name": name_of(one.kind, one.subject, self.brief),
                "why": self._why(one.reasons),
            }

    def recusals(self) -> Iterator[Row]:
        """One row per panel member and application for which they leave the room, and per conflict that says so."""
        for session in self.plan.sessions:
            if session.committee in self.brief.season.committee:
                for case in session.cases:
                    for expert in case.recused:
                        yield from self._recusal(session, case, expert)

    def _recusal(self, session: PlannedSession, case: PlannedCase, expert: str) -> Iterator[Row]:
        found = self.brief.application(case.application)
        self_review = self.brief.is_self_review(session.committee)
        conflicts = self.brief.conflicts.why(expert, found.applicant, self_review) if found else ()
        who: Row = {
            "session": session.id,
            "application": case.application,
            "applicant": applicant_name(case.application, self.brief),
            "expert": expert,
            "name": expert_name(expert, self.brief),
        }
        for one in conflicts:
            yield {
                **who,
                "relation": pick(LINKS.get(one.kind, (one.kind, one.kind)), self.lang),
                "path": path_text(one.path, self.brief, self.lang),
                "source": source_of(one.rule, self.brief).text(self.lang),
            }
        if not conflicts:
            yield {**who, "relation": "", "path": "", "source": ""}

    def workload(self) -> Iterator[Row]:
        """One row per expert whom the plan names."""
        for expert, load in self.loads.iterrows():
            one = str(expert)
            employer = name_of("employer", self.brief.season.employer_of_expert(one), self.brief)
            counts: dict[str, Cell] = {name: int(load[name]) for name in MEASURES}
            yield {"expert": one, "name": expert_name(one, self.brief), "employer": employer, **counts}

    def distribution(self) -> Iterator[Row]:
        """One row per value of each measure that occurs among the experts seated."""
        seated = self.loads[self.loads["sessions"] > 0]
        headings = {
            "sessions": ("评审会数", "sessions"),
            "days": ("评审天数", "days"),
            "cases": ("主审份数", "cases read"),
        }
        for measure, heading in headings.items():
            for value, experts in distribution(seated, measure):
                share = f"{experts / len(seated):.1%}"
                yield {"measure": pick(heading, self.lang), "value": str(value), "experts": experts, "share": share}

    def findings(self) -> Iterator[Row]:
        """One row per finding, hard ones first."""
        for one in sorted(self.plan.findings, key=lambda finding: finding.severity is Severity.ADVISORY):
            yield {
                "rule": one.rule,
                "severity": pick(SEVERITIES[one.severity], self.lang),
                "sentence": finding_statement(one, self.brief, self.lang),
                "found": spoken(one.found, self.lang),
                "needed": spoken(one.needed, self.lang),
                "source": source_of(one.rule, self.brief).text(self.lang),
                "overridden": one.overridden,
            }

    def _why(self, reasons: tuple[Reason, ...]) -> str:
        return "\n".join(reason_sentence(one, self.brief, self.lang) for one in reasons)
