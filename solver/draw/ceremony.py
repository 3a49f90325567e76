"""The steps of a draw: seal the pool, announce, commit to contributions, reveal, and derive the result.

Every step is a function of what is handed in; nothing here chooses, waits or knows chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from solver.domain.faults import Fault
from solver.draw import codes, merkle, seed
from solver.draw.canonical import canonical, digest
from solver.draw.entities import Lottery, Method, Pool
from solver.draw.publishing import LeafNumbers, published_chances, published_panels, published_problem, published_proof
from solver.draw.sources import canonical_source
from solver.draw.transcript import (
    ANNOUNCEMENT,
    COMMITMENT,
    OPENING,
    SEALED,
    TRANSCRIPT,
    VOID,
    Announcement,
    Commitment,
    Contribution,
    Opening,
    PublishedComposition,
    PublishedPanel,
    Redraw,
    Reveal,
    Sealed,
    SealedLeaf,
    Terms,
    Transcript,
    WalkStep,
)
from solver.draw.walk import Walked, walk
from solver.errors import EngineError, InputError


def seal(pool: Pool, salts: Sequence[bytes], secret: bytes, draw: str) -> Sealed:
    """Hide every expert of ``pool`` behind a leaf, each with one of ``salts`` (32 random bytes), in order of hashes."""
    if len(set(salts)) != len(pool.candidates):
        raise EngineError(stage="draw", salts=len(set(salts)), experts=len(pool.candidates))
    pairs = zip(pool.candidates, salts, strict=True)
    hidden = sorted((merkle.leaf_hash(salt, canonical(one)), salt.hex(), one) for one, salt in pairs)
    return Sealed(SEALED, draw, "", secret.hex(), tuple(SealedLeaf(salt, one) for _, salt, one in hidden))


def leaves_of(sealed: Sealed) -> tuple[bytes, ...]:
    """The leaf hashes of a sealed pool, by number."""
    return tuple(merkle.leaf_hash(bytes.fromhex(one.salt), canonical(one.candidate)) for one in sealed.leaves)


def announce(lottery: Lottery, pool: Pool, sealed: Sealed, terms: Terms, engine: str) -> tuple[Announcement, Sealed]:
    """What is published about a draw, and the sealed pool that belongs to it.

    Raises
    ------
    InputError
        If a redraw does not say why, or who approved it by what document.
    """
    faults = _unfounded(terms.redraw)
    if faults:
        raise InputError(faults)
    numbers: LeafNumbers = {one.candidate.expert: number for number, one in enumerate(sealed.leaves)}
    leaves = leaves_of(sealed)
    made = Announcement(
        format=ANNOUNCEMENT,
        engine=engine,
        draw=terms.draw,
        session=pool.session,
        committee=pool.committee,
        at=terms.at,
        place=terms.place,
        redraw=terms.redraw,
        method=lottery.method.value,
        roles=seed.ROLES,
        sources=terms.sources,
        missing=VOID,
        codes=terms.codes,
        anchor=codes.chain(bytes.fromhex(sealed.secret), terms.codes).hex(),
        root=merkle.root(leaves).hex(),
        leaves=tuple(leaf.hex() for leaf in leaves),
        rules=lottery.provisions,
        standby=terms.standby,
        problem=published_problem(lottery.problem, numbers),
        panels=published_panels(lottery.panels, numbers),
        mixture=tuple(PublishedComposition(one.counts, one.weight) for one in lottery.mixture),
        chances=published_chances(lottery.chances, numbers),
        proof=published_proof(lottery.steps),
        without_chance=tuple(sorted(numbers[one] for one in lottery.without_chance)),
    )
    return made, replace(sealed, announcement=made.sha256)


def _unfounded(redraw: Redraw | None) -> list[Fault]:
    if redraw is None:
        return []
    needed = {"reason": redraw.reason, "approved_by": redraw.approved_by, "document": redraw.document}
    return [Fault("redraw_unfounded", place="/redraw", value=name) for name, text in needed.items() if not text.strip()]


def contribute(announcement: Announcement, role: str, secret: bytes, signature: str = "") -> Contribution:
    """What ``role`` publishes of its ``secret``.

    Raises
    ------
    InputError
        If the role has no part in the draw, or the secret is too short to be kept or too long.
    """
    faults = []
    if role not in announcement.roles:
        faults.append(
            Fault("unknown_role", place="/role", value=role, facts=(("choices", ", ".join(announcement.roles)),))
        )
    if not seed.SHORTEST <= len(secret) <= seed.LONGEST:
        limits = (("least", str(seed.SHORTEST)), ("most", str(seed.LONGEST)), ("role", role))
        faults.append(Fault("secret_length", place="/secret", value=str(len(secret)), facts=limits))
    if faults:
        raise InputError(faults)
    hashed = seed.contribution_hash(role, announcement.draw, announcement.sha256, secret)
    return Contribution(role, hashed, signature)


def commit(announcement: Announcement, contributions: Sequence[Contribution]) -> Commitment:
    """Close the contributions; InputError names every role that has not contributed, or more than once."""
    given = [one.role for one in contributions]
    faults = [
        Fault("contribution_missing", place="/contributions", value=role)
        for role in announcement.roles
        if role not in given
    ]
    faults += [
        Fault("contribution_twice", place="/contributions", value=role)
        for role in sorted(set(given))
        if given.count(role) > 1
    ]
    if faults:
        raise InputError(faults)
    return Commitment(
        format=COMMITMENT,
        draw=announcement.draw,
        session=announcement.session,
        announcement=announcement.sha256,
        root=announcement.root,
        anchor=announcement.anchor,
        sources=announcement.sources,
        missing=announcement.missing,
        redraw=announcement.redraw,
        contributions=tuple(sorted(contributions, key=lambda one: one.role)),
    )


@dataclass(frozen=True)
class Revealed:
    """What is made known at the draw: the secret of each role, the values of each source, the one-time code."""

    secrets: Mapping[str, bytes]
    sources: Mapping[str, str]
    code: bytes


def check_reveal(announcement: Announcement, commitment: Commitment, role: str, secret: bytes) -> list[Fault]:
    """What is wrong with the ``secret`` that ``role`` reveals: nothing if it is the one committed to."""
    committed = {one.role: one.commitment for one in commitment.contributions}
    made = seed.contribution_hash(role, announcement.draw, announcement.sha256, secret)
    return [] if committed.get(role) == made else [Fault("reveal_differs", place="/reveals", value=role)]


def missing_roles(commitment: Commitment, secrets: Mapping[str, bytes]) -> tuple[str, ...]:
    """Roles that have not revealed: with any of them the draw is void."""
    return tuple(one.role for one in commitment.contributions if one.role not in secrets)


def conclude(announcement: Announcement, commitment: Commitment, revealed: Revealed) -> Transcript:
    """The transcript of a draw: the result as a function of what was announced, committed and revealed.

    Raises
    ------
    InputError
        With every fault: papers that do not belong together, reveals that are missing or not those committed to,
        sources without values or not numbers, a code that is not of the chain.
    """
    faults, sources = faults_of(announcement, commitment, revealed)
    if faults:
        raise InputError(faults)
    fixed = digest(commitment)
    key = codes.extract(revealed.code, seed.randomness(fixed, revealed.secrets, (text for _, text in sources)))
    ball, steps = -1, tuple[WalkStep, ...]()
    drawn: Walked | PublishedPanel
    if announcement.method == Method.WALK:
        drawn = walk(announcement, key)
        steps = drawn.steps
    else:
        ball = seed.ball(key, len(announcement.panels))
        drawn = announcement.panels[ball]
    return Transcript(
        format=TRANSCRIPT,
        announcement=announcement,
        commitment=fixed,
        reveals=tuple(Reveal(role, revealed.secrets[role].hex()) for role in announcement.roles),
        sources=sources,
        code=revealed.code.hex(),
        key=key.hex(),
        ball=ball,
        walk=steps,
        seats=drawn.seats,
        alternates=drawn.alternates,
    )


def faults_of(
    announcement: Announcement, commitment: Commitment, revealed: Revealed
) -> tuple[list[Fault], tuple[tuple[str, str], ...]]:
    """Everything that keeps a draw from its result, and the sources in canonical form."""
    faults = (
        [] if commitment.announcement == announcement.sha256 else [Fault("other_announcement", place="/announcement")]
    )
    if commit(announcement, commitment.contributions) != commitment:
        faults.append(Fault("other_announcement", place="/announcement"))
    faults += [
        Fault("reveal_missing", place="/reveals", value=role) for role in missing_roles(commitment, revealed.secrets)
    ]
    for role, secret in sorted(revealed.secrets.items()):
        faults += check_reveal(announcement, commitment, role, secret)
    if codes.chain(revealed.code, 1).hex() != announcement.anchor:
        faults.append(Fault("code_differs", place="/code", value=revealed.code.hex()))
    sources = []
    for name in announcement.sources:
        try:
            sources.append((name, canonical_source(revealed.sources[name])))
        except KeyError:
            faults.append(Fault("source_missing", place="/sources", value=name))
        except ValueError as error:
            faults.append(Fault("source_unreadable", place="/sources", value=str(error), facts=(("name", name),)))
    unknown = sorted(set(revealed.sources) - set(announcement.sources))
    faults += [Fault("source_unknown", place="/sources", value=name) for name in unknown]
    return faults, tuple(sources)


def opening(sealed: Sealed, root: str, leaf: int) -> Opening:
    """The proof for one leaf of a sealed pool."""
    leaves, one = leaves_of(sealed), sealed.leaves[leaf]
    path = tuple(part.hex() for part in merkle.inclusion_path(leaves, leaf))
    return Opening(OPENING, sealed.draw, root, leaf, len(leaves), one.salt, one.candidate, path)


def opens(one: Opening, root: str) -> bool:
    """Whether ``one`` proves that its expert is in the pool with ``root``."""
    hashed = merkle.leaf_hash(bytes.fromhex(one.salt), canonical(one.candidate))
    try:
        found = merkle.root_by_path(hashed, one.leaf, one.leaves, tuple(bytes.fromhex(part) for part in one.path))
    except ValueError:
        return False
    return found.hex() == root == one.root
