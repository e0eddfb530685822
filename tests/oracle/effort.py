"""Standing effort of committees, and how vigorous each is (2.2, 2.4)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.draws import Process
from tests.oracle import constants
from tests.oracle.arithmetic import logit
from tests.oracle.hashing import normal
from tests.oracle.offices import Committee

if TYPE_CHECKING:
    from tests.oracle.model import OracleModel


def make(model: OracleModel) -> None:
    """Set what each committee does all along (2.2)."""
    model.effort = model.p.effort * model.effort_share(model.t)
    for committee in model.committees:
        share = share_now(model, committee)
        if model.rivals.get("effort_response") == "fixed":
            share = max(0.0, committee.share)
        missing = max(0.0, 1.0 - share)
        committee.effort = model.effort * min(1.0, constants.EFFORT_GAIN * missing)


def give_vigour(model: OracleModel, observed: Mapping[int, tuple[int, int]]) -> None:
    """Set how vigorous each committee is: drawn, or as its observed coverage says (2.4)."""
    s = model.p.effort_sd
    all_n = sum(n for n, _ in observed.values())
    all_k = sum(k for _, k in observed.values())
    for committee in model.committees:
        n, k = observed.get(committee.identity, (0, 0))
        z = normal(model.u(Process.EFFORT, committee, 0))
        if n > 0:
            level = logit((k + 0.5) / (n + 1)) - logit((all_k + 0.5) / (all_n + 1))
            variance = 1 / (k + 0.5) + 1 / (n - k + 0.5)
            drawn = [normal(model.u(Process.EFFORT, committee, 2 * i)) for i in range(32)]
            accepted = [
                z
                for i, z in enumerate(drawn)
                if model.u(Process.EFFORT, committee, 2 * i + 1)
                < math.exp(-0.5 * ((level - s * z) ** 2 / variance))
            ]
            z = accepted[0] if accepted else min(drawn, key=lambda z: abs(level - s * z))
        committee.vigour = math.exp(s * z - s**2 / 2)


def share_now(model: OracleModel, committee: Committee) -> float:
    """Return a committee's reported share; it remembers that with which it began (2.2)."""
    share = model.reported_share(committee, None)
    if committee.established and committee.share < 0:
        committee.share = share
    return share
