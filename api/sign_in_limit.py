"""The limit on tries to sign in: by login, strictly; by address, more loosely, since an office may share one.

A try is put down as failed before the password is looked at, so that many tries at once do not slip past the count.
"""

from __future__ import annotations

from datetime import timedelta

from api.problems import Problem
from api.settings import Settings
from data.store.engine import Store
from data.store.sign_ins import add_attempt, failures_since, forget_attempts
from data.store.transaction import SYSTEM, Change


def begin_attempt(store: Store, settings: Settings, login: str, address: str) -> None:
    """Count a try of ``login`` from ``address``; raises Problem ``too-many-sign-ins`` beyond the limits."""
    with store.change(SYSTEM) as change:
        since = change.now - timedelta(seconds=settings.sign_in_window)
        forget_attempts(change, since)
        by_login = failures_since(change, _login(login), since) >= settings.sign_in_failures
        by_address = failures_since(change, _address(address), since) >= settings.sign_in_failures_address
        if not (by_login or by_address):
            add_attempt(change, _login(login), False)
    if by_login or by_address:
        seconds = settings.sign_in_window
        raise Problem("too-many-sign-ins", headers={"Retry-After": str(seconds)}, seconds=seconds)


def note_failure(store: Store, address: str) -> None:
    """Count a try from ``address`` that failed."""
    with store.change(SYSTEM) as change:
        add_attempt(change, _address(address), False)


def note_success(change: Change, login: str) -> None:
    """Forget the failed tries of ``login``: its owner has signed in."""
    add_attempt(change, _login(login), True)


def _login(login: str) -> str:
    return f"login {login}"


def _address(address: str) -> str:
    return f"address {address}"
