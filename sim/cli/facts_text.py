"""Facts of the list in plain text: the table of townships, the four numbers, names to visit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sim.cli.aligned import aligned
from sim.locale import _, ngettext, pick
from sim.scenario.facts import LABELS, USED, Facts, cells, columns, facts, label, said, should_have
from sim.scenario.scenario import Scenario


def table(found: Facts) -> Iterator[str]:
    """Yield the lines of the table and of the four numbers."""
    shown = columns(found)
    rows = [("", *shown.values())]
    rows += [(label(found, group), *cells(group.counts, shown)) for group in found.groups]
    rows.append((_("all"), *cells(found.total, shown)))
    yield _("Where we stand (facts of the list, nothing simulated):")
    yield aligned(rows)
    if "should" in shown:
        yield "  " + _(
            "Should have one: without a branch, in operation, three full members and more."
        )
    if found.operating_assumed:
        text = _("{n} do not say whether they operate: counted as operating here.")
        yield "  " + text.format(n=found.operating_assumed)
    yield from numbers(found)


def numbers(found: Facts) -> Iterator[str]:
    """Yield the four coverages of one list, with the table that usually has each."""
    yield _("One list, four coverages:")
    yield aligned([(_(LABELS[one.name]), said(one), _(USED[one.name])) for one in found.numbers])


def lead(scenario: Scenario) -> Iterator[str]:
    """Yield what stands at the head of a run: the totals, and the four coverages, in two lines."""
    found = facts(scenario)
    whole = found.total
    parts = [
        ngettext(
            "{n:,} organization registered", "{n:,} organizations registered", whole.registered
        ).format(n=whole.registered)
    ]
    for value, text in (
        (whole.operating, _("{n:,} operating")),
        (whole.covered, _("{n:,} with a branch")),
        (whole.should, _("{n:,} that should have one and have not")),
    ):
        if value is not None:
            parts.append(text.format(n=value))
    yield _("The list: {facts}.").format(facts=_(", ").join(parts))
    stated = [
        _("{label} {share:.1%}").format(label=_(LABELS[one.name]), share=one.share)
        for one in found.numbers
        if one.share is not None
    ]
    if stated:
        yield _("Coverage at the start: {shares}.").format(shares=_("; ").join(stated))


def names(scenario: Scenario) -> Iterator[str]:
    """Yield who should have a branch and has none, by district: facts of the registry."""
    found = should_have(scenario)
    if scenario.organizations.registry is None:
        yield _("A place by totals has no names.")
        return
    yield ngettext(
        "{n} organization should have a branch and has none (by the registry, nothing simulated):",
        "{n} organizations should have a branch and have none (by the registry, nothing "
        "simulated):",
        len(found),
    ).format(n=len(found))
    titles = dict(zip(scenario.place.district_ids, scenario.place.district_titles, strict=True))
    several = len(titles) > 1
    for where, entries in groupby(found, key=lambda entry: entry[0]):
        if several:
            yield "  " + (pick(titles[where]) if where else _("not stated"))
        yield from (f"    {name}" if several else f"  {name}" for _where, name in entries)
    if found:
        yield _("For visits only: no list for ranking or sanctions.")
