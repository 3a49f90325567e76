"""From the columns of a panel program back to panels with their offices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from solver.domain.plan import PanelSeat, PlannedSession
from solver.domain.vocabulary import Role
from solver.model.merits import Merits
from solver.model.program import Reals
from solver.model.seats import Seats
from solver.rules.pins import may_lead
from solver.rules.requirement import Office, Seat

RANK = {Role.CHAIR: 0, Role.VICE_CHAIR: 1, Role.LEADER: 2, Role.MEMBER: 3}


def panels(
    merits: Merits, sessions: Mapping[str, PlannedSession], seats: Seats, values: Reals
) -> Mapping[str, tuple[PanelSeat, ...]]:
    """The panel of each session that the program filled, chair first, each group with its leader."""
    seated: defaultdict[str, dict[str, str]] = defaultdict(dict)
    offices: defaultdict[str, dict[str, Role]] = defaultdict(dict)
    for atom, column in seats.columns.items():
        if values[column] < 0.5:
            continue
        if isinstance(atom, Seat):
            seated[atom.session][atom.expert] = atom.group
        elif isinstance(atom, Office):
            offices[atom.session][atom.expert] = atom.role
    return {session: panel(merits, sessions[session], groups, offices[session]) for session, groups in seated.items()}


def panel(
    merits: Merits, session: PlannedSession, groups: Mapping[str, str], offices: Mapping[str, Role]
) -> tuple[PanelSeat, ...]:
    """The panel of experts in ``groups``, with the ``offices`` decided and a leader named in each group."""
    roles = dict(offices)
    for group in session.groups:
        members = [expert for expert, where in groups.items() if where == group.id and expert not in offices]
        may = may_lead(merits.brief, session, group.id, members)
        if may:
            roles[_leader(merits, session, group.specialties, may)] = Role.LEADER
    rows = [PanelSeat(expert, roles.get(expert, Role.MEMBER), group) for expert, group in groups.items()]
    return tuple(sorted(rows, key=lambda seat: (RANK[seat.role], seat.group, seat.expert)))


def _leader(merits: Merits, session: PlannedSession, specialties: tuple[str, ...], members: list[str]) -> str:
    """The member with the highest title in the series, then the best fit; the first by id among equals."""
    committee = merits.brief.committee_of(session)
    series = committee.series if committee else ""

    def standing(expert: str) -> tuple[int, float, str]:
        level = merits.brief.level_of.get((expert, series), 0)
        return -int(level), -merits.strength(expert, series, specialties), expert

    return min(members, key=standing)
