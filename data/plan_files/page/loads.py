"""How the work is spread over the experts: small histograms, and those with the most to do."""

from __future__ import annotations

import pandas as pd

from data.plan_files.page.markup import Html, both, section, table, tag, text
from data.plan_files.workload import distribution, workload
from solver.domain.plan import Plan
from solver.explain.naming import expert_name, name_of
from solver.explain.words import Words
from solver.rules.brief import Brief

WIDTH, HEIGHT, BASE, TOP = 340, 170, 140, 24
"""Size of a histogram, and where its bars stand and may reach, in units of its view box."""
MOST_BARS = 24
"""Values beyond so many are joined into ranges."""
LABELS = 12
"""At most so many bars have their value written below."""
HEAVIEST = 12
CHARTS: tuple[tuple[str, Words], ...] = (
    ("sessions", ("每位专家参加的评审会数", "sessions per expert")),
    ("days", ("每位专家的评审天数", "days per expert")),
    ("cases", ("每位专家主审的申报份数", "applications read per expert")),
)


def loads(plan: Plan, brief: Brief) -> Html:
    """Histograms over the experts seated, and a table of those with the most to read."""
    found = workload(plan, brief)
    seated = found[found["sessions"] > 0]
    if seated.empty:
        return Html("")
    charts = tag("div", *(_chart(seated, measure, words) for measure, words in CHARTS), classes="charts")
    lead = ("纵轴为专家人数。", "Bars count experts.")
    return section("loads", ("专家工作量分布", "Workload"), charts, _heaviest(seated, brief), lead=lead)


def bars(values: list[tuple[int, int]]) -> list[tuple[str, int]]:
    """(label, experts) per bar: one value each, or ranges of equal width where there are too many values."""
    low, high = values[0][0], values[-1][0]
    width = -(-(high - low + 1) // MOST_BARS)
    counts = [0] * ((high - low) // width + 1)
    for value, experts in values:
        counts[(value - low) // width] += experts
    starts = [low + n * width for n in range(len(counts))]
    return [(str(at) if width == 1 else f"{at}–{at + width - 1}", n) for at, n in zip(starts, counts, strict=True)]


def _chart(seated: pd.DataFrame, measure: str, words: Words) -> Html:
    columns = bars(distribution(seated, measure))
    most, step = max(n for _, n in columns), WIDTH / len(columns)
    every = -(-len(columns) // LABELS)
    drawn: list[Html] = []
    for at, (label, experts) in enumerate(columns):
        high = (BASE - TOP) * experts / most
        x, mid = at * step + step * 0.12, at * step + step / 2
        drawn.append(
            tag("rect", x=f"{x:.1f}", y=f"{BASE - high:.1f}", width=f"{step * 0.76:.1f}", height=f"{high:.1f}", rx=2)
        )
        if experts:
            drawn.append(tag("text", text(experts), x=f"{mid:.1f}", y=f"{BASE - high - 5:.1f}", classes="count"))
        if at % every == 0:
            drawn.append(tag("text", text(label), x=f"{mid:.1f}", y=BASE + 16, classes="tick"))
    drawn.append(tag("line", x1=0, x2=WIDTH, y1=BASE, y2=BASE))
    picture = tag("svg", *drawn, viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img")
    mean = f"{float(seated[measure].mean()):.1f}"
    caption = tag("figcaption", tag("b", both(words)), text(" "), tag("small", both((f"平均 {mean}", f"mean {mean}"))))
    return tag("figure", caption, picture)


def _heaviest(seated: pd.DataFrame, brief: Brief) -> Html:
    headings: tuple[Words, ...] = (
        ("专家", "expert"),
        ("单位", "employer"),
        ("评审会", "sessions"),
        ("天数", "days"),
        ("主审", "cases"),
        ("单日最多", "most a day"),
    )
    rows = []
    heaviest = seated.sort_values(["cases", "days"], ascending=False, kind="stable").head(HEAVIEST)
    for one, load in heaviest.iterrows():
        expert = str(one)
        employer = name_of("employer", brief.season.employer_of_expert(expert), brief)
        counts = (text(int(load[name])) for name in ("sessions", "days", "cases", "most_a_day"))
        rows.append((text(f"{expert_name(expert, brief)} {expert}"), text(employer), *counts))
    summary = tag("summary", both(("主审最多的专家", "Experts with the most to read")))
    return tag("details", summary, table(headings, rows, "numbers"), classes="cases")
