"""To whom the rows of a season belong: which committees, authorities and experts each of them concerns.

What concerns nobody in particular (calendar, rooms, employers, authorities, parameters) is shared. A person concerns
the committees for which they are an expert, an applicant or a recommender; an expert those in whose pool they are; an
application the committee it names, else every one of its series. What is not yet attached to any committee is for all
of them to attach.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from api.access import ALL, BELONGING, Principal, Row
from api.access_table import Role
from api.problems import Problem
from data.store.season_references import bare_rows
from data.store.season_rows import Body
from data.store.transaction import Reader
from solver.domain.pins import derived
from solver.domain.vocabulary import RelationSource

SHARED = frozenset({"season", "calendar", "authorities", "employers", "rooms", "policy"})


def sees_all(who: Principal, season: str) -> bool:
    """Whether nothing of a season is hidden from somebody, so that no row has to be asked for."""
    grants = (grant for grant in who.admitted() if grant.season in ("", season))
    return any(grant.role not in BELONGING or ALL in grant.reach for grant in grants)


def whole_roles(who: Principal, season: str) -> frozenset[Role]:
    """Roles in which somebody has every row of a season in reach."""
    return frozenset(grant.role for grant in who.admitted() if ALL in grant.reach and grant.season in ("", season))


def need_whole(who: Principal, season: str) -> None:
    """Raise Problem ``whole-season-only`` unless nothing of a season is hidden from somebody."""
    if not sees_all(who, season):
        raise Problem("whole-season-only")


class SeasonReach:
    """Belonging of the rows of one season, as one transaction sees it; what it needs is read when first asked for."""

    def __init__(self, reader: Reader, season: str) -> None:
        self._reader = reader
        self.season = season

    def row(self, table: str, body: Body) -> Row:
        """Where a row of ``table`` belongs."""
        if table in SHARED:
            return Row(self.season, shared=True)
        return _BELONGING[table](self, body)

    def sees(self, who: Principal) -> Callable[[str, Body], bool]:
        """Whether somebody sees a row of a table."""
        if sees_all(who, self.season):
            return lambda _table, _body: True
        return lambda table, body: who.sees(self.row(table, body))

    def of_committees(self, committees: Iterable[str], experts: Iterable[str] = ()) -> Row:
        """What belongs to ``committees``, to the authorities they are filed with, and to ``experts``."""
        listed = frozenset(committees) & self._committees.keys() or self._committees.keys()
        authorities = {str(self._committees[one].get("authority", "")) for one in listed}
        return Row.of(self.season, listed, authorities, experts)

    def of_committee(self, body: Body, experts: Iterable[str] = ()) -> Row:
        """What names its committee and belongs to nobody else."""
        committee = str(body.get("committee", ""))
        authority = str(self._committees.get(committee, {}).get("authority", ""))
        return Row.of(self.season, {committee}, {authority}, experts)

    def of_expert(self, expert: str) -> Row:
        """What belongs to an expert: to the pools they are in, and to themselves."""
        return self.of_committees(self._pools.get(expert, ()), {expert})

    def of_application(self, body: Body) -> Row:
        """An application: of the committee it names, else of all of its series."""
        named = str(body.get("preferred_committee", ""))
        series = body.get("series")
        alike = {named} if named else {one for one, row in self._committees.items() if row.get("series") == series}
        return self.of_committees(alike)

    def of_person(self, person: str) -> Row:
        """A person: of every committee they have to do with."""
        expert = self._expert_of.get(person, "")
        committees = set(self._pools.get(expert, ()))
        for application in self._applications_of.get(person, ()):
            committees |= self.of_application(self._applications[application]).committees
        return self.of_committees(committees, {expert} - {""})

    def of_named_application(self, application: str) -> Row:
        """What belongs to an application that is named by its id."""
        return self.of_application(self._applications.get(application, {}))

    def formed_by(self, unit: str) -> set[str]:
        """Committees that ``unit`` forms."""
        return {one for one, row in self._committees.items() if row.get("forming_unit") == unit}

    def line_of(self, authority: str) -> set[str]:
        """``authority`` and those above it."""
        line: set[str] = set()
        while authority and authority not in line:
            line.add(authority)
            authority = str(self._authorities.get(authority, {}).get("parent", ""))
        return line

    def of_session(self, session: str) -> Row:
        """What belongs to a session that is wanted, or that planning derives for a committee."""
        parts = derived(session)
        wanted = self._sessions.get(session, {"committee": parts.committee if parts else ""})
        return self.of_committee(wanted)

    @cached_property
    def _sessions(self) -> Mapping[str, Body]:
        return dict(bare_rows(self._reader, self.season, "sessions"))

    @cached_property
    def _authorities(self) -> Mapping[str, Body]:
        return dict(bare_rows(self._reader, self.season, "authorities"))

    @cached_property
    def _committees(self) -> Mapping[str, Body]:
        return dict(bare_rows(self._reader, self.season, "committees"))

    @cached_property
    def _pools(self) -> Mapping[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for _, body in bare_rows(self._reader, self.season, "pools"):
            found[str(body["expert"])].add(str(body["committee"]))
        return found

    @cached_property
    def _expert_of(self) -> Mapping[str, str]:
        return {str(body["person"]): key for key, body in bare_rows(self._reader, self.season, "experts")}

    @cached_property
    def _applications(self) -> Mapping[str, Body]:
        return dict(bare_rows(self._reader, self.season, "applications"))

    @cached_property
    def _applications_of(self) -> Mapping[str, set[str]]:
        """Applications by person: the applicant and the recommenders."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for key, body in self._applications.items():
            found[str(body["applicant"])].add(key)
        for _, body in bare_rows(self._reader, self.season, "recommenders"):
            if body["application"] in self._applications:
                found[str(body["person"])].add(str(body["application"]))
        return found


def _relation(reach: SeasonReach, body: Body) -> Row:
    """Of both persons; but what somebody else has reported is not for the expert to read."""
    a, b = reach.of_person(str(body.get("a", ""))), reach.of_person(str(body.get("b", "")))
    experts = frozenset() if body.get("source") == RelationSource.REPORTED.value else a.experts | b.experts
    return Row.of(reach.season, a.committees | b.committees, a.authorities | b.authorities, experts)


def _delegation(reach: SeasonReach, body: Body) -> Row:
    """Of either side, of the committees that the entrusting unit forms, and of the authority asked and those above."""
    side = str(body.get("entrusting", ""))
    row = reach.of_committees({side, str(body.get("to_committee", ""))} | reach.formed_by(side))
    asked = reach.line_of(str(body.get("authority", "")))
    return Row.of(reach.season, row.committees | {side}, row.authorities | asked)


def _committee(reach: SeasonReach, body: Body) -> Row:
    """Of itself, and of its authority and those above."""
    return Row.of(reach.season, {str(body.get("id", ""))}, reach.line_of(str(body.get("authority", ""))))


_BELONGING: Mapping[str, Callable[[SeasonReach, Body], Row]] = {
    "persons": lambda reach, body: reach.of_person(str(body.get("id", ""))),
    "experts": lambda reach, body: reach.of_expert(str(body.get("id", ""))),
    "qualifications": lambda reach, body: reach.of_expert(str(body.get("expert", ""))),
    "pools": lambda reach, body: reach.of_committee(body, {str(body.get("expert", ""))}),
    "employments": lambda reach, body: reach.of_person(str(body.get("person", ""))),
    "service": lambda reach, body: reach.of_committee(body, {str(body.get("expert", ""))}),
    "unavailability": lambda reach, body: reach.of_person(str(body.get("person", ""))),
    "committees": _committee,
    "filings": SeasonReach.of_committee,
    "timetable": SeasonReach.of_committee,
    "sessions": SeasonReach.of_committee,
    "applications": SeasonReach.of_application,
    "recommenders": lambda reach, body: reach.of_named_application(str(body.get("application", ""))),
    "relations": _relation,
    "delegations": _delegation,
    "pins": lambda reach, body: reach.of_session(str(body.get("session", ""))),
}
"""How each table's rows belong; every table is either here or shared."""
