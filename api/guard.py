"""Routers whose routes admit by the access table before they read anything of the request.

``routes("seasons")`` makes a router for ordinary bodies, ``routes("imports", upload=True)`` one for files.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from api.access import Principal, line_of
from api.access_table import Line
from api.bearer import principal_of
from api.limits import limited, refuse_bad_json, refuse_nul
from api.settings import Settings
from data.store.engine import Store
from data.store.sealing import Seal

INLINE_BYTES = 16 * 1024
"""Up to this size a body is looked at where it arrives: to change to another thread would take longer."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class GuardedRoute(APIRoute):
    """A route that is nobody's unless the access table names it; its bodies are small and shallow."""

    upload = False

    def __init__(self, path: str, endpoint: Callable[..., Any], **others: Any) -> None:
        super().__init__(path, in_one_thread(endpoint), **others)

    def get_route_handler(self) -> Handler:
        """The handler behind the guard."""
        handle = super().get_route_handler()
        line = line_of(self.operation_id)

        async def guarded(request: Request) -> Response:
            settings = settings_of(request)
            refuse_nul(request.scope)
            if not line.public:
                request.state.principal = await _principal(request, line)
            limit = settings.upload_limit if self.upload else settings.body_limit
            counted = Request(request.scope, limited(request.receive, request.scope, limit, settings.body_seconds))
            if not self.upload and _is_json(counted):
                await _look_at(await counted.body(), settings.json_depth)
            return await handle(counted)

        return guarded


async def _principal(request: Request, line: Line) -> Principal:
    asked = (store_of(request), request.headers.get("authorization", ""), line)
    if store_of(request).is_sqlite:  # quicker than the change of thread, and it never waits: Store.look
        return principal_of(*asked)
    return await run_in_threadpool(principal_of, *asked)


async def _look_at(body: bytes, depth: int) -> None:
    if len(body) <= INLINE_BYTES:
        refuse_bad_json(body, depth)
    else:
        await run_in_threadpool(refuse_bad_json, body, depth)


def in_one_thread(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """``endpoint`` as a coroutine: for a plain function FastAPI changes the thread again to look at the answer."""
    if iscoroutinefunction(endpoint) or isasyncgenfunction(endpoint) or isgeneratorfunction(endpoint):
        return endpoint

    @wraps(endpoint)
    async def called(*args: object, **asked: object) -> object:
        return await run_in_threadpool(endpoint, *args, **asked)

    return called


class UploadRoute(GuardedRoute):
    """A route that takes whole files; nothing of them is looked at in this process."""

    upload = True


def routes(*tags: str, upload: bool = False) -> APIRouter:
    """A router under ``/v1`` whose operations are guarded."""
    return APIRouter(prefix="/v1", tags=list(tags), route_class=UploadRoute if upload else GuardedRoute)


def _is_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or kind.endswith("+json")


def settings_of(request: Request) -> Settings:
    """The settings the service was started with."""
    found: Settings = request.app.state.settings
    return found


def store_of(request: Request) -> Store:
    """The store of the service."""
    found: Store = request.app.state.store
    return found


async def _store(request: Request) -> Store:  # a function that is not async would cost a change of thread
    return store_of(request)


async def _seal(request: Request) -> Seal:
    found: Seal = request.app.state.seal
    return found


async def _settings(request: Request) -> Settings:
    return settings_of(request)


TheStore = Annotated[Store, Depends(_store)]
TheSeal = Annotated[Seal, Depends(_seal)]
TheSettings = Annotated[Settings, Depends(_settings)]
