"""A sweep in lines: how far cases lie apart, what chance does, and what went along with what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from sim.locale import _, ngettext, pick
from sim.measures.catalogue import MEASURES
from sim.methods.study import Study, StudyResult
from sim.results.aligned import aligned
from sim.results.wording import said

MOST_FAILED: Final = 5


def lines(study: Study, result: StudyResult) -> list[str]:
    """Return the answer of a sweep, a block a measure."""
    summary = result.summary
    found = [headline(study, summary)]
    for measure in study.measures:
        rows = [entry for entry in summary["effects"] if entry["measure"] == measure]
        if rows:
            found += ["", said(measure), *_apart(study, rows), *_along(study, rows)]
    if not summary["effects"]:
        found += ["", _("No measure has a value in any case.")]
    return [*found, *failures(result)]


def headline(study: Study, summary: Mapping[str, Any]) -> str:
    """Say what was simulated."""
    text = _(
        "{title}: {cases} cases × {replicates} replicates, looked at in month {month} ({name})."
    )
    return text.format(
        title=pick(study.title),
        cases=f"{summary['cases']:,}",
        replicates=summary["replicates"],
        month=summary["month"],
        name=month_of(study, summary["month"]),
    )


def month_of(study: Study, month: int) -> str:
    """Return the calendar month at whose end a month of the tables stands."""
    return study.scenario.month_name(month - 1) if month else _("before the start")


def value_text(measure: str, value: float) -> str:
    """Return a value of a measure for people."""
    if np.isnan(value):
        return "–"
    return f"{100 * value:.1f}%" if MEASURES[measure].denominator else f"{value:,.1f}"


def change_text(measure: str, value: float) -> str:
    """Return a difference of a measure for people: of shares in points."""
    if np.isnan(value):
        return "–"
    scaled = 100 * value if MEASURES[measure].denominator else value
    # A zero after rounding has no sign.
    return f"{round(scaled, 1) + 0.0:+,.1f}".replace("+0.0", "0.0")


def spread_text(measure: str, value: float) -> str:
    """Return a standard deviation of a measure for people: of shares in points."""
    if not MEASURES[measure].denominator:
        return value_text(measure, value)
    return _("{n} points").format(n=f"{100 * value:.1f}")


def _apart(study: Study, rows: list[dict[str, Any]]) -> list[str]:
    table = [
        (
            _("alternative"),
            _("mean of all"),
            _("lowest case"),
            _("highest case"),
            _("sd between cases"),
            _("sd within a case"),
        )
    ]
    for entry in rows:
        measure = entry["measure"]
        ends = [
            _("{value} (case {case})").format(
                value=value_text(measure, entry[end]["mean"]), case=entry[end]["case"]
            )
            for end in ("lowest", "highest")
        ]
        between, within = (spread_text(measure, entry[name]) for name in ("between", "within"))
        name = named(study, entry["alternative"])
        table.append((name, value_text(measure, entry["mean"]), ends[0], ends[1], between, within))
    return aligned(table).splitlines()


def _along(study: Study, rows: list[dict[str, Any]]) -> list[str]:
    """What each factor went along with, the largest difference first."""
    found = []
    for entry in rows:
        measure = entry["measure"]
        table = []
        spread = {key: _range(groups) for key, groups in entry["factors"].items()}
        for key in sorted(spread, key=lambda key: -np.nan_to_num(spread[key])):
            groups = entry["factors"][key]
            shown = [f"{_group(name)} {value_text(measure, v)}" for name, v in groups.items()]
            numbers = list(groups.values())
            step = numbers[-1] - numbers[0] if {*groups} == {"low", "high"} else spread[key]
            table.append((short(key), _(", ").join(shown), change_text(measure, step)))
        if table:
            text = _("{alternative}: mean of the cases in the lower and upper third of a factor")
            found += ["", "  " + text.format(alternative=named(study, entry["alternative"]))]
            found += aligned(table, indent=4).splitlines()
    return found


def _range(groups: Mapping[str, float]) -> float:
    known = [value for value in groups.values() if not np.isnan(value)]
    return max(known) - min(known) if known else np.nan


def _group(name: str) -> str:
    return {"low": _("low"), "high": _("high")}.get(name, name)


def named(study: Study, alternative: str) -> str:
    """Return the title of an alternative."""
    return pick(study.scenario.alternative(alternative).title)


def short(key: str) -> str:
    """Return a key without what is the same in all of its sort."""
    parts = key.removeprefix("parameters.").split(".")
    return ".".join(part for part in parts if part not in ("alternatives", "policies"))


def failures(result: StudyResult) -> list[str]:
    """List the cases that failed, with the reason."""
    if not result.failed:
        return []
    count = len(result.failed)
    text = ngettext(
        "{n} world could not be simulated:", "{n} worlds could not be simulated:", count
    )
    shown = [f"  {name}: {reason}" for name, reason in [*result.failed.items()][:MOST_FAILED]]
    more = ["  …"] if count > MOST_FAILED else []
    return ["", text.format(n=count), *shown, *more]
