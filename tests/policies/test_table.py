"""The model's table of policies (7.8), row by row, and that no dose is without a writer."""

from __future__ import annotations

from typing import Any

import pytest

from sim.policies import POLICIES
from sim.policies.coverage_quota import CoverageQuota
from sim.policies.dispatch_liaisons import DispatchLiaisons
from sim.policies.doses import DOSES
from sim.policies.dual_entry import DualEntry
from sim.policies.recruitment_drive import RecruitmentDrive
from sim.state.codes import LiaisonSource, Strategy

TABLE = {
    "dispatch_liaisons": "liaison_posts liaison_capacity liaison_strategy liaison_tenure",
    "committee_staff": "staff_posts",
    "startup_grant": "grant_yuan",
    "activity_subsidy": "subsidy_branch subsidy_member worktime",
    "party_fee_rebate": "rebate rebate_yuan",
    "venue_sharing": "venue",
    "secretary_stipend": "stipend secretary_candidates",
    "secretary_protection": "protection",
    "secretary_training": "training_places training_gain",
    "secretary_sourcing": "sourced_secretaries",
    "dual_entry": "dual_entry",
    "branch_appraisal": "appraisal appraisal_months",
    "recognition": "recognition",
    "registration_prompt": "prompt_contact prompt_declare",
    "annual_check": "check_compliance",
    "hosting": "hosting_places",
    "census": "census",
    "joint_branch_drive": "joint_radius joint_max organizer",
    "anchor_led": "anchor_max",
    "area_branch": "area_max",
    "functional_branch": "functional",
    "industry_committee": "industry_committee organizer",
    "transfer_drive": "transfer",
    "service_center": "service_transfer service_disclosure floating_commitment",
    "recruitment_drive": "application admission recruit_key recruits_quota",
    "member_placement": "placements",
    "demonstration_sites": "demonstration",
    "publicity_campaign": "campaign",
    "mass_organization_first": "mass_group",
    "coverage_quota": "pressure closing_forbidden",
    "base_cleanup": "base_cleanup",
}


def test_every_row_of_the_model_is_a_policy_in_its_order() -> None:
    assert list(POLICIES) == list(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_a_row_writes_its_doses(name: str) -> None:
    policy = (
        RecruitmentDrive(quota_per_year=10) if name == "recruitment_drive" else POLICIES[name]()
    )
    assert [write.dose for write in policy.writes()] == TABLE[name].split()


OTHERWISE: dict[str, tuple[dict[str, Any], str]] = {
    "dispatch_liaisons": ({"batch": 6}, "liaison_batch"),
    "secretary_sourcing": ({"branches_per_worker": 3}, "branches_per_worker"),
    "dual_entry": ({"role": "board"}, "board"),
    "recruitment_drive": ({"key_training_per_year": 0.2}, "key_training"),
}
"""What policies write besides where a field says so."""


@pytest.mark.parametrize("name", OTHERWISE)
def test_a_field_adds_a_dose(name: str) -> None:
    fields, dose = OTHERWISE[name]
    assert dose in {write.dose for write in POLICIES[name](**fields).writes()}
    assert dose not in {write.dose for write in POLICIES[name]().writes()}


def test_a_secretary_who_chairs_the_union_has_more_time() -> None:
    (write,) = DualEntry(role="union").writes()
    assert (write.dose, write.full) == ("office_time", 0.25)


def test_every_dose_has_a_writer() -> None:
    written = {dose for doses in TABLE.values() for dose in doses.split()}
    written |= {dose for _, dose in OTHERWISE.values()} | {"office_time", "key_skill"}
    assert written == set(DOSES)


def test_without_a_number_recruitment_has_no_quota() -> None:
    assert "recruits_quota" not in {write.dose for write in RecruitmentDrive().writes()}


@pytest.mark.parametrize("aim", [{"key_share": 0.3}, {"key_training_per_year": 0.3}])
def test_key_staff_are_preferred_where_they_are_sought_or_trained(aim: dict[str, Any]) -> None:
    doses = {write.dose: write.full for write in RecruitmentDrive(**aim).writes()}
    assert doses["key_skill"] == 0.1
    assert "key_skill" not in {write.dose for write in RecruitmentDrive().writes()}


@pytest.mark.parametrize("source", LiaisonSource)
@pytest.mark.parametrize("strategy", Strategy)
def test_liaisons_by_source_and_strategy(source: LiaisonSource, strategy: Strategy) -> None:
    policy = DispatchLiaisons(
        liaisons=5,
        capacity=9,
        tenure_months=24,
        strategy=strategy.name.lower(),
        liaison_source=source.name.lower(),
    )
    posts, capacity, order, tenure = policy.writes()
    assert (posts.full, posts.shared, posts.source) == (5, True, source)
    assert (capacity.full, order.full, tenure.full) == (9, strategy, 24)


def test_a_quota_carries_its_goal() -> None:
    pressure, _ = CoverageQuota(target_share=0.4, gain=2).writes()
    assert (pressure.full, pressure.goal) == (2, 0.4)
