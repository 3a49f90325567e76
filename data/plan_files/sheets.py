"""The sheets of ``plan.xlsx``: their names, headings and widths, Chinese first, English second; in one place."""

from __future__ import annotations

from dataclasses import dataclass

from solver.explain.words import SUBJECTS, Words


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its field, heading, width in characters; ``editable`` columns are read back."""

    field: str
    heading: Words
    width: int = 12
    editable: bool = False
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its key, name, columns, and a line above the table that says how to read it."""

    key: str
    name: Words
    columns: tuple[Column, ...]
    note: Words

    def column(self, field: str) -> int:
        """Position of a field's column, from 0."""
        return next(n for n, column in enumerate(self.columns) if column.field == field)


def _edit(field: str, zh: str, en: str, width: int = 12, numeric: bool = False) -> Column:
    return Column(field, (zh, en), width, editable=True, numeric=numeric)


def _show(field: str, zh: str, en: str, width: int = 12) -> Column:
    return Column(field, (zh, en), width)


def _count(field: str, zh: str, en: str, width: int = 10) -> Column:
    return Column(field, (zh, en), width, numeric=True)


EDITED: Words = (
    "深色标题的列可以修改，改后用“检查”命令核对；灰色标题的列仅供阅读，改动不起作用。",
    "Columns with a dark heading may be edited; run the check command afterwards. Grey ones are for reading only.",
)
READ_ONLY: Words = ("本表由方案推算，仅供阅读。", "This sheet follows from the plan and is for reading only.")

OVERVIEW = Sheet(
    "overview",
    ("概览", "overview"),
    (_show("item", "项目", "item", 26), _show("value", "内容", "value", 40), _show("remark", "说明", "remark", 60)),
    READ_ONLY,
)
SESSIONS = Sheet(
    "sessions",
    ("评审会", "sessions"),
    (
        _edit("id", "评审会", "session", 16),
        _edit("committee", "评委会", "committee", 14),
        _show("committee_name", "评委会名称", "name", 30),
        _edit("levels", "层级", "levels", 16),
        _edit("day", "开始日期", "first day", 13),
        _edit("half", "时段", "half-day", 8),
        _edit("length", "半天数", "half-days", 9, numeric=True),
        _edit("rooms", "会场（首个为全体会场）", "rooms (plenary first)", 24),
        _edit("size", "评委人数", "panel size", 10, numeric=True),
        _edit("selection", "产生方式", "selection", 12),
        _edit("draw", "抽取记录", "draw", 14),
        _count("cases", "申报数", "cases"),
        _show("notice", "公示", "notice", 24),
        _show("filing", "最迟备案日", "last filing day", 13),
    ),
    EDITED,
)
PANELS = Sheet(
    "panels",
    ("评委名单", "panels"),
    (
        _edit("session", "评审会", "session", 16),
        _edit("seat", "席位", "seat", 8),
        _edit("rank", "候补顺序", "rank", 10, numeric=True),
        _edit("expert", "专家", "expert", 12),
        _show("name", "姓名", "name", 14),
        _edit("role", "职务", "role", 12),
        _edit("group", "评议组", "group", 12),
        _show("employer", "单位", "employer", 28),
        _show("title", "职称层级与专业", "level and specialties", 34),
        _show("standing", "名单性质", "standing", 22),
    ),
    EDITED,
)
GROUPS = Sheet(
    "groups",
    ("评议组", "groups"),
    (
        _edit("session", "评审会", "session", 16),
        _edit("id", "评议组", "group", 12),
        _edit("specialties", "专业", "specialties", 40),
        _edit("seats", "席位", "seats", 8, numeric=True),
        _edit("room", "会场", "room", 14),
        _count("cases", "申报数", "cases"),
    ),
    EDITED,
)
CASES = Sheet(
    "cases",
    ("申报与主审", "cases"),
    (
        _edit("session", "评审会", "session", 16),
        _edit("application", "申报", "application", 14),
        _show("applicant", "申报人", "applicant", 14),
        _show("employer", "单位", "employer", 28),
        _show("specialty", "专业", "specialty", 18),
        _show("level", "层级", "level", 10),
        _edit("group", "评议组", "group", 12),
        _edit("readers", "主审", "readers", 24),
        _show("reader_names", "主审姓名", "names of readers", 24),
        _edit("recused", "回避评委", "recused", 24),
    ),
    EDITED,
)
ROUTES = Sheet(
    "routes",
    ("去向", "routes"),
    (
        _edit("application", "申报", "application", 14),
        _show("applicant", "申报人", "applicant", 14),
        _show("employer", "单位", "employer", 28),
        _show("specialty", "专业", "specialty", 18),
        _show("level", "层级", "level", 10),
        _edit("kind", "去向", "route", 14),
        _edit("committee", "评委会", "committee", 14),
        _show("committee_name", "评委会名称", "name", 30),
        _edit("delegation", "委托代评", "delegation", 14),
        _edit("candidates", "可受托评委会", "candidates", 24),
        _edit("authority", "人社部门", "authority", 14),
        _show("why", "原因与办法", "why, and what would help", 90),
    ),
    EDITED,
)
NEEDED = Sheet(
    "needed",
    ("待授权", "needs authorisation"),
    (
        _show("application", "申报", "application", 14),
        _show("applicant", "申报人", "applicant", 14),
        _show("employer", "单位", "employer", 28),
        _show("specialty", "专业", "specialty", 18),
        _show("level", "层级", "level", 10),
        _show("authority", "应向谁申请", "authority to ask", 30),
        _show("candidates", "可受托评委会", "committees that could take it", 50),
        _show("why", "原因与办法", "why, and what would help", 90),
    ),
    READ_ONLY,
)
RECUSALS = Sheet(
    "recusals",
    ("回避登记", "recusals"),
    (
        _show("session", "评审会", "session", 16),
        _show("application", "申报", "application", 14),
        _show("applicant", "申报人", "applicant", 14),
        _show("expert", "专家", "expert", 12),
        _show("name", "姓名", "name", 14),
        _show("relation", "关系", "relation", 18),
        _show("path", "关系路径", "path", 60),
        _show("source", "依据", "source", 60),
    ),
    READ_ONLY,
)
WORKLOAD = Sheet(
    "workload",
    ("专家工作量", "workload"),
    (
        _show("expert", "专家", "expert", 12),
        _show("name", "姓名", "name", 14),
        _show("employer", "单位", "employer", 28),
        _count("sessions", "评审会数", "sessions"),
        _count("days", "评审天数", "days"),
        _count("cases", "主审份数", "cases read"),
        _count("most_a_day", "单日最多", "most a day"),
        _count("standby", "候补次数", "standby"),
        _count("recused", "回避次数", "recusals"),
    ),
    READ_ONLY,
)
LOADS = Sheet(
    "loads",
    ("专家分布", "distribution"),
    (
        _show("measure", "指标", "measure", 18),
        _show("value", "取值", "value", 14),
        _count("experts", "专家人数", "experts"),
        _show("share", "占比", "share", 10),
    ),
    READ_ONLY,
)
FINDINGS = Sheet(
    "findings",
    ("问题与依据", "findings"),
    (
        _show("rule", "规则", "rule", 12),
        _show("severity", "约束", "severity", 14),
        _show("sentence", "说明", "what is wrong", 80),
        _show("found", "实际", "found", 18),
        _show("needed", "要求", "needed", 18),
        _show("source", "依据", "source", 60),
        _show("overridden", "豁免理由", "overridden", 20),
    ),
    READ_ONLY,
)
UNPLACED = Sheet(
    "unplaced",
    ("未安排", "unplaced"),
    (
        _edit("subject", "编号", "id", 14),
        _edit("kind", "类别", "kind", 12),
        _show("name", "名称", "name", 24),
        _show("why", "受阻于哪些规则", "rules in the way", 110),
    ),
    EDITED,
)

SHEETS: tuple[Sheet, ...] = (
    OVERVIEW,
    SESSIONS,
    PANELS,
    GROUPS,
    CASES,
    ROUTES,
    NEEDED,
    UNPLACED,
    RECUSALS,
    WORKLOAD,
    LOADS,
    FINDINGS,
)
SEATS: dict[str, Words] = {"panel": ("评委", "panel"), "alternate": ("候补", "alternate")}
LEFT: dict[str, Words] = {kind: SUBJECTS[kind] for kind in ("application", "session")}
"""What a plan may leave unplaced."""
ITEMS: dict[str, Words] = {
    "state": ("方案状态", "state of the plan"),
    "status": ("求解结果", "result"),
    "placed": ("已安排申报", "applications placed"),
    "placed_bound": ("至多可安排", "at most placeable"),
    "total": ("总分", "score"),
    "bound": ("总分上界", "bound of the score"),
    "gap": ("与上界的差距", "gap"),
    "dated_bound": ("日期不变时的上界", "bound with the dates as they are"),
    "dated_gap": ("日期不变时的差距", "gap with the dates as they are"),
    "bound_basis": ("上界依据", "basis of the bound"),
    "worst-application": ("最弱主审的专业契合度", "fit of the weakest reader of any application"),
    "heaviest-expert": ("负担最重专家的天数", "days of the expert who sits most"),
    "sessions": ("评审会数", "sessions"),
    "experts": ("参加专家", "experts seated"),
    "hard": ("违反硬性规则", "hard findings"),
    "advice": ("提示", "advisory findings"),
    "season_digest": ("年度数据摘要", "digest of the season"),
    "register_digest": ("规则库摘要", "digest of the register"),
    "engine": ("程序版本", "engine version"),
    "seed": ("随机种子", "seed"),
    "effort": ("计算预算", "effort"),
}
REMARKS: dict[str, Words] = {
    "placed": ("首要目标：能排的都排上", "the first goal: place all that can be placed"),
    "placed_bound": ("已证明的上限", "a proved limit"),
    "gap": ("|总分−上界| / |总分|", "|score − bound| / |score|"),
    "dated_gap": ("批次、日期、会场不变时", "with cases, dates and rooms as they are"),
    "hard": ("为 0 方可发布", "must be 0 before publishing"),
}
PROOF: dict[bool, Words] = {
    True: ("日期不变时已证明最优", "proved best with these dates"),
    False: ("未能证明最优", "not proved best"),
}
"""What is said of fairness that was asked for."""
STANDING: dict[str, Words] = {
    "witness": ("拟定（须随机抽取）", "witness only (to be drawn)"),
    "drawn": ("随机抽取", "drawn by lot"),
    "chosen": ("选定", "chosen"),
}
