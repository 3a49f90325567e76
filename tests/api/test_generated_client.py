"""A whole season, on each database, by a client generated from the description and by nothing else.

Events are the one thing that the generator cannot express: it answers a stream as text once it has ended. What is in
the text is then read as the model that the contract names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook

from api.app import create_app
from api.first_administrator import first_secret
from api.openapi import operations
from api.settings import Settings
from data.season_files.strangers import FAULT_LIST
from data.store.engine import Store
from solver.domain.season import Season
from tests.api.generated_client import Package, Person, generate, load, served
from tests.api.planning import supervised
from tests.api.portal_town import EVENING, NEXT_DAY, PASSWORD, SEASON, Town, act, appoint, season
from tests.api.season_uploads import content_of
from tests.builders import OPEN


@pytest.fixture(scope="session")
def package(described: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The generated client."""
    folder = tmp_path_factory.mktemp("client")
    said = generate(described, folder)
    assert "warning" not in said.lower()
    return load(described, folder)


@pytest.fixture
def town(store: Store, settings: Settings, package: Package) -> Iterator[Town]:
    """The service, really served, with an administrator and nobody else."""
    supervisor = supervised(store)
    with served(create_app(settings, store, lambda _: supervisor.wake())) as url:
        found = Town(store, package, url, {})
        found.at(EVENING)
        nobody = Person(package, package.client(url))
        asked = package.models.SecretIn(secret=first_secret(store, settings), login="admin", password=PASSWORD)
        found.people["admin"] = found.signed_in(nobody.ask("redeemSecret", body=asked))
        supervisor.start()
        yield found
        supervisor.stop()


def test_a_whole_season(town: Town, tmp_path: Path) -> None:
    appoint(town)
    bring_in(town, season(), tmp_path)
    entrusted = needing(town)
    before = solve(town)
    letter = entrust(town, entrusted)
    town.at(NEXT_DAY)  # an accepted letter routes from then on
    after = solve(town)
    compare(town, before, after, entrusted.application, letter)
    look_at(town, after)
    publish(town, after)
    hand_out(town, tmp_path)
    revoke(town, letter, after)
    repair(town, letter, after)
    audit(town)


def bring_in(town: Town, whole: Season, folder: Path) -> None:
    """A season is made; a workbook with faults is refused and handed back marked, a good one looked at and imported."""
    models, bureau = town.package.models, town.people["bureau"]
    header = models.SeasonHeaderRow.from_dict(
        {"year": 2026, "place": "沈阳", "first_day": "2026-09-01", "last_day": "2026-12-31"}
    )
    made = bureau.answer("createSeason", status=201, body=models.SeasonIn(id=SEASON, header=header))
    assert made.headers["Location"] == f"/v1/seasons/{SEASON}"
    seen = made.headers["ETag"]
    bad = replace(whole, experts=(replace(whole.experts[0], person="P-none"), *whole.experts[1:]))
    spoilt = content_of(bad, "xlsx", folder)
    refused = bureau.ask("importSeason", SEASON, status=422, body=bureau.file(spoilt), if_match=seen)
    assert [(one.code, one.place) for one in refused.faults] == [("dangling", "专家库!B2")]
    marked = bureau.ask("annotateImport", SEASON, body=bureau.file(spoilt)).payload
    sheet = CalamineWorkbook.from_filelike(marked).get_sheet_by_name(FAULT_LIST).to_python()
    assert [row[1] for row in sheet[1:]] == ["专家库!B2"]
    book = content_of(whole, "xlsx", folder)
    looked = bureau.ask("importSeason", SEASON, body=bureau.file(book), validate_only=True)
    assert (looked.written, looked.version) == (False, 1)
    done = bureau.ask("importSeason", SEASON, body=bureau.file(book), if_match=seen)
    assert (done.written, done.added) == (True, looked.added)
    listed = bureau.ask("listExperts", SEASON, limit=200)
    assert [one.row.id for one in listed.items] == [one.id for one in whole.experts]


def needing(town: Town) -> Any:
    """The one application that no committee may take without an authorisation."""
    kinds = town.package.models.RouteKind
    found = town.people["office"].ask("listRoutes", SEASON).items
    (route,) = [one for one in found if one.kind is not kinds.COMMITTEE]
    assert (route.kind, route.candidates, route.authority) == (kinds.NEEDS_AUTHORISATION, ["C1"], "H3")
    judged = town.people["office"].ask("readRoute", SEASON, route.application).committees
    assert [(one.committee, [lack.dimension for lack in one.lacks]) for one in judged] == [("C1", ["region"])]
    return route


def solve(town: Town) -> Any:
    """A plan, once its operation has ended; what was told on the way is the operation itself."""
    models, office = town.package.models, town.people["office"]
    begun = office.answer("solvePlan", SEASON, status=202, body=models.SolveIn(effort=1, seed=1))
    operation = begun.headers["Location"].rpartition("/")[2]
    assert operation == begun.parsed.id
    stream = office.ask("watchOperation", operation)
    told = [
        models.OperationOut.from_dict(json.loads(line.removeprefix("data: ")))
        for line in stream.splitlines()
        if line.startswith("data: ")
    ]
    percents = [one.percent for one in told]
    assert percents == sorted(percents)
    over = office.ask("readOperation", operation)
    assert told[-1] == over
    assert (over.state, over.percent, over.problem) == (models.OperationState.SUCCEEDED, 100, None)
    return office.ask("readPlan", SEASON, over.result)


def entrust(town: Town, route: Any) -> str:
    """The letter of the authority asked, from the draft to its acceptance; id of the delegation."""
    models, people = town.package.models, town.people
    drafted = people["entrusting"].ask(
        "createDelegation",
        SEASON,
        status=201,
        idempotency_key=uuid4().hex,
        body=models.DelegationIn(
            entrusting="V01",
            to_committee=route.candidates[0],
            series="05",
            levels=[models.Level.ASSOCIATE_SENIOR],
            authority=route.authority,
            start=OPEN,
            end=date(2026, 12, 31),
            applications=[route.application],
        ),
    )
    act(people["entrusting"], "submitDelegation", drafted.id, models.ActIn())
    letter = models.ApprovalIn(letter_no="大人社委〔2026〕1号", document="委托函.pdf", issued_on=date(2026, 9, 10))
    own = act(people["entrusting"], "approveDelegation", drafted.id, letter, status=409)
    assert (own.code, [one.code for one in own.faults]) == ("delegation-refused", ["four_eyes"])
    act(people["asked"], "approveDelegation", drafted.id, letter)
    accepted = act(people["receiving"], "acceptDelegation", drafted.id, models.ActIn())
    assert (accepted.state, accepted.letter_no) == (models.DelegationState.ACCEPTED, letter.letter_no)
    steps = people["supervisor"].ask("listDelegationActs", SEASON, drafted.id)
    assert [one.act for one in steps] == ["draft", "submit", "approve", "accept"]
    assert steps[2].document.issued_on == letter.issued_on
    assert steps[2].actor == people["asked"].account
    return str(drafted.id)


def compare(town: Town, before: Any, after: Any, application: str, letter: str) -> None:
    """Only after the letter is everything placed, and the difference says by which way."""
    kinds = town.package.models.RouteKind
    assert (before.placed, after.placed) == (5, 6)
    found = town.people["office"].ask("readPlanDiff", SEASON, after.id, base=before.id)
    (changed,) = found.routes
    assert (changed.application, changed.before.kind) == (application, kinds.NEEDS_AUTHORISATION)
    assert (changed.after.kind, changed.after.committee, changed.after.delegation) == (kinds.DELEGATED, "C1", letter)


def look_at(town: Town, plan: Any) -> None:
    """What was found in the plan, how it scores, and that both of its files check clean."""
    office, form = town.people["office"], town.package.models.DownloadPlanForm
    found = office.ask("readPlanFindings", SEASON, plan.id)
    assert found.hard == plan.hard_findings == 0
    assert all(one.sentence.zh and one.sentence.en for one in found.findings)
    score = office.ask("readPlanScore", SEASON, plan.id)
    assert score.total == pytest.approx(sum(one.value for one in score.terms))
    for one in (form.XLSX, form.JSON):
        content = office.ask("downloadPlan", SEASON, plan.id, form=one).payload.read()
        assert office.ask("checkPlan", SEASON, body=office.file(content)).hard == 0


def publish(town: Town, plan: Any) -> None:
    """Published once, however often it is asked for; a version that nobody has is refused."""
    models, office = town.package.models, town.people["office"]
    asked, key = models.PublishIn(reason="经评审工作会议审定"), uuid4().hex
    old = office.ask("publishPlan", SEASON, plan.id, status=412, body=asked, if_match='"99"', idempotency_key=key)
    assert old.code == "version-changed"
    given = {"body": asked, "if_match": f'"{plan.version}"', "idempotency_key": key}
    first = office.answer("publishPlan", SEASON, plan.id, **given)
    again = office.answer("publishPlan", SEASON, plan.id, **given)
    assert first.parsed.plan.state is models.PlanState.PUBLISHED
    assert again.parsed == first.parsed
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"


def hand_out(town: Town, folder: Path) -> None:
    """The season and the published plan as files, which the service takes back without a change or a finding."""
    models, office = town.package.models, town.people["office"]
    (published,) = [one for one in office.ask("listPlans", SEASON).items if one.state is models.PlanState.PUBLISHED]
    sent = office.ask("exportSeason", SEASON, form=models.ExportForm.JSON).payload.read()
    typed = models.SeasonFile.from_dict(json.loads(sent))
    assert [one.id for one in typed.applications] == [f"D{n:02d}" for n in range(1, 7)]
    back = town.people["bureau"].ask("importSeason", SEASON, body=typed, validate_only=True)
    assert (back.added, back.changed, back.removed) == (0, 0, 0)
    assert office.ask("exportSeason", SEASON).payload.read(2) == b"PK"  # a workbook
    document = office.ask("downloadPlan", SEASON, published.id).payload.read()
    plan = models.PlanFile.from_dict(json.loads(document))
    content = json.dumps(plan.to_dict()).encode()
    checked = town.people["supervisor"].ask("checkPlan", SEASON, body=office.file(content))
    assert checked.hard == 0
    assert len(plan.sessions[0].cases) == 6


def revoke(town: Town, letter: str, plan: Any) -> None:
    """The letter revoked: the answer and the plan's flag name what must be routed anew."""
    models, people = town.package.models, town.people
    gone = act(people["asked"], "revokeDelegation", letter, models.ReasonedIn(reason="委托函有误"))
    assert [(one.plan, one.applications) for one in gone.plans if one.plan == plan.id] == [(plan.id, ["D01"])]
    (flag,) = people["office"].ask("readPlan", SEASON, plan.id).flags
    assert (flag.kind, flag.subject, flag.state, flag.applications) == (
        models.PlanFlagOutKind.DELEGATION,
        letter,
        "revoked",
        ["D01"],
    )


def repair(town: Town, letter: str, plan: Any) -> None:
    """The published plan after the revocation that stands: a draft without the application, and who it concerns."""
    models, office = town.package.models, town.people["office"]
    changes = models.ChangesFile(revoked=[models.RevokedChange(delegation=letter)])
    asked = models.RepairIn(changes=changes, held_before=OPEN)
    seen = office.answer("readPlan", SEASON, plan.id).headers["ETag"]
    given = {"body": asked, "if_match": seen, "idempotency_key": uuid4().hex}
    begun = office.answer("repairPlan", SEASON, plan.id, status=202, **given)
    office.ask("watchOperation", begun.parsed.id)
    over = office.ask("readOperation", begun.parsed.id)
    assert (over.state, over.problem) == (models.OperationState.SUCCEEDED, None)
    told = office.ask("readRepair", over.id)
    assert (told.base, told.plan, told.told) == (plan.id, over.result, True)
    dropped = [one.application for one in told.changes if one.effect is models.Effect.CASE_DROPPED]
    assert dropped == ["D01"]
    assert told.bound <= told.weight == sum(one.weight for one in told.changes)
    assert office.ask("readPlan", SEASON, told.plan).placed == plan.placed - 1


def audit(town: Town) -> None:
    """The trail holds, and tells who authorised."""
    supervisor = town.people["supervisor"]
    found = supervisor.ask("verifyAudit")
    assert (found.valid, found.faults) == (True, [])
    asked = town.people["asked"].account
    rows = supervisor.ask("listAudit", actor=asked, limit=200).items
    acts = [(one.action, one.role) for one in rows if one.kind == "delegation_act"]
    assert acts == [("approve", "authority"), ("revoke", "authority")]
    assert found.rows >= len(rows) > 0
    supervisor.ask("signOut", status=204)
    assert supervisor.ask("readMe", status=401).code == "not-signed-in"
    again = town.package.models.SignInIn(login="supervisor", password=PASSWORD)
    assert town.signed_in(supervisor.ask("signIn", body=again)).ask("readMe").account == supervisor.account


def test_the_client_has_a_function_for_every_operation(package: Package, described: dict[str, Any]) -> None:
    assert package.functions.keys() == {one["operationId"] for _, _, one in operations(described)}
    for name, module in package.functions.items():
        assert all(hasattr(module, one) for one in ("sync_detailed", "asyncio_detailed")), name


def test_models_are_called_by_words_of_the_field(package: Package) -> None:
    odd = [one for one in package.models.__all__ if not one.isascii() or one.startswith("Body") or "_" in one]
    assert odd == []
    assert {"ExpertRow", "ExpertRowOut", "ExpertRowPageOut", "Level", "SeasonFile", "PlanFile"} <= set(
        package.models.__all__
    )
