"""Rankings: counts of worlds for every pair of alternatives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.results.compare import SAID, Tally, pairs
from sim.results.reading import Results


def test_ties_count_for_neither_and_no_number_not_at_all() -> None:
    found = Tally.of_difference(np.array([0.1, 0.0, -0.2, 0.3, np.nan]))
    assert (found.higher, found.lower, found.of, found.share) == (2, 1, 4, 0.5)
    assert Tally.of_difference(np.array([np.nan])).share is None


def test_every_pair_is_counted_within_replicates(finished: Results) -> None:
    found = finished.compare()
    values = found.values.copy()
    # Medians rank the three 3 > 2 > 1; within replicates the second beats the third in three.
    last = np.array([[1.0, 2.0, 3.0, 4.0], [1.0, 4.0, 5.0, 6.0], [9.0, 3.0, 4.0, 5.5]])
    values[found.measures.index(SAID), :, :, -1] = last
    counted = pairs(replace(found, values=values))
    baseline, liaisons, quota = finished.alternatives
    assert counted[liaisons][quota] == Tally(3, 1, 4)
    assert counted[quota][liaisons] == Tally(1, 3, 4)
    assert counted[liaisons][baseline] == Tally(3, 0, 4)
    assert all(name not in others and len(others) == 2 for name, others in counted.items())
