"""Changes of the store on behalf of whoever is asking: their account, the role that admits them, the request's id."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.access import Who
from api.guard import TheStore
from api.observing import request_id
from data.store.engine import Store
from data.store.transaction import Actor, Change


@dataclass(frozen=True, slots=True)
class Changes:
    """Opens transactions in the name of ``actor``."""

    store: Store
    actor: Actor
    request_id: str

    def __call__(
        self, reason: str = "", actor: Actor | None = None, apart: bool = False
    ) -> AbstractContextManager[Change]:
        """A transaction that writes, for ``reason``; ``actor`` names another of the person's roles.

        ``apart`` is for what takes long, such as a whole season: no other change waits for it to be kept.
        """
        return self.store.change(actor or self.actor, reason, self.request_id, apart)


async def _changes(request: Request, store: TheStore, who: Who) -> Changes:
    admitted = who.admitted()
    actor = Actor(who.account, admitted[0].role) if admitted else who.myself
    return Changes(store, actor, request_id(request))


Changing = Annotated[Changes, Depends(_changes)]
