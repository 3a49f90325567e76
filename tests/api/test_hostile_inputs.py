"""Hostile input against the real service: refused with what to do, in little memory, with nothing written or left."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from api.settings import Settings
from benchmarks.hostile import MOST_BYTES, Target, Watched, target, wrong
from benchmarks.hostile_connections import GET, HEADS, LARGE, SLOW, Client, Wire, post
from benchmarks.hostile_inputs import ARCHIVES, CATALOGUE

EACH = 1 if os.environ.get("SOAK") == "full" else 16
"""Every sixteenth of the catalogue in ``make test``, all of it with ``SOAK=full``; times are for the benchmark."""
PATIENCE = 5
"""Seconds for which the service under attack waits for what does not come."""


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """A service in a process of its own."""
    with target(tmp_path_factory.mktemp("hostile"), settings={"PINGWEI_BODY_SECONDS": str(PATIENCE)}) as made:
        yield made


def test_every_input_has_its_name() -> None:
    assert len({one.name for one in CATALOGUE}) == len(CATALOGUE) > 100


def test_hostile_input_is_refused_and_leaves_nothing(attacked: Target) -> None:
    found = [attacked.measured(one) for one in CATALOGUE[::EACH]]
    assert {str(one["name"]): (one, wrong(one)) for one in found if wrong(one)} == {}


def sent(attacked: Target, wire: Wire) -> Client:
    """A client that has sent what ``wire`` says."""
    return Client(attacked.process.port, attacked.token).send(wire.pieces)


@pytest.mark.parametrize("wire", [*HEADS, *LARGE], ids=lambda one: one.name)
def test_what_never_ends_or_is_no_request_is_answered_while_it_is_sent(attacked: Target, wire: Wire) -> None:
    rows = attacked.rows()
    with Watched(attacked.process.running.pid) as watched:
        client = sent(attacked, wire)
        assert client.answer() == (wire.status, wire.code)
    assert client.headers()["content-type"] == "application/problem+json"
    assert watched.growth < MOST_BYTES
    assert (attacked.rows(), attacked.left()) == (rows, [])
    client.close()


def test_who_keeps_the_service_waiting_is_told_so_and_cut_off(attacked: Target) -> None:
    clients = {wire.name: sent(attacked, wire) for wire in SLOW}
    silent = Client(attacked.process.port, attacked.token)
    told = {name: client.answer() for name, client in clients.items()}
    assert told == {wire.name: (wire.status, wire.code) for wire in SLOW}
    assert all(client.ends(10) for client in clients.values())
    assert silent.ends(10)
    assert silent.told == b""
    assert attacked.left() == []


def test_a_body_that_drips_on_after_its_answer_is_cut_off(attacked: Target) -> None:
    client = sent(attacked, Wire("", [post("Content-Length: 1000000000000\r\n")], 413, ""))
    assert client.answer() == (413, "body-too-large")
    for _ in range(4 * PATIENCE):
        client.send([b"x"])
        if client.ends(0.5):
            break
    else:
        pytest.fail("it is still read from")


def test_a_refused_request_behind_another_does_not_take_its_answer(attacked: Target) -> None:
    honest = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
    client = sent(attacked, Wire("", [honest + GET + b"X: " + b"x" * 100_000 + b"\r\n\r\n"], 0, ""))
    assert client.answer()[0] in (0, 200)
    assert client.ends(10)


def test_more_uploads_than_may_wait_are_told_when_to_come_again(attacked: Target) -> None:
    places = Settings().uploads_at_once + Settings().uploads_waiting
    began = Wire("", [post("Content-Length: 1000\r\n") + b"abc"], 0, "")
    waiting = [sent(attacked, began) for _ in range(places)]
    while len(attacked.lying()) < places:
        time.sleep(0.01)
    client = sent(attacked, began)
    assert client.answer() == (503, "busy")
    assert int(client.headers()["retry-after"]) > 0
    for one in waiting:
        one.close()
    while attacked.lying():
        time.sleep(0.01)
    assert attacked.ask(ARCHIVES[-1])[0] == 422  # there is room again, and the file is looked at
