"""Findings, reasons and citations as the page shows them, with a mark on every product default."""

from __future__ import annotations

from data.plan_files.page.markup import Html, both, chip, tag, text
from solver.domain.plan import Finding, Reason
from solver.explain.citation import VERIFIED, source_of
from solver.explain.sentence import finding_statement, reason_sentence
from solver.explain.words import SEVERITIES
from solver.rules.brief import Brief


def cited(rule: str, brief: Brief) -> Html:
    """The source of a rule: where it stands, and a mark that says how far that was verified."""
    source = source_of(rule, brief)
    where = both((source.where("zh") or source.title[0], source.where("en") or source.title[1]))
    mark = chip(VERIFIED[source.verified], f"mark-{source.verified}")
    return tag("span", tag("code", text(rule)), text(" "), where, text(" "), mark, classes="cite")


def finding_line(finding: Finding, brief: Brief) -> Html:
    """One finding as a line of a list."""
    said = (finding_statement(finding, brief, "zh"), finding_statement(finding, brief, "en"))
    severity = chip(SEVERITIES[finding.severity], f"sev-{finding.severity.value}")
    why = (f"；豁免：{finding.overridden}", f"; excepted: {finding.overridden}") if finding.overridden else ("", "")
    return tag("li", severity, text(" "), both(said), both(why))


def reason_line(reason: Reason, brief: Brief) -> Html:
    """One reason as a line of a list."""
    return tag("li", both((reason_sentence(reason, brief, "zh"), reason_sentence(reason, brief, "en"))))
