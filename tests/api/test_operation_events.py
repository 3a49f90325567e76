"""Events of an operation that another process works at: resumed without gap or repetition, ended for certain."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator

import pytest

from api import operation_events
from api.operation_events import Watch
from data.store import operations
from data.store.engine import Store, open_store
from data.store.operations import Beat
from data.store.transaction import Actor
from tests.api.planning import plannable, stored
from tests.conftest import KEY

WORKER, ONE = "w-1", "op-1"


@pytest.fixture
def elsewhere(database_url: str) -> Iterator[Store]:
    """The same store as another process has it open."""
    opened = open_store(database_url, KEY)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operation_events, "LOOK", 0.005)
    monkeypatch.setattr(operation_events, "QUIET", 0.02)


def begun(store: Store) -> None:
    stored(store, plannable())
    with store.change(Actor("u-1", "secretariat")) as change:
        operations.queue(change, ONE, "solve", "2026", {})
        operations.claim(change, WORKER, change.now, ONE)


def beat(store: Store, percent: int) -> None:
    with store.change(Actor("system", "system")) as change:
        assert operations.beat(change, ONE, WORKER, Beat("panels", percent, float(percent), 100.0))


def end(store: Store) -> None:
    with store.change(Actor("system", "system")) as change:
        assert operations.finish(change, ONE, WORKER, "succeeded", "p-1")


def fields(text: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in text.strip().splitlines())


async def next_event(stream: AsyncIterator[str]) -> dict[str, str]:
    """The next event, whatever comments come before it."""
    async for text in stream:
        if text.startswith("event: "):
            return fields(text)
    raise AssertionError("the stream has ended")


def percent(event: dict[str, str]) -> int:
    return int(json.loads(event["data"])["percent"])


def test_a_watch_that_breaks_off_goes_on_where_it_was(store: Store, elsewhere: Store) -> None:
    begun(elsewhere)

    async def watched() -> tuple[list[int], list[str]]:
        told: list[int] = []
        ids: list[str] = []
        last = ""
        for step in range(1, 6):  # each connection breaks off after one event
            beat(elsewhere, 10 * step)
            stream = Watch(store, ONE, last).events()
            assert await anext(stream) == "retry: 2000\n\n"
            event = await next_event(stream)
            last = event["id"]
            told.append(percent(event))
            ids.append(last)
        end(elsewhere)
        stream = Watch(store, ONE, last).events()
        rest = [text async for text in stream]
        (final,) = [fields(text) for text in rest if text.startswith("event: ")]
        assert final["event"] == "end"
        return [*told, percent(final)], [*ids, final["id"]]

    told, ids = asyncio.run(watched())
    assert told == [10, 20, 30, 40, 50, 100]
    assert len(set(ids)) == len(ids)


def test_what_was_told_is_not_told_again_and_silence_is_filled(store: Store, elsewhere: Store) -> None:
    begun(elsewhere)
    beat(elsewhere, 30)

    async def watched() -> list[str]:
        first = await next_event(Watch(store, ONE).events())
        stream = Watch(store, ONE, first["id"]).events()
        heard = [await anext(stream) for _ in range(4)]  # nothing new: the retry, then comments
        beat(elsewhere, 60)
        event = await next_event(stream)
        assert percent(event) == 60
        end(elsewhere)
        assert (await next_event(stream))["event"] == "end"
        assert [text async for text in stream] == []  # over
        return heard

    heard = asyncio.run(watched())
    assert heard[0].startswith("retry: ")
    assert all(text.startswith(":") and text.endswith("\n\n") for text in heard[1:])


def test_an_end_that_came_while_nobody_watched_is_told(store: Store, elsewhere: Store) -> None:
    begun(elsewhere)
    seen = asyncio.run(next_event(Watch(store, ONE).events()))
    end(elsewhere)
    late = asyncio.run(next_event(Watch(store, ONE, seen["id"]).events()))
    assert (late["event"], percent(late)) == ("end", 100)
    assert operation_events.is_told(store, ONE, late["id"])
    assert not operation_events.is_told(store, ONE, seen["id"])


def test_a_stream_ends_after_its_time_and_the_next_one_goes_on(store: Store, elsewhere: Store) -> None:
    begun(elsewhere)
    beat(elsewhere, 10)

    async def watched() -> list[str]:
        return [text async for text in Watch(store, ONE, longest=0.0).events()]

    told = asyncio.run(watched())
    assert [text.split(":")[0] for text in told] == ["retry", "event"]
    beat(elsewhere, 20)
    assert percent(asyncio.run(next_event(Watch(store, ONE, fields(told[1])["id"]).events()))) == 20
