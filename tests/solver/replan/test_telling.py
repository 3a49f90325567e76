"""What people read of a repair: every kind of difference and every kind of change has its words in both languages."""

from __future__ import annotations

import pytest

from solver.domain.calendar import HalfDay
from solver.domain.changes import Changes, Declined, RoomLost
from solver.explain.change_texts import CAUSES, EFFECTS
from solver.replan.account import Difference, Effect
from solver.replan.causes import Cause
from solver.replan.repair import repair
from solver.replan.telling import causes_of, told
from tests.solver.replan.small_repairs import MONDAY, one_session

DECLINED = Cause("declined", (("expert", "E05"), ("session", "S1")), "LG-02")


def test_every_effect_has_its_sentence() -> None:
    assert EFFECTS.keys() == {effect.value for effect in Effect}


def test_every_kind_of_change_has_its_words() -> None:
    assert CAUSES.keys() == set(Changes.__dataclass_fields__) - {"persons"} | {"pinned"}


@pytest.mark.parametrize("effect", Effect)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_difference_is_told_whole(effect: Effect, lang: str) -> None:
    places = {"before": ("chair", "G1"), "after": ("member", "")}
    times = {"before": ("2026-10-12/1",), "after": ("2026-10-13/2",)}
    timed = effect in (Effect.SESSION_MOVED, Effect.SESSION_ADDED, Effect.SESSION_DROPPED)
    one = Difference(effect, "S1", "E05", "D01", **(times if timed else places), weight=1)
    text = told(one, {"S1": (DECLINED,)}, one_session()[0], lang)  # type: ignore[arg-type] # one of the two
    assert "{" not in text
    assert "LG-02" in text


def test_a_drop_out_is_told_with_its_reason_and_rule() -> None:
    made = repair(*one_session(), Changes(declined=(Declined("E05", "S1"),)))
    lost = next(one for one in made.differences if one.effect is Effect.SEAT_LOST)
    assert told(lost, made.causes, made.brief, "zh") == (
        "专家 E05（专家5）不再参加评审会 S1（原为委员）。原因：专家 E05（专家5）谢绝评审会 S1（LG-02〔编排常识〕）。"
    )
    assert told(lost, made.causes, made.brief, "en") == (
        "expert E05 (专家5) no longer sits in session S1 (was member), because expert E05 (专家5) declined session S1 "
        "(LG-02 [plain logic])."
    )


def test_a_lost_room_is_told_without_naming_people() -> None:
    first = HalfDay(MONDAY, 1)
    made = repair(*one_session(), Changes(room_lost=(RoomLost("R1", first, first),)))
    (one,) = made.differences
    assert (one.effect, one.before, one.after) == (Effect.SESSION_REHOUSED, ("R1",), ("R2",))
    assert told(one, made.causes, made.brief, "zh").startswith(
        "评审会 S1由R1改在R2。原因：会场 R1（市民大厦）届时不能使用"
    )


def test_a_reading_that_ends_with_its_case_is_told_with_that_reason_alone() -> None:
    withdrawn = Cause("withdrawn", (("application", "D01"),), "PD-16")
    causes = {"S1": (DECLINED, withdrawn)}
    fewer = Difference(Effect.READINGS_CHANGED, "S1", "E04", before=("D01", "D02"), after=("D02",))
    assert causes_of(fewer, causes) == (withdrawn,)
    other = Difference(Effect.READINGS_CHANGED, "S1", "E04", before=("D01",), after=("D02",))
    assert causes_of(other, causes) == (DECLINED, withdrawn)
