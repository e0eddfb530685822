"""Peers of one's own: heads look at all organizations of their kind in the place."""

import numpy as np

from sim.draws import F64
from sim.extensions import DoseReader, Extension, Variant
from sim.state.cells import Peers
from sim.state.stack import Stack

VITAL, HOLLOW, NOT_COUNTED = 1, 2, 3


def same_kind(worlds: Stack, doses: DoseReader, peers: Peers) -> tuple[F64, F64]:
    """Return the shares of vital and of hollow organizations of the same kind, without oneself."""
    organizations = worlds.organizations
    standing = np.full(len(organizations), NOT_COUNTED)
    standing[: len(peers.standing)] = peers.standing
    group = organizations.world.astype(np.int64) * 256 + organizations.kind

    def others(mask: np.typing.NDArray[np.bool_]) -> F64:
        return np.asarray(np.bincount(group[mask], minlength=group.max() + 1)[group] - mask, float)

    number = np.maximum(1.0, others(standing != NOT_COUNTED))
    return others(standing == VITAL) / number, others(standing == HOLLOW) / number


EXTENSION = Extension(
    variants=(Variant("peers", "kind", same_kind, "all of the same kind", "同类别的组织"),)
)
