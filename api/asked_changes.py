"""What changed, as somebody sends it for a repair: every fault at once, and what only an act of its own may change.

A committee is suspended and a delegation revoked by acts with their own right, reason and flags; a repair goes by those
that stand. Whoever does not come to a drawn panel is followed by a draw of its own (``replacements``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from api.access import Principal
from api.problems import Problem, body_fault, problem_of
from api.schemas.problem import FaultOut
from api.season_imports import row_line
from api.season_reach import SeasonReach, whole_roles
from api.season_rows import IDENTITY, refuse_long_keys
from data.change_files.changes_json import changes_of
from data.season_files.codecs import Json
from data.season_files.columns import BY_NAME
from data.season_files.row_json import entity_of
from data.store.season_references import check_row
from data.store.transaction import Reader
from data.store.vault import Vault
from solver.domain.changes import Changes, Suspended
from solver.domain.committees import Committee
from solver.domain.plan import Plan
from solver.domain.season import Season
from solver.domain.vocabulary import CommitteeState, DelegationState
from solver.errors import InputError
from solver.rules.publication import published_form

BELOW = "/changes"
"""Where the changes stand in the body of a request."""
NEW_ROWS = ("persons", "relations", "applications")
WRITES: Mapping[str, tuple[str, str]] = {
    "declined": ("create", "unavailability"),
    "unavailable": ("create", "unavailability"),
    "room_lost": ("replace", "rooms"),
    "persons": ("create", "persons"),
    "relations": ("create", "relations"),
    "applications": ("create", "applications"),
    "withdrawn": ("replace", "applications"),
}
"""By list of changes: what is done to the rows of which table. The lists that are not here change no row."""


@dataclass(frozen=True, slots=True)
class Base:
    """The plan that is repaired, and the season it is repaired in; ``told``: it is published, so people know of it."""

    season: Season
    plan: Plan
    told: bool

    @property
    def known(self) -> Plan:
        """The plan as people know it: once published it names nobody in sessions that await their draw."""
        return published_form(self.plan) if self.told else self.plan


def read_changes(document: Json, base: Base) -> Changes:
    """The changes of a request, acts of their own as they stand.

    Raises
    ------
    Problem
        ``input``, with every fault.
    """
    found, faults = _read(document, base)
    if found is None or faults:
        raise Problem("input", faults)
    return replace(found, suspended=tuple(_as_it_stands(row, base.season) for row in found.suspended))


def check_changes(document: Json, base: Base, reader: Reader, reach: SeasonReach, who: Principal) -> None:
    """Raise Problem ``input`` with every fault of the changes, of the rows that they bring among the others as well."""
    _, found = _read(document, base)
    told = {(one.code, one.pointer) for one in found}
    for one in _of_rows(document, reader, reach, who):
        if (one.code, one.pointer) not in told:
            found.append(one)
    if found:
        raise Problem("input", found)


def need_rows(document: Json, who: Principal, season: str) -> None:
    """Raise Problem ``forbidden`` unless ``who`` might make each of the changes row by row, and with this token."""
    wanted = [one for key, one in WRITES.items() if isinstance(document, dict) and document.get(key)]
    roles = whole_roles(who, season)
    for act, table in wanted:
        line = row_line(act, table)
        if not any(line.may(role) for role in roles) or not (who.scopes is None or line.scope in who.scopes):
            raise Problem("forbidden")


def sealed(document: Json, vault: Vault) -> Json:
    """The changes as they may wait in the store: identity numbers under seal."""
    return _with_numbers(document, vault.seal)


def unsealed(document: Json, vault: Vault) -> Json:
    """What :func:`sealed` was given."""
    return _with_numbers(document, vault.open)


def _with_numbers(document: Json, turned: Callable[[str], str]) -> Json:
    """``document`` with the identity number of each new person ``turned``."""
    persons = document.get("persons") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(persons, list):
        return document
    return {**document, "persons": [_turned(row, turned) if isinstance(row, dict) else row for row in persons]}


def _turned(row: dict[str, Json], turned: Callable[[str], str]) -> dict[str, Json]:
    return {
        name: turned(value) if name in IDENTITY and isinstance(value, str) and value else value
        for name, value in row.items()
    }


def _read(document: Json, base: Base) -> tuple[Changes | None, list[FaultOut]]:
    """The changes, None where they cannot be read; and every fault, each below the member of the body."""
    others = list(_of_other_acts(document, base))
    try:
        return changes_of(document, base.season, base.known), others
    except InputError as error:
        below = [replace(one, place=BELOW + one.place.rstrip("/")) for one in error.faults]
        return None, [*problem_of(InputError(below, error.more)).faults, *others]


def _rows(document: Json, name: str) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """The rows of a list, as far as they are rows, each with its pointer."""
    listed = document.get(name) if isinstance(document, dict) else None
    for number, row in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(row, dict):
            yield f"{BELOW}/{name}/{number}", row


def _of_other_acts(document: Json, base: Base) -> Iterator[FaultOut]:
    """What is for an act of its own that has not been done, or not so."""
    for at, row in _rows(document, "suspended"):
        committee = base.season.committee.get(str(row.get("committee")))
        if committee is not None and not _stands(row, committee):
            yield body_fault("measure_first", f"{at}/committee", committee=committee.id)
    for at, row in _rows(document, "revoked"):
        letter = base.season.delegation.get(str(row.get("delegation")))
        if letter is not None and letter.state is not DelegationState.REVOKED:
            yield body_fault("revoke_first", f"{at}/delegation", delegation=letter.id)
    for at, row in _rows(document, "declined"):
        session = base.plan.session.get(str(row.get("session")))
        if session is not None and session.draw:
            yield body_fault("replace_drawn", f"{at}/session", session=session.id, draw=session.draw)


def _stands(row: Mapping[str, Json], committee: Committee) -> bool:
    """Whether the measure of ``row`` is the one that stands; days that it does not name are those of the measure."""
    days = {"from": committee.state_from, "to": committee.state_to}
    return committee.state is not CommitteeState.ACTIVE and all(
        not row.get(name) or row[name] == (day and day.isoformat()) for name, day in days.items()
    )


def _as_it_stands(row: Suspended, season: Season) -> Suspended:
    committee = season.committee[row.committee]
    return replace(row, start=committee.state_from, end=committee.state_to)


def _of_rows(document: Json, reader: Reader, reach: SeasonReach, who: Principal) -> Iterator[FaultOut]:
    """What speaks against new rows among those that there are and that come with them."""
    new = {name: list(_rows(document, name)) for name in NEW_ROWS}
    for name, rows in new.items():
        for number, (at, row) in enumerate(rows):
            persons = [body for _, body in new["persons"][: number if name == "persons" else None]]
            try:
                beside = {"persons": persons}
                check_row(reader, reach.season, BY_NAME[name], row, None, reach.sees(who), beside)
                refuse_long_keys(BY_NAME[name], (entity_of(BY_NAME[name], row),))
            except InputError as error:
                below = [replace(one, place=at + one.place.removeprefix(f"/{name}/0")) for one in error.faults]
                yield from problem_of(InputError(below, error.more)).faults
