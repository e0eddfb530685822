"""The place of a scenario: districts, industries, neighbours, and the committees that exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Title = Mapping[str, str]
"""A label in the languages of the product: ``{"zh": …, "en": …}``, both always present."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Districts × industries; a *cell* is one pair, index district * n_industries + industry.

    Weights are shares of organizations where no registry gives them: ``district_weights`` sum
    to 1, ``industry_weights[kind]`` (kind as in ``sim.state.codes.Kind``) sum to 1 for each kind.
    """

    district_ids: tuple[str, ...]
    industry_ids: tuple[str, ...]
    neighbours: tuple[tuple[int, ...], ...]
    industry_committees: tuple[bool, ...]
    hosted_counts: bool
    functional_counts: bool
    district_titles: tuple[Title, ...]
    industry_titles: tuple[Title, ...]
    tiles: tuple[tuple[int, int] | None, ...]
    district_weights: tuple[float, ...]
    industry_weights: tuple[tuple[float, ...], ...]

    @property
    def n_cells(self) -> int:
        """Number of cells."""
        return len(self.district_ids) * len(self.industry_ids)

    def cell(self, district: int, industry: int) -> int:
        """Index of the cell of a district and an industry."""
        return district * len(self.industry_ids) + industry
