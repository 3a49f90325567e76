"""The tree of errors of Pingwei.

::

    PingweiError
    ├── InputError            the season, plan or register given cannot be used (carries every fault)
    ├── UnknownYearError      a working day was asked for a year the calendar does not know
    ├── RegisterError         a provision or a parameter is missing or malformed
    └── EngineError           Pingwei broke its own promise (a plan it made fails its own check)

Outcomes of a search ("proved impossible", "out of time") are values of ``solver.domain.plan.Status``, never errors.
Every error carries a stable ``code`` and its parameters, and can be pickled to cross process boundaries whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.domain.faults import Fault


class PingweiError(Exception):
    """Base of all errors: a stable code and the parameters that name the thing, its value and what to try."""

    code = "pingwei"

    def __init__(self, **parameters: object) -> None:
        super().__init__(self.code, parameters)
        self.parameters = parameters

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.parameters))

    def __str__(self) -> str:
        return f"{self.code}: " + ", ".join(f"{name}={value}" for name, value in self.parameters.items())


def _rebuild(kind: type[PingweiError], parameters: dict[str, object]) -> PingweiError:
    return kind(**parameters)


class InputError(PingweiError):
    """The input cannot be used; ``faults`` lists everything wrong with it at once.

    Of very many faults only the first are listed; ``more`` counts the others.
    """

    code = "input"

    def __init__(self, faults: Iterable[Fault] = (), more: int = 0) -> None:
        listed = tuple(faults)
        super().__init__(faults=listed, more=more)
        self.faults: tuple[Fault, ...] = listed
        self.more = more

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class UnknownYearError(PingweiError):
    """Working days of ``year`` are neither known nor filled in on the calendar sheet."""

    code = "unknown-year"


class RegisterError(PingweiError):
    """A provision of the register, or one of its parameters, is missing or malformed."""

    code = "register"


class EngineError(PingweiError):
    """The engine broke one of its own promises; always a defect of Pingwei, never of the input."""

    code = "engine"
