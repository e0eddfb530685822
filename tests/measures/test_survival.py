"""Kaplan-Meier on a table that can be worked out by hand."""

from __future__ import annotations

import numpy as np

from sim.measures.survival import kaplan_meier


def test_kaplan_meier_by_hand() -> None:
    failed = np.array([0, 1, 0, 2])
    censored = np.array([1, 1, 1, 4])
    # At risk 10, 9, 7, 6: (8/9)·1·(4/6).
    assert np.allclose(kaplan_meier(failed, censored), [1.0, 8 / 9, 8 / 9, 8 / 9 * 4 / 6])


def test_nothing_at_risk_keeps_the_curve() -> None:
    assert kaplan_meier(np.array([0, 1, 0]), np.array([0, 0, 0])).tolist() == [1.0, 0.0, 0.0]
    assert kaplan_meier(np.zeros(2, int), np.zeros(2, int)).tolist() == [1.0, 1.0]
