"""What people call the things of a season: kind, id and name."""

from __future__ import annotations

from solver.explain.words import LINKS, SUBJECTS, Lang, bracketed, pick, spoken
from solver.rules.brief import Brief
from solver.rules.requirement import Subject

CODED = frozenset({"role", "kinds"})
"""Kinds of subject that are codes, not ids."""


def named(kind: str, one: str, brief: Brief, lang: Lang) -> str:
    """A thing by kind, id and name: ``专家 E017（王芳）``; an id nobody knows stands alone."""
    word = pick(SUBJECTS.get(kind, (kind, kind)), lang)
    if kind in CODED:
        return f"{word} {spoken(one, lang)}"
    name = name_of(kind, one, brief)
    return f"{word} {one}{bracketed(name, lang)}"


def name_of(kind: str, one: str, brief: Brief) -> str:
    """The name that goes with an id, ``""`` where there is none."""
    season = brief.season
    match kind:
        case "expert":
            return expert_name(one, brief)
        case "person" | "applicant":
            return season.person[one].name if one in season.person else ""
        case "application":
            return applicant_name(one, brief)
        case "committee":
            return season.committee[one].name if one in season.committee else ""
        case "employer":
            return season.employer[one].name if one in season.employer else ""
        case "authority":
            return season.authority[one].name if one in season.authority else ""
        case "room":
            return season.room[one].place if one in season.room else ""
        case _:
            return ""


def expert_name(expert: str, brief: Brief) -> str:
    """Name of an expert, ``""`` if unknown."""
    found = brief.season.expert.get(expert)
    person = brief.season.person.get(found.person) if found else None
    return person.name if person else ""


def applicant_name(application: str, brief: Brief) -> str:
    """Name of the applicant of an application, ``""`` if unknown."""
    found = brief.application(application)
    person = brief.season.person.get(found.applicant) if found else None
    return person.name if person else ""


def subject_text(subject: Subject, brief: Brief, lang: Lang) -> str:
    """All parts of a finding's subject, joined; an empty id (no group) is passed over."""
    parts = [named(kind, one, brief, lang) for kind, one in subject if one]
    return ("、" if lang == "zh" else ", ").join(parts)


def path_text(path: tuple[str, ...], brief: Brief, lang: Lang) -> str:
    """The path of a conflict: ``E017（王芳） → 配偶 E101（李强） → 兄弟姐妹 A233``; ids and link codes alternate."""
    if len(path) < 3:
        return " → ".join(pick(LINKS[step], lang) if step in LINKS else step for step in path)
    steps = [_step(path[0], brief, lang)]
    for link, one in zip(path[1::2], path[2::2], strict=False):
        steps.append(f"{pick(LINKS.get(link, (link, link)), lang)} {_step(one, brief, lang)}")
    return " → ".join(steps)


def _step(one: str, brief: Brief, lang: Lang) -> str:
    """A person of a path by expert id where they have one, or an employer."""
    season = brief.season
    expert = season.expert_of_person.get(one)
    name = expert_name(one, brief) or name_of("person", one, brief) or name_of("employer", one, brief)
    shown = expert.id if expert else one
    return shown + bracketed(name, lang)
