"""Hostile input against the real service: refused with what to do, in little memory, with nothing written or left."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from benchmarks.hostile import Target, target, wrong
from benchmarks.hostile_inputs import CATALOGUE

EACH = 1 if os.environ.get("SOAK") == "full" else 8
"""Every eighth of the catalogue in ``make test``, all of it with ``SOAK=full``; times are for the benchmark."""


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """A service in a process of its own."""
    with target(tmp_path_factory.mktemp("hostile")) as made:
        yield made


def test_every_input_has_its_name() -> None:
    assert len({one.name for one in CATALOGUE}) == len(CATALOGUE) > 100


def test_hostile_input_is_refused_and_leaves_nothing(attacked: Target) -> None:
    found = [attacked.measured(one) for one in CATALOGUE[::EACH]]
    assert {str(one["name"]): (one, wrong(one)) for one in found if wrong(one)} == {}
