"""The register: what is in force at a place on a day, and what a season's policy sheet makes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256

from data.regulations.documents import documents
from data.regulations.places import chain
from data.regulations.policy import applied, faults_of
from data.regulations.profiles import changes, default_profiles
from solver.domain.committees import PolicyChange
from solver.errors import InputError
from solver.rules.rulebook import Provision, Rulebook


def register(on: date, place: str) -> Rulebook:
    """Every provision known, each in force or not at ``place`` on the day ``on``.

    A provision is in force if its document is of the place or of what the place belongs to, ``on`` lies between its
    dates, and it is on by default or turned on by a default profile. Provisions of other places, other times and those
    off by default are kept, so that a policy sheet can turn them on and people can read them.

    Raises
    ------
    InputError
        If the place is unknown; 全国 asks for the national rules alone.
    """
    here = chain(place)
    known = dict(every_provision())
    for profile in default_profiles():
        for one, (in_force, parameters) in changes(profile, True, known).items():
            known[one] = replace(known[one], in_force=in_force, parameters=parameters)
    resolved = {one.id: replace(one, in_force=one.in_force and _applies(one, on, here)) for one in known.values()}
    return Rulebook(here[0], on, resolved, digest(resolved))


@cache
def every_provision() -> Mapping[str, Provision]:
    """By id: every provision of every document as it is written, in force anywhere or not."""
    return {one.id: one for document in documents() for one in document.provisions}


def with_policy(rulebook: Rulebook, rows: Sequence[PolicyChange]) -> Rulebook:
    """``rulebook`` with the numbers of a season's policy sheet, each change noted with its reason.

    Raises
    ------
    InputError
        With every fault of the sheet at once (table ``policy``).
    """
    faults = tuple(faults_of(rows, rulebook.provisions))
    if faults:
        raise InputError(faults)
    provisions = applied(rows, rulebook.provisions)
    return replace(rulebook, provisions=provisions, digest=digest(provisions))


def digest(provisions: Mapping[str, Provision]) -> str:
    """SHA-256 (hexadecimal) of what binds: id, in force, severity and parameters of every provision."""
    content = [[one.id, one.in_force, one.severity, one.parameters] for one in provisions.values()]
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _applies(provision: Provision, on: date, here: tuple[str, ...]) -> bool:
    begun = provision.since is None or provision.since <= on
    ended = provision.until is not None and provision.until < on
    return provision.place in here and begun and not ended
