"""Backups: one archive with the whole store as it was at one moment, and its anchors; the key is not in it.

SQLite is copied by its online backup, PostgreSQL table by table from one snapshot, so that neither needs a program of
its own and writers need not stop.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from data.season_files.season_file import replace_file
from data.store import table_dump
from data.store.anchors import anchors_in, line_of
from data.store.column_types import stamp
from data.store.engine import Store
from data.store.errors import BackupError
from data.store.tables import Base
from data.store.trail import Head

FORMAT = "pingwei-backup-1"
MANIFEST, DATABASE, ANCHORS = "manifest.json", "pingwei.db", "anchors.jsonl"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds: of which database, at which revision of the tables, until which row of the trail."""

    database: Literal["sqlite", "postgresql"]
    revision: str
    at: str
    seq: int
    hash: str
    format: str = FORMAT


def back_up(store: Store, path: Path, anchors: Sequence[Path] = ()) -> Manifest:
    """Write the store to the archive ``path``, wholly or not at all; others may go on writing."""
    made: list[Manifest] = []

    def write(draft: Path) -> None:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = _copy_sqlite(store, archive) if store.is_sqlite else _copy_tables(store, archive)
            archive.writestr(MANIFEST, json.dumps(asdict(manifest)))
            archive.writestr(ANCHORS, "".join(_lines_until(manifest.seq, anchors)))
        made.append(manifest)

    replace_file(path, write)
    return made[0]


def _lines_until(seq: int, anchors: Sequence[Path]) -> Iterator[str]:
    """The anchors of what was copied; others may have gone on writing since."""
    return (line_of(anchor) for anchor in anchors_in(anchors) if anchor.last <= seq)


def _copy_sqlite(store: Store, archive: zipfile.ZipFile) -> Manifest:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / DATABASE
        with closing(sqlite3.connect(str(store.url.database))) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        with closing(sqlite3.connect(copy)) as copied:
            (revision,) = copied.execute("SELECT version_num FROM alembic_version").fetchone()
            last = copied.execute("SELECT seq, hash FROM trail ORDER BY seq DESC LIMIT 1").fetchone()
        archive.write(copy, DATABASE)
    end = Head(*last) if last else Head()
    return Manifest("sqlite", revision, stamp(store.clock()), end.seq, end.hash)


def _copy_tables(store: Store, archive: zipfile.ZipFile) -> Manifest:
    revision, _ = store.revision()
    with store.read() as reader:
        end = reader.end_of_trail()
        for table in Base.metadata.sorted_tables:
            with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as file:
                table_dump.write(reader, table, file)
    return Manifest("postgresql", revision, stamp(store.clock()), end.seq, end.hash)


def manifest_of(path: Path) -> Manifest:
    """What an archive says it holds; raises BackupError if it is none, OSError if it cannot be opened."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = Manifest(**json.loads(archive.read(MANIFEST)))
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
        raise BackupError(path=path.name, why=str(error)) from error
    if manifest.format != FORMAT:
        raise BackupError(path=path.name, why=manifest.format)
    return manifest


def restore(path: Path, store: Store, anchors: Path) -> Manifest:
    """Bring an archive into an empty store of the same sort of database, and its anchors into a file of their own.

    Raises
    ------
    BackupError
        If the archive is damaged or of another sort, or there is something in the store or the file already.
    """
    manifest = manifest_of(path)
    if manifest.database != store.engine.dialect.name:
        raise BackupError(path=path.name, why=manifest.database)
    _require_empty(store, anchors)
    try:
        with zipfile.ZipFile(path) as archive:
            _bring_sqlite(store, archive) if store.is_sqlite else _bring_tables(store, archive, manifest)
            anchors.write_bytes(archive.read(ANCHORS))
    except (zipfile.BadZipFile, KeyError) as error:
        raise BackupError(path=path.name, why=str(error)) from error
    store.migrate()
    with store.read() as reader:
        if reader.end_of_trail() != Head(manifest.seq, manifest.hash):
            raise BackupError(path=path.name, why="another end of the trail than the manifest says")
    return manifest


def _require_empty(store: Store, anchors: Path) -> None:
    if anchors.exists() and anchors.stat().st_size:
        raise BackupError(path=anchors.name, why="not empty")
    if store.is_sqlite:
        file = Path(str(store.url.database))
        empty = not file.exists() or file.stat().st_size == 0
    else:
        empty = store.revision()[0] == ""
    if not empty:
        raise BackupError(path=str(store.url.database), why="not empty")


def _bring_sqlite(store: Store, archive: zipfile.ZipFile) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = archive.extract(DATABASE, folder)
        with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(str(store.url.database))) as target:
            source.backup(target)


def _bring_tables(store: Store, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    with table_dump.filling(store.url, manifest.revision) as connection:
        for table in Base.metadata.sorted_tables:
            name = f"tables/{table.name}.jsonl"
            if name in archive.namelist():  # tables that are younger than the archive have none
                with archive.open(name) as file:
                    table_dump.read(connection, table, file)
