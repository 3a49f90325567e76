"""The tables of a season that the service offers row by row, and what each is called in addresses and operations.

A catalogue. Who may read and write which of them is in ``api.access_table``; delegations are not here, because only
their acts change them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.season_files.columns import BY_NAME
from data.season_files.table import Table


@dataclass(frozen=True, slots=True)
class Resource:
    """A table as a resource: ``one`` and ``many`` are the nouns of its operations (``readExpert``, ``listExperts``).

    ``filters`` are the columns by whose values its list may be narrowed; identity numbers are never among them.
    """

    name: str
    one: str
    many: str
    filters: tuple[str, ...]

    @property
    def table(self) -> Table:
        """The table."""
        return BY_NAME[self.name]


RESOURCES: tuple[Resource, ...] = (
    Resource("calendar", "CalendarDay", "CalendarDays", ("working",)),
    Resource(
        "authorities",
        "Authority",
        "Authorities",
        (
            "tier",
            "parent",
            "region",
        ),
    ),
    Resource(
        "employers",
        "Employer",
        "Employers",
        (
            "parent",
            "region",
            "kind",
        ),
    ),
    Resource(
        "persons",
        "Person",
        "Persons",
        (
            "employer",
            "department",
        ),
    ),
    Resource(
        "experts",
        "Expert",
        "Experts",
        (
            "person",
            "status",
            "in_post",
            "frontline",
            "official",
            "can_chair",
            "district",
            "remote",
        ),
    ),
    Resource(
        "qualifications",
        "Qualification",
        "Qualifications",
        (
            "expert",
            "series",
            "specialty",
            "level",
            "primary",
        ),
    ),
    Resource(
        "pools",
        "PoolTerm",
        "PoolTerms",
        (
            "expert",
            "committee",
        ),
    ),
    Resource(
        "employments",
        "Employment",
        "Employments",
        (
            "person",
            "employer",
        ),
    ),
    Resource(
        "service",
        "ServiceRecord",
        "ServiceRecords",
        (
            "expert",
            "committee",
            "year",
        ),
    ),
    Resource("unavailability", "UnavailableTime", "UnavailableTimes", ("person",)),
    Resource(
        "committees",
        "Committee",
        "Committees",
        (
            "forming_unit",
            "authority",
            "series",
            "kind",
            "grade",
            "basis",
            "selection",
            "state",
        ),
    ),
    Resource(
        "filings",
        "Filing",
        "Filings",
        (
            "committee",
            "series",
        ),
    ),
    Resource("timetable", "Timetable", "Timetables", ("committee",)),
    Resource(
        "sessions",
        "SessionRequest",
        "SessionRequests",
        (
            "committee",
            "fixed_room",
        ),
    ),
    Resource(
        "rooms",
        "Room",
        "Rooms",
        (
            "place",
            "district",
        ),
    ),
    Resource(
        "applications",
        "Application",
        "Applications",
        (
            "applicant",
            "region",
            "series",
            "specialty",
            "level",
            "channel",
            "preferred_committee",
            "withdrawn",
        ),
    ),
    Resource(
        "recommenders",
        "Recommender",
        "Recommenders",
        (
            "application",
            "person",
            "level",
        ),
    ),
    Resource(
        "relations",
        "Relation",
        "Relations",
        (
            "a",
            "b",
            "kind",
            "source",
        ),
    ),
    Resource(
        "policy",
        "PolicyChange",
        "PolicyChanges",
        (
            "rule",
            "parameter",
        ),
    ),
    Resource(
        "pins",
        "Pin",
        "Pins",
        (
            "kind",
            "what",
            "session",
            "expert",
            "application",
        ),
    ),
)
"""In the order of the tables of a season."""

BY_TABLE: Mapping[str, Resource] = {resource.name: resource for resource in RESOURCES}
