"""Panels as somebody may see them: who was drawn, once unsealed; an expert sees only panels they are on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.access import Principal, Row
from api.drawing import row_of
from api.schemas.panels import EarlyOut, MemberOut, PanelOut, SeatOut, StandInOut
from api.season_reach import SeasonReach
from api.season_rows import open_season
from data.season_files.codecs import Json
from data.store import draws
from data.store.draws import SEALED, UNSEALED, StoredDraw
from data.store.errors import AbsentError
from data.store.season_references import rows_with
from data.store.transaction import Reader

SHOWN = frozenset({SEALED, UNSEALED})


def drawn_in(result: Json) -> tuple[list[Any], list[Any]]:
    """Seats and alternates of a stored result; none where it is under seal."""
    told = result if isinstance(result, dict) else {}
    seats, alternates = told.get("seats"), told.get("alternates")
    return (seats if isinstance(seats, list) else []), (alternates if isinstance(alternates, list) else [])


def panel_row(reach: SeasonReach, draw: StoredDraw) -> Row:
    """Where a panel belongs: with its draw; and to those who are on it, once that may be known."""
    row, (seats, alternates) = row_of(reach, draw), drawn_in(draw.result)
    return Row.of(row.season, row.committees, row.authorities, {str(one[0]) for one in (*seats, *alternates)})


def visible(reader: Reader, season: str, who: Principal) -> list[StoredDraw]:
    """Draws with a panel within the reach of ``who``."""
    reach = open_season(reader, season, who)
    found = (one for one in draws.season_draws(reader, season) if one.state in SHOWN)
    return [one for one in found if who.sees(panel_row(reach, one))]


def seen_panel(reader: Reader, season: str, panel: str, who: Principal) -> StoredDraw:
    """A draw with a panel; raises AbsentError or Problem, which answer alike, if absent or hidden."""
    reach = open_season(reader, season, who)
    found = draws.one_draw(reader, season, panel)
    if found.state not in SHOWN:
        raise AbsentError(kind="panel", id=panel)
    who.acting(panel_row(reach, found), found.state)
    return found


def shown(reader: Reader, draw: StoredDraw, result: Json = None) -> PanelOut:
    """A panel with whoever ``result`` (else what was put down on unsealing) names."""
    seats, alternates = drawn_in(result if result is not None else draw.result)
    names = _names(reader, draw.season, {str(one[0]) for one in (*seats, *alternates)})
    early = draw.unsealing
    return PanelOut(
        id=draw.id,
        season=draw.season,
        session=draw.session,
        committee=draw.committee,
        state="sealed" if draw.state == SEALED else "unsealed",
        version=draw.version,
        names_at=draw.names_at,
        unsealed_at=draw.unsealed_at,
        early=EarlyOut.model_validate({n: getattr(early, n) for n in EarlyOut.model_fields}) if early else None,
        members=[
            MemberOut.model_validate({"seat": at, "expert": one, "name": names[one], "group": group, "role": role})
            for at, (one, group, role) in enumerate(seats, start=1)
        ],
        alternates=[StandInOut(expert=one, name=names[one], group=group, rank=rank) for one, group, rank in alternates],
    )


def seats_shown(reader: Reader, season: str, seats: Mapping[str, tuple[str, str, str]]) -> dict[str, SeatOut]:
    """Seats given as (expert, group, role), with the names of those in them."""
    names = _names(reader, season, {expert for expert, _, _ in seats.values()})
    return {
        which: SeatOut.model_validate({"expert": expert, "name": names[expert], "group": group, "role": role})
        for which, (expert, group, role) in seats.items()
    }


def _names(reader: Reader, season: str, experts: Iterable[str]) -> dict[str, str]:
    """Names by expert; ``""`` for one who is no longer in the season."""
    listed = sorted(experts)
    persons = {key: str(body["person"]) for key, body in rows_with(reader, season, "experts", listed).items()}
    named = rows_with(reader, season, "persons", sorted(set(persons.values())))
    return {one: str(named.get(persons.get(one, ""), {}).get("name", "")) for one in listed}
