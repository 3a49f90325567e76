"""Accounts and the roles they are granted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, delete, insert, or_, select, update

from data.season_files.codecs import Json
from data.store.errors import AbsentError, ExistsError, StaleError
from data.store.ready_statements import ReadyQuery, ReadyWrite
from data.store.tables import Accounts, Grants
from data.store.transaction import Batch, Change, Reader

COLUMNS = (
    Accounts.id,
    Accounts.login,
    Accounts.name,
    Accounts.password,
    Accounts.subject,
    Accounts.active,
    Accounts.version,
    Accounts.created_at,
)
_ONE = ReadyQuery(select(*COLUMNS).where(Accounts.id == bindparam("account")))
_TAKEN = ReadyQuery(
    select(Accounts.id).where(
        or_(
            Accounts.id == bindparam("account"),
            Accounts.login == bindparam("login"),
            Accounts.subject == bindparam("subject"),
        )
    )
)
"""Whose id, login or subject it is; a subject of None is nobody's, as NULL equals nothing."""
_ADD = ReadyWrite(insert(Accounts))


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in; ``password`` is an argon2 hash (``""``: none), ``subject`` who they are elsewhere."""

    id: str
    login: str
    name: str
    password: str
    subject: str | None
    active: bool
    version: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, in a season (``""``: all), for committees, an authority or an expert named in ``scope`` (empty: all)."""

    id: str
    account: str
    role: str
    season: str
    scope: tuple[str, ...]
    created_at: datetime


def add_account(
    change: Change, account: str, login: str, name: str, password: str = "", subject: str | None = None
) -> Account:
    """Make an account; raises ExistsError if its id, login or subject is taken."""
    if change.ask(_TAKEN, account=account, login=login, subject=subject):
        raise ExistsError(kind="account", id=login)
    made = Account(account, login, name, password, subject, True, 1, change.now)
    values = {column.key: getattr(made, column.key) for column in COLUMNS}
    change.record("create", "account", account, None, _told(made), Batch(_ADD, (values,)))
    return made


def change_account(change: Change, after: Account, if_version: int | None) -> Account:
    """Replace name, password, subject and state of an account; raises AbsentError, StaleError."""
    before = one_account(change, after.id)
    if if_version is not None and before.version != if_version:
        raise StaleError(kind="account", id=after.id, found=before.version, expected=if_version)
    now = replace(after, login=before.login, version=before.version + 1, created_at=before.created_at)
    values = {column.key: getattr(now, column.key) for column in COLUMNS}
    told = _told(now) | ({"password_changed": True} if now.password != before.password else {})
    write = update(Accounts).where(Accounts.id == after.id).values(**values)
    change.record("change", "account", after.id, _told(before), told, write)
    return now


def _told(account: Account) -> dict[str, Json]:
    return {
        "login": account.login,
        "name": account.name,
        "active": account.active,
        "has_password": account.password != "",
        "has_subject": account.subject is not None,
    }


def all_accounts(reader: Reader) -> tuple[Account, ...]:
    """Every account, by login."""
    return tuple(Account(*row) for row in reader.rows(select(*COLUMNS).order_by(Accounts.login)))


def one_account(reader: Reader, account: str) -> Account:
    """One account; raises AbsentError."""
    found = reader.ask(_ONE, account=account)
    if not found:
        raise AbsentError(kind="account", id=account)
    return Account(*found[0])


def account_with_login(reader: Reader, login: str) -> Account | None:
    """The account of a login, if there is one."""
    return _account_where(reader, Accounts.login == login)


def account_with_subject(reader: Reader, subject: str) -> Account | None:
    """The account of somebody an identity provider has named, if there is one."""
    return _account_where(reader, Accounts.subject == subject)


def _account_where(reader: Reader, condition: ColumnElement[bool]) -> Account | None:
    row = reader.first(select(*COLUMNS).where(condition))
    return Account(*row) if row else None


def add_grant(
    change: Change, grant: str, account: str, role: str, scope: Sequence[str] = (), season: str = ""
) -> Grant:
    """Grant a role; raises AbsentError if there is no such account, ExistsError if the id is taken."""
    one_account(change, account)
    if change.first(select(Grants.id).where(Grants.id == grant)):
        raise ExistsError(kind="grant", id=grant)
    listed: Json = list(scope)
    values = {"id": grant, "account": account, "role": role, "season": season, "scope": listed}
    told: Json = {"role": role, "season": season, "scope": listed}
    write = insert(Grants).values(**values, created_at=change.now)
    change.record("grant", "account", account, None, told, write)
    return Grant(grant, account, role, season, tuple(scope), change.now)


def remove_grant(change: Change, grant: str) -> None:
    """Take a role away; raises AbsentError."""
    found = [one for one in grants(change) if one.id == grant]
    if not found:
        raise AbsentError(kind="grant", id=grant)
    told: Json = {"role": found[0].role, "season": found[0].season, "scope": list(found[0].scope)}
    change.record("withdraw", "account", found[0].account, told, None, delete(Grants).where(Grants.id == grant))


def grants(reader: Reader, account: str = "") -> tuple[Grant, ...]:
    """Every grant, of one account if asked, oldest first."""
    columns = (Grants.id, Grants.account, Grants.role, Grants.season, Grants.scope, Grants.created_at)
    found = select(*columns).order_by(Grants.created_at, Grants.id)
    rows = reader.rows(found.where(Grants.account == account) if account else found)
    return tuple(Grant(one, of, role, season, _listed(scope), at) for one, of, role, season, scope, at in rows)


def _listed(scope: Json) -> tuple[str, ...]:
    return tuple(str(one) for one in scope) if isinstance(scope, list) else ()
