"""``pingwei pins``: what a person changed in a plan as pins of the season, and the conflicts of the pins there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from api.exits import Exit
from api.texts import Lang, word
from solver.domain.faults import Fault
from solver.domain.pins import Pin
from solver.domain.season import Season
from solver.domain.vocabulary import PinMatter
from solver.errors import InputError
from solver.rules.brief import Brief

MOST_LINES = 40
"""Pins that are printed; a plan that is kept as a whole has some thousands."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What ``pingwei pins`` is asked.

    ``edited`` is the plan as a person changed it (None: only tell what the pins of the season are), ``against`` the one
    that it was changed from (None: the whole of ``edited`` is kept), ``output`` the season to write.
    """

    season: Path
    edited: Path | None
    against: Path | None
    output: Path | None
    reason: str = ""
    decided_by: str = ""
    told: bool = False


def run_pins(asked: Asked, lang: Lang, out: Console) -> int:
    """Write the season with its new pins, tell each of them and their conflicts; returns the exit code."""
    from data.briefing import brief_for
    from data.season_files.season_file import read_season, write_season

    season = read_season(asked.season)
    pinned = _pinned(season, asked, lang, out) if asked.edited else season
    brief = brief_for(pinned)
    shown = pinned.pins[len(pinned.pins) - _new(season, pinned) :] if asked.edited else pinned.pins
    for pin in shown[:MOST_LINES]:
        out.print(f"  • {told_of(pin, brief, lang)}", markup=False, highlight=False, soft_wrap=True)
    if len(shown) > MOST_LINES:
        place = asked.output or (None if asked.edited else asked.season)
        more = word("pins_more" if place else "pins_more_unwritten", lang, count=len(shown) - MOST_LINES, place=place)
        out.print(f"  {more}", markup=False, highlight=False, soft_wrap=True)
    broken = tell_conflicts(brief, lang, out)
    if asked.output is not None:
        write_season(pinned, asked.output)
        out.print(f"{word('written', lang)} {asked.output}", markup=False, highlight=False)
    return Exit.RULES_BROKEN if broken else Exit.FINE


def _new(season: Season, pinned: Season) -> int:
    """How many pins of ``pinned`` are not of ``season``: they come last."""
    return len([pin for pin in pinned.pins if pin not in season.pins])


def _pinned(season: Season, asked: Asked, lang: Lang, out: Console) -> Season:
    """``season`` with what a person changed; the session a whole plan is kept in are sessions wanted."""
    from data.plan_files.plan_file import read_plan
    from solver.domain.hand_edits import edits_between, everything_in, forms_in, merged, numbered

    assert asked.edited is not None
    edited = read_plan(asked.edited)
    former = read_plan(asked.against) if asked.against else None
    edits = edits_between(former, edited) if former else None
    if edits is not None and edits.lost:
        place = asked.edited.name
        raise InputError([Fault("pin_of_no_session", place=place, value=one) for one in edits.lost])
    same = {"reason": asked.reason, "decided_by": asked.decided_by, "told": asked.told or None}
    pins = edits.pins if edits is not None else everything_in(edited)
    made = numbered(pins, (pin.id for pin in season.pins), **same)
    strangers = tuple(_strangers(season, made, asked.edited.name))
    if strangers:
        raise InputError(strangers)
    rows, dropped = merged(season.pins, made)
    for pin in dropped:
        out.print(word("pin_dropped", lang, value=pin.id), markup=False, highlight=False)
    out.print(
        word("pins_made" if asked.output else "pins_only_told", lang, count=len(made)), markup=False, highlight=False
    )
    forms = edits.forms if edits is not None else forms_in(edited.sessions)
    known = {one.id for one in forms}
    return replace(season, pins=rows, sessions=(*(row for row in season.sessions if row.id not in known), *forms))


def _strangers(season: Season, pins: Iterable[Pin], place: str) -> Iterator[Fault]:
    """Ids in a plan as edited that the season does not have; a season with pins of them could not be read again."""
    known = (
        ("expert", "experts", season.expert, "评委名单"),
        ("room", "rooms", season.room, "评审会"),
        ("application", "applications", season.application, "申报与主审"),
    )
    met: set[tuple[str, str]] = set()
    for pin in pins:
        for field, table, rows, sheet in known:
            value = getattr(pin, field)
            if value and value not in rows and (field, value) not in met:
                met.add((field, value))
                where = "申报与主审" if pin.what is PinMatter.READER else sheet
                facts = (("table", table),)
                yield Fault("dangling", "pins", None, field, f"{place} {where} {pin.session}", value, facts)


def told_of(pin: Pin, brief: Brief, lang: Lang) -> str:
    """One line on a pin: its id, what is kept or forbidden, and of whom."""
    from solver.explain.pin_texts import pin_text

    return pin_text(pin, brief, lang)


def tell_conflicts(brief: Brief, lang: Lang, out: Console) -> bool:
    """Print the conflicts of the pins of a season; whether there are any."""
    from api.tables import findings_table
    from solver.planning.pin_conflicts import pin_conflicts

    found = pin_conflicts(brief) if brief.season.pins else ()
    if found:
        out.print(word("pin_conflicts", lang, count=len(found)), markup=False)
        out.print(findings_table(found, brief, lang))
    return bool(found)
