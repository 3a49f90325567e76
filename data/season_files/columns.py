"""Every table and column of a season, in one place: Chinese headings ↔ fields, types, examples, references.

A catalogue: the template, the three readers and writers, the JSON Schema and the cross-table checks all follow it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from data.season_files.choice_codecs import SeriesCode, Word
from data.season_files.codecs import (
    Day,
    HalfDayText,
    Identifier,
    IdentityNumber,
    JsonText,
    Share,
    Text,
    WholeNumber,
    YesNo,
)
from data.season_files.compound_codecs import Groups, ListOf, Spans, Vacancies
from data.season_files.table import Column, Table
from data.season_files.words import (
    BASES,
    CHANNELS,
    COMMITTEE_KINDS,
    COMMITTEE_STATES,
    DELEGATION_STATES,
    EMPLOYER_KINDS,
    EXPERT_STATES,
    GRADES,
    LEVELS,
    PIN_KINDS,
    PIN_MATTERS,
    POST_LINKS,
    RECUSAL_MODES,
    RELATION_KINDS,
    RELATION_SOURCES,
    ROLES,
    SELECTIONS,
    TIERS,
)
from solver.domain.calendar import HalfDay
from solver.domain.committees import (
    Application,
    Committee,
    Delegation,
    Filing,
    PolicyChange,
    Recommender,
    Room,
    SessionRequest,
    Timetable,
)
from solver.domain.people import (
    Authority,
    Employer,
    Employment,
    Expert,
    Person,
    PoolTerm,
    Qualification,
    Relation,
    Service,
    Unavailability,
)
from solver.domain.pins import Pin
from solver.domain.season import CalendarDay, SeasonHeader
from solver.domain.vocabulary import Level

TEXT, ID, NUMBER, YES_NO, DAY = Text(), Identifier(), WholeNumber(), YesNo(), Day()
SERIES = SeriesCode()
YEAR = WholeNumber(1950, 2100)
FROM, TO = HalfDayText(alone=1), HalfDayText(alone=3)
LEVEL, LEVEL_LIST = Word(LEVELS), ListOf(Word(LEVELS))
LEVEL_NOTE = "层级：正高级、副高级、中级、初级（助理级、员级也写初级）"
SERIES_NOTE = "27 个职称系列的两位编号（文本）或名称，如 05 或 工程"
ID_NOTE = "自定编号，全表唯一；请把单元格设为文本"

ENTRUSTING = ("committees", "employers", "authorities")

SEASON = Table(
    "评审年度",
    "season",
    SeasonHeader,
    (
        Column("年度", "year", YEAR, "2026", "评审年度，四位数字"),
        Column("地区", "place", TEXT, "沈阳", "按哪里的规定评审：全国、省或市的简称"),
        Column("首日", "first_day", DAY, "2026-09-01", "本年度评审的第一天"),
        Column("末日", "last_day", DAY, "2026-12-31", "本年度评审的最后一天"),
        Column("每日半天数", "half_days", WholeNumber(1, 3), "2", "1 只有上午；2 上午、下午；3 另加晚上"),
    ),
    spans=(("first_day", "last_day"),),
    optional=False,
    note="只填一行",
)

TABLES: tuple[Table, ...] = (
    Table(
        "工作日历",
        "calendar",
        CalendarDay,
        (
            Column("日期", "day", DAY, "2026-10-10", "与周一至周五不同、且系统日历尚不知道的日子"),
            Column("是否工作日", "working", YES_NO, "是", "调休上班填是，放假填否"),
        ),
        keys=(("day",),),
        note="只填与系统日历不同的日子；系统日历不知道的年份，请至少填入当年的全部放假与调休",
    ),
    Table(
        "人社部门",
        "authorities",
        Authority,
        (
            Column("编号", "id", ID, "H2", ID_NOTE),
            Column("名称", "name", TEXT, "沈阳市人力资源和社会保障局"),
            Column("层次", "tier", Word(TIERS), "市级"),
            Column("上级", "parent", ID, "H1", "上级人社部门的编号；最高的一级留空", ("authorities",)),
            Column("地区", "region", TEXT, "沈阳", "管辖的地区"),
        ),
        keys=(("id",),),
        optional=False,
    ),
    Table(
        "单位",
        "employers",
        Employer,
        (
            Column("编号", "id", ID, "U001", ID_NOTE),
            Column("名称", "name", TEXT, "沈阳机械研究院"),
            Column("上级单位", "parent", ID, "", "所属集团的编号；同一集团在有的规则里算一个单位", ("employers",)),
            Column("地区", "region", TEXT, "沈阳"),
            Column("单位性质", "kind", Word(EMPLOYER_KINDS), "科研院所"),
            Column("评聘方式", "post_link", Word(POST_LINKS), "评聘结合"),
            Column("空岗数", "vacancies", Vacancies(), "正高级：1；副高级：2", "评聘结合的单位各层级的空岗数"),
        ),
        keys=(("id",),),
        optional=False,
    ),
    Table(
        "人员",
        "persons",
        Person,
        (
            Column("编号", "id", ID, "P0001", ID_NOTE),
            Column("姓名", "name", TEXT, "张三"),
            Column("身份证号", "identity_no", IdentityNumber(), "", "18 位，必须是文本格式；可留空"),
            Column("单位", "employer", ID, "U001", "现单位的编号", ("employers",)),
            Column("部门", "department", TEXT, "设计室"),
            Column("出生日期", "born", DAY, "1975-01-01"),
        ),
        keys=(("id",), ("identity_no",)),
        optional=False,
        note="专家、申报人、推荐人以及与他们有关系的人，每人一行",
    ),
    Table(
        "专家库",
        "experts",
        Expert,
        (
            Column("编号", "id", ID, "E0001", ID_NOTE),
            Column("人员", "person", ID, "P0001", "人员表中的编号", ("persons",)),
            Column("在职", "in_post", YES_NO, "是"),
            Column("一线", "frontline", YES_NO, "是", "在专业技术一线工作"),
            Column("行政领导", "official", YES_NO, "否"),
            Column("可任主任委员", "can_chair", YES_NO, "否", "可担任主任委员或副主任委员"),
            Column("状态", "status", Word(EXPERT_STATES), "正常"),
            Column("所在区", "district", TEXT, "和平区"),
            Column("可远程", "remote", YES_NO, "否"),
            Column("最多场数", "max_sessions", NUMBER, "4", "本人一年最多参加几场；留空按规定"),
            Column("最多天数", "max_days", NUMBER, "8"),
            Column("最多份数", "max_cases", NUMBER, "60"),
        ),
        keys=(("id",), ("person",)),
        optional=False,
    ),
    Table(
        "专家职称",
        "qualifications",
        Qualification,
        (
            Column("专家", "expert", ID, "E0001", "专家库中的编号", ("experts",)),
            Column("系列", "series", SERIES, "05", SERIES_NOTE),
            Column("专业", "specialty", TEXT, "机械工程"),
            Column("层级", "level", LEVEL, "正高级", LEVEL_NOTE),
            Column("取得日期", "since", DAY, "2015-01-01"),
            Column("匹配度", "strength", Share(), "1", "0 至 1：本人对这个专业的熟悉程度"),
            Column("主专业", "primary", YES_NO, "是"),
        ),
        keys=(("expert", "series", "specialty", "level"),),
        optional=False,
    ),
    Table(
        "入库",
        "pools",
        PoolTerm,
        (
            Column("专家", "expert", ID, "E0001", "专家库中的编号", ("experts",)),
            Column("评委会", "committee", ID, "C01", "评委会的编号", ("committees",)),
            Column("聘期起", "start", DAY, "2025-01-01"),
            Column("聘期止", "end", DAY, "2027-12-31"),
        ),
        keys=(("expert", "committee", "start"),),
        spans=(("start", "end"),),
        optional=False,
    ),
    Table(
        "工作经历",
        "employments",
        Employment,
        (
            Column("人员", "person", ID, "P0001", "人员表中的编号", ("persons",)),
            Column("单位", "employer", ID, "U002", "曾任职单位的编号", ("employers",)),
            Column("起", "start", DAY, "2010-07-01"),
            Column("止", "end", DAY, "2021-06-30", "仍在职的留空"),
        ),
        spans=(("start", "end"),),
    ),
    Table(
        "履职记录",
        "service",
        Service,
        (
            Column("专家", "expert", ID, "E0001", "专家库中的编号", ("experts",)),
            Column("评委会", "committee", ID, "C01", "评委会的编号", ("committees",)),
            Column("年度", "year", YEAR, "2025"),
            Column("场数", "sessions", NUMBER, "1"),
            Column("份数", "cases", NUMBER, "20"),
            Column("缺席", "absent", NUMBER, "0"),
            Column("评价", "rating", TEXT, "好"),
        ),
        keys=(("expert", "committee", "year"),),
    ),
    Table(
        "不可用时间",
        "unavailability",
        Unavailability,
        (
            Column("人员", "person", ID, "P0001", "人员表中的编号", ("persons",)),
            Column("起", "start", FROM, "2026-10-12 上午", "日期加上午、下午或晚上；只写日期即从上午起"),
            Column("止", "end", TO, "2026-10-14 下午", "含；只写日期即到当天结束"),
            Column("事由", "reason", TEXT, "出差"),
        ),
        spans=(("start", "end"),),
    ),
    Table(
        "评委会",
        "committees",
        Committee,
        (
            Column("编号", "id", ID, "C01", ID_NOTE),
            Column("名称", "name", TEXT, "机械工程高级评委会"),
            Column("组建单位", "forming_unit", ID, "U001", "单位或人社部门的编号", ("employers", "authorities")),
            Column("主管部门", "authority", ID, "H2", "核准备案的人社部门的编号", ("authorities",)),
            Column("系列", "series", SERIES, "05", SERIES_NOTE),
            Column("类型", "kind", Word(COMMITTEE_KINDS), "地区"),
            Column("级别", "grade", Word(GRADES), "高级"),
            Column("组建方式", "basis", Word(BASES), "按专业"),
            Column("人数", "size", WholeNumber(1, 1_000), "11", "备案的评委人数；留空按规定的最低人数"),
            Column("产生方式", "selection", Word(SELECTIONS), "随机抽取"),
            Column("选定依据", "selection_basis", TEXT, "", "产生方式为选定时，允许选定的文件"),
            Column("状态", "state", Word(COMMITTEE_STATES), "正常"),
            Column("状态起", "state_from", DAY, "", "状态从哪天起；留空即一直"),
            Column("状态止", "state_to", DAY),
        ),
        keys=(("id",),),
        spans=(("state_from", "state_to"),),
        optional=False,
    ),
    Table(
        "核准备案",
        "filings",
        Filing,
        (
            Column("编号", "id", ID, "F01", ID_NOTE),
            Column("评委会", "committee", ID, "C01", "评委会的编号", ("committees",)),
            Column("文号", "document_no", TEXT, "沈人社备〔2025〕1号"),
            Column("系列", "series", SERIES, "05", SERIES_NOTE),
            Column("层级", "levels", LEVEL_LIST, "副高级、正高级", "多个层级用、隔开"),
            Column("有效期起", "start", DAY, "2025-01-01"),
            Column("有效期止", "end", DAY, "2027-12-31"),
            Column("专业", "specialties", ListOf(TEXT), "机械工程、材料工程", "多个用、隔开；留空即全部专业"),
            Column("地区", "regions", ListOf(TEXT), "沈阳", "多个用、隔开；留空即全部地区"),
            Column("单位", "employers", ListOf(ID), "", "单位编号，多个用、隔开；留空即不限", ("employers",)),
            Column("单位性质", "employer_kinds", ListOf(Word(EMPLOYER_KINDS)), "", "多个用、隔开；留空即不限"),
        ),
        keys=(("id",),),
        spans=(("start", "end"),),
        optional=False,
        note="一行是一项核准的评审范围",
    ),
    Table(
        "时间计划",
        "timetable",
        Timetable,
        (
            Column("评委会", "committee", ID, "C01", "评委会的编号", ("committees",)),
            Column("最早", "earliest", DAY, "2026-10-08", "公布的评审时间，最早一天"),
            Column("最晚", "latest", DAY, "2026-11-27", "公布的评审时间，最晚一天"),
            Column("受理截止", "acceptance_deadline", DAY, "2026-08-31"),
        ),
        keys=(("committee",),),
        spans=(("earliest", "latest"),),
        optional=False,
    ),
    Table(
        "评审会",
        "sessions",
        SessionRequest,
        (
            Column("编号", "id", ID, "S01", ID_NOTE),
            Column("评委会", "committee", ID, "C01", "评委会的编号", ("committees",)),
            Column("层级", "levels", LEVEL_LIST, "副高级", "多个层级用、隔开"),
            Column("半天数", "half_days", WholeNumber(1, 40), "4", "留空按申报数量推算"),
            Column("最早", "earliest", DAY),
            Column("最晚", "latest", DAY),
            Column("评委人数", "panel_size", WholeNumber(1, 1_000), "11", "留空按规定"),
            Column("评议组", "groups", Groups(), "机械工程：6；材料工程、焊接：5", "专业：席位；多个组用；隔开"),
            Column("固定开始", "fixed_start", FROM, "", "已定的开始时间，如 2026-10-12 上午"),
            Column("固定会场", "fixed_room", ID, "", "会场的编号", ("rooms",)),
            Column("希望日期", "preferred_days", ListOf(DAY), "2026-10-19、2026-10-20", "多个用、隔开"),
        ),
        keys=(("id",),),
        spans=(("earliest", "latest"),),
        note="可以整张留空：系统按申报数量推算评审会",
    ),
    Table(
        "会场",
        "rooms",
        Room,
        (
            Column("编号", "id", ID, "R01", ID_NOTE),
            Column("地点", "place", TEXT, "市民大厦"),
            Column("所在区", "district", TEXT, "和平区"),
            Column("座位", "seats", WholeNumber(1, 100_000), "40"),
            Column("可用起", "start", FROM, "2026-09-01 上午"),
            Column("可用止", "end", TO, "2026-12-18 下午"),
            Column("停用", "closed", Spans(), "2026-10-12～2026-10-16", "可用期间内不能用的时段；多段用；隔开"),
        ),
        keys=(("id",),),
        spans=(("start", "end"),),
    ),
    Table(
        "申报",
        "applications",
        Application,
        (
            Column("编号", "id", ID, "D0001", ID_NOTE),
            Column("申报人", "applicant", ID, "P0001", "人员表中的编号", ("persons",)),
            Column("地区", "region", TEXT, "沈阳", "从哪个地区申报"),
            Column("系列", "series", SERIES, "05", SERIES_NOTE),
            Column("专业", "specialty", TEXT, "机械工程"),
            Column("层级", "level", LEVEL, "副高级", LEVEL_NOTE),
            Column("渠道", "channel", Word(CHANNELS), "正常申报"),
            Column("分钟", "minutes", WholeNumber(1, 1_440), "", "评议所需分钟；留空按规定"),
            Column("希望评委会", "preferred_committee", ID, "", "评委会的编号", ("committees",)),
            Column("受理日期", "accepted_on", DAY, "2026-08-20"),
            Column("公示起", "notice_start", DAY, "2026-08-03", "单位公示"),
            Column("公示止", "notice_end", DAY, "2026-08-12"),
            Column("承诺书", "commitments", WholeNumber(0, 99), "2", "已签承诺书的份数"),
            Column("论文已核查", "papers_checked", YES_NO, "是", "尚未说明的留空"),
            Column("证书", "certificate", TEXT, "", "以考代评或证书对应时的证书"),
            Column("人才计划", "talent_plan", TEXT),
            Column("团队人数", "team_size", WholeNumber(1, 10_000)),
            Column("批准文件", "approval_document", TEXT, "", "绿色通道、破格等的批准文件"),
            Column("已撤回", "withdrawn", YES_NO, "否", "同一人另选了一份申报的，本份填是"),
        ),
        keys=(("id",),),
        spans=(("notice_start", "notice_end"),),
        optional=False,
    ),
    Table(
        "推荐人",
        "recommenders",
        Recommender,
        (
            Column("申报", "application", ID, "D0001", "申报的编号", ("applications",)),
            Column("人员", "person", ID, "P0002", "推荐人在人员表中的编号", ("persons",)),
            Column("层级", "level", LEVEL, "正高级", "推荐人职称的层级"),
        ),
        keys=(("application", "person"),),
    ),
    Table(
        "关系",
        "relations",
        Relation,
        (
            Column("甲", "a", ID, "P0001", "人员表中的编号", ("persons",)),
            Column("乙", "b", ID, "P0002", "人员表中的编号", ("persons",)),
            Column("关系", "kind", Word(RELATION_KINDS), "配偶", "乙是甲的什么人"),
            Column("起", "start", DAY),
            Column("止", "end", DAY),
            Column("来源", "source", Word(RELATION_SOURCES), "申报"),
            Column("回避方式", "mode", Word(RECUSAL_MODES), "", "留空按规定"),
        ),
        spans=(("start", "end"),),
        note="读法：乙是甲的……",
    ),
    Table(
        "委托代评",
        "delegations",
        Delegation,
        (
            Column("编号", "id", ID, "W01", ID_NOTE),
            Column(
                "委托方",
                "entrusting",
                ID,
                "U001",
                "评委会、单位或人社部门的编号",
                ENTRUSTING,
            ),
            Column("受托评委会", "to_committee", ID, "C01", "评委会的编号", ("committees",)),
            Column("系列", "series", SERIES, "05", SERIES_NOTE),
            Column("层级", "levels", LEVEL_LIST, "副高级", "多个层级用、隔开"),
            Column("授权部门", "authority", ID, "H2", "出具委托函的人社部门的编号", ("authorities",)),
            Column("有效期起", "start", DAY, "2026-09-01"),
            Column("有效期止", "end", DAY, "2026-12-31"),
            Column("专业", "specialties", ListOf(TEXT), "机械工程", "多个用、隔开；留空即全部"),
            Column(
                "申报", "applications", ListOf(ID), "", "申报编号，多个用、隔开；留空即符合的全部", ("applications",)
            ),
            Column("委托函号", "letter_no", TEXT, "沈人社函〔2026〕8号"),
            Column("出函日期", "issued_on", DAY, "2026-09-01"),
            Column("接受日期", "accepted_on", DAY, "2026-09-03"),
            Column("状态", "state", Word(DELEGATION_STATES), "已接受"),
        ),
        keys=(("id",),),
        spans=(("start", "end"),),
    ),
    Table(
        "参数",
        "policy",
        PolicyChange,
        (
            Column("规则", "rule", ID, "PD-01", "规则编号，`pingwei rules` 可列出"),
            Column("参数", "parameter", TEXT, "max_share"),
            Column("取值", "value", JsonText(), "[1, 4]", "数字、是否（true/false）、文字或列表"),
            Column("理由", "reason", TEXT, "本市规定"),
            Column("批准人", "approved_by", TEXT, "李四"),
        ),
        keys=(("rule", "parameter"),),
    ),
    Table(
        "指定与禁止",
        "pins",
        Pin,
        (
            Column("编号", "id", ID, "Z01", ID_NOTE),
            Column("类别", "kind", Word(PIN_KINDS), "指定", "指定：必须如此；禁止：不得如此"),
            Column("对象", "what", Word(PIN_MATTERS), "席位", "哪一样已定：席位、候补、开始时间、会场、申报、主审"),
            Column("评审会", "session", ID, "C01-3-1", "评审会表中的编号，或方案里推算的评审会编号"),
            Column("专家", "expert", ID, "E0001", "席位、候补、主审必填", ("experts",)),
            Column("职务", "role", Word(ROLES), "", "只用于席位；留空即不限"),
            Column("评议组", "group", ID, "G1", "席位、候补、会场、申报可填，如 G1；留空即不限，会场留空即全体会场"),
            Column("开始", "start", FROM, "", "开始时间必填，如 2026-10-12 上午"),
            Column("会场", "room", ID, "", "会场必填", ("rooms",)),
            Column("申报", "application", ID, "", "申报、主审必填", ("applications",)),
            Column("理由", "reason", TEXT, "主任委员已确认到会"),
            Column("决定人", "decided_by", TEXT, "王五"),
            Column("已通知", "told", YES_NO, "是", "有关的人是否已知道；不清楚的留空"),
        ),
        keys=(("id",),),
        note="一行是一项已定的安排，排方案时不动；与规则冲突的照样保留并指出，由人决定",
    ),
)

ALL_TABLES: tuple[Table, ...] = (SEASON, *TABLES)
BY_NAME: Mapping[str, Table] = {table.name: table for table in ALL_TABLES}


def table_named(name: str) -> Table | None:
    """The table of a sheet, file or key: its Chinese sheet name or its field name, whatever its case and spaces."""
    wanted = name.strip().casefold()
    return next((table for table in ALL_TABLES if wanted in (table.sheet, table.name)), None)


def level_text(level: Level, lang: Literal["zh", "en"] = "zh") -> str:
    """The word for a level: 正高级, or ``full senior``."""
    return LEVEL.text(level) if lang == "zh" else level.name.lower().replace("_", " ")


def half_day_text(half: HalfDay, lang: Literal["zh", "en"] = "zh") -> str:
    """A half-day in words: ``2026-10-12 上午``, or ``2026-10-12 AM``."""
    return FROM.text(half) if lang == "zh" else str(FROM.json_value(half)).replace("/", " ")
