"""Why something has no place, answered in a child process, however long that takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from data.season_files.codecs import Json

WHY = "why"
"""The kind of operations that answer why something has no place."""
STEP = 10.0
MOST_PERCENT = 90.0
"""How many questions there are is known when the last is answered, so that a percentage only says that it goes on."""


@dataclass(frozen=True, slots=True)
class WhyTask:
    """What to ask of a season: ``request`` is that of the operation (``api.schemas.outlook.WhyNotIn``)."""

    url: str
    key: str
    season: str
    request: Mapping[str, Any]  # ids, or null


@dataclass(frozen=True, slots=True)
class Explanation:
    """Every answer, as it is shown (``api.schemas.outlook.WhyNotOut``)."""

    answer: Json


def explain(task: WhyTask, tell: Callable[[str, float], None]) -> Explanation:
    """Answer, and ``tell`` after each question; raises InputError for a season that cannot be read."""
    from api.schemas.outlook import WhyNotOut
    from api.why_answers import Asked, answered, settled
    from data.briefing import brief_for
    from data.store.engine import open_store
    from data.store.seasons import one_season, read_season

    asked = task.request
    tell("read", 0.0)
    with closing(open_store(task.url, task.key)) as store, store.read() as reader:
        version, season = one_season(reader, task.season).version, read_season(reader, task.season)
    brief = brief_for(season)
    about = Asked(*(asked[name] or "" for name in ("application", "session", "committee")))
    found = []
    tell("why", STEP)
    for one in settled(brief, answered(brief, about.suspects(brief), asked["most"])):
        found.append(one)
        tell("why", min(MOST_PERCENT, STEP * (1 + len(found))))
    return Explanation(WhyNotOut.of(version, tuple(found)).model_dump(mode="json"))
