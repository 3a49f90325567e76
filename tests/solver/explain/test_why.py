"""Why an expert is or is not there; why an application goes where it goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.briefing import brief_for
from solver.domain.calendar import HalfDay
from solver.domain.people import Relation, Unavailability
from solver.domain.plan import Alternate, Plan, Reason, Route, RouteKind, Unplaced
from solver.domain.season import Season
from solver.domain.vocabulary import Level, RelationKind, Role
from solver.explain.why import why_application, why_expert
from tests.builders import small_plan, small_season, with_session

MORNING = HalfDay(date(2026, 10, 12), 1)


def expert(season: Season, one: str, plan: Plan | None = None, session: str = "S1") -> str:
    """The answer about an expert, in Chinese."""
    return "\n".join(why_expert(brief_for(season), plan or small_plan(season), one, session, "zh"))


def related(kind: RelationKind, expert_no: int, **changes: object) -> Season:
    """The small season of 16 experts, one of them related to the applicant of D01."""
    tie = replace(Relation(f"P{expert_no:02d}", "A01", kind, date(2025, 6, 1)), **changes)  # type: ignore[arg-type]
    return replace(small_season(16), relations=(tie,))


def test_who_sits_there_is_told_office_and_duties() -> None:
    told = expert(small_season(16), "E01")
    assert "任主任委员。" in told
    assert "主审 2 份申报：申报 D01（申报人1）、申报 D04（申报人4）。" in told  # 3·n + step mod 11 is 0 for n = 0 and 3


def test_who_sits_there_against_a_rule_is_told_so() -> None:
    assert "需要注意：评审会 S1、专家 E05（专家5）、人员 A01（申报人1）：与本评委会申报人有亲属关系" in expert(
        related(RelationKind.SPOUSE, 5), "E05"
    )


def test_who_reads_nothing_of_a_coauthor_is_told_the_path() -> None:
    assert "须回避 申报 D01（申报人1）：E05（专家5） → 合作者 A01（申报人1）。" in expert(
        related(RelationKind.COAUTHOR, 5), "E05"
    )


@pytest.mark.parametrize(
    ("season", "says"),
    [
        (related(RelationKind.SIBLING, 14), "E14（专家14） → 兄弟姐妹 A01（申报人1）"),
        (
            replace(small_season(16), unavailability=(Unavailability("P14", MORNING, MORNING, "出差"),)),
            "该专家在 2026-10-12 上午 不可用",
        ),
        (replace(small_season(16), pools=small_season(13).pools), "不在该评委会专家库内"),
        (
            replace(
                small_season(16),
                qualifications=tuple(
                    replace(row, level=Level.INTERMEDIATE) if row.expert == "E14" else row
                    for row in small_season(16).qualifications
                ),
            ),
            "专家职称层级为 中级，低于要求的 副高级",
        ),
    ],
)
def test_who_is_kept_out_is_told_the_rule(season: Season, says: str) -> None:
    told = expert(season, "E14")
    assert "专家 E14（专家14） 不在 评审会 S1（机械工程高级评委会）。" in told
    assert "不能就座：" in told
    assert says in told
    assert "未入选" not in told


def test_who_is_busy_elsewhere_is_told_where() -> None:
    season = small_season(16)
    plan = small_plan(season)
    first = plan.sessions[0]
    panel = tuple(replace(seat, expert="E14") if seat.expert == "E11" else seat for seat in first.panel)
    twice = replace(plan, sessions=(first, replace(first, id="S2", panel=panel, cases=())))
    told = expert(season, "E14", twice)
    assert "同一时间有两处安排" in told
    assert "本年度已安排 1 场评审会：S2（2026-10-12 上午）。" in told


def test_who_is_fit_but_not_chosen_is_told_whose_place_it_could_be() -> None:
    told = expert(small_season(16), "E14")
    assert "符合条件但未入选：可以替换 专家 E03（专家3）、" in told  # E01 and E02 hold the offices
    assert "不能就座" not in told


def test_who_would_break_the_employer_cap_in_any_place_is_told_so() -> None:
    """E01–E03 and E14 share U01: with 11 seats a third is 3, and no ordinary member of U01 can make room."""
    season = small_season(16)
    persons = tuple(
        replace(row, employer="U01") if row.id in {"P01", "P02", "P12", "P14"} else row for row in season.persons
    )
    season = replace(season, persons=persons)
    plan = small_plan(season)
    roles = {"E12": Role.LEADER}
    panel = tuple(
        replace(seat, expert="E12", role=roles["E12"]) if seat.expert == "E11" else seat
        for seat in plan.sessions[0].panel
    )
    told = expert(season, "E14", with_session(plan, panel=panel))
    assert "替换任何一位现有评委都会违反规则" in told
    assert "同一单位评委 4 人，应不超过 3 人" in told


def test_an_alternate_is_told_the_rank() -> None:
    plan = with_session(small_plan(small_season(16)), alternates=(Alternate("E14", "", 2),))
    assert "专家 E14（专家14） 是 评审会 S1（机械工程高级评委会） 的第 2 候补。" in expert(
        small_season(16), "E14", plan
    )


def test_names_that_do_not_exist() -> None:
    assert expert(small_season(), "E99") == "专家库中没有专家 E99。"
    assert expert(small_season(), "E01", session="S9") == "方案中没有评审会 S9。"
    assert why_application(brief_for(small_season()), Plan(), "D99", "zh") == ("年度中没有申报 D99。",)


def application(season: Season, plan: Plan, one: str = "D01") -> str:
    """The answer about an application, in Chinese."""
    return "\n".join(why_application(brief_for(season), plan, one, "zh"))


def test_an_application_is_told_committee_filing_time_readers_and_recusals() -> None:
    season = related(RelationKind.COAUTHOR, 5)
    assert application(season, small_plan(season)).splitlines() == [
        "申报 D01（申报人1） 由 评委会 C1（机械工程高级评委会） 评审。",
        "依据核准备案 沈人社备〔2025〕1号（有效期 2025-01-01 至 2027-12-31）。",
        "安排在 评审会 S1：2026-10-12 上午，会场 R1（市民大厦）。",
        "主审：专家 E01（专家1）、专家 E02（专家2）、专家 E03（专家3）。",
        "回避：专家 E05（专家5）：E05（专家5） → 合作者 A01（申报人1）。",
    ]


def test_what_needs_authorisation_is_told_why_who_could_and_whom_to_ask() -> None:
    reason = Reason("region", "CN40-37", "C1", (("found", "大连"), ("needed", "沈阳")))
    route = Route("D01", RouteKind.NEEDS_AUTHORISATION, candidates=("C1",), authority="H2", reasons=(reason,))
    told = application(small_season(), Plan(routes=(route,)))
    assert "须先取得委托代评授权" in told
    assert "地区 大连 不在备案地区内（沈阳）" in told
    assert "经授权可受托的评委会：评委会 C1（机械工程高级评委会）。" in told
    assert "应向 人社部门 H2（市人社局） 申请。" in told


def test_what_nobody_could_take_is_told_that_too() -> None:
    told = application(small_season(), Plan(routes=(Route("D01", RouteKind.NEEDS_AUTHORISATION),)))
    assert "没有评委会可以受托" in told
    assert "应向" not in told


def test_what_could_not_be_placed_is_told_the_rules_in_the_way() -> None:
    reason = Reason("senior_by_specialty", "CN40-09c", facts=(("found", "9"), ("needed", "≥ 11")))
    plan = Plan(
        routes=(Route("D01", RouteKind.COMMITTEE, "C1"),), unplaced=(Unplaced("D01", "application", (reason,)),)
    )
    told = application(small_season(), plan)
    assert "未能安排。" in told
    assert "按专业组建的高级评委会，评委 9 人，应不少于 11 人" in told


def test_english_answers_are_english() -> None:
    season = small_season(16)
    told = why_expert(brief_for(season), small_plan(season), "E14", "S1", "en")
    assert told[1].startswith("Eligible but not chosen: could take the place of expert E03")
