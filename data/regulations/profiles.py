"""Profiles: named sets of provisions that are turned on together; ``product`` is on by default."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from solver.rules.rulebook import Provision


@dataclass(frozen=True, slots=True)
class Profile:
    """Provisions turned on together, and the parameters set with them (by rule id)."""

    id: str
    zh: str
    en: str
    turns_on: tuple[str, ...]
    on: bool = False
    parameters: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    verification: str = ""
    note: str = ""


@cache
def profiles() -> Mapping[str, Profile]:
    """Every profile by id."""
    rows = tomllib.loads((files("data.regulations") / "profiles.toml").read_text("utf-8"))["profile"]
    return {row["id"]: Profile(**(row | {"turns_on": tuple(row["turns_on"])})) for row in rows}


def default_profiles() -> tuple[Profile, ...]:
    """The profiles that hold without anybody asking for them."""
    return tuple(profile for profile in profiles().values() if profile.on)


def changes(
    profile: Profile, on: bool, provisions: Mapping[str, Provision]
) -> Mapping[str, tuple[bool, Mapping[str, object]]]:
    """By rule id: whether it is in force, and its parameters, once ``profile`` is turned on or off."""
    touched = dict.fromkeys((*profile.turns_on, *profile.parameters))
    return {
        one: (
            on if one in profile.turns_on else provisions[one].in_force,
            {**provisions[one].parameters, **(profile.parameters.get(one, {}) if on else {})},
        )
        for one in touched
    }
