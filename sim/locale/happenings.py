"""What people read of an organization's history: a marked text for everything that may happen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.locale import N_

HAPPENINGS: Final[Mapping[str, str]] = {
    "registered": N_("enters the register with {members} members"),
    "exited": N_("leaves the register"),
    "inactive": N_("falls inactive"),
    "struck": N_("is struck from the reported base"),
    "members_left": N_("members −{number}: now {members}, {known} known"),
    "members_came": N_("members +{number}: now {members}, {known} known"),
    "members_known": N_("members become known, {number}: {known} of {members}"),
    "case_taken": N_("liaison {post} takes the case"),
    "case_left": N_("liaison {post} leaves the case"),
    "new_holder": N_("somebody else takes over as liaison {post}"),
    "attitude": N_("{part} {from} → {to}"),
    "contacted": N_("contacted: {by}"),
    "asked": N_(
        "asked (no. {time}): {answer} (drawn {drawn}; consent below {consent_below}, "
        "refusal from {refusal_from})"
    ),
    "branch_founded": N_("branch founded: {form}, {partners}; secretary: {secretary}"),
    "branch_joined": N_("joins a branch: {form}, {partners}; secretary: {secretary}"),
    "branch_merged": N_("its branch merges into another: {form}, {partners}"),
    "branch_lost": N_("loses its branch ({form}): {how}"),
    "branch_form": N_("its branch changes form: {from} → {to}"),
    "secretary": N_("secretary: {from} → {to}"),
    "vital": N_("its branch is vital (vitality {vitality})"),
    "dormant": N_("its branch falls dormant (vitality {vitality})"),
    "shell": N_("its branch stays on the books only"),
    "interim": N_("its members meanwhile: {to}"),
    "mass_group": N_("a mass group is set up"),
    "no_secretary": N_("willing, but no secretary found"),
    "no_act": N_("willing, but its committee can found no more this month"),
    "on_paper": N_("is reported as covered, on paper only"),
    "off_paper": N_("is on paper no more"),
    "bottleneck": N_("what holds it back: {from} → {to}"),
}

KINDS: Final[Mapping[str, str]] = {
    "social_group": N_("social group"),
    "private_non_enterprise": N_("private non-enterprise unit"),
    "foundation": N_("foundation"),
    "intermediary": N_("intermediary"),
    "law_firm": N_("law firm"),
    "nonpublic_enterprise": N_("non-public enterprise"),
    "stable": N_("stable type"),
    "dispersed": N_("dispersed type"),
    "loose": N_("loose type"),
}
"""Kinds and types of one organization."""

VALUES: Final[Mapping[str, str]] = {
    "none": N_("nothing"),
    "not_operating": N_("not operating"),
    "interference": N_("fear of interference"),
    "burden": N_("fear of burden"),
    "constraint": N_("fear of constraint"),
    "benefit": N_("benefit seen"),
    "committee": N_("by its committee"),
    "liaison": N_("by a liaison"),
    "pressure": N_("under the pressure of a target"),
    "organizer": N_("by an organizer"),
    "campaign": N_("by a campaign"),
    "check": N_("at the annual check"),
    "prompt": N_("after registration"),
    "census": N_("at a census"),
    "mass_group": N_("through its mass group"),
    "consent": N_("consent"),
    "refusal": N_("refusal"),
    "deferred": N_("neither yes nor no"),
    "standalone": N_("standalone"),
    "general_branch": N_("general branch"),
    "joint": N_("joint"),
    "anchor": N_("anchor-led"),
    "member_group": N_("a member group"),
    "hosted": N_("a place at a host office"),
    "member": N_("a member"),
    "head": N_("the head"),
    "sourced": N_("sent from outside"),
    "dissolved": N_("dissolved"),
    "closed": N_("closed"),
    "converted": N_("converted"),
    "ended_by_exit": N_("a partner's exit ended it"),
    "left_joint": N_("goes on to a branch of its own"),
    "withdrew": N_("its head withdrew"),
    "left": N_("left"),
}

FORM_OF_COMMITTEE: Final = N_("committee of its own")
"""``committee`` is also a way to be contacted."""

COLUMNS: Final[Mapping[str, str]] = {
    "registered": N_("on the register"),
    "operating": N_("in operation"),
    "on_base": N_("on the reported base"),
    "pressure": N_("pressure of a target or of effort"),
    "staff": N_("staff"),
    "members": N_("members"),
    "known": N_("known members"),
    "eligible": N_("members that count"),
    "transferred": N_("members with their relation here"),
    "post": N_("liaison on the case"),
    "visits": N_("effect of visits"),
    "interference": VALUES["interference"],
    "burden": VALUES["burden"],
    "constraint": VALUES["constraint"],
    "benefit": VALUES["benefit"],
    "attitude": N_("attitude"),
    "contact": N_("last contact"),
    "asked": N_("times asked"),
    "form": N_("form of branch"),
    "interim": N_("members meanwhile"),
    "secretary": N_("secretary from"),
    "vitality": N_("vitality of its branch"),
    "bottleneck": N_("what holds it back"),
    "act_wait": N_("waits for an act of founding"),
    "nominal": N_("covered on paper"),
}
"""Columns shown where the histories part; identities and months of record are left out."""

PEOPLE: Final = N_("which people are members")
PARTNERS: Final = N_("which organizations share its branch")
RECORDS: Final = N_("its records (months and identities only)")

REMEDIES: Final[Mapping[str, str]] = {
    "visits": N_("more visits by liaisons, vis +{amount}"),
    "contacts": N_("contacts by an organizer, {amount} more a year"),
    "interference": N_("less fear of interference, −{amount}"),
    "burden": N_("less fear of burden, −{amount}"),
    "constraint": N_("less fear of constraint, −{amount}"),
    "benefit": N_("more benefit seen, +{amount}"),
    "known": N_("hidden members made known, {amount} each year"),
    "members": N_("more known members at the start, {amount}"),
    "channel": N_("a channel to a committee"),
    "sooner": N_("asked again sooner after a refusal, by {amount} months"),
    "subsidy": N_("activities paid for, {amount} yuan more a year"),
    "venue": N_("a venue shared, share +{amount}"),
    "radius": N_("partners sought farther, by {amount} circles"),
    "secretary": N_("candidates for secretary, chance +{amount}"),
    "act": N_("more acts of founding of its committee, {amount} a month"),
    "pressure": N_("pressure of a target on its whole committee, {amount}"),
}
"""Small changes by name of ``sim.results.remedies.REMEDIES``: what, a comma, how much of it."""
