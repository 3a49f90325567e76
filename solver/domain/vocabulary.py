"""The closed vocabularies of the field: levels, grades, states, kinds.

Values are the codes used in JSON and CSV; their Chinese words are kept in
``data.season_files.words``.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Level(IntEnum):
    """Level of a title (层级); a higher number is a higher level (人社部令第40号 第7条; the 27 series)."""

    JUNIOR = 1
    INTERMEDIATE = 2
    ASSOCIATE_SENIOR = 3
    FULL_SENIOR = 4

    @property
    def grade(self) -> Grade:
        """Grade of the committee that reviews this level: 正高, 副高 → senior, 中级 → intermediate, else junior."""
        if self >= Level.ASSOCIATE_SENIOR:
            return Grade.SENIOR
        return Grade.INTERMEDIATE if self is Level.INTERMEDIATE else Grade.JUNIOR


class Grade(StrEnum):
    """Grade of a committee (高级/中级/初级评委会)."""

    SENIOR = "senior"
    INTERMEDIATE = "intermediate"
    JUNIOR = "junior"


class Basis(StrEnum):
    """What a committee is formed by (按系列/按专业组建)."""

    SERIES = "series"
    SPECIALTY = "specialty"


class CommitteeKind(StrEnum):
    """Regional committee, or the self-review committee of one employer (自主评审)."""

    REGIONAL = "regional"
    SELF_REVIEW = "self_review"


class CommitteeState(StrEnum):
    """State of a committee: 正常, 限期整改, 暂停, 收回评审权."""

    ACTIVE = "active"
    RECTIFICATION = "rectification"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


class Fairness(StrEnum):
    """What goes before the score on request: the worst application, or the expert with most days."""

    WORST_APPLICATION = "worst-application"
    HEAVIEST_EXPERT = "heaviest-expert"


class Selection(StrEnum):
    """How panels of a committee come about: drawn by lot (随机抽取) or chosen (选定)."""

    DRAWN = "drawn"
    CHOSEN = "chosen"


class Tier(StrEnum):
    """Tier of an HR authority."""

    NATIONAL = "national"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class EmployerKind(StrEnum):
    """Kind of an employer (单位性质)."""

    CENTRAL = "central"
    PROVINCIAL = "provincial"
    CITY = "city"
    GRASSROOTS = "grassroots"
    PRIVATE = "private"
    UNIVERSITY = "university"
    INSTITUTE = "institute"


class PostLink(StrEnum):
    """评聘结合 (post-linked) or 评聘分开 (post-free)."""

    LINKED = "linked"
    FREE = "free"


class ExpertStatus(StrEnum):
    """Status of an expert in the pool: 正常, 暂停, 移出."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REMOVED = "removed"


class Channel(StrEnum):
    """How an application comes (申报渠道)."""

    NORMAL = "normal"
    EXCEPTIONAL = "exceptional"  # 破格
    GREEN = "green"  # 绿色通道
    TALENT = "talent"  # 人才计划直接申报高一级
    RECOGNITION = "recognition"  # 考核认定/直接认定: no committee
    CERTIFICATE = "certificate"  # 证书对应职称: no committee


class DelegationState(StrEnum):
    """States of a delegation (委托代评). Only ``ACCEPTED`` routes (``USED`` only once the session has sat)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    AUTHORISED = "authorised"
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REVOKED = "revoked"
    EXPIRED = "expired"
    USED = "used"


class RelationKind(StrEnum):
    """Kinds of relation between two persons.

    Kin comes as atomic links (first block) or as a declared class of ``relations.json`` (second block); others follow.
    A link reads "``a`` has ``b`` as …": ``(a, b, PARENT)`` says that b is a's parent.
    """

    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    SPOUSE = "spouse"
    ADOPTIVE_PARENT = "adoptive_parent"
    ADOPTIVE_CHILD = "adoptive_child"
    STEP_PARENT = "step_parent"
    STEP_CHILD = "step_child"
    KIN_SPOUSE = "SP"  # 夫妻关系, declared as a class
    KIN_LINEAL = "LB"  # 直系血亲
    KIN_COLLATERAL = "CB3"  # 三代以内旁系血亲
    KIN_AFFINITY = "AF"  # 近姻亲
    KIN_OTHER = "OT"  # 其他亲属 (养/继)
    RECOMMENDER = "REC"
    SUPERVISOR = "SUP"
    COAUTHOR = "COA"
    PROJECT = "PRJ"
    COLLEAGUE = "EXC"
    LINE_MANAGER = "LEAD"
    ECONOMIC = "ECO"
    RIVAL = "CMP"
    NAMED = "NAM"  # 申报人书面提出且经核准的回避请求


class RelationSource(StrEnum):
    """Where a relation is known from: 申报, 推导, 举报."""

    DECLARED = "declared"
    DERIVED = "derived"
    REPORTED = "reported"


class RecusalMode(StrEnum):
    """What a relation leads to, from strictest to mildest."""

    POOL_YEAR = "pool_year"  # out of the pool for the year
    SESSION = "session"  # in no session of the committee that has the applicant
    CASE = "case"  # not a reader, leaves the room, no vote for that application


class Role(StrEnum):
    """Role of an expert on a panel: 主任委员, 副主任委员, 组长, 委员."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    LEADER = "leader"
    MEMBER = "member"


class PinKind(StrEnum):
    """What a person has decided about a part of the plan: it stays (指定), or it may not be (禁止)."""

    KEEP = "keep"
    FORBID = "forbid"


class PinMatter(StrEnum):
    """What a pin is about: 席位, 候补, 开始时间, 会场, 申报, 主审."""

    SEAT = "seat"
    STANDBY = "standby"
    START = "start"
    ROOM = "room"
    CASE = "case"
    READER = "reader"


class Severity(StrEnum):
    """How binding a provision is; ``OVERRIDABLE`` is hard unless a recorded reason and approver override it."""

    HARD = "hard"
    OVERRIDABLE = "overridable"
    ADVISORY = "advisory"


class Standing(StrEnum):
    """How Pingwei treats a provision: it has code, is checked on dates and filings, or is printed in the checklist."""

    PLANNED = "planned"
    CHECKED = "checked"
    PROCEDURAL = "procedural"
