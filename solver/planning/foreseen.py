"""Whom each session would likely have, before anything is solved: seats dealt out in turn to those who cost least.

The relaxation of all panels tells the same far better, but takes longer than a first plan may. What matters for dates
and rooms is that sessions of the same pool are held in several districts, each near other experts: a session judged by
its whole pool would always be held in the district where most of it lives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from solver.model.merits import Merits, load
from solver.model.objective import weights
from solver.planning.openings import Opening, Places, Reals

POOL = 0.8
"""How far a session is judged by its whole pool, which could sit in it as well, and not by the panel dealt.

Measured on first plans of 8 seasons and 30 small tight ones: with 0 and 0.5 the most travel is saved, but sessions that
fall out for want of experts are as many as without; with 0.8 and 0.9 they are fewest, and 0.8 saves more.
"""


def foreseen(merits: Merits, rows: Sequence[Opening], districts: Iterable[str]) -> Mapping[str, Mapping[str, float]]:
    """By session: the part (0–1) of each expert it would have, seats dealt out to sessions with least choice first.

    Parameters
    ----------
    districts
        Where there are rooms.
    """
    dealing = _Dealing(merits, tuple(sorted(set(districts) or {""})))
    order = sorted(rows, key=lambda row: (len(row.eligible) / row.need, row.session.id))
    return {row.session.id: _parts(row, dealing.panel(row)) for row in order}


def _parts(row: Opening, panel: tuple[str, ...]) -> Mapping[str, float]:
    """The whole pool alike, and the ``panel`` dealt."""
    anybody = POOL * min(1.0, row.need / max(1, len(row.eligible)))
    return {one: anybody + (1.0 - POOL) * (one in panel) for one in row.eligible}


@dataclass
class _Dealing:
    """Days that experts sit so far; ``held`` begins with those before the season."""

    merits: Merits
    districts: tuple[str, ...]
    held: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def panel(self, row: Opening) -> tuple[str, ...]:
        """The panel of a session that is worth most, wherever it is held; its members sit from now on."""
        weight = weights(self.merits.brief.rulebook)
        days = self.merits.days(row.session)
        before = (self.held[one] + self.merits.past_days(one) for one in row.eligible)
        tired = weight["load"] * np.array([load(past, days) for past in before], dtype=np.float64)
        home = np.array([self.merits.home(one) for one in row.eligible])
        best, chosen = -np.inf, np.zeros(0, dtype=np.int64)
        for district in self.districts:
            away = weight["travel"] * days * ((home != district) & (home != "") & (district != ""))
            value, seated = _seated(row, tired + away)
            if value > best:
                best, chosen = value, seated
        panel = tuple(row.eligible[int(one)] for one in chosen)
        for one in panel:
            self.held[one] += days
        return panel


def _seated(row: Opening, worth: Reals) -> tuple[float, Places]:
    """The best value of a panel and its members, as positions among the eligible: team by team, nobody twice.

    ``worth`` of each of the eligible comes on top of their fit, shape (experts,).
    """
    left, value, seated = worth.copy(), 0.0, []
    for team in row.teams:
        here = team.fit + left
        best = np.argsort(-here, kind="stable")[: team.seats]
        best = best[np.isfinite(here[best])]
        value += float(here[best].sum())
        left[best] = -np.inf
        seated.append(best)
    return value, np.concatenate(seated) if seated else np.zeros(0, dtype=np.int64)
