"""Whole seasons that somebody sends: the same rights as row by row, and all of it in one transaction or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.access import Principal, line_of
from api.access_table import Line, Role
from api.preconditions import Expected
from api.problems import Problem, body_fault
from api.schemas.problem import FaultOut
from api.season_reach import need_whole, whole_roles
from api.season_rows import open_season, refuse_long_keys, state_fields
from api.season_tables import RESOURCES
from api.upload_body import Sent
from data.season_files.columns import BY_NAME, SEASON, TABLES
from data.store.delegations import acted_on
from data.store.season_import import Difference, difference_from, import_season
from data.store.season_rows import all_rows
from data.store.seasons import one_season
from data.store.transaction import Change, Reader
from solver.domain.faults import Fault
from solver.domain.season import Season
from solver.errors import InputError

MOST_KEYS = 5
"""Keys that a refusal names of each table."""
NOUN = {resource.name: resource.one for resource in RESOURCES}
REPLACE_SEASON = "replaceSeason"
"""The operation that changes the header of a season alone."""
COMMITTEES = "committees"
DELEGATIONS = "delegations"
"""The one table that is not edited row by row: brought in as decided elsewhere, or changed by its acts."""


def whole_season(reader: Reader, season: str, who: Principal) -> Mapping[str, str]:
    """Identity numbers of a season by person, for whoever may import it whole; raises AbsentError or Problem."""
    open_season(reader, season, who)
    need_whole(who, season)
    return {row.key: str(row.body.get("identity_no", "")) for row in all_rows(reader, season, "persons")}


def sent_season(sent: Sent, numbers: Mapping[str, str]) -> Season:
    """The season that was sent; raises InputError with every fault of it."""
    read = sent.season(numbers)
    if read.season is None:
        raise InputError(read.faults, read.more)
    faults: list[Fault] = []
    for table in TABLES:
        try:
            refuse_long_keys(table, getattr(read.season, table.name))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return read.season


def would_change(reader: Reader, season: str, whole: Season, who: Principal) -> Difference:
    """What an import would do; raises Problem ``rows-forbidden`` as the import itself."""
    difference = difference_from(reader, season, whole, one_season(reader, season).version + 1)
    refuse_forbidden(reader, season, difference, who)
    return difference


def imported(change: Change, season: str, whole: Season, who: Principal, seen: Expected) -> Difference:
    """Make the season equal to ``whole``; raises Problem if it changed, or if others' rows would change."""
    open_season(change, season, who)
    need_whole(who, season)
    seen.require(one_season(change, season).version)
    return import_season(
        change, season, whole, accept=lambda difference: refuse_forbidden(change, season, difference, who)
    )


def refuse_forbidden(reader: Reader, season: str, difference: Difference, who: Principal) -> None:
    """Raise Problem ``rows-forbidden`` for every table in which ``difference`` goes further than single rows may."""
    faults = [*_forbidden(season, difference, who), *_decided(difference), *_acted_on(reader, season, difference)]
    if faults:
        raise Problem("rows-forbidden", faults)


def _forbidden(season: str, difference: Difference, who: Principal) -> Iterator[FaultOut]:
    """The header, and per table the rows, that none of the roles with the whole season in reach might change alone."""
    roles = whole_roles(who, season)
    if difference.header and not any(line_of(REPLACE_SEASON).may(role) for role in roles):
        yield _fault("rows_forbidden", SEASON.name, [season])
    acts = {
        "create": difference.added,
        "replace": [row for _, row in difference.changed],
        "delete": difference.removed,
    }
    refused: dict[str, list[str]] = {}
    for act, rows in acts.items():
        for row in rows:
            if not any(_may(role, act, row.table) for role in roles):
                refused.setdefault(row.table, []).append(row.key)
    yield from (_fault("rows_forbidden", table, keys) for table, keys in refused.items())


def _may(role: Role, act: str, table: str) -> bool:
    """Whether a role may do it to single rows; delegations granted elsewhere are brought in by the authority."""
    return role is Role.AUTHORITY if table == DELEGATIONS else row_line(act, table).may(role)


def row_line(act: str, table: str) -> Line:
    """Who may do it (``create``, ``replace``, ``delete``) to single rows of a table."""
    return line_of(f"{act}{NOUN[table]}")


def _decided(difference: Difference) -> Iterator[FaultOut]:
    """Committees that are there already and whose state would change: that is for a measure, with its reason."""
    keys = [
        row.key
        for before, row in difference.changed
        if row.table == COMMITTEES and state_fields(before.body) != state_fields(row.body)
    ]
    if keys:
        yield _fault("state_by_decision", COMMITTEES, keys)


def _acted_on(reader: Reader, season: str, difference: Difference) -> Iterator[FaultOut]:
    """Delegations with acts of their own: no import may make them differ from what was done."""
    gone = [*difference.removed, *(row for _, row in difference.changed)]
    changed = {row.key for row in gone if row.table == DELEGATIONS}
    keys = sorted(changed & acted_on(reader, season)) if changed else []
    if keys:
        yield _fault("rows_by_act", DELEGATIONS, keys)


def _fault(code: str, table: str, keys: list[str]) -> FaultOut:
    named = "、".join(keys[:MOST_KEYS]) + ("……" if len(keys) > MOST_KEYS else "")
    return body_fault(code, f"/{table}", sheet=f"{BY_NAME[table].sheet} ({table})", count=len(keys), keys=named)
