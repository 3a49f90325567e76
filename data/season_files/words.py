"""Chinese words of the closed vocabularies; the first word of each is written, the others are accepted as well."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from solver.domain.vocabulary import (
    Basis,
    Channel,
    CommitteeKind,
    CommitteeState,
    DelegationState,
    EmployerKind,
    ExpertStatus,
    Grade,
    Level,
    PinKind,
    PinMatter,
    PostLink,
    RecusalMode,
    RelationKind,
    RelationSource,
    Role,
    Selection,
    Tier,
)

Vocabulary = Mapping[Enum, tuple[str, ...]]

LEVELS: Vocabulary = {
    Level.FULL_SENIOR: ("正高级", "正高"),
    Level.ASSOCIATE_SENIOR: ("副高级", "副高"),
    Level.INTERMEDIATE: ("中级",),
    Level.JUNIOR: ("初级", "助理级", "员级", "助理", "助理/员级"),
}
GRADES: Vocabulary = {
    Grade.SENIOR: ("高级", "高级评委会"),
    Grade.INTERMEDIATE: ("中级", "中级评委会"),
    Grade.JUNIOR: ("初级", "初级评委会"),
}
BASES: Vocabulary = {Basis.SERIES: ("按系列", "系列"), Basis.SPECIALTY: ("按专业", "专业")}
COMMITTEE_KINDS: Vocabulary = {
    CommitteeKind.REGIONAL: ("地区", "区域", "社会化评审"),
    CommitteeKind.SELF_REVIEW: ("自主评审", "单位自主评审"),
}
COMMITTEE_STATES: Vocabulary = {
    CommitteeState.ACTIVE: ("正常",),
    CommitteeState.RECTIFICATION: ("限期整改", "整改"),
    CommitteeState.SUSPENDED: ("暂停", "停止评审"),
    CommitteeState.REVOKED: ("收回评审权", "收回"),
}
SELECTIONS: Vocabulary = {Selection.DRAWN: ("随机抽取", "抽取"), Selection.CHOSEN: ("选定", "指定")}
TIERS: Vocabulary = {
    Tier.NATIONAL: ("国家",),
    Tier.PROVINCE: ("省级", "省"),
    Tier.CITY: ("市级", "市"),
    Tier.COUNTY: ("县级", "县", "区县级"),
}
EMPLOYER_KINDS: Vocabulary = {
    EmployerKind.CENTRAL: ("中央单位", "中直", "央属"),
    EmployerKind.PROVINCIAL: ("省直单位", "省直", "省属"),
    EmployerKind.CITY: ("市直单位", "市直", "市属"),
    EmployerKind.GRASSROOTS: ("基层单位", "基层"),
    EmployerKind.PRIVATE: ("民营企业", "非公有制", "民营"),
    EmployerKind.UNIVERSITY: ("高等学校", "高校"),
    EmployerKind.INSTITUTE: ("科研院所", "科研机构"),
}
POST_LINKS: Vocabulary = {PostLink.LINKED: ("评聘结合",), PostLink.FREE: ("评聘分开",)}
EXPERT_STATES: Vocabulary = {
    ExpertStatus.ACTIVE: ("正常", "在库"),
    ExpertStatus.SUSPENDED: ("暂停",),
    ExpertStatus.REMOVED: ("移出", "出库"),
}
CHANNELS: Vocabulary = {
    Channel.NORMAL: ("正常申报", "正常"),
    Channel.EXCEPTIONAL: ("破格", "破格申报"),
    Channel.GREEN: ("绿色通道",),
    Channel.TALENT: ("人才计划",),
    Channel.RECOGNITION: ("直接认定", "考核认定"),
    Channel.CERTIFICATE: ("证书对应", "证书对应职称"),
}
DELEGATION_STATES: Vocabulary = {
    DelegationState.DRAFT: ("草稿",),
    DelegationState.SUBMITTED: ("已提交",),
    DelegationState.RETURNED: ("已退回",),
    DelegationState.AUTHORISED: ("已授权",),
    DelegationState.REJECTED: ("不予授权",),
    DelegationState.ACCEPTED: ("已接受",),
    DelegationState.DECLINED: ("不接受",),
    DelegationState.REVOKED: ("已撤销",),
    DelegationState.EXPIRED: ("已过期",),
    DelegationState.USED: ("已使用",),
}
RELATION_KINDS: Vocabulary = {
    RelationKind.PARENT: ("父母", "父亲", "母亲"),
    RelationKind.CHILD: ("子女", "儿子", "女儿"),
    RelationKind.SIBLING: ("兄弟姐妹",),
    RelationKind.SPOUSE: ("配偶",),
    RelationKind.ADOPTIVE_PARENT: ("养父母",),
    RelationKind.ADOPTIVE_CHILD: ("养子女",),
    RelationKind.STEP_PARENT: ("继父母",),
    RelationKind.STEP_CHILD: ("继子女",),
    RelationKind.KIN_SPOUSE: ("夫妻关系",),
    RelationKind.KIN_LINEAL: ("直系血亲",),
    RelationKind.KIN_COLLATERAL: ("三代以内旁系血亲", "旁系血亲"),
    RelationKind.KIN_AFFINITY: ("近姻亲", "近姻亲关系"),
    RelationKind.KIN_OTHER: ("其他亲属",),
    RelationKind.RECOMMENDER: ("推荐人",),
    RelationKind.SUPERVISOR: ("导师", "师生"),
    RelationKind.COAUTHOR: ("合著者", "共同署名"),
    RelationKind.PROJECT: ("项目合作", "同一项目"),
    RelationKind.COLLEAGUE: ("近年同事", "曾同单位"),
    RelationKind.LINE_MANAGER: ("直接领导",),
    RelationKind.ECONOMIC: ("经济利益",),
    RelationKind.RIVAL: ("竞争关系", "竞争同一岗位"),
    RelationKind.NAMED: ("申请回避", "申报人提出回避"),
}
RELATION_SOURCES: Vocabulary = {
    RelationSource.DECLARED: ("申报", "本人申报"),
    RelationSource.DERIVED: ("推导",),
    RelationSource.REPORTED: ("举报",),
}
RECUSAL_MODES: Vocabulary = {
    RecusalMode.POOL_YEAR: ("本年度不入库", "全年回避"),
    RecusalMode.SESSION: ("不参加评审会", "全程回避"),
    RecusalMode.CASE: ("个案回避",),
}

PIN_KINDS: Vocabulary = {PinKind.KEEP: ("指定", "保留", "固定"), PinKind.FORBID: ("禁止", "排除")}
PIN_MATTERS: Vocabulary = {
    PinMatter.SEAT: ("席位", "评委"),
    PinMatter.STANDBY: ("候补",),
    PinMatter.START: ("开始时间", "开始", "时间"),
    PinMatter.ROOM: ("会场",),
    PinMatter.CASE: ("申报",),
    PinMatter.READER: ("主审",),
}
ROLES: Vocabulary = {
    Role.CHAIR: ("主任委员", "主任"),
    Role.VICE_CHAIR: ("副主任委员", "副主任"),
    Role.LEADER: ("组长",),
    Role.MEMBER: ("委员",),
}


def code_of(member: Enum) -> str:
    """The code of a member in JSON: ``full_senior`` of a level, the value of any other."""
    return member.name.lower() if isinstance(member, Level) else str(member.value)
