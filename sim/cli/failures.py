"""Replicates that failed: which, the seed to repeat them with, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sim.locale import _, ngettext

SHOWN: Final = 5


def failures(failed: Mapping[int, str], seed: int, more: str) -> Iterator[str]:
    """Yield what is left out because a world failed; ``more`` says where all of it is named."""
    if not failed:
        return
    yield ngettext(
        "{n} replicate failed and is left out:",
        "{n} replicates failed and are left out:",
        len(failed),
    ).format(n=len(failed))
    for replicate, reason in list(failed.items())[:SHOWN]:
        text = _("  replicate {replicate} (seed {seed}): {reason}")
        yield text.format(replicate=replicate, seed=seed, reason=reason)
    if len(failed) > SHOWN:
        yield f"  … {more}"
