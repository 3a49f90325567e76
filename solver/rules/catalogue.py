"""The rules, in the order people read them. Numbers and citations are in ``data/regulations``, by the ids below."""

from __future__ import annotations

from solver.rules import (
    admission,
    attendance,
    channel,
    committee_size,
    composition,
    consistency,
    delegation,
    groups,
    pins,
    publication,
    recusal,
    rooms,
    rotation,
    scope,
    timetable,
    workload,
)
from solver.rules.rule import Matter, Rule
from solver.rules.seat_rules import SEAT_RULES

ROUTE = frozenset({Matter.ROUTE})
DATED_ROUTE = frozenset({Matter.ROUTE, Matter.TIME})
TIME = frozenset({Matter.TIME})
RECORD = frozenset({Matter.RECORD})
PANEL = frozenset({Matter.PANEL})
SHAPE = frozenset({Matter.SHAPE, Matter.PANEL})
CASES = frozenset({Matter.SHAPE})
POOL = frozenset({Matter.SHAPE})
READING = frozenset({Matter.READING})
STANDBY = frozenset({Matter.STANDBY})
ATTENDANCE = frozenset({Matter.TIME, Matter.PANEL, Matter.STANDBY})
ROOM = frozenset({Matter.ROOM, Matter.TIME})

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
    Rule("senior_by_series", ("GD98-05", "JL13-25", "CN40-09b"), SHAPE, committee_size.senior_by_series),
    Rule("senior_by_specialty", ("GD98-05", "JL13-25", "CN40-09c"), SHAPE, committee_size.senior_by_specialty),
    Rule("size_by_grade", ("L11-10",), SHAPE, committee_size.size_by_grade),
    Rule("seats_as_planned", ("LG-09",), SHAPE, committee_size.seats_as_planned, of_named=True),
    Rule("chair_and_vice", ("PD-24", "CN40-09e"), PANEL, committee_size.chair_and_vice, of_named=True),
    Rule("presided", ("CN40-19b",), PANEL, committee_size.presided),
    Rule("leader_per_group", ("PD-20",), PANEL, committee_size.leader_per_group, of_named=True),
    Rule("pool_allows_draw", ("CN40-11a",), POOL, committee_size.pool_allows_draw),
    Rule("pool_multiple", ("PD-05",), POOL, committee_size.pool_multiple),
    # who may sit, and stand by: in the pool, fit, of the level, no applicant and no kin, available
    *SEAT_RULES,
    # recusal
    Rule("kin_apart", ("PD-13",), PANEL, recusal.kin_apart, of_named=True),
    Rule("panel_left", ("CN40-19a",), PANEL, recusal.panel_left),
    Rule("readers_not_recused", ("CN40-25",), READING, recusal.readers_not_recused, of_named=True),
    Rule("recused_listed", ("CN40-25",), RECORD, recusal.recused_listed, of_named=True),
    # groups
    Rule("group_minimum", ("GD98-05", "CN40-21"), SHAPE, groups.group_minimum),
    Rule("group_left", ("CN40-21",), PANEL, groups.group_left),
    Rule("specialty_held", ("PD-21",), PANEL, groups.specialty_held, of_named=True),
    Rule("case_in_group", ("CN40-21",), CASES, groups.case_in_group),
    # readers, load and time
    Rule("readers_per_case", ("PD-12",), READING, workload.readers_per_case, of_named=True),
    Rule("readers_without_groups", ("CN40-21",), READING, workload.readers_without_groups, of_named=True),
    Rule("reader_is_in_group", ("CN40-21",), READING, workload.reader_is_in_group),
    Rule("cases_per_day", ("PD-06",), READING, workload.cases_per_day),
    Rule("cases_per_season", ("PD-06",), READING, workload.cases_per_season),
    Rule("sessions_and_days", ("PD-06",), PANEL, workload.sessions_and_days, of_named=True),
    Rule("minutes_fit", ("PD-10",), CASES, workload.minutes_fit),
    # attendance and alternates
    Rule("one_place", ("LG-01",), ATTENDANCE, attendance.one_place, of_named=True),
    Rule("reachable", ("PD-23",), ATTENDANCE | {Matter.ROOM}, attendance.reachable, of_named=True),
    Rule("alternates_enough", ("PD-04",), STANDBY, attendance.alternates_enough),
    Rule("alternates_fit", ("PD-04",), STANDBY, attendance.alternates_fit),
    # rooms
    Rule("room_use", ("LG-03",), ROOM, rooms.room_use, of_named=True),
    Rule("room_seats", ("LG-04",), ROOM, rooms.room_seats, of_named=True),
    Rule("room_open", ("LG-05",), ROOM, rooms.room_open, of_named=True),
    Rule("rooms_for_groups", ("LG-06",), ROOM, rooms.rooms_for_groups, of_named=True),
    # timetable
    Rule("working_half_days", ("LG-07",), TIME, timetable.working_half_days),
    Rule("published_window", ("SY24-15a", "PD-19"), TIME, timetable.published_window),
    Rule("after_acceptance", ("CN40-15",), DATED_ROUTE, timetable.after_acceptance),
    Rule("notice_and_filing", ("SY24-15h", "PD-18"), TIME, timetable.notice_and_filing),
    Rule("same_year", ("SY24-15i", "PD-18"), TIME, timetable.same_year),
    # composition and rotation
    Rule("employer_cap", ("PD-01",), PANEL, composition.employer_cap, of_named=True),
    Rule("outside_share", ("PD-14",), PANEL, composition.outside_share, of_named=True),
    Rule("provincial_mix", ("JL13-24a",), PANEL, composition.provincial_mix, of_named=True),
    Rule("city_mix", ("JL13-24b",), PANEL, composition.city_mix, of_named=True),
    Rule("university_outsiders", ("JL13-24c",), PANEL, composition.university_outsiders, of_named=True),
    Rule("frontline", ("SY24-13a",), PANEL, composition.frontline, of_named=True),
    Rule("younger_share", ("L11-13a",), PANEL, composition.younger_share, of_named=True),
    Rule("intermediate_titles", ("L11-13b",), PANEL, composition.intermediate_titles, of_named=True),
    Rule("new_share", ("PD-02",), PANEL, rotation.new_share, of_named=True),
    # what a person has fixed or forbidden
    Rule("seats_as_pinned", ("PD-27",), PANEL, pins.seats_as_pinned),
    Rule("alternates_as_pinned", ("PD-27",), STANDBY, pins.alternates_as_pinned),
    Rule("starts_as_pinned", ("PD-27",), TIME, pins.starts_as_pinned),
    Rule("rooms_as_pinned", ("PD-27",), ROOM, pins.rooms_as_pinned),
    Rule("readers_as_pinned", ("PD-27",), READING, pins.readers_as_pinned),
    Rule("cases_as_pinned", ("PD-27",), RECORD, pins.cases_as_pinned),
    Rule("pins_have_their_place", ("PD-27",), RECORD, pins.pins_have_their_place),
    # the plan as a whole
    Rule("plan_refers_to_what_exists", ("LG-08",), RECORD, consistency.plan_refers_to_what_exists),
    Rule("plan_agrees_with_itself", ("LG-08",), RECORD, consistency.plan_agrees_with_itself),
    Rule("plan_leaves_nothing_out", ("LG-08",), RECORD, consistency.plan_leaves_nothing_out),
    # publication
    Rule("drawn_names", ("CN40-11a",), RECORD, publication.drawn_names),
)
