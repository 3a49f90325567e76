"""From a season to what is announced about the draw of one of its sessions."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from api.version import VERSION
from solver.domain.faults import Fault
from solver.domain.plan import Plan
from solver.domain.vocabulary import Selection
from solver.draw.ceremony import announce, seal
from solver.draw.entities import Lottery, Method, Pool
from solver.draw.merkle import SALT
from solver.draw.seed import LONGEST, ROLES, SHORTEST
from solver.draw.transcript import Announcement, Redraw, Sealed, Terms
from solver.errors import InputError

if TYPE_CHECKING:
    from solver.rules.brief import Brief

CHAIN = 32
"""Bytes of the secret of the one-time codes."""


@dataclass(frozen=True)
class Request:
    """What is to be drawn, from which season and plan, and how."""

    season: Path
    session: str
    plan: Path | None
    effort: int
    seed: int
    method: Method
    balls: int


@dataclass(frozen=True)
class Prepared:
    """The pool and the lottery of a session, with the season and plan they come from."""

    brief: Brief
    plan: Plan
    pool: Pool
    lottery: Lottery | None
    standby: tuple[tuple[str, int], ...]


def prepare(request: Request) -> Prepared:
    """Read the season and its plan (made with the effort asked for where none is given) and prepare the draw.

    Raises
    ------
    InputError
        With every fault of the files, or if the session is none that can be drawn.
    """
    from data.briefing import brief_for
    from data.plan_files.plan_file import read_plan
    from data.season_files.season_file import read_season
    from solver.draw.season import SeasonDraws
    from solver.planning.budget import Budget
    from solver.planning.season_plan import plan_season

    brief = brief_for(read_season(request.season))
    budget = Budget(None, request.effort, time.monotonic)
    plan = read_plan(request.plan) if request.plan else plan_season(brief, budget, request.seed)
    faults = undrawable(plan, request.session)
    if faults:
        raise InputError(faults)
    draws = SeasonDraws(brief, plan)
    found = draws.prepare(request.session, request.method, request.balls)
    standby = sorted(draws.merits.alternates_per_group(plan.session[request.session]).items())
    return Prepared(brief, plan, found.pool, found.lottery, tuple(standby))


def undrawable(plan: Plan, session: str) -> list[Fault]:
    """Why ``session`` of ``plan`` cannot be drawn: nothing if it can."""
    drawn = [one.id for one in plan.sessions if one.selection is Selection.DRAWN and one.start is not None]
    choices = (("choices", "、".join(drawn)),)
    row = plan.session.get(session)
    if row is None:
        return [Fault("session_unknown", place="--session", value=session, facts=choices)]
    if row.selection is not Selection.DRAWN:
        return [Fault("session_chosen", place="--session", value=session, facts=choices)]
    if row.start is None:
        return [Fault("session_undated", place="--session", value=session)]
    return []


def refuse_outside_window(prepared: Prepared, day: date) -> None:
    """Raise InputError if a draw announced on ``day`` would be too early or too late for its session (PD-03)."""
    from solver.draw.window import draw_window

    session = prepared.plan.session[prepared.pool.session]
    window = draw_window(prepared.brief, session)
    if window is None or window.first <= day <= window.last:
        return
    code = "draw_too_early" if day < window.first else "draw_too_late"
    facts = {"first": window.first.isoformat(), "last": window.last.isoformat(), "on": day.isoformat()}
    raise InputError([Fault(code, place="--on", value=session.id, facts=tuple(facts.items()))])


def announced(
    prepared: Prepared, lottery: Lottery, terms: Terms, salts: tuple[bytes, ...], chain: bytes
) -> tuple[Announcement, Sealed]:
    """What is published about the draw of ``lottery``, and what goes under seal."""
    again = prepared.plan.session[prepared.pool.session].draw
    if again and terms.redraw is None:
        raise InputError([Fault("redraw_needed", place="--redraw-of", value=prepared.pool.session)])
    sealed = seal(prepared.pool, salts, chain, terms.draw)
    return announce(lottery, prepared.pool, sealed, terms, VERSION)


def rehearsed(secrets: Mapping[str, bytes], count: int) -> tuple[tuple[bytes, ...], bytes]:
    """Salts and chain secret of a rehearsal, which follow from its contributions so that it can be repeated.

    In a real draw both are random: whoever knows the contributions of a rehearsal can look behind its leaves.
    """
    joined = b"".join(hashlib.sha256(role.encode() + b"\0" + secrets[role]).digest() for role in sorted(secrets))
    made = [hmac.digest(joined, f"pingwei rehearsal {one}".encode(), "sha256") for one in range(count + 1)]
    return tuple(one[:SALT] for one in made[:count]), made[count][:CHAIN]


def read_contributions(path: Path) -> dict[str, bytes]:
    """Read ``c.json``: role → secret in hexadecimal.

    Raises
    ------
    InputError
        With every fault: roles that are missing or unknown, secrets that are no hexadecimal, too short or too long.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError([Fault("not_json", place=path.name, value=str(error)[:120])]) from error
    if not isinstance(document, dict):
        raise InputError([Fault("json_type", place="/", value=str(document)[:40], facts=(("expected", "object"),))])
    choices = (("choices", ", ".join(ROLES)),)
    faults = [
        Fault("unknown_role", place=f"/{role}", value=role, facts=choices) for role in document if role not in ROLES
    ]
    faults += [Fault("contribution_missing", place=path.name, value=role) for role in ROLES if role not in document]
    found = dict[str, bytes]()
    for role in (role for role in ROLES if role in document):
        try:
            found[role] = secret_of(role, document[role])
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return found


def secret_of(role: str, text: object) -> bytes:
    """A secret given in hexadecimal; InputError if it is none, too short or too long."""
    try:
        secret = bytes.fromhex(text if isinstance(text, str) else "?")
    except ValueError as error:
        facts = (("role", role),)
        raise InputError([Fault("not_hex", place=f"/{role}", facts=facts)]) from error
    if not SHORTEST <= len(secret) <= LONGEST:
        limits = (("role", role), ("least", str(SHORTEST)), ("most", str(LONGEST)))
        raise InputError([Fault("secret_length", place=f"/{role}", value=str(len(secret)), facts=limits)])
    return secret


def redraw_of(first: Path | None, reason: str, approved_by: str, document: str) -> Redraw | None:
    """The link of a redraw to the commitment of the first draw; None where nothing is redrawn."""
    from data.documents.draw_files import read_paper
    from solver.draw.canonical import digest
    from solver.draw.transcript import Commitment

    if first is None:
        return None
    return Redraw(digest(read_paper(Commitment, first)), reason, approved_by, document)
