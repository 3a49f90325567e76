"""Headings and words of the draw record (评审专家抽取记录表), Chinese first; nowhere else are they worded."""

from __future__ import annotations

from collections.abc import Mapping

from solver.explain.words import Words

TITLE: Words = ("评审专家抽取记录表", "Record of the draw of experts")
CEREMONY: Words = ("评审专家抽取现场单", "Sheet for the ceremony of a draw")
NAMELESS: Words = ("启封前不列姓名，专家以代码表示", "Names nobody until unsealed; experts by code")
FACTS: Mapping[str, Words] = {
    "draw": ("抽取编号", "Draw"),
    "at": ("抽取时间", "Time of the draw"),
    "place": ("抽取地点", "Place of the draw"),
    "committee": ("评委会", "Committee"),
    "session": ("评审会", "Session"),
    "pool": ("专家库版本/哈希", "Pool, hash of this version"),
    "seed": ("随机种子与算法版本", "Seed and version of the algorithm"),
    "strata": ("分层（专业/单位类别）", "Strata"),
    "redraw": ("重抽", "Redraw"),
}
DRAWN: Mapping[str, Words] = {
    "number": ("序号", "No."),
    "expert": ("专家编号", "Expert"),
    "name": ("姓名", "Name"),
    "employer": ("单位", "Employer"),
    "title": ("职称", "Title"),
    "specialty": ("专业", "Specialty"),
    "group": ("评议组", "Group"),
    "role": ("职务", "Role"),
    "order": ("抽取顺序", "Order of the draw"),
    "answer": ("联系结果（同意/拒绝/未接通）", "Answer (accepts/declines/not reached)"),
    "declined": ("拒绝原因", "Reason for declining"),
    "alternate": ("是否候补递补", "Alternate"),
    "recusal": ("回避核查结果", "Recusal checked"),
    "supervisor": ("监督人意见", "Remark of the supervisor"),
    "remark": ("备注", "Remark"),
}
CHANCES: Mapping[str, Words] = {
    "leaf": ("叶子序号", "Leaf"),
    "expert": ("专家编号", "Expert"),
    "name": ("姓名", "Name"),
    "groups": ("可抽入的组", "Groups"),
    "before": ("取整前机会", "Chance before rounding"),
    "balls": ("所在组数", "Panels with them"),
    "after": ("取整后机会", "Chance after rounding"),
}
EXCLUDED: Mapping[str, Words] = {
    "leaf": ("叶子序号", "Leaf"),
    "expert": ("专家编号", "Expert"),
    "name": ("姓名", "Name"),
    "groups": ("不得抽入的组", "Not for"),
    "rule": ("规则", "Rule"),
    "reason": ("原因", "Reason"),
}
WALK: Mapping[str, Words] = {
    "number": ("序号", "No."),
    "leaf": ("叶子序号", "Leaf"),
    "expert": ("专家编号", "Expert"),
    "name": ("姓名", "Name"),
    "group": ("评议组", "Group"),
    "role": ("职务", "Role"),
    "outcome": ("结果", "Outcome"),
    "reason": ("跳过原因", "Why skipped"),
}
TAKEN: Words = ("抽取", "taken")
SKIPPED: Words = ("跳过", "skipped")
WALK_REASONS: Mapping[str, Words] = {
    "pool": ("不可抽取（见“排除及原因”）", "cannot be drawn (see “Excluded”)"),
    "look-ahead": ("抽取后其余席位无法依规补齐（已证明）", "the rest could not be completed lawfully (proved)"),
    "apart": ("与已抽评委应回避", "kin of somebody on the panel"),
    "no seat": ("不能依规接替该组任何席位", "could lawfully take no seat of the group"),
    "": ("", ""),
}
WALK_ROLE: Words = ("候补", "alternate")
WALK_RULE: Words = ("违反 {rule}", "against {rule}")
POOL: Mapping[str, Words] = {
    "group": ("评议组", "Group"),
    "pool": ("库内人数", "In the pool"),
    "able": ("可抽人数", "Can be drawn"),
    "seats": ("席位", "Seats"),
    "standby": ("候补", "Alternates"),
}
BARRED: Mapping[str, Words] = {
    "rule": ("规则", "Rule"),
    "reason": ("内容", "What it says"),
    "experts": ("涉及人数", "Experts concerned"),
}
CODED: Mapping[str, Words] = {
    "leaf": ("代码", "Code"),
    "hash": ("叶子哈希（前16位）", "Hash of the leaf (first 16 digits)"),
    "before": ("取整前机会", "Chance before rounding"),
    "balls": ("所在组数", "Panels with them"),
}
STEPS: Mapping[str, Words] = {
    "number": ("序号", "No."),
    "step": ("步骤", "Step"),
    "value": ("公布的数", "Published value"),
}
SHEETS: Mapping[str, Words] = {
    "drawn": ("抽取结果", "Result"),
    "chances": ("机会", "Chances"),
    "excluded": ("排除及原因", "Excluded"),
    "walk": ("逐名抽取", "Walk"),
    "steps": ("抽取步骤", "Steps"),
    "pool": ("专家库", "Pool"),
    "barred": ("排除人数", "Excluded, in numbers"),
}
STEP: Mapping[str, Words] = {
    "announced": ("公布抽取公告（SHA-256）", "Announcement published (SHA-256)"),
    "committed": ("提交承诺：{role}", "Contribution committed to: {role}"),
    "fixed": ("另行公布承诺文件（SHA-256）", "Commitment published elsewhere (SHA-256)"),
    "revealed": ("揭示随机数：{role}", "Secret revealed: {role}"),
    "source": ("公开数：{role}", "Public figures: {role}"),
    "code": ("一次性代码（哈希链第 1 个）", "One-time code (first of the hash chain)"),
    "key": ("由以上各数得出的密钥", "Key derived from all of these"),
    "ball": ("由密钥得出的组号（0 至 {role}）", "Panel by the key (0 to {role})"),
}
ROLES: Mapping[str, Words] = {
    "authority": ("人社部门", "HR authority"),
    "secretariat": ("办事机构", "secretariat"),
    "supervisor": ("监督人", "supervisor"),
}
ALTERNATE: Words = ("候补 {rank}", "alternate {rank}")
WHOLE: Words = ("全组", "the panel")
SIGNATURES: tuple[Words, ...] = (
    ("抽取人（签字、日期）", "Drawn by (signature, date)"),
    ("监督人一（人社/纪检，签字、日期）", "First supervisor (signature, date)"),
    ("监督人二（人社/纪检，签字、日期）", "Second supervisor (signature, date)"),
)
SECRET: Words = ("内部资料：评审结果公布前保密", "Confidential until the results are published")
