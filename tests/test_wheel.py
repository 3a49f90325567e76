"""The wheel: three top-level packages and the reference data inside, nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, built without reaching for a registry."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder, ROOT],
        check=True,
    )
    return next(folder.glob("pingwei-*.whl"))


def test_top_level_names(wheel: Path) -> None:
    names = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {name for name in names if not name.endswith(".dist-info")} == {"solver", "api", "data"}


def test_reference_data_are_inside(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    kept = {
        str(path.relative_to(ROOT))
        for folder in ("data", "solver")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix in {".toml", ".json", ".html", ".css", ".js", ".xlsx"}
    }
    assert len([name for name in kept if name.startswith("data/regulations/")]) >= 5
    assert kept <= inside


def test_it_runs_from_a_clean_environment(wheel: Path, tmp_path: Path) -> None:
    """Installed elsewhere (dependencies borrowed from this environment), the register is readable."""
    target = tmp_path / "site"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", target, wheel], check=True
    )
    code = (
        "import datetime, data; from data.regulations.register import register;"
        f"assert data.__file__.startswith({str(target)!r});"
        "print(len(register(datetime.date(2026, 9, 1), '沈阳').provisions))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(target)},
    )
    assert int(done.stdout) >= 137
