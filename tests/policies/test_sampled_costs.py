"""What is paid by committee costs the same whether all organizations are simulated or a sample."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.studies.cases import Cases, respond

PLACE = """
format = 1
title = "Sampled"
start = "2015-01"
years = 1

[organizations.synthesis]
kinds.social_group = { organizations = 600 }

[organizations]
sample = SAMPLE

[[alternatives]]
id = "paid"
policies = [
  { policy = "publicity_campaign", cost_campaign_month_yuan = 5000 },
  { policy = "service_center", cost_centre_year_yuan = 60000 },
]
"""


@pytest.mark.parametrize("sample", ["1.0", "0.1"])
def test_committees_cost_the_same_in_a_sample(sample: str, tmp_path: Path) -> None:
    file = tmp_path / "sampled.toml"
    file.write_text(PLACE.replace("SAMPLE", sample), encoding="utf-8")
    found = respond(sim.load(file), Cases(np.arange(2), {}), ["registered"], alternatives=["paid"])
    assert found.yuan == pytest.approx(12 * 5_000 + 60_000)
