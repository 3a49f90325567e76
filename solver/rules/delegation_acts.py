"""What may be done with a delegation, by whom, and what becomes of it (委托代评的办理).

::

    draft ──submit──→ submitted ──approve──→ authorised ──accept──→ accepted ──use─────→ used (all of it has sat)
                       │  │  ↑                   └─decline──→ declined   ├─────expire──→ expired (unused)
                       │  │  └─submit── returned ←─return─┐              └─────revoke──→ revoked
                       │  └───────────────────────────────┘
                       └─reject──→ rejected

Only ``accepted`` (and then ``used``) routes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from solver.domain.committees import Delegation
from solver.domain.officers import Officer
from solver.domain.plan import Reason
from solver.domain.vocabulary import DelegationState
from solver.rules.brief import Brief
from solver.rules.delegation_guards import GUARDS, Hearing, refusal, refused, unfit
from solver.rules.delegation_motion import Act, Motion


@dataclass(frozen=True, slots=True)
class Outcome:
    """The delegation after an act, or as it was where ``refusals`` say why not."""

    delegation: Delegation
    refusals: tuple[Reason, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether the act was done."""
        return not self.refusals


TRANSITIONS: Mapping[tuple[DelegationState, Act], DelegationState] = {
    (DelegationState.DRAFT, Act.AMEND): DelegationState.DRAFT,
    (DelegationState.RETURNED, Act.AMEND): DelegationState.RETURNED,
    (DelegationState.DRAFT, Act.SUBMIT): DelegationState.SUBMITTED,
    (DelegationState.RETURNED, Act.SUBMIT): DelegationState.SUBMITTED,
    (DelegationState.SUBMITTED, Act.RETURN): DelegationState.RETURNED,
    (DelegationState.SUBMITTED, Act.APPROVE): DelegationState.AUTHORISED,
    (DelegationState.SUBMITTED, Act.REJECT): DelegationState.REJECTED,
    (DelegationState.AUTHORISED, Act.ACCEPT): DelegationState.ACCEPTED,
    (DelegationState.AUTHORISED, Act.DECLINE): DelegationState.DECLINED,
    (DelegationState.ACCEPTED, Act.REVOKE): DelegationState.REVOKED,
    (DelegationState.ACCEPTED, Act.EXPIRE): DelegationState.EXPIRED,
    (DelegationState.ACCEPTED, Act.USE): DelegationState.USED,
}
"""Every step there is; whatever is not here is refused."""


def draft(brief: Brief, request: Delegation, officer: Officer) -> Outcome:
    """A new request by ``officer``, in state DRAFT and without a letter, or why that officer may not make it."""
    made = replace(request, state=DelegationState.DRAFT, letter_no="", issued_on=None, accepted_on=None)
    heard = Hearing(brief, made, made, Motion(Act.AMEND, officer, date.min, amended=made), frozenset())
    return Outcome(made, tuple(refused(heard, ("capacity", "office"))))


def perform(brief: Brief, now: Delegation, motion: Motion, requesters: frozenset[str]) -> Outcome:
    """Do an act, or say everything that speaks against it.

    Parameters
    ----------
    brief
        The season in which ``now`` stands.
    requesters
        Persons who drafted, amended or submitted it; none of them may decide on it (四眼原则).
    """
    state = TRANSITIONS.get((now.state, motion.act))
    if state is None:
        possible = [act.value for before, act in TRANSITIONS if before is now.state]
        facts = (now.state.value, "、".join(possible))
        return Outcome(now, (refusal(Hearing(brief, now, now, motion, requesters), "transition", facts),))
    heard = Hearing(brief, now, replace(_changed(now, motion), state=state), motion, requesters)
    refusals = tuple(dict.fromkeys((*refused(heard, tuple(GUARDS)), *unfit(heard))))
    return Outcome(now if refusals else heard.then, refusals)


def _changed(now: Delegation, motion: Motion) -> Delegation:
    """``now`` with what the act writes into it; the state apart."""
    if motion.act is Act.AMEND and motion.amended is not None:
        return replace(motion.amended, id=now.id, letter_no="", issued_on=None, accepted_on=None)
    if motion.act is Act.APPROVE and motion.letter is not None:
        return replace(now, letter_no=motion.letter.number, issued_on=motion.letter.issued_on)
    return replace(now, accepted_on=motion.day) if motion.act is Act.ACCEPT else now
