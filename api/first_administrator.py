"""The first administrator: a secret that works once, made as long as there is none."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_urlsafe

from api.access_table import Role
from api.settings import Settings
from data.store.accounts import all_accounts, grants
from data.store.engine import Store
from data.store.tokens import OneTimeSecret, add_one_time_secret, void_one_time_secrets
from data.store.transaction import SYSTEM, Reader

PURPOSE = "first-administrator"


def administrators(reader: Reader) -> frozenset[str]:
    """Ids of the open accounts with the administrator's role."""
    granted = {one.account for one in grants(reader) if one.role == Role.ADMINISTRATOR}
    return frozenset(account.id for account in all_accounts(reader) if account.active and account.id in granted)


def first_secret(store: Store, settings: Settings) -> str:
    """A new secret for a first administrator, which voids earlier ones; ``""`` if there is an administrator."""
    secret = token_urlsafe(24)
    with store.change(SYSTEM) as change:
        if administrators(change):
            return ""
        void_one_time_secrets(change, PURPOSE, "")
        until = change.now + timedelta(seconds=settings.secret_seconds)
        add_one_time_secret(change, secret, OneTimeSecret(PURPOSE, "", None, until))
    return secret
