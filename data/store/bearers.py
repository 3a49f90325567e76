"""Who shows a token: token, account and grants in one query, since every request asks for them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from data.season_files.codecs import Json
from data.store.engine import Store
from data.store.ready_statements import ReadyQuery
from data.store.tables import Accounts, Grants, Tokens
from data.store.tokens import token_digest


@dataclass(frozen=True, slots=True)
class Held:
    """A role that is held, in a season (``""``: all), for what ``scope`` names."""

    role: str
    season: str
    scope: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bearer:
    """An open account with a token in force: the token's id, kind and scopes, and what the account holds."""

    account: str
    name: str
    token: str
    kind: str
    scopes: tuple[str, ...]
    held: tuple[Held, ...]


_SHOWN = ReadyQuery(
    select(
        Accounts.id, Accounts.name, Tokens.id, Tokens.kind, Tokens.scopes, Tokens.expires_at,
        Grants.role, Grants.season, Grants.scope,
    )
    .join(Accounts, Accounts.id == Tokens.account)
    .join(Grants, Grants.account == Accounts.id, isouter=True)
    .where(Tokens.digest == bindparam("digest"), Tokens.revoked_at.is_(None), Accounts.active.is_(True))
    .order_by(Grants.created_at, Grants.id)
)  # fmt: skip


def bearer_of(store: Store, secret: str) -> Bearer | None:
    """Who shows ``secret``, if the token is in force now and its account open."""
    rows = store.look(_SHOWN, digest=token_digest(secret))
    if not rows or rows[0][5] <= store.clock():
        return None
    account, name, token, kind, scopes, *_ = rows[0]
    held = tuple(Held(role, season, _listed(scope)) for *_, role, season, scope in rows if role is not None)
    return Bearer(account, name, token, kind, _listed(scopes), held)


def _listed(names: Json) -> tuple[str, ...]:
    return tuple(str(one) for one in names) if isinstance(names, list) else ()
