"""The lists of ``changes.json`` and their members, in one place; rows of the season's own tables are as there."""

from __future__ import annotations

from collections.abc import Mapping

from data.season_files.columns import BY_NAME, DAY, FROM, ID, TEXT, TO
from data.season_files.table import Column, Table
from solver.domain.changes import Declined, Revoked, RoomLost, Suspended, Unavailable, Withdrawn

ENDS: Mapping[str, str] = {"from": "start", "to": "end"}
"""What the file calls the ends of a span, and what they are called inside."""
SPANNED = frozenset({"unavailable", "suspended", "room_lost"})
"""Lists whose rows have such a span."""

CHANGE_TABLES: tuple[Table, ...] = (
    Table(
        "谢绝",
        "declined",
        Declined,
        (Column("专家", "expert", ID), Column("评审会", "session", ID), Column("理由", "reason", TEXT)),
        note="不来参加某场评审会的评委或候补",
    ),
    Table(
        "不可用时间",
        "unavailable",
        Unavailable,
        (
            Column("专家", "expert", ID),
            Column("起", "start", FROM),
            Column("止", "end", TO),
            Column("理由", "reason", TEXT),
        ),
    ),
    Table(
        "暂停的评委会",
        "suspended",
        Suspended,
        (
            Column("评委会", "committee", ID),
            Column("起", "start", DAY, note="留空即年度首日"),
            Column("止", "end", DAY, note="留空即无期"),
            Column("理由", "reason", TEXT),
        ),
    ),
    Table(
        "停用的会场",
        "room_lost",
        RoomLost,
        (
            Column("会场", "room", ID),
            Column("起", "start", FROM),
            Column("止", "end", TO),
            Column("理由", "reason", TEXT),
        ),
    ),
    Table(
        "撤销的委托代评",
        "revoked",
        Revoked,
        (Column("委托代评", "delegation", ID), Column("理由", "reason", TEXT)),
    ),
    BY_NAME["persons"],
    BY_NAME["relations"],
    BY_NAME["applications"],
    Table(
        "撤回的申报",
        "withdrawn",
        Withdrawn,
        (Column("申报", "application", ID), Column("理由", "reason", TEXT)),
    ),
)
CHANGE_TABLE: Mapping[str, Table] = {table.name: table for table in CHANGE_TABLES}
