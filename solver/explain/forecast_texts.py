"""Sentences and headings of forecasts, Chinese and English side by side; nothing of them is worded elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from solver.explain.words import Words

BREAKS: Mapping[str, Words] = {
    "size": (
        "{who}：没有任何合规的评委人数",
        "{who}: no panel size is lawful",
    ),
    "day": (
        "{who}：时间计划内没有可以开会的日子",
        "{who}: there is no day on which a session may be held",
    ),
    "experts": (
        "{who}：可任评委的专家 {found} 名，一场评审会连同候补至少需要 {needed} 名，缺 {short} 名",
        "{who}: {found} experts may sit; one session with its alternates takes {needed}, so {short} are missing",
    ),
    "time": (
        "{who}：可到会的专家最多时（{half}）为 {found} 名，一场评审会连同候补至少需要 {needed} 名，缺 {short} 名",
        "{who}: at best ({half}) {found} experts can come; a session with alternates takes {needed}: {short} missing",
    ),
    "holder": (
        "{who}：专业“{specialty}”没有能到会的专家，至少需要 {needed} 名",
        "{who}: nobody who can come holds “{specialty}”; at least {needed} must",
    ),
    "readers": (
        "{who}：专家全年最多可主审 {found} 份次，申报至少需要 {needed} 份次",
        "{who}: the experts can read {found} times in the season; the applications take {needed}",
    ),
    "shared_readers": (
        "{who}共用的专家全年最多可主审 {found} 份次，申报至少需要 {needed} 份次",
        "{who} share experts who can read {found} times in the season; their applications take {needed}",
    ),
    "shared_seats": (
        "{who}共用的专家按每人场次上限最多坐满 {found} 席，各开一场至少需要 {needed} 席",
        "{who} share experts who can take {found} seats within their limits; one session each takes {needed}",
    ),
    "one_time": (
        "{who}只能在 {half} 开会：当时可到会的专家 {found} 名，各场连同候补至少需要 {needed} 名",
        "{who} can sit at {half} only: {found} experts can come then; the sessions with alternates take {needed}",
    ),
}  # fmt: skip
"""Why a season must break, by kind of proof."""
VERDICTS: Mapping[str, Words] = {"broken": ("断裂", "breaks"), "tight": ("紧张", "tight"), "fine": ("充足", "enough")}
HEADINGS: Mapping[str, Words] = {
    "committee": ("评委会", "committee"),
    "level": ("层级", "level"),
    "specialty": ("专业", "specialty"),
    "applications": ("申报", "applications"),
    "needed": ("同时至少需要", "needed at once"),
    "eligible": ("可任专家", "eligible"),
    "unconflicted": ("不须回避", "unconflicted"),
    "spare": ("最多可缺", "may drop out"),
    "most": ("申报到此数即断裂", "breaks from"),
    "verdict": ("判断", "verdict"),
}
ALL: Words = ("全部", "all")
TITLE: Words = ("供需预测", "Supply and demand")
LEAD: Words = (
    "排程之前的估算：可任专家扣除近亲属与不可用时间；各周为当周最好的半天能到会的人数，“—”为不能开会。“断裂”均已证明，“紧张”只是提示。",
    "Before planning: experts who may sit, without kin and unavailable time; a week shows its best half-day, "
    "“—” is no day to sit. What breaks is proved; what is tight is a hint.",
)  # fmt: skip
CALM: Words = ("没有证明断裂之处", "nothing is proved to break")
ENOUGH: Words = (
    "供给充足的 {count} 行（评委会、层级、专业逐周）",
    "{count} rows with enough (committee, level and specialty by week)",
)
UNROUTED: Words = (
    "另有 {count} 份申报尚无有权评审的评委会，须先授权",
    "{count} more applications have no competent committee yet and need an authorisation first",
)
