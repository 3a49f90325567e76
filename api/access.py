"""Who is asking, and what they may see and do: sign-in by token, the access table, and row scope.

Default deny: an operation without a line in the table is nobody's. Rows outside one's reach answer like absent ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Request

from api.access_table import BY_OPERATION, Line, Role
from api.problems import Problem
from data.store.transaction import Actor

ALL = "*"
"""In a grant's reach: everything of this role."""

Belonging = Literal["committees", "authorities", "experts"]
BELONGING: dict[Role, Belonging] = {
    Role.SECRETARIAT: "committees",
    Role.AUTHORITY: "authorities",
    Role.EXPERT: "experts",
    Role.CONVENER: "committees",
}
"""What the reach of a role lists; supervisor and administrator have no reach: their lines of the table say it all."""


@dataclass(frozen=True, slots=True)
class Row:
    """Where an object belongs: its season, and the committees, authorities and experts concerned; none means shared."""

    season: str = ""
    committees: frozenset[str] = frozenset()
    authorities: frozenset[str] = frozenset()
    experts: frozenset[str] = frozenset()
    shared: bool = False

    @classmethod
    def of(
        cls,
        season: str = "",
        committees: Iterable[str] = (),
        authorities: Iterable[str] = (),
        experts: Iterable[str] = (),
    ) -> Row:
        """A row that belongs to these and to nobody else."""
        return cls(season, frozenset(committees), frozenset(authorities), frozenset(experts))


@dataclass(frozen=True, slots=True)
class Grant:
    """A role with its reach: committee ids, authority ids or one's own expert id, in one season or (``""``) in all."""

    role: Role
    reach: frozenset[str] = frozenset()
    season: str = ""

    def sees(self, row: Row) -> bool:
        """Whether ``row`` lies within this grant's reach."""
        if self.season and row.season and self.season != row.season:
            return False
        kind = BELONGING.get(self.role)
        if kind is None or row.shared or ALL in self.reach:
            return True
        return not self.reach.isdisjoint(getattr(row, kind))


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking, for one operation; ``scopes`` None stands for a person's own sign-in, with all of their roles."""

    account: str
    name: str
    token: str
    grants: tuple[Grant, ...]
    scopes: frozenset[str] | None
    line: Line

    def admitted(self, state: str | None = None) -> tuple[Grant, ...]:
        """Grants in whose role the operation may be done, in ``state`` or (None) in any state at all."""
        if state is None:
            return tuple(grant for grant in self.grants if self.line.roles.get(grant.role))
        return tuple(grant for grant in self.grants if self.line.may(grant.role, state))

    def sees(self, row: Row) -> bool:
        """Whether a row is visible in this operation: for lists, which leave out the rest."""
        return any(grant.sees(row) for grant in self.admitted())

    def acting(self, row: Row, state: str = ALL) -> Actor:
        """In which role this person acts on an object.

        Raises
        ------
        Problem
            ``not-found`` if the row is outside their reach, ``state-forbids`` if its state does not allow it to them.
        """
        seeing = [grant for grant in self.admitted() if grant.sees(row)]
        if not seeing:
            raise Problem("not-found")
        for grant in seeing:
            if self.line.may(grant.role, state):
                return Actor(self.account, grant.role)
        raise Problem("state-forbids", state=state)

    def reach(self, role: Role, season: str = "") -> frozenset[str]:
        """Ids that this person's grants of ``role`` reach in ``season``; ``{"*"}`` or more for everything."""
        found = (one for one in self.admitted() if one.role is role and season in {"", one.season or season})
        return frozenset().union(*(grant.reach for grant in found))

    @property
    def myself(self) -> Actor:
        """This person on their own account: what needs no role (signing out, own tokens)."""
        return Actor(self.account, self.grants[0].role if self.grants else "nobody")


def line_of(operation: str | None) -> Line:
    """The line of an operation; one that is not listed is nobody's."""
    return BY_OPERATION.get(operation or "", Line(operation or ""))


def admit(principal: Principal) -> Principal:
    """``principal`` if their roles and their token allow the operation in some state; raises Problem ``forbidden``."""
    line = principal.line
    scoped = principal.scopes is None or line.any_token or line.scope in principal.scopes
    if not scoped or not (line.everyone or principal.admitted()):
        raise Problem("forbidden")
    return principal


async def _principal(request: Request) -> Principal:
    found: Principal = request.state.principal
    return found


Who = Annotated[Principal, Depends(_principal)]
"""The person or service asking, already admitted by the access table."""
