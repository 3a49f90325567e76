"""Words of the closed vocabularies in Chinese and English, and numbers, days and halves as people say them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from solver.domain.calendar import HalfDay
from solver.domain.plan import PlanState, RouteKind, Status
from solver.domain.vocabulary import (
    CommitteeKind,
    CommitteeState,
    DelegationState,
    EmployerKind,
    ExpertStatus,
    Grade,
    Level,
    RelationKind,
    Role,
    Selection,
    Severity,
    Tier,
)

Lang = Literal["zh", "en"]
Words = tuple[str, str]
"""The same in Chinese and in English."""

LEVELS: Mapping[Level, Words] = {
    Level.FULL_SENIOR: ("正高级", "full-senior"),
    Level.ASSOCIATE_SENIOR: ("副高级", "associate-senior"),
    Level.INTERMEDIATE: ("中级", "intermediate"),
    Level.JUNIOR: ("初级", "junior"),
}
GRADES: Mapping[Grade, Words] = {
    Grade.SENIOR: ("高级", "senior"),
    Grade.INTERMEDIATE: ("中级", "intermediate"),
    Grade.JUNIOR: ("初级", "junior"),
}
ROLES: Mapping[Role, Words] = {
    Role.CHAIR: ("主任委员", "chair"),
    Role.VICE_CHAIR: ("副主任委员", "vice-chair"),
    Role.LEADER: ("组长", "group leader"),
    Role.MEMBER: ("委员", "member"),
}
ROUTES: Mapping[RouteKind, Words] = {
    RouteKind.COMMITTEE: ("评委会评审", "own committee"),
    RouteKind.DELEGATED: ("委托代评", "delegated"),
    RouteKind.NEEDS_AUTHORISATION: ("待授权", "needs authorisation"),
    RouteKind.NOT_FOR_COMMITTEE: ("不经评委会", "not for a committee"),
}
STATUSES: Mapping[Status, Words] = {
    Status.OPTIMAL: ("已证明最优", "proved best"),
    Status.FEASIBLE: ("可行方案", "found, not proved best"),
    Status.IMPOSSIBLE: ("已证明无可行方案", "proved impossible"),
    Status.OUT_OF_TIME: ("时限内未得到方案", "nothing found in time"),
}
PLAN_STATES: Mapping[PlanState, Words] = {
    PlanState.DRAFT: ("草案", "draft"),
    PlanState.PUBLISHED: ("已发布", "published"),
}
SELECTIONS: Mapping[Selection, Words] = {
    Selection.DRAWN: ("随机抽取", "drawn by lot"),
    Selection.CHOSEN: ("选定", "chosen"),
}
SEVERITIES: Mapping[Severity, Words] = {
    Severity.HARD: ("硬性", "hard"),
    Severity.OVERRIDABLE: ("原则上硬性", "hard in principle"),
    Severity.ADVISORY: ("提示", "advisory"),
}
LINKS: Mapping[str, Words] = {
    RelationKind.PARENT: ("父母", "parent"),
    RelationKind.CHILD: ("子女", "child"),
    RelationKind.SIBLING: ("兄弟姐妹", "sibling"),
    RelationKind.SPOUSE: ("配偶", "spouse"),
    RelationKind.ADOPTIVE_PARENT: ("养父母", "adoptive parent"),
    RelationKind.ADOPTIVE_CHILD: ("养子女", "adoptive child"),
    RelationKind.STEP_PARENT: ("继父母", "step-parent"),
    RelationKind.STEP_CHILD: ("继子女", "step-child"),
    "SP": ("夫妻", "spouse"),
    "LB": ("直系血亲", "lineal blood relative"),
    "CB3": ("三代以内旁系血亲", "collateral relative within three generations"),
    "AF": ("近姻亲", "close affinity"),
    "OT": ("其他亲属", "adoptive or step relative"),
    "SELF": ("本人申报", "is the applicant"),
    "EMP": ("同一单位", "same employer"),
    "DEP": ("同一部门", "same department"),
    "REC": ("推荐人", "recommender"),
    "SUP": ("导师", "supervisor"),
    "COA": ("合作者", "co-author"),
    "PRJ": ("同一课题组", "same project"),
    "EXC": ("近年同事", "recent colleague"),
    "LEAD": ("直接领导", "line manager"),
    "ECO": ("经济利益", "economic interest"),
    "CMP": ("同岗竞争", "rival for one post"),
    "NAM": ("经核准的回避请求", "approved request to recuse"),
}
SUBJECTS: Mapping[str, Words] = {
    "session": ("评审会", "session"),
    "other": ("评审会", "session"),
    "group": ("评议组", "group"),
    "expert": ("专家", "expert"),
    "person": ("人员", "person"),
    "applicant": ("申报人", "applicant"),
    "application": ("申报", "application"),
    "committee": ("评委会", "committee"),
    "delegation": ("委托代评", "delegation"),
    "filing": ("核准备案", "filing"),
    "room": ("会场", "room"),
    "employer": ("单位", "employer"),
    "authority": ("人社部门", "authority"),
    "specialty": ("专业", "specialty"),
    "day": ("日期", "day"),
    "role": ("职务", "office"),
    "kinds": ("单位类别", "kinds of employer"),
    "route": ("去向", "route"),
    "rank": ("候补顺序", "rank"),
    "pin": ("指定与禁止", "pin"),
}
HALVES: Mapping[int, Words] = {1: ("上午", "am"), 2: ("下午", "pm"), 3: ("晚上", "evening")}
CODES: Mapping[str, Words] = {
    **{row.name.lower(): words for row, words in LEVELS.items()},
    **{row.name: words for row, words in LEVELS.items()},
    **{row.value: words for row, words in ROLES.items()},
    **{row.value: words for row, words in ROUTES.items()},
    **{row.value: words for row, words in GRADES.items() if row is not Grade.INTERMEDIATE},
    EmployerKind.CENTRAL: ("中央单位", "central"),
    EmployerKind.PROVINCIAL: ("省直单位", "provincial"),
    EmployerKind.GRASSROOTS: ("基层单位", "grassroots"),
    EmployerKind.PRIVATE: ("民营企业", "private"),
    EmployerKind.UNIVERSITY: ("高等学校", "university"),
    EmployerKind.INSTITUTE: ("科研院所", "institute"),
    CommitteeKind.REGIONAL: ("地区评委会", "regional"),
    CommitteeKind.SELF_REVIEW: ("自主评审", "self-review"),
    CommitteeState.ACTIVE: ("正常", "active"),
    CommitteeState.RECTIFICATION: ("限期整改", "under rectification"),
    CommitteeState.SUSPENDED: ("暂停", "suspended"),
    CommitteeState.REVOKED: ("收回评审权", "revoked"),
    ExpertStatus.REMOVED: ("移出专家库", "removed from the pool"),
    DelegationState.DRAFT: ("草稿", "draft"),
    DelegationState.SUBMITTED: ("已提交", "submitted"),
    DelegationState.RETURNED: ("已退回", "returned"),
    DelegationState.AUTHORISED: ("已授权", "authorised"),
    DelegationState.REJECTED: ("不予授权", "rejected"),
    DelegationState.ACCEPTED: ("已接受", "accepted"),
    DelegationState.DECLINED: ("已谢绝", "declined"),
    DelegationState.EXPIRED: ("已过期", "expired"),
    DelegationState.USED: ("已使用", "used"),
    "amend": ("修改", "amend"),
    "submit": ("提交", "submit"),
    "return": ("退回补正", "return"),
    "approve": ("授权", "approve"),
    "reject": ("不予授权", "reject"),
    "accept": ("接受", "accept"),
    "decline": ("谢绝", "decline"),
    "revoke": ("撤销", "revoke"),
    "expire": ("转为过期", "expire"),
    "use": ("转为已使用", "use"),
    "secretariat": ("评委会办事机构", "a secretariat"),
    "supervisor": ("监督人员", "a supervisor"),
    "administrator": ("系统管理员", "an administrator"),
    "system": ("系统", "the system"),
    "reason": ("写明理由", "a reason"),
    "document": ("委托函文件", "the letter's document"),
    Tier.NATIONAL: ("国家级", "national"),
    Tier.PROVINCE: ("省级", "provincial"),
    Tier.CITY: ("市级", "city"),
    Tier.COUNTY: ("县级", "county"),
    Selection.DRAWN: ("随机抽取", "drawn"),
    Selection.CHOSEN: ("选定", "chosen"),
    **LINKS,
    "present": ("有", "present"),
    "odd": ("单数", "odd"),
    "even": ("双数", "even"),
    "none": ("无", "none"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "unknown": ("未填", "not given"),
    "missing": ("缺少", "missing"),
    "series": ("系列", "series"),
    "specialty": ("专业", "specialty"),
    "level": ("层级", "level"),
    "region": ("地区", "region"),
    "employer": ("用人单位", "employer"),
    "dates": ("期限", "dates"),
    "state": ("状态", "state"),
    "review": ("评审", "review"),
    "sessions": ("评审会", "sessions"),
    "days": ("天数", "days"),
    "checked": ("已核验", "checked"),
    "unchecked": ("未核验", "unchecked"),
    "not_in_post": ("不在岗", "not in post"),
    "in_post": ("在岗", "in post"),
    "official": ("行政领导", "leading official"),
    "can_chair": ("可担任主任委员者", "someone who may chair"),
    "letter_no": ("委托函文号", "a letter number"),
    "approval_document": ("批准文件", "an approval document"),
    "draw": ("抽取记录", "a draw"),
    "authority": ("人社部门", "an HR authority"),
    "and": ("和", "and"),
    "or": ("或", "or"),
    "exam": ("以考代评", "by examination"),
    "certificate": ("证书对应职称", "title by certificate"),
    "recognition": ("直接认定", "direct recognition"),
}
_TOKEN = re.compile(
    r"(?P<from>\d{4}-\d{2}-\d{2})/(?P<to>\d{4}-\d{2}-\d{2})"
    r"|(?P<low>\d{4}-\d{2}-\d{2})? ?≤ … < (?P<high>\d{4}-\d{2}-\d{2})"
    r"|(?P<day>\d{4}-\d{2}-\d{2})/(?P<half>\d)"
    r"|(?P<sign>[≥≤<>]) ?(?=(?P<date>\d{4}-)?)"
    r"|≢ 0 \(mod (?P<divisor>\d+)\)"
    r"|(?P<code>[A-Za-z][A-Za-z_0-9]*)"
)
SIGNS: Mapping[str, tuple[Words, Words]] = {
    "≥": (("不少于 ", "at least "), ("不早于 ", "no earlier than ")),
    "≤": (("不超过 ", "at most "), ("不晚于 ", "no later than ")),
    ">": (("多于 ", "more than "), ("晚于 ", "after ")),
    "<": (("少于 ", "fewer than "), ("早于 ", "before ")),
}
"""Signs before a number, and before a day."""


def pick(words: Words, lang: Lang) -> str:
    """The Chinese or the English of a pair."""
    return words[0] if lang == "zh" else words[1]


def bracketed(text: str, lang: Lang) -> str:
    """``text`` in the brackets of the language, to be put behind a word; nothing for no text."""
    if not text:
        return ""
    return f"（{text}）" if lang == "zh" else f" ({text})"


def colon(lang: Lang) -> str:
    """The colon of the language, with the space that follows it."""
    return "：" if lang == "zh" else ": "


def spoken(text: str, lang: Lang) -> str:
    """``text`` of a rule (found, needed, a fact) with its codes, signs and half-days in words."""

    def say(match: re.Match[str]) -> str:
        return pick(_said(match), lang)

    said = _TOKEN.sub(say, text)
    return said.replace(", ", "、") if lang == "zh" else said.replace("、", ", ")


def _said(match: re.Match[str]) -> Words:
    found = match.groupdict()
    if found["from"]:
        return f"{found['from']} 至 {found['to']}", f"{found['from']} to {found['to']}"
    if found["high"] and not found["low"]:
        return f"早于 {found['high']}", f"before {found['high']}"
    if found["low"]:
        return f"{found['low']} 起、{found['high']} 之前", f"from {found['low']} on, before {found['high']}"
    if found["day"]:
        zh, en = HALVES.get(int(found["half"]), (found["half"], found["half"]))
        return f"{found['day']} {zh}", f"{found['day']} {en}"
    if found["sign"]:
        return SIGNS[found["sign"]][1 if found["date"] else 0]
    if found["divisor"]:
        return f"不是 {found['divisor']} 的倍数", f"no multiple of {found['divisor']}"
    return CODES.get(found["code"], (match[0], match[0]))


def half_day(at: HalfDay | None, lang: Lang) -> str:
    """A half-day as people say it: ``2026-10-12 上午``; undecided where None."""
    if at is None:
        return pick(("未定", "undecided"), lang)
    return f"{at.day.isoformat()} {pick(HALVES.get(at.half, (str(at.half), str(at.half))), lang)}"
