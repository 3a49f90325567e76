"""``/seasons/{season}/delegations``: requests to be evaluated elsewhere, and the acts that decide on them."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Response

from api.access import Who
from api.delegating import NAME, Wanted, act_on, request, worded
from api.guard import TheStore, routes
from api.idempotency import Once, Reply
from api.openapi import problems
from api.paging import Paged, page_of
from api.plan_flags import LETTER, flagged
from api.preconditions import IfMatch, etag, show_version
from api.row_filters import Wanted as Filters
from api.row_filters import filters_of
from api.schemas.base import Id, PageOut
from api.schemas.delegations import (
    DelegationActOut,
    DelegationChange,
    DelegationIn,
    DelegationOut,
    LetterOut,
)
from api.schemas.plan_flags import ConcernedPlanOut
from api.season_rows import SeasonTable
from api.signing_in import new_id
from api.transactions import Changing
from data.store.delegations import Act as Step
from data.store.delegations import acts
from data.store.season_rows import StoredRow
from data.store.transaction import Reader
from solver.rules.delegation_motion import Act

router = routes("delegations")
WHERE = "/seasons/{season}/delegations"
ONE = WHERE + "/{delegation}"
FILTERS = ("entrusting", "to_committee", "series", "authority", "state")
REFUSED = problems("delegation-refused", "state-forbids", "input")


def shown(row: StoredRow, plans: tuple[ConcernedPlanOut, ...] = ()) -> DelegationOut:
    """A delegation as it is shown."""
    body = {name: value for name, value in row.body.items() if name != "extra"}
    return DelegationOut.model_validate({**body, "version": row.version, "plans": plans})


def with_plans(reader: Reader, season: str, row: StoredRow) -> DelegationOut:
    """A delegation with the plans that it leaves without a letter."""
    found = flagged(reader, season, LETTER, row.key)
    return shown(row, tuple(ConcernedPlanOut.of(one) for one in found))


@router.get(WHERE, operation_id="listDelegations", summary="委托代评列表 / delegations")
def list_delegations(
    season: Id,
    page: Paged,
    who: Who,
    store: TheStore,
    wanted: Annotated[Filters, Depends(filters_of(NAME, FILTERS))],
) -> PageOut[DelegationOut]:
    """Those that concern whoever asks: either side, and the authorities."""
    with store.read() as reader:
        found = SeasonTable(season, NAME, who).page(reader, page, wanted)
    return page_of(found, page, key=lambda row: str(row.position + 1), shown=shown)


@router.post(
    WHERE,
    operation_id="createDelegation",
    summary="起草委托代评 / draft a delegation",
    status_code=201,
    response_model=DelegationOut,
    responses=problems("delegation-refused", "exists-already", "input"),
)
def create_delegation(season: Id, asked: DelegationIn, who: Who, once: Once, changing: Changing) -> Response:
    """By the secretariat of the entrusting committee, or of one that the entrusting unit forms."""
    wording = asked.model_dump(mode="json", exclude={"reason", "id"}, exclude_defaults=True)

    with changing(asked.reason) as change:

        def drafted() -> Reply:
            row = request(change, who, season, worded(wording, asked.id or new_id("dg")))
            where = f"/v1/seasons/{quote(season)}/delegations/{quote(row.key)}"
            return Reply(201, shown(row), {"ETag": etag(row.version), "Location": where})

        return once.answer(change, drafted)


@router.get(ONE, operation_id="readDelegation", summary="读取委托代评 / read a delegation")
def read_delegation(season: Id, delegation: Id, who: Who, response: Response, store: TheStore) -> DelegationOut:
    """With the plans that went by it, where it has ended and they must be routed anew."""
    with store.read() as reader:
        row = SeasonTable(season, NAME, who).read(reader, delegation)
        found = with_plans(reader, season, row)
    show_version(response, row.version)
    return found


@router.get(ONE + "/acts", operation_id="listDelegationActs", summary="办理经过 / the steps it has gone")
def list_acts(season: Id, delegation: Id, who: Who, store: TheStore) -> list[DelegationActOut]:
    """In their order, each with who took it and on which letter."""
    with store.read() as reader:
        SeasonTable(season, NAME, who).read(reader, delegation)
        return [_step(one) for one in acts(reader, season, delegation)]


def _step(step: Step) -> DelegationActOut:
    return DelegationActOut(
        number=step.number,
        act=step.act,
        from_state=step.from_state,
        to_state=step.to_state,
        actor=step.actor,
        role=step.role,
        at=step.at,
        reason=step.reason,
        document=None if step.document is None else LetterOut.model_validate(step.document),
    )


@router.put(
    ONE,
    operation_id="changeDelegation",
    summary="修改草稿或补正 / change a draft, or correct what was returned",
    responses=REFUSED,
)
def change_delegation(
    season: Id,
    delegation: Id,
    asked: DelegationChange,
    who: Who,
    seen: IfMatch,
    response: Response,
    changing: Changing,
) -> DelegationOut:
    """The whole wording is sent."""
    wording = worded(asked.model_dump(mode="json", exclude={"reason"}, exclude_defaults=True), delegation)
    with changing(asked.reason) as change:
        done = act_on(change, who, season, delegation, Wanted(Act.AMEND, asked.reason, wording=wording), seen.require)
    show_version(response, done.row.version)
    return shown(done.row)
