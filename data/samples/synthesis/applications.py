"""Applications: who applies to which committee, by which channel, and the few that no committee takes."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from data.samples.synthesis.committees import Block, Outline
from data.samples.synthesis.draft import YEAR, Draft, birthday
from data.samples.synthesis.employers import cumulative_zipf
from data.samples.synthesis.recipe import FULL_SENIOR_SHARE
from data.samples.synthesis.words import CENTRE_NAMES
from solver.domain.committees import Application, Recommender
from solver.domain.vocabulary import Channel, CommitteeState, EmployerKind, Level

CHANNELS = (
    (Channel.NORMAL, 950),
    (Channel.EXCEPTIONAL, 20),
    (Channel.GREEN, 15),
    (Channel.TALENT, 10),
    (Channel.RECOGNITION, 3),
    (Channel.CERTIFICATE, 2),
)
"""How applications come, in per mille; the last two are for no committee."""

EXAM_ONLY_SERIES = "17"
"""Series whose intermediate level is an examination (会计师): nobody reviews it."""

AGES = {
    Level.FULL_SENIOR: (40, 56),
    Level.ASSOCIATE_SENIOR: (33, 52),
    Level.INTERMEDIATE: (28, 45),
    Level.JUNIOR: (23, 32),
}


def add_applications(draft: Draft, blocks: list[Block]) -> None:
    """Applications of every committee's scope, then a few duplicates and a few for levels that are examined."""
    for block in blocks:
        rng = draft.stream(f"applications {block.region} {block.subject.name} {block.home}")
        for one in block.outlines:
            for number in range(one.volume):
                _apply(draft, rng, block, one, number)
    rng = draft.stream("odd applications")
    few = max(1, draft.recipe.applications // 1000)
    _replace_by_exam_only(draft, rng, few)
    _make_duplicates(draft, rng, few)
    _let_experts_apply(draft, rng, few)


def _apply(draft: Draft, rng: random.Random, block: Block, one: Outline, number: int) -> None:
    specialties = block.subject.specialties
    level = Level.FULL_SENIOR if number < full_senior(block, one) else one.levels[0]
    employer = block.home or rng.choices(block.employers, cum_weights=cumulative_zipf(len(block.employers)))[0]
    department = f"第{rng.choice(CENTRE_NAMES)}部" if block.home else ""
    person = draft.add_person(rng, employer, birthday(rng, *AGES[level]), department)
    weights = [1 / rank for rank in range(1, len(specialties) + 1)]
    # Full-senior applications are few: spread evenly, so that their panel may be of every specialty of the committee.
    even = level is Level.FULL_SENIOR
    specialty = specialties[number % len(specialties)] if even else rng.choices(specialties, weights)[0]
    kinds, shares = zip(*CHANNELS, strict=True)
    channel = rng.choices(kinds, shares)[0] if one.committee.state is CommitteeState.ACTIVE else Channel.NORMAL
    if channel is Channel.CERTIFICATE and (block.subject.series != "05" or level > Level.INTERMEDIATE):
        channel = Channel.NORMAL
    row = application(draft, rng, person.id, (block.region, block.subject.series, specialty, level))
    preferred = one.id if block.home or rng.random() < 0.3 else ""
    draft.tables.applications.append(replace(row, preferred_committee=preferred))
    if channel is not Channel.NORMAL:
        _by_channel(draft, rng, block, channel)


def full_senior(block: Block, one: Outline) -> int:
    """How many of a senior committee's applications are for the full-senior title; none where it has few."""
    if Level.FULL_SENIOR not in one.levels or one.volume < 12:
        return 0
    return max(len(block.subject.specialties), round(one.volume * FULL_SENIOR_SHARE))


def application(draft: Draft, rng: random.Random, person: str, what: tuple[str, str, str, Level]) -> Application:
    """An application with everything its file needs: notice of the employer, acceptance, two commitments, papers."""
    region, series, specialty, level = what
    noticed = date(YEAR, 6, 15) + timedelta(days=rng.randint(0, 40))
    ended = noticed + timedelta(days=rng.randint(9, 14))
    accepted = min(ended + timedelta(days=rng.randint(3, 20)), date(YEAR, 8, 20))
    number = len(draft.tables.applications) + 1
    return Application(
        f"A{number:05d}",
        person,
        region,
        series,
        specialty,
        level,
        accepted_on=accepted,
        notice_start=noticed,
        notice_end=ended,
        commitments=2,
        papers_checked=True,
    )


def _by_channel(draft: Draft, rng: random.Random, block: Block, channel: Channel) -> None:
    """Turn the last application into one by ``channel``, with what that channel needs."""
    row = draft.tables.applications.pop()
    if channel is Channel.TALENT:
        row = replace(row, channel=channel, talent_plan="兴辽英才计划", team_size=rng.randint(1, 3))
        if row.level is Level.FULL_SENIOR:
            _recommend(draft, rng, block, row)
    elif channel is Channel.CERTIFICATE:
        row = replace(row, channel=channel, certificate="数字技术工程师证书")
    else:
        document = f"{block.region}人社审〔2026〕{rng.randint(1, 400)}号"
        row = replace(row, channel=channel, approval_document=document)
    draft.tables.applications.append(row)


def _recommend(draft: Draft, rng: random.Random, block: Block, row: Application) -> None:
    """Two full-senior recommenders, who are in the same field's pool and must leave the room."""
    held = {one.expert for one in draft.tables.qualifications if one.level is Level.FULL_SENIOR}
    person_of = {one.id: one.person for one in draft.tables.experts}
    able = [person_of[one] for one in block.experts if one in held]
    for person in rng.sample(able, min(2, len(able))):
        draft.tables.recommenders.append(Recommender(row.id, person, Level.FULL_SENIOR))


def _plain(draft: Draft) -> list[int]:
    """Positions of applications that nothing special was made of: normal channel, in an active committee's scope."""
    homes = {row.forming_unit for row in draft.tables.committees}
    employer_of = {row.id: row.employer for row in draft.tables.persons}
    suspended = {row.series for row in draft.tables.committees if row.state is not CommitteeState.ACTIVE}
    return [
        index
        for index, row in enumerate(draft.tables.applications)
        if row.channel is Channel.NORMAL
        and row.level is not Level.FULL_SENIOR
        and employer_of[row.applicant] not in homes
        and (row.series not in suspended or not row.specialty.startswith("广播"))
    ]


def _replace_by_exam_only(draft: Draft, rng: random.Random, few: int) -> None:
    for index in rng.sample(_plain(draft), min(few, len(_plain(draft)) // 20)):
        row = draft.tables.applications[index]
        changed = replace(
            row, series=EXAM_ONLY_SERIES, specialty="会计", level=Level.INTERMEDIATE, preferred_committee=""
        )
        draft.tables.applications[index] = changed


def _make_duplicates(draft: Draft, rng: random.Random, few: int) -> None:
    """Let the applicant of one application be that of another one of the same series too."""
    places = _plain(draft)
    for index in rng.sample(places, min(few, len(places) // 20)):
        row = draft.tables.applications[index]
        twins = [i for i in places if i != index and draft.tables.applications[i].series == row.series]
        if twins:
            twin = rng.choice(twins)
            draft.tables.applications[twin] = replace(draft.tables.applications[twin], applicant=row.applicant)


def _let_experts_apply(draft: Draft, rng: random.Random, few: int) -> None:
    """Let some associate-senior experts apply for the full-senior title: they are out of the pool for the year."""
    kinds = {row.id: row.kind for row in draft.tables.employers}
    employer_of = {row.id: row.employer for row in draft.tables.persons}
    rank = {row.expert: row for row in draft.tables.qualifications if row.primary}
    rows = [i for i, row in enumerate(draft.tables.applications) if row.level is Level.FULL_SENIOR]
    for index in rng.sample(rows, min(few, len(rows))):
        row = draft.tables.applications[index]
        able = [
            one.person
            for one in draft.tables.experts
            if rank[one.id].series == row.series
            and rank[one.id].specialty == row.specialty
            and rank[one.id].level is Level.ASSOCIATE_SENIOR
            and kinds[employer_of[one.person]] is not EmployerKind.CENTRAL
        ]
        taken = {one.applicant for one in draft.tables.applications}
        able = [person for person in able if person not in taken]
        if able and not row.preferred_committee and row.channel is Channel.NORMAL:
            draft.tables.applications[index] = replace(row, applicant=rng.choice(able))
