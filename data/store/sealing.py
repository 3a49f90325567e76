"""Papers under seal: AES-256-GCM with a key of its own, which is not in the database and opens nothing else.

What is sealed is packed and filled up to a power of two, so that its length does not tell its content.
"""

from __future__ import annotations

import base64
import binascii
import os
import zlib
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from data.store.errors import WrongKeyError
from data.store.vault import key_in

NONCE, LENGTH = 12, 4
"""Bytes of a nonce, and of the length that stands before what was packed."""
LEAST = 1 << 15
"""Bytes of the smallest paper under seal."""


class Seal:
    """Seals and opens papers with the key in ``path``, a file that is made when first needed if it is missing.

    A paper is bound to its ``place``: moved to another row or column it does not open.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _cipher(self) -> AESGCM:
        try:
            return AESGCM(base64.urlsafe_b64decode(key_in(self._path)))
        except (ValueError, binascii.Error) as error:
            raise WrongKeyError(why="32 bytes in URL-safe base 64") from error

    def close(self, place: str, paper: bytes) -> str:
        """``paper`` sealed for ``place``, as text; twice the same paper gives two texts of one length."""
        nonce = os.urandom(NONCE)
        made = nonce + self._cipher.encrypt(nonce, _filled(zlib.compress(paper, 9)), place.encode())
        return base64.b64encode(made).decode("ascii")

    def open(self, place: str, text: str) -> bytes:
        """The paper that was sealed for ``place``; raises WrongKeyError for another key, place or text."""
        made = base64.b64decode(text)
        try:
            filled = self._cipher.decrypt(made[:NONCE], made[NONCE:], place.encode())
        except InvalidTag as error:
            raise WrongKeyError(why="sealed with another key") from error
        length = int.from_bytes(filled[:LENGTH], "big")
        return zlib.decompress(filled[LENGTH : LENGTH + length])


def _filled(packed: bytes) -> bytes:
    told = len(packed).to_bytes(LENGTH, "big") + packed
    return told.ljust(max(LEAST, 1 << (len(told) - 1).bit_length()), b"\0")
