"""``/seasons/{season}/committees/{committee}:suspend``, the other measures, and what they leave to route anew."""

from __future__ import annotations

from fastapi import Response

from api.access import Who
from api.guard import TheStore, routes
from api.idempotency import Once, OnceOnly, Reply
from api.measuring import Term, measure, to_route_anew
from api.openapi import problems
from api.plan_flags import Concerned
from api.preconditions import Expected, IfMatch, etag, show_version
from api.schemas.base import Id
from api.schemas.measures import MeasuredOut, RectificationIn, ReinstatementIn, RevocationIn, SuspensionIn
from api.schemas.plan_flags import ConcernedPlanOut
from api.transactions import Changes, Changing
from data.store.season_rows import StoredRow
from solver.domain.vocabulary import CommitteeState

router = routes("committees")
ONE = "/seasons/{season}/committees/{committee}"
REFUSED = problems("measure-refused", "state-forbids", "input")


def _shown(row: StoredRow, found: tuple[Concerned, ...]) -> MeasuredOut:
    fields = {name: row.body.get(name) for name in ("state_from", "state_to")}
    state = row.body.get("state") or CommitteeState.ACTIVE.value
    plans = [ConcernedPlanOut.of(one) for one in found]
    return MeasuredOut.model_validate(
        {"committee": row.key, "state": state, **fields, "version": row.version, "plans": plans}
    )


def _taken(
    where: tuple[str, str], who: Who, wanted: Term, seen: Expected, once: OnceOnly, changing: Changes
) -> Response:
    with changing(wanted.reason, apart=True) as change:

        def take() -> Reply:
            row, found = measure(change, who, where, wanted, seen.require)
            return Reply(200, _shown(row, found), {"ETag": etag(row.version)})

        return once.answer(change, take)


@router.post(
    f"{ONE}:rectify",
    operation_id="rectifyCommittee",
    summary="限期整改 / put right within a term",
    response_model=MeasuredOut,
    responses=REFUSED,
)
def rectify(
    season: Id, committee: Id, asked: RectificationIn, who: Who, seen: IfMatch, once: Once, changing: Changing
) -> Response:
    """By the committee's authority or one above it; it may not sit in the meantime."""
    wanted = Term(CommitteeState.RECTIFICATION, asked.reason, asked.start, asked.end)
    return _taken((season, committee), who, wanted, seen, once, changing)


@router.post(
    f"{ONE}:suspend",
    operation_id="suspendCommittee",
    summary="暂停评审 / suspend",
    response_model=MeasuredOut,
    responses=REFUSED,
)
def suspend(
    season: Id, committee: Id, asked: SuspensionIn, who: Who, seen: IfMatch, once: Once, changing: Changing
) -> Response:
    """By the committee's authority or one above it; with an end or until it is reinstated."""
    wanted = Term(CommitteeState.SUSPENDED, asked.reason, asked.start, asked.end)
    return _taken((season, committee), who, wanted, seen, once, changing)


@router.post(
    f"{ONE}:revoke",
    operation_id="revokeCommittee",
    summary="收回评审权 / take back the right to evaluate",
    response_model=MeasuredOut,
    responses=REFUSED,
)
def revoke(
    season: Id, committee: Id, asked: RevocationIn, who: Who, seen: IfMatch, once: Once, changing: Changing
) -> Response:
    """By the committee's authority or one above it; it does not come back."""
    wanted = Term(CommitteeState.REVOKED, asked.reason, asked.start)
    return _taken((season, committee), who, wanted, seen, once, changing)


@router.post(
    f"{ONE}:reinstate",
    operation_id="reinstateCommittee",
    summary="恢复评审 / lift the measure",
    response_model=MeasuredOut,
    responses=REFUSED,
)
def reinstate(
    season: Id, committee: Id, asked: ReinstatementIn, who: Who, seen: IfMatch, once: Once, changing: Changing
) -> Response:
    """Plans that were flagged for it lose that flag."""
    wanted = Term(CommitteeState.ACTIVE, asked.reason)
    return _taken((season, committee), who, wanted, seen, once, changing)


@router.get(
    f"{ONE}/displaced",
    operation_id="readDisplaced",
    summary="须重新确定去向的申报 / what must be routed anew",
    responses=problems("input"),
)
def read_displaced(season: Id, committee: Id, who: Who, response: Response, store: TheStore) -> MeasuredOut:
    """What the published plan and the drafts hold for a committee on days on which it may not sit."""
    with store.read() as reader:
        row, found = to_route_anew(reader, who, season, committee)
    show_version(response, row.version)
    return _shown(row, found)
