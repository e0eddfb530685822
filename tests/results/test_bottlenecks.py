"""What holds uncovered organizations back over time, in all and by group."""

from __future__ import annotations

import numpy as np

from sim.results.groups import course, shares
from sim.results.reading import Results


def test_groups_add_up_to_all_in_every_year(finished: Results) -> None:
    whole = course(finished, "liaisons")
    assert (whole.groups, whole.months) == (("",), (0, 12, 24))
    for dimension, groups in (("district", {"north", "south"}), ("kind", None)):
        by = course(finished, "liaisons", dimension)
        assert groups is None or {*by.groups} == groups
        assert np.allclose(by.numbers.sum(0), whole.numbers[0])


def test_numbers_are_means_over_replicates(finished: Results) -> None:
    found = course(finished, "quota")
    operating = finished.values("operating")["quota"][:, [0, 12, 24]]
    covered = finished.values("organization_coverage_of_operating")["quota"][:, [0, 12, 24]]
    uncovered = (operating * (1 - covered)).mean(0)
    assert np.allclose(found.numbers[0].sum(-1), uncovered)
    assert np.allclose(found.shares().sum(-1), 1.0)
    # The mean of shares and the share of means differ a little.
    assert np.allclose(found.shares()[0, -1], shares(finished, "quota"), atol=0.1)
