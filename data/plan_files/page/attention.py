"""What needs attention: broken rules first, then what could not be placed, then advice; each with its source."""

from __future__ import annotations

from collections.abc import Iterator

from data.plan_files.page.markup import Html, both, section, tag, text
from data.plan_files.page.routes import SHOWN, rest
from data.plan_files.page.sources import cited, finding_line, reason_line
from solver.check import hard
from solver.domain.plan import Finding, Plan, RouteKind, Unplaced
from solver.explain.citation import source_of
from solver.explain.naming import named
from solver.explain.words import Words
from solver.rules.brief import Brief


def attention(plan: Plan, brief: Brief) -> Html:
    """Everything a person has to look at before publishing."""
    broken = hard(plan.findings)
    excepted = tuple(one for one in plan.findings if one.overridden)
    advice = tuple(one for one in plan.findings if one not in {*broken, *excepted})
    parts = [_verdict(len(broken))]
    parts.extend(_by_rule(broken, brief, "bad", opened=""))
    asked = sum(route.kind is RouteKind.NEEDS_AUTHORISATION for route in plan.routes)
    if asked:
        words: Words = (
            f"{asked} 份申报待授权，须先向人社部门申请 →",
            f"{asked} applications need an authorisation first →",
        )
        parts.append(tag("a", both(words), href="#needed", classes="pointer"))
    if plan.unplaced:
        heading: Words = (f"未能安排（{len(plan.unplaced)}）", f"Not placed ({len(plan.unplaced)})")
        parts.append(tag("h3", both(heading)))
        parts.extend(_unplaced(one, brief) for one in plan.unplaced[:SHOWN])
        parts.extend(rest(len(plan.unplaced)))
    if excepted:
        parts.append(tag("h3", both((f"已豁免（{len(excepted)}）", f"Excepted ({len(excepted)})"))))
        parts.extend(_by_rule(excepted, brief, "mild", opened=None))
    if advice:
        parts.append(tag("h3", both((f"提示（{len(advice)}）", f"Advice ({len(advice)})"))))
        parts.extend(_by_rule(advice, brief, "mild", opened=None))
    lead = (
        "每条都写明依据；标“产品默认”的没有法规条文，可由地方或年度参数改变。",
        "Each line names its source; a “product default” has no text of law behind it and may be changed.",
    )
    return section("attention", ("需要处理", "What needs attention"), *parts, lead=lead)


def _verdict(broken: int) -> Html:
    if broken:
        words: Words = (
            f"有 {broken} 处违反硬性规则，修正前不能发布。",
            f"{broken} hard findings: fix them before publishing.",
        )
        return tag("p", both(words), classes="verdict bad")
    fine: Words = ("方案遵守全部硬性规则。", "The plan keeps every hard rule.")
    return tag("p", both(fine), classes="verdict good")


def _by_rule(findings: tuple[Finding, ...], brief: Brief, kind: str, opened: str | None) -> Iterator[Html]:
    grouped: dict[str, list[Finding]] = {}
    for one in findings:
        grouped.setdefault(one.rule, []).append(one)
    for rule, found in grouped.items():
        summary = tag(
            "summary",
            tag("b", both(source_of(rule, brief).title)),
            tag("span", text(len(found)), classes="badge"),
            cited(rule, brief),
        )
        lines = (finding_line(one, brief) for one in found[:SHOWN])
        yield tag("details", summary, tag("ul", *lines), *rest(len(found)), classes=f"rule {kind}", open=opened)


def _unplaced(one: Unplaced, brief: Brief) -> Html:
    who = both((named(one.kind, one.subject, brief, "zh"), named(one.kind, one.subject, brief, "en")))
    lines = tag("ul", *(reason_line(reason, brief) for reason in one.reasons), classes="reasons")
    return tag("div", tag("b", who), lines, classes="unplaced")
