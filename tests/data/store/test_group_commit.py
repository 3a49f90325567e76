"""Changes that wait for SQLite's write lock share a commit: each whole or not there, none acknowledged before it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import select, text

from data.store import group_commit
from data.store.accounts import add_account, add_grant
from data.store.anchors import anchors_in
from data.store.engine import Store, open_store
from data.store.errors import BusyError, ExistsError, NotKeptError
from data.store.tables import Accounts
from data.store.transaction import Actor, Change
from data.store.turns import Turns
from data.store.verification import verify_store
from tests.conftest import KEY
from tests.data.store.full_disk import no_room_in_the_log

ANNA = Actor("anna", "administrator")
Act = Callable[[Change], None]


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path, anchors: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """An empty store on SQLite, in which slow tests share commits as quick ones do."""
    monkeypatch.setattr(group_commit, "LONGEST_SECONDS", 600)
    shutil.copy(sqlite_template, tmp_path / "pingwei.db")
    opened = open_store(f"sqlite:///{tmp_path / 'pingwei.db'}", KEY, anchors)
    yield opened
    opened.close()


@dataclass(frozen=True, slots=True)
class Apart:
    """An act that wants a transaction of its own."""

    act: Act


def adds(login: str) -> Act:
    """Makes an account with two rows of the trail."""

    def act(change: Change) -> None:
        add_account(change, f"u-{login}", login, login)
        add_grant(change, f"g-{login}", f"u-{login}", "administrator")

    return act


def raises(error: Exception, login: str = "gone") -> Act:
    """Makes an account, and then raises."""

    def act(change: Change) -> None:
        adds(login)(change)
        raise error

    return act


def together(
    store: Store, acts: Sequence[Act | Apart], once_queued: Callable[[], object] = lambda: None
) -> list[set[str] | BaseException]:
    """Carry out ``acts`` in this order, each in a thread of its own, all queued before the first of them ends.

    For each: what it raised, or the logins that a reader saw as soon as it was acknowledged.
    """
    outcomes: list[set[str] | BaseException] = [set()] * len(acts)
    all_queued = Event()

    def run(number: int, one: Act | Apart) -> None:
        act, apart = (one.act, True) if isinstance(one, Apart) else (one, False)
        try:
            with store.change(ANNA, apart=apart) as change:
                if number == 0:
                    all_queued.wait()
                act(change)
            outcomes[number] = logins(store)
        except BaseException as error:
            outcomes[number] = error

    threads = [Thread(target=run, args=(number, one)) for number, one in enumerate(acts)]
    for number, thread in enumerate(threads):
        thread.start()
        while len(store._turns._queue) <= number:
            pass
    once_queued()
    all_queued.set()
    for thread in threads:
        thread.join()
    return outcomes


def logins(store: Store) -> set[str]:
    """Logins of all accounts that are there."""
    with store.read() as reader:
        return {one[0] for one in reader.rows(select(Accounts.login))}


def commits(anchors: Path) -> list[int]:
    """How many rows of the trail each commit brought."""
    return [one.last - one.first + 1 for one in anchors_in([anchors]) if one.phase == "kept"]


def test_changes_that_wait_share_a_commit(store: Store, anchors: Path) -> None:
    names = {f"a{number}" for number in range(12)}
    outcomes = together(store, [adds(name) for name in sorted(names)])
    assert outcomes == [names] * 12  # each acknowledged when all of its commit could be read
    assert commits(anchors) == [24]
    assert verify_store(store, [anchors]).faults == ()


def test_each_sees_what_those_before_it_did(store: Store) -> None:
    seen: list[int] = []

    def counts(change: Change) -> None:
        seen.append(len(change.rows(select(Accounts.id))))
        adds(f"n{len(seen)}")(change)

    together(store, [counts] * 5)
    assert seen == [0, 1, 2, 3, 4]


def test_one_that_raises_takes_nothing_with_it(store: Store, anchors: Path) -> None:
    error = LookupError("mine")
    outcomes = together(store, [adds("a"), raises(error), adds("b"), adds("a"), adds("c")])
    assert outcomes[1] is error
    assert isinstance(outcomes[3], ExistsError)
    assert [outcomes[number] for number in (0, 2, 4)] == [{"a", "b", "c"}] * 3
    assert commits(anchors) == [6]
    assert verify_store(store, [anchors]).faults == ()  # no gap where rows were taken back


@pytest.mark.parametrize("acts", [[raises(LookupError())], [raises(LookupError()), raises(LookupError())]])
def test_where_all_raise_there_is_no_commit(store: Store, anchors: Path, acts: list[Act]) -> None:
    assert [type(one) for one in together(store, acts)] == [LookupError] * len(acts)
    assert (logins(store), commits(anchors)) == (set(), [])


def test_long_changes_have_a_commit_of_their_own(store: Store, anchors: Path) -> None:
    together(store, [adds("a"), adds("b"), Apart(adds("long")), adds("c"), adds("d"), Apart(adds("e"))])
    assert logins(store) == {"a", "b", "long", "c", "d", "e"}
    assert commits(anchors) == [4, 2, 4, 2]


def test_a_commit_is_shared_by_so_many(store: Store, anchors: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "MOST", 3)
    together(store, [adds(name) for name in "abcdefgh"])
    assert commits(anchors) == [6, 6, 4]


def test_nobody_joins_after_a_time(store: Store, anchors: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "LONGEST_SECONDS", 0)
    together(store, [adds(name) for name in "abc"])
    assert commits(anchors) == [2, 2, 2]


def test_a_commit_that_fails_is_acknowledged_to_nobody(store: Store, anchors: Path) -> None:
    """Also an error is none that was told by what was not kept: ``b`` exists only where the first change was kept."""
    together(store, [adds("before")])
    acts = [adds("b"), adds("b"), raises(LookupError()), adds("c")]
    with no_room_in_the_log(store):
        outcomes = together(store, acts)
    assert [type(one) for one in outcomes] == [NotKeptError] * 4
    assert logins(store) == {"before"}
    assert verify_store(store, [anchors]).faults == ()
    assert together(store, [adds("b")]) == [{"before", "b"}]
    assert commits(anchors) == [2, 2]
    assert verify_store(store, [anchors]).faults == ()


def test_an_anchor_that_cannot_be_prepared_keeps_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data.store.anchors.AnchorFile.prepare", fails)
    outcomes = together(store, [adds("a"), adds("b")])
    assert [type(one) for one in outcomes] == [NotKeptError, NotKeptError]
    assert logins(store) == set()


def test_a_full_database_refuses_who_fills_it(store: Store, anchors: Path) -> None:
    def limits(change: Change) -> None:
        pages = change._connection.execute(text("PRAGMA page_count")).scalar()
        change._connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        adds("first")(change)

    def fills(change: Change) -> None:
        for number in range(2000):
            adds(f"much{number}")(change)
            change.flush()

    outcomes = together(store, [limits, fills, adds("last")])
    assert isinstance(outcomes[1], NotKeptError)
    kept = {
        name for name, one in zip(("first", "last"), (outcomes[0], outcomes[2]), strict=True) if isinstance(one, set)
    }
    assert logins(store) == kept
    assert verify_store(store, [anchors]).faults == ()


def test_nothing_is_written_after_sqlite_has_ended_the_transaction(store: Store) -> None:
    """As it does by itself when a disk fails; what came after would be kept at once, statement by statement."""

    def ended(change: Change) -> None:
        change._connection.exec_driver_sql("ROLLBACK")
        with pytest.raises(NotKeptError):
            adds("after")(change)

    outcomes = together(store, [adds("a"), ended, adds("b")])
    assert [type(one) for one in outcomes[:2]] == [NotKeptError, NotKeptError]
    assert outcomes[2] == {"b"} == logins(store)


def test_whoever_gives_up_is_not_called_any_more() -> None:
    turns = Turns(0.01)
    with turns.turn(1) as mine:
        with pytest.raises(BusyError), turns.turn(2):
            pass
        assert not turns.hand_over(mine)
    with turns.turn(3):
        pass
