"""Where the place stands before any simulation; who gains and who loses, by group, and by name."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from sim.locale import _, pick, sentences
from sim.measures.base import Band
from sim.present.answer import Answer
from sim.present.facts import cells, columns, label, should_have_one
from sim.present.names import alternative_name, clauses
from sim.present.numbers import Cell, number_cell
from sim.report.blocks import Block, Points, Row, Section, Table, Text, of_grid, text_row
from sim.results import leading
from sim.results.compare import Comparison
from sim.results.leading import CAPTIONS
from sim.results.reading import Results
from sim.scenario.facts import Facts, facts, should_have


def counts(found: Comparison) -> Table:
    """Return how many organizations gain, lose and are displaced by each alternative."""
    results = found.results
    rows = []
    for name in results.alternatives[1:]:
        gains = found.gains[name]
        numbers = (gains.gained, gains.lost, gains.displaced)
        cells = [number_cell(Band.of(n)) for n in numbers]
        rows.append(Row(alternative_name(results, name), cells))
    return Table(
        _("Organizations at the end, against the same replicate without the alternative"),
        ["", _("Gained"), _("Lost"), _("Of these displaced")],
        rows,
    )


def by_group(results: Results, answered: Answer) -> list[Block]:
    """Return a table a dimension of more than one group: levels, and what is distinguished."""
    blocks: list[Block] = []
    for dimension in CAPTIONS:
        found = leading.grouped(results, answered, dimension)
        if found is not None:
            grid, notes = found
            blocks.append(of_grid(grid))
            blocks += [Text(sentences(notes), "note")] if notes else []
    return blocks


def named(results: Results) -> Section:
    """Return who should have a branch and has none, by name: facts of the registry.

    Nothing simulated stands beside a name: neither what an organization would do, nor what holds
    it back, nor who may be a member.
    """
    title = _("Organizations to visit first")
    if results.scenario.organizations.registry is None:
        return Section("named", title, [Text(_("A place by totals has no names."))])
    found = should_have(results.scenario)
    place = results.scenario.place
    titles = dict(zip(place.district_ids, place.district_titles, strict=True))
    rows = [
        text_row(pick(titles[where]) if where else _("not stated"), clauses([n for _w, n in names]))
        for where, names in groupby(found, key=lambda entry: entry[0])
    ]
    blocks: list[Block] = [Text(should_have_one(len(found)))]
    if rows:
        blocks.append(Table("", [_("township"), _("names")], rows, words=True))
        blocks.append(Text(_("For visits only: no list for ranking or sanctions."), "stance"))
    return Section("named", title, blocks)


def standing(found: Comparison) -> Section:
    """Return the facts of the list, the four coverages, and the register at start and end."""
    blocks: list[Block] = [
        listed(facts(found.results.scenario)),
        four(found),
        register(found),
        *_read(found),
    ]
    return Section("standing", _("Where we stand"), blocks)


def listed(known: Facts) -> Table:
    """Return the facts of a list: a row a group, and all."""
    shown = columns(known)
    rows = [
        Row(label(known, group), [*map(Cell, cells(group.counts, shown))]) for group in known.groups
    ]
    rows.append(Row(_("all"), [*map(Cell, cells(known.total, shown))], strong=True))
    return Table(_("Facts of the list, nothing simulated"), ["", *shown.values()], rows)


def _read(found: Comparison) -> list[Block]:
    """Return what was left out, assumed or asked when the list was read."""
    told = [str(one) for one in found.results.scenario.remarks if one.weighty]
    return [Text(_("How the list was read:")), Points(told)] if told else []


def four(found: Comparison) -> Table:
    """Return the four coverages of one list, with the tables that usually have them."""
    return replace(of_grid(leading.four(found.results)), words=True)


def register(found: Comparison) -> Table:
    """Return registered and operating organizations of the baseline at the start and the end."""
    baseline = found.results.alternatives[0]
    rows = [
        Row(text, [number_cell(found.value(name, baseline, month)) for month in (0, None)])
        for name, text in (("registered", _("Registered")), ("operating", _("Operating")))
    ]
    head = ["", _("at the start"), _("at the end")]
    return Table(_("Organizations, baseline"), head, rows)
