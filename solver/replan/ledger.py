"""What is written down while a plan is repaired: what is to be looked at and why, bounds, what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from solver.domain.plan import Unplaced
from solver.replan.causes import Cause


@dataclass
class Ledger:
    """The book of a repair.

    Parameters
    ----------
    causes
        By session: why it was touched.
    noted
        Sessions whose panels are still to be looked at, in order.
    bounds
        What no plan avoids, by what it is about; each is paid apart from the others.
    unplaced
        What could not be placed on the way; some of it may have found a place later.
    """

    causes: dict[str, list[Cause]] = field(default_factory=dict)
    noted: dict[str, None] = field(default_factory=dict)
    bounds: dict[str, int] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)

    def note(self, found: Mapping[str, Iterable[Cause]]) -> None:
        """Sessions to be looked at, and why."""
        for session, listed in found.items():
            self.explain(session, listed)
            self.noted[session] = None

    def explain(self, session: str, causes: Iterable[Cause]) -> None:
        """Why a session changes that needs no further look."""
        known = self.causes.setdefault(session, [])
        known += [one for one in causes if one not in known]

    def share(self, sessions: Sequence[str], least: int) -> None:
        """What ``sessions`` come to together is no less than ``least``."""
        for number, one in enumerate(sessions):
            self.bounds[one] = least // len(sessions) + (number < least % len(sessions))

    def bound(self, unplaced: frozenset[str]) -> int:
        """What no plan avoids in all; a case that is left out in the end did not go to another session."""
        return sum(least for about, least in self.bounds.items() if about not in {case_of(one) for one in unplaced})


def case_of(application: str) -> str:
    """Under which the bound of a case that has to leave its session is kept."""
    return f"case {application}"
