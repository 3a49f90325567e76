"""The tables of a season that the service offers row by row, and what each is called in addresses and operations.

A catalogue. Who may read and write which of them is in ``api.access_table``; delegations are not here, because only
their acts change them.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.season_files.columns import BY_NAME
from data.season_files.table import Table


@dataclass(frozen=True, slots=True)
class Resource:
    """A table as a resource: ``one`` and ``many`` are the nouns of its operations (``readExpert``, ``listExperts``)."""

    name: str
    one: str
    many: str

    @property
    def table(self) -> Table:
        """The table."""
        return BY_NAME[self.name]


RESOURCES: tuple[Resource, ...] = (
    Resource("calendar", "CalendarDay", "CalendarDays"),
    Resource("authorities", "Authority", "Authorities"),
    Resource("employers", "Employer", "Employers"),
    Resource("persons", "Person", "Persons"),
    Resource("experts", "Expert", "Experts"),
    Resource("qualifications", "Qualification", "Qualifications"),
    Resource("pools", "PoolTerm", "PoolTerms"),
    Resource("employments", "Employment", "Employments"),
    Resource("service", "ServiceRecord", "ServiceRecords"),
    Resource("unavailability", "UnavailableTime", "UnavailableTimes"),
    Resource("committees", "Committee", "Committees"),
    Resource("filings", "Filing", "Filings"),
    Resource("timetable", "Timetable", "Timetables"),
    Resource("sessions", "SessionRequest", "SessionRequests"),
    Resource("rooms", "Room", "Rooms"),
    Resource("applications", "Application", "Applications"),
    Resource("recommenders", "Recommender", "Recommenders"),
    Resource("relations", "Relation", "Relations"),
    Resource("policy", "PolicyChange", "PolicyChanges"),
)
"""In the order of the tables of a season."""
