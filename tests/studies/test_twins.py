"""Twins: the same policies and money, and no quota."""

from __future__ import annotations

from pathlib import Path

import sim
from sim.studies.stress import with_twins

SMALL = Path(__file__).parents[1] / "results" / "data" / "small.toml"


def test_a_quota_beside_other_policies_has_a_twin(tmp_path: Path) -> None:
    path = tmp_path / "both.toml"
    text = SMALL.read_text(encoding="utf-8").replace(
        'policies = [{ policy = "coverage_quota", target_share = 0.9 }]',
        'policies = [{ policy = "coverage_quota" }, { policy = "activity_subsidy" }]',
    )
    path.write_text(text, encoding="utf-8")
    scenario = with_twins(sim.load(path))
    assert [e.id for e in scenario.alternatives] == [
        "baseline", "liaisons", "quota", "quota_no_quota",
    ]  # fmt: skip
    twin = scenario.alternative("quota_no_quota")
    assert [policy.name for policy in twin.policies] == ["annual_check", "activity_subsidy"]
    assert twin.title["en"] == "A quota, without its quota"
    again = with_twins(sim.load(SMALL))
    assert [e.id for e in again.alternatives] == ["baseline", "liaisons", "quota"]


def test_a_quota_of_the_baseline_is_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "standing.toml"
    text = SMALL.read_text(encoding="utf-8").replace(
        'policy = "annual_check"', 'policy = "coverage_quota"'
    )
    text = text.replace(
        'policies = [{ policy = "coverage_quota", target_share = 0.9 }]', "policies = []"
    )
    path.write_text(text, encoding="utf-8")
    twin = with_twins(sim.load(path)).alternative("liaisons_no_quota")
    assert [policy.name for policy in twin.policies] == ["dispatch_liaisons"]
