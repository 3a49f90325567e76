"""``/sign-in``, ``/sign-out`` and ``/me``: getting a token, ending it, and oneself."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import Cookie, Query, Request, Response
from fastapi.responses import RedirectResponse

from api import identity_sign_in
from api.access import Who
from api.access_table import Scope
from api.guard import TheSettings, TheStore, routes
from api.identity_provider import CALLBACK, IdentityProvider
from api.observing import request_id
from api.openapi import problems
from api.passwords import fits, hashed, refuse_weak
from api.problems import Problem
from api.routes.roles import shown as shown_grant
from api.schemas.accounts import MeOut, PasswordIn, SecretIn, SignedInOut, SignInIn
from api.signing_in import end_sign_ins, redeem
from api.signing_in import sign_in as sign_in_by_password
from api.transactions import Changing
from data.store import accounts
from data.store.tokens import revoke_token

router = routes("sign-in")


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _counted(request: Request, outcome: str) -> None:
    request.app.state.metrics.sign_ins.labels(outcome).inc()


@router.post(
    "/sign-in",
    operation_id="signIn",
    summary="用口令登录 / sign in by password",
    responses=problems("sign-in-refused", "too-many-sign-ins"),
)
def sign_in(request: Request, asked: SignInIn, store: TheStore, settings: TheSettings) -> SignedInOut:
    """A wrong login and a wrong password answer alike, and take as long."""
    try:
        signed_in = sign_in_by_password(store, settings, asked, _address(request), request_id(request))
    except Problem as problem:
        _counted(request, problem.code)
        raise
    _counted(request, "password")
    return signed_in


@router.post(
    "/sign-in/secret",
    operation_id="redeemSecret",
    summary="用一次性口令设置口令并登录 / set a password by a one-time secret",
    responses=problems("secret-refused", "too-many-sign-ins"),
)
def redeem_secret(request: Request, asked: SecretIn, store: TheStore, settings: TheSettings) -> SignedInOut:
    """The first administrator's secret makes the account; any other sets the password of the account it is for."""
    return redeem(store, settings, asked, _address(request), request_id(request))


@router.get(
    "/sign-in/identity",
    operation_id="beginIdentitySignIn",
    summary="到统一身份认证登录 / sign in at the identity provider",
    status_code=303,
    response_class=RedirectResponse,
    responses={
        303: {"description": "前往 / on the way"},
        **problems("not-found", "provider-unreachable"),
    },
)
def begin_identity_sign_in(request: Request, store: TheStore, settings: TheSettings) -> RedirectResponse:
    """Sends the browser to the identity provider; 404 where none is set up."""
    journey = identity_sign_in.begin(store, _provider(request))
    response = RedirectResponse(journey.address, 303)
    response.set_cookie(
        identity_sign_in.COOKIE,
        journey.state,
        max_age=identity_sign_in.SECONDS,
        path=CALLBACK,
        secure=settings.public_url.startswith("https:"),
        httponly=True,
        samesite="lax",
    )
    return response


@router.get(
    "/sign-in/identity/callback",
    operation_id="endIdentitySignIn",
    summary="从统一身份认证返回 / back from the identity provider",
    responses=problems("identity-refused", "no-account", "not-found", "provider-unreachable"),
)
def end_identity_sign_in(
    request: Request,
    store: TheStore,
    settings: TheSettings,
    state: Annotated[str, Query(max_length=256, description="所发出的 state / the state sent out")],
    code: Annotated[str, Query(max_length=2048, description="拒绝时为空 / empty if refused there")] = "",
    pingwei_identity_state: Annotated[
        str, Cookie(max_length=256, description="出发时所置 / set when the journey began")
    ] = "",
) -> SignedInOut:
    """The provider sends the browser here; whoever is identified and has an account is signed in."""
    provider = _provider(request)
    if not code:
        raise Problem("identity-refused")
    states = (state, pingwei_identity_state)
    signed_in = identity_sign_in.end(store, settings, provider, code, states, request_id(request))
    _counted(request, "identity")
    return signed_in


def _provider(request: Request) -> IdentityProvider:
    provider: IdentityProvider | None = request.app.state.identity_provider
    if provider is None:
        raise Problem("not-found")
    return provider


@router.post("/sign-out", operation_id="signOut", summary="退出登录 / sign out", status_code=204)
def sign_out(who: Who, changing: Changing) -> Response:
    """Ends the token that is shown."""
    with changing() as change:
        revoke_token(change, who.token)
    return Response(status_code=204)


@router.get("/me", operation_id="readMe", summary="我是谁 / who I am")
def read_me(who: Who, store: TheStore) -> MeOut:
    """One's own account, roles and scopes."""
    with store.read() as reader:
        held = accounts.grants(reader, who.account)
    scopes = None if who.scopes is None else [one for one in Scope if one in who.scopes]
    return MeOut(account=who.account, name=who.name, roles=[shown_grant(one) for one in held], scopes=scopes)


@router.post(
    "/me/password",
    operation_id="changeMyPassword",
    summary="修改我的口令 / change my password",
    status_code=204,
    responses=problems("sign-in-refused"),
)
def change_my_password(asked: PasswordIn, who: Who, store: TheStore, changing: Changing) -> Response:
    """Ends every other sign-in of the account."""
    with store.read() as reader:
        account = accounts.one_account(reader, who.account)
    if not fits(asked.current, account.password):
        raise Problem("sign-in-refused")
    refuse_weak(asked.new, account.login, "/new")
    password = hashed(asked.new)
    with changing("password changed") as change:
        accounts.change_account(change, replace(account, password=password), account.version)
        end_sign_ins(change, who.account, but=who.token)
    return Response(status_code=204)
