"""Types of columns that read the same from SQLite and from PostgreSQL: moments and JSON, both as text."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from data.season_files.codecs import Json


def stamp(moment: datetime) -> str:
    """A moment as UTC text of fixed width, which sorts as time does: ``2026-11-24T00:05:13.000000Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment_of(text: str) -> datetime:
    """The moment of a :func:`stamp`."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def canonical(value: Json) -> str:
    """JSON text that is the same for equal values: keys sorted, no spaces, letters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


class Moment(TypeDecorator[datetime]):
    """A moment with its zone, kept as a :func:`stamp`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's
        return None if value is None else stamp(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the same
        return None if value is None else moment_of(value)


class JsonDocument(TypeDecorator[Json]):
    """A JSON value, kept as text in which members stay in their order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Json, dialect: Dialect) -> str:  # noqa: ARG002 - SQLAlchemy's own signature
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Json:  # noqa: ARG002 - the same
        return None if value is None else json.loads(value)
