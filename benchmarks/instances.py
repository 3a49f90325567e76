"""The instances: synthetic seasons by name, and the committed sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.samples.synthesis.recipe import Tightness
from solver.domain.season import Season


@dataclass(frozen=True, slots=True)
class Instance:
    """A season to plan: sizes, seed and tightness of the generator; ``committees`` 0 means the committed sample.

    With several ``cities`` it is a province of so many, which share a few experts.
    """

    name: str
    committees: int
    experts: int
    applications: int
    seed: int = 1
    tightness: Tightness = "easy"
    cities: int = 1

    def season(self) -> Season:
        """The season of this instance."""
        from data.samples.province import synthesise_province
        from data.samples.sample_season import SAMPLE
        from data.samples.synthetic import synthesise
        from data.season_files.season_file import read_season

        if not self.committees:
            return read_season(SAMPLE)
        sizes = self.committees, self.experts, self.applications
        if self.cities > 1:
            return synthesise_province(self.cities, *sizes, self.seed, self.tightness)
        return synthesise(*sizes, self.seed, self.tightness)


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
        Instance("counties", 30, 3_000, 9_000, cities=3),
        Instance("province-fifth", 231, 23_076, 69_231, cities=3),
        Instance("province", 1_000, 100_000, 300_000, cities=13),
    )
}
"""Every instance by name; sizes are those asked of the generator, and results record those it made."""
