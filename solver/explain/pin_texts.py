"""Pins in words."""

from __future__ import annotations

from solver.domain.pins import Pin
from solver.domain.vocabulary import PinKind, PinMatter
from solver.explain.naming import named
from solver.explain.words import ROLES, Lang, bracketed, colon, half_day, pick
from solver.rules.brief import Brief

KINDS = {PinKind.KEEP: ("指定", "kept"), PinKind.FORBID: ("禁止", "forbidden")}
MATTERS = {
    PinMatter.SEAT: ("席位", "seat"),
    PinMatter.STANDBY: ("候补", "alternate"),
    PinMatter.START: ("开始时间", "start"),
    PinMatter.ROOM: ("会场", "room"),
    PinMatter.CASE: ("申报", "application"),
    PinMatter.READER: ("主审", "reader"),
}


def pin_text(pin: Pin, brief: Brief, lang: Lang) -> str:
    """A pin as one line: ``Z001 指定席位：评审会 C01-3-1、专家 E0001（王芳）、主任委员（理由）``."""
    kind, matter = (pick(words, lang) for words in (KINDS[pin.kind], MATTERS[pin.what]))
    parts = [named("session", pin.session, brief, lang)]
    for name, one in (("group", pin.group), ("expert", pin.expert), ("application", pin.application)):
        parts += [named(name, one, brief, lang)] if one else []
    parts += [pick(ROLES[pin.role], lang)] if pin.role is not None else []
    parts += [half_day(pin.start, lang)] if pin.start is not None else []
    parts += [named("room", pin.room, brief, lang)] if pin.room else []
    space, comma = ("", "、") if lang == "zh" else (" ", ", ")
    return f"{pin.id} {kind}{space}{matter}{colon(lang)}{comma.join(parts)}{bracketed(pin.reason, lang)}"
