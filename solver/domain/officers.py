"""Who acts on an object of the season: a person, in what capacity, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Capacity(StrEnum):
    """In what capacity somebody acts; one person may have several, each act is done in one."""

    SECRETARIAT = "secretariat"  # 评委会办事机构
    AUTHORITY = "authority"  # 人社部门
    SUPERVISOR = "supervisor"  # 监督
    EXPERT = "expert"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"  # Pingwei itself: what follows from the calendar alone


@dataclass(frozen=True, slots=True)
class Officer:
    """``person`` (account id) acting for the committees, units or authorities in ``scope``; None: for all of them."""

    person: str
    capacity: Capacity
    scope: frozenset[str] | None = frozenset()

    def speaks_for(self, one: str) -> bool:
        """Whether ``one`` (a committee, unit or authority id) is in the officer's scope."""
        return self.scope is None or one in self.scope
