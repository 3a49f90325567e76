"""What a planning run may spend: seconds of a clock that is handed in, or effort, which repeats itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

Stop = Callable[[], bool]
"""Asked between steps: True ends the search with the best plan so far."""


def never() -> bool:
    """A :data:`Stop` that lets the search run to the end of its budget."""
    return False


@dataclass(frozen=True, slots=True)
class Budget:
    """The limit of a planning run.

    Parameters
    ----------
    seconds
        Seconds of ``clock``; None: no limit by the clock.
    effort
        Deterministic limit, in CP-SAT's deterministic seconds for the whole run: the same season, seed and effort give
        the same plan on the same machine. Searches then run on one worker and HiGHS is never cut by time.
    clock
        Monotonic seconds, such as ``time.monotonic``: the solver knows no clock of its own.
    memory
        Bytes that the run may take; None: no limit. What would take more is refused before it begins to.
    """

    seconds: float | None
    effort: int | None
    clock: Callable[[], float]
    memory: int | None = None

    @property
    def told(self) -> str:
        """What a plan says of it: ``effort=10`` or ``seconds=60``; empty without a limit."""
        if self.effort is not None:
            return f"effort={self.effort}"
        return "" if self.seconds is None else f"seconds={self.seconds:g}"

    def start(self, stop: Stop = never) -> Allowance:
        """The whole budget as an allowance that begins to run now."""
        until = None if self.effort is not None or self.seconds is None else self.clock() + self.seconds
        effort = None if self.effort is None else float(self.effort)
        return Allowance(self.clock, until, effort, stop, None if until is None else self.seconds)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one step may still spend: until an instant of the clock (``until``), or some ``effort``; None: unlimited.

    ``whole`` are the seconds of the whole budget, ``grace`` those that a single solve may have even if none are left;
    ``gap`` is the relative gap at which panels count as solved, where it is not the usual one.
    """

    clock: Callable[[], float]
    until: float | None
    effort: float | None
    stop: Stop = never
    whole: float | None = None
    grace: float = 0.0
    gap: float | None = None

    @property
    def repeats(self) -> bool:
        """Whether steps must repeat themselves: one worker, nothing cut by the clock."""
        return self.effort is not None

    def seconds_left(self) -> float | None:
        """Seconds until the end, at least 0; None where the clock sets no limit."""
        return None if self.until is None else max(0.0, self.until - self.clock())

    def is_over(self) -> bool:
        """Whether somebody asked to stop or the clock has run out; effort is counted by whoever spends it."""
        left = self.seconds_left()
        return self.stop() or (left is not None and left <= 0)

    def until_share(self, kept: float) -> Allowance:
        """The allowance without the last ``kept`` (0–1) of the seconds of the whole budget."""
        if self.until is None or self.whole is None:
            return self
        return replace(self, until=max(self.clock(), self.until - kept * self.whole))

    def part(self, share: float) -> Allowance:
        """An allowance for ``share`` (0–1) of what is left now."""
        left = self.seconds_left()
        return replace(
            self,
            until=None if left is None else self.clock() + left * share,
            effort=None if self.effort is None else self.effort * share,
        )
