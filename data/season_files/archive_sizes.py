"""What a zip archive really unpacks to; nothing of it is kept, and a part that lies about itself is told."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from struct import error as StructError  # noqa: N812 - it is an exception
from struct import unpack_from
from typing import BinaryIO

from solver.domain.faults import Fault

CHUNK = 1 << 16
_LOCAL_HEADER = 30
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MOST_OF_ENTRY = 1_024
"""Bytes that the directory may spend on a part: 46 and its name."""
_END, _END_SIZE, _MOST_COMMENT = b"PK\x05\x06", 22, 1 << 16
_END64_LOCATOR, _END64_LOCATOR_SIZE, _END64_SIZE = b"PK\x06\x07", 20, 56
_DOCTYPE = b"<!DOCTYPE"
"""A document type could define entities that unfold without end; no program writes one into a workbook."""


def archive_size_fault(path: Path, most_unpacked: int, most_parts: int, most_rows: int) -> Fault | None:
    """Why an archive cannot be unpacked safely: too many parts or rows, too large, or other than its directory says.

    Every part is inflated piece by piece and dropped, up to what it declares and not a byte further.
    """
    limit = (("limit", _mib(most_unpacked)),)
    try:
        with path.open("rb") as file:
            if _directory_size(file) > most_parts * _MOST_OF_ENTRY:
                return Fault("zip_bomb", place=path.name, value=_mib(path.stat().st_size), facts=limit)
            with zipfile.ZipFile(file) as archive:
                parts = archive.infolist()
                unpacked = sum(part.file_size for part in parts)
                if unpacked > most_unpacked or len(parts) > most_parts:
                    return Fault("zip_bomb", place=path.name, value=_mib(unpacked), facts=limit)
                if any(part.flag_bits & 1 for part in parts):
                    return Fault("password_protected", place=path.name)
                lying, rows = _lying(file, parts, archive.start_dir)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, ValueError, StructError, EOFError) as error:
        return Fault("damaged_workbook", place=path.name, value=str(error)[:100])
    if rows > most_rows:
        return Fault("too_many_rows", place=path.name, value=str(rows), facts=(("limit", str(most_rows)),))
    return Fault("lying_archive", place=path.name, value=lying[:100]) if lying else None


def _mib(size: int) -> str:
    return f"{-(-size >> 20)} MiB"


def _directory_size(file: BinaryIO) -> int:
    """Bytes of the directory as its end record declares them, 0 without one; nothing of it is read yet."""
    size = file.seek(0, 2)
    begin = max(0, size - _END_SIZE - _MOST_COMMENT)
    file.seek(begin)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        return 0
    declared = int(unpack_from("<I", tail, at + 12)[0])
    if tail[at - _END64_LOCATOR_SIZE : at].startswith(_END64_LOCATOR):
        file.seek(max(0, begin + at - _END64_LOCATOR_SIZE - _END64_SIZE))
        declared = max(declared, int(unpack_from("<Q", file.read(_END64_SIZE), 40)[0]))
    return declared


def _lying(file: BinaryIO, parts: list[zipfile.ZipInfo], directory: int) -> tuple[str, int]:
    """A part that is there twice, shares bytes with another or has another size, "" if none does; and all rows."""
    rows = 0
    names: set[str] = set()
    ordered = sorted(parts, key=lambda part: part.header_offset)
    ends = [*(part.header_offset for part in ordered[1:]), directory]
    for part, end in zip(ordered, ends, strict=True):
        begin = _data_start(file, part)
        if part.filename in names or begin + part.compress_size > end:
            return part.filename, rows
        names.add(part.filename)
        declared, found = _as_declared(file, part, begin)
        rows += found
        if not declared:
            return part.filename, rows
    return "", rows


def _as_declared(file: BinaryIO, part: zipfile.ZipInfo, begin: int) -> tuple[bool, int]:
    """Whether a part has its size and checksum, and how many rows; counting ends one byte above what it declares.

    Raises
    ------
    ValueError
        For a document type in a part of a workbook.
    """
    size = checksum = rows = 0
    row = _row_mark(part.filename)
    is_xml = part.filename.lower().endswith((".xml", ".rels"))
    before = b""
    for piece in _pieces(file, part, begin):
        size += len(piece)
        checksum = zlib.crc32(piece, checksum)
        rows += piece.count(row) if row else 0
        if is_xml and _DOCTYPE in before + piece:
            raise ValueError(_DOCTYPE.decode())
        before = piece[-len(_DOCTYPE) :]
        if size > part.file_size:
            return False, rows
    return size == part.file_size and checksum == part.CRC, rows


def _row_mark(name: str) -> bytes:
    """What stands once in each row of a part, nothing in a part without rows."""
    if name.lower().endswith(".csv"):
        return b"\n"
    return b"<row" if name.startswith("xl/worksheets/") else b""


def _pieces(file: BinaryIO, part: zipfile.ZipInfo, begin: int) -> Iterator[bytes]:
    """The content of a part, in pieces of at most ``CHUNK`` bytes."""
    if part.compress_type not in _PACKINGS:
        raise ValueError(f"packing {part.compress_type}")
    file.seek(begin)
    left = part.compress_size
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while left and not inflater.eof:
        packed = file.read(min(CHUNK, left))
        if not packed:
            return
        left -= len(packed)
        if part.compress_type == zipfile.ZIP_STORED:
            yield packed
            continue
        while packed and not inflater.eof:
            yield inflater.decompress(packed, CHUNK)
            packed = inflater.unconsumed_tail
    while part.compress_type == zipfile.ZIP_DEFLATED and (piece := inflater.decompress(b"", CHUNK)):
        yield piece


def _data_start(file: BinaryIO, part: zipfile.ZipInfo) -> int:
    """Where the data of a part begins: after its own header, whose lengths the directory does not repeat."""
    file.seek(part.header_offset)
    name, extra = unpack_from("<HH", file.read(_LOCAL_HEADER), 26)
    return part.header_offset + _LOCAL_HEADER + int(name) + int(extra)
