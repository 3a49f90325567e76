"""``/healthz``, ``/readyz``, ``/metrics``: for whoever watches over the service; without sign-in, without names."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from api.guard import GuardedRoute, TheStore
from api.openapi import problems
from api.problems import Problem
from api.schemas.health import HealthOut, ReadinessOut
from api.version import VERSION

router = APIRouter(tags=["health"], route_class=GuardedRoute)


@router.get("/healthz", operation_id="readHealth", summary="进程是否存活 / whether the process is alive")
def read_health() -> HealthOut:
    """Answers as long as the process does."""
    return HealthOut(version=VERSION)


@router.get(
    "/readyz",
    operation_id="readReadiness",
    summary="是否可以服务 / whether the service can work",
    responses=problems("not-ready"),
)
def read_readiness(store: TheStore) -> ReadinessOut:
    """Ready once the database answers and has the tables of this version."""
    try:
        found, needed = store.revision()
    except SQLAlchemyError:
        raise Problem("not-ready") from None
    if found != needed:
        raise Problem("not-ready")
    return ReadinessOut(database="sqlite" if store.is_sqlite else "postgresql", revision=found)


@router.get(
    "/metrics",
    operation_id="readMetrics",
    summary="运行指标（Prometheus 文本）/ metrics as Prometheus text",
    response_class=PlainTextResponse,
    responses={200: {"content": {"text/plain": {"example": 'pingwei_requests_total{method="GET"} 1.0'}}}},
)
def read_metrics(request: Request) -> PlainTextResponse:
    """Counters and histograms; routes by their template, never by an id."""
    return PlainTextResponse(generate_latest(request.app.state.metrics.registry), media_type=CONTENT_TYPE_LATEST)
