"""A measure and an observer of one's own: organizations that were asked again and again."""

import numpy as np

from sim.draws import I64
from sim.extensions import Extension, Measure, Observer
from sim.state.stack import Stack


def pestered(worlds: Stack, month: int) -> dict[str, I64]:
    """Count by world the uncovered organizations that were asked three times or more."""
    organizations = worlds.organizations
    often = organizations.alive & (organizations.branch == 0) & (organizations.asked >= 3)
    return {"pestered": np.bincount(organizations.world[often], minlength=worlds.n_worlds)}


WORDS = {
    "en": "uncovered organizations asked three times or more",
    "zh": "被问三次以上仍未建的组织",
}

EXTENSION = Extension(
    observers=(Observer("pestered", {"pestered": WORDS}, pestered),),
    measures=(
        Measure(
            name="pestered_share",
            numerator="pestered",
            denominator="registered",
            unit="share",
            label={"en": "asked in vain", "zh": "多次被问未果的比例"},
            definition={
                "en": "uncovered organizations asked three times or more; divided by the "
                "registered organizations",
                "zh": "被问三次以上仍未建的组织数 ÷ 登记组织数",
            },
            grouped=False,
        ),
    ),
)
