"""Codes of tables as people read them. In files, tables and JSON a code is its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.locale import N_

EVENTS: Final[Mapping[str, str]] = {
    "founded": N_("branches founded"),
    "joined": N_("joined a branch"),
    "merged": N_("merged"),
    "left_joint": N_("left for a branch of their own"),
    "upgraded": N_("upgraded"),
    "dissolved": N_("dissolved"),
    "closed": N_("closed"),
    "converted": N_("converted"),
    "exit": N_("ended by an exit"),
    "contacted": N_("contacted"),
    "consented": N_("consented"),
    "refused": N_("refused"),
    "deferred": N_("neither yes nor no"),
    "organization_entered": N_("new organizations"),
    "organization_inactive": N_("fell inactive"),
    "organization_exited": N_("left the register"),
    "struck": N_("struck from the base"),
    "no_act": N_("waiting for an act of founding"),
}
"""Every event by name of ``codes.Event``, in the order in which a replay counts them."""

BRANCHES: Final[Mapping[str, str]] = {
    "own_voluntary": N_("own branch, founded voluntarily"),
    "own_pressure": N_("own branch, founded under the pressure of a target"),
    "joint_voluntary": N_("joint branch, founded voluntarily"),
    "joint_pressure": N_("joint branch, founded under the pressure of a target"),
}
"""Classes of survival curves by name of ``survival.BranchClass``."""

COMMITTEES: Final[Mapping[str, str]] = {
    "district": N_("{place} (district committee)"),
    "industry": N_("{place} (industry committee)"),
}
"""Committees of a ledger by their level."""

UNMET: Final = N_("unmet demand")
"""The item of a ledger that is no cost: what a cap left unpaid."""

SOURCES: Final[Mapping[str, str]] = {
    "official": N_("no. {number} of {place}, an official"),
    "retired_cadre": N_("no. {number} of {place}, a retired official"),
    "reserve_cadre": N_("no. {number} of {place}, an official in training"),
    "graduate": N_("no. {number} of {place}, a graduate"),
    "industry_professional": N_("no. {number} of {place}, a professional of the industry"),
}
"""A liaison's post by name of ``codes.LiaisonSource``, after the word for a liaison."""

DOSES: Final[Mapping[str, str]] = {
    "liaison_posts": N_("posts of liaisons"),
    "liaison_capacity": N_("cases that a liaison holds"),
    "liaison_strategy": N_("order in which liaisons take cases up"),
    "liaison_tenure": N_("months that a liaison stays in post"),
    "training_places": N_("places in the training of secretaries"),
    "training_gain": N_("skill gained in a training"),
    "sourced_secretaries": N_("secretaries sent from outside"),
    "hosting_places": N_("places at host offices"),
    "recruits_quota": N_("admissions a year"),
    "pressure": N_("pressure of a target"),
    "closing_forbidden": N_("branches may not be closed"),
    "industry_committee": N_("a committee of the industry"),
    "grant_yuan": N_("startup grant of a branch"),
    "subsidy_branch": N_("subsidy of a branch a year"),
    "subsidy_member": N_("subsidy of a member a year"),
    "rebate_yuan": N_("party fees of a member that pay for activities"),
    "rebate": N_("party fees that come back"),
    "venue": N_("activities in a shared venue"),
    "worktime": N_("activities in working time"),
    "stipend": N_("stipend of secretaries"),
    "secretary_candidates": N_("candidates for secretary"),
    "protection": N_("secretaries are protected"),
    "dual_entry": N_("heads who are members as secretaries"),
    "prompt_contact": N_("contact after registration"),
    "prompt_declare": N_("members declared at registration"),
    "check_compliance": N_("annual check"),
    "census": N_("census of members"),
    "joint_radius": N_("circle in which partners are sought"),
    "joint_max": N_("organizations in a joint branch at most"),
    "organizer": N_("contacts by organizers"),
    "anchor_max": N_("organizations that an anchor leads at most"),
    "transfer": N_("transfers of relations"),
    "service_transfer": N_("transfers at a service centre"),
    "service_disclosure": N_("members made known at a service centre"),
    "floating_commitment": N_("commitment of members with a card"),
    "application": N_("applications for membership"),
    "admission": N_("admissions from applicants"),
    "recruit_key": N_("recruits among key staff"),
    "demonstration": N_("what vital peers show"),
    "campaign": N_("publicity"),
    "mass_group": N_("mass groups set up"),
    "base_cleanup": N_("inactive organizations struck from the base"),
}
"""What a policy acts by, by name of ``doses.DOSES``."""
