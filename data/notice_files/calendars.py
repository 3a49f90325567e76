"""A calendar file (RFC 5545, RFC 5546) for each person whose duties changed: what to come to, and what is called off.

A calendar has one method, so what is given or changed (REQUEST) and what is lost (CANCEL) are two files. The UID of a
day of a duty is the same in every version, and SEQUENCE grows with the plan's number, so that calendars follow changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from solver.domain.calendar import HalfDay
from solver.domain.notices import Duty, Notice
from solver.explain.words import ROLES, Lang, bracketed, pick
from solver.rules.brief import Brief

if TYPE_CHECKING:
    from icalendar import Event

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = {1: (time(9), time(12)), 2: (time(14), time(17)), 3: (time(19), time(21))}
"""When a half-day begins and ends: a product default; the letter that goes with it has the last word."""
PRODUCT = "-//Pingwei//评委//ZH"
REQUEST, CANCEL = "REQUEST", "CANCEL"


@dataclass(frozen=True, slots=True)
class Issue:
    """A publication: the ``season`` it is of, its ``number`` (the sequence) and the moment it was ``made``."""

    season: str
    number: int
    made: datetime


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """One file for one person; ``name`` is unique in an issue."""

    name: str
    content: bytes


def calendars(found: Iterable[Notice], issue: Issue, brief: Brief, lang: Lang = "zh") -> Iterator[CalendarFile]:
    """The files of everybody concerned, by expert."""
    for notice in found:
        kept = [*notice.given, *(after for _, after in notice.changed)]
        cancelled = [*_days_of(notice.lost, brief), *_days_no_more(notice, brief)]
        for method, rows in ((REQUEST, _days_of(kept, brief)), (CANCEL, cancelled)):
            if rows:
                name = f"{notice.expert}-{method.lower()}.ics"
                yield CalendarFile(name, _calendar(rows, method, issue, brief, lang))


Day = tuple[Duty, int, tuple[HalfDay, ...]]
"""A duty on one of its days: the number of the day from 1, and its half-days."""


def _days_of(duties: Iterable[Duty], brief: Brief) -> list[Day]:
    found: list[Day] = []
    for duty in duties:
        halves = brief.calendar.span(duty.start, duty.length) if duty.start else ()
        days = groupby(halves, key=lambda half: half.day)
        found += [(duty, number, tuple(rows)) for number, (_, rows) in enumerate(days, start=1)]
    return found


def _days_no_more(notice: Notice, brief: Brief) -> list[Day]:
    """Days of a duty that takes fewer days than before: their events are called off."""
    found: list[Day] = []
    for before, after in notice.changed:
        left = len(_days_of([after], brief))
        found += [day for day in _days_of([before], brief) if day[1] > left]
    return found


def _calendar(days: list[Day], method: str, issue: Issue, brief: Brief, lang: Lang) -> bytes:
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", method)
    for day in days:
        made.add_component(_event(day, method, issue, brief, lang))
    made.add_missing_timezones()
    content: bytes = made.to_ical()
    return content


def _event(day: Day, method: str, issue: Issue, brief: Brief, lang: Lang) -> Event:
    from icalendar import Event

    duty, number, halves = day
    made = Event()
    made.add("uid", f"{issue.season}-{duty.session}-{duty.expert}-{number}@pingwei")
    made.add("sequence", issue.number)
    made.add("dtstamp", issue.made)
    made.add("dtstart", _at(halves[0].day, HOURS[halves[0].half][0]))
    made.add("dtend", _at(halves[-1].day, HOURS[halves[-1].half][1]))
    made.add("summary", _summary(duty, brief, lang))
    made.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    places = [brief.season.room[room].place + bracketed(room, lang) for room in duty.rooms if room in brief.season.room]
    if places:
        made.add("location", "；".join(places))
    return made


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, SHANGHAI)


def _summary(duty: Duty, brief: Brief, lang: Lang) -> str:
    committee = brief.season.committee.get(duty.committee)
    name = committee.name if committee else duty.committee
    return f"{name} {duty.session} · {duty_text(duty, lang)}"


def duty_text(duty: Duty, lang: Lang) -> str:
    """What somebody is in a session: ``委员（G1）`` or ``候补第 2 名``."""
    if duty.rank:
        return f"候补第 {duty.rank} 名" if lang == "zh" else f"alternate no. {duty.rank}"
    return pick(ROLES[duty.role], lang) + (bracketed(duty.group, lang) if duty.group else "")
