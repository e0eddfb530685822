"""A column of one's own: how long each organization has waited for a liaison."""

import numpy as np

from sim.draws import I64
from sim.extensions import AgentColumn, Extension, Observer, Variant
from sim.policies.doses import DoseReader
from sim.processes.dispatch import dispatch
from sim.state.stack import Stack


def counted_dispatch(worlds: Stack, doses: DoseReader) -> None:
    """Dispatch as shipped, then count the months in which nobody came."""
    dispatch(worlds, doses)
    organizations = worlds.organizations
    waits = organizations.alive & (organizations.branch == 0) & (organizations.liaison == 0)
    waited = organizations.own("waited")
    waited[:] = np.where(waits, waited + 1, 0)


def waiting(worlds: Stack, month: int) -> dict[str, I64]:
    """Count by world the organizations that have waited for a year or more."""
    organizations = worlds.organizations
    long = organizations.alive & (organizations.own("waited") >= 12)
    return {"long_waits": np.bincount(organizations.world[long], minlength=worlds.n_worlds)}


EXTENSION = Extension(
    columns=(
        AgentColumn("organizations", "waited", "int32", 0, "months without a liaison",
                    "无指导员联系的月数", "months"),
    ),
    variants=(
        Variant("dispatch", "counted", counted_dispatch, "dispatch that counts waits", "记录等待"),
    ),
    observers=(
        Observer(
            "long_waits",
            {"long_waits": {"en": "organizations a year without a liaison", "zh": "一年无人联系"}},
            waiting,
        ),
    ),
)  # fmt: skip
