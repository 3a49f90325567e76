"""A season cut down to some of its committees: the rows that speak of them, their experts and their applicants."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from solver.domain.conflicts import Conflicts
from solver.domain.season import Season


@dataclass(frozen=True)
class Excerpt:
    """What is kept of a season, by id.

    ``people`` are persons besides the experts and whoever recommends an application that is kept. Authorities,
    employers, delegations, calendar and policy are kept whole.
    """

    committees: AbstractSet[str]
    experts: AbstractSet[str]
    people: AbstractSet[str]
    applications: AbstractSet[str]
    rooms: AbstractSet[str]

    def of(self, season: Season) -> Season:
        """The season with these rows only, each table in its order."""
        recommenders = tuple(row for row in season.recommenders if row.application in self.applications)
        known = {
            *self.people,
            *(season.expert[one].person for one in self.experts),
            *(row.person for row in recommenders),
        }
        return replace(
            season,
            persons=tuple(row for row in season.persons if row.id in known),
            employments=tuple(row for row in season.employments if row.person in known),
            unavailability=tuple(row for row in season.unavailability if row.person in known),
            relations=tuple(row for row in season.relations if row.a in known and row.b in known),
            experts=tuple(row for row in season.experts if row.id in self.experts),
            qualifications=tuple(row for row in season.qualifications if row.expert in self.experts),
            pools=tuple(row for row in season.pools if row.committee in self.committees and row.expert in self.experts),
            service=tuple(row for row in season.service if row.expert in self.experts),
            committees=tuple(row for row in season.committees if row.id in self.committees),
            filings=tuple(row for row in season.filings if row.committee in self.committees),
            timetable=tuple(row for row in season.timetable if row.committee in self.committees),
            sessions=tuple(row for row in season.sessions if row.committee in self.committees),
            rooms=tuple(row for row in season.rooms if row.id in self.rooms),
            applications=tuple(row for row in season.applications if row.id in self.applications),
            recommenders=recommenders,
        )

    def conflicts(self, conflicts: Conflicts, season: Season) -> Conflicts:
        """Of ``conflicts`` of the ``season`` those between experts and applicants that are kept."""
        applicants = {season.application[one].applicant for one in self.applications}
        ties = {
            person: kept
            for person in sorted(applicants)
            if (kept := tuple(tie for tie in conflicts.ties.get(person, ()) if tie.expert in self.experts))
        }
        kin = tuple(one for one in conflicts.kin_experts if one[0] in self.experts and one[1] in self.experts)
        return replace(conflicts, ties=ties, kin_experts=kin)
