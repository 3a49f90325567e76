"""Settings of the service: read once from the environment, each with a default that works on one machine.

``SETTINGS`` is the list people read; ``docs/operations.md`` prints the same names, and a test holds them equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from solver.errors import PingweiError

PREFIX = "PINGWEI_"
MIB = 1024 * 1024


class SettingsError(PingweiError):
    """Variables of the environment that are no settings (``unknown``) or no numbers (``unreadable``)."""

    code = "settings"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation can choose; every field is the variable ``PINGWEI_<FIELD>``.

    Lengths of time are in seconds unless the name says otherwise, sizes in bytes; empty text means "not used".
    """

    folder: Path = Path("pingwei-data")
    database_url: str = ""
    key_file: str = ""
    seal_key_file: str = ""
    anchor_file: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = "http://127.0.0.1:8000"
    trusted_proxies: str = "127.0.0.1"
    log_level: str = "info"
    body_limit: int = 2 * MIB
    upload_limit: int = 32 * MIB
    uploads_at_once: int = 2
    uploads_waiting: int = 8
    upload_seconds: int = 120
    upload_memory: int = 160 * MIB
    upload_unpacked: int = 64 * MIB
    json_depth: int = 32
    body_seconds: int = 10
    sign_in_seconds: int = 8 * 3600
    token_days_max: int = 366
    secret_seconds: int = 24 * 3600
    sign_in_failures: int = 5
    sign_in_failures_address: int = 50
    sign_in_window: int = 15 * 60
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    runs_at_once: int = 1
    run_stale_seconds: int = 30
    run_niceness: int = 10
    dask_scheduler: str = ""

    @property
    def database(self) -> str:
        """The database URL; without one, a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.folder / 'pingwei.db'}"

    @property
    def keys(self) -> Path:
        """File of the key that encrypts identity numbers; made at first start if missing."""
        return Path(self.key_file) if self.key_file else self.folder / "identity.key"

    @property
    def seals(self) -> Path:
        """File of the key that seals drawn panels; made when first needed if missing."""
        return Path(self.seal_key_file) if self.seal_key_file else self.folder / "seal.key"

    @property
    def anchors(self) -> Path:
        """File of the trail's anchors, outside the database; better on another disk."""
        return Path(self.anchor_file) if self.anchor_file else self.folder / "anchors.jsonl"


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Settings of ``environment``; raises SettingsError that names every variable that is unknown or unreadable."""
    given = {name: text for name, text in environment.items() if name.startswith(PREFIX)}
    known = {PREFIX + field.name.upper(): field.name for field in fields(Settings)}
    made: dict[str, object] = {}
    unreadable = []
    for name in sorted(given.keys() & known.keys()):
        try:
            made[known[name]] = _READERS[type(getattr(_DEFAULTS, known[name]))](given[name])
        except ValueError:
            unreadable.append(name)
    unknown = sorted(given.keys() - known.keys() - NOT_SETTINGS)
    if unknown or unreadable:
        raise SettingsError(unknown="、".join(unknown), unreadable="、".join(unreadable))
    return Settings(**made)  # type: ignore[arg-type]  # each value went through the reader of its field's type


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


SCHEDULER = PREFIX + "DASK_SCHEDULER"
"""The one setting that the command line reads too: who works on the parts of a large season."""
NOT_SETTINGS = frozenset({"PINGWEI_DEBUG"})  # read by the command line itself
_DEFAULTS = Settings()
_READERS: Mapping[type, Callable[[str], object]] = {int: _count, str: str.strip, type(_DEFAULTS.folder): Path}
