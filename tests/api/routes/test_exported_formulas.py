"""Texts that a spreadsheet would run and names that lead elsewhere: kept as written, handed out so that none runs."""

from __future__ import annotations

import csv
import io
import logging
import re
import zipfile
from itertools import count
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from api.season_tables import RESOURCES, Resource
from data.season_files.codecs import Text
from data.season_files.upload import read_upload
from tests.api.routes.test_exports import EXPORTS
from tests.api.season_uploads import HERE, keep, kept
from tests.api.service import Headers, Service
from tests.builders import complete_season

NAMES = ('a"; filename=b.exe', "..", "..\\..\\win.ini", "\u202ecod.exe", "李", "a;b=c'd")
HEADER = {"year": 2026, "place": "沈阳", "first_day": "2026-09-01", "last_day": "2026-12-31"}

WOULD_RUN = "=+-@＝＋－＠"
TEXTS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|'/c calc'!A0", '=HYPERLINK("http://a","b")', "'=1", "＝1+1", "\t=1+1",
    '"=1,=2', "=1\n=2",
)  # fmt: skip


def free_texts(resource: Resource) -> list[str]:
    """Columns of a table in which anything may be written."""
    keys = {field for key in resource.table.keys for field in key}
    columns = resource.table.columns
    return [one.field for one in columns if type(one.codec) is Text and one.field not in keys and not one.refers]


def written(service: Service, who: Headers) -> int:
    """How many texts were written into the first rows of all tables through the API."""
    numbers = count()
    for resource in RESOURCES:
        rows = service.client.get(f"{HERE}/{resource.name}", headers=who).json()["items"]
        if not (fields := free_texts(resource)) or not rows:
            continue
        first = rows[0]
        changes = {field: TEXTS[next(numbers) % len(TEXTS)] for field in fields}
        extra = {"备注": TEXTS[next(numbers) % len(TEXTS)]}
        answer = service.client.put(
            f"{HERE}/{resource.name}/{first['key']}",
            json=first["row"] | changes | {"extra": extra},
            headers=who | {"If-Match": f'"{first["version"]}"'},
        )
        assert answer.status_code == 200, answer.text
        row = answer.json()["row"]
        assert {field: row[field] for field in changes} == {field: text.strip() for field, text in changes.items()}
    return next(numbers)


@pytest.mark.parametrize("form", ["xlsx", "zip", "json"])
def test_nothing_that_was_written_runs(service: Service, form: str, tmp_path: Path) -> None:
    keep(service, complete_season())
    who = service.person("authority", ["*"])
    assert written(service, who) > 2 * len(TEXTS)
    content = service.client.get(f"{EXPORTS}?form={form}", headers=who).content
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert sheets
        assert not any(b"<f>" in one or b"<f " in one or b"<hyperlink" in one for one in sheets)
    if form == "zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            texts = [archive.read(name).decode("utf-8-sig") for name in archive.namelist()]
        cells = [cell for text in texts for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert not [cell for cell in cells if cell.strip().startswith(tuple(WOULD_RUN))]
        assert sum(cell.lstrip("'").startswith(tuple(WOULD_RUN)) for cell in cells) > len(TEXTS)
    path = tmp_path / "export"
    path.write_bytes(content)
    whole = kept(service)
    assert read_upload(path, {one.id: one.identity_no for one in whole.persons if one.identity_no}).season == whole


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_an_export_is_a_name_and_stays_out_of_the_log(
    service: Service, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    who = service.person("authority", ["*"])
    assert service.client.post("/v1/seasons", json={"id": name, "header": HEADER}, headers=who).status_code == 201
    caplog.set_level(logging.DEBUG)
    address = f"/v1/seasons/{quote(name, safe='').replace('.', '%2E')}/exports?form=json"
    sent = service.client.get(address, headers=who)
    if sent.status_code == 404:  # the client has taken the dots for a way up
        assert name == ".."
        return
    told = sent.headers["Content-Disposition"]
    kind, _, encoded = told.partition("; filename*=UTF-8''")
    assert (kind, unquote(encoded)) == ("attachment", f"{name}.json")
    assert re.fullmatch(r"[A-Za-z0-9._~%-]+", encoded)
    assert not [one for one in caplog.records if one.name.startswith("pingwei") and name in str(vars(one))]


@pytest.mark.parametrize("name", ["a\r\nX: y", "a/../b", "a\0b", "a:b", "", "x" * 201])
def test_what_is_no_name_is_refused(service: Service, name: str) -> None:
    who = service.person("authority", ["*"])
    answer = service.client.post("/v1/seasons", json={"id": name, "header": HEADER}, headers=who)
    assert 400 <= answer.status_code < 500
    assert service.client.get("/v1/seasons", headers=who).json()["items"] == []
