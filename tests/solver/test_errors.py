"""Errors carry a code and parameters, and survive the way to another process."""

from __future__ import annotations

import pickle

import pytest

from solver.domain.faults import Fault
from solver.errors import EngineError, InputError, PingweiError, RegisterError, UnknownYearError


@pytest.mark.parametrize(
    "error",
    [
        InputError([Fault("duplicate", "experts", 7, "id", "专家库!A7", "E017")]),
        UnknownYearError(year=2027, known=(2025, 2026)),
        RegisterError(rule="CN40-09a", parameter="low"),
        EngineError(what="a plan that breaks a rule"),
    ],
)
def test_errors_pickle_whole(error: PingweiError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert copy.parameters == error.parameters
    assert str(copy) == str(error)


def test_the_faults_of_an_input_are_all_there() -> None:
    faults = [Fault("type", "rooms", row, "seats", f"会场!D{row}", "四十") for row in (2, 3)]
    error = InputError(faults)
    assert error.faults == tuple(faults)
    assert "会场!D3" in str(error)
