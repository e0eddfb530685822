"""Where a place stands, in words: heads of the table of facts, its cells, the four coverages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sim.locale import N_, _, pick
from sim.present.numbers import NOTHING, counted_percent, whole
from sim.scenario.facts import Counts, Facts, Group, Number
from sim.state.codes import Kind

LABELS: Final = {
    "of_registered": N_("Of registered"),
    "of_operating": N_("Of operating"),
    "of_should": N_("Of those that should have one"),
    "work": N_("Work coverage"),
}
USED: Final = {
    "of_registered": N_("tables by the civil affairs register; most news and yearly reports"),
    "of_operating": N_("ledgers of social-work departments, which leave out what has stopped"),
    "of_should": N_("inspection tables (应建尽建率): organizations of three full members and more"),
    "work": N_("reports on the two coverages: a branch, a member group or a host"),
}
"""Which table usually has which of the four."""


def columns(found: Facts) -> dict[str, str]:
    """Return the columns of the table of facts of which anything is known, with their heads."""
    every = [*(group.counts for group in found.groups), found.total]
    heads = {
        "registered": _("registered"),
        "operating": _("operating"),
        "covered": _("with a branch"),
        "should": _("should have one"),
        "few": _("1-2 members"),
        "none": _("no member"),
        "unknown": _("unknown"),
    }
    return {
        name: head
        for name, head in heads.items()
        if any(getattr(counts, name) is not None for counts in every)
    }


def cells(counts: Counts, names: Iterable[str]) -> list[str]:
    """Return the counts of a group as they are printed."""
    values = (getattr(counts, name) for name in names)
    return [NOTHING if value is None else whole(value) for value in values]


def label(found: Facts, group: Group) -> str:
    """Return what a group is called."""
    return pick(Kind.named(group.id).plural) if found.by == "kind" else pick(group.title)


def said(number: Number) -> str:
    """Return one of the four coverages as a share with its numbers."""
    if number.share is None or number.above is None or number.below is None:
        return NOTHING
    return _("{share} ({above} of {below})").format(
        share=counted_percent(number.share), above=whole(number.above), below=whole(number.below)
    )
