"""Checksums of three small worlds after 36 months: a change of results has to be deliberate.

``python -m tests.engine.pinned`` prints them; ``data/pinned.json`` holds those that stand. Only
discrete columns count (integers and yes or no, by identity): floats may differ in their last bits
on other machines, discrete histories must not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import numpy as np

from sim.worlds import Worlds
from tests.engine.places import run, scenario
from tests.engine.snapshots import Snapshot, snapshot

MONTHS = 36
DERIVED = ("key", "cohort")
"""Functions of the identity: they say nothing of what happened."""
USED = ("admitted", "trained", "sourced")
"""What desks remember; where none has anything to remember they are left out."""
WORLDS = {
    "town": ("everything_1", "everything_2", "everything_3"),
    "hamlet": ("baseline", "quota"),
    "registry": ("baseline", "liaisons"),
}


def checksum(shot: Snapshot) -> int:
    """Return 63 bits over the discrete columns of a world, in the order of identities."""
    digest = hashlib.blake2b(digest_size=8)
    for table in sorted(shot):
        if table == "desks" and not any(shot[table][column].any() for column in USED):
            continue
        for column in sorted(shot[table]):
            values = shot[table][column]
            if table == "liaisons" and column == "desk" and not values.any():
                continue
            if values.dtype.kind in "iub" and column not in DERIVED:
                digest.update(f"{table}.{column}".encode())
                digest.update(values.astype(np.int64).tobytes())
    return int.from_bytes(digest.digest(), "big") >> 1


def checksums() -> Mapping[str, int]:
    """Return the checksum of each pinned world after its months."""
    found = {}
    for place, alternatives in WORLDS.items():
        stack = run(Worlds.build(scenario(place), alternatives, (0,)), MONTHS)
        for k, name in enumerate(alternatives):
            found[f"{place}/{name}"] = checksum(snapshot(stack, k))
    return found


if __name__ == "__main__":
    print(json.dumps(checksums(), indent=2))
