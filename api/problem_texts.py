"""Texts of every problem the service answers with, Chinese and English: what it is, then what to do. A catalogue.

Codes are stable: portals may branch on them. ``{name}`` are facts of the occurrence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProblemText:
    """Status and words of one kind of problem: title and what to do, each in Chinese and English."""

    status: int
    title: str
    title_en: str
    advice: str
    advice_en: str


PROBLEMS: Mapping[str, ProblemText] = {
    # who asks
    "not-signed-in": ProblemText(
        401, "尚未登录，或登录已失效", "Not signed in, or the sign-in has ended",
        "请重新登录，并在 Authorization 头中带上令牌",
        "Sign in again and send the token in the Authorization header",
    ),
    "sign-in-refused": ProblemText(
        401, "账号或口令不正确", "Login or password is wrong",
        "请核对后再试；忘记口令请管理员发放一次性口令",
        "Check both and try again; an administrator can hand out a one-time secret",
    ),
    "secret-refused": ProblemText(
        401, "一次性口令不正确、已使用或已过期", "The one-time secret is wrong, used or expired",
        "请向管理员索取新的一次性口令",
        "Ask an administrator for a new one-time secret",
    ),
    "identity-refused": ProblemText(
        401, "统一身份认证未通过", "The identity provider's answer was not accepted",
        "请从头登录一次；仍不行请联系管理员核对身份认证设置",
        "Begin the sign-in again; if it fails again, have an administrator check the identity provider's settings",
    ),
    "no-account": ProblemText(
        403, "身份已确认，但在评委系统中没有账号", "Identified, but without an account here",
        "请管理员为该身份建立账号并授予角色",
        "Ask an administrator to make an account for this identity and grant it a role",
    ),
    "forbidden": ProblemText(
        403, "您的角色或令牌不能做这件事", "Your role or token may not do this",
        "请由有权的角色办理，或换用范围足够的令牌",
        "Leave it to a role that may, or use a token with a sufficient scope",
    ),
    "too-many-sign-ins": ProblemText(
        429, "登录失败次数过多", "Too many failed sign-ins",
        "请在 {seconds} 秒后再试",
        "Try again in {seconds} seconds",
    ),
    "whole-season-only": ProblemText(
        403, "此事须由范围为全部的角色办理", "This needs a role that reaches the whole season",
        "请在自己的范围内逐行修改，或由范围为 * 的角色办理",
        "Change the rows within your reach one by one, or leave it to a role whose reach is *",
    ),
    "rows-forbidden": ProblemText(
        403, "导入会改动您不能改动的内容，未写入任何内容",
        "The import would change what you may not; nothing was written",
        "请按 faults 逐条改回，或由有权的角色办理；先导出再修改最稳妥",
        "Put back what each of the faults names, or leave it to a role that may; editing a fresh export is safest",
    ),
    # what is asked for
    "not-found": ProblemText(
        404, "没有这个对象，或您看不到它", "No such object, or not visible to you",
        "请核对地址与编号",
        "Check the address and the id",
    ),
    "method-not-allowed": ProblemText(
        405, "这个地址不支持该操作", "This address does not support that method",
        "请使用 Allow 头列出的方法",
        "Use a method listed in the Allow header",
    ),
    "not-acceptable": ProblemText(
        406, "没有所要求的表示形式", "No such representation",
        "请使用接口说明列出的形式",
        "Ask for a form listed in the API description",
    ),
    # how it is asked
    "malformed": ProblemText(
        400, "请求无法读取", "The request cannot be read",
        "请检查请求的编码与格式（JSON 须为 UTF-8，不含 NUL 字符）",
        "Check encoding and form of the request (JSON in UTF-8, without NUL characters)",
    ),
    "validation": ProblemText(
        422, "请求内容有误", "The request has faults",
        "请按 faults 逐条改正后重发",
        "Correct each of the faults listed and send it again",
    ),
    "input": ProblemText(
        422, "数据有误", "The data have faults",
        "请按 faults 逐条改正后重新导入，未写入任何内容",
        "Correct each of the faults listed and send it again; nothing was written",
    ),
    "unknown-year": ProblemText(
        422, "不知道 {year} 年的工作日", "The working days of {year} are not known",
        "请在工作日历中填写该年的节假日与调休",
        "Fill in the holidays and shifted working days of that year in the calendar",
    ),
    "body-too-large": ProblemText(
        413, "请求超过大小上限", "The request is larger than allowed",
        "请减小文件或分批提交",
        "Send a smaller file, or in parts",
    ),
    "body-too-slow": ProblemText(
        408, "请求到达过慢", "The request arrived too slowly",
        "请检查网络后重发",
        "Check the network and send it again",
    ),
    "headers-too-large": ProblemText(
        431, "请求头过大", "The headers are too large",
        "请缩短地址与请求头（合计上限 {limit} 字节）",
        "Shorten the address and the headers (at most {limit} bytes together)",
    ),
    "too-deep": ProblemText(
        400, "JSON 嵌套层数过多", "The JSON is nested too deeply",
        "请减少嵌套层数（上限 {limit} 层）",
        "Nest at most {limit} levels",
    ),
    "unsupported-media-type": ProblemText(
        415, "不支持这种内容类型", "This kind of content is not supported",
        "请使用接口说明列出的 Content-Type",
        "Use a Content-Type listed in the API description",
    ),
    "cursor-unknown": ProblemText(
        400, "分页游标无法识别", "The cursor is not known",
        "请使用上一页 next 中的游标，或不带游标从头开始",
        "Use the cursor given as next, or none to begin at the start",
    ),
    "if-match-required": ProblemText(
        428, "修改须带 If-Match", "A change needs If-Match",
        "请先读取该对象，把其 ETag 放入 If-Match 再提交",
        "Read the object first and send its ETag as If-Match",
    ),
    "version-changed": ProblemText(
        412, "对象已被他人修改", "The object has changed meanwhile",
        "请重新读取，核对变化后再提交",
        "Read it again, look at what changed, and send your change anew",
    ),
    "idempotency-key-required": ProblemText(
        400, "此操作须带 Idempotency-Key", "This needs an Idempotency-Key",
        "请为每次操作生成一个新的随机键（16 至 128 个字符），重试时沿用",
        "Make a new random key (16 to 128 characters) for each action and keep it for retries",
    ),
    "idempotency-key-reused": ProblemText(
        422, "同一个 Idempotency-Key 用于不同的请求", "The Idempotency-Key was used for another request",
        "新的操作请用新的键",
        "Use a new key for a new action",
    ),
    # what stands in the way
    "state-forbids": ProblemText(
        409, "对象当前状态（{state}）下不能这样做", "Not possible while the object is {state}",
        "请先查看其状态与可行的操作",
        "Look at its state and at what it allows",
    ),
    "double-booked": ProblemText(
        409, "有专家在同一半天被安排两次", "An expert would sit twice in one half-day",
        "请先检查方案，解决时间冲突后再发布",
        "Check the plan, resolve the clash, then publish again",
    ),
    "exists-already": ProblemText(
        409, "已存在同样的对象", "There is one already",
        "请修改现有的对象，或换一个编号",
        "Change the one that exists, or choose another id",
    ),
    "referred-to": ProblemText(
        409, "还有别的行引用它：{sheets}", "Other rows still name it: {sheets}",
        "请先修改或删除引用它的行",
        "Change or take out the rows that name it first",
    ),
    "last-administrator": ProblemText(
        409, "不能撤去最后一名管理员", "The last administrator cannot be removed",
        "请先把管理员角色授予另一个账号",
        "Grant the administrator's role to another account first",
    ),
    "scope-beyond-role": ProblemText(
        422, "令牌范围超出本人的权限", "The token would reach further than you may",
        "请只选择本人具有的范围",
        "Choose only scopes you have yourself",
    ),
    "delegation-refused": ProblemText(
        409, "委托代评不能这样办理", "This cannot be done with the delegation",
        "请按 faults 逐条处理后再办理",
        "See to each of the faults listed and try again",
    ),
    "measure-refused": ProblemText(
        409, "不能对评委会采取该措施", "This measure cannot be taken against the committee",
        "请按 faults 逐条处理后再办理",
        "See to each of the faults listed and try again",
    ),
    "plan-breaks-rules": ProblemText(
        409, "方案违反规则，不能公布", "The plan breaks rules and cannot be published",
        "请按 faults 逐条改正，或重新排出方案",
        "Correct each of the faults listed, or solve again",
    ),
    "plan-needs-overrides": ProblemText(
        409, "方案有原则性要求未满足，须先豁免", "The plan breaks rules that bind in principle; exceptions are needed",
        "请改正 faults 所列各条，或由人社部门写明理由与文件予以豁免（:override）后再公布",
        "Correct each of the faults, or have the authority allow exceptions with reason and document (:override) first",
    ),
    "override-refused": ProblemText(
        409, "不能这样豁免", "These exceptions cannot be allowed",
        "请按 faults 逐条核对；检查方案（checks）可得现有的问题及其规则、对象",
        "Look at each of the faults; checkPlan tells what is found now, with rule and subject",
    ),
    "draw-refused": ProblemText(
        409, "抽取不能这样办理", "This cannot be done with the draw",
        "请按 faults 逐条处理后再办理",
        "See to each of the faults listed and try again",
    ),
    "draw-impossible": ProblemText(
        409, "没有任何守规则的评委组合（已证明）", "No panel keeps the rules (proved)",
        "请核对该评审会的分组、专家库与回避，调整方案后再抽取",
        "Look at the session's groups, pool and conflicts, change the plan, then draw",
    ),
    "draw-overtaken": ProblemText(
        409, "准备抽取期间情况已变化", "Things have changed while the draw was prepared",
        "请重新发起抽取",
        "Ask for the draw again",
    ),
    "draw-under-way": ProblemText(
        409, "有抽取正在进行，或名单尚未启封", "A draw is under way, or a panel is still under seal",
        "请待其启封或作废后再办理",
        "Wait until it is unsealed or void",
    ),
    "drawn-panels-stand": ProblemText(
        409, "方案丢失或改动了已抽取的评审会", "The plan drops or alters sessions whose panel was drawn",
        "请重新排程：已抽取的评审会会原样保留；有人不能到会的，办理接替（replacements）；"
        "整组须作废的，先提出重抽并经另一角色批准",
        "Solve again: sessions drawn stay as they are; for somebody who declines, ask for a replacement; "
        "to give up a whole panel, ask for a redraw and have another role approve it",
    ),
    "panel-sealed": ProblemText(
        409, "尚未启封", "Still under seal",
        "请待启封时间，或由两名有权人员提前启封",
        "Wait for the time of unsealing, or have two people who may unseal it before",
    ),
    "no-published-plan": ProblemText(
        409, "本年度还没有已公布的方案", "No plan of the season is published",
        "请先公布方案，再抽取其中的评审会",
        "Publish a plan first, then draw the sessions in it",
    ),
    "repair-overtaken": ProblemText(
        409, "修复期间年度数据或方案不断变化", "The season or the plan has kept changing while the plan was repaired",
        "请待改动停下后再提交",
        "Ask again once the changes have ended",
    ),
    "run-died": ProblemText(
        500, "排程进程多次异常退出", "The planning process has died several times",
        "请查看服务日志与内存用量，再重新提交",
        "Look at the log and at the memory used, then ask again",
    ),
    "part-died": ProblemText(
        500, "年度中的一块连续 {tries} 次中断了负责它的进程", "A part of the season ended its process {tries} times",
        "多半是内存不足：请查看系统日志与内存用量，换用内存更大的机器，再重新提交",
        "Most often for want of memory: look at the system's log, use a larger machine, then ask again",
    ),
    "cluster-unreachable": ProblemText(
        503, "Dask 集群 {scheduler} 连接不上或中途断开", "The Dask cluster {scheduler} cannot be reached, or was lost",
        "请检查 PINGWEI_DASK_SCHEDULER 的地址与调度器是否在运行，再重新提交；地址留空则用本机进程",
        "Check the address PINGWEI_DASK_SCHEDULER and whether its scheduler runs, then ask again; "
        "without an address the processes of this machine do the work",
    ),
    "cluster-deserted": ProblemText(
        503, "Dask 集群 {scheduler} 已有 {seconds} 秒没有工作进程",
        "The Dask cluster {scheduler} has had no worker for {seconds} s",
        "请启动工作进程（dask worker {scheduler}），再重新提交",
        "Start workers (dask worker {scheduler}), then ask again",
    ),
    # the service itself
    "busy": ProblemText(
        503, "服务正忙", "The service is busy",
        "请按 Retry-After 头所说的秒数稍后重试",
        "Try again after the seconds that Retry-After says",
    ),
    "not-kept": ProblemText(
        503, "未能保存，改动没有生效", "It could not be kept: nothing was changed",
        "请重读后重试（带 Idempotency-Key 的请求沿用原键）；持续出现请检查磁盘空间与日志",
        "Read again and retry, with the same Idempotency-Key where there was one; if it stays so, look at disk and log",
    ),
    "not-ready": ProblemText(
        503, "服务尚未就绪", "The service is not ready",
        "请稍后重试；持续出现请查看日志",
        "Try again shortly; if it stays so, look at the log",
    ),
    "provider-unreachable": ProblemText(
        503, "联系不上统一身份认证", "The identity provider cannot be reached",
        "请稍后再试",
        "Try again later",
    ),
    "internal": ProblemText(
        500, "系统内部错误", "Internal error",
        "这是评委系统的缺陷，请连同 request_id 报告",
        "A defect of Pingwei: please report it with the request_id",
    ),
}  # fmt: skip

_DATE = ("应为日期，如 2026-11-02", "should be a date such as 2026-11-02")
_TIME = ("应为时间，如 2026-11-02T09:00:00Z", "should be a time such as 2026-11-02T09:00:00Z")

EXCEPTABLE = ("（可由人社部门豁免）", "(The authority may allow an exception.)")
"""Said of a finding whose rule binds in principle."""

FAULTS: Mapping[str, tuple[str, str]] = {
    "employer_of_applicant": (
        "已写明申报人，单位以人员表为准；请去掉其中一项",
        "the applicant is named, and so is their employer; leave out one of the two",
    ),
    "outside_season": ("不在评审年度内（{first} 至 {last}）", "not within the season ({first} to {last})"),
    "no_such_finding": (
        "方案现在没有这一条问题，或不在您的范围内（{rule}）",
        "the plan has no such finding now, or not within your reach ({rule})",
    ),
    "no_exception": ("{rule} 为硬性要求，不得豁免", "{rule} binds without exception"),
    "told_twice": ("同一条问题重复列出（{rule}）", "the same finding is named twice ({rule})"),
    "missing": ("缺少必填项", "required, but missing"),
    "extra_forbidden": ("没有这个字段", "no such field"),
    "json_invalid": ("不是正确的 JSON", "not JSON"),
    "json_type": ("JSON 类型不对", "wrong JSON type"),
    "string_too_short": ("至少 {min_length} 个字符", "at least {min_length} characters"),
    "string_too_long": ("至多 {max_length} 个字符", "at most {max_length} characters"),
    "string_pattern_mismatch": ("格式不对（应符合 {pattern}）", "wrong form (should match {pattern})"),
    "string_type": ("应为文字", "should be text"),
    "string_unicode": ("含有无法识别的字符", "has characters that are no Unicode text"),
    "int_parsing": ("应为整数", "should be a whole number"),
    "int_type": ("应为整数", "should be a whole number"),
    "int_from_float": ("应为整数", "should be a whole number"),
    "float_parsing": ("应为数字", "should be a number"),
    "float_type": ("应为数字", "should be a number"),
    "finite_number": ("应为有限的数字", "should be a finite number"),
    "bool_parsing": ("应为 true 或 false", "should be true or false"),
    "bool_type": ("应为 true 或 false", "should be true or false"),
    "greater_than_equal": ("不能小于 {ge}", "at least {ge}"),
    "greater_than": ("应大于 {gt}", "greater than {gt}"),
    "less_than_equal": ("不能大于 {le}", "at most {le}"),
    "less_than": ("应小于 {lt}", "less than {lt}"),
    "too_short": ("至少 {min_length} 项", "at least {min_length} items"),
    "too_long": ("至多 {max_length} 项", "at most {max_length} items"),
    "enum": ("应为 {expected} 之一", "should be one of {expected}"),
    "literal_error": ("应为 {expected} 之一", "should be one of {expected}"),
    "date_from_datetime_parsing": _DATE,
    "date_parsing": _DATE,
    "date_type": _DATE,
    "datetime_parsing": _TIME,
    "datetime_from_date_parsing": _TIME,
    "datetime_type": _TIME,
    "timezone_aware": ("时间须带时区，如 2026-11-02T09:00:00Z", "needs a time zone, as in 2026-11-02T09:00:00Z"),
    "datetime_past": ("应为过去的时间", "should be in the past"),
    "datetime_future": ("应为将来的时间", "should be in the future"),
    "list_type": ("应为数组", "should be an array"),
    "dict_type": ("应为对象", "should be an object"),
    "model_type": ("应为对象", "should be an object"),
    "model_attributes_type": ("应为对象", "should be an object"),
    "state_by_decision": (
        "评委会的状态只能由人社部门作出措施来改变",
        "the state of a committee is changed only by a measure of the authority",
    ),
    "declared_only": (
        "专家本人只能登记、修改自己申报的关系",
        "an expert puts down and changes declared relations only",
    ),
    "rows_forbidden": (
        "{sheet}有 {count} 行的改动不在您的权限之内（{keys}）",
        "{count} rows of {sheet} would change that are not yours to change ({keys})",
    ),
    "no_earlier_version": (
        "年度现为第 {now} 版，{version} 不是更早的版本",
        "the season is at version {now}; {version} is not an earlier one",
    ),
    "measure_first": (
        "评委会 {committee} 没有这样的措施；请先由主管部门作出（:suspend、:rectify 或 :revoke），再修复",
        "no such measure against committee {committee} stands; its authority takes it first (:suspend, :rectify or "
        ":revoke), then the plan is repaired",
    ),
    "revoke_first": (
        "委托 {delegation} 尚未撤销；请先由授权部门撤销（delegations:revoke），再修复",
        "delegation {delegation} is not revoked; the authority that issued it revokes it first (delegations:revoke)",
    ),
    "replace_drawn": (
        "评审会 {session} 的名单由抽取 {draw} 产生；请由召集人办理接替（replacements）",
        "the panel of session {session} was drawn ({draw}): the convener asks for a replacement (replacements)",
    ),
    "not_to_be_pinned": (
        "评审会 {session} 的增减、评委会、层级、时长或评议组不能定为指定与禁止；请改年度数据后重新排程",
        "whether session {session} is held, its committee, levels, length and groups are no matter of pins; change the "
        "season and solve again",
    ),
    "ask_about_one": (
        "请指明 application、session、committee 中的一个",
        "name one of application, session, committee",
    ),
    "asked_absent": (
        "年度中没有 {value}；请核对编号，方案里推算出的评审会请改问它的评委会",
        "the season has no {value}; check the id, and of a session that a plan derives ask about its committee",
    ),
    "rows_by_act": (
        "{sheet}中的 {keys} 在本系统中办理过，只能按程序改变",
        "{keys} in {sheet} were acted on in the service and change only by their acts",
    ),
    "draw_under_way": (
        "已有抽取正在进行（{draws}），一次只进行一个",
        "a draw is under way ({draws}); there is one at a time",
    ),
    "draw_too_early": (
        "抽取应在 {first} 至 {last} 之间公布，现在过早（PD-03）",
        "to be announced from {first} to {last}: it is too early (PD-03)",
    ),
    "draw_too_late": (
        "抽取应在 {first} 至 {last} 之间公布并揭示，已过期；可改期评审会，或在参数表改 PD-03",
        "to be announced and revealed from {first} to {last}: it is too late; move the session, or change PD-03",
    ),
    "draw_out_of_order": ("应先抽取日期在前的 {session}", "{session} comes first, by its date"),
    "times_in_order": (
        "时间须依次为：现在（{now}）、提交、揭示、启封",
        "times must be in order: now ({now}), contributing, revealing, unsealing",
    ),
    "drawn_panel_stands": (
        "评审会 {session} 已抽取（{draw}），方案中的名单、候补或时间与之不同",
        "{session} was drawn ({draw}); the plan has another panel, other alternates or another time for it",
    ),
    "names_in_order": ("不得早于前一次抽取的启封时间 {least}", "not before the panel drawn earlier, {least}"),
    "redraw_not_approved": (
        "{draw} 已抽取过；重抽须有原因，并经另一角色批准",
        "{draw} was drawn before; a redraw needs a reason and the approval of another role",
    ),
    "contribution_twice": ("{role} 已提交承诺，不能更改", "{role} has contributed and cannot change it"),
    "contribution_copied": ("与另一方的承诺相同", "the same as another party's"),
    "one_person_per_party": ("同一人不能代表两方", "one person cannot stand for two parties"),
    "own_part_only": ("只能由提交承诺的本人揭示", "only whoever committed to it reveals it"),
    "revealed_twice": ("{role} 已揭示", "{role} has revealed already"),
    "reveal_differs": ("与所承诺的不符", "not what was committed to"),
    "source_missing": ("缺少公开数“{name}”的数值", "the values of the public source “{name}” are missing"),
    "source_unknown": ("没有公布过这个公开数，或不由此方提供", "no such source was announced, or not for this party"),
    "source_unreadable": ("不是数值", "not numbers"),
    "nobody_late": ("尚无一方逾期", "no party is late yet"),
    "later_rests_upon": ("{draws} 以其结果为准", "{draws} rest upon its result"),
    "redraw_not_asked": ("还没有人提出重抽", "nobody has asked for a redraw"),
    "another_role": ("须由另一人以另一角色批准", "another person in another role has to approve"),
    "another_person": ("须由另一人再次提出", "another person has to ask as well"),
    "seat_unknown": ("名单只有 {most} 席", "the panel has {most} seats"),
    "nobody_replaces": (
        "没有人能接替该席位；可提出重抽",
        "nobody can follow in that seat; a redraw may be asked for",
    ),
    "not_seated": ("该席位已由他人接替", "somebody else has that seat by now"),
    "code_differs": ("一次性代码不是下一个", "the one-time code is not the next"),
    "decline_unfounded": ("缺原因或批准人", "reason or approval is missing"),
    "earlier_sealed": ("先前抽取的名单尚未启封", "a panel drawn before is still under seal"),
    "seal_longer_only": ("只能延后；提前启封须两人", "only later; unsealing before takes two people"),
    "scope_kind": ("角色 {role} 需要的范围是 {expected}", "the role {role} needs {expected} as its reach"),
    "weak_password": ("口令过短或过于常见，至少 12 个字符", "too short or too common; at least 12 characters"),
    "unknown_place": ("没有这个地区；已知：{known}", "no such place; known: {known}"),
    "no_such_filter": ("不能按它筛选；可以按：{known}", "no filter of this list; there are: {known}"),
    "filter_value": ("不是这一列的值，应如：{known}", "no value of this column; such as: {known}"),
    "given_twice": ("只能给出一次", "may be given only once"),
    "other": ("值不符合要求", "not an acceptable value"),
}  # fmt: skip
