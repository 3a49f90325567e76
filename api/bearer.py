"""From the token in a request to whoever is asking."""

from __future__ import annotations

from secrets import token_urlsafe

from api.access import Grant, Principal, admit
from api.access_table import Line, Role
from api.problems import Problem
from data.store.bearers import bearer_of
from data.store.engine import Store

SIGN_IN = "sign-in"
"""Kind of the tokens that people get by signing in; they carry all roles of the account."""
SERVICE = "service"
"""Kind of the tokens for programs, limited to their scopes."""


def new_token() -> str:
    """A token nobody can guess: 256 random bits behind a prefix that secret scanners can look for."""
    return "pingwei_" + token_urlsafe(32)


def principal_of(store: Store, authorization: str, line: Line) -> Principal:
    """Who shows this Authorization header, admitted to the operation of ``line``.

    Raises
    ------
    Problem
        ``not-signed-in`` without a token in force of an open account, ``forbidden`` if the table does not admit them.
    """
    scheme, _, secret = authorization.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise Problem("not-signed-in")
    bearer = bearer_of(store, secret.strip())
    if bearer is None:
        raise Problem("not-signed-in")
    scopes = None if bearer.kind == SIGN_IN else frozenset(bearer.scopes)
    grants = tuple(Grant(Role(one.role), frozenset(one.scope), one.season) for one in bearer.held)
    return admit(Principal(bearer.account, bearer.name, bearer.token, grants, scopes, line))
