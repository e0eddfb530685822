"""What people read for each bottleneck."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.locale import N_

LINKS: Final[Mapping[str, str]] = {
    "silence_interference": N_("refused, fearing interference"),
    "silence_burden": N_("refused, fearing the burden"),
    "silence_constraint": N_("refused, fearing constraint"),
    "no_contact": N_("no contact"),
    "no_members": N_("no members"),
    "hidden_members": N_("hidden members"),
    "indifference": N_("indifference"),
    "type": N_("loose type"),
    "not_ripe": N_("dispersed and not yet ripe"),
    "no_partner": N_("no partner"),
    "no_secretary": N_("no secretary"),
    "no_capacity": N_("no act of founding left"),
}
"""Marked texts by name of ``codes.Bottleneck``; translate them where they are shown."""
