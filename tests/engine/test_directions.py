"""Each policy does what it is for, and what it is known to do badly: its side effect.

Paired means over sixty draws of the priors: same draws, one policy more. A test of a mean passes
by chance, without an effect, with probability 2·10⁻⁴ (so all of them: 1 %). Where the logic of the
model gives an equality it is tested as one, replicate by replicate. Side effects are those that
each policy's ``caution`` names.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.policies import POLICIES
from tests.engine.directions import BOUND, LEVEL, MONTHS, REPLICATES, seen, t_value

UP, DOWN = 1, -1
FIRST_YEAR = slice(0, 12)
LAST_YEAR = slice(MONTHS - 12, MONTHS)

DIRECTION: dict[str, tuple[str, int]] = {
    "dispatch_liaisons": ("effective", UP),
    "committee_staff": ("acts", UP),
    "startup_grant": ("refused", DOWN),
    "activity_subsidy": ("effective", UP),
    "party_fee_rebate": ("transferred", UP),
    "venue_sharing": ("burden", DOWN),
    "secretary_stipend": ("vitality", UP),
    "secretary_protection": ("vacant", DOWN),
    "secretary_training": ("vitality", UP),
    "dual_entry": ("headed", UP),
    "branch_appraisal": ("weak", DOWN),
    "recognition": ("benefit_covered", UP),
    "registration_prompt": ("young_asked", UP),
    "annual_check": ("known", UP),
    "hosting": ("hosted", UP),
    "census": ("known", UP),
    "joint_branch_drive": ("covered", UP),
    "anchor_led": ("in_anchor", UP),
    "area_branch": ("in_area", UP),
    "functional_branch": ("in_functional", UP),
    "industry_committee": ("without_channel", UP),
    "transfer_drive": ("transferred", UP),
    "service_center": ("known", UP),
    "recruitment_drive": ("members", UP),
    "member_placement": ("without_members", DOWN),
    "demonstration_sites": ("attitude", UP),
    "publicity_campaign": ("contacted", UP),
    "mass_organization_first": ("contacted", UP),
    "coverage_quota": ("reported", UP),
    "base_cleanup": ("reported", UP),
}
"""What the policy moves, and where to; ``secretary_sourcing`` has a test of its own."""

SIDE_EFFECT: dict[str, tuple[str, int]] = {
    "dispatch_liaisons": ("visited_without_members", UP),  # visits where no branch can come
    "secretary_protection": ("constraint", UP),
    "dual_entry": ("member_secretaries", DOWN),  # heads take posts that members had
    "registration_prompt": ("refused", UP),  # asked early, and silent for a year
    "annual_check": ("refused", UP),
    "census": ("refused", UP),
    "joint_branch_drive": ("joint_far", UP),  # the farther, the looser
    "branch_appraisal": ("covered", DOWN),  # the weak are closed
    "area_branch": ("on_the_list", UP),  # nobody comes from them
    "anchor_led": ("vitality_own", DOWN),  # those taken in dilute the anchor's life
    "industry_committee": ("refused", UP),
    "service_center": ("of_eligible", DOWN),  # it serves members, heads do not follow
    "publicity_campaign": ("refused", UP),
    "coverage_quota": ("hollow_share", UP),
}
"""Those of other policies are tests of their own below."""


def significant(difference: np.ndarray, sign: int) -> None:
    """Assert that paired differences have the sign, beyond chance at the stated level."""
    t = t_value(difference)
    assert t * sign > BOUND, f"mean {difference.mean():.4f}, t {t:.2f}"


def test_the_bound_is_that_of_the_stated_level() -> None:
    assert pytest.approx(stats.t.isf(LEVEL, REPLICATES - 1), abs=0.01) == BOUND


def test_every_policy_has_a_direction() -> None:
    assert DIRECTION.keys() | {"secretary_sourcing"} == POLICIES.keys()


@pytest.mark.parametrize("name", DIRECTION)
def test_direction(name: str) -> None:
    measure, sign = DIRECTION[name]
    significant(seen().difference(name, measure), sign)


@pytest.mark.parametrize("name", SIDE_EFFECT)
def test_side_effect(name: str) -> None:
    measure, sign = SIDE_EFFECT[name]
    significant(seen().difference(name, measure), sign)


def test_sourced_secretaries_serve_and_are_paid_after_the_end() -> None:
    """Without the policy there is none; salaries go on for as long as those placed stay."""
    here = seen()
    assert not here.of("baseline", "sourced").any()
    assert (here.of("secretary_sourcing", "sourced", slice(0, 24)) > 0).sum() >= 10
    after = here.of("secretary_sourcing", "sourced", slice(24, MONTHS))
    line = here.lines.index(("secretary_sourcing", "cost_salary_month_yuan"))
    worlds = np.arange(REPLICATES) * len(here.plans) + here.plans.index("secretary_sourcing")
    salaries = here.booked[24:, line][:, worlds].mean(axis=0)
    assert salaries == pytest.approx(2_000 * after)
    assert (salaries > 0).any()


def test_grants_go_to_branches_that_would_have_been_founded_anyway() -> None:
    here = seen()
    extra = here.difference("startup_grant", "founded")
    significant(here.of("startup_grant", "founded") - extra, UP)
    line = here.lines.index(("startup_grant", "grant_yuan"))
    worlds = np.arange(REPLICATES) * len(here.plans) + here.plans.index("startup_grant")
    paid = here.booked[:, line][:, worlds].mean(axis=0) / 2_000
    assert paid == pytest.approx(here.of("startup_grant", "founded"))


def test_activities_in_working_time_cost_goodwill() -> None:
    here = seen()
    worktime = here.of("subsidy in working time", "burden")
    significant(worktime - here.of("activity_subsidy", "burden"), UP)


def test_rebated_fees_ease_less_than_a_subsidy_of_the_same_share() -> None:
    """Only members whose relation is here bring fees back."""
    here = seen()
    for burden in ("burden", "burden_covered"):
        significant(here.of("party_fee_rebate", burden) - here.of("full subsidy", burden), UP)


def test_a_shared_venue_is_a_weak_lever_beside_money() -> None:
    here = seen()
    significant(here.of("venue_sharing", "burden") - here.of("full subsidy", "burden"), UP)
    significant(here.of("venue_sharing", "covered") - here.of("full subsidy", "covered"), DOWN)


def test_time_brings_little_without_skill() -> None:
    """A stipend and training together do more than the sum of each alone."""
    here = seen()
    both = here.difference("stipend and training", "vitality")
    alone = [here.difference(f"secretary_{name}", "vitality") for name in ("stipend", "training")]
    significant(both - alone[0] - alone[1], UP)


def test_what_is_trained_is_forgotten() -> None:
    here = seen()
    end, later = (here.of("secretary_training", "trained", s) for s in (slice(23, 24), LAST_YEAR))
    significant(end - later, UP)


def test_a_campaign_of_transfers_is_undone_by_moves() -> None:
    here = seen()
    end = here.difference("transfer_drive", "transferred", slice(23, 24))
    later = here.difference("transfer_drive", "transferred", slice(MONTHS - 1, MONTHS))
    significant(end - later, UP)


def test_hosting_raises_the_official_figure_without_a_branch() -> None:
    here = seen()
    significant(here.difference("hosting", "reported"), UP)
    assert t_value(here.difference("hosting", "covered")) < BOUND, "effort relaxes, if anything"


def test_cleaning_the_base_founds_nothing() -> None:
    """The share alone moves, and with it what effort still sees to do: hardly a branch more."""
    here = seen()
    raised = here.difference("base_cleanup", "reported").mean()
    for measure in ("covered", "effective"):
        change = here.difference("base_cleanup", measure)
        assert abs(change.mean()) < max(0.1 * raised, 3.0 * change.std() / np.sqrt(len(change)))


def test_recruitment_is_slow() -> None:
    """No full member more for a year and a half, in any replicate; many in the fourth year."""
    here = seen()
    assert not here.difference("recruitment_drive", "full", slice(0, 18)).any()
    significant(here.difference("recruitment_drive", "full", LAST_YEAR), UP)


def test_mass_groups_are_the_long_way_round() -> None:
    """Nothing but groups in the first year."""
    here = seen()
    for measure in ("contacted", "covered", "members", "attitude"):
        assert not here.difference("mass_organization_first", measure, FIRST_YEAR).any()
    significant(here.difference("mass_organization_first", "in_groups", LAST_YEAR), UP)


def test_after_a_quota_the_books_are_fuller_than_life() -> None:
    """Twelve months after the end the hollow share is still higher, reported coverage too."""
    here = seen()
    for measure in ("hollow_share", "reported"):
        significant(here.difference("coverage_quota", measure, LAST_YEAR), UP)
    gained = here.difference("coverage_quota", "covered", slice(0, 36))
    lived = here.difference("coverage_quota", "effective", slice(0, 36))
    significant(gained - lived, UP)


def test_returns_of_liaisons_diminish() -> None:
    """P8: six more, once all waiting are on a case, bring less than the first six."""
    here = seen()
    first = here.difference("dispatch_liaisons", "effective")
    second = here.of("twice the liaisons", "effective") - here.of("dispatch_liaisons", "effective")
    significant(first - second, UP)
