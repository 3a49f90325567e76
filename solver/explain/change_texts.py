"""Sentences about what a repaired plan changes, for whom and why; a catalogue like :mod:`solver.explain.texts`."""

from __future__ import annotations

from collections.abc import Mapping

from solver.explain.words import Words

EFFECTS: Mapping[str, Words] = {
    "seat_lost": (
        "{expert}不再参加{session}（原为{before}）",
        "{expert} no longer sits in {session} (was {before})",
    ),
    "seat_given": ("请{expert}参加{session}，任{after}", "{expert} is asked to sit in {session} as {after}"),
    "called_up": (
        "{expert}由{session}的候补递补为{after}",
        "{expert} is called up from the alternates of {session} as {after}",
    ),
    "office_lost": (
        "{expert}在{session}由{before}改任{after}",
        "{expert} becomes {after} in {session} instead of {before}",
    ),
    "role_changed": (
        "{expert}在{session}由{before}改任{after}",
        "{expert} becomes {after} in {session} instead of {before}",
    ),
    "standby_lost": ("{expert}不再是{session}的候补", "{expert} is no longer an alternate of {session}"),
    "standby_given": ("请{expert}任{session}的候补", "{expert} is asked to be an alternate of {session}"),
    "rank_changed": (
        "{expert}在{session}的候补名次由第 {before} 改为第 {after}",
        "{expert} is alternate no. {after} of {session} instead of no. {before}",
    ),
    "readings_changed": (
        "{expert}在{session}主审的申报有变：原为{before}，现为{after}",
        "{expert} reads other applications in {session}: {after} instead of {before}",
    ),
    "session_moved": ("{session}由{before}改到{after}", "{session} is held at {after} instead of {before}"),
    "session_rehoused": ("{session}由{before}改在{after}", "{session} meets in {after} instead of {before}"),
    "session_added": ("增开{session}，{after}", "{session} is held as well, at {after}"),
    "session_dropped": ("{session}不再召开（原定{before}）", "{session} is not held (was set for {before})"),
    "case_moved": (
        "{application}由评审会 {before} 改到 {after}",
        "{application} goes to session {after} instead of {before}",
    ),
    "case_added": ("{application}列入评审会 {after}", "{application} comes into session {after}"),
    "case_dropped": ("{application}不再列入评审会 {before}", "{application} is in session {before} no more"),
}
"""By effect of :class:`solver.replan.account.Effect`; a test holds the two equal."""

CAUSES: Mapping[str, Words] = {
    "declined": ("{expert}谢绝{session}", "{expert} declined {session}"),
    "unavailable": ("{expert}届时不能参加", "{expert} cannot come then"),
    "pinned": ("按{pin}", "by {pin}"),
    "suspended": ("{committee}暂停", "{committee} is suspended"),
    "room_lost": ("{room}届时不能使用", "{room} cannot be used then"),
    "revoked": ("{delegation}被撤销", "{delegation} is revoked"),
    "relations": ("得知{expert}与{person}有关系", "{expert} and {person} turned out to be related"),
    "applications": ("新增{application}", "{application} came in"),
    "withdrawn": ("{application}撤回", "{application} was withdrawn"),
}
"""By kind of change."""

REASON: Words = ("原因：{causes}", "because {causes}")
NONE: Words = ("无", "none")

REPLACED: Mapping[str, Words] = {
    "called": ("候补第 {rank} 名", "alternate no. {rank}"),
    "free": ("未列候补", "not on the list"),
    "drawn": (
        "名单由抽取产生，名单以外的人选须另行抽取",
        "the panel was drawn: nobody outside of its list can come in without a further draw",
    ),
    "busy": ("同一时间在{session}", "has a duty in {session} at that time"),
    "member": ("已在本场", "is on this panel already"),
}
"""Words about who could take an empty seat."""
