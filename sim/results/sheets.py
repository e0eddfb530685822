"""What a workbook holds, sheet by sheet: tables short enough to be read in a spreadsheet.

Where a run's table has a row a replicate and month, a sheet has its summary, or one row a year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Any, Final

import numpy as np

from sim.locale import _, pick
from sim.measures.catalogue import HEADLINE, MEASURES
from sim.measures.survival import BranchClass
from sim.parameters import label_of
from sim.policies.base import PAYER_LABELS, Policy
from sim.present.names import alternative_name, committee_name, policy_name, reason_name
from sim.results.compare import summaries
from sim.results.groups import course
from sim.results.joined import Joined
from sim.results.parquet import places, values
from sim.results.reading import Results
from sim.results.schema import TABLES, Column
from sim.results.tabulate import BOTTLENECK_NAMES, UNMET
from sim.results.who import NAMES, named
from sim.state.codes import Event

Row = Sequence[Any]

MOST_ROWS: Final = 50_000
"""A longer sheet opens slowly and is read by nobody: it is left to CSV and Parquet."""

RAW: Final = ("events", "survival", "ledger", "parameters")
"""Tables that are given as they are, where they are short enough."""

MARK: Final = "#"
"""Before an identity, as in CSV files: of a number spreadsheets keep 15 digits."""

ALTERNATIVE: Final = Column("alternative", "text", "", "Alternative", "方案")
REPLICATE: Final = Column("replicate", "integer", "", "Replicate, from 0", "模拟序号（从 0 起）")
MONTH: Final = Column("month", "integer", "months", "Months since the start", "自起始的月数")
COMPARISON: Final = (
    Column("measure", "text", "", "Measure", "指标"),
    ALTERNATIVE,
    MONTH,
    Column("q05", "measure", "", "5 % of worlds are below", "5% 分位数"),
    Column("q50", "measure", "", "Median", "中位数"),
    Column("q95", "measure", "", "95 % of worlds are below", "95% 分位数"),
    Column(
        "difference_q05", "change", "", "Paired difference, 5 %; pts", "配对差异 5% 分位数；百分点",
    ),
    Column(
        "difference_q50", "change", "", "Paired difference, median; pts", "配对差异中位数；百分点",
    ),
    Column(
        "difference_q95", "change", "", "Paired difference, 95 %; pts",
        "配对差异 95% 分位数；百分点",
    ),
    Column("share_higher", "share", "", "Share of worlds that are higher", "更高的模拟占比"),
    Column("narrowing", "number", "times", "How much pairing narrows the spread", "配对使波动缩小"),
)  # fmt: skip
COSTS: Final = (
    ALTERNATIVE,
    REPLICATE,
    Column("yuan", "number", "yuan", "Yuan", "经费"),
    Column("added_yuan", "number", "yuan", "Yuan above the baseline", "超出基准的经费"),
    Column("planned_yuan", "number", "yuan", "Yuan planned: paid or unmet", "计划经费"),
    Column("unmet_yuan", "number", "yuan", "Demand that a budget left unmet", "因经费上限未拨付"),
    Column("burden_hours", "number", "hours", "Staff hours of organizations", "组织占用工时"),
    Column("added_burden_hours", "number", "hours", "Hours above the baseline", "超出基准的工时"),
    Column("own_yuan", "number", "yuan", "Yuan that organizations pay themselves", "组织自付经费"),
    Column(
        "added_effective_branch_years", "number", "branch-years",
        "Effective branch-years above the baseline", "超出基准的有效党组织年数",
    ),
    Column("organizations_gained", "integer", "organizations", "Organizations gained", "新建组织"),
    Column("organizations_lost", "integer", "organizations", "Organizations lost", "反而没建组织"),
    Column(
        "organizations_displaced", "integer", "organizations", "Organizations displaced",
        "因力量先给了别人而延后的组织",
    ),
)  # fmt: skip
BOTTLENECKS: Final = (
    ALTERNATIVE,
    MONTH,
    Column("bottleneck", "text", "", "What holds it back", "瓶颈环节"),
    Column(
        "number", "number", "organizations", "Uncovered organizations, mean", "未建组织数（平均）",
    ),
    Column("share", "share", "", "Share of the uncovered", "占未建组织比例"),
)  # fmt: skip
ORGANIZATIONS: Final = (
    ALTERNATIVE,
    Column(
        "organization", "text", "", "Identity; simulated, not observed", "编号；是模拟，不是观测",
    ),
    Column("registered_in", "integer", "worlds", "Worlds that register it", "在册的模拟次数"),
    Column(
        "covered_in", "integer", "worlds", "Worlds in which it has a branch", "有党组织的模拟次数",
    ),
    Column(
        "bottleneck", "text", "", "What holds it back most often; simulated", "最常见瓶颈；是模拟",
    ),
)  # fmt: skip
HEADS_OF_WORDS: Final = {
    "alternative": ALTERNATIVE,
    "policy": Column("policy", "text", "", "Policy", "政策措施"),
    "item": Column("item", "text", "", "Cost of the policy", "费用项目"),
    "parameter": Column("parameter", "text", "", "Behavioural parameter", "行为参数"),
}  # fmt: skip
"""Heads of columns whose cells are words where they were codes."""


@dataclass(frozen=True)
class Sheet:
    """A table of a workbook; ``rows`` are made when they are written."""

    name: str
    en: str
    zh: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[Row]]


@dataclass(frozen=True)
class LeftOut:
    """A table that is too long for a workbook, named in it."""

    name: str
    rows: int


def sheets(results: Results, *, words: bool) -> tuple[list[Sheet], list[LeftOut]]:
    """Return the sheets, and what is too long for one; with ``words`` ids are labels."""
    said = Said(results, words)
    made = [
        Sheet(name, en, zh, columns, partial(rows, results, said))
        for name, en, zh, columns, rows in (
            ("comparison", "Comparison", "方案比较", COMPARISON, _comparison),
            ("costs", "Costs", "经费与负担", COSTS, _costs),
            ("years", "Years", "逐年", _year_columns(), _years),
            ("bottlenecks", "Bottlenecks", "瓶颈", BOTTLENECKS, _bottlenecks),
            ("organizations", "Organizations", "组织", ORGANIZATIONS, _organizations),
        )
    ]
    long = [LeftOut(name, _length(results, name)) for name in ("series", "organizations")]
    for name in RAW:
        length = _length(results, name)
        if length > MOST_ROWS:
            long.append(LeftOut(name, length))
        else:
            columns = TABLES[name]
            if words:
                columns = tuple(HEADS_OF_WORDS.get(column.name, column) for column in columns)
            rows = _raw(results, name, said)
            made.append(Sheet(name, name.capitalize(), RAW_ZH[name], columns, rows))
    return made, long


def names_sheet(results: Results) -> Sheet:
    """Return the names of the registry with its own facts, and nothing that was simulated."""
    found = named(results).to_pylist()
    return Sheet("names", "Names", "名单", NAMES, lambda: iter([[*row.values()] for row in found]))


RAW_ZH: Final = {"events": "事件", "survival": "存续", "ledger": "台账", "parameters": "参数"}


@dataclass(frozen=True)
class Said:
    """How ids are written: as they are, or as labels in the reader's language."""

    results: Results
    words: bool

    def alternative(self, name: str) -> str:
        """Return an alternative's id or title."""
        return alternative_name(self.results, name) if self.words else name

    def measure(self, name: str) -> str:
        """Return a measure's name or label."""
        return pick(MEASURES[name].label) if self.words else name

    def bottleneck(self, name: str) -> str:
        """Return a bottleneck's name or what people read for it."""
        return reason_name(name) if self.words and name else name


def _comparison(results: Results, said: Said) -> Iterator[Row]:
    for row in results.compare().rows():
        # Differences of shares are in points, as everywhere that people read them.
        scale = 100.0 if MEASURES[row["measure"]].is_share else 1.0
        yield [said.measure(row["measure"]), said.alternative(row["alternative"])] + [
            row[column.name] * (scale if column.kind == "change" else 1)
            for column in COMPARISON[2:]
        ]


def _costs(results: Results, said: Said) -> Iterator[Row]:
    for row in summaries(results)["costs"].to_pylist():
        yield [said.alternative(row["alternative"]), *list(row.values())[1:]]


def _year_columns() -> tuple[Column, ...]:
    labels = {name: MEASURES[name].label for name in HEADLINE}
    measured = (Column(name, "share", "", text["en"], text["zh"]) for name, text in labels.items())
    return (ALTERNATIVE, REPLICATE, MONTH, *measured)


def _years(results: Results, said: Said) -> Iterator[Row]:
    cube = results.cube(HEADLINE, results.years)
    for place, name in enumerate(results.alternatives):
        for row, replicate in enumerate(results.replicates):
            for when, month in enumerate(results.years):
                yield [
                    said.alternative(name),
                    replicate,
                    month,
                    *cube[:, place, row, when].tolist(),
                ]


def _bottlenecks(results: Results, said: Said) -> Iterator[Row]:
    for name in results.alternatives:
        found = course(results, name)
        shares = found.shares()[0]
        for when, month in enumerate(found.months):
            for link in np.flatnonzero(found.numbers[0, when]).tolist():
                yield [
                    said.alternative(name),
                    month,
                    said.bottleneck(BOTTLENECK_NAMES[link]),
                    float(found.numbers[0, when, link]),
                    float(shares[when, link]),
                ]


def _organizations(results: Results, said: Said) -> Iterator[Row]:
    table = results.table("organizations")
    place = places(table["alternative"], results.alternatives)
    identity, covered = values(table["organization"]), values(table["covered"])
    held = places(table["bottleneck"], BOTTLENECK_NAMES)
    for number, name in enumerate(results.alternatives):
        mine = place == number
        whos, inverse = np.unique(identity[mine], return_inverse=True)
        registered = np.bincount(inverse, minlength=len(whos))
        with_branch = np.bincount(inverse, covered[mine], len(whos)).astype(np.int64)
        links = np.zeros((len(whos), len(BOTTLENECK_NAMES)), np.int64)
        # Index 0 is no bottleneck: covered, or not operating.
        np.add.at(links, (inverse, held[mine]), 1)
        links[:, 0] = 0
        most = links.argmax(1)
        for row, who in enumerate(whos.tolist()):
            link = BOTTLENECK_NAMES[most[row]] if links[row].any() else ""
            counted = (int(registered[row]), int(with_branch[row]))
            yield [said.alternative(name), f"{MARK}{who}", *counted, said.bottleneck(link)]


def _raw(results: Results, name: str, said: Said) -> Callable[[], Iterator[Row]]:
    columns = [column.name for column in TABLES[name]]
    turned = column_words(results) if said.words else {}

    def rows() -> Iterator[Row]:
        for part in results.parts(name):
            for row in part.to_pylist():
                yield [turned[key](row) if key in turned else row[key] for key in columns]

    return rows


def _length(results: Results, name: str) -> int:
    """Return the rows of a table; of ``series`` those of all measures."""
    if name == "series" or isinstance(results, Joined):
        return sum(part.num_rows for part in results.parts(name))
    return int(results.table(name).num_rows)


Line = Mapping[str, Any]
"""A row of a table by names of its columns."""


def column_words(results: Results) -> Mapping[str, Callable[[Line], str]]:
    """Return by column what its cell of a row is called in the current language.

    Columns of identities and numbers are not among them.
    """
    titles, used = results.info["alternatives"], _policies(results)

    def committee(row: Line) -> str:
        level, _colon, place = row["committee"].partition(":")
        text = (
            _("{place} (district committee)")
            if level == "district"
            else _("{place} (industry committee)")
        )
        return text.format(place=committee_name(results.scenario, place))

    def item(row: Line) -> str:
        if row["item"] == UNMET:
            return _("unmet demand")
        costs = {field.name: field for field in fields(used[row["policy"]])}
        return pick(costs[row["item"]].metadata["label"])

    return {
        "alternative": lambda row: pick(titles[row["alternative"]]),
        "event": lambda row: pick(Event.named(row["event"]).label),
        "branches": lambda row: pick(BranchClass.named(row["branches"]).label),
        "committee": committee,
        "policy": lambda row: policy_name(used[row["policy"]]),
        "payer": lambda row: pick(PAYER_LABELS[row["payer"]]) if row["payer"] else "",
        "item": item,
        "parameter": lambda row: pick(label_of(row["parameter"])),
    }


def _policies(results: Results) -> dict[str, Policy]:
    """Return every policy of a run, of both runs of a pair, by its id."""
    both = (results.left, results.right) if isinstance(results, Joined) else (results,)
    return {
        policy.id or policy.name: policy
        for each in both
        for alternative in each.scenario.alternatives
        for policy in alternative.policies
    }
