"""What a zip archive really unpacks to; nothing of it is kept, and a part that lies about its size is told."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from struct import unpack_from

from solver.domain.faults import Fault

CHUNK = 1 << 16
_LOCAL_HEADER = 30
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def archive_size_fault(path: Path, most_unpacked: int, most_parts: int) -> Fault | None:
    """Why an archive cannot be unpacked safely: too many parts, too large, or larger than its directory says.

    Every part is inflated piece by piece and dropped, up to what it declares and not a byte further.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if unpacked > most_unpacked or len(parts) > most_parts:
            return Fault("zip_bomb", place=path.name, value=_mib(unpacked), facts=(("limit", _mib(most_unpacked)),))
        if any(part.flag_bits & 1 for part in parts):
            return Fault("password_protected", place=path.name)
        with path.open("rb") as file:
            content = file.read()
        lying = next((part for part in parts if _unpacks_to(content, part) != part.file_size), None)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, ValueError) as error:
        return Fault("damaged_workbook", place=path.name, value=str(error)[:100])
    return Fault("lying_archive", place=path.name, value=lying.filename[:100]) if lying else None


def _mib(size: int) -> str:
    return f"{-(-size >> 20)} MiB"


def _unpacks_to(content: bytes, part: zipfile.ZipInfo) -> int:
    """Bytes that a part unpacks to; counting ends one byte above what it declares."""
    if part.compress_type not in _PACKINGS:
        raise ValueError(f"packing {part.compress_type}")
    start = _data_start(content, part)
    packed = memoryview(content)[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        return len(packed)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    size = 0
    while size <= part.file_size and not inflater.eof:
        got = len(inflater.decompress(packed, CHUNK))
        packed = memoryview(inflater.unconsumed_tail)
        size += got
        if not got and not packed:
            break
    return size


def _data_start(content: bytes, part: zipfile.ZipInfo) -> int:
    """Where the data of a part begins: after its own header, whose lengths the directory does not repeat."""
    if len(content) < part.header_offset + _LOCAL_HEADER:
        raise ValueError("header_offset")
    name, extra = unpack_from("<HH", content, part.header_offset + 26)
    return part.header_offset + _LOCAL_HEADER + int(name) + int(extra)
