"""``/seasons/{season}/delegations/{delegation}:submit`` and the other acts: each happens once, and is on the trail."""

from __future__ import annotations

from fastapi import Response

from api.access import Who
from api.delegating import Wanted, act_on
from api.guard import routes
from api.idempotency import Once, OnceOnly, Reply
from api.openapi import problems
from api.preconditions import Expected, IfMatch, etag
from api.routes.delegations import ONE, with_plans
from api.schemas.base import Id
from api.schemas.delegations import ActIn, ApprovalIn, DelegationOut, ReasonedIn
from api.transactions import Changes, Changing
from solver.rules.delegation_motion import Act, Letter

router = routes("delegations")
REFUSED = problems("delegation-refused", "state-forbids", "input")

TOLD = {
    Act.SUBMIT: ("submitDelegation", "提交 / submit", "A draft, or what was returned, to the authority."),
    Act.ACCEPT: ("acceptDelegation", "接受委托 / accept", "By the receiving committee; from the next day it routes."),
    Act.RETURN: (
        "returnDelegation",
        "退回补正 / return",
        "For correction; its reason says what is to be corrected.",
    ),
    Act.REJECT: ("rejectDelegation", "不予授权 / reject", "By the authority asked, never by who requested it."),
    Act.DECLINE: ("declineDelegation", "谢绝 / decline", "By the receiving committee."),
    Act.REVOKE: (
        "revokeDelegation",
        "撤销 / revoke",
        "By the authority that issued it or one above; every plan that went by it is flagged and named in the answer.",
    ),
}
"""Operation, summary and description of the acts that come with a reason at most."""


def _taken(
    where: tuple[str, str], who: Who, wanted: Wanted, seen: Expected, once: OnceOnly, changing: Changes
) -> Response:
    season, delegation = where
    with changing(wanted.reason, apart=True) as change:

        def take() -> Reply:
            row = act_on(change, who, season, delegation, wanted, seen.require).row
            return Reply(200, with_plans(change, season, row), {"ETag": etag(row.version)})

        return once.answer(change, take)


def _mount_plain(act: Act) -> None:
    """Add the route of an act that may have a reason."""

    def take(
        season: Id, delegation: Id, asked: ActIn, who: Who, seen: IfMatch, once: Once, changing: Changing
    ) -> Response:
        return _taken((season, delegation), who, Wanted(act, asked.reason), seen, once, changing)

    _add(act, take)


def _mount_reasoned(act: Act) -> None:
    """Add the route of an act that must have a reason."""

    def take(
        season: Id, delegation: Id, asked: ReasonedIn, who: Who, seen: IfMatch, once: Once, changing: Changing
    ) -> Response:
        return _taken((season, delegation), who, Wanted(act, asked.reason), seen, once, changing)

    _add(act, take)


def _add(act: Act, take: object) -> None:
    operation, summary, told = TOLD[act]
    router.add_api_route(
        f"{ONE}:{act.value}",
        take,  # type: ignore[arg-type] # one of the two functions above
        methods=["POST"],
        operation_id=operation,
        summary=summary,
        description=told,
        response_model=DelegationOut,
        responses=REFUSED,
    )


for one in (Act.SUBMIT, Act.ACCEPT):
    _mount_plain(one)
for one in (Act.RETURN, Act.REJECT, Act.DECLINE, Act.REVOKE):
    _mount_reasoned(one)


@router.post(
    f"{ONE}:approve",
    operation_id="approveDelegation",
    summary="授权 / authorise",
    response_model=DelegationOut,
    responses=REFUSED,
)
def approve_delegation(
    season: Id, delegation: Id, asked: ApprovalIn, who: Who, seen: IfMatch, once: Once, changing: Changing
) -> Response:
    """By the competent authority, with the number, document and day of its letter; never by who requested it."""
    letter = Letter(asked.letter_no, asked.document, asked.issued_on)
    wanted = Wanted(Act.APPROVE, asked.reason, letter)
    return _taken((season, delegation), who, wanted, seen, once, changing)
