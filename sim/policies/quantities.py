"""Quantities that costs refer to: what is counted in a month, and how much of it a policy pays.

Booked each month by policy and by the responsible committee of the organization counted. An
organization is counted if it is in the policy's target; a branch, if its host is. The policy's
committees are those of its kind (district or industry) with an organization of its target at
month 0. A share that the policy pays of each unit is in the unit cost, not here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Booking(StrEnum):
    """How much of what is counted belongs to a policy; nothing ever does at intensity 0."""

    FORCE = "force"  # what is counted × the policy's force
    WRITTEN = "written"  # each organization × what the policy writes of the dose
    PART = "part"  # the policy's part of what its dose brought about, by what each policy writes


@dataclass(frozen=True)
class Quantity:
    """One quantity a month; ``dose`` is what a booking other than by force refers to."""

    name: str
    unit: str
    booking: Booking
    dose: str | None
    meaning: Mapping[str, str]


def _by_force(name: str, unit: str, en: str, zh: str) -> Quantity:
    return Quantity(name, unit, Booking.FORCE, None, {"en": en, "zh": zh})


def _written(name: str, unit: str, dose: str, en: str, zh: str) -> Quantity:
    return Quantity(name, unit, Booking.WRITTEN, dose, {"en": en, "zh": zh})


def _part(name: str, unit: str, dose: str, en: str, zh: str) -> Quantity:
    return Quantity(name, unit, Booking.PART, dose, {"en": en, "zh": zh})


# fmt: off
_TABLE = (
    _part("liaison_months", "liaison-months", "liaison_posts",
        "posts of the policy open in the month", "当月在岗指导员数"),
    _part("new_liaisons", "liaisons", "liaison_posts",
        "liaisons who take up a post of the policy in the month", "当月到岗指导员数"),
    _part("case_months", "case-months", "liaison_posts",
        "cases, uncovered or paired, on posts of the policy after dispatch",
        "当月指导员联系的组织数（含结对支部）"),
    _part("staff_months", "staff-months", "staff_posts",
        "full-time posts of the policy at committees in the month", "当月专职岗位数"),
    _by_force("branches_founded", "branches",
        "branches founded in the month, forced ones among them", "当月新建党支部数（含强行组建）"),
    _by_force("branch_years", "branch-years",
        "branches alive at the end of the month / 12", "月末党支部数÷12"),
    _by_force("member_years", "member-years",
        "known full members in organizations with a branch / 12",
        "有支部组织中已知正式党员数÷12"),
    _by_force("transferred_member_years", "member-years",
        "known full members with their relation here, in organizations with a branch / 12",
        "有支部组织中组织关系已转入的正式党员数÷12"),
    _written("venue_months", "venue-months", "venue",
        "branches alive at the end of the month", "月末党支部数"),
    _by_force("stipend_months", "secretary-months",
        "branches with a secretary in office who is not a sourced one",
        "书记在任（非选派）的党支部数"),
    _part("places_filled", "places", "training_places",
        "training places filled in the month", "当月参训书记人次"),
    _part("sourced_salary_months", "secretary-months", "sourced_secretaries",
        "secretaries offered by the policy who are in office, after its end too",
        "在任选派书记数（措施结束后仍计）"),
    _by_force("dual_entries", "posts",
        "secretaries' posts that the host's head takes in the month",
        "当月由负责人出任的书记职务数"),
    _by_force("prompts", "prompts",
        "organizations founded in the month before", "上月新登记组织数"),
    _written("organizations_checked", "organizations", "check_compliance",
        "in March: operating organizations with a channel", "三月有管理渠道且正常运行的组织数"),
    _written("organizations_censused", "organizations", "census",
        "registered organizations, operating or not", "登记组织数（含停摆）"),
    _part("hosted_months", "place-months", "hosting_places",
        "organizations hosted in places of the policy, after its end too",
        "当月依托的组织数（措施结束后仍计）"),
    _written("organizer_contacts", "contacts", "organizer",
        "operating uncovered organizations with a channel, not silent, deferred or willing / 12",
        "正常运行、未建、有渠道且可联系的组织数÷12"),
    _by_force("anchor_years", "branch-years",
        "anchor branches alive at the end of the month / 12", "月末带动建支部数÷12"),
    _by_force("area_years", "branch-years",
        "regional branches alive at the end of the month / 12", "月末区域联建支部数÷12"),
    _by_force("functional_years", "branch-years",
        "functional branches alive at the end of the month / 12", "月末功能型支部数÷12"),
    _written("graded_years", "gradings", "appraisal",
        "branches alive at the end of the month / 12", "月末党支部数÷12"),
    _written("recognized_years", "branch-years", "recognition",
        "branches alive at the end of the month / 12", "月末党支部数÷12"),
    _part("members_placed", "members", "placements",
        "members placed in the month", "当月推荐就业党员数"),
    _part("office_years", "committee-years", "industry_committee",
        "industry committees that the policy keeps / 12", "措施设立的行业党委数÷12"),
    _by_force("drive_months", "committee-months",
        "committees of the policy, for a drive", "开展行动的党组织数"),
    _by_force("centre_years", "committee-years",
        "committees of the policy, for a centre each / 12", "设有服务中心的党组织数÷12"),
    _by_force("activist_years", "activist-years",
        "activists in operating organizations / 12", "正常运行的组织中入党积极分子数÷12"),
    _by_force("sites_months", "committee-months",
        "committees of the policy, for the sites that each keeps", "设有示范点的党组织数"),
    _by_force("campaign_months", "committee-months",
        "committees of the policy, for a campaign", "开展宣传的党组织数"),
    _part("mass_groups_founded", "groups", "mass_group",
        "mass groups founded in the month", "当月成立的群团组织数"),
    _by_force("organizations_pressed", "organization-months",
        "operating uncovered organizations that a quota presses on",
        "受指标约束、正常运行、未建的组织数"),
    _by_force("organization_months", "organization-months",
        "operating organizations", "正常运行的组织数"),
)
# fmt: on

QUANTITIES: Final[Mapping[str, Quantity]] = {quantity.name: quantity for quantity in _TABLE}
