"""``/users``: accounts, kept by the administrator."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from secrets import token_urlsafe

from fastapi import Response

from api.access import Row, Who
from api.first_administrator import administrators
from api.guard import TheSettings, TheStore, routes
from api.openapi import problems
from api.paging import Paged, page_of
from api.preconditions import IfMatch, show_version
from api.problems import Problem
from api.schemas.accounts import AccountChange, AccountIn, AccountOut, SecretOut
from api.schemas.base import Id, PageOut
from api.signing_in import PASSWORD, end_sign_ins, new_id
from api.transactions import Changing
from data.store import accounts
from data.store.accounts import Account
from data.store.tokens import OneTimeSecret, add_one_time_secret, void_one_time_secrets

router = routes("users")


def shown(account: Account) -> AccountOut:
    """An account as it is shown."""
    return AccountOut(
        id=account.id,
        login=account.login,
        name=account.name,
        active=account.active,
        has_password=account.password != "",
        has_subject=account.subject is not None,
        created_at=account.created_at,
        version=account.version,
    )


def state_of(account: Account) -> str:
    """State of an account in the access table."""
    return "active" if account.active else "closed"


@router.get("/users", operation_id="listUsers", summary="账号列表 / accounts")
def list_users(page: Paged, store: TheStore, _: Who) -> PageOut[AccountOut]:
    """By login."""
    with store.read() as reader:
        found = [one for one in accounts.all_accounts(reader) if one.login > page.after]
    return page_of(found[: page.ask], page, key=lambda one: one.login, shown=shown)


@router.post(
    "/users",
    operation_id="createUser",
    summary="新建账号 / make an account",
    status_code=201,
    responses=problems("exists-already"),
)
def create_user(asked: AccountIn, response: Response, changing: Changing) -> AccountOut:
    """A new account without roles, which cannot sign in yet."""
    with changing() as change:
        made = accounts.add_account(change, new_id("u"), asked.login, asked.name, subject=asked.subject)
    response.headers["Location"] = f"/v1/users/{made.id}"
    show_version(response, made.version)
    return shown(made)


@router.get("/users/{user}", operation_id="readUser", summary="读取账号 / read an account")
def read_user(user: Id, response: Response, store: TheStore, _: Who) -> AccountOut:
    """One account, with its version as ETag."""
    with store.read() as reader:
        account = accounts.one_account(reader, user)
    show_version(response, account.version)
    return shown(account)


@router.patch(
    "/users/{user}",
    operation_id="changeUser",
    summary="修改或停用账号 / change or close an account",
    responses=problems("last-administrator"),
)
def change_user(user: Id, asked: AccountChange, seen: IfMatch, response: Response, changing: Changing) -> AccountOut:
    """A closed account cannot sign in, and its tokens stop working at once."""
    given = asked.model_dump(exclude_unset=True)
    kept = {name: value for name, value in given.items() if name == "subject" or value is not None}
    with changing() as change:
        account = accounts.one_account(change, user)
        seen.require(account.version)
        after = accounts.change_account(change, replace(account, **kept), account.version)
        if not after.active:
            end_sign_ins(change, user)
        if not administrators(change):
            raise Problem("last-administrator")
    show_version(response, after.version)
    return shown(after)


@router.post(
    "/users/{user}:secret",
    operation_id="issueSecret",
    summary="发放一次性口令 / issue a one-time secret",
    responses=problems("state-forbids"),
)
def issue_secret(user: Id, who: Who, settings: TheSettings, changing: Changing) -> SecretOut:
    """For the account's owner, who sets a password by it; voids the one issued before. Sign-ins go on."""
    secret = token_urlsafe(24)
    with changing("one-time secret issued") as change:
        account = accounts.one_account(change, user)
        who.acting(Row(shared=True), state_of(account))
        void_one_time_secrets(change, PASSWORD, user)
        until = change.now + timedelta(seconds=settings.secret_seconds)
        add_one_time_secret(change, secret, OneTimeSecret(PASSWORD, user, None, until))
        change.record("issue-secret", "account", user, None, {"expires_at": until.isoformat()})
    return SecretOut(secret=secret, expires_at=until)
