"""A change that the disk did not take is answered as one that was not made."""

from __future__ import annotations

from datetime import date

import pytest

from api.season_briefs import Briefs
from data.store.engine import Store
from data.store.seasons import change_header, create_season
from data.store.transaction import SYSTEM
from solver.domain.season import SeasonHeader
from tests.api.service import Service
from tests.data.store.full_disk import no_room_in_the_log


def header(day: int) -> SeasonHeader:
    """Of a season that ends on a day in December."""
    return SeasonHeader(2026, "沈阳", date(2026, 9, 1), date(2026, 12, day))


on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@on_sqlite
def test_a_full_disk_is_a_problem_and_nothing_was_changed(service: Service) -> None:
    headers = service.person("administrator")
    asked = {"login": "portal", "name": "区人社局"}
    rows = len(service.trail())
    with no_room_in_the_log(service.store):
        refused = service.client.post("/v1/users", json=asked, headers=headers)
    assert (refused.status_code, refused.headers["content-type"]) == (503, "application/problem+json")
    assert refused.json()["code"] == "not-kept"
    assert int(refused.headers["retry-after"]) > 0
    made = service.client.post("/v1/users", json=asked, headers=headers)
    assert made.status_code == 201
    assert [row["action"] for row in service.trail()[rows:] if row["object"] == made.json()["id"]] == ["create"]


def test_what_was_undone_is_in_no_cache(store: Store) -> None:
    """A brief is kept by its season's version, which the next change gets where this one was undone."""
    briefs = Briefs()
    with store.change(SYSTEM) as change:
        create_season(change, "2027", header(1))

    def undone() -> None:
        with store.change(SYSTEM) as change:
            change_header(change, "2027", header(2), None)
            assert briefs.of(change, "2027").season.header == header(2)
            raise LookupError

    with pytest.raises(LookupError):
        undone()
    with store.change(SYSTEM) as change:
        change_header(change, "2027", header(3), None)
    with store.read() as reader:
        assert briefs.of(reader, "2027").season.header == header(3)
