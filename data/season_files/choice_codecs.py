"""Cells that take one of a known list: words of the closed vocabularies, codes of the title series."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cached_property

from data.reference.series import series
from data.season_files.codecs import Codec, Identifier, Json, UnreadableError, plain
from data.season_files.words import Vocabulary, code_of


class Word(Codec[Enum]):
    """A word of a closed vocabulary; its code is accepted as well."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.choices = tuple(words[0] for words in vocabulary.values())

    @cached_property
    def _members(self) -> Mapping[str, Enum]:
        spelt = {plain(word): member for member, words in self.vocabulary.items() for word in words}
        return spelt | {plain(code_of(member)): member for member in self.vocabulary}

    def parse(self, text: str) -> Enum:
        member = self._members.get(plain(text))
        if member is None:
            codes = f" ({', '.join(code_of(one) for one in self.vocabulary)})"
            raise UnreadableError("unknown_word", choices="、".join(self.choices), codes=codes)
        return member

    def text(self, value: Enum) -> str:
        return self.vocabulary[value][0]

    def schema(self) -> dict[str, Json]:
        return {"enum": [code_of(member) for member in self.vocabulary]}

    def json_value(self, value: Enum) -> Json:
        return code_of(value)


class SeriesCode(Identifier):
    """The two digits of a title series (``05``); its name is accepted as well (人社部 27 系列)."""

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        spelt = {name: one.code for one in series().values() for name in (one.zh, one.short, one.code)}
        return {plain(name): code for name, code in spelt.items()}

    def parse(self, text: str) -> str:
        code = self._codes.get(plain(text))
        if code is None:
            raise UnreadableError(
                "unknown_series", choices="、".join(f"{c} {one.short}" for c, one in series().items())
            )
        return code

    def schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": "^(0[1-9]|1[0-9]|2[0-7])$"}
