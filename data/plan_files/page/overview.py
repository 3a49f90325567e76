"""The head of the page: what the plan is, its figures, and its score term by term."""

from __future__ import annotations

from collections import Counter

from data.plan_files.page.markup import Html, both, chip, join, section, table, tag, text
from data.plan_files.seat_texts import standing_of
from solver.check import hard
from solver.domain.plan import Plan, RouteKind
from solver.explain.sentence import basis_text, term_name
from solver.explain.words import PLAN_STATES, STATUSES, Words
from solver.rules.brief import Brief


def header(plan: Plan, brief: Brief) -> Html:
    """Title, state and how the plan was made."""
    season = brief.season.header
    witness = any(standing_of(session) == "witness" for session in plan.sessions)
    marks = [chip(PLAN_STATES[plan.state], "state"), chip(STATUSES[plan.status], "state")]
    if witness:
        marks.append(chip(("拟定：须随机抽取", "witness: to be drawn"), "warn"))
    return join(
        (
            tag(
                "p",
                both((f"{season.place} · {season.year} 年度", f"{season.place} · {season.year}")),
                classes="eyebrow",
            ),
            tag("h1", both(("职称评审方案", "Review plan"))),
            tag("p", *marks, classes="marks"),
            tag(
                "p",
                both(
                    (
                        "内部资料：专家名单一般不对外公布（人社部令第40号第24条）。",
                        "Internal: names of experts are generally not published (Decree 40, art. 24).",
                    )
                ),
                classes="caution",
            ),
        )
    )


def figures(plan: Plan, brief: Brief) -> Html:
    """The figures one looks at first."""
    broken, total = len(hard(plan.findings)), len(brief.season.applications)
    seated = {seat.expert for session in plan.sessions for seat in session.panel}
    kinds = Counter(route.kind for route in plan.routes)
    asked, aside = kinds[RouteKind.NEEDS_AUTHORISATION], kinds[RouteKind.NOT_FOR_COMMITTEE]
    tiles = [
        _tile(("已安排申报", "applications placed"), f"{plan.placed}", f"/ {total}", meter=plan.placed / max(1, total)),
        _tile(("评审会", "sessions"), f"{len(plan.sessions)}", ""),
        _tile(("参加专家", "experts seated"), f"{len(seated)}", f"/ {len(brief.season.experts)}"),
        _tile(("违反硬性规则", "hard findings"), f"{broken}", "", "bad" if broken else "good"),
        _tile(("提示", "advisory"), f"{len(plan.findings) - broken}", ""),
        _tile(("待授权", "need authorisation"), f"{asked}", "", "warn" if asked else ""),
        _tile(("不经评委会", "not for a committee"), f"{aside}", ""),
        _tile(("未能安排", "not placed"), f"{len(plan.unplaced)}", "", "warn" if plan.unplaced else ""),
    ]
    if plan.gap is not None:
        tiles.append(_tile(("与上界的差距", "gap to the bound"), f"{plan.gap:.2%}", ""))
    if plan.dated_gap is not None:
        tiles.append(_tile(("日期不变时的差距", "gap with these dates"), f"{plan.dated_gap:.2%}", ""))
    return tag("div", *tiles, classes="tiles")


def _tile(label: Words, value: str, beside: str, kind: str = "", meter: float | None = None) -> Html:
    bar = Html("")
    if meter is not None:
        bar = tag("div", tag("i", style=f"width:{min(1.0, meter):.1%}"), classes="meter")
    shown = tag("div", tag("b", text(value)), tag("small", text(beside)), classes="figure")
    return tag("div", tag("div", both(label), classes="label"), shown, bar, classes=f"tile {kind}".strip())


def score(plan: Plan) -> Html:
    """The score, term by term."""
    if not plan.score:
        return Html("")
    most = max(abs(term.value) for term in plan.score) or 1.0
    rows = [
        (
            both((term_name(term.name, "zh"), term_name(term.name, "en"))),
            text(f"{term.count:,.10g}"),
            text(f"{term.weight:g}"),
            text(f"{term.value + 0.0:,.2f}"),  # + 0.0: no minus before a zero
            tag(
                "div",
                tag("i", style=f"width:{abs(term.value) / most:.1%}"),
                classes="meter" if term.value >= 0 else "meter minus",
            ),
        )
        for term in plan.score
    ]
    headings: tuple[Words, ...] = (
        ("目标项", "term"),
        ("数量", "count"),
        ("权重", "weight"),
        ("分值", "value"),
        ("", ""),
    )
    total = f"{plan.total:,.2f}" + (f" / {plan.bound:,.2f}" if plan.bound is not None else "")
    basis = tag(
        "p",
        both(("总分 / 上界：", "score / bound: ")),
        tag("b", text(total)),
        text(" "),
        both((basis_text(plan.bound_basis, "zh"), basis_text(plan.bound_basis, "en"))),
    )
    lead = ("先求安排的申报最多，再求总分最高。", "Placing applications comes first, the score second.")
    return section("score", ("方案得分", "Score"), basis, table(headings, rows, "numbers"), lead=lead)


def footer(plan: Plan) -> Html:
    """What it takes to make the same plan again."""
    facts: tuple[tuple[Words, str], ...] = (
        (("年度数据摘要", "season"), plan.season_digest),
        (("规则库摘要", "register"), plan.register_digest),
        (("程序版本", "engine"), plan.engine),
        (("随机种子", "seed"), str(plan.seed)),
        (("计算预算", "effort"), plan.effort),
    )
    return join(tag("span", both(words), text(" "), tag("code", text(value))) for words, value in facts if value)
