"""What has happened since a draw that keeps experts off its panel, by the season and the plan of now."""

from __future__ import annotations

from solver.domain.plan import PanelSeat
from solver.draw.entities import DrawnPanel
from solver.draw.replacement import Barred
from solver.draw.season import SeasonDraws
from solver.draw.transcript import Sealed, Seat


def since(draws: SeasonDraws, sealed: Sealed, session: str) -> Barred:
    """Why an expert of the draw cannot sit in ``session`` now, for :func:`solver.draw.replacement.replacement`.

    Parameters
    ----------
    draws
        The draws of the season and the plan as they are now.
    sealed
        What was under seal at the draw: who is behind which leaf.
    """
    names = [one.candidate.expert for one in sealed.leaves]

    def barred(seats: tuple[Seat, ...], leaf: int) -> str:
        panel = DrawnPanel(tuple(PanelSeat(names[at], role, group) for at, group, role in seats))
        return draws.barred(session, panel, names[leaf])

    return barred
