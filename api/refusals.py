"""Why an act was refused, as faults of a problem: the guard that refused is the code, its sentence the message."""

from __future__ import annotations

from collections.abc import Iterable

from api.schemas.problem import FaultOut
from solver.domain.plan import Reason
from solver.explain.sentence import reason_sentence
from solver.rules.brief import Brief


def refusal_faults(brief: Brief, reasons: Iterable[Reason]) -> list[FaultOut]:
    """A fault per reason, in their order."""
    return [
        FaultOut(
            code=dict(reason.facts).get("guard", reason.dimension),
            place="object",
            pointer="",
            message=reason_sentence(reason, brief, "zh"),
            message_en=reason_sentence(reason, brief, "en"),
        )
        for reason in reasons
    ]
