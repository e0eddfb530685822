"""Who pays: committees and others apart, what organizations pay themselves beside the hours."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.policies.base import PAYERS, Cost, paid
from sim.report.money import table
from sim.results.run import run
from sim.scenario import load

TOWN = """format = 1
title = "Town"
start = "2010-01"
years = 2
replicates = 2

[organizations.synthesis]
organizations = 60
members = 120
covered = 20
kind_shares = { social_group = 0.5, private_non_enterprise = 0.5 }

[[alternatives]]
id = "money"
title = "Money"
policies = [
  { policy = "secretary_stipend", payer = "organization" },
  { policy = "activity_subsidy", payer = "treasury" },
  { policy = "party_fee_rebate" },
  { policy = "dispatch_liaisons", liaisons = 2 },
]
"""


def test_what_an_organization_pays_itself_is_a_burden_and_no_hours() -> None:
    for payer in PAYERS:
        cost = paid("item", "branch_years", 1.0, payer)
        own = payer == "organization"
        assert (cost.burden, cost.own_yuan, cost.hours) == (own, own, False)
    hours = Cost("item", "branch_years", 1.0, burden=True)
    assert hours.hours and not hours.own_yuan


def test_yuan_stand_by_payer_and_those_of_organizations_apart(tmp_path: Path) -> None:
    path = tmp_path / "town.toml"
    path.write_text(TOWN, encoding="utf-8")
    results = run(load(path), out=tmp_path / "out")
    found = results.compare()
    costs = found.costs["money"]
    assert set(costs.by_payer) == set(PAYERS) - {"organization"}
    for payer in ("committee", "treasury", "fees"):
        assert costs.by_payer[payer].min() > 0
    assert not costs.by_payer["sponsor"].any()
    assert sum(costs.by_payer.values()) == pytest.approx(costs.yuan)
    ledger = results.frame("ledger")
    own = ledger[ledger["payer"] == "organization"]
    assert set(own["item"]) == {"cost_stipend_month_yuan"} and own["burden"].all()
    assert costs.own_yuan.sum() == pytest.approx(own["amount"].sum())
    hours = ledger[ledger["burden"] & (ledger["payer"] == "")]
    assert costs.burden_hours.sum() == pytest.approx(hours["amount"].sum())
    labels = [row.label for row in table(found).rows]
    assert "Yuan that organizations pay themselves" in labels
    assert "of these: treasury" in labels and "of these: sponsoring department" not in labels
