"""Constants of the model: numbers that no result would miss the uncertainty of (docs/draws.md 11).

Those of :data:`FORMER` were parameters of earlier editions; a scenario that states one gets a
message that says what has become of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

RETIRED_SHARE: Final = 0.05
"""Share of members who are retired (S2 retired cadres)."""
KEY_STAFF_SHARE: Final = 0.2
"""Share of members who are key staff (S1, S4)."""
EXIT_SIZE_SLOPE: Final = 0.3
EXIT_YOUNG_FACTOR: Final = 1.5
"""Exit hazard below three years of age, multiple."""
EXIT_INACTIVE_FACTOR: Final = 2.5
STAFF_SD_MONTH: Final = 0.02
COVERED_INACTIVE: Final = 0.25
"""Hazard of falling inactive with a branch that isn't vital, multiple; with a vital one it is 0."""
EXITS_PER_YEAR: Final = 0.026
"""What leaves the register in a year: entries are the growth of the nation's and this."""
TENURE_SLOPE: Final = 0.12
"""Fall of the leave hazard a year of tenure."""
MOBILITY_SD: Final = 0.5
UNEMPLOYED_LEAVE: Final = 0.4
"""Leave hazard of members of an association who aren't its employees, multiple (S3, S5, S9)."""
LEAVE_VITAL: Final = 0.3
"""Reduction of leaving by a vital branch, times its vitality (S5, S9)."""
SEARCH_MONTHS: Final = 4.0
SAME_INDUSTRY_SHARE: Final = 0.6
SAME_DISTRICT_SHARE: Final = 0.7
KNOWN_WITH_BRANCH: Final = 0.4
"""Probability to be known after a move, added where there is a branch."""
FLOATING_CARD_SHARE: Final = 0.5
PIPELINE_RESET: Final = 0.8
"""Probability that an applicant starts again after a move (S5)."""
TRANSFER_VITAL_FACTOR: Final = 1.5
APPLICATION_MASS_GROUP: Final = 0.25
"""Applications where a mature mass group exists, multiple (S1, S2, S7)."""
LIAISON_SKILL_SD: Final = 0.15
LIAISON_LEARNING: Final = 0.004
"""Skill that a liaison gains a month in post."""
STAFF_REACH: Final = 40.0
"""Organizations without a channel that one of a committee's own staff keeps in reach (S1, S9)."""
NEIGHBOUR_WEIGHT: Final = 0.25
"""Weight of peers in neighbouring districts."""
FEAR_SHARES: Final = (1.0, 0.5, 0.5)
"""What visits, peers and an own branch do to the fears of interference, burden, constraint."""
VENUE_BURDEN: Final = 0.1
WORKTIME_BURDEN: Final = 0.1
APPRAISAL_BURDEN: Final = 0.05
"""Fear of burden where every branch is graded each year: forms and wall charts (S3, S4)."""
BOARD_BENEFIT: Final = 0.1
"""Benefit seen where board and branch meet (S4)."""
EFFORT_GAIN: Final = 1.5
"""Standing effort a unit of what isn't covered, at most 1."""
SECRETARY_SKILL_SD: Final = 0.2
FORCED_SKILL: Final = 0.3
"""Skill of a forced branch's secretary."""
MEMBER_TIME: Final = 0.15
"""Time share of an unpaid secretary who is a member; its root is the unit of leadership."""
HEAD_TIME: Final = 0.3
"""Time share of a head who is secretary, likewise without a stipend."""
COMMITMENT_SD: Final = 0.2
FUNCTIONAL_COMMITMENT: Final = 0.8
"""Commitment to a functional branch, multiple: its members answer to two branches (S3, S7)."""
WEAK: Final = 0.35
"""Vitality below which an appraisal finds a branch weak."""
STAR: Final = 0.65
"""Vitality from which it gives a star for a year."""
REPAIR_GAIN: Final = 0.1
"""Skill that a weak branch's secretary gains where no better one is found."""
CHECK_MONTH: Final = 3
"""Calendar month of the yearly check, in which it asks, discloses and costs."""
INTERCEPT: Final = -1.45
"""Intercept of vitality from which the search for that of a world begins."""

FORMER: Final[Mapping[str, float | str]] = {
    "retired_share": RETIRED_SHARE, "key_staff_share": KEY_STAFF_SHARE,
    "floating_card_share": FLOATING_CARD_SHARE, "search_months": SEARCH_MONTHS,
    "same_industry": SAME_INDUSTRY_SHARE, "same_district": SAME_DISTRICT_SHARE,
    "pipeline_reset": PIPELINE_RESET, "tenure_slope": TENURE_SLOPE,
    "liaison_skill_sd": LIAISON_SKILL_SD, "liaison_learning": LIAISON_LEARNING,
    "secretary_skill_sd": SECRETARY_SKILL_SD, "commitment_sd": COMMITMENT_SD,
    "neighbour_weight": NEIGHBOUR_WEIGHT, "exit_young_factor": EXIT_YOUNG_FACTOR,
    "worktime_burden": WORKTIME_BURDEN, "venue_burden": VENUE_BURDEN,
    "known_with_branch": KNOWN_WITH_BRANCH, "leave_vital": LEAVE_VITAL,
    "forced_skill": FORCED_SKILL, "exit_size_slope": EXIT_SIZE_SLOPE,
    "exit_inactive_factor": EXIT_INACTIVE_FACTOR, "mobility_sd": MOBILITY_SD,
    "staff_sd_month": STAFF_SD_MONTH, "application_mass_group": APPLICATION_MASS_GROUP,
    "transfer_vital_factor": TRANSFER_VITAL_FACTOR, "time_share": MEMBER_TIME,
    "census_contact": 1.0,
    "vitality_intercept": "alive_at_start", "grant_reference_yuan": "activity_cost_yuan",
    "liaison_interference": "liaison_fears", "liaison_burden": "liaison_fears",
    "liaison_constraint": "liaison_fears", "peer_interference": "peer_fears",
    "peer_burden": "peer_fears", "peer_constraint": "peer_fears",
    "own_interference": "own_fears", "own_burden": "own_fears", "own_constraint": "own_fears",
}  # fmt: skip
"""Parameters of earlier editions: the constant that each is now, or what stands in its place."""

FORMER_FIELDS: Final[Mapping[str, str]] = {
    "funded_share": "yuan_branch_year",
    "cost_branch_year_yuan": "yuan_branch_year",
    "cost_member_year_yuan": "yuan_member_year",
}
"""Keys of policies in earlier editions, and what stands in their place: money acts by its yuan."""
