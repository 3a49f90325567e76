"""Words of the command line, Chinese first, English second; nothing else of the interface is worded elsewhere."""

from __future__ import annotations

from typing import Literal

Lang = Literal["zh", "en"]

WORDS: dict[str, tuple[str, str]] = {
    "app": ("评委：职称评审委员会专家遴选与评审会排期", "Pingwei: experts and sessions for title-review committees"),
    "phase": ("阶段", "phase"),
    "best": ("当前最好", "best"),
    "gap": ("差距", "gap"),
    "bound": ("上界", "bound"),
    "status": ("状态", "status"),
    "optimal": ("已证明最优", "proved best"),
    "feasible": ("已得到可行方案", "found, not proved best"),
    "impossible": ("已证明无可行方案", "proved impossible"),
    "out_of_time": ("时限内未得到方案（不等于不可行）", "nothing found in time (not a proof of impossibility)"),
    "placed": ("已安排申报", "applications placed"),
    "placed_bound": ("至多可安排", "at most placeable"),
    "unplaced": ("未能安排", "not placed"),
    "sessions": ("评审会", "sessions"),
    "session": ("评审会", "session"),
    "committee": ("评委会", "committee"),
    "levels": ("层级", "levels"),
    "start": ("开始", "start"),
    "half_days": ("半天数", "half-days"),
    "rooms": ("会场", "rooms"),
    "panel": ("评委", "panel"),
    "alternates": ("候补", "alternates"),
    "cases": ("申报", "cases"),
    "routes": ("申报去向", "routes"),
    "route": ("去向", "route"),
    "route_committee": ("评委会评审", "own committee"),
    "route_delegated": ("委托代评", "delegated"),
    "route_needs_authorisation": ("待授权", "needs authorisation"),
    "route_not_for_committee": ("不经评委会评审", "not for a committee"),
    "application": ("申报", "application"),
    "candidates": ("可受托评委会", "committees that could take it"),
    "authority": ("向谁申请", "authority to ask"),
    "why": ("原因", "why"),
    "findings": ("违反的规则", "findings"),
    "rule": ("规则", "rule"),
    "severity": ("约束", "severity"),
    "sentence": ("说明", "sentence"),
    "term": ("目标项", "term"),
    "count": ("数量", "count"),
    "weight": ("权重", "weight"),
    "value": ("分值", "value"),
    "total": ("总分", "total"),
    "written": ("已写出", "written"),
    "no_findings": ("未发现违反规则之处", "no rule is broken"),
    "faults": ("输入有误，共 {count} 处，未写出任何结果：", "{count} faults in the input; nothing was written:"),
    "advice_count": ("另有 {count} 条提示", "{count} advisory findings besides"),
    "title": ("内容", "title"),
    "source": ("依据", "source"),
    "standing": ("处理", "standing"),
    "planned": ("排期时保证", "planned"),
    "checked": ("检查", "checked"),
    "procedural": ("程序性（列入清单）", "procedural (checklist)"),
    "in_force": ("适用", "in force"),
    "verification": ("核对程度", "verification"),
    "parameters": ("参数", "parameters"),
    "place": ("地区", "place"),
    "since": ("起", "since"),
    "until": ("止", "until"),
    "note": ("备注", "note"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "unknown_rule": (
        "没有编号为 {value} 的规则；`pingwei rules` 列出全部",
        "no rule {value}; `pingwei rules` lists them all",
    ),
    "unknown_session": ("方案中没有评审会 {value}；有：{known}", "the plan has no session {value}; it has: {known}"),
    "unknown_expert": ("专家库中没有专家 {value}", "no expert {value} in the pool"),
    "unknown_application": ("年度中没有申报 {value}。请核对编号", "no application {value} in the season. Check the id"),
    "unknown_committee": ("年度中没有评委会 {value}。请核对编号", "no committee {value} in the season. Check the id"),
    "unknown_wanted_session": (
        "“评审会”表中没有 {value}。请核对编号；方案里推算出的评审会不在表中，请用 --committee 问它的评委会",
        "no session {value} is wanted in the season. Check the id; if a plan derives it, ask with --committee",
    ),
    "what_if": ("如果……会怎样", "what if"),
    "measure": ("比较项", "measure"),
    "before": ("原年度", "before"),
    "after": ("修改后", "after"),
    "difference": ("差", "difference"),
    "measure_placed": ("已安排申报", "applications placed"),
    "measure_placed_bound": ("至多可安排", "at most placeable"),
    "measure_unplaced": ("未能安排的申报", "applications not placed"),
    "measure_sessions": ("评审会", "sessions"),
    "measure_seats": ("席位", "seats"),
    "measure_half_days": ("评审会半天数", "half-days of sessions"),
    "measure_experts": ("参加的专家", "experts who sit"),
    "measure_most_sessions": ("专家最多场次", "most sessions of an expert"),
    "measure_most_cases": ("专家最多主审份数", "most cases of an expert"),
    "measure_first_day": ("首场日期", "first day"),
    "measure_last_day": ("末场日期", "last day"),
    "measure_total": ("总分", "total"),
    "measure_bound": ("上界", "bound"),
    "measure_gap": ("差距", "gap"),
    "nothing_in_the_way": ("没有发现排不出之处", "nothing was found in the way"),
    "read_on_why": (
        "`pingwei why {value}` 说明全部冲突与办法",
        "`pingwei why {value}` tells every conflict and what would help",
    ),
    "no_such_file": ("文件不存在：{value}；请检查路径", "no such file: {value}; check the path"),
    "cannot_write": ("无法写入 {value}：{why}；请换一个位置", "cannot write {value}: {why}; choose another place"),
    "suffix": (
        "不认识的文件类型 {value}；请用 .xlsx、.json 或文件夹",
        "unknown kind of file {value}; use .xlsx, .json or a folder",
    ),
    "explain_what": (
        "请指明 --application，或同时指明 --expert 与 --session",
        "say --application, or --expert together with --session",
    ),
    "unknown_language": ("没有语言“{value}”；请用 zh 或 en", "no language {value}; use zh or en"),
    "no_day": ("“{value}”不是日期；请写成 2026-10-12 的样子", "{value} is no day; write it as 2026-10-12"),
    "one_budget": ("--seconds 与 --effort 只能用一个", "--seconds and --effort exclude each other"),
    "internal": (
        "程序内部错误（{value}）；这是评委系统的缺陷，请连同输入文件报告。设置 PINGWEI_DEBUG=1 可见详情",
        "internal error ({value}); a defect of Pingwei: please report it with the input. PINGWEI_DEBUG=1 shows details",
    ),
    "part-died": (
        "年度中的一块连续 {tries} 次中断了负责它的进程，多半是内存不足，没有写出任何结果。请换用内存更大的机器再试",
        "a part of the season ended its process {tries} times, most often for want of memory; nothing was written. "
        "Use a machine with more memory",
    ),
    "cluster-unreachable": (
        "Dask 集群 {scheduler} 连接不上或中途断开，没有写出任何结果。请检查 PINGWEI_DASK_SCHEDULER 的地址与调度器，"
        "或不设该变量，改用本机进程",
        "the Dask cluster {scheduler} cannot be reached, or was lost; nothing was written. Check the address "
        "PINGWEI_DASK_SCHEDULER and the scheduler, or leave it out and use the processes of this machine",
    ),
    "cluster-deserted": (
        "Dask 集群 {scheduler} 已有 {seconds} 秒没有工作进程，没有写出任何结果。"
        "请启动工作进程（dask worker {scheduler}）再试",
        "the Dask cluster {scheduler} has had no worker for {seconds} s; nothing was written. "
        "Start workers (dask worker {scheduler}) and try again",
    ),
    "phase_routes": ("确定去向", "routes"),
    "phase_batches": ("分批分组", "batches"),
    "phase_bound": ("计算上界", "bound"),
    "phase_timetable": ("排日程与会场", "timetable"),
    "phase_panels": ("选评委", "panels"),
    "phase_readers": ("分配主审", "readers"),
    "phase_alternates": ("排候补", "alternates"),
    "phase_improve": ("改进", "improvement"),
    "worst-application": ("最弱主审的契合度", "fit of the weakest reader"),
    "heaviest-expert": ("负担最重专家的天数", "days of the heaviest expert"),
    "fair_proved": ("日期不变时已证明最优", "proved best with these dates"),
    "fair_unproved": ("未能证明最优", "not proved best"),
    "phase_fair": ("先求公平", "fairness first"),
    "phase_check": ("检查", "check"),
    "setting_unknown": (
        "没有这样的设置：{value}；全部设置见 docs/operations.md",
        "no such setting: {value}; docs/operations.md lists them all",
    ),
    "setting_unreadable": (
        "设置应为非负整数：{value}",
        "these settings should be whole numbers, 0 or more: {value}",
    ),
    "first_secret": (
        "首位管理员的一次性口令（{hours} 小时内有效，只显示这一次）：\n\n{value}\n\n用法见 docs/operations.md",
        "One-time secret of the first administrator (for {hours} hours, shown only now):\n\n{value}\n\n"
        "docs/operations.md says how to use it",
    ),
    "phase_parts": ("分块排程", "parts"),
    "serving": ("服务地址 {value}，按 Ctrl-C 停止", "serving on {value}; Ctrl-C stops"),
    "working": (
        "等候排程任务，同时 {value} 个；按 Ctrl-C 停止",
        "waiting for planning runs, {value} at a time; Ctrl-C stops",
    ),
    "worker_needs_postgresql": (
        "`pingwei worker` 需要 PostgreSQL（PINGWEI_DATABASE_URL）；用 SQLite 时排程由 `pingwei serve` 自己进行",
        "`pingwei worker` needs PostgreSQL (PINGWEI_DATABASE_URL); on SQLite `pingwei serve` plans by itself",
    ),
    "stopping": ("正在停止（再按一次 Ctrl-C 立即中断）", "stopping (Ctrl-C again breaks off)"),
    "stopped": (
        "已按 Ctrl-C 停止，保留到那时为止最好的、检查过的方案；没来得及开始的部分列为未能安排",
        "stopped by Ctrl-C: the best checked plan so far is kept; what was not begun is listed as not placed",
    ),
    "stopped_with_nothing": (
        "已按 Ctrl-C 停止，那时还没有得到任何方案；重新运行并多给些时间",
        "stopped by Ctrl-C before there was any plan; run it again and give it more time",
    ),
    "trail_sound": (
        "审计链完好：{rows} 行，锚点 {anchors} 条，链头 {head}",
        "the trail is sound: {rows} rows, {anchors} anchors, its head {head}",
    ),
    "trail_faults": (
        "审计链与所写不符，{count} 处（{rows} 行，锚点 {anchors} 条，链头 {head}）：",
        "the trail is not what was written, {count} faults ({rows} rows, {anchors} anchors, its head {head}):",
    ),
    "trail_edited": ("第 {seq} 行被改动", "row {seq} was edited"),
    "trail_broken": (
        "第 {seq} 行与前一行不相接",
        "row {seq} does not follow the row before it",
    ),
    "trail_gap": ("第 {seq} 行缺失，其处为第 {until} 行", "row {seq} is missing; row {until} stands in its place"),
    "trail_rewritten": ("第 {seq} 行不是锚点所记的那一行", "row {seq} is not the one that was anchored"),
    "trail_cut": ("第 {seq} 至 {until} 行曾有锚点，现已不在", "rows {seq} to {until} were anchored and are gone"),
    "trail_forged": (
        "第 {seq} 至 {until} 行没有锚点：不是本系统所写，或写入时断电（仅限最后几行）",
        "rows {seq} to {until} have no anchor: not written by Pingwei, or (the last few only) in a power failure",
    ),
    "no_anchor": ("{place} 不是锚点行：文件被改动", "{place} is no anchor: the file was altered"),
    "tables_differ": (
        "数据库表的版本是 {found}，本版本需要 {needed}：请先启动一次 `pingwei serve`",
        "the tables are of revision {found}, this version needs {needed}: start `pingwei serve` once",
    ),
    "backup_made": ("已备份到 {value}，截至审计链第 {seq} 行", "backed up to {value}, until row {seq} of the trail"),
    "backup_restored": ("已从 {value} 恢复，截至审计链第 {seq} 行", "restored {value}, until row {seq} of the trail"),
    "draw_announced": (
        "抽取 {value} 已公布：{pool} 名专家，{able} 名可抽取，最小机会 {least:.4f}。请三方分别提交承诺：",
        "draw {value} announced: {pool} experts, {able} can be drawn, least chance {least:.4f}. All three contribute:",
    ),
    "draw_secret": (
        "{role} 的随机数（只显示这一次，请密存，揭示时要用）：\n\n{value}\n",
        "the secret of {role} (shown only now; keep it sealed, it is needed at the reveal):\n\n{value}\n",
    ),
    "draw_contributed": ("{role} 已提交承诺 {value}", "{role} has contributed {value}"),
    "draw_awaits": ("尚待：{value}", "still awaited: {value}"),
    "draw_committed": (
        "承诺已齐。请在抽取前将 commitment.json 另行公布，其 SHA-256 为：\n{value}",
        "all have contributed. Publish commitment.json elsewhere before the draw; its SHA-256 is:\n{value}",
    ),
    "draw_revealed": ("{role} 已揭示，与承诺相符", "{role} has revealed what was committed to"),
    "draw_drawn": (
        "抽取 {value} 完成：抽得第 {ball} 组（共 {panels} 组）",
        "draw {value} is done: panel {ball} of {panels}",
    ),
    "walk_announced": (
        "抽取 {value} 已公布（逐名抽取）：{pool} 名专家，{able} 名可抽取。请三方分别提交承诺：",
        "draw {value} announced, a walk: {pool} experts, {able} can be drawn. All three contribute:",
    ),
    "draw_walked": (
        "抽取 {value} 完成：依次查看 {looked} 名，抽得 {seats} 名评委",
        "draw {value} is done: {looked} experts looked at in turn, {seats} seated",
    ),
    "draw_replaced": (
        "抽取 {value} 第 {number} 次替换：{old} 由 {new} 接替（查看 {looked} 名）。请公布其 SHA-256：\n{hash}",
        "draw {value}, replacement {number}: {new} follows {old} ({looked} looked at). Publish its SHA-256:\n{hash}",
    ),
    "draw_voided": (
        "抽取 {value} 无效：{missing} 未揭示。须经批准另行抽取",
        "draw {value} is void: {missing} did not reveal. A new draw needs approval",
    ),
    "draw_impossible": (
        "“{value}”没有任何守规则的评委组合（已证明），无法抽取",
        "no panel for “{value}” keeps the rules (proved): it cannot be drawn",
    ),
    "expert": ("专家", "expert"),
    "notices_told": (
        "须通知 {value} 人，写出 {files} 个日历文件",
        "{value} people to be told; {files} calendar files written",
    ),
    "diff_title": ("两个方案的差别", "how the two plans differ"),
    "diff_no_score": (
        "{value} 里没有得分（plan.xlsx 不含得分），得分不比较；要比较，请用 plan.json",
        "{value} holds no score (plan.xlsx has none), so scores are not compared; to compare them, use plan.json",
    ),
    "diff_before": ("原方案", "before"),
    "diff_after": ("新方案", "after"),
    "diff_change": ("变化", "change"),
    "diff_total": ("总分", "score"),
    "pins_made": ("写下 {count} 项指定与禁止：", "{count} pins were written down:"),
    "pins_only_told": (
        "得出 {count} 项指定与禁止，没有写出（用 -o 给出要写的年度文件）：",
        "{count} pins were found and not written (name the season to write with -o):",
    ),
    "pins_more": (
        "……另有 {count} 项；全部见 {place} 的“指定与禁止”表",
        "… {count} more; all are in the sheet 指定与禁止 (pins) of {place}",
    ),
    "pins_more_unwritten": (
        "……另有 {count} 项；用 -o 写出年度文件，全部列在其中的“指定与禁止”表",
        "… {count} more; write the season with -o, its sheet 指定与禁止 (pins) lists them all",
    ),
    "pin_dropped": (
        "原有的 {value} 号与这次的改动相同或相反，已由新的代替",
        "pin {value} said the same or the contrary: replaced",
    ),
    "pin_conflicts": (
        "指定之间或与规则的冲突 {count} 处，由人决定：",
        "{count} conflicts among the pins or with rules; a person decides:",
    ),
    "can_replace": ("可以接任 {value} 的专家", "who can take the seat {value}"),
    "standing_by": ("候补", "standing by"),
    "fit": ("契合", "fit"),
    "days_sat": ("已有天数", "days held"),
    "travel": ("路途天数", "days of travel"),
    "recusals": ("须回避的申报", "recusals"),
    "draw_refused": ("核验不通过：", "not verified:"),
    "draw_prompt": ("{role} 的随机数（十六进制）", "secret of {role} (hexadecimal)"),
    "backup_refused": ("无法备份或恢复：{value}（{why}）", "cannot back up or restore: {value} ({why})"),
}


def both(key: str, **facts: object) -> str:
    """The words for ``key`` in both languages, Chinese first, for what is wrong before the language is known."""
    return f"{word(key, 'zh', **facts)} / {word(key, 'en', **facts)}"


def word(key: str, lang: Lang, **facts: object) -> str:
    """The words for ``key`` in ``lang``, with ``facts`` filled in."""
    return WORDS[key][0 if lang == "zh" else 1].format(**facts)
