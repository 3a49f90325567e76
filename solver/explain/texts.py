"""Every sentence template about rules, routes and seats, Chinese and English side by side; nothing is worded elsewhere.

``{found}`` and ``{needed}`` are what a check found and what the rule asks for; other names are facts of the finding.
"""

from __future__ import annotations

from collections.abc import Mapping

from solver.explain.words import Words

GENERIC: Words = ("{title}（实际 {found}，要求{needed}）", "{title} (found {found}, needed {needed})")
GENERIC_BARE: Words = ("不符合“{title}”", "against “{title}”")
GENERIC_FOUND: Words = ("{title}（实际 {found}）", "{title} (found {found})")
GENERIC_NEEDED: Words = ("{title}（要求{needed}）", "{title} (needed {needed})")

PINNED: Words = (
    "；由 {pins} 号指定造成，照样保留，由人决定",
    "; brought about by pin {pins}, kept until a person decides",
)
NOT_AS_PINNED: Words = (
    "；{pins} 号指定因此不能照办，由人决定",
    "; so pin {pins} cannot be carried out: a person decides",
)
START, NOTHING = "start", "nothing"
RULES: Mapping[str, Words] = {
    # scope
    "committee_active": (
        "评委会在评审会当日的状态为“{found}”，只有状态正常的评委会可以评审",
        "the committee is {found} on the days of the session; only an active committee may evaluate",
    ),
    "one_series": (
        "系列 {found} 与评委会的系列 {needed} 不一致，一个评委会只能有一个系列",
        "series {found} differs from the committee's series {needed}; a committee has one series",
    ),
    "within_filing": (
        "核准备案的评审范围不包括该申报的{found}",
        "the approved scope does not cover the {found} of this application",
    ),
    "grade_covers_levels": (
        "层级 {found} 不属于该评委会可评的层级 {needed}",
        "level {found} is not one this committee may evaluate ({needed})",
    ),
    "filing_term": (
        "评审会 {found} 开始时，没有期限合规的核准备案（有效期 {needed}）",
        "starting {found}, no filing of allowed length is valid ({needed})",
    ),
    "provincial_only": (
        "列入省级评委会专属清单（{found}），市级不得评审",
        "on the list reserved for provincial committees ({found}); a city may not evaluate it",
    ),
    "exam_only": (
        "系列 {found} 的该层级以考代评，不经评委会评审",
        "this level of series {found} is granted by examination, not by a committee",
    ),
    "once_a_year": (
        "同一人一年只能由一个评委会评价一次，现有申报：{found}；请先确定保留哪一份",
        "a person is evaluated once a year by one committee; live applications: {found}; pick one first",
    ),
    # delegation
    "authorised": (
        "委托代评不成立：{guard}（现为 {found}，要求 {needed}）",
        "the delegation does not authorise it: {guard} (found {found}, needed {needed})",
    ),
    "competent_authority": (
        "委托函由 {found} 出具，应由 {needed} 出具",
        "the letter was issued by {found}; it must come from {needed}",
    ),
    # channel
    "talent_team": ("人才计划团队核心 {found} 人，应{needed} 人", "{found} core team members; allowed: {needed}"),
    "talent_recommenders": (
        "直接申报正高级的正高级同行推荐人为 {found} 名，应{needed} 名",
        "{found} full-senior recommenders; {needed} are required",
    ),
    "commitments": (
        "已签署的承诺为 {found} 份，应{needed} 份（个人、单位双承诺）",
        "{found} signed commitments; needed {needed}",
    ),
    "papers": (
        "论文核验情况：{found}；须完成查刊与主流数据库检索",
        "paper check: {found}; journals and databases must be checked",
    ),
    "employer_notice": (
        "单位内部公示不合规：{found}（应{needed}）",
        "the employer's notice does not do: {found} (needed {needed})",
    ),
    "approval_document": ("特殊人才申报缺少批准文件", "the special-talent application lacks its approval document"),
    # committee size
    "panel_is_odd": ("评委共 {found} 人，应为单数", "the panel has {found} members; the number must be odd"),
    "senior_by_series": (
        "按系列组建的高级评委会，评委 {found} 人，应{needed} 人",
        "a senior panel formed by series has {found} members; needed {needed}",
    ),
    "senior_by_specialty": (
        "按专业组建的高级评委会，评委 {found} 人，应{needed} 人",
        "a senior panel formed by specialty has {found} members; needed {needed}",
    ),
    "size_by_grade": ("评委共 {found} 人，应{needed} 人", "the panel has {found} members; needed {needed}"),
    "seats_as_planned": ("席位 {needed}，实际就座 {found} 人", "{found} seats are taken; planned: {needed}"),
    "chair_and_vice": ("担任该职务的 {found} 人，应{needed} 人", "{found} hold this office; needed {needed}"),
    "presided": (
        "主任委员和副主任委员均须回避该申报，无人可以主持",
        "the chair and every vice-chair are recused for this application: nobody may preside",
    ),
    "leader_per_group": ("评议组组长 {found} 人，应{needed} 人", "the group has {found} leaders; needed {needed}"),
    "pool_allows_draw": (
        "专家库可抽专家 {found} 人，不足以随机抽取（需要{needed} 人）",
        "the pool has {found} experts to draw from; needed {needed}",
    ),
    "pool_multiple": ("专家库 {found} 人，建议{needed} 人", "the pool has {found} experts; advised {needed}"),
    # eligibility
    "in_pool": ("不在该评委会专家库内", "is not in the committee's pool"),
    "pool_term": ("入库任期 {found} 过长（每届{needed} 年）", "the pool term {found} is too long ({needed} years)"),
    "fit_for_service": (
        "不符合履职条件：{found}（要求{needed}）",
        "is not fit for this seat: {found} (needed {needed})",
    ),
    "level": ("专家职称层级为 {found}，低于要求的 {needed}", "holds {found}; at least {needed} is required"),
    "years_at_rank": (
        "任职条件不足：{found}（要求{needed}）",
        "does not meet the condition of service: {found} (needed {needed})",
    ),
    "not_applicant": ("本人当年申报职称，不得担任评委", "applies for a title this year and may not sit"),
    # recusal
    "kin_of_applicant": (
        "与本评委会申报人有亲属关系（{path}），本年度不得参加该评委会任何评审会",
        "is kin of an applicant of this committee ({path}): no seat in any of its sessions this year",
    ),
    "kin_apart": (
        "有亲属关系的专家不得同在一个评委会就座（{path}）",
        "experts who are kin do not share a panel ({path})",
    ),
    "panel_left": (
        "回避该申报的评委 {found} 人，应{needed} 人，否则在场不足全体的 2/3",
        "{found} members are recused for this application; {needed}, or fewer than 2/3 remain",
    ),
    "readers_not_recused": ("主审须回避该申报，不得担任其主审", "must recuse for this application and may not read it"),
    "recused_listed": (
        "回避名单为 {found}，按利害关系应为 {needed}",
        "the recusal list says {found}; by the conflicts it must be {needed}",
    ),
    # groups
    "group_minimum": ("评议组 {found} 人，应{needed} 人", "the group has {found} experts; needed {needed}"),
    "group_left": (
        "评议组中不须回避该申报的专家 {found} 人，应{needed} 人",
        "{found} of the group are not recused for this application; needed {needed}",
    ),
    "specialty_held": (
        "评议组内持有该专业的专家 {found} 人，应{needed} 人",
        "{found} in the group hold this specialty; needed {needed}",
    ),
    "case_in_group": ("{found} 与所在评议组不符（可在 {needed}）", "{found} does not fit its group (fits {needed})"),
    # workload
    "readers_per_case": ("主审 {found} 人，应{needed} 人", "{found} readers; needed {needed}"),
    "reader_is_in_group": ("主审不在该申报的评议组内", "the reader does not sit in the group of the case"),
    "cases_per_day": (
        "主审 {found} 份，按每日限额合计应{needed} 份",
        "reads {found} cases; the daily limit allows {needed}",
    ),
    "sessions_and_days": ("本年度{unit} {found}，应{needed}", "{found} {unit} this year; allowed: {needed}"),
    "minutes_fit": (
        "评审所需 {found} 分钟，应{needed} 分钟（会期）",
        "the cases need {found} minutes; the session allows {needed}",
    ),
    # attendance
    "one_place": ("同一时间有两处安排（{found}）", "is in two places at one time ({found})"),
    "available": ("该专家在 {found} 不可用", "is unavailable on {found}"),
    "reachable": ("相邻半天安排在两个城区：{found}", "sits in two districts in adjoining half-days: {found}"),
    "alternates_enough": ("候补 {found} 人，应{needed} 人", "{found} alternates; needed {needed}"),
    "alternates_fit": (
        "候补不符合席位要求（实际 {found}，要求{needed}）",
        "the alternate does not fit the seat (found {found}, needed {needed})",
    ),
    # rooms
    "room_use": ("会场同一时间被重复使用：{found}", "the room is used twice at one time: {found}"),
    "room_seats": ("会场容纳 {found} 人，应{needed} 人", "the room seats {found}; needed {needed}"),
    "room_open": ("会场在 {found} 不可用", "the room is not open on {found}"),
    "rooms_for_groups": (
        "并行评议组会场 {found} 个，应{needed} 个",
        "{found} rooms for parallel groups; needed {needed}",
    ),
    # timetable
    "working_half_days": (
        "开始时间 {found} 不在可用的工作半天内（{needed}）",
        "start {found} is not within working half-days ({needed})",
    ),
    "published_window": (
        "开始时间 {found} 不在公布的评审时间内（{needed}）",
        "start {found} is outside the published window ({needed})",
    ),
    "after_acceptance": ("受理日期 {found} 不合规（须{needed}）", "accepted on {found} (needed {needed})"),
    "notice_and_filing": (
        "公示、备案的日期不合规：{found}（应{needed}）",
        "the dates of notice and filing do not do: {found} (needed {needed})",
    ),
    "same_year": (
        "评审会 {found} 开始，备案无法在本年度内完成（{needed}）",
        "starting {found}, filing cannot finish this year ({needed})",
    ),
    # composition, rotation, publication
    "employer_cap": ("同一单位评委 {found} 人，应{needed} 人", "{found} members from one employer; allowed: {needed}"),
    "outside_share": ("外单位评委 {found} 人，应{needed} 人", "{found} members from outside; needed {needed}"),
    "frontline": (
        "非一线专家 {found} 人，建议{needed} 人",
        "{found} members are not from the front line; advised {needed}",
    ),
    "officials": (
        "国家机关行政领导一般不参加评委会（{found}）",
        "leading officials of state organs do not sit ({found})",
    ),
    "retired": ("已不在岗，原则上不参加评委会", "is no longer in post and does not sit"),
    "new_share": (
        "连任评委 {found} 人，应{needed} 人（其余须为新任）",
        "{found} members served last year; allowed: {needed}",
    ),
    # what a person has fixed or forbidden
    "seats_as_pinned": (
        "指定的席位或职务没有照此安排",
        "a seat or an office that was fixed is not as fixed",
    ),
    "alternates_as_pinned": ("指定的候补不在候补名单上", "an alternate who was fixed is on no list"),
    "starts_as_pinned": ("开始于 {found}，而指定与禁止为 {needed}", "starts {found}; fixed or forbidden: {needed}"),
    "rooms_as_pinned": ("在会场 {found}，而指定的会场为 {needed}", "meets in room {found}; fixed: {needed}"),
    "readers_as_pinned": ("指定的主审没有评阅该申报", "the reader who was fixed does not read the application"),
    "cases_as_pinned": (
        "申报没有在指定的评审会（评议组）",
        "the application is not in the session or group fixed for it",
    ),
    "pins_have_their_place": (
        "指定所在的评审会或评议组（{needed}）不在方案中，现有：{found}",
        "the session or group that was fixed ({needed}) is not in the plan; there: {found}",
    ),
    "consecutive_years": (
        "将连续第 {found} 年担任评委，应{needed} 年",
        "this would be year {found} running; allowed: {needed}",
    ),
    "drawn_names": (
        "该评审会须随机抽取产生评委，未经抽取而公布了 {found} 人的名单",
        "this session's panel must be drawn by lot; {found} names are published without a draw",
    ),
    "plan_refers_to_what_exists": ("方案提到了不存在的编号", "the plan names something that does not exist"),
    "recognised_directly": ("申报渠道为{found}，不经评委会评审", "comes by {found}; no committee evaluates it"),
    "granted_by_certificate": ("申报渠道为{found}，不经评委会评审", "comes by {found}; no committee evaluates it"),
    "kept_out_otherwise": (
        "与本评委会申报人有利害关系（{path}），本年度不参加评审会",
        "has a conflict with an applicant of this committee ({path}) that keeps them out of its sessions",
    ),
    "readers_without_groups": (
        "不设评议组时，主审 {found} 人，应{needed} 人",
        "without groups, {found} readers; needed {needed}",
    ),
    "cases_per_season": (
        "本年度主审 {found} 份，本人自定{needed} 份",
        "reads {found} cases this season; own limit: {needed}",
    ),
    "younger_share": ("年长委员 {found} 人，应{needed} 人", "{found} members above the age; allowed: {needed}"),
    "intermediate_titles": (
        "中级职称委员 {found} 人，要求{needed} 人",
        "{found} members hold intermediate titles; needed {needed}",
    ),
    "age_limit": ("出生于 {found}，超过年龄限制（应{needed}）", "born {found}, above the age limit (needed {needed})"),
    "provincial_mix": ("来源构成：{found} 人，应{needed} 人", "members of this origin: {found}; needed {needed}"),
    "city_mix": ("来源构成：{found} 人，应{needed} 人", "members of this origin: {found}; needed {needed}"),
    "university_outsiders": (
        "外聘委员 {found} 人，应{needed} 人",
        "members from outside the university: {found}; needed {needed}",
    ),
    "plan_agrees_with_itself": (
        "方案前后不一致（现为 {found}，应为 {needed}）",
        "the plan contradicts itself (found {found}, needed {needed})",
    ),
    "plan_leaves_nothing_out": (
        "既没有编入评审会，也没有列入未安排",
        "is neither in a session nor listed as not placed",
    ),
}

VARIANTS: Mapping[tuple[str, str], Words] = {
    ("seats_as_pinned", "—"): ("占了禁止的席位或职务", "has a seat or an office that was forbidden"),
    ("alternates_as_pinned", "—"): ("在禁止的候补名单上", "is on a list of alternates that was forbidden"),
    ("rooms_as_pinned", "—"): ("在禁止的会场 {found}", "meets in room {found}, which was forbidden"),
    ("readers_as_pinned", "—"): ("评阅了禁止其评阅的申报", "reads an application that was forbidden"),
    ("cases_as_pinned", "—"): (
        "申报在禁止的评审会（评议组）",
        "the application is in a session or group forbidden for it",
    ),
    ("committee_active", START): (
        "评审会 {found} 开始时，评委会不在正常状态；只有状态正常的评委会可以评审",
        "starting {found}, the committee is not active; only an active committee may evaluate",
    ),
    ("authorised", START): (
        "评审会 {found} 开始，不在委托有效期内（{needed}）",
        "starting {found} is outside the term of the delegation ({needed})",
    ),
    ("authorised", "letter_no"): ("没有有效的委托函", "there is no valid letter of authorisation"),
    ("once_a_year", NOTHING): (
        "该申报已撤回，不得评审（同一人一年只能评价一次）",
        "this application was withdrawn and may not be evaluated (one evaluation a year)",
    ),
    ("case_in_group", NOTHING): ("没有编入评议组（可在 {needed}）", "is in no group (fits {needed})"),
    ("fit_for_service", NOTHING): ("没有系列 {needed} 的职称", "holds no title in series {needed}"),
    ("pool_term", START): (
        "入库任期不含 {found}（任期 {term}）",
        "the pool term does not cover {found} (term {term})",
    ),
    ("after_acceptance", START): (
        "评审会 {found} 开始，须在受理截止之后（{needed}）",
        "starting {found} is not after the close of acceptance ({needed})",
    ),
    ("chair_and_vice", "can_chair"): (
        "不具备担任主任委员或副主任委员的资格",
        "may not chair, and therefore holds neither office",
    ),
    ("group_left", "≤"): (
        "评议组中须回避该申报的专家 {found} 人，应{needed} 人",
        "{found} of the group are recused for this application; allowed: {needed}",
    ),
    ("plan_leaves_nothing_out", "one_route"): (
        "在方案中有 {found} 条去向，应恰有一条",
        "has {found} routes in the plan; it must have exactly one",
    ),
    ("plan_leaves_nothing_out", "either"): (
        "既已安排，又列入未安排",
        "is planned and also listed as not placed",
    ),
    ("plan_agrees_with_itself", "1"): ("在方案中重复出现 {found} 次", "comes {found} times in the plan"),
}
"""Wordings of a rule for one kind of finding: START where a start was found, NOTHING where nothing was, else the first
word of what is needed."""

REASONS: Mapping[str, Words] = {
    "series": ("系列不符：申报 {found}，备案 {needed}", "the series differs: {found}; filed {needed}"),
    "specialty": ("专业 {found} 不在核准备案的专业内（{needed}）", "specialty {found} is not in the filing ({needed})"),
    "level": ("层级 {found} 不在可评层级内（{needed}）", "level {found} is not among those it may evaluate ({needed})"),
    "region": ("地区 {found} 不在备案地区内（{needed}）", "region {found} is not in the filing ({needed})"),
    "employer": (
        "用人单位 {found} 不在备案的单位范围内（{needed}）",
        "employer {found} is not covered by the filing ({needed})",
    ),
    "dates": ("没有一天在有效期内：{found}（{needed}）", "no day is valid: {found} ({needed})"),
    "state": (
        "评委会状态为“{found}”，只有状态{needed}的评委会可以评审",
        "the committee is {found}; only one that is {needed} may evaluate",
    ),
    "provincial_list": ("列入省级评委会专属清单（{found}）", "reserved for provincial committees ({found})"),
    "exam_only": ("该层级以考代评（{found}）", "this level is granted by examination ({found})"),
    "certificate": ("凭证书对应职称，无需评审（{found}）", "the title goes with a certificate ({found}); no review"),
    "recognition": ("经考核直接认定，无需评审（{found}）", "recognised directly ({found}); no review"),
    "duplicate": ("同一人本年度另有申报（{found}）", "the person has another application this year ({found})"),
    "delegation": (
        "委托代评 {delegation} 未生效：{guard}（现为 {found}，要求 {needed}）",
        "delegation {delegation} does not authorise it: {guard} (found {found}, needed {needed})",
    ),
    "delegation_act": (
        "委托代评 {delegation} 不能{act}：{guard}（现为 {found}，要求 {needed}）",
        "{act} is refused for delegation {delegation}: {guard} (found {found}, needed {needed})",
    ),
    "committee_measure": (
        "不能改为“{act}”：{guard}（现为 {found}，要求 {needed}）",
        "it cannot become {act}: {guard} (found {found}, needed {needed})",
    ),
    "experts": (
        "能参加评审的专家只有 {found} 人，至少需 {needed} 人；排除专家最多的是下列规定",
        "only {found} experts may sit, {needed} are needed at least; this provision keeps most of them away",
    ),
    "staff": (
        "能参加评审的专家有 {found} 人，分组、席位与候补凑不齐（评委会至少 {needed} 人）",
        "{found} experts may sit, but groups, seats and alternates cannot all be filled (panel of {needed} at least)",
    ),
    "holder": ("没有能参加评审的 {specialty} 专业专家", "no expert of specialty {specialty} may sit"),
    "panel_size": (
        "可参加评审的专家 {eligible} 人，任何人数的评委会都不合规（拟设 {found} 人）",
        "with {eligible} experts who may sit, no size of panel is lawful (wanted: {found})",
    ),
    "start": ("评审会 {session} 没有可以开始的半天（{needed}）", "no half-day is left to begin {session} ({needed})"),
    "room": ("评审会 {session} 没有可用的会场（{needed}）", "no room is left for {session} ({needed})"),
    "no_cases": ("没有可以安排的申报", "there are no applications for it"),
    "readers": ("能主审的评委 {found} 人，需要 {needed} 人", "{found} members may read it, {needed} are needed"),
    "alternates": ("候补不足，无法按规定配齐", "there are too few alternates"),
    "out_of_time": ("时限内未能排出评委会", "no panel was found in the time allowed"),
    "not_begun": (
        "停止编排或时限已到时，年度的这一部分还没有开始编排",
        "planning was stopped, or its time was up, before this part of the season was begun",
    ),
}
REASONS_BY_FACT: Mapping[tuple[str, str], Words] = {
    ("panel", "short"): (
        "评委凑不齐：与“{title}”相差 {short}",
        "the panel cannot be filled: short of “{title}” by {short}",
    ),
    ("panel", "seats"): (
        "因“{title}”，{seats} 个候选席位不能用",
        "“{title}” takes away {seats} possible seats",
    ),
    ("alternates", "panel"): ("候补缺 {panel} 人", "{panel} alternates are missing"),
}
"""Wordings of a reason that has a certain fact."""
GUARDS: Mapping[str, Words] = {
    "state": ("委托尚未被接受", "it is not accepted"),
    "scope": ("委托范围不含该申报", "it does not cover the application"),
    "letter": ("没有委托函文号", "it has no letter number"),
    "issued": ("委托函出具过晚", "its letter was issued too late"),
    "accepted": ("接受日期不符", "it was accepted on the wrong day"),
    "valid": ("不在委托有效期内", "it is not valid on the days of the session"),
    "receiver": ("受托评委会备案不含该项", "the receiving committee is not filed for it"),
    "issuer_known": ("出具部门不是人社部门", "its issuer is no HR authority"),
    "issuer_competent": ("出具部门无权出具", "its issuer is not competent"),
    "itself": ("不能委托给自己", "nobody entrusts to themselves"),
    "chained": ("受托后不得再委托", "what was entrusted may not be passed on"),
    "transition": ("现在的状态不允许", "its present state does not allow it"),
    "capacity": ("经办人身份不符", "it is for somebody in another capacity"),
    "office": ("不在经办人的管辖范围", "the officer does not act for that side"),
    "four_eyes": ("申请人不得审核自己的申请", "who requested it may not decide on it"),
    "reason": ("没有写明理由", "no reason is given"),
    "document": ("委托函的文号、文件或日期不全", "number, document or day of the letter is missing or wrong"),
    "term": ("委托期限已过或颠倒", "its term is over or ends before it begins"),
    "wording": ("委托内容不完整", "what is entrusted is incomplete"),
    "ended": ("尚不能了结", "it has not come to that end"),
    "dates": ("起止日期不符", "its dates do not do"),
}
"""In which point a delegation does not authorise (see solver.rules.delegation.GUARDS)."""

HELP: Mapping[str, Words] = {
    "out_of_time": ("延长时限或加大力度后重新编排", "plan again with more time or effort"),
    "not_begun": ("给足时间重新编排", "plan again with time enough"),
    "series": ("由该系列的评委会评审", "send it to a committee of that series"),
    "specialty": (
        "扩大备案专业，或改投备案含该专业的评委会（授权不能扩大专业）",
        "widen the filing, or choose a committee filed for it (an authorisation never extends specialties)",
    ),
    "level": (
        "改投可评该层级的评委会（授权不能扩大层级）",
        "choose a committee of that level (an authorisation never extends levels)",
    ),
    "region": (
        "由申报方所属人社部门出具委托代评授权",
        "ask the authority of the entrusting side to authorise a delegation",
    ),
    "employer": ("由用人单位的主管人社部门出具委托代评授权", "ask the employer's authority to authorise a delegation"),
    "dates": (
        "续展核准备案或委托期限，或把评审会安排在有效期内",
        "extend the filing or delegation, or hold the session while it is valid",
    ),
    "state": ("待评委会恢复正常，或委托其他评委会代评", "wait until the committee is active, or entrust another one"),
    "provincial_list": ("报送省级评委会评审", "send it to the provincial committee"),
    "exam_only": ("报名参加相应考试", "enter the examination"),
    "certificate": ("凭证书办理对应职称，无需换证", "use the certificate itself"),
    "recognition": ("由评委会办事机构办理认定", "the secretariat recognises the title"),
    "duplicate": ("请确定保留一份申报，把另一份标为“撤回”", "pick one application and mark the other as withdrawn"),
    "delegation": ("补齐委托函、审核与接受手续", "complete the letter, its approval and its acceptance"),
    "experts": ("补充专家库，或委托其他评委会代评", "add experts to the pool, or entrust another committee"),
    "staff": ("补充专家库，或减少席位与评议组", "add experts to the pool, or ask for fewer seats and groups"),
    "holder": ("将该专业的专家补充入库", "add experts of that specialty to the pool"),
    "panel_size": ("补充专家库，或调整评委会人数", "add experts to the pool, or change the committee's size"),
    "start": ("放宽评审时间窗口或固定的时间", "widen the window, or give up the fixed start"),
    "room": ("增加会场，或放宽固定的会场", "add rooms, or give up the fixed one"),
    "readers": ("补充该专业的评委，或减少回避关系", "seat more experts of that specialty, or fewer who are recused"),
    "alternates": ("补充专家库，或降低候补比例", "add experts to the pool, or lower the share of alternates"),
    "panel": (
        "补充专家库、放宽时间，或调整评委会人数",
        "add experts, widen the dates, or change the size of the panel",
    ),
}
REASON_GENERIC: Words = ("受“{title}”限制", "held back by “{title}”")
HELP_LEAD: Words = ("可行办法：{help}", "What would help: {help}")

SAY: Mapping[str, Words] = {
    "no_session": ("方案中没有评审会 {session}。", "The plan has no session {session}."),
    "no_expert": ("专家库中没有专家 {expert}。", "There is no expert {expert} in the pool."),
    "no_application": ("年度中没有申报 {application}。", "There is no application {application} in the season."),
    "seated": ("{expert} 在 {session} 任{role}{place}。", "{expert} is {role} of {session}{place}."),
    "in_group": ("，编入评议组 {group}", ", in group {group}"),
    "standby": (
        "{expert} 是 {session} 的第 {rank} 候补{place}。",
        "{expert} is alternate no. {rank} of {session}{place}.",
    ),
    "absent": ("{expert} 不在 {session}。", "{expert} is not in {session}."),
    "reads": ("主审 {count} 份申报：{applications}。", "Reads {count} applications: {applications}."),
    "recused_for": ("须回避 {application}：{path}。", "Recused for {application}: {path}."),
    "would_recuse": (
        "与 {application} 的申报人有利害关系，须回避该申报：{path}。",
        "Has a conflict with the applicant of {application} and would recuse: {path}.",
    ),
    "excluded": ("不能就座：{sentence}", "Cannot sit: {sentence}"),
    "group_excluded": ("不能编入评议组 {group}：{sentence}", "Cannot sit in group {group}: {sentence}"),
    "swap_breaks": (
        "本人符合条件，但替换任何一位现有评委都会违反规则，例如替换 {other}：{sentence}",
        "Eligible, but taking any present member's place breaks a rule, e.g. that of {other}: {sentence}",
    ),
    "not_chosen": (
        "符合条件但未入选：可以替换 {others}。",
        "Eligible but not chosen: could take the place of {others}.",
    ),
    "compared": (
        "比较（本人 / 现任）：专业契合度 {fit} / {fits}；须回避申报 {recused} / {recusals} 份；"
        "本年度评审会 {held} / {sessions} 场；新任 {fresh}。",
        "Compared (own / theirs): fit {fit} / {fits}; recusals {recused} / {recusals}; "
        "sessions this year {held} / {sessions}; new {fresh}.",
    ),
    "more_recusals": ("另有 {count} 份申报须回避。", "Would recuse for {count} more applications."),
    "load": ("本年度已安排 {count} 场评审会：{sessions}。", "Already in {count} sessions this year: {sessions}."),
    "why_place": (
        "入选依据：专业契合度 {own}；本评委会新任：{fresh}。",
        "Why: fit {own}; new on this committee: {fresh}.",
    ),
    "finding_here": ("需要注意：{sentence}", "Note: {sentence}"),
    "goes_to": ("{application} 由 {committee} 评审。", "{application} goes to {committee}."),
    "goes_by": (
        "{application} 经委托代评 {delegation} 由 {committee} 评审。",
        "{application} goes to {committee} under delegation {delegation}.",
    ),
    "needs": (
        "{application} 超出现有评审范围，须先取得委托代评授权。",
        "{application} needs an authorised delegation first.",
    ),
    "not_for": ("{application} 不经评委会评审。", "{application} is not for a committee."),
    "no_route": ("方案没有给出 {application} 的去向。", "The plan does not say where {application} goes."),
    "because": ("原因：{sentence}", "Why: {sentence}"),
    "candidates": (
        "经授权可受托的评委会：{committees}。",
        "Committees that an authorisation could make competent: {committees}.",
    ),
    "ask": ("应向 {authority} 申请。", "Ask {authority}."),
    "no_candidates": (
        "没有评委会可以受托（系列、专业、层级均须在其备案内）。",
        "No committee could take it, even when authorised.",
    ),
    "placed": ("安排在 {session}：{start}，{where}。", "Placed in {session}: {start}, {where}."),
    "filed": (
        "依据核准备案 {document}（有效期 {start} 至 {end}）。",
        "Within filing {document} (valid {start} to {end}).",
    ),
    "letter": (
        "依据 {authority} 出具的委托函 {letter}（有效期至 {end}）。",
        "Under letter {letter} of {authority} (valid to {end}).",
    ),
    "letter_must_say": (
        "可由 {committee} 受托。委托函须写明：委托方 {entrusting}，受托 {committee}，系列 {series}、专业 {specialty}、"
        "层级 {level}，申报 {application}；有权出具：{issuers}{tier}；出具与接受均须早于评审会，至迟 {by}；"
        "期限须含评审会当日（{first} 至 {last} 之间）。依据：{source}。",
        "{committee} could take it. The letter must name the entrusting side {entrusting}, the receiving {committee}, "
        "series {series}, specialty {specialty}, level {level} and application {application}; it may be issued by "
        "{issuers} {tier}; it must be issued and accepted before the session, by {by} at the latest, and be valid on "
        "its day (between {first} and {last}). Source: {source}.",
    ),
    "letter_helps_not": (
        "即使取得委托函，{committee} 也不能受托：{sentence}",
        "Not even a letter would let {committee} take it: {sentence}",
    ),
    "placed_group": ("评议组 {group}，", "group {group}, "),
    "readers": ("主审：{experts}。", "Readers: {experts}."),
    "nobody_recused": ("评委中无人须回避。", "No panel member is recused."),
    "recused": ("回避：{expert}：{path}。", "Recused: {expert}: {path}."),
    "unplaced": ("未能安排。", "Not placed."),
    "in_no_session": ("尚未编入任何评审会。", "In no session."),
}

TERMS: Mapping[str, Words] = {
    "seat_fit": ("评委专业契合", "fit of seats"),
    "reader_fit": ("主审专业契合", "fit of readers"),
    "alternate_fit": ("候补专业契合", "fit of alternates"),
    "load": ("工作量不均", "uneven load"),
    "fresh": ("新面孔", "fresh faces"),
    "employer_spread": ("同单位集中", "employers repeated"),
    "recusals": ("回避人次", "recusals"),
    "reserve": ("缺席余量不足", "reserve for no-shows short"),
    "travel": ("跨区奔波", "travel"),
    "preferred_day": ("符合期望日期", "preferred days"),
    "compact": ("会期不紧凑", "sessions spread out"),
}
"""The named terms of the score (register PD-22)."""

BASES: Mapping[str, Words] = {
    "joint-relaxation": (
        "日期、评委与主审一并放松所得的上界（分批不变）",
        "the relaxation over all dates, panels and readers, with the batches as they are",
    ),
}
"""How a bound was found."""
