"""Identity numbers at rest: sealed with a key that is not in the database, and found again by a keyed hash."""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from data.season_files.codecs import Json
from data.season_files.identity import masked
from data.store.errors import WrongKeyError

FIELD = "identity_no"


def new_key() -> str:
    """A new key: 32 random bytes in URL-safe base 64."""
    return Fernet.generate_key().decode("ascii")


def key_in(path: Path) -> str:
    """The key of a file; a file that is not there is made, readable for its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(new_key() + "\n")
    return path.read_text(encoding="ascii").strip()


class Vault:
    """Seals and opens identity numbers with one key.

    Raises
    ------
    WrongKeyError
        If ``key`` is none (see :func:`new_key`), or what is opened was sealed with another.
    """

    def __init__(self, key: str) -> None:
        try:
            self._fernet = Fernet(key.encode("ascii"))
        except ValueError as error:
            raise WrongKeyError(why="32 bytes in URL-safe base 64") from error
        self._look_up = hmac.digest(key.encode("ascii"), b"pingwei look-up", "sha256")

    def seal(self, number: str) -> str:
        """``number`` encrypted; twice the same number gives two texts."""
        return self._fernet.encrypt(number.encode("utf-8")).decode("ascii")

    def open(self, sealed: str) -> str:
        """The number that was sealed."""
        try:
            return self._fernet.decrypt(sealed.encode("ascii")).decode("utf-8")
        except InvalidToken as error:
            raise WrongKeyError(why="sealed with another key") from error

    def digest(self, text: str) -> str:
        """Keyed hash of ``text``: the same for the same text, worth nothing without the key."""
        return hmac.new(self._look_up, text.encode("utf-8"), sha256).hexdigest()

    def told(self, body: Json) -> Json:
        """``body`` as the trail may show it: identity numbers as keyed hashes, what looks like one in a text masked."""
        if isinstance(body, str):
            return masked(body)
        if isinstance(body, list):
            return [self.told(one) for one in body]
        if isinstance(body, Mapping):
            return {name: self._told_member(name, value) for name, value in body.items()}
        return body

    def _told_member(self, name: str, value: Json) -> Json:
        if name == FIELD and isinstance(value, str) and value:
            return f"hmac:{self.digest(value)[:16]}"
        return self.told(value)
