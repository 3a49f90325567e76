"""The sample: one season small enough to read in an evening, with one instance of everything that needs an eye.

It grows like every invented season; then a few rows are set by hand, and each of them says why in the extra column
样例说明. ``python -m data.samples.sample_season`` writes it to ``data/samples/season.xlsx``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from data.samples.synthesis.committees import Block, Outline
from data.samples.synthesis.draft import YEAR, Draft, birthday
from data.samples.synthesis.employers import authority_of
from data.samples.synthesis.gaps import add_outside_application, add_outside_employer, delegation
from data.samples.synthesis.recipe import Recipe
from data.samples.synthetic import grow
from solver.domain.committees import GroupRequest, PolicyChange, SessionRequest
from solver.domain.people import Relation
from solver.domain.season import Season
from solver.domain.vocabulary import CommitteeState, DelegationState, Level, RelationKind

SAMPLE = Path(__file__).with_name("season.xlsx")
HEADING = "样例说明"
"""Heading of the extra column that says what a row is an example of."""

SEED = 2026
DELEGATED, UNAUTHORISED = 6, 5
"""Applications of the two cities without a committee."""

RECIPE = Recipe(12, 300, 500 - DELEGATED - UNAUTHORISED, gaps=0.0, central_gaps=0.0)

Row = TypeVar("Row")


def build_sample() -> Season:
    """The sample season: 12 committees, 300 experts, 500 applications, Shenyang 2026; the same on every machine."""
    draft = Draft(RECIPE, SEED)
    season, blocks = grow(draft)
    for curate in (_delegate, _marry, _ask_for_session, _change_policy, _say_why):
        curate(draft, blocks)
    return draft.tables.season(season.header)


def _committee(blocks: list[Block], name: str, level: Level) -> tuple[Block, Outline]:
    """The block of a field and its first committee for ``level``."""
    block = next(one for one in blocks if one.subject.name == name)
    return block, next(one for one in block.outlines if level in one.levels)


def _note(text: str) -> tuple[tuple[str, str], ...]:
    return ((HEADING, text),)


def _delegate(draft: Draft, blocks: list[Block]) -> None:
    """Two delegations: one authorised and accepted, one only submitted, whose applications wait."""
    rng = draft.stream("sample delegations")
    cases = (
        ("抚顺", "机械工程", DELEGATED, "已授权并已接受:申报由受托评委会评审"),
        ("本溪", "建筑工程", UNAUTHORISED, "只提交、未授权:申报须先取得委托函"),
    )
    for region, field, number, text in cases:
        block, one = _committee(blocks, field, Level.INTERMEDIATE)
        employer = add_outside_employer(draft, rng, region)
        for _ in range(number):
            add_outside_application(draft, rng, employer, block, one)
        row = delegation(draft, employer.id, one, authority_of(draft, region))
        draft.tables.delegations.append(replace(row, state=DelegationState.SUBMITTED, extra=_note(text)))
    rows = draft.tables.delegations
    letter, issued, accepted = f"抚人社委〔{YEAR}〕12号", date(YEAR, 8, 10), date(YEAR, 8, 14)
    rows[0] = replace(
        rows[0], state=DelegationState.ACCEPTED, start=issued, letter_no=letter, issued_on=issued, accepted_on=accepted
    )


def _marry(draft: Draft, blocks: list[Block]) -> None:
    """An expert whose spouse is the sister of an applicant of the same committee: kin that no single row shows."""
    block, one = _committee(blocks, "建筑工程", Level.ASSOCIATE_SENIOR)
    rng = draft.stream("sample marriage")
    expert = next(row for row in draft.tables.experts if row.id == sorted(one.members)[4])
    applicant = next(
        row.applicant
        for row in draft.tables.applications
        if row.specialty in block.subject.specialties and row.level is Level.ASSOCIATE_SENIOR
    )
    spouse = draft.add_person(rng, "", birthday(rng, 38, 52))
    text = _note("专家的配偶是申报人的姐妹:近姻亲,专家本年不参加该评委会")
    draft.tables.relations.append(Relation(expert.person, spouse.id, RelationKind.SPOUSE, extra=text))
    draft.tables.relations.append(Relation(spouse.id, applicant, RelationKind.SIBLING, extra=text))


def _ask_for_session(draft: Draft, blocks: list[Block]) -> None:
    """A session that its committee wants in a form of its own: two groups, two preferred days."""
    _, one = _committee(blocks, "中小学教师", Level.ASSOCIATE_SENIOR)
    groups = (GroupRequest(("语文", "外语"), 13), GroupRequest(("数学", "理科综合"), 12))
    preferred = (date(YEAR, 10, 20), date(YEAR, 10, 21))
    wanted = SessionRequest(
        "S-教师副高",
        one.id,
        (Level.ASSOCIATE_SENIOR,),
        groups=groups,
        preferred_days=preferred,
        extra=_note("自定分组与日期"),
    )
    draft.tables.sessions.append(wanted)


def _change_policy(draft: Draft, blocks: list[Block]) -> None:
    """A number of the register that the city sets otherwise, with a reason and who approved it."""
    reason, approver = "评委反映每日阅卷量偏大", authority_of(draft, blocks[0].region)
    draft.tables.policy.append(PolicyChange("PD-06", "max_apps_per_day", "18", reason, approver))


def _say_why(draft: Draft, blocks: list[Block]) -> None:
    """Notes on what the generator made: the suspended and the self-review committee, twins, the examined level."""
    tables = draft.tables
    homes = {block.outlines[0].id for block in blocks if block.home}
    _annotate(tables.committees, lambda row: row.id in homes, "自主评审委员会:回避看部门,另有外单位专家比例")
    _annotate(tables.committees, lambda row: row.state is CommitteeState.SUSPENDED, "已暂停:其申报不能评审")
    applicants = [row.applicant for row in tables.applications]
    _annotate(tables.applications, lambda row: applicants.count(row.applicant) > 1, "同一人申报两次:须先选定一份")
    examined = "以考代评的层级:不经评委会"
    _annotate(tables.applications, lambda row: row.series == "17" and row.level is Level.INTERMEDIATE, examined)


def _annotate(rows: list[Row], chosen: Callable[[Row], bool], text: str) -> None:
    rows[:] = [replace(row, extra=_note(text)) if chosen(row) else row for row in rows]  # type: ignore[type-var] # every row type is a dataclass


if __name__ == "__main__":
    from data.season_files.season_file import write_season

    write_season(build_sample(), SAMPLE)
