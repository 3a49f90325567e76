"""The day it is for everybody: that of the store's clock in China, which has one time zone and no summer time."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from data.store.transaction import Reader

BEIJING = timezone(timedelta(hours=8))


def today(reader: Reader) -> date:
    """The day on which a transaction was opened."""
    return day_in_china(reader.now)


def day_in_china(moment: datetime) -> date:
    """The day in China at ``moment``."""
    return moment.astimezone(BEIJING).date()
