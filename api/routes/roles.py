"""``/roles``: who holds which role, and how far it reaches; granted and withdrawn by the administrator."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from api.access import ALL, BELONGING, Row, Who
from api.access_table import Role
from api.first_administrator import administrators
from api.guard import TheStore, routes
from api.openapi import problems
from api.paging import Paged, page_of
from api.problems import Problem, body_fault
from api.routes.users import state_of
from api.schemas.accounts import GrantIn, GrantOut
from api.schemas.base import Id, PageOut
from api.signing_in import new_id
from api.transactions import Changing
from data.store import accounts
from data.store.accounts import Grant

router = routes("roles")


def shown(grant: Grant) -> GrantOut:
    """A grant as it is shown."""
    return GrantOut(
        id=grant.id, account=grant.account, role=Role(grant.role), reach=list(grant.scope), season=grant.season
    )


@router.get("/roles", operation_id="listRoles", summary="角色授予列表 / roles granted")
def list_roles(
    page: Paged,
    store: TheStore,
    _: Who,
    account: Annotated[Id | None, Query(description="只列此账号的 / of this account only")] = None,
) -> PageOut[GrantOut]:
    """By id, of one account if asked."""
    with store.read() as reader:
        found = sorted(accounts.grants(reader, account or ""), key=lambda one: one.id)
    after = [one for one in found if one.id > page.after]
    return page_of(after[: page.ask], page, key=lambda one: one.id, shown=shown)


@router.post(
    "/roles",
    operation_id="grantRole",
    summary="授予角色 / grant a role",
    status_code=201,
    responses=problems("not-found", "state-forbids"),
)
def grant_role(asked: GrantIn, who: Who, response: Response, changing: Changing) -> GrantOut:
    """A role for an open account; its reach depends on the role."""
    refuse_unfit_reach(asked)
    with changing() as change:
        account = accounts.one_account(change, asked.account)
        who.acting(Row(shared=True), state_of(account))
        made = accounts.add_grant(change, new_id("g"), asked.account, asked.role, asked.reach, asked.season)
    response.headers["Location"] = f"/v1/roles/{made.id}"
    return shown(made)


def refuse_unfit_reach(asked: GrantIn) -> None:
    """Raise Problem ``validation`` unless the reach is what the role needs."""
    kind = BELONGING.get(asked.role)
    if kind is None:
        fit, expected = not asked.reach, "[]"
    elif asked.role is Role.EXPERT:
        fit, expected = len(asked.reach) == 1 and asked.reach != [ALL], "[expert]"
    else:
        fit, expected = bool(asked.reach), f"[{kind}] | [*]"
    if not fit:
        fault = body_fault("scope_kind", "/reach", role=asked.role.value, expected=expected)
        raise Problem("validation", [fault])


@router.delete(
    "/roles/{grant}",
    operation_id="withdrawRole",
    summary="撤回角色 / withdraw a role",
    status_code=204,
    responses=problems("last-administrator"),
)
def withdraw_role(grant: Id, changing: Changing) -> Response:
    """Works at once; the last administrator stays."""
    with changing() as change:
        accounts.remove_grant(change, grant)
        if not administrators(change):
            raise Problem("last-administrator")
    return Response(status_code=204)
