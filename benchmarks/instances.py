"""The instances: synthetic seasons by name, and the committed sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.samples.synthesis.recipe import Tightness
from solver.domain.season import Season


@dataclass(frozen=True, slots=True)
class Instance:
    """A season to plan: sizes, seed and tightness of the generator; ``committees`` 0 means the committed sample."""

    name: str
    committees: int
    experts: int
    applications: int
    seed: int = 1
    tightness: Tightness = "easy"

    def season(self) -> Season:
        """The season of this instance."""
        from data.samples.sample_season import SAMPLE
        from data.samples.synthetic import synthesise
        from data.season_files.season_file import read_season

        if not self.committees:
            return read_season(SAMPLE)
        return synthesise(self.committees, self.experts, self.applications, self.seed, self.tightness)


INSTANCES: Mapping[str, Instance] = {
    one.name: one
    for one in (
        Instance("sample", 0, 300, 500),
        Instance("small", 12, 300, 500),
        Instance("small-tight", 12, 300, 500, tightness="tight"),
        Instance("small-impossible", 12, 300, 500, tightness="impossible"),
        Instance("medium", 20, 2_000, 5_000),
        Instance("medium-tight", 20, 2_000, 5_000, tightness="tight"),
        Instance("forty", 10, 1_000, 2_000),
        Instance("forty-tight", 10, 1_000, 2_000, tightness="tight"),
        Instance("hundred-twenty", 26, 2_400, 6_200),
        Instance("hundred-twenty-tight", 26, 2_400, 6_200, tightness="tight"),
        Instance("city", 80, 8_000, 20_000),
        Instance("city-tight", 80, 8_000, 20_000, tightness="tight"),
    )
}
"""Every instance by name; sizes are those asked of the generator, and results record those it made."""
