"""``pingwei serve``: settings from the environment, tables of this version, a first administrator, then the server."""

from __future__ import annotations

import gc
import sys
from collections.abc import Mapping
from contextlib import closing

import uvicorn
from fastapi import FastAPI
from rich.console import Console
from rich.panel import Panel

from api.app import create_app
from api.connections import connections
from api.draw_terms import draw_terms
from api.exits import Exit
from api.first_administrator import first_secret
from api.letter_terms import letter_terms
from api.logs import install_logs
from api.run_queue import running
from api.settings import Settings, SettingsError, settings_from
from api.sweeping import swept
from api.texts import Lang, word
from api.unsealing import Unsealer
from data.store.engine import Store, open_store
from data.store.vault import key_in

STOP_SECONDS = 10
"""How long open requests may take to end when the service stops."""

SWITCH_SECONDS = 0.0005
"""After how long a busy thread lets another one in; with Python's 5 ms the event loop waits most of its time."""


def opened_store(settings: Settings) -> Store:
    """The store of an installation, with the tables of this version."""
    settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = open_store(settings.database, key_in(settings.keys), settings.anchors)
    store.migrate()
    if not store.is_sqlite:
        from api.job_queue import install

        install(store)
    return store


def read_settings(environment: Mapping[str, str], lang: Lang, err: Console) -> Settings | None:
    """The settings of ``environment``; None, and each slip told, if there are slips in them."""
    try:
        return settings_from(environment)
    except SettingsError as error:
        for name in ("unknown", "unreadable"):
            if error.parameters[name]:
                err.print(word(f"setting_{name}", lang, value=error.parameters[name]), markup=False)
        return None


def serve(environment: Mapping[str, str], lang: Lang, out: Console, err: Console) -> Exit:
    """Serve until stopped."""
    settings = read_settings(environment, lang, err)
    if settings is None:
        return Exit.BAD_INPUT
    install_logs(settings.log_level)
    with closing(opened_store(settings)) as store:
        _served(settings, store, lang, out)
    return Exit.FINE


def _served(settings: Settings, store: Store, lang: Lang, out: Console) -> None:
    secret = first_secret(store, settings)
    if secret:
        out.print(Panel(word("first_secret", lang, value=secret, hours=settings.secret_seconds // 3600), expand=False))
    out.print(word("serving", lang, value=f"http://{settings.host}:{settings.port}"), markup=False)
    sys.setswitchinterval(SWITCH_SECONDS)
    with running(settings, store) as runs:
        app = create_app(settings, store, runs)
        terms = letter_terms(store), draw_terms(store, Unsealer(app.state.seal, app.state.briefs))
        with swept(*terms):
            _answered(app, settings)


def _answered(app: FastAPI, settings: Settings) -> None:
    """Answer requests until a signal asks to stop.

    What was made by now (modules, routes, models: some 400,000 objects) stays as long as the service, so the garbage
    collector is told to leave it alone: to walk through it stopped every request for 0.3 s, several times a minute.
    """
    gc.collect()
    gc.freeze()
    uvicorn.run(
        app,
        http=connections(settings.body_seconds),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
