"""Faults between the rows and tables of a season; each check is on its own and reports all it finds.

Checks work on the text of cells, so that a wrong cell elsewhere in a row hides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from data.season_files.columns import BY_NAME, SEASON
from data.season_files.entities import WRONG, ReadTable
from data.season_files.fault_list import FaultList
from data.season_files.identity import birthday
from data.season_files.pin_faults import (
    half_days_of_pins,
    pins_of_no_session,
    pins_of_the_wrong_form,
    pins_that_contradict,
)
from data.season_files.register_faults import unknown_to_the_register
from data.season_files.spelling import plainest, spelt_otherwise
from data.season_files.table import Column
from solver.domain.faults import Fault

Tables = Mapping[str, ReadTable]

KEY_CODES: Mapping[tuple[str, ...], str] = {("identity_no",): "identity_twice", ("person",): "expert_twice"}
"""Codes of repeated keys that mean more than an identifier given twice."""


def cross_faults(tables: Tables) -> FaultList:
    """Every fault between the cells, rows and tables of a season, table by table."""
    found = FaultList()
    for read in tables.values():
        for check in TABLE_CHECKS:
            found += check(read, tables)
    for check_all in SEASON_CHECKS:
        found += check_all(tables)
    return found


def repeated_keys(read: ReadTable, _: Tables) -> Iterator[Fault]:
    """Rows that share what only one row may have: an identifier, a person's identity number."""
    for key in read.table.keys:
        fields = list(key)
        rows = read.frame[(read.frame[fields] != "").all(axis=1)]
        for _values, group in rows[rows.duplicated(fields, keep=False)].groupby(fields, sort=False):
            first, *others = group.index.tolist()
            value = "、".join(read.text.cell(first, field) for field in fields)
            where = read.text.origin.place(first, key[0])
            code = KEY_CODES.get(key, "duplicate")
            yield from (read.text.fault(code, row, key[0], value, first=where) for row in others)


def dangling_references(read: ReadTable, tables: Tables) -> Iterator[Fault]:
    """Identifiers that no row of the table they refer to has."""
    for column in read.table.columns:
        if column.refers and not any(_unreadable(name, tables) for name in column.refers):
            yield from _dangling(read, column, {one for name in column.refers for one in _identifiers(tables, name)})


def _unreadable(name: str, tables: Tables) -> bool:
    """Whether identifiers of a table are unknown because it, its column or some of its rows are missing (reported)."""
    if name not in tables:
        return not BY_NAME[name].optional
    text = tables[name].text
    return "id" in text.missing or not text.whole


def _identifiers(tables: Tables, name: str) -> Iterable[str]:
    return tables[name].frame["id"] if name in tables else ()


def _dangling(read: ReadTable, column: Column, known: set[str]) -> Iterator[Fault]:
    plainly = {plainest(one): one for one in known}
    for row, value in enumerate(read.values[column.field]):
        if value is WRONG:
            continue
        for one in value if isinstance(value, tuple) else (value,):
            if one and one not in known:
                tables, similar = "|".join(column.refers), plainly.get(plainest(one), "")
                yield read.text.fault("dangling", row, column.field, one, table=tables, similar=similar)


def reversed_spans(read: ReadTable, _: Tables) -> Iterator[Fault]:
    """Terms, filings and other spans that end before they begin."""
    for start, end in read.table.spans:
        for row, (first, last) in enumerate(zip(read.values[start], read.values[end], strict=True)):
            if first not in (None, WRONG) and last not in (None, WRONG) and last < first:
                shown = read.text.cell(row, end)
                yield read.text.fault("ends_before_start", row, end, shown, start=read.text.cell(row, start))


def parent_cycles(read: ReadTable, _: Tables) -> Iterator[Fault]:
    """Employers or authorities that are, through their parents, above themselves; each cycle once."""
    if "parent" not in read.table.column:
        return
    parent = dict(zip(read.frame["id"], read.frame["parent"], strict=True))
    row_of = {one: row for row, one in enumerate(read.frame["id"])}
    finished: set[str] = set()
    for start in filter(None, parent):
        path: dict[str, None] = {}
        at = start
        while at in parent and at not in path and at not in finished:
            path[at] = None
            at = parent[at]
        if at and at in path:
            trail = list(path)
            cycle = [*trail[trail.index(at) :], at]
            yield read.text.fault("cycle", row_of[at], "parent", parent[at], path=" → ".join(cycle))
        finished |= set(path)


def one_season(tables: Tables) -> Iterator[Fault]:
    """The season itself is one row, and begins in its year."""
    header = tables.get(SEASON.name)
    if header is None or not header.text.whole:
        return
    if len(header.frame) != 1:
        code = "season_twice" if len(header.frame) else "season_empty"
        yield header.text.fault(code, 1 if len(header.frame) else None, value=str(len(header.frame)))
    for row, (year, first) in enumerate(zip(header.values["year"], header.values["first_day"], strict=True)):
        if WRONG not in (year, first) and first.year != year:
            yield header.text.fault("other_year", row, "first_day", header.text.cell(row, "first_day"), year=str(year))


def pools_of_other_series(tables: Tables) -> Iterator[Fault]:
    """Experts in the pool of a committee in whose series they hold no title."""
    pools, committees, titles = (tables.get(name) for name in ("pools", "committees", "qualifications"))
    if pools is None or committees is None or titles is None or not titles.text.whole:
        return
    series_of = _series_of(committees)
    known = set(_identifiers(tables, "experts"))
    held = set(zip(titles.values["expert"], titles.values["series"], strict=True))
    for row, (expert, committee) in enumerate(zip(pools.frame["expert"], pools.frame["committee"], strict=True)):
        series = series_of.get(committee, "")
        if expert in known and series and (expert, series) not in held and (expert, WRONG) not in held:
            yield pools.text.fault("pool_of_other_series", row, "expert", expert, committee=committee, series=series)


def filings_of_other_series(tables: Tables) -> Iterator[Fault]:
    """Filings that would give a committee a second series (人社部令第40号 第6条: one committee, one series)."""
    filings, committees = tables.get("filings"), tables.get("committees")
    if filings is None or committees is None:
        return
    series_of = _series_of(committees)
    for row, (committee, series) in enumerate(zip(filings.frame["committee"], filings.values["series"], strict=True)):
        own = series_of.get(committee, "")
        if series is not WRONG and own and series != own:
            yield filings.text.fault("second_series", row, "series", series, committee=committee, series=own)


def _series_of(committees: ReadTable) -> Mapping[str, str]:
    """Series by committee, without those that could not be read."""
    pairs = zip(committees.frame["id"], committees.values["series"], strict=True)
    return {committee: series for committee, series in pairs if series is not WRONG}


def relations_with_oneself(tables: Tables) -> Iterator[Fault]:
    """Relations of a person with the same person."""
    relations = tables.get("relations")
    if relations is None:
        return
    for row, (a, b) in enumerate(zip(relations.frame["a"], relations.frame["b"], strict=True)):
        if a and a == b:
            yield relations.text.fault("relation_with_oneself", row, "b", b)


def birthdays_that_differ(tables: Tables) -> Iterator[Fault]:
    """Birthdays that are not the one in the identity number."""
    persons = tables.get("persons")
    if persons is None:
        return
    for row, (number, born) in enumerate(zip(persons.values["identity_no"], persons.values["born"], strict=True)):
        if number in ("", WRONG) or born in (None, WRONG):
            continue
        told = birthday(number)
        if told != born:
            yield persons.text.fault("birthday_differs", row, "born", born.isoformat(), told=str(told))


def seats_that_do_not_add_up(tables: Tables) -> Iterator[Fault]:
    """Sessions whose groups have more or fewer seats than their panel: every member sits in exactly one group."""
    sessions = tables.get("sessions")
    if sessions is None:
        return
    for row, (groups, size) in enumerate(zip(sessions.values["groups"], sessions.values["panel_size"], strict=True)):
        if not groups or groups is WRONG or size in (None, WRONG):
            continue
        seats = sum(group.seats for group in groups)
        if seats != size:
            shown = sessions.text.cell(row, "groups")
            yield sessions.text.fault("seats_do_not_add_up", row, "groups", shown, seats=str(seats), size=str(size))


def half_days_that_are_not_used(tables: Tables) -> Iterator[Fault]:
    """Sessions fixed to a half-day, such as the evening, that the days of this season do not have."""
    sessions, header = tables.get("sessions"), tables.get(SEASON.name)
    halves = header.values["half_days"][0] if header is not None and len(header.frame) == 1 else WRONG
    if sessions is None or halves is WRONG:
        return
    for row, start in enumerate(sessions.values["fixed_start"]):
        if start not in (None, WRONG) and start.half > halves:
            shown = sessions.text.cell(row, "fixed_start")
            yield sessions.text.fault("half_day_not_used", row, "fixed_start", shown, halves=str(halves))


TABLE_CHECKS = (repeated_keys, dangling_references, reversed_spans, parent_cycles)
SEASON_CHECKS = (
    one_season,
    pools_of_other_series,
    filings_of_other_series,
    relations_with_oneself,
    birthdays_that_differ,
    seats_that_do_not_add_up,
    half_days_that_are_not_used,
    pins_of_no_session,
    pins_of_the_wrong_form,
    pins_that_contradict,
    half_days_of_pins,
    spelt_otherwise,
    unknown_to_the_register,
)
