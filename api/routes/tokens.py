"""``/tokens``: service tokens, limited to scopes and to a time; only their hash is kept."""

from __future__ import annotations

from datetime import timedelta

from fastapi import Response

from api.access import Grant, Principal, Who
from api.access_table import TABLE, Role, Scope
from api.bearer import SERVICE, new_token
from api.guard import TheSettings, TheStore, routes
from api.openapi import problems
from api.paging import Paged, page_of
from api.problems import Problem, body_fault
from api.schemas.accounts import NewTokenOut, TokenIn, TokenOut
from api.schemas.base import Id, PageOut
from api.settings import Settings
from api.signing_in import new_id
from api.transactions import Changing
from data.store import accounts
from data.store.tokens import Token, add_token, revoke_token, tokens
from data.store.transaction import Reader

router = routes("tokens")


def shown(token: Token) -> TokenOut:
    """A token as it is listed."""
    return TokenOut(
        id=token.id,
        kind=token.kind,
        label=token.label,
        account=token.account or "",
        scopes=[Scope(one) for one in token.scopes],
        created_at=token.created_at,
        expires_at=token.expires_at,
        revoked=token.revoked_at is not None,
    )


@router.get("/tokens", operation_id="listTokens", summary="令牌列表 / tokens")
def list_tokens(page: Paged, who: Who, store: TheStore) -> PageOut[TokenOut]:
    """One's own tokens; an administrator sees everybody's service tokens too."""
    with store.read() as reader:
        found = {one.id: one for one in tokens(reader, who.account)}
        if _is_administrator(who):
            found |= {one.id: one for one in tokens(reader, kind=SERVICE)}
    after = [found[one] for one in sorted(found) if one > page.after]
    return page_of(after[: page.ask], page, key=lambda one: one.id, shown=shown)


@router.post(
    "/tokens",
    operation_id="createToken",
    summary="新建令牌 / make a token",
    status_code=201,
    responses=problems("scope-beyond-role", "not-found"),
)
def create_token(
    asked: TokenIn, who: Who, response: Response, settings: TheSettings, changing: Changing
) -> NewTokenOut:
    """The token is shown in this answer and never again."""
    _refuse_long(asked, settings)
    secret = new_token()
    with changing() as change:
        account = asked.account or who.account
        if account != who.account:
            _refuse_people(change, who, account)
        _refuse_beyond(change, account, asked.scopes)
        until = change.now + timedelta(days=asked.days)
        made = Token(new_id("t"), SERVICE, asked.label, account, tuple(asked.scopes), change.now, until, None)
        add_token(change, made, secret)
    response.headers["Location"] = f"/v1/tokens/{made.id}"
    return NewTokenOut(**shown(made).model_dump(), token=secret)


def _refuse_long(asked: TokenIn, settings: Settings) -> None:
    if asked.days > settings.token_days_max:
        raise Problem("validation", [body_fault("less_than_equal", "/days", le=settings.token_days_max)])


def _refuse_people(reader: Reader, who: Principal, account: str) -> None:
    """Only an administrator makes tokens for others, and only for accounts that nobody signs in to."""
    if not _is_administrator(who):
        raise Problem("forbidden")
    found = accounts.one_account(reader, account)
    if found.password or found.subject:
        raise Problem("forbidden")


def _refuse_beyond(reader: Reader, account: str, scopes: list[Scope]) -> None:
    held = {Role(one.role) for one in accounts.grants(reader, account)}
    reachable = {line.scope for line in TABLE if not held.isdisjoint(line.roles)}
    if not reachable.issuperset(scopes):
        raise Problem("scope-beyond-role")


def _is_administrator(who: Principal) -> bool:
    administrator = Grant(Role.ADMINISTRATOR)
    return any(grant.role is administrator.role for grant in who.grants)


@router.delete("/tokens/{token}", operation_id="revokeToken", summary="撤销令牌 / revoke a token", status_code=204)
def revoke(token: Id, who: Who, changing: Changing) -> Response:
    """Works at once; of others' tokens only an administrator may, and only service tokens."""
    with changing() as change:
        mine = {one.id for one in tokens(change, who.account)}
        others = {one.id for one in tokens(change, kind=SERVICE)} if _is_administrator(who) else set()
        if token not in mine | others:
            raise Problem("not-found")
        revoke_token(change, token)
    return Response(status_code=204)
