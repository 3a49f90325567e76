"""Errors of the store.

::

    PingweiError
    └── StoreError            something the store refuses or cannot do
        ├── AbsentError       no such object (``kind``, ``id``)
        ├── ExistsError       there is one already (``kind``, ``id``)
        ├── StaleError        it was changed in between (``kind``, ``id``, ``found`` and ``expected`` versions)
        ├── StateError        its state does not allow this (``kind``, ``id``, ``state``, ``wanted``)
        ├── DoubleBookedError an expert would sit twice in a half-day (``season``, ``expert``, ``half_day``)
        ├── BusyError         somebody else has been writing for too long; try again (``seconds``)
        ├── NotKeptError      the database could not keep the changes of a transaction (``changes``: how many)
        ├── SchemaError       the tables are not those of this version: migrate (``found``, ``needed``)
        ├── WrongKeyError     the key cannot open what another key has sealed
        └── BackupError       a backup is damaged, or the place to restore to is not empty (``path``, ``why``)
"""

from __future__ import annotations

from solver.errors import PingweiError


class StoreError(PingweiError):
    """Base of what the store refuses or cannot do."""

    code = "store"


class AbsentError(StoreError):
    """No object of ``kind`` has this ``id``."""

    code = "absent"


class ExistsError(StoreError):
    """An object of ``kind`` has this ``id`` already."""

    code = "exists"


class StaleError(StoreError):
    """The object has another version than the one that was to be changed."""

    code = "stale"


class StateError(StoreError):
    """The object's state does not allow what was wanted."""

    code = "state"


class DoubleBookedError(StoreError):
    """An expert would have two duties in one half-day."""

    code = "double-booked"


class BusyError(StoreError):
    """Another writer held the store for longer than the time allowed."""

    code = "busy"


class NotKeptError(StoreError):
    """A transaction could not be committed; none of the changes in it was acknowledged."""

    code = "not-kept"


class SchemaError(StoreError):
    """The tables of the database are not those of this version of Pingwei."""

    code = "schema"


class WrongKeyError(StoreError):
    """The key at hand is not the one that identity numbers were sealed with."""

    code = "wrong-key"


class BackupError(StoreError):
    """A backup cannot be read, or there is no empty place to restore it to."""

    code = "backup"
