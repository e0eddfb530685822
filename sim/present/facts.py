"""Where a place stands and what led there, in words: facts, the four coverages, the past."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from sim.locale import N_, _, ngettext, pick, sentences
from sim.plan.past import Course, Evidence
from sim.present.numbers import NOTHING, counted_percent, percent, span, whole
from sim.present.tables import aligned
from sim.scenario.facts import Counts, Facts, Group, Number, facts, should_have
from sim.scenario.scenario import Scenario
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
    by_kind = found.by == "kind" and group.id
    return pick(Kind.named(group.id).plural if by_kind else group.title)


def said(number: Number) -> str:
    """Return one of the four coverages as a share with its numbers."""
    if number.share is None or number.above is None or number.below is None:
        return NOTHING
    return _("{share} ({above} of {below})").format(
        share=counted_percent(number.share), above=whole(number.above), below=whole(number.below)
    )


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
    total = found.total
    parts = [
        ngettext(
            "{n} organization registered", "{n} organizations registered", total.registered
        ).format(n=whole(total.registered))
    ]
    for value, text in (
        (total.operating, _("{n} operating")),
        (total.covered, _("{n} with a branch")),
        (total.should, _("{n} that should have one and have not")),
    ):
        if value is not None:
            parts.append(text.format(n=whole(value)))
    yield _("The list: {facts}.").format(facts=_(", ").join(parts))
    stated = [
        _("{label} {share}").format(label=_(LABELS[one.name]), share=counted_percent(one.share))
        for one in found.numbers
        if one.share is not None
    ]
    if stated:
        yield _("Coverage at the start: {shares}.").format(shares=_("; ").join(stated))


def should_have_one(n: int) -> str:
    """Return the line above the names of those that should have a branch and have none."""
    return ngettext(
        "{n} organization should have a branch and has none (by the registry, nothing simulated):",
        "{n} organizations should have a branch and have none (by the registry, nothing "
        "simulated):",
        n,
    ).format(n=n)


def names(scenario: Scenario) -> Iterator[str]:
    """Yield who should have a branch and has none, by district: facts of the registry."""
    found = should_have(scenario)
    if scenario.organizations.registry is None:
        yield _("A place by totals has no names.")
        return
    yield should_have_one(len(found))
    titles = dict(zip(scenario.place.district_ids, scenario.place.district_titles, strict=True))
    several = len(titles) > 1
    for where, entries in groupby(found, key=lambda entry: entry[0]):
        if several:
            yield "  " + (pick(titles[where]) if where else _("not stated"))
        yield from (f"    {name}" if several else f"  {name}" for _where, name in entries)
    if found:
        yield _("For visits only: no list for ranking or sanctions.")


def sentence(evidence: Evidence | None) -> str:
    """Return how many pasts were tried, how many led to the start, and what effort they had.

    Empty where no past was asked for.
    """
    if evidence is None:
        return ""
    low, middle, high = evidence.effort
    if evidence.closest == evidence.taken:
        return _only_closest(evidence)
    said = (
        ngettext(
            "{accepted} of {tried} simulated pasts led here and fit {n} earlier figure (weighted: "
            "{effective}), at {effort} ({range}) of full effort.",
            "{accepted} of {tried} simulated pasts led here and fit {n} earlier figures (weighted: "
            "{effective}), at {effort} ({range}) of full effort.",
            evidence.figures,
        )
        if evidence.figures
        else _(
            "{accepted} of {tried} simulated pasts led here (weighted: {effective}), at {effort} "
            "({range}) of full effort."
        )
    )
    text = said.format(
        n=whole(evidence.figures),
        tried=whole(evidence.tried),
        accepted=whole(evidence.taken - evidence.closest),
        effective=whole(evidence.effective),
        effort=percent(middle),
        range=span(percent(low).removesuffix("%"), percent(high)),
    )
    if evidence.closest:
        more = ngettext(
            "{n} more is only the closest of those tried: take what follows from it with care.",
            "{n} more are only the closest of those tried: take what follows from them with care.",
            evidence.closest,
        )
        text = sentences([text, more.format(n=whole(evidence.closest))])
    return text


def _only_closest(evidence: Evidence) -> str:
    """Say that no past led to the start, and what is used in its place."""
    low, middle, high = map(percent, evidence.effort)
    said = (
        ngettext(
            "None of {tried} simulated pasts led here and fit {n} earlier figure.",
            "None of {tried} simulated pasts led here and fit {n} earlier figures.",
            evidence.figures,
        )
        if evidence.figures
        else _("None of {tried} simulated pasts led here.")
    )
    used = ngettext(
        "The {n} closest is used, at {effort} ({range}) effort: take what follows from it with "
        "care, and look at the figures again.",
        "The {n} closest are used, at {effort} ({range}) effort: take what follows from them with "
        "care, and look at the figures again.",
        evidence.closest,
    )
    return sentences(
        [
            said.format(tried=whole(evidence.tried), n=whole(evidence.figures)),
            used.format(
                n=whole(evidence.closest), effort=middle,
                range=span(low.removesuffix("%"), high),
            ),
        ]
    )  # fmt: skip


def assumed(course: Course) -> str:
    """Return what is assumed of effort after the start."""
    return {
        "continues": _("effort goes on as it was"),
        "ended": _("effort has ended with the start"),
        "fades": _("effort fades, halving in {months} months").format(months=whole(course.months)),
    }[course.name]
