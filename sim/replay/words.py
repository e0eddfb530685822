"""What a replay says of states, kinds and events, for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.locale import N_, codes
from sim.state.codes import Bottleneck, Event

SIMULATED: Final = N_("Simulated, not observed.")


@dataclass(frozen=True)
class Group:
    """States drawn alike: the mark's name in the page's script, and what the legend says."""

    mark: str
    label: str


GROUPS: Final = (
    Group("vital", N_("branch, alive")),
    Group("dormant", N_("branch, dormant or only on the books")),
    Group("looked_after", N_("no branch: member group or hosted place")),
    Group("paper", N_("no branch: covered on paper")),
    Group("contact", N_("uncovered: no contact")),
    Group("members", N_("uncovered: no members, or hidden ones")),
    Group("refused", N_("uncovered: its head refused")),
    Group("undecided", N_("uncovered: neither yes nor no")),
    Group("type", N_("uncovered: loose, or not yet ripe")),
    Group("means", N_("uncovered: no partner, no secretary or no act of founding")),
    Group("inactive", N_("inactive")),
    Group("gone", N_("gone from the register")),
)
"""The legend, in its order; the script refers to groups by their place."""

HELD: Final = {
    Bottleneck.SILENCE_INTERFERENCE: "refused",
    Bottleneck.SILENCE_BURDEN: "refused",
    Bottleneck.SILENCE_CONSTRAINT: "refused",
    Bottleneck.NO_CONTACT: "contact",
    Bottleneck.NO_MEMBERS: "members",
    Bottleneck.HIDDEN_MEMBERS: "members",
    Bottleneck.INDIFFERENCE: "undecided",
    Bottleneck.TYPE: "type",
    Bottleneck.NOT_RIPE: "type",
    Bottleneck.NO_PARTNER: "means",
    Bottleneck.NO_SECRETARY: "means",
    Bottleneck.NO_CAPACITY: "means",
}
"""Group of each bottleneck, in the order of their codes."""

COVERED: Final = (
    N_("not on the register"),
    N_("inactive, without a branch"),
    N_("has a branch, alive"),
    N_("has a branch, dormant"),
    N_("has a branch on the books only"),
    N_("has no branch"),
    N_("has no branch; its members are in a member group"),
    N_("has no branch; its members have a place at a host office"),
    N_("has no branch; it is covered on paper"),
)
"""What is said of one organization's state; the last four with what holds it back."""

KINDS: Final = (
    N_("Social group"),
    N_("Private non-enterprise unit"),
    N_("Foundation"),
    N_("Intermediary"),
    N_("Law firm"),
    N_("Non-public enterprise"),
)
TYPES: Final = (N_("stable type"), N_("dispersed type"), N_("loose type"))

EVENTS: Final = {Event[name.upper()]: text for name, text in codes.EVENTS.items()}
"""Every event, in the order in which the page counts them."""

TEXTS: Final = {
    "start": N_("start of {month}"),
    "end": N_("end of {month}"),
    "play": N_("Play"),
    "pause": N_("Pause"),
    "numbers": N_("Reported {reported} ({a} of {base} on the base), effective {effective} ({b})"),
    "nothing": N_("nothing was counted"),
    "month": N_("In this month: {events}"),
    "before": N_("Before the first month"),
    "where": N_("{district}, {industry}"),
    "held": N_("{state}; held back by: {reason}"),
    "drawing": N_("{title}, {month}: {states}"),
    "identity": N_("Identity {identity}"),
}
"""Texts that the script fills in."""
