"""Connections: how large and how late the head of a request may be; whatever is no request is answered as a problem.

The server beneath (uvicorn with httptools) limits neither, keeps headers that never end, and answers in plain text.
"""

from __future__ import annotations

from asyncio import TimerHandle, Transport
from http import HTTPStatus
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.observing import stamp
from api.problems import Problem, problem_response

HEAD_BYTES = 32 * 1024
"""Of address and headers together, counted as HTTP/2 counts them (RFC 9113, section 6.5.2)."""
HEADER_BYTES = 32
"""What each header counts beyond its name and value, so that a thousand empty ones are as large as they are to keep."""
LINGER_SECONDS = 2.0
"""So long is read what a refused client still sends: closed at once, the connection would take the answer with it."""


def connections(seconds: float) -> type[Connection]:
    """The kind of connection whose heads, and bodies nobody waits for any more, may take ``seconds``."""

    class Timed(Connection):
        patience = seconds

    return Timed


class Connection(HttpToolsProtocol):
    """One connection of a client."""

    patience = 10.0
    in_head = True
    head = 0
    fed = 0
    refusal: Problem | None = None
    refused = False
    timer: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Wait for the first request, but not for ever."""
        super().connection_made(transport)
        self._wait(self.patience)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._wait(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has come, unless the client was refused or its head is too large by now."""
        if self.refused:
            return
        if self.in_head:
            self.fed += len(data)
            if self.timer is None:
                self._wait(self.patience)
        super().data_received(data)
        if self.in_head and self.fed > HEAD_BYTES and not self.refused:
            self._refuse(Problem("headers-too-large", limit=HEAD_BYTES))

    def on_url(self, url: bytes) -> None:
        """Count the address."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count a header."""
        self._count(len(name) + len(value) + HEADER_BYTES)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is over; what follows is a body, for whose time the application cares."""
        self.in_head = False
        self._wait(None)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Whatever follows is the head of another request."""
        super().on_message_complete()
        self.in_head, self.head, self.fed = True, 0, 0
        self._wait(None)

    def on_response_complete(self) -> None:
        """A body that goes on after the answer is read for a while, so that the answer arrives, and no longer."""
        if not self.in_head:
            self._wait(self.patience)
        super().on_response_complete()

    def send_400_response(self, _msg: str) -> None:
        """Refuse what is no request, in the service's own words."""
        self._refuse(self.refusal or Problem("malformed"))

    def _count(self, size: int) -> None:
        self.head += size
        if self.head > HEAD_BYTES:
            self.refusal = Problem("headers-too-large", limit=HEAD_BYTES)
            raise self.refusal  # the parser stops, and uvicorn then calls send_400_response

    def _wait(self, seconds: float | None) -> None:
        """Lose patience in so many seconds, or never."""
        if self.timer is not None:
            self.timer.cancel()
        self.timer = None if seconds is None else self.loop.call_later(seconds, self._too_late)

    def _too_late(self) -> None:
        if self.refused or not self.fed or not self.in_head:
            self.transport.close()
        else:
            self._refuse(Problem("body-too-slow"))

    def _refuse(self, problem: Problem) -> None:
        """Answer and close; only close if an earlier answer is still owed, for which this one would be taken."""
        self.refused = True
        owed = self.cycle is not None and not self.cycle.response_complete
        if self.transport.is_closing() or (owed and (self.in_head or self.cycle.response_started)):
            self.transport.close()
            return
        self.transport.write(_answer(problem))
        if owed:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._wait(LINGER_SECONDS)


def _answer(problem: Problem) -> bytes:
    request_id = uuid4().hex
    answer = problem_response(problem, request_id)
    stamp(MutableHeaders(raw=answer.raw_headers), request_id)
    answer.headers["Connection"] = "close"
    status = HTTPStatus(answer.status_code)
    head = [f"HTTP/1.1 {status.value} {status.phrase}".encode(), *(b": ".join(one) for one in answer.raw_headers)]
    return b"\r\n".join([*head, b"", bytes(answer.body)])
