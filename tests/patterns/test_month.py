"""What the month comes to: few draws against what docs/patterns.md says of many."""

from __future__ import annotations

import numpy as np
import pytest

from tests.patterns import month


def rise(paper: float, measure: str) -> float:
    seen = month.path(month.built("linze", 12, [month.TARGET], paper_per_year=paper), 12)[measure]
    return float((seen[12, :, 1] - seen[12, :, 0]).mean())


def test_a_target_moves_the_books_by_paper_and_effective_coverage_hardly() -> None:
    without, much = rise(0.0, "reported"), rise(0.8, "reported")
    assert 0.0 < without < 0.05 and much > without + 0.15
    assert abs(rise(0.0, "effective") - rise(0.8, "effective")) < 0.01


def test_paths_are_by_month_draw_and_alternative() -> None:
    seen = month.path(month.built("classroom", 3, [month.TARGET]), 2)
    assert {name: shares.shape for name, shares in seen.items()} == {
        "reported": (3, 3, 2),
        "effective": (3, 3, 2),
    }
    np.testing.assert_array_equal(seen["reported"][0, :, 0], seen["reported"][0, :, 1])
    assert seen["reported"][0].mean() == pytest.approx(18 / 120, abs=0.02)


@pytest.mark.slow
def test_everything_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    month.losses(10)
    month.drive(10)
    said = capsys.readouterr().out
    rates = [float(line.rsplit(" ", 1)[1]) for line in said.splitlines() if "losses" in line]
    assert len(rates) == 2 and all(0.03 < rate < 0.09 for rate in rates)
    assert "P9 joint share of branches" in said and "drive, largest rise" in said
