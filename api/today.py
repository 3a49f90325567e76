"""The day it is for everybody: that of the store's clock in China, which has one time zone and no summer time."""

from __future__ import annotations

from datetime import date, timedelta, timezone

from data.store.transaction import Reader

BEIJING = timezone(timedelta(hours=8))


def today(reader: Reader) -> date:
    """The day on which a transaction was opened."""
    return reader.now.astimezone(BEIJING).date()
