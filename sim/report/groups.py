"""Who gains and who loses, by group; and, for those who ask, names: facts of the registry only."""

from __future__ import annotations

from itertools import groupby

import numpy as np

from sim.locale import _, ngettext, pick
from sim.measures.base import Band
from sim.present.answer import Answer
from sim.present.names import alternative_name, clauses, sentences
from sim.present.numbers import number_cell
from sim.report.blocks import Block, Row, Section, Table, Text, of_grid, text_row
from sim.results import leading
from sim.results.compare import Comparison
from sim.results.leading import CAPTIONS
from sim.results.reading import Results
from sim.scenario.facts import should_have


def counts(found: Comparison) -> Table:
    """Return how many organizations gain, lose and are displaced by each alternative."""
    results = found.results
    rows = []
    for name in results.alternatives[1:]:
        gains = found.gains[name]
        numbers = (gains.gained, gains.lost, gains.displaced)
        cells = [number_cell(Band.of(n.astype(np.float64) * results.weight)) for n in numbers]
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
            blocks += [Text(sentences(notes), "note")]
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
    text = ngettext(
        "{n} organization should have a branch and has none (by the registry, nothing simulated):",
        "{n} organizations should have a branch and have none (by the registry, nothing "
        "simulated):",
        len(found),
    ).format(n=len(found))
    blocks: list[Block] = [Text(text)]
    if rows:
        blocks.append(Table("", [_("township"), _("names")], rows, words=True))
        blocks.append(Text(_("For visits only: no list for ranking or sanctions."), "stance"))
    return Section("named", title, blocks)
