"""What the service tells about itself: request ids, one log line per request, and Prometheus metrics.

Neither logs nor metrics hold personal data: a request is named by its route's template, never by its address, query,
headers or body; whoever asked, by the opaque id of their account.
"""

from __future__ import annotations

import logging
import re
import time
from uuid import uuid4

from fastapi import FastAPI
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import Problem, problem_response

LOG = logging.getLogger("pingwei.requests")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
NOWHERE = "(none)"
"""Route of requests that match none."""


class Metrics:
    """Counters of one application, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "pingwei_requests", "Requests answered", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "pingwei_request_seconds", "Time to answer", ["method", "route"], registry=self.registry
        )
        self.open = Gauge("pingwei_requests_open", "Requests being answered", registry=self.registry)
        self.sign_ins = Counter("pingwei_sign_ins", "Sign-ins by outcome", ["outcome"], registry=self.registry)


class Observed:
    """ASGI middleware: gives each request its id, logs and counts it, and turns what nobody caught into a problem."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = request_id_of(Headers(scope=scope).get("x-request-id", ""))
        scope.setdefault("state", {})["request_id"] = request_id
        status = 500
        started = False

        async def answer(message: Message) -> None:
            nonlocal status, started
            if message["type"] == "http.response.start":
                status, started = message["status"], True
                stamp(MutableHeaders(scope=message), request_id)
            await send(message)

        begun = time.perf_counter()
        with self.metrics.open.track_inprogress():
            try:
                await self.app(scope, receive, answer)
            except Exception:  # the last line of defence: a portal gets a problem, the log gets the place in the code
                LOG.exception("unhandled", extra={"request_id": request_id, "route": route_of(scope)})
                if started:
                    raise
                await problem_response(Problem("internal"), request_id)(scope, receive, answer)
            finally:
                self._tell(scope, request_id, status, time.perf_counter() - begun)

    def _tell(self, scope: Scope, request_id: str, status: int, seconds: float) -> None:
        method, route = method_of(scope), route_of(scope)
        self.metrics.requests.labels(method, route, str(status)).inc()
        self.metrics.seconds.labels(method, route).observe(seconds)
        principal = scope.get("state", {}).get("principal")
        LOG.info(
            "request",
            extra={
                "request_id": request_id,
                "method": method,
                "route": route,
                "status": status,
                "ms": round(seconds * 1000, 1),
                "account": principal.account if principal else "",
            },
        )


def stamp(headers: MutableHeaders, request_id: str) -> None:
    """Put into the headers of an answer what every answer has."""
    headers["X-Request-ID"] = request_id
    headers["X-Content-Type-Options"] = "nosniff"
    headers.setdefault("Cache-Control", "no-store")


def request_id_of(given: str) -> str:
    """The caller's request id if it is a harmless one, else a new one."""
    return given if _REQUEST_ID.fullmatch(given) else uuid4().hex


def route_of(scope: Scope) -> str:
    """Template of the route that was asked for, such as ``/v1/users/{user}``."""
    return getattr(scope.get("route"), "path", NOWHERE)


def method_of(scope: Scope) -> str:
    """The method, or ``OTHER`` for invented ones, so that nobody can fill the metrics with names."""
    method: str = scope["method"]
    return method if method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "OTHER"


def request_id(request: Request) -> str:
    """Id of the request being answered."""
    found: str = request.state.request_id
    return found


def install_observing(app: FastAPI) -> Metrics:
    """Observe every request of ``app``."""
    metrics = Metrics()
    app.add_middleware(Observed, metrics=metrics)
    return metrics
