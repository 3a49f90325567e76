"""Every sentence about conflicts and remedies, Chinese and English side by side; nothing is worded elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from solver.explain.whynot.elements import Kind
from solver.explain.words import Words

FACTS: Mapping[Kind, Words] = {
    Kind.RELATION: ("{expert}有已报告的关系：{rows}", "{expert} has reported relations: {rows}"),
    Kind.LIMIT: ("{expert}自报上限：{rows}", "{expert} has limits of their own: {rows}"),
    Kind.AVAILABILITY: ("{expert}不可用时间：{rows}", "{expert} cannot come: {rows}"),
    Kind.PAPERS: ("{application}的材料与日期：{rows}", "papers and dates of {application}: {rows}"),
    Kind.LETTER: ("委托代评 {id} 有效期 {rows}", "delegation {id} is valid {rows}"),
    Kind.REQUEST: ("{session}指定了：{rows}", "{session} was wanted with: {rows}"),
    Kind.ROOM: ("{room}：{rows}", "{room}: {rows}"),
    Kind.WINDOW: ("{committee}的时间计划：{rows}", "timetable of {committee}: {rows}"),
    Kind.STATE: ("{committee}的状态：{rows}", "state of {committee}: {rows}"),
    Kind.FILING: ("{committee}的核准备案：{rows}", "approved scope of {committee}: {rows}"),
    Kind.ROOMS: ("除已列的 {rows} 个会场外没有别的会场", "there are no rooms besides the {rows} listed"),
    Kind.POOL: ("{committee}的专家库只有这 {rows} 名专家", "the pool of {committee} has these {rows} experts only"),
}
"""A fact of the season, by kind; ``{rows}`` is what its rows say."""
DEMAND: Words = ("{wanted}须安排（申报 {count} 份）", "{wanted} is to be placed ({count} applications)")
RULE: Words = ("{title}{numbers}", "{title}{numbers}")
MORE: Words = ("等 {count} 项", "and {count} in all")
PARTS: Mapping[str, Words] = {
    "span": ("{first} 至 {last}", "{first} to {last}"),
    "window": (
        "{first} 至 {last}（工作日 {days} 天），受理截止 {deadline}",
        "{first} to {last} ({days} working days), acceptance closes {deadline}",
    ),
    "room": ("{seats} 座，{first} 至 {last} 开放", "{seats} seats, open {first} to {last}"),
    "filing": (
        "{document}（{specialties}；{levels}；{first} 至 {last}）",
        "{document} ({specialties}; {levels}; {first} to {last})",
    ),
    "none": ("没有", "none"),
    "all": ("全部", "all"),
    "max_sessions": ("至多 {value} 场", "at most {value} sessions"),
    "max_days": ("至多 {value} 天", "at most {value} days"),
    "max_cases": ("至多 {value} 份", "at most {value} cases"),
    "earliest": ("不早于 {value}", "not before {value}"),
    "latest": ("不晚于 {value}", "not after {value}"),
    "fixed_start": ("开始于 {value}", "starting {value}"),
    "fixed_room": ("会场 {value}", "room {value}"),
    "panel_size": ("评委 {value} 人", "a panel of {value}"),
    "accepted_on": ("受理 {value}", "accepted {value}"),
    "notice": ("单位公示 {value}", "employer's notice {value}"),
    "commitments": ("承诺 {value} 份", "{value} commitments"),
    "papers_checked": ("论文核验：{value}", "papers checked: {value}"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
}  # fmt: skip
REMEDIES: Mapping[str, Words] = {
    "cap": (
        "本年度参数中停用“{title}”（{rule}）",
        "set “{title}” ({rule}) aside in this season's policy",
    ),
    "number": (
        "本年度参数放宽“{title}”（{rule}）：{change}",
        "ease “{title}” ({rule}) in this season's policy: {change}",
    ),
    "exempt": (
        "报经有权部门同意，调整“{title}”（{rule}）：{change}",
        "have an exception to “{title}” ({rule}) approved: {change}",
    ),
    "attend": ("请 {experts} 改为可以到会", "ask {experts} to come after all"),
    "attend_then": ("请 {experts} 在 {then} 到会", "ask {experts} to come on {then}"),
    "more": (
        "请{expert}多承担一些（{limit}：{before} → {after}）",
        "ask {expert} for a little more ({limit}: {before} → {after})",
    ),
    "limit": ("请{expert}放宽自报的上限", "ask {expert} to do more than they offered"),
    "chair": (
        "另准 {count} 名专家担任主任或副主任委员（如 {experts}）",
        "let {count} more experts chair (such as {experts})",
    ),
    "free_date": ("放开 {session} 指定的时间", "leave the date of {session} open"),
    "free_room": ("放开 {session} 指定的会场", "leave the room of {session} open"),
    "free_size": ("放开 {session} 指定的评委人数", "leave the panel size of {session} open"),
    "date_latest": (
        "将{committee}时间计划的最晚日期延至 {day}（多 {count} 个工作日）",
        "extend the timetable of {committee} to {day} ({count} more working days)",
    ),
    "date_earliest": (
        "将{committee}时间计划的最早日期提前到 {day}（多 {count} 个工作日）",
        "let the timetable of {committee} begin on {day} ({count} more working days)",
    ),
    "deadline": (
        "将{committee}的受理截止日期延至 {day}",
        "extend the acceptance deadline of {committee} to {day}",
    ),
    "room_open": ("让{room}在整个年度开放", "open {room} for the whole season"),
    "rooms": ("增加 {count} 个不少于 {seats} 座的会场", "find {count} more rooms of at least {seats} seats"),
    "papers": ("补齐 {application} 等 {count} 份申报的材料", "complete the papers of {application} ({count} in all)"),
    "experts": (
        "{committee}的专家库增补 {count} 名专家（{specialties}，{level}以上，可任主任委员）",
        "add {count} experts to the pool of {committee} ({specialties}, {level} or higher, able to chair)",
    ),
    "delegation": (
        "向{authority}申请委托{committee}代评（{application} 等）",
        "ask {authority} for a letter that entrusts {application} to {committee}",
    ),
    "letter": ("延长委托代评 {delegation} 的有效期", "extend delegation {delegation}"),
    "filing": (
        "请核准部门把{committee}的评审范围扩大到 {specialties}",
        "have the approved scope of {committee} extended to {specialties}",
    ),
    "state": ("恢复{committee}的评审（解除整改或暂停）", "lift the measure against {committee}"),
}  # fmt: skip
SAY: Mapping[str, Words] = {
    "about": ("{wanted}无法安排{alike}：", "{wanted} cannot be placed{alike}:"),
    "alike": ("（另有 {count} 份申报情况相同）", " ({count} more applications in the same position)"),
    "proved": (
        "以下 {count} 项不能同时成立，去掉任何一项即可安排（每项均经求解证明）",
        "these {count} cannot all hold; without any one of them it can be placed (each proved by a solve)",
    ),
    "partly": (
        "以下 {count} 项不能同时成立；标“未证”的，时限内未能证明去掉它就可安排",
        "these {count} cannot all hold; of those marked “not proved” no solve showed in time that they matter",
    ),
    "count": (
        "计数即知：{groups}需要 {needed} 人，符合条件且能到会的最多 {found} 人（{start}），缺 {short} 人",
        "by counting: {groups}{needed} are needed and at most {found} fit and can come ({start}): {short} short",
    ),
    "count_never": ("计数即知：没有可以开会的半天", "by counting: there is no half-day to begin in"),
    "count_groups": ("第 {groups} 组", "in groups {groups} "),
    "unproved": ("〔未证〕", " [not proved]"),
    "place": ("〔{table} 第 {row} 条〕", " [{table}, record {row}]"),
    "remedies": (
        "任一即可解决（由易到难，均经求解验证）：",
        "any one of these would help (the least first, each proved):",
    ),
    "no_remedy": ("没有找到单独一项就能解决的办法", "no single thing was found that would help"),
    "possible": ("{wanted}本身可以安排", "{wanted} can be placed"),
    "unknown": (
        "{wanted}：时限内未能证明（不等于可以安排，也不等于不可安排）",
        "{wanted}: not proved in the time, neither way",
    ),
    "several": ("{first}等 {count} 场", "{first} and others, {count} in all"),
}  # fmt: skip
