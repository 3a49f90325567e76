"""Hostile inputs, each made when it is asked for: archives, workbooks, CSV, JSON, requests that no honest portal sends.

Every one must be refused with a problem below 500, quickly, in little memory, with nothing written.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

SEASON = "2026"
IMPORTS = f"/v1/seasons/{SEASON}/imports"
CHECKS = f"/v1/seasons/{SEASON}/checks"
ANY, JSON = "application/octet-stream", "application/json"
MIB = 1 << 20
TABLE = "人员.csv"
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


@dataclass(frozen=True, slots=True)
class Hostile:
    """One request: what it is, its body, and where it goes."""

    name: str
    body: Callable[[], bytes] = lambda: b""
    path: str = IMPORTS
    kind: str = ANY
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"
    role: str = "authority"


def packed(parts: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def declared(content: bytes, at_local: int, at_central: int, number: int, form: str = "<I") -> bytes:
    """An archive in whose first headers ``number`` stands at these places."""
    changed = bytearray(content)
    struct.pack_into(form, changed, changed.find(_LOCAL) + at_local, number)
    struct.pack_into(form, changed, changed.find(_CENTRAL) + at_central, number)
    return bytes(changed)


def sized(unpacked: int, says: int) -> bytes:
    """An archive with a part of ``unpacked`` bytes that says it has ``says``."""
    return declared(packed({TABLE: bytes(unpacked)}), 22, 24, says)


def overlapping() -> bytes:
    """An archive whose directory names one part a thousand times under other names, as the densest bombs do."""
    single = packed({"0000.csv": bytes(8 * MIB)})
    begin, end = single.find(_CENTRAL), single.find(_END)
    entries = b"".join(single[begin:end].replace(b"0000", f"{one:04}".encode()) for one in range(900))
    tail = struct.pack("<IHHHHIIH", int.from_bytes(_END, "little"), 0, 0, 900, 900, len(entries), begin, 0)
    return single[:begin] + entries + tail


def endless_directory() -> bytes:
    """An archive of 20 MiB that is nothing but directory."""
    single = packed({"0.csv": b""})
    begin, end = single.find(_CENTRAL), single.find(_END)
    entries = single[begin:end] * (20 * MIB // (end - begin))
    tail = struct.pack("<IHHHHIIH", int.from_bytes(_END, "little"), 0, 0, 0xFFFF, 0xFFFF, len(entries), begin, 0)
    return single[:begin] + entries + tail


def linked() -> bytes:
    """An archive with a symbolic link."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        link = zipfile.ZipInfo(TABLE)
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return made.getvalue()


def _workbook() -> dict[str, bytes]:
    """The parts of an honest workbook with one sheet."""
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet("人员")
    with zipfile.ZipFile(made) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


WORKBOOK = _workbook()
_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s<sheetData>%s</sheetData></worksheet>'


def sheet(rows: bytes, before: bytes = b"", parts: Mapping[str, bytes] | None = None) -> bytes:
    """A workbook of one sheet."""
    return packed({**WORKBOOK, "xl/worksheets/sheet1.xml": _SHEET % (before, rows), **(parts or {})})


def texts(one: bytes, times: int) -> bytes:
    """A part of shared strings."""
    return b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>' % (one * times)


def laughs() -> bytes:
    """Entities that unfold to a billion."""
    entities = "".join(f'<!ENTITY l{one} "{f"&l{one - 1};" * 10}">' for one in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">{entities}]><w>&l9;</w>'.encode()


EXTERNAL = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'


def cells(rows: int, columns: int) -> bytes:
    """Rows of full cells."""
    row = b"".join(b'<c t="inlineStr"><is><t>x</t></is></c>' for _ in range(columns))
    return b"".join(b'<row r="%d">%s</row>' % (one, row) for one in range(1, rows + 1))


ARCHIVES = (
    Hostile("zip bomb, flat", lambda: packed({TABLE: bytes(512 * MIB)})),
    Hostile("zip bomb, in many parts", lambda: packed({f"{one}.csv": bytes(4 * MIB) for one in range(64)})),
    Hostile("zip in a zip", lambda: packed({"season.zip": packed({TABLE: bytes(256 * MIB)})})),
    Hostile("zip, parts that overlap", overlapping),
    Hostile("zip, says too little", lambda: sized(256 * MIB, 1000)),
    Hostile("zip, says too much", lambda: sized(1000, 50 * MIB)),
    Hostile("zip, says 4 GiB", lambda: sized(1000, 0xFFFFFFFE)),
    Hostile("zip, says zip64 and has none", lambda: sized(1000, 0xFFFFFFFF)),
    Hostile("zip, 60,000 parts", lambda: packed({f"{one}.csv": b"" for one in range(60_000)})),
    Hostile("zip, all directory", endless_directory),
    Hostile("zip, wrong checksum", lambda: declared(packed({TABLE: b"x" * 1000}), 14, 16, 7)),
    Hostile("zip, encrypted", lambda: declared(packed({TABLE: b"x" * 1000}), 6, 8, 1, "<H")),
    Hostile("zip, packed as nobody does", lambda: packed({TABLE: b"x"}, zipfile.ZIP_LZMA)),
    Hostile("zip, cut off", lambda: packed({TABLE: b"x" * 1000})[:60]),
    Hostile("zip, ../", lambda: packed({f"../../{TABLE}": b"x"})),
    Hostile("zip, absolute", lambda: packed({f"/etc/{TABLE}": b"x"})),
    Hostile("zip, drive letter", lambda: packed({f"C:\\{TABLE}": b"x"})),
    Hostile("zip, NUL in a name", lambda: packed({"ab.csv": b"x"}).replace(b"ab.csv", b"a\0.csv")),
    Hostile("zip, right-to-left name", lambda: packed({"\u202e\u202dvsc.csv": b"x"})),
    Hostile("zip, link", linked),
)
WORKBOOKS = (
    Hostile("xlsx, billion laughs", lambda: packed({**WORKBOOK, "xl/workbook.xml": laughs()})),
    Hostile("xlsx, laughs in the sheet", lambda: packed({**WORKBOOK, "xl/worksheets/sheet1.xml": laughs()})),
    Hostile("xlsx, external entity", lambda: packed({**WORKBOOK, "xl/workbook.xml": EXTERNAL})),
    Hostile("xlsx, UTF-16 laughs", lambda: packed(
        {**WORKBOOK, "xl/workbook.xml": laughs().decode().replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16")})),
    Hostile("xlsx, a cell in the last corner", lambda: sheet(
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    Hostile("xlsx, huge dimension", lambda: sheet(b'<row r="1"><c r="A1"><v>1</v></c></row>',
                                                 b'<dimension ref="A1:XFD1048576"/>')),
    Hostile("xlsx, 1,048,576 rows", lambda: sheet(
        b"".join(b'<row r="%d"><c><v>1</v></c></row>' % one for one in range(1, 1_048_577)))),
    Hostile("xlsx, 100,000 rows", lambda: sheet(cells(100_000, 3))),
    Hostile("xlsx, 100,000 columns", lambda: sheet(cells(1, 100_000))),
    Hostile("xlsx, 16,384 columns", lambda: sheet(cells(2, 16_384))),
    Hostile("xlsx, merged everything", lambda: sheet(b'<row r="1"><c r="A1"><v>1</v></c></row>', b"", {
        "xl/worksheets/sheet1.xml": _SHEET % (b"", b'<row r="1"><c r="A1"><v>1</v></c></row>')
        + b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'})),
    Hostile("xlsx, giant shared strings", lambda: sheet(b"", b"", {
        "xl/sharedStrings.xml": texts(b"<si><t>%s</t></si>" % (b"x" * 1000), 58_000)})),
    Hostile("xlsx, a million shared strings", lambda: sheet(b"", b"", {
        "xl/sharedStrings.xml": texts(b"<si><t>ab</t></si>", 2_000_000)})),
    Hostile("xlsx, deep XML", lambda: packed({**WORKBOOK, "xl/workbook.xml": b"<a>" * 1_000_000})),
)  # fmt: skip
CSV = (
    Hostile("csv, one endless line", lambda: packed({TABLE: "编号,姓名\nP1,".encode() + b"x" * (50 * MIB)})),
    Hostile("csv, endless quotation", lambda: packed({TABLE: '编号,姓名\nP1,"'.encode() + b"x\n" * (20 * MIB)})),
    Hostile("csv, NULs", lambda: packed({TABLE: "编号,姓名\n".encode() + b"\0" * MIB})),
    Hostile("csv, UTF-16 without its mark", lambda: packed({TABLE: "编号,姓名\nP1,李".encode("utf-16-le")})),
    Hostile("csv, no encoding at all", lambda: packed({TABLE: bytes(range(128, 256)) * 1000})),
    Hostile("csv, 100,000 columns", lambda: packed({TABLE: ",".join(f"列{one}" for one in range(100_000)).encode()})),
    Hostile("csv, headings of 1 MB", lambda: packed({TABLE: ",".join(["编" * 300_000, "号" * 300_000]).encode()})),
    Hostile("csv, 100,000 rows", lambda: packed({TABLE: "编号\n".encode() + b"P1\n" * 100_000})),
    Hostile("csv, 3,000,000 rows", lambda: packed({TABLE: "编号\n".encode() + b"P1\n" * 3_000_000})),
)


def rows(row: str, times: int) -> bytes:
    """JSON of a season with so many persons."""
    return ('{"persons":[' + ",".join([row] * times) + "]}").encode()


DOCUMENTS = {
    "deep": lambda: b"[" * 100_000,
    "deep, closed": lambda: b"[" * 100_000 + b"]" * 100_000,
    "deep in a row": lambda: rows('{"id":' + "[" * 5_000 + "]" * 5_000 + "}", 1),
    "16 million lists": lambda: b"[" + b"[]," * (10 * MIB) + b"[]]",
    "a million rows": lambda: rows("{}", 990_000),
    "100,000 rows": lambda: rows("{}", 100_000),
    "hundreds of thousands of faults": lambda: rows('{"id":"P","name":"x","born":"?","employer":"?"}', 100_000),
    "a number of 10^6 digits": lambda: rows('{"id":"P1","name":' + "9" * 1_000_000 + "}", 1),
    "1e999999": lambda: b'{"season":{"year":1e999999},"persons":[{"id":1e999}]}',
    "the same key twice": lambda: b'{"season":{"year":2026,"year":2027}}',
    "NaN": lambda: b'{"season":{"year":NaN}}',
    "Infinity": lambda: b'{"season":{"year":-Infinity}}',
    "half a character": lambda: rows('{"id":"P1","name":"\\ud800"}', 1),
    "NUL in a text": lambda: rows('{"id":"P1","name":"a\\u0000b"}', 1),
    "a text of 30 MB": lambda: rows('{"id":"P1","name":"' + "x" * 30_000_000 + '"}', 1),
    "unclosed text of quotes": lambda: b'{"a":"' + rb"\"" * 10_000_000,
    "100,000 unknown tables": lambda: json.dumps({f"person{one}": [] for one in range(100_000)}).encode(),
    "20,000 unknown members": lambda: json.dumps({"persons": [{f"m{one}": "x"} for one in range(20_000)]}).encode(),
    "no UTF-8": lambda: b'{"season":"\xff\xfe"}',
    "oversize": lambda: b" " * (33 * MIB),
}
SEASONS = tuple(
    Hostile(f"json, {name}{', as JSON' * (kind == JSON)}", make, kind=kind)
    for kind in (ANY, JSON) for name, make in DOCUMENTS.items()
)  # fmt: skip


def plan(members: str) -> bytes:
    """JSON that has the shape of a plan, so that it is read as one."""
    return f'{{"format":"pingwei-plan-1",{members}}}'.encode()


PLAN_DOCUMENTS = {
    "100,000 unknown members": lambda: plan(",".join(f'"m{one}":1' for one in range(100_000))),
    "290,000 empty sessions": lambda: plan('"sessions":[' + ",".join(["{}"] * 290_000) + "]"),
    "10 million sessions that are none": lambda: plan('"sessions":[' + "1," * 10_000_000 + "1]"),
    "one expert in 250,000 seats": lambda: plan(
        '"sessions":[{"panel":[' + ",".join(['{"expert":"E1"}'] * 250_000) + "]}]"),
    "a million notes that are no text": lambda: plan(
        '"notes":{' + ",".join(f'"{one}":1' for one in range(1_000_000)) + "}"),
    "a note that is a giant list": lambda: plan('"notes":{"a":[' + "1," * 10_000_000 + "1]}"),
    "a seed of 10^6 digits": lambda: plan('"seed":' + "9" * 1_000_000),
    "an endless effort": lambda: plan('"effort":"' + "x" * 30_000_000 + '"'),
    "1e999999": lambda: plan('"total":1e999999,"seed":1.5'),
}  # fmt: skip
PLANS = (
    tuple(Hostile(f"plan, {name}", make, path=CHECKS) for name, make in PLAN_DOCUMENTS.items())
    + tuple(Hostile(f"plan json, {name}", make, path=CHECKS) for name, make in DOCUMENTS.items())
    + tuple(Hostile(f"plan {one.name}", one.body, path=CHECKS) for one in (*ARCHIVES[:6], *WORKBOOKS))
)


def multipart(parts: int) -> bytes:
    """A form of many parts."""
    return b"".join(b'--x\r\nContent-Disposition: form-data; name="%d"\r\n\r\n1\r\n' % one for one in range(parts))


REQUESTS = (
    Hostile("multipart of 10,000 parts", lambda: multipart(10_000), kind="multipart/form-data; boundary=x"),
    Hostile("form", lambda: b"a=1", kind="application/x-www-form-urlencoded"),
    Hostile("wrong content type", lambda: b"<season/>", kind="text/xml"),
    Hostile("a body of 45,000 faults", lambda: json.dumps(
        {"account": "a", "role": "authority", "reach": [1] * 45_000}).encode(), path="/v1/roles", kind=JSON,
        role="administrator"),
    Hostile("a body of 600,000 values", lambda: json.dumps(
        {"account": "a", "role": "authority", "reach": [1] * 600_000}).encode(), path="/v1/roles", kind=JSON,
        role="administrator"),
    Hostile("long Idempotency-Key", lambda: b"{}", path=f"/v1/seasons/{SEASON}/delegations/d:revoke", kind=JSON,
            headers={"Idempotency-Key": "x" * 20_000}),
    Hostile("a body of 400,000 unknown members", lambda: json.dumps(
        {f"{one}": 1 for one in range(130_000)}).encode(), path="/v1/seasons", kind=JSON),
    Hostile("oversize small body", lambda: b'"' + b"x" * (3 * MIB) + b'"', path="/v1/seasons", kind=JSON),
    Hostile("deep small body", lambda: b"[" * 1_000_000, path="/v1/seasons", kind=JSON),
    Hostile("long cursor", path=f"/v1/seasons?cursor={'x' * 20_000}", method="GET"),
    Hostile("long query", path=f"/v1/seasons?limit={'9' * 30_000}", method="GET"),
    Hostile("long If-Match", lambda: b"{}", headers={"If-Match": '"' + "x" * 20_000 + '"'}),
    Hostile("long token", path="/v1/seasons", method="GET", headers={"Authorization": "Bearer " + "x" * 20_000}),
    Hostile("path tricks", path="/v1/seasons/..%2f..%2fetc%2fpasswd", method="GET"),
    Hostile("right-to-left season", path="/v1/seasons/%E2%80%AE2026", method="GET"),
    Hostile("line breaks in the path", path="/v1/seasons/a%0d%0aSet-Cookie:x", method="GET"),
)  # fmt: skip
CATALOGUE = (*ARCHIVES, *WORKBOOKS, *CSV, *SEASONS, *PLANS, *REQUESTS)
"""Every one of them."""
