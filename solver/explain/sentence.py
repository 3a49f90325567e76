"""Findings and reasons as sentences, each with the provision it stands on."""

from __future__ import annotations

import re
import string
from collections import defaultdict
from collections.abc import Mapping

from solver.domain.plan import Finding, Reason
from solver.explain.citation import source_of
from solver.explain.naming import name_of, named, path_text, subject_text
from solver.explain.texts import (
    BASES,
    GENERIC,
    GENERIC_BARE,
    GENERIC_FOUND,
    GENERIC_NEEDED,
    GUARDS,
    HELP,
    HELP_LEAD,
    NOT_AS_PINNED,
    NOTHING,
    PINNED,
    REASON_GENERIC,
    REASONS,
    REASONS_BY_FACT,
    RULES,
    START,
    TERMS,
    VARIANTS,
)
from solver.explain.words import SUBJECTS, Lang, Words, bracketed, colon, pick, spoken
from solver.rules.brief import Brief
from solver.rules.catalogue import RULES as CATALOGUE
from solver.rules.pins import RULE as AS_PINNED

ABSENT = "—"
HALF_DAY = re.compile(r"\d{4}-\d{2}-\d{2}/\d")


def sentence(finding: Finding, brief: Brief, lang: Lang) -> str:
    """A finding as one sentence with its subject, what is wrong, what is needed, and its citation."""
    lead, end = ("依据：", "。") if lang == "zh" else ("Source: ", ".")
    source = source_of(finding.rule, brief).text(lang)
    return f"{finding_statement(finding, brief, lang)}{end}{'' if lang == 'zh' else ' '}{lead}{source}"


def finding_statement(finding: Finding, brief: Brief, lang: Lang) -> str:
    """A finding without its citation: who or what, and what is wrong."""
    facts = {key: _spoken(key, text, brief, lang) for key, text in finding.facts if text}
    bare = (("found", finding.found), ("needed", finding.needed))
    facts |= {key: spoken(text, lang) for key, text in bare if text}
    facts |= {"title": pick(source_of(finding.rule, brief).title, lang)}
    said = fill(_wording(finding, facts), facts, lang)
    pins = dict(finding.facts).get("pins", "")
    behind = NOT_AS_PINNED if finding.rule == AS_PINNED else PINNED  # by their own rule they are not carried out
    said += fill(behind, {"pins": pins.replace(", ", "、") if lang == "zh" else pins}, lang) if pins else ""
    about = subject_text(finding.subject, brief, lang)
    return f"{about}{colon(lang)}{said}" if about else said


def reason_sentence(reason: Reason, brief: Brief, lang: Lang) -> str:
    """Why an application is not taken, the facts, the citation, and what would help."""
    stop = "。" if lang == "zh" else ". "
    said = [reason_statement(reason, brief, lang)]
    if reason.dimension in HELP:
        said.append(fill(HELP_LEAD, {"help": pick(HELP[reason.dimension], lang)}, lang))
    return stop.join(said) + stop.strip()


def reason_statement(reason: Reason, brief: Brief, lang: Lang) -> str:
    """Why an application is not taken, with its citation, without what would help."""
    facts = {key: _spoken(key, text, brief, lang) for key, text in reason.facts if text}
    source = source_of(reason.rule, brief) if reason.rule else None
    facts["title"] = pick(source.title, lang) if source else spoken(reason.dimension, lang)
    by_fact = (REASONS_BY_FACT.get((reason.dimension, name)) for name, _ in reason.facts)
    wording = next(filter(None, by_fact), None) or REASONS.get(reason.dimension) or RULES.get(reason.dimension)
    wording = wording or _first_filled(_rule_wordings(reason.rule), facts) or _generic(facts, REASON_GENERIC)
    said = fill(wording, facts, lang)
    if reason.committee:
        said = f"{named('committee', reason.committee, brief, lang)}{colon(lang)}{said}"
    if source is not None:
        said += bracketed(source.text(lang), lang)
    return said


def term_name(name: str, lang: Lang) -> str:
    """A named term of the score in words."""
    return pick(TERMS.get(name, (name, name.replace("_", " "))), lang)


def basis_text(basis: str, lang: Lang) -> str:
    """How a bound was found, in words."""
    return pick(BASES.get(basis, (basis, basis)), lang)


def fill(words: Words, facts: Mapping[str, str], lang: Lang) -> str:
    """A template in ``lang`` with ``facts`` filled in; a dash stands for a fact nobody gave."""
    return pick(words, lang).format_map(defaultdict(lambda: ABSENT, facts))


def _wording(finding: Finding, facts: Mapping[str, str]) -> Words:
    """The wording of the rule that found it; for a finding of somebody else's, the first whose every fact is known."""
    if finding.by in RULES:
        return VARIANTS.get((finding.by, _kind(finding)), RULES[finding.by])
    return _first_filled(_rule_wordings(finding.rule), facts) or _generic(facts, GENERIC_BARE)


def _kind(finding: Finding) -> str:
    if HALF_DAY.fullmatch(finding.found):
        return START
    needed = finding.needed.split(" ")[0]
    return needed if finding.found not in {"", ABSENT} or (finding.by, needed) in VARIANTS else NOTHING


def _rule_wordings(rule: str) -> tuple[Words, ...]:
    """Wordings of the rules that stand on the provision ``rule``, in the order of the catalogue."""
    return tuple(RULES[one.name] for one in CATALOGUE if rule in one.ids and one.name in RULES)


def _first_filled(wordings: tuple[Words, ...], facts: Mapping[str, str]) -> Words | None:
    return next((words for words in wordings if all(facts.get(name) for name in _asked(words))), None)


def _asked(words: Words) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words[0]) if name}


def _generic(facts: Mapping[str, str], bare: Words) -> Words:
    match bool(facts.get("found")), bool(facts.get("needed")):
        case True, True:
            return GENERIC
        case True, False:
            return GENERIC_FOUND
        case False, True:
            return GENERIC_NEEDED
        case _:
            return bare


def _spoken(key: str, text: str, brief: Brief, lang: Lang) -> str:
    """A fact in words: a path of persons, a point of a delegation, an id with its name, or a text with its codes."""
    if key == "path":
        return path_text(tuple(text.split()), brief, lang)
    if key == "guard" and text in GUARDS:
        return pick(GUARDS[text], lang)
    name = name_of(key, text, brief) if key in SUBJECTS else ""
    return text + bracketed(name, lang) if name else spoken(text, lang)
