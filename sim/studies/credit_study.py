"""Credit as a study: what a file may set, the tables, and the answer in lines."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar, Final

from sim.errors import InputError
from sim.locale import _, ngettext, pick
from sim.present.numbers import whole
from sim.present.tables import aligned
from sim.scenario import Scenario
from sim.scenario.keys import key
from sim.studies import credit as method
from sim.studies.catalogue import MethodSettings, Written
from sim.studies.mixes import offer
from sim.studies.outcomes import (
    alternative_of,
    amount_text,
    columns_of,
    mean_and_error,
    month_of,
    named_beside_baseline,
    policy_names,
    rows_of,
    size_text,
    table_of,
    what,
)
from sim.studies.store import Work
from sim.studies.study import Columns, Study, StudyResult

SURE: Final = 2.0
"""Standard errors beyond which an interaction is named."""

MOST: Final = 3
"""Interactions that are named of a measure; the table has all."""


class Settings(MethodSettings):
    """Which policies share the credit."""

    READS: ClassVar = ("measures", "alternatives", "months", "replicates", "seed")
    OPTIONS: ClassVar = {"policies": Written("--policy", "ID")}

    policies: list[str] = key(
        "Policies by id; all of the alternative's own where empty",
        "参与分配的措施（编号，默认为该方案自有的全部措施）",
        default=[],
    )
    orders: int = key(
        "Orders that are drawn where there are more than ten policies",
        "措施多于十项时抽取的排列数",
        default=method.ORDERS, low=2, high=1_000_000,
    )  # fmt: skip


def together(study: Study) -> tuple[Scenario, str]:
    """Return the scenario and the alternative to look into.

    Where a study names several alternatives, it is one that holds the policies of all.
    """
    named = named_beside_baseline(study)
    if len(named) < 2:
        return study.scenario, alternative_of(study)
    offered = offer(study.scenario, alternatives=named)
    return offered.scenario, offered.alternative


def run(study: Study, work: Work) -> StudyResult:
    """Give credit for every measure, and for yuan, at the last month."""
    settings = study.settings_of(Settings)
    if study.factors:
        raise InputError(_("Credit is given to policies: leave the factors out."))
    scenario, alternative = together(study)
    found = method.credit(
        scenario,
        alternative,
        measures=study.measures,
        month=study.months[-1],
        policies=settings.policies or None,
        replicates=study.replicates,
        orders=settings.orders,
        seed=study.seed,
        simulate=partial(work.respond, scenario=scenario),
    )
    totals = {}
    for name, part in found.parts.items():
        total, error = mean_and_error(part.total)
        totals[name] = {
            "total": total, "standard_error": error,
            "rest": float(part.rest.mean()), "replicates": len(part.total),
        }  # fmt: skip
    summary = {
        "alternative": found.alternative,
        "exact": found.exact,
        "cases": found.cases,
        "month": study.months[-1],
        "measures": totals,
    }
    tables = {
        "shares": columns_of(found.frame()),
        "interactions": columns_of(found.interactions()),
        "by_replicate": _by_replicate(found),
    }
    return StudyResult(tables, summary, work.failed)


def _by_replicate(found: method.Credit) -> Columns:
    """Return a row a measure × policy × replicate, whose shares add up within a replicate."""
    rows = [
        (measure, policy, k, value)
        for measure, part in found.parts.items()
        for policy, row in zip(found.policies, part.shares, strict=True)
        for k, value in enumerate(row.tolist())
    ]
    return table_of(rows, ["measure", "policy", "replicate", "share"])


def describe(study: Study, result: StudyResult) -> list[str]:
    """Return the answer in lines: a table a measure, then what goes together."""
    summary = result.summary
    scenario, alternative = together(study)
    title = _("{title}: what each policy of “{alternative}” does, {when} ({cases} cases)")
    found = [
        title.format(
            title=pick(study.title),
            alternative=pick(scenario.alternative(alternative).title),
            when=month_of(study, summary["month"]),
            cases=whole(summary["cases"]),
        )
    ]
    if not summary["exact"]:
        found.append(_("More than ten policies: shares from orders that were drawn."))
    names = policy_names(scenario, alternative)
    for measure, totals in summary["measures"].items():
        found += ["", *_table(result, measure, totals, names)]
        found += _together(result, measure, names)
    note = _(
        "Shares are means over all orders in which the policies may come, with standard errors; "
        "they add up. By itself: without the others. Last: added to all others."
    )
    return [*found, "", note]


def _table(
    result: StudyResult, measure: str, totals: dict[str, Any], names: dict[str, str]
) -> list[str]:
    table: list[tuple[str, ...]] = [
        (what(measure), _("share"), _("± error"), _("by itself"), _("last"))
    ]
    for row in rows_of(result.tables["shares"], measure=measure):
        cells = [amount_text(measure, row[name]) for name in ("share", "alone", "last")]
        error = size_text(measure, row["standard_error"])
        table.append((names[row["policy"]], cells[0], error, *cells[1:]))
    error = size_text(measure, totals["standard_error"])
    table.append((_("all together"), amount_text(measure, totals["total"]), error, "", ""))
    if totals["rest"]:
        text = amount_text(measure, totals["rest"])
        table.append((_("beside them, against the baseline"), text, "", "", ""))
    count = ngettext("{n} replicate", "{n} replicates", totals["replicates"])
    return [*aligned(table, indent=0).splitlines(), "  " + count.format(n=totals["replicates"])]


def _together(result: StudyResult, measure: str, names: dict[str, str]) -> list[str]:
    """Say which pairs do more, or less, together than the sum; the largest, and only if sure."""
    rows = [
        row
        for row in rows_of(result.tables["interactions"], measure=measure)
        if abs(row["interaction"]) > SURE * row["standard_error"]
    ]
    text = _("  {one} and {other} together: {size} beyond the sum (± {error})")
    return [
        text.format(
            one=names[row["policy"]], other=names[row["other"]],
            size=amount_text(measure, row["interaction"]),
            error=size_text(measure, row["standard_error"]),
        )
        for row in sorted(rows, key=lambda row: -abs(row["interaction"]))[:MOST]
    ]  # fmt: skip
