"""Signing in: by password, by one-time secret, at the identity provider; each ends in a token of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from api import first_administrator
from api.access_table import Role
from api.bearer import SIGN_IN, new_token
from api.passwords import fits, hashed, refuse_weak
from api.problems import Problem
from api.schemas.accounts import SecretIn, SignedInOut, SignInIn
from api.settings import Settings
from api.sign_in_limit import begin_attempt, note_failure, note_success
from data.store import accounts
from data.store.accounts import Account
from data.store.engine import Store
from data.store.tokens import Token, add_token, revoke_token, tokens, use_one_time_secret
from data.store.transaction import Actor, Change, Reader

PASSWORD = "password"
"""Purpose of the one-time secrets by which a password is set."""


def new_id(kind: str) -> str:
    """A new id of a kind, such as ``u-5f0c4f6e0d1b``."""
    return f"{kind}-{uuid4().hex[:12]}"


def acting_as(reader: Reader, account: str) -> Actor:
    """Somebody acting on their own account, in the first role they hold."""
    held = accounts.grants(reader, account)
    return Actor(account, held[0].role if held else "nobody")


def sign_in(store: Store, settings: Settings, asked: SignInIn, address: str, request_id: str) -> SignedInOut:
    """Sign in by password; raises Problem ``sign-in-refused`` (whatever the reason) or ``too-many-sign-ins``."""
    begin_attempt(store, settings, asked.login, address)
    with store.read() as reader:
        account = accounts.account_with_login(reader, asked.login)
    known = fits(asked.password, account.password if account else "")
    if account is None or not known or not account.active:
        note_failure(store, address)
        raise Problem("sign-in-refused")
    with store.read() as reader:
        actor = acting_as(reader, account.id)
    with store.change(actor, request_id=request_id) as change:
        note_success(change, asked.login)
        return begin_sign_in(change, settings, account)


def begin_sign_in(change: Change, settings: Settings, account: Account) -> SignedInOut:
    """A token for ``account``."""
    secret = new_token()
    until = change.now + timedelta(seconds=settings.sign_in_seconds)
    add_token(change, Token(new_id("t"), SIGN_IN, "", account.id, (), change.now, until, None), secret)
    return SignedInOut(token=secret, account=account.id, expires_at=until)


def end_sign_ins(change: Change, account: str, but: str = "") -> None:
    """End every sign-in of ``account``, but for the token ``but``."""
    for token in tokens(change, account, SIGN_IN):
        if token.id != but:
            revoke_token(change, token.id)


def redeem(store: Store, settings: Settings, asked: SecretIn, address: str, request_id: str) -> SignedInOut:
    """Set a password by a one-time secret, and sign in; raises Problem ``secret-refused`` or ``validation``."""
    refuse_weak(asked.password, asked.login, "/password")
    begin_attempt(store, settings, asked.login, address)
    password = hashed(asked.password)
    with store.read() as reader:
        account = accounts.account_with_login(reader, asked.login)
        actor = acting_as(reader, account.id) if account else Actor(new_id("u"), Role.ADMINISTRATOR)
    try:
        with store.change(actor, "one-time secret", request_id) as change:
            redeemed = _redeemed(change, asked, password)
            end_sign_ins(change, redeemed.id)
            note_success(change, asked.login)
            return begin_sign_in(change, settings, redeemed)
    except Problem:
        note_failure(store, address)
        raise


def _redeemed(change: Change, asked: SecretIn, password: str) -> Account:
    account = accounts.account_with_login(change, asked.login)
    if account is None:
        if use_one_time_secret(change, asked.secret, first_administrator.PURPOSE) is None:
            raise Problem("secret-refused")
        made = accounts.add_account(change, change.actor.id, asked.login, asked.login, password)
        accounts.add_grant(change, new_id("g"), made.id, Role.ADMINISTRATOR)
        return made
    known = use_one_time_secret(change, asked.secret, PASSWORD)
    if known is None or known.subject != account.id or not account.active:
        raise Problem("secret-refused")
    return accounts.change_account(change, replace(account, password=password), account.version)
