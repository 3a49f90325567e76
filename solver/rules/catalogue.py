"""The rules, in the order people read them. Numbers and citations are in ``data/regulations``, by the ids below."""

from __future__ import annotations

from solver.rules import admission, channel, committee_size, delegation, publication, scope, timetable
from solver.rules.rule import Matter, Rule

ROUTE = frozenset({Matter.ROUTE})
DATED_ROUTE = frozenset({Matter.ROUTE, Matter.TIME})
TIME = frozenset({Matter.TIME})
RECORD = frozenset({Matter.RECORD})
PANEL = frozenset({Matter.PANEL})
SHAPE = frozenset({Matter.SHAPE, Matter.PANEL})

RULES: tuple[Rule, ...] = (
    # scope and admission
    Rule("committee_active", ("SY24-16e", "CN56-03"), DATED_ROUTE, scope.committee_active),
    Rule("one_series", ("CN40-06a",), ROUTE, scope.one_series),
    Rule("within_filing", ("CN40-37",), ROUTE, scope.within_filing),
    Rule("grade_covers_levels", ("CN40-07a",), ROUTE, scope.grade_covers_levels),
    Rule("filing_term", ("CN40-08a",), DATED_ROUTE, scope.filing_term),
    Rule("provincial_only", ("SY24-12",), ROUTE, scope.provincial_only),
    Rule("exam_only", ("PD-15",), ROUTE, admission.exam_only),
    Rule("recognised_directly", ("SY24-09b", "SY24-06b", "LG-08"), ROUTE, admission.recognised_directly),
    Rule("granted_by_certificate", ("SY24-05a", "LG-08"), ROUTE, admission.granted_by_certificate),
    Rule("once_a_year", ("SY24-15b", "PD-16"), ROUTE, admission.once_a_year),
    # delegation
    Rule("authorised", ("SY24-15c", "CN40-28"), DATED_ROUTE, delegation.authorised),
    Rule("competent_authority", ("DR18-31", "PD-17"), ROUTE, delegation.competent_authority),
    # channel and papers of an application
    Rule("talent_team", ("SY24-08a",), ROUTE, channel.talent_team),
    Rule("talent_recommenders", ("SY24-08b",), ROUTE, channel.talent_recommenders),
    Rule("commitments", ("SY24-14b",), ROUTE, channel.commitments),
    Rule("papers", ("SY24-14c",), ROUTE, channel.papers),
    Rule("employer_notice", ("SY24-14d", "CN40-16"), ROUTE, channel.employer_notice),
    Rule("approval_document", ("SY24-10",), ROUTE, channel.approval_document),
    # size of the committee
    Rule("panel_is_odd", ("CN40-09a",), SHAPE, committee_size.panel_is_odd),
    # timetable
    Rule("working_half_days", ("LG-07",), TIME, timetable.working_half_days),
    Rule("published_window", ("SY24-15a", "PD-19"), TIME, timetable.published_window),
    Rule("after_acceptance", ("CN40-15",), DATED_ROUTE, timetable.after_acceptance),
    Rule("notice_and_filing", ("SY24-15h", "PD-18"), TIME, timetable.notice_and_filing),
    Rule("same_year", ("SY24-15i", "PD-18"), TIME, timetable.same_year),
    # publication
    Rule("drawn_names", ("CN40-11a",), RECORD, publication.drawn_names),
)
