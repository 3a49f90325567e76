"""Who may do what: one line per operation, role × operation × state of the object. What is not listed is denied.

A catalogue, read from top to bottom. Each line names the ``operationId`` of its route, the scope a token needs, and for
each role the states of the object in which it may; the kind of object says which states there are. Row scope (whose
committee, whose region, oneself) narrows further, in ``api.access``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from solver.domain.vocabulary import CommitteeState, DelegationState


class Role(StrEnum):
    """The roles of the service; a service token acts in the roles of its account, narrowed by its scopes."""

    SECRETARIAT = "secretariat"
    AUTHORITY = "authority"
    SUPERVISOR = "supervisor"
    EXPERT = "expert"
    ADMINISTRATOR = "administrator"
    CONVENER = "convener"


class Scope(StrEnum):
    """What a token may be limited to."""

    ACCOUNTS_READ = "accounts:read"
    ACCOUNTS_WRITE = "accounts:write"
    AUDIT_READ = "audit:read"
    SEASONS_READ = "seasons:read"
    SEASONS_WRITE = "seasons:write"
    COMMITTEES_DECIDE = "committees:decide"
    DELEGATIONS_READ = "delegations:read"
    DELEGATIONS_REQUEST = "delegations:request"
    DELEGATIONS_DECIDE = "delegations:decide"
    PLANS_READ = "plans:read"
    PLANS_SOLVE = "plans:solve"
    PLANS_PUBLISH = "plans:publish"
    DRAWS_READ = "draws:read"
    DRAWS_MAKE = "draws:make"
    PANELS_READ = "panels:read"
    PANELS_UNSEAL = "panels:unseal"
    PANELS_CALL = "panels:call"


States = frozenset[str]
ANY: Final[States] = frozenset({"*"})
"""Whatever the state; also the only state of objects that have none."""

STATES: Mapping[str, tuple[str, ...]] = {
    "": ("*",),
    "account": ("active", "closed"),
    "committee": tuple(state.value for state in CommitteeState),
    "delegation": tuple(state.value for state in DelegationState),
    "plan": ("draft", "published", "superseded"),
    "draw": ("announced", "committed", "sealed", "unsealed", "void", "annulled"),
    "operation": ("queued", "running", "succeeded", "failed", "cancelled"),
}
"""The states of each kind of object."""


@dataclass(frozen=True, slots=True)
class Line:
    """One operation: who may, in which states of the object; ``public`` asks for no sign-in at all.

    ``everyone`` is for whoever is signed in, in whatever role, even none; ``any_token`` also for any service token.
    """

    operation: str
    scope: Scope | None = None
    of: str = ""
    public: bool = False
    everyone: bool = False
    any_token: bool = False
    roles: Mapping[Role, States] = field(default_factory=dict)

    def may(self, role: Role, state: str = "*") -> bool:
        """Whether ``role`` may, with the object in ``state``."""
        states = self.roles.get(role, frozenset())
        return states == ANY or state in states


def _line(operation: str, scope: Scope, of: str = "", **states: States) -> Line:
    """A line by the names of roles; ValueError for a name that is none."""
    return Line(operation, scope, of, roles={Role(name): given for name, given in states.items() if given})


def _public(operation: str) -> Line:
    return Line(operation, public=True)


def _everyone(operation: str, any_token: bool = False) -> Line:
    return Line(operation, everyone=True, any_token=any_token)


# ── the service, signing in, and the regulations ─────────────────────────────────────────────────────────────────────
SERVICE = (
    _public("readHealth"),
    _public("readReadiness"),
    _public("readMetrics"),
    _public("signIn"),
    _public("redeemSecret"),
    _public("beginIdentitySignIn"),
    _public("endIdentitySignIn"),
    _everyone("signOut"),
    _everyone("readMe", any_token=True),
    _everyone("changeMyPassword"),
    _everyone("listTokens"),
    _everyone("createToken"),
    _everyone("revokeToken"),
    _everyone("listRules", any_token=True),
    _everyone("readRule", any_token=True),
)

# ── accounts and roles: the administrator, who sees no names of experts or applicants ────────────────────────────────
ACCOUNTS = (
    _line("listUsers", Scope.ACCOUNTS_READ, administrator=ANY),
    _line("createUser", Scope.ACCOUNTS_WRITE, administrator=ANY),
    _line("readUser", Scope.ACCOUNTS_READ, "account", administrator=ANY),
    _line("changeUser", Scope.ACCOUNTS_WRITE, "account", administrator=ANY),
    _line("issueSecret", Scope.ACCOUNTS_WRITE, "account", administrator=frozenset({"active"})),
    _line("listRoles", Scope.ACCOUNTS_READ, administrator=ANY),
    _line("grantRole", Scope.ACCOUNTS_WRITE, "account", administrator=frozenset({"active"})),
    _line("withdrawRole", Scope.ACCOUNTS_WRITE, administrator=ANY),
)

# ── the trail: the supervisor ────────────────────────────────────────────────────────────────────────────────────────
AUDIT = (
    _line("listAudit", Scope.AUDIT_READ, supervisor=ANY),
    _line("verifyAudit", Scope.AUDIT_READ, supervisor=ANY),
    _line("readAuditProofs", Scope.AUDIT_READ, supervisor=ANY),
)

# ── plans: solved and published by who reaches the whole season, read within one's reach; experts see no panels ──────
_DRAFT = frozenset({"draft"})
_STANDS = frozenset({"draft", "published"})
_UNFINISHED = frozenset({"queued", "running"})

PLANS = (
    _line("solvePlan", Scope.PLANS_SOLVE, secretariat=ANY, authority=ANY),
    _line("listPlans", Scope.PLANS_READ, secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("readPlan", Scope.PLANS_READ, "plan", secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("downloadPlan", Scope.PLANS_READ, "plan", secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("readPlanFindings", Scope.PLANS_READ, "plan", secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("readPlanScore", Scope.PLANS_READ, "plan", secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("readPlanDiff", Scope.PLANS_READ, "plan", secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("readPlanNotices", Scope.PLANS_READ, "plan", secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("readSeatAlternatives", Scope.PLANS_READ, "plan", secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("repairPlan", Scope.PLANS_SOLVE, "plan", secretariat=_STANDS, authority=_STANDS),
    _line("readRepair", Scope.PLANS_READ, "operation", secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("readWhyNot", Scope.PLANS_READ, "operation", secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("publishPlan", Scope.PLANS_PUBLISH, "plan", secretariat=_DRAFT, authority=_DRAFT),
    _line("overrideFindings", Scope.PLANS_PUBLISH, "plan", authority=_DRAFT),
    _line("deletePlan", Scope.PLANS_SOLVE, "plan", secretariat=_DRAFT, authority=_DRAFT),
    _line("pinPlanEdits", Scope.SEASONS_WRITE, "plan", secretariat=ANY, authority=ANY),
    _line("checkPlan", Scope.PLANS_READ, secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("readForecast", Scope.PLANS_READ, secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("askWhyNot", Scope.PLANS_READ, secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("comparePlans", Scope.PLANS_READ, "plan", secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("readOperation", Scope.PLANS_READ, "operation", secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("watchOperation", Scope.PLANS_READ, "operation", secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("cancelOperation", Scope.PLANS_SOLVE, "operation", secretariat=_UNFINISHED, authority=_UNFINISHED),
)

# ── draws: three parties, each its own part; results only once unsealed, before their time by two people. The convener,
# who calls the experts, is shown the names before, each time on the trail ─────────────────────────────────────────────
_OPEN = frozenset({"announced", "committed", "void"})
_DRAWN = frozenset({"sealed", "unsealed"})
_REPEATABLE = frozenset({"void", "sealed", "unsealed"})
_SEALED = frozenset({"sealed"})
_UNSEALED = frozenset({"unsealed"})
_KNOWN = frozenset({"unsealed", "annulled"})
_ANNOUNCED = frozenset({"announced"})
_COMMITTED = frozenset({"committed"})

DRAWS = (
    _line("createDraw", Scope.DRAWS_MAKE, secretariat=ANY, authority=ANY),
    _line("listDraws", Scope.DRAWS_READ, secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("readDraw", Scope.DRAWS_READ, "draw", secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("downloadDraw", Scope.DRAWS_READ, "draw", secretariat=ANY, authority=ANY, supervisor=ANY),
    _line(
        "contributeDraw", Scope.DRAWS_MAKE, "draw",
        secretariat=_ANNOUNCED, authority=_ANNOUNCED, supervisor=_ANNOUNCED,
    ),
    _line(
        "revealDraw", Scope.DRAWS_MAKE, "draw",
        secretariat=_COMMITTED, authority=_COMMITTED, supervisor=_COMMITTED,
    ),
    _line("voidDraw", Scope.DRAWS_MAKE, "draw", secretariat=_OPEN, authority=_OPEN, supervisor=_OPEN),
    _line("askRedraw", Scope.DRAWS_MAKE, "draw", secretariat=_REPEATABLE, authority=_REPEATABLE),
    _line("approveRedraw", Scope.DRAWS_MAKE, "draw", authority=_REPEATABLE, supervisor=_REPEATABLE),
    _line(
        "verifyDraw", Scope.DRAWS_READ, "draw",
        secretariat=_KNOWN, authority=_KNOWN, supervisor=_KNOWN,
    ),
    _line("readOpening", Scope.PANELS_READ, "draw", expert=_UNSEALED),
    _line(
        "listPanels", Scope.PANELS_READ, "draw",
        secretariat=_DRAWN, authority=_DRAWN, supervisor=_DRAWN, expert=_UNSEALED, convener=_DRAWN,
    ),
    _line(
        "readPanel", Scope.PANELS_READ, "draw",
        secretariat=_DRAWN, authority=_DRAWN, supervisor=_DRAWN, expert=_UNSEALED, convener=_DRAWN,
    ),
    _line("sealPanel", Scope.PANELS_UNSEAL, "draw", authority=_SEALED),
    _line("unsealPanel", Scope.PANELS_UNSEAL, "draw", authority=_SEALED, supervisor=_SEALED),
    _line("callPanel", Scope.PANELS_CALL, "draw", convener=_DRAWN),
    _line("createReplacement", Scope.PANELS_CALL, "draw", convener=_DRAWN),
    _line("approveReplacement", Scope.DRAWS_MAKE, "draw", authority=_DRAWN, supervisor=_DRAWN),
    _line("listReplacements", Scope.PANELS_READ, secretariat=ANY, authority=ANY, supervisor=ANY, convener=ANY),
    _line("readReplacement", Scope.PANELS_READ, "draw", secretariat=ANY, authority=ANY, supervisor=ANY, convener=ANY),
    _line(
        "downloadReplacement", Scope.PANELS_READ, "draw",
        secretariat=_KNOWN, authority=_KNOWN, supervisor=_KNOWN, convener=_KNOWN,
    ),
)  # fmt: skip

# ── delegation by authorisation: asked for by secretariats, decided on by authorities, in the steps of the procedure ──
_DRAFTED = frozenset({"draft", "returned"})

DELEGATIONS = (
    _line("listDelegations", Scope.DELEGATIONS_READ, secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("readDelegation", Scope.DELEGATIONS_READ, "delegation", secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("listDelegationActs", Scope.DELEGATIONS_READ, "delegation", secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("createDelegation", Scope.DELEGATIONS_REQUEST, secretariat=ANY),
    _line("changeDelegation", Scope.DELEGATIONS_REQUEST, "delegation", secretariat=_DRAFTED),
    _line("submitDelegation", Scope.DELEGATIONS_REQUEST, "delegation", secretariat=_DRAFTED),
    _line("returnDelegation", Scope.DELEGATIONS_DECIDE, "delegation", authority=frozenset({"submitted"})),
    _line("approveDelegation", Scope.DELEGATIONS_DECIDE, "delegation", authority=frozenset({"submitted"})),
    _line("rejectDelegation", Scope.DELEGATIONS_DECIDE, "delegation", authority=frozenset({"submitted"})),
    _line("acceptDelegation", Scope.DELEGATIONS_REQUEST, "delegation", secretariat=frozenset({"authorised"})),
    _line("declineDelegation", Scope.DELEGATIONS_REQUEST, "delegation", secretariat=frozenset({"authorised"})),
    _line("revokeDelegation", Scope.DELEGATIONS_DECIDE, "delegation", authority=frozenset({"accepted"})),
)

# ── measures against committees: the authority's; a right that was taken back does not come back ─────────────────────
_STANDING = frozenset({"active", "rectification", "suspended"})

ROUTES = (
    _line("listRoutes", Scope.SEASONS_READ, secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("readRoute", Scope.SEASONS_READ, secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("checkRoute", Scope.SEASONS_READ, secretariat=ANY, authority=ANY, supervisor=ANY),
)

MEASURES = (
    _line("readDisplaced", Scope.PLANS_READ, "committee", secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("rectifyCommittee", Scope.COMMITTEES_DECIDE, "committee", authority=_STANDING - {"suspended"}),
    _line("suspendCommittee", Scope.COMMITTEES_DECIDE, "committee", authority=_STANDING),
    _line("revokeCommittee", Scope.COMMITTEES_DECIDE, "committee", authority=_STANDING),
    _line("reinstateCommittee", Scope.COMMITTEES_DECIDE, "committee", authority=_STANDING - {"active"}),
)

# ── seasons: whole ones, and what every role knows of them ───────────────────────────────────────────────────────────
SEASONS = (
    _line(
        "listSeasons", Scope.SEASONS_READ,
        secretariat=ANY, authority=ANY, supervisor=ANY, expert=ANY, administrator=ANY,
    ),
    _line(
        "readSeason", Scope.SEASONS_READ,
        secretariat=ANY, authority=ANY, supervisor=ANY, expert=ANY, administrator=ANY,
    ),
    _line("createSeason", Scope.SEASONS_WRITE, authority=ANY),
    _line("copySeason", Scope.SEASONS_WRITE, authority=ANY),
    _line("replaceSeason", Scope.SEASONS_WRITE, authority=ANY),
    _line("listSeasonVersions", Scope.SEASONS_READ, secretariat=ANY, authority=ANY, supervisor=ANY),
    _line("revertSeason", Scope.SEASONS_WRITE, secretariat=ANY, authority=ANY),
    _line("importSeason", Scope.SEASONS_WRITE, secretariat=ANY, authority=ANY),
    _line("annotateImport", Scope.SEASONS_WRITE, secretariat=ANY, authority=ANY),
    _line("exportSeason", Scope.SEASONS_READ, secretariat=ANY, authority=ANY, supervisor=ANY),
)  # fmt: skip


def _rows(one: str, many: str, expert: str = "", secretariat: bool = True) -> tuple[Line, ...]:
    """The rows of a table: read by those whose they are; ``secretariat`` and ``expert`` say who else writes them."""
    reads = ANY if expert in ("r", "rw") else frozenset()
    kept = ANY if secretariat else frozenset()
    declared = ANY if expert == "rw" else frozenset()
    reading = [
        _line(name, Scope.SEASONS_READ, secretariat=ANY, authority=ANY, supervisor=ANY, expert=reads)
        for name in (f"list{many}", f"read{one}")
    ]
    writing = [
        _line(f"{act}{one}", Scope.SEASONS_WRITE, secretariat=kept, authority=ANY, expert=declared)
        for act in ("create", "replace", "delete")
    ]
    return (*reading, *writing)


# ── rows of a season: the authority approves committees and what they may review; secretariats keep the rest; an expert
# reads what concerns themselves, and says when they cannot come and to whom they are related ────────────────────────
ROWS = (
    *_rows("CalendarDay", "CalendarDays", expert="r", secretariat=False),
    *_rows("Authority", "Authorities", expert="r", secretariat=False),
    *_rows("Employer", "Employers", expert="r"),
    *_rows("Person", "Persons", expert="r"),
    *_rows("Expert", "Experts", expert="r"),
    *_rows("Qualification", "Qualifications", expert="r"),
    *_rows("PoolTerm", "PoolTerms", expert="r"),
    *_rows("Employment", "Employments", expert="r"),
    *_rows("ServiceRecord", "ServiceRecords", expert="r"),
    *_rows("UnavailableTime", "UnavailableTimes", expert="rw"),
    *_rows("Committee", "Committees", secretariat=False),
    *_rows("Filing", "Filings", secretariat=False),
    *_rows("Timetable", "Timetables"),
    *_rows("SessionRequest", "SessionRequests"),
    *_rows("Room", "Rooms"),
    *_rows("Application", "Applications"),
    *_rows("Recommender", "Recommenders"),
    *_rows("Relation", "Relations", expert="rw"),
    *_rows("PolicyChange", "PolicyChanges", secretariat=False),
    *_rows("Pin", "Pins"),
)

TABLE: tuple[Line, ...] = (
    *SERVICE,
    *ACCOUNTS,
    *AUDIT,
    *SEASONS,
    *ROWS,
    *PLANS,
    *DRAWS,
    *DELEGATIONS,
    *MEASURES,
    *ROUTES,
)

BY_OPERATION: Mapping[str, Line] = {line.operation: line for line in TABLE}
