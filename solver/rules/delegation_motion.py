"""An act on a delegation that somebody wants to do, and in what capacity each act is done (委托代评的办理)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from solver.domain.committees import Delegation
from solver.domain.officers import Capacity, Officer
from solver.domain.plan import Plan


class Act(StrEnum):
    """An act on a delegation (办理)."""

    AMEND = "amend"  # 修改
    SUBMIT = "submit"  # 提交
    RETURN = "return"  # 退回补正
    APPROVE = "approve"  # 授权
    REJECT = "reject"  # 不予授权
    ACCEPT = "accept"  # 接受
    DECLINE = "decline"  # 谢绝
    REVOKE = "revoke"  # 撤销
    EXPIRE = "expire"  # 过期
    USE = "use"  # 用毕


@dataclass(frozen=True, slots=True)
class Letter:
    """The authorisation letter (委托函): its number, its document (a name or digest to find it by) and its day."""

    number: str
    document: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class Motion:
    """An act that ``officer`` wants to do on ``day``, with what it needs.

    ``letter`` goes with APPROVE; ``reason`` with RETURN, REJECT, DECLINE and REVOKE; ``amended`` is the new wording for
    AMEND; ``published`` the published plan, for USE and EXPIRE.
    """

    act: Act
    officer: Officer
    day: date
    reason: str = ""
    letter: Letter | None = None
    amended: Delegation | None = None
    published: Plan | None = None


CAPACITY: Mapping[Act, Capacity] = {
    Act.AMEND: Capacity.SECRETARIAT,
    Act.SUBMIT: Capacity.SECRETARIAT,
    Act.RETURN: Capacity.AUTHORITY,
    Act.APPROVE: Capacity.AUTHORITY,
    Act.REJECT: Capacity.AUTHORITY,
    Act.ACCEPT: Capacity.SECRETARIAT,
    Act.DECLINE: Capacity.SECRETARIAT,
    Act.REVOKE: Capacity.AUTHORITY,
    Act.EXPIRE: Capacity.SYSTEM,
    Act.USE: Capacity.SYSTEM,
}
"""In what capacity each act is done."""

DECISIONS = frozenset({Act.RETURN, Act.APPROVE, Act.REJECT})
"""Acts that decide on a request: never done by a person who made it (four eyes)."""
REASONED = frozenset({Act.RETURN, Act.REJECT, Act.DECLINE, Act.REVOKE})
"""Acts that need a reason."""
FORWARD = frozenset({Act.SUBMIT, Act.APPROVE, Act.ACCEPT})
"""Acts that bring a letter nearer to holding: what it entrusts must be such that it could hold."""
