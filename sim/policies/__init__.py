"""The levers, one module each; a scenario's table ``policy = "…"`` names one of ``POLICIES``.

A module of this package that declares a policy of its own name is a lever; nothing registers it,
nor the doses and readings that it declares.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from sim.policies.base import Policy
from sim.policies.doses import DOSES

_ORDER: Final = (
    "dispatch_liaisons", "committee_staff", "startup_grant", "activity_subsidy",
    "party_fee_rebate", "venue_sharing", "secretary_stipend", "secretary_protection",
    "secretary_training", "secretary_sourcing", "dual_entry", "branch_appraisal", "recognition",
    "registration_prompt", "annual_check", "hosting", "census", "joint_branch_drive",
    "anchor_led", "area_branch", "functional_branch", "industry_committee", "transfer_drive",
    "service_center", "recruitment_drive", "member_placement", "demonstration_sites",
    "publicity_campaign", "mass_organization_first", "coverage_quota", "base_cleanup",
)  # fmt: skip
"""The order in which the model's description lists them; a lever that is not named comes last."""


def _found() -> dict[str, type[Policy]]:
    """Return the policy of every module that declares one, by name."""
    found: dict[str, type[Policy]] = {}
    for module in iter_modules(__path__):
        declared = vars(import_module(f"{__name__}.{module.name}")).values()
        found |= {
            entry.name: entry
            for entry in declared
            if isinstance(entry, type)
            and issubclass(entry, Policy)
            and getattr(entry, "name", None) == module.name
        }
    place = {name: number for number, name in enumerate(_ORDER)}
    names = sorted(found, key=lambda name: (place.get(name, len(place)), name))
    return {name: found[name] for name in names}


POLICIES: Final[Mapping[str, type[Policy]]] = _found()

DOSES.update({dose.name: dose for policy in POLICIES.values() for dose in policy.doses})

READINGS: Final = tuple(one for policy in POLICIES.values() for one in policy.readings)
"""What reads the doses that shipped policies declare themselves."""
