"""Transactions: all or nothing, one writer, nothing without a trail row."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DatabaseError

from data.store import trail, trail_reading
from data.store.anchors import anchors_in
from data.store.engine import Store, open_store
from data.store.errors import StoreError, WrongKeyError
from data.store.tables import SignInAttempts, Trail
from data.store.transaction import SYSTEM, Actor
from data.store.turns import Turns
from data.store.vault import Vault, key_in, new_key
from data.store.verification import verify_store
from solver.errors import EngineError
from tests.conftest import KEY

ANNA = Actor("anna", "secretariat")


def test_a_change_is_kept_with_its_row(store: Store) -> None:
    with store.change(ANNA, "because", "r-1") as change:
        change.record("create", "thing", "t1", None, {"b": 1, "a": "甲"})
    with store.read() as reader:
        (row,) = trail_reading.trail_rows(reader)
    assert (row.seq, row.actor, row.role, row.action, row.object) == (1, "anna", "secretariat", "create", "t1")
    assert (row.before, row.after, row.reason, row.request_id) == ("null", '{"a":"甲","b":1}', "because", "r-1")
    assert row.previous == trail.GENESIS


def test_a_block_that_raises_leaves_nothing(store: Store, anchors: Path) -> None:
    def fails() -> None:
        with store.change(ANNA) as change:
            change.record("create", "thing", "t1", None, {})
            raise LookupError

    with pytest.raises(LookupError):
        fails()
    with store.read() as reader:
        assert reader.end_of_trail() == trail.Head()
    assert list(anchors_in([anchors])) == []


def test_no_write_without_a_row(store: Store) -> None:
    row = insert(Trail).values(seq=1)
    with store.change(ANNA) as change:
        with pytest.raises(EngineError):
            change.record_all((), row)
        with pytest.raises(EngineError):
            change.keep_house(row)
        change.keep_house(insert(SignInAttempts).values(subject="x", at=change.now, succeeded=True))
    with store.read() as reader:
        assert len(reader.rows(select(SignInAttempts.id))) == 1
        assert reader.end_of_trail().seq == 0


def test_a_reader_sees_one_state(store: Store) -> None:
    with store.read() as reader:
        assert reader.end_of_trail().seq == 0
        with store.change(ANNA) as change:
            change.record("create", "thing", "t1", None, {})
        assert reader.end_of_trail().seq == 0
    with store.read() as reader:
        assert reader.end_of_trail().seq == 1


def test_a_reader_cannot_write(store: Store) -> None:
    statement = text("DELETE FROM sign_in_attempt")
    if store.is_sqlite:
        pytest.skip("SQLite has no transactions that only read; a Reader takes SELECT only")
    with store.read() as reader, pytest.raises(DatabaseError, match="read-only"):
        reader._connection.execute(statement)


def test_a_change_inside_a_change_is_refused(store: Store) -> None:
    with store.change(ANNA), pytest.raises(EngineError), store.change(ANNA):
        pass
    with store.change(ANNA) as change:  # and the turn is free again
        change.record("create", "thing", "t1", None, {})


def test_threads_lose_nothing(store: Store, anchors: Path) -> None:
    """8 threads of 12 changes with 2 rows each: 192 rows in one valid chain, each change's rows side by side."""

    def write(name: str) -> None:
        for number in range(12):
            with store.change(Actor(name, "secretariat")) as change:
                change.record("first", "thing", f"{name}-{number}", None, number)
                change.record("second", "thing", f"{name}-{number}", number, None)

    threads = [threading.Thread(target=write, args=(f"t{one}",)) for one in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as reader:
        rows = list(trail_reading.trail_rows(reader))
    assert len(rows) == 192
    assert {row.object for row in rows} == {f"t{one}-{number}" for one in range(8) for number in range(12)}
    assert all(a.object == b.object and a.action == "first" for a, b in zip(rows[::2], rows[1::2], strict=True))
    found = verify_store(store, [anchors])
    assert (found.rows, found.faults) == (192, ())
    assert found.anchors % 2 == 0  # two lines per commit, which changes share on SQLite
    assert 0 < found.anchors <= 192 if store.is_sqlite else found.anchors == 192


def test_turns_are_given_in_the_order_of_coming() -> None:
    turns, order = Turns(30), list[int]()
    came = [threading.Event() for _ in range(4)]

    def wait(number: int) -> None:
        came[number].set()
        with turns.turn(number):
            order.append(number)

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(4)]
    with turns.turn(99):
        for number, thread in enumerate(threads):
            thread.start()
            came[number].wait()
            while len(turns._queue) < number + 2:
                pass
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3]


def test_identity_numbers_are_never_on_the_trail(store: Store) -> None:
    number = "210102197501011232"
    with store.change(ANNA, f"about {number}") as change:
        change.record("create", "persons", "P1", None, {"identity_no": number, "extra": {"note": [f"id {number}"]}})
    with store.read() as reader:
        (row,) = trail_reading.trail_rows(reader)
    assert number not in repr(row)
    assert "2101**********1232" in row.after
    assert f"hmac:{store.vault.digest(number)[:16]}" in row.after


def test_what_one_key_seals_another_does_not_open() -> None:
    vault, other = Vault(new_key()), Vault(new_key())
    sealed = vault.seal("210102197501011232")
    assert vault.open(sealed) == "210102197501011232"
    assert vault.seal("210102197501011232") != sealed
    assert vault.digest("x") != other.digest("x")
    with pytest.raises(WrongKeyError):
        other.open(sealed)
    with pytest.raises(WrongKeyError):
        Vault("short")


def test_the_key_file_is_made_once_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "identity.key"
    made = key_in(path)
    assert key_in(path) == made
    assert path.stat().st_mode & 0o777 == 0o600
    Vault(made)


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "sqlite:///:memory:"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(StoreError):
        open_store(url, KEY)


def test_the_system_acts_too(store: Store) -> None:
    with store.change(SYSTEM) as change:
        change.record("sweep", "operation", "o", None, None)
    with store.read() as reader:
        assert next(trail_reading.trail_rows(reader)).actor == "system"
