"""Sign-ins at the identity provider, from the browser's leaving to its coming back.

What must come back (state, nonce, PKCE verifier) is kept as a secret that works once, and bound to the browser by a
cookie, so that nobody can be signed in by a link that somebody else began.
"""

from __future__ import annotations

from datetime import timedelta
from hmac import compare_digest

from api.identity_provider import IdentityProvider, Journey
from api.problems import Problem
from api.schemas.accounts import SignedInOut
from api.settings import Settings
from api.signing_in import acting_as, begin_sign_in
from data.season_files.codecs import Json
from data.store.accounts import account_with_subject
from data.store.engine import Store
from data.store.tokens import OneTimeSecret, add_one_time_secret, forget_one_time_secrets, use_one_time_secret
from data.store.transaction import SYSTEM

PURPOSE = "identity-sign-in"
COOKIE = "pingwei_identity_state"
SECONDS = 600
"""How long a person may take at the provider."""


def begin(store: Store, provider: IdentityProvider) -> Journey:
    """Send somebody to the provider."""
    journey = provider.begin()
    kept: Json = {"nonce": journey.nonce, "verifier": journey.verifier}
    with store.change(SYSTEM) as change:
        forget_one_time_secrets(change, change.now)
        until = change.now + timedelta(seconds=SECONDS)
        add_one_time_secret(change, journey.state, OneTimeSecret(PURPOSE, "", kept, until))
    return journey


def end(
    store: Store, settings: Settings, provider: IdentityProvider, code: str, states: tuple[str, str], request_id: str
) -> SignedInOut:
    """Sign in who comes back with ``code``; ``states`` are the address's and the cookie's, and must be the same.

    Raises
    ------
    Problem
        ``identity-refused`` if this is not the end of a sign-in begun here, ``no-account`` for a stranger.
    """
    if not compare_digest(states[0].encode(), states[1].encode()):
        raise Problem("identity-refused")
    with store.change(SYSTEM) as change:
        begun = use_one_time_secret(change, states[0], PURPOSE)
    if begun is None or not isinstance(begun.facts, dict):
        raise Problem("identity-refused")
    subject = provider.subject(code, str(begun.facts["nonce"]), str(begun.facts["verifier"]))
    with store.read() as reader:
        account = account_with_subject(reader, subject)
        actor = acting_as(reader, account.id) if account else SYSTEM
    if account is None or not account.active:
        raise Problem("no-account")
    with store.change(actor, "identity provider", request_id) as change:
        return begin_sign_in(change, settings, account)
