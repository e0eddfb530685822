"""The sliders: what a class may change while a world runs, and the policies that come of it.

A lever is one field of one policy. A policy is in force while one of its ``drives`` is above its
neutral value. The fields that nobody moves keep the policy's defaults. Nothing is phased in, so a
slider acts from the month in which it is moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sim.locale import N_
from sim.scenario import Scenario

Settings = Mapping[str, float]
"""Values by lever; a lever that is missing stands at its neutral value."""

Entry = dict[str, Any]
"""A policy as a scenario file writes it."""


@dataclass(frozen=True)
class Lever:
    """A slider over one field of a policy; ``neutral`` is where it does nothing."""

    id: str
    policy: str
    field: str
    low: float
    high: float
    step: float
    neutral: float
    label: str
    unit: str
    drives: bool = True

    @property
    def whole(self) -> bool:
        """Whether the field takes whole numbers only."""
        return float(self.step).is_integer()

    def settled(self, value: float) -> float:
        """Return the nearest value on the slider, as the file will write it."""
        steps = round((min(max(value, self.low), self.high) - self.low) / self.step)
        found = round(self.low + steps * self.step, 6)
        return int(found) if self.whole else found


SHARE: Final = "%"

LEVERS: Final[Mapping[str, Lever]] = {
    lever.id: lever
    for lever in (
        Lever(
            "liaisons", "dispatch_liaisons", "liaisons", 0, 60, 1, 0, N_("Liaisons"), N_("posts")
        ),
        Lever(
            "capacity", "dispatch_liaisons", "capacity", 7, 20, 1, 7,
            N_("Organizations a liaison visits"), N_("cases"), drives=False,
        ),
        Lever(
            "funded", "activity_subsidy", "yuan_branch_year", 0, 6000, 250, 0,
            N_("Subsidy of a branch"), N_("yuan a year"),
        ),
        Lever(
            "training", "secretary_training", "places_per_year", 0, 100, 5, 0,
            N_("Training of secretaries"), N_("places a year"),
        ),
        Lever(
            "stipend", "secretary_stipend", "time_share", 0, 1, 0.05, 0,
            N_("Paid working time of secretaries"), SHARE,
        ),
        Lever(
            "organizers", "joint_branch_drive", "contacts_per_year", 0, 6, 0.5, 0,
            N_("Organizers for joint branches: contacts"), N_("a year each"),
        ),
        Lever(
            "radius", "joint_branch_drive", "joint_radius", 1, 2, 1, 1,
            N_("Where partners are sought"), N_("1 own industry nearby, 2 whole district"),
        ),
        Lever(
            "joint_max", "joint_branch_drive", "joint_max", 6, 20, 1, 6,
            N_("Organizations a joint branch may hold"), N_("organizations at most"),
        ),
        Lever(
            "target", "coverage_quota", "target_share", 0, 1, 0.05, 0,
            N_("Target for reported coverage"), SHARE,
        ),
        Lever(
            "pressure", "coverage_quota", "gain", 0.5, 3, 0.25, 1.5,
            N_("Pressure when short of the target"), N_("multiple"), drives=False,
        ),
    )
}  # fmt: skip

GROUPS: Final[Mapping[str, str]] = {
    "dispatch_liaisons": N_("People"),
    "activity_subsidy": N_("Money"),
    "secretary_training": N_("Secretaries"),
    "secretary_stipend": N_("Secretaries"),
    "joint_branch_drive": N_("Joint branches"),
    "coverage_quota": N_("Target"),
}
"""Under which heading a policy's sliders stand."""


def neutral() -> dict[str, float]:
    """Return settings under which no slider does anything."""
    return {lever.id: lever.neutral for lever in LEVERS.values()}


def offered(scenario: Scenario) -> tuple[Lever, ...]:
    """Return the levers of policies that the scenario's baseline does not already have.

    Two of one kind would set the same dose; the file wins.
    """
    taken = {policy.name for policy in scenario.alternatives[0].policies}
    return tuple(lever for lever in LEVERS.values() if lever.policy not in taken)


def policies_of(settings: Settings) -> dict[str, Entry]:
    """Return by policy the entry that the settings come to, without dates; only those in force."""
    found: dict[str, Entry] = {}
    for policy in GROUPS:
        mine = [lever for lever in LEVERS.values() if lever.policy == policy]
        values = {lever.id: settings.get(lever.id, lever.neutral) for lever in mine}
        if any(lever.drives and values[lever.id] != lever.neutral for lever in mine):
            fields = {lever.field: lever.settled(values[lever.id]) for lever in mine}
            found[policy] = {"policy": policy, **fields, "ramp_months": 0}
    return found


def settings_of(entry: Entry) -> dict[str, float]:
    """Return what an entry's fields say of its policy's levers."""
    return {
        lever.id: entry[lever.field]
        for lever in LEVERS.values()
        if lever.policy == entry["policy"] and lever.field in entry
    }
