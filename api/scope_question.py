"""An application that is not in the season, put beside those that are, for one question; nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import replace

from api.access import Principal, Row
from api.problems import Problem, body_fault, problem_of
from api.schemas.problem import FaultOut
from api.schemas.scope_routes import ScopeQuestionIn
from api.season_briefs import Briefs
from api.season_reach import sees_all
from api.season_rows import open_season
from data.season_files.codecs import Json
from data.season_files.columns import BY_NAME
from data.season_files.row_json import entity_of
from data.store.season_references import Sees, check_row
from data.store.transaction import Reader
from solver.domain.committees import Application
from solver.domain.season import Season
from solver.errors import InputError
from solver.rules.brief import Brief

APPLICATIONS, PERSONS = BY_NAME["applications"], BY_NAME["persons"]
FORESEEN = "拟申报"
"""Id of an application, and of an applicant, that has none yet."""


def foreseen(
    reader: Reader, season: str, who: Principal, asked: ScopeQuestionIn, briefs: Briefs
) -> tuple[Brief, Application]:
    """The season with the application in it as its last.

    Raises
    ------
    AbsentError, Problem
        ``not-found`` for a season out of reach, or an application that ``who`` would not see in it; ``input`` with
        every fault of the question, each at its JSON pointer.
    """
    reach = open_season(reader, season, who)
    brief = briefs.of(reader, season)
    row, person = _rows(asked, brief.season)
    faults = _faults(reader, season, asked, (row, person), reach.sees(who))
    faults += _own_faults(asked, brief.season)
    if faults:
        raise Problem("input", faults)
    who.acting(Row(season, shared=True) if sees_all(who, season) else reach.row(APPLICATIONS.name, row))
    application: Application = entity_of(APPLICATIONS, row)
    persons = brief.season.persons if person is None else (*brief.season.persons, entity_of(PERSONS, person))
    applications = (*brief.season.applications, application)
    return replace(brief, season=replace(brief.season, applications=applications, persons=persons)), application


def _rows(asked: ScopeQuestionIn, season: Season) -> tuple[dict[str, Json], dict[str, Json] | None]:
    """The application as a row, and its applicant where it names none of the season's."""
    row = {"id": _unused(season.application), **asked.application.root}
    if row.get("applicant"):
        return row, None
    row["applicant"] = _unused(season.person)
    return row, {"id": row["applicant"], "name": FORESEEN, "employer": asked.employer}


def _unused(taken: Container[str]) -> str:
    one = FORESEEN
    while one in taken:
        one += "′"
    return one


def _faults(
    reader: Reader,
    season: str,
    asked: ScopeQuestionIn,
    rows: tuple[Mapping[str, Json], Mapping[str, Json] | None],
    sees: Sees,
) -> list[FaultOut]:
    """What the reader of season files finds in the application, and in the employer of somebody not yet known."""
    row, person = rows
    beside = {} if person is None else {PERSONS.name: [person]}
    found = _told(lambda: check_row(reader, season, APPLICATIONS, row, None, sees, beside), "/application")
    if person is not None and asked.employer:
        found += _told(lambda: check_row(reader, season, PERSONS, person, None, sees), "")
    return found


def _told(check: Callable[[], None], below: str) -> list[FaultOut]:
    try:
        check()
    except InputError as error:
        below_it = [replace(fault, place=below + fault.place) for fault in error.faults]
        return list(problem_of(InputError(below_it)).faults)
    return []


def _own_faults(asked: ScopeQuestionIn, season: Season) -> list[FaultOut]:
    found = []
    if asked.employer and asked.application.root.get("applicant"):
        found.append(body_fault("employer_of_applicant", "/employer"))
    first, last = season.header.first_day, season.header.last_day
    if asked.on is not None and not first <= asked.on <= last:
        found.append(body_fault("outside_season", "/on", first=first, last=last))
    return found
