"""Which sessions each change touches, and the rule by which it does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from solver.domain.changes import Changes
from solver.domain.conflicts import Conflicts
from solver.replan.ground import Ground
from solver.rules.brief import Brief

AVAILABLE, ROOM_OPEN = ("LG-02",), ("LG-05",)
SUSPENSION = ("SY24-16e", "CN56-03")
AUTHORISED = ("SY24-15c", "CN40-28")
RELATED = ("CN-HB-1", "CN40-25")
ADMITTED = ("SY24-15b", "PD-16")

PLACES = frozenset({"suspended", "room_lost"})
"""Kinds of change that touch when and where a session is; one that can stay all the same costs nothing."""
PLACE_OF_A_PIN = frozenset({"session", "pin"})
"""What pins of starts and rooms are about; those of people and cases name them."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something changes: the ``kind`` of change, what it is about, and the provision it works by."""

    kind: str
    subject: tuple[tuple[str, str], ...]
    rule: str

    @property
    def is_of_a_place(self) -> bool:
        """Whether it touches when and where a session is and nothing else: a pin of a start or a room does as well."""
        return self.kind in PLACES or (self.kind == "pinned" and {kind for kind, _ in self.subject} <= PLACE_OF_A_PIN)

    @property
    def experts(self) -> frozenset[str]:
        """Experts whom the change names."""
        return frozenset(one for kind, one in self.subject if kind == "expert")


Causes = dict[str, list[Cause]]
"""By session."""


def cause(brief: Brief, kind: str, rules: tuple[str, ...], *subject: tuple[str, str]) -> Cause:
    """A cause under the first of ``rules`` that is in force."""
    provision = brief.rulebook.active(*rules)
    return Cause(kind, subject, provision.id if provision else rules[-1])


def of_people(ground: Ground, changes: Changes, conflicts: Conflicts) -> Causes:
    """Sessions on whose panel or list somebody cannot be any more, or might not be.

    Parameters
    ----------
    conflicts
        Those of the season before the changes.
    """
    found: defaultdict[str, list[Cause]] = defaultdict(list)
    for declined in changes.declined:
        about = (("expert", declined.expert), ("session", declined.session))
        found[declined.session].append(cause(ground.brief, "declined", AVAILABLE, *about))
    for row in changes.unavailable:
        away = cause(ground.brief, "unavailable", AVAILABLE, ("expert", row.expert))
        for session in sorted(ground.duties.get(row.expert, ())):
            if any(row.start <= half <= row.end for half in ground.brief.span(ground.now[session])):
                found[session].append(away)
    for expert, person in _newly_tied(conflicts, ground.brief.conflicts):
        tied = cause(ground.brief, "relations", RELATED, ("expert", expert), ("person", person))
        for session in sorted(ground.duties.get(expert, ())):
            found[session].append(tied)
    for application in changes.applications:
        applicant = ground.brief.season.expert_of_person.get(application.applicant)
        for session in sorted(ground.duties.get(applicant.id, ())) if applicant else ():
            about = (("expert", applicant.id if applicant else ""), ("application", application.id))
            found[session].append(cause(ground.brief, "applications", RELATED, *about))
    return dict(found)


def _newly_tied(before: Conflicts, after: Conflicts) -> Iterator[tuple[str, str]]:
    """(expert, person) of ties that are new; of two experts who are kin, both."""
    if before is after:
        return
    for person, ties in after.ties.items():
        known = before.ties.get(person, ())
        if ties != known:
            yield from ((tie.expert, person) for tie in ties if tie not in known)
    known_kin = {(one, other) for one, other, _ in before.kin_experts}
    for one, other, tie in after.kin_experts:
        if (one, other) not in known_kin:
            yield one, tie.person
            yield other, tie.person


def of_places(ground: Ground, changes: Changes) -> Causes:
    """Sessions that may not be able to stay when or where they are."""
    found: defaultdict[str, list[Cause]] = defaultdict(list)
    suspended = {row.committee for row in changes.suspended}
    lost = {row.room: row for row in changes.room_lost}
    for session in ground.now.values():
        if session.committee in suspended:
            about = ("committee", session.committee)
            found[session.id].append(cause(ground.brief, "suspended", SUSPENSION, about))
        for room in dict.fromkeys((*session.rooms, *(group.room for group in session.groups))):
            row = lost.get(room)
            if row is not None and any(row.start <= half <= row.end for half in ground.brief.span(session)):
                found[session.id].append(cause(ground.brief, "room_lost", ROOM_OPEN, ("room", room)))
    return dict(found)


def of_applications(ground: Ground, changes: Changes) -> Mapping[str, Cause]:
    """By application: why it has to be routed anew. Others of the same applicant are among them."""
    season, brief = ground.brief.season, ground.brief
    found: dict[str, Cause] = {}
    revoked = {row.delegation for row in changes.revoked}
    for route in ground.routes.values() if revoked else ():
        if route.delegation in revoked:
            found[route.application] = cause(brief, "revoked", AUTHORISED, ("delegation", route.delegation))
    about = [("withdrawn", row.application) for row in changes.withdrawn]
    about += [("applications", row.id) for row in changes.applications]
    for kind, application in about:
        why = cause(brief, kind, ADMITTED, ("application", application))
        for row in season.applications_of.get(season.application[application].applicant, ()):
            found.setdefault(row.id, why)
    return found
