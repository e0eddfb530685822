"""Where the place stands before any simulation, and how its register ends."""

from __future__ import annotations

from dataclasses import replace

from sim.locale import _
from sim.present.facts import cells, columns, label
from sim.present.numbers import Cell, number_cell
from sim.report.blocks import Block, Points, Row, Section, Table, Text, of_grid
from sim.results import leading
from sim.results.compare import Comparison
from sim.scenario.facts import Facts, facts


def section(found: Comparison) -> Section:
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
