"""Timefold Solver (Apache-2.0) as a peer: a model of the whole problem in Java, compiled against what PyPI distributes.

Nothing of it is a dependency of the product, and nothing of the product is in it: the season goes over as numbers, in a
file, and seats and starts come back. Its Python front end translates constraints to bytecode and is, by its own
account, significantly slower than Java; so the model is Java, as its makers advise where speed matters.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from benchmarks.peers.grounded import Grounded
from solver.domain.plan import Plan
from solver.domain.vocabulary import Role
from solver.model.extract import panel
from solver.model.joint import SCALE
from solver.model.objective import weights
from solver.planning.cases import assign_readers
from solver.rules.requirement import Seat

SOURCES = Path(__file__).parent / "timefold_model"
PYTHON = "PINGWEI_TIMEFOLD_PYTHON"
"""The variable that names an interpreter with ``timefold`` installed."""
WHERE = (
    "import importlib.util as u, pathlib; print(pathlib.Path(u.find_spec('timefold.solver').origin).parent / 'jars')"
)
HEAP = "-Xmx6g"
PROBLEM = "problem.txt"
CONFIGURATIONS = ("timetable.xml", "annealing_cool.xml", "annealing_warm.xml")
"""What dates sessions first, then the searches, one thread each."""
MARGIN = 120
"""Seconds beyond its search after which the machine is ended."""


class MissingError(Exception):
    """What it needs is not there: an interpreter with Timefold, or a Java development kit."""


@dataclass(frozen=True)
class Found:
    """What came back: ``seats`` taken, ``starts`` by session, and the peer's own account of it.

    ``score`` is what it counted itself, as (hard, soft); ``seconds`` of its search, ``mib`` of its process.
    """

    seats: tuple[Seat, ...]
    starts: Mapping[str, int]
    score: tuple[int, int]
    seconds: float
    mib: float
    log: str


def jars(python: str) -> Path:
    """The folder of Timefold's libraries in the environment of ``python``.

    Raises
    ------
    MissingError
        If there is no such interpreter, or no Timefold in it.
    """
    if not python or shutil.which(python) is None:
        raise MissingError(f"timefold: no interpreter with it was named (--timefold-python): {python or 'none'}")
    told = subprocess.run([python, "-c", WHERE], capture_output=True, text=True, check=False)
    if told.returncode:
        raise MissingError(f"timefold: not installed for {Path(python).name}: {told.stderr.strip().splitlines()[-1]}")
    return Path(told.stdout.strip())


def compiled(libraries: Path, folder: Path) -> list[str]:
    """The command that runs the model, which is compiled into ``folder``.

    Raises
    ------
    MissingError
        If there is no Java development kit.
    """
    home = os.environ.get("JAVA_HOME")
    tools = {name: shutil.which(name, path=f"{home}/bin" if home else None) for name in ("javac", "java")}
    if None in tools.values():
        raise MissingError("timefold: no Java development kit (javac, java)")
    path = f"{libraries}/*"
    sources = sorted(str(one) for one in SOURCES.glob("*.java"))
    subprocess.run([str(tools["javac"]), "-cp", path, "-d", str(folder), *sources], check=True)
    return [str(tools["java"]), HEAP, "-XX:+UseParallelGC", "-cp", f"{folder}{os.pathsep}{path}", "timefold_model.Peer"]


@dataclass(frozen=True)
class Sheet:
    """The numbers of a season as lines, and the names behind them."""

    ground: Grounded

    @cached_property
    def groups(self) -> list[tuple[str, str, int]]:
        """Session, group and seats of each group."""
        return [
            (session.id, group, next((one.seats for one in session.groups if one.id == group), session.size))
            for session in self.ground.given.plan.sessions
            for group in session.group_ids()
        ]

    @cached_property
    def experts(self) -> list[str]:
        """Everybody who could sit somewhere."""
        return sorted({seat.expert for seat in self.ground.seats})

    @cached_property
    def sessions(self) -> dict[str, int]:
        """Number of each session."""
        return {session.id: number for number, session in enumerate(self.ground.given.plan.sessions)}

    def lines(self) -> Iterator[Iterable[int]]:
        """What ``Season.java`` reads, in its order."""
        given, merits = self.ground.given, self.ground.given.merits
        load = -round(SCALE * weights(given.brief.rulebook)["load"])
        yield given.brief.calendar.halves, len(self.experts), len(self.sessions), len(self.groups), load
        for expert in self.experts:
            yield merits.past_days(expert), self.ground.most_days.get(expert, -1)
        districts = {name: number for number, name in enumerate(sorted(given.brief.districts), start=1)}
        starts = {}
        for session in given.plan.sessions:
            starts[session.id] = self.ground.starts(session)
            district = districts.setdefault(merits.district(session), len(districts) + 1) if session.rooms else 0
            yield session.length, merits.days(session), district, len(starts[session.id])
            yield (one for start in starts[session.id] for one in start)
        yield (len(self.ground.counts),)
        for count in self.ground.counts:
            yield count.high, count.free, count.cost
        kinds = {kind: number for number, kind in enumerate(self.ground.demand)}
        yield (len(kinds),)
        for (session_id, *_), cases in self.ground.demand.items():
            yield (cases * merits.readers_per_case(given.plan.session[session_id]),)
        yield from self._candidates(starts, kinds)
        yield (len(self.ground.rooms),)
        for one, other in self.ground.rooms:
            yield self.sessions[one], self.sessions[other]

    def write(self, folder: Path) -> None:
        """Put the lines where the model reads them."""
        text = "".join(" ".join(map(str, line)) + "\n" for line in self.lines())
        (folder / PROBLEM).write_text(text, encoding="utf-8")

    def _candidates(
        self, starts: Mapping[str, list[tuple[int, int, int]]], kinds: Mapping[tuple[str, str, str, str], int]
    ) -> Iterator[Iterable[int]]:
        number = {expert: place for place, expert in enumerate(self.experts)}
        hits: defaultdict[Seat, list[int]] = defaultdict(list)
        for place, count in enumerate(self.ground.counts):
            for seat, factor in count.seats.items():
                hits[seat] += (place, factor)
        for session, group, size in self.groups:
            length = self.ground.given.plan.session[session].length
            live = []
            for seat in self.ground.of[session]:
                shut = self.ground.blocked.get(seat, frozenset())
                away = (
                    [
                        place
                        for place, (first, _, _) in enumerate(starts[session])
                        if not shut.isdisjoint(range(first, first + length))
                    ]
                    if shut
                    else []
                )
                if seat.group == group and len(away) < len(starts[session]):
                    live.append((seat, away))
            yield self.sessions[session], size, len(live)
            reads = self._reads(session, group, kinds)
            for seat, away in live:
                mask = self.ground.masks.get((session, seat.expert))
                yield number[seat.expert], self.ground.seats[seat], -1 if mask is None else len(mask)
                yield mask or ()
                for listed in (hits[seat], away, reads(seat.expert)):
                    yield (len(listed),)
                    yield listed

    def _reads(self, session: str, group: str, kinds: Mapping[tuple[str, str, str, str], int]):  # type: ignore[no-untyped-def]
        """By expert: kind of case, worth of a reading, and most readings, one after another."""
        given, merits = self.ground.given, self.ground.given.merits
        weight = SCALE * weights(given.brief.rulebook)["reader_fit"]
        row = given.plan.session[session]
        unread: defaultdict[tuple[str, tuple[str, str, str, str]], int] = defaultdict(int)
        for case, experts in merits.recused(row, frozenset(seat.expert for seat in self.ground.of[session])).items():
            application = given.brief.season.application[case]
            where = next(one.group for one in row.cases if one.application == case)
            for expert in experts:
                unread[expert, (session, where, application.series, application.specialty)] += 1
        own = [kind for kind in kinds if kind[:2] == (session, group)]

        def reads(expert: str) -> list[int]:
            found: list[int] = []
            for kind in own:
                worth = round(weight * merits.strength(expert, kind[2], (kind[3],)))
                most = self.ground.demand[kind] - unread[expert, kind]
                if worth and most > 0:
                    found += (kinds[kind], worth, most)
            return found

        return reads


def solved_by(command: list[str], sheet: Sheet, seconds: float, folder: Path) -> Found:
    """What the model makes of ``sheet``, written to ``folder``, in ``seconds``; a process that overstays is ended."""
    problem, answer, log = folder / PROBLEM, folder / "answer.txt", folder / "log.txt"
    with log.open("w") as written:
        words = [*command, str(problem), str(answer), str(seconds), *(str(SOURCES / one) for one in CONFIGURATIONS)]
        process = subprocess.Popen(words, stdout=written, stderr=written)
        end = time.monotonic() + seconds + MARGIN
        while (ended := os.wait4(process.pid, os.WNOHANG))[0] == 0:
            if time.monotonic() > end:
                process.kill()
            time.sleep(0.1)
    process.returncode = os.waitstatus_to_exitcode(ended[1])
    if process.returncode:
        raise RuntimeError(process.returncode, log.read_text()[-2000:])
    rows = [[int(one) for one in line.split()] for line in answer.read_text().splitlines()]
    (hard, soft, milliseconds), starts, experts = rows
    places = [(session, group) for session, group, size in sheet.groups for _ in range(size)]
    seats = tuple(
        Seat(session, group, sheet.experts[expert])
        for (session, group), expert in zip(places, experts, strict=True)
        if expert >= 0
    )
    told = {session: starts[number] for session, number in sheet.sessions.items() if starts[number] >= 0}
    return Found(seats, told, (hard, soft), milliseconds / 1000, round(ended[2].ru_maxrss / 1024, 1), log.read_text())


def planned(ground: Grounded, found: Found) -> Plan:
    """The plan of ``found``: offices as well as its panels allow, readers by the exact flow Pingwei uses itself."""
    given, halves = ground.given, ground.given.brief.season_half_days
    groups: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for seat in found.seats:
        groups[seat.session][seat.expert] = seat.group
    sessions = []
    for session in given.undecided.sessions:
        offices = _offices(ground, session.id, groups[session.id])
        start = halves[found.starts[session.id]] if session.id in found.starts else None
        seated = panel(given.merits, session, groups[session.id], offices)
        sessions.append(replace(session, start=start, panel=seated))
    return assign_readers(given.brief, replace(given.undecided, sessions=tuple(sessions)), given.merits).plan


def _offices(ground: Grounded, session: str, seated: Mapping[str, str]) -> dict[str, Role]:
    """A chair and a vice-chair of whom one may preside for each application, where the panel has such a pair."""
    able = [(one, ground.masks[session, one]) for one in sorted(seated) if (session, one) in ground.masks]
    pairs = [(one, other) for one, mask in able for other, less in able if one < other and not mask & less]
    pair = pairs[0] if pairs else tuple(one for one, _ in able[:2])
    return dict(zip(pair, (Role.CHAIR, Role.VICE_CHAIR), strict=False))
