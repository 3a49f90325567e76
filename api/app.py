"""The application: every router, every error as a problem, every request observed."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from api.identity_provider import IdentityProvider
from api.observing import install_observing
from api.openapi import install_openapi
from api.problems import install_problems
from api.routes import (
    audit,
    checks,
    delegation_acts,
    delegations,
    draw_papers,
    draw_steps,
    draws,
    exports,
    health,
    imports,
    measures,
    operations,
    outlook,
    panels,
    plan_people,
    plan_pins,
    plan_publishing,
    plan_repairs,
    plan_solving,
    plans,
    replacements,
    roles,
    rules,
    scope_routes,
    season_rows,
    season_versions,
    seasons,
    sign_in,
    tokens,
    users,
)
from api.run_queue import RunQueue, nobody
from api.season_briefs import Briefs
from api.season_routings import Routings
from api.settings import Settings
from api.upload_body import Uploads
from api.version import VERSION
from data.store.engine import Store
from data.store.sealing import Seal

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    sign_in.router,
    users.router,
    roles.router,
    tokens.router,
    audit.router,
    seasons.router,
    season_versions.router,
    imports.router,
    exports.router,
    season_rows.router,
    plan_solving.router,
    plans.router,
    plan_publishing.router,
    plan_people.router,
    plan_pins.router,
    plan_repairs.router,
    checks.router,
    rules.router,
    operations.router,
    draws.router,
    draw_steps.router,
    draw_papers.router,
    panels.router,
    replacements.router,
    delegations.router,
    delegation_acts.router,
    measures.router,
    outlook.router,
    scope_routes.router,
)
"""Every router, in the order in which the description lists them."""


def create_app(settings: Settings, store: Store, runs: RunQueue = nobody) -> FastAPI:
    """The service over ``store``, whose tables must be those of this version; whoever opened it closes it.

    ``runs`` is told of each run that waits; by default nobody is, and whoever looks into the store may take it.
    """
    app = FastAPI(
        title="评委 Pingwei",
        summary="职称评审委员会专家遴选与评审会排期 / experts and sessions for professional-title review committees",
        version=VERSION,
        openapi_url="/v1/openapi.json",
        docs_url=None,  # its page would load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.settings = settings
    app.state.store = store
    app.state.seal = Seal(settings.seals)
    app.state.runs = runs
    app.state.briefs = Briefs()
    app.state.routings = Routings()
    app.state.uploads = Uploads(settings)
    app.state.identity_provider = IdentityProvider(settings) if settings.oidc_issuer else None
    for router in ROUTERS:
        app.include_router(router)
    install_problems(app)
    install_openapi(app)
    app.state.metrics = install_observing(app)
    return app
