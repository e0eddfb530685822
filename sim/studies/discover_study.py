"""Discovery as a study: what a file may set, the tables, and the answer in words."""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np

from sim.locale import _, followed, labelled, noted, pick
from sim.present.numbers import digits, percent, whole
from sim.present.tables import aligned
from sim.scenario.keys import key
from sim.studies import discover as method
from sim.studies.catalogue import MethodSettings, Written
from sim.studies.discover import Discovery, Failing, Futures, Limits, regret
from sim.studies.outcomes import (
    Outcome,
    alternative_of,
    amount_text,
    columns_of,
    factor_name,
    factors_of,
    heading,
    level_text,
    named,
    rows_of,
    short,
    size_text,
)
from sim.studies.prim import SMALLEST, Inside
from sim.studies.store import Work
from sim.studies.study import Columns, Study, StudyResult, texts

SURE: Final = 2.0
"""Standard errors by which a box must be denser than all futures to be called one."""


class Settings(MethodSettings):
    """What failing means, and how many futures are looked at."""

    READS: ClassVar = ("factors", "measures", "alternatives", "months", "seed")
    OPTIONS: ClassVar = {"paired": Written("--paired/--value")}

    futures: int = key(
        "Futures to look at, each a replicate of its own", "考察的模拟次数（各次独立）",
        default=1000, low=method.FEWEST, high=10_000_000,
    )  # fmt: skip
    paired: bool = key(
        "Look at the difference from the baseline, not at the measure itself",
        "考察与基准方案之差（而非指标本身）", default=True,
    )  # fmt: skip
    at_most: float | None = key(
        "Failure: the outcome is at most this value (default: 0 where at_least is not given)",
        "结果不高于此值即为失败（未给 at_least 时为 0）", default=None,
    )  # fmt: skip
    at_least: float | None = key(
        "Failure: the outcome is at least this value",
        "结果不低于此值即为失败", default=None,
    )  # fmt: skip
    smallest: float = key(
        "Share of the futures that a box must hold", "区域至少包含的模拟占比",
        default=SMALLEST, low=0.001, high=0.5,
    )  # fmt: skip
    keep: int = key(
        "Factors that are peeled: of more, those that go along with the outcome most",
        "参与剥取的因素数（更多时取与结果最相关者）", default=method.KEEP, low=1, high=1000,
    )  # fmt: skip
    enough: float | None = key(
        "Value of the measure that would do, for the share of futures in which it is reached",
        "算作达标的指标值（用于达标的模拟占比）", default=None,
    )  # fmt: skip

    @property
    def failing(self) -> Failing:
        """The condition of failing."""
        if self.at_most is None and self.at_least is None:
            return Failing(at_most=0.0)
        return Failing(self.at_most, self.at_least)


def run(study: Study, work: Work) -> StudyResult:
    """Draw futures, find where the policy fails, and what each alternative has to regret."""
    settings = study.settings_of(Settings)
    outcome = outcome_of(study)
    sample = method.futures(
        outcome, factors_of(study), settings.futures, work.respond,
        alternatives=study.alternatives, seed=study.seed,
    )  # fmt: skip
    found = method.discover(
        sample.columns, sample.outcome, settings.failing,
        smallest=settings.smallest, keep=settings.keep, seed=study.seed,
    )  # fmt: skip
    # Where less is better, so is less of the measure itself.
    better = settings.failing.at_least is None
    compared = regret(
        sample.alternatives, sample.choices, higher_is_better=better, enough=settings.enough
    )
    tables = {
        "box": columns_of(found.frame()),
        "trajectory": columns_of(found.trajectory.frame()),
        "rules": _rules(found),
        "regret": columns_of(compared),
        "futures": _futures(sample, settings.failing),
    }
    box = found.box
    summary = {
        **outcome.plain(),
        "futures": found.futures,
        "fails": found.overall,
        "box": {
            "density": box.peeled.density,
            "coverage": box.peeled.coverage,
            "held_out_density": box.held_out.density,
            "held_out_coverage": box.held_out.coverage,
            "held_out_cases": box.held_out.cases,
            "holds": holds(box.held_out, found.overall),
        },
    }
    return StudyResult(tables, summary, work.failed)


def outcome_of(study: Study) -> Outcome:
    """Return what is looked at: the first measure at the last month."""
    return Outcome.chosen(
        study.scenario, study.measures[0], alternative_of(study),
        paired=study.settings_of(Settings).paired, month=study.months[-1],
    )  # fmt: skip


def holds(held_out: Inside, overall: float) -> bool:
    """Whether a box is denser than all futures on those that were held out, beyond chance."""
    if not held_out.cases:
        return False
    error = np.sqrt(overall * (1 - overall) / held_out.cases)
    return bool(held_out.density > overall + SURE * error)


def _futures(sample: Futures, failing: Failing) -> Columns:
    under = {f"under_{name}": sample.choices[:, k] for k, name in enumerate(sample.alternatives)}
    return {
        "future": np.arange(len(sample.outcome)), **sample.columns, **under,
        "outcome": sample.outcome, "fails": failing.of(sample.outcome),
    }  # fmt: skip


def _rules(found: Discovery) -> Columns:
    """Return a row a leaf of the tree: its rule, and shares made from one half and held out."""
    leaves = found.leaves
    return {
        "rule": texts(limits_text(leaf.limits) for leaf in leaves),
        "cases": np.array([leaf.made_from.cases for leaf in leaves]),
        "density": np.array([leaf.made_from.density for leaf in leaves]),
        "held_out_cases": np.array([leaf.held_out.cases for leaf in leaves]),
        "held_out_density": np.array([leaf.held_out.density for leaf in leaves]),
        "held_out_coverage": np.array([leaf.held_out.coverage for leaf in leaves]),
    }


def limits_text(limits: Limits) -> str:
    """Write limits for a table: ``leave_per_year >= 0.27 & …``."""
    parts = []
    for name, (low, high) in limits.items():
        if np.isfinite(low):
            parts.append(f"{short(name)} >= {digits(low)}")
        if np.isfinite(high):
            parts.append(f"{short(name)} <= {digits(high)}")
    return " & ".join(parts)


def describe(study: Study, result: StudyResult) -> list[str]:
    """Return the answer in words: how often it fails, where most, whether that holds."""
    return [
        labelled(pick(study.title), heading(study, Outcome.read(result.summary))),
        frequency(study, result),
        *_box(result),
        "",
        *_tree(result),
        "",
        *_regret(study, result),
    ]


def frequency(study: Study, result: StudyResult) -> str:
    """Say in how many futures it fails."""
    summary = result.summary
    failing = study.settings_of(Settings).failing
    if failing.at_most is not None:
        when, limit = _("at most {value}"), failing.at_most
    else:
        when, limit = _("at least {value}"), float(failing.at_least or 0.0)
    written = amount_text if summary["minus"] else level_text
    condition = when.format(value=written(summary["measure"], limit))
    share, n = percent(summary["fails"]), whole(summary["futures"])
    text = _("It fails ({condition}) in {share} of {n} futures.")
    return text.format(condition=condition, share=share, n=n)


def _box(result: StudyResult) -> list[str]:
    box, rows = result.summary["box"], rows_of(result.tables["box"])
    if not rows:
        return [_("No values of the factors make that much more likely: no box was found.")]
    found = [_("It fails most where")]
    for row in rows:
        low, high = digits(row["low"]), digits(row["high"])
        if np.isinf(row["high"]):
            text = _("  {factor} is at least {low}")
        elif np.isinf(row["low"]):
            text = _("  {factor} is at most {high}")
        else:
            text = _("  {factor} is between {low} and {high}")
        sure = np.nanmax([row["p_low"], row["p_high"]])
        told = text.format(factor=factor_name(row["factor"]), low=low, high=high)
        found.append(noted(told, followed(short(row["factor"]), f"p = {sure:.2g}")))
    shares = {name: percent(box[name]) for name in box if name not in ("holds", "held_out_cases")}
    text = _(
        "There it fails in {density} of the futures that the box was made from, and in "
        "{held_out_density} of {n} that were held out. {held_out_coverage} of all held-out "
        "failures are in it."
    )
    found.append(text.format(**shares, n=box["held_out_cases"]))
    if not box["holds"]:
        text = _("That is no denser than everywhere, beyond chance: don't rely on this box.")
        found.append(text)
    return found


def _tree(result: StudyResult) -> list[str]:
    table = [(_("fails, held out"), _("of futures"), _("rule of the tree"))]
    for row in rows_of(result.tables["rules"]):
        share = row["held_out_density"]
        told = "–" if np.isnan(share) else percent(share)
        table.append((told, str(row["held_out_cases"]), row["rule"] or _("everywhere")))
    return aligned(table).splitlines()


def _regret(study: Study, result: StudyResult) -> list[str]:
    measure = result.summary["measure"]
    heads = [_("regret"), _("mean"), _("mean regret"), _("largest regret"), _("never beaten")]
    shares, enough = ["best"], study.settings_of(Settings).enough
    if enough is not None:
        heads.append(_("reaches {value}").format(value=level_text(measure, enough)))
        shares.append("enough")
    table = [heads]
    for row in rows_of(result.tables["regret"]):
        name, mean = named(study, row["alternative"]), level_text(measure, abs(row["mean"]))
        lost = [size_text(measure, row[key]) for key in ("regret_mean", "regret_max")]
        table.append([name, mean, *lost, *(percent(row[share]) for share in shares)])
    return aligned(table).splitlines()
