"""Frontier as a study: what a file may set, the tables, and the answer in lines."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar, Final

from sim.errors import InputError
from sim.locale import _, followed, ngettext, pick
from sim.present.numbers import digits, percent, whole, yuan, yuan_text
from sim.present.tables import aligned
from sim.scenario.keys import key
from sim.studies import frontier as method
from sim.studies.catalogue import MethodSettings, Written
from sim.studies.frontier import Mix
from sim.studies.mixes import Offer, offer
from sim.studies.outcomes import (
    amount_text,
    columns_of,
    level_text,
    mean_and_error,
    month_of,
    named_beside_baseline,
    policy_names,
    rows_of,
    size_text,
    what,
    with_error,
)
from sim.studies.store import Work
from sim.studies.study import Study, StudyResult

SLACK: Final = 1.05
"""Share of the cap up to which a mix that was within it elsewhere still keeps to it."""

ON_PAPER: Final = ("reported_coverage", "on_paper")
"""Measures that paper raises."""

SURE: Final = 2.0
"""Standard errors beyond which one choice is called better than another."""


class Settings(MethodSettings):
    """What may be spent, what is offered, and how hard to search.

    ``replicates`` of the study are the fresh ones on which the best are evaluated.
    """

    READS: ClassVar = ("measures", "alternatives", "months", "replicates", "seed")
    OPTIONS: ClassVar = {
        "yuan_per_year": Written("--yuan"),
        "doses": Written("--dose", "POLICY.FIELD[=LOW:HIGH]"),
    }

    yuan_per_year: float | None = key(
        "Yuan a year above the baseline's, realised; the scenario's own cap unless given",
        "每年比基准方案多支出的经费（元，按实际发生）；默认为场景自身的上限",
        default=None, unit="yuan per year", low=0,
    )  # fmt: skip
    reported: bool = key(
        "Allow an aim of reported coverage: the search would buy paper",
        "允许以上报覆盖率为目标（搜索会倾向于纸面覆盖）", default=False,
    )  # fmt: skip
    policies: list[dict[str, Any]] = key(
        "Policies that are offered, as in a scenario; the alternatives' own where empty",
        "可选措施（写法同场景文件，默认为研究所列各方案的措施）",
        default=[],
    )
    doses: list[str] = key(
        "Doses that are mixed: POLICY.FIELD or POLICY.FIELD=LOW:HIGH; intensities where empty",
        "参与组合的力度：POLICY.FIELD 或 POLICY.FIELD=LOW:HIGH（默认为各措施的强度）",
        default=[],
    )
    mixes: int = key(
        "Mixes that the search looks at", "搜索考察的组合数",
        default=method.MIXES, low=8, high=10_000_000,
    )  # fmt: skip
    population: int = key(
        "Mixes a round", "每轮组合数", default=method.POPULATION, low=8, high=100_000
    )
    screening: int = key(
        "Replicates on which mixes are screened", "初筛的模拟次数",
        default=method.SCREENING, low=1, high=100_000,
    )  # fmt: skip
    promotion: int = key(
        "Replicates on which the good ones are chosen from", "复选的模拟次数",
        default=method.PROMOTION, low=2, high=100_000,
    )  # fmt: skip
    random: int = key(
        "Random mixes to compare with, 0 for none", "用作对照的随机组合数（0 为不作对照）",
        default=method.RANDOM, low=0, high=10_000_000,
    )  # fmt: skip


def offered_by(study: Study) -> Offer:
    """Return what a study offers: its policies, else those of the alternatives that it names."""
    settings = study.settings_of(Settings)
    return offer(
        study.scenario, alternatives=named_beside_baseline(study), policies=settings.policies,
        doses=settings.doses,
    )  # fmt: skip


def run(study: Study, work: Work) -> StudyResult:
    """Search for the best mix, and evaluate it on new replicates."""
    settings = study.settings_of(Settings)
    if study.factors:
        raise InputError(_("A frontier varies doses: name them below settings.doses."))
    cap, measure = settings.yuan_per_year, study.measures[0]
    if cap is None:
        cap = study.scenario.budget.cap_yuan_per_year
    if cap is None:
        raise InputError(_("Say how much may be spent: yuan a year, more than 0."))
    offered = offered_by(study)
    if measure in ON_PAPER and not settings.reported:
        text = _(
            "A search for reported coverage would buy paper. Aim at effective_coverage, or "
            "add --reported (settings.reported = true)."
        )
        raise InputError(text)
    found = method.frontier(
        offered, cap, measure=measure, month=study.months[-1], mixes=settings.mixes,
        population=settings.population, screening=settings.screening,
        promotion=settings.promotion, fresh=study.replicates, random=settings.random,
        seed=study.seed, simulate=partial(work.respond, scenario=offered.scenario),
    )  # fmt: skip
    tables = {"mixes": columns_of(found.frame())}
    if found.cut:
        tables["cuts"] = columns_of(found.cuts())
    effect, error = mean_and_error(found.best.marks.effect[0])
    summary = {
        "measure": measure,
        "month": study.months[-1],
        "yuan_per_year": cap,
        "looked_at": found.looked_at,
        "random": settings.random,
        "cases": found.cases,
        "best": {
            "doses": found.best.values, "yuan_per_year": found.best.yuan, "effect": effect,
            "standard_error": error, "hollow_share": found.best.hollow,
            "effect_screened": found.best.screened,
        },
        "ahead_of_single": _ahead(found.best, found.single),
        "ahead_of_random": None if found.random is None else _ahead(found.best, found.random),
        "random_keeps_to_cap": found.random is not None and found.random.yuan <= SLACK * cap,
        "dropped_first": next((row["dose"] for row in found.cut if row["first"]), None),
    }  # fmt: skip
    return StudyResult(tables, summary, work.failed)


def _ahead(mix: Mix, other: Mix) -> dict[str, float]:
    ahead, error = mix.ahead_of(other)
    return {"mean": ahead, "standard_error": error}


def describe(study: Study, result: StudyResult) -> list[str]:
    """Return the answer in lines: the mix, what else could be had, and what to cut first."""
    summary = result.summary
    text = _(
        "{title}: {yuan} a year above the baseline, {measure} at {when} "
        "({mixes} mixes looked at, {cases} cases)"
    )
    found = [
        text.format(
            title=pick(study.title), yuan=yuan_text(summary['yuan_per_year']),
            measure=what(summary["measure"]), when=month_of(study, summary["month"]),
            mixes=whole(summary['looked_at']), cases=whole(summary['cases']),
        ), "",
    ]  # fmt: skip
    names = _dose_names(study)
    found += _mixes(study, result, names)
    found += ["", *_apart(summary)]
    if "cuts" in result.tables:
        found += ["", *_cuts(result, names)]
    return found


def _dose_names(study: Study) -> dict[str, str]:
    """Return what doses are called, by their short names."""
    offered = offered_by(study)
    labels = policy_names(offered.scenario, offered.alternative)
    found = {}
    for dose in offered.doses:
        short, field = offered.name(dose), dose.key.rpartition(".")[2]
        label = labels[offered.policy(dose)]
        found[short] = label if field == "intensity" else followed(label, field)
    return found


def _mixes(study: Study, result: StudyResult, names: dict[str, str]) -> list[str]:
    """Set the best mix beside the simpler choices, dose by dose."""
    kinds = {"best": _("best mix"), "single": _("one dose alone"), "random": _("best random mix")}
    every = rows_of(result.tables["mixes"])
    rows, measure = [row for row in every if row["kind"] in kinds], result.summary["measure"]
    above = _("{measure}, above the baseline").format(measure=what(measure))
    effects = [with_error(measure, row["effect"], row["standard_error"]) for row in rows]
    promised = [amount_text(measure, row["effect_screened"]) for row in rows]
    hollow = [level_text("hollow_share", row["hollow_share"]) for row in rows]
    lines = [
        ["", *(kinds[row["kind"]] for row in rows)],
        *([label, *(digits(row[name]) for row in rows)] for name, label in names.items()),
        [_("yuan a year"), *(yuan(row["yuan_per_year"]) for row in rows)],
        [above, *effects],
        [_("the same when it was screened"), *promised],
        [what("hollow_share"), *hollow],
        [_("replicates above the cap"), *(percent(row["above_cap"]) for row in rows)],
    ]
    count = ngettext(
        "Evaluated on {n} new replicate; the front has {k} mixes.",
        "Evaluated on {n} new replicates; the front has {k} mixes.",
        study.replicates,
    )
    front = len(every) - len(rows)
    return [*aligned(lines).splitlines(), count.format(n=study.replicates, k=front)]


def _apart(summary: Mapping[str, Any]) -> list[str]:
    """Say by how much the best mix is ahead of simpler choices, and whether that is sure."""
    found = []
    for name, label in (
        ("ahead_of_single", _("the best dose alone")),
        ("ahead_of_random", _("the best of {n} random mixes").format(n=summary["random"])),
    ):
        ahead = summary[name]
        if ahead is None:
            continue
        if name == "ahead_of_random" and not summary["random_keeps_to_cap"]:
            text = _("None of {n} random mixes keeps to the cap.")
            found.append(text.format(n=summary["random"]))
            continue
        mean, error = ahead["mean"], ahead["standard_error"]
        if abs(mean) <= SURE * error:
            text = _("No clear difference from {other}: {ahead} (± {error}, paired).")
        elif mean > 0:
            text = _("Ahead of {other} by {ahead} (± {error}, paired).")
        else:
            text = _("Behind {other} by {ahead} (± {error}, paired): search longer.")
        sizes = amount_text(summary["measure"], mean), size_text(summary["measure"], error)
        found.append(text.format(other=label, ahead=sizes[0], error=sizes[1]))
    return found


def _cuts(result: StudyResult, names: dict[str, str]) -> list[str]:
    measure = result.summary["measure"]
    lines: list[tuple[str, ...]] = [
        (
            _("less of"), _("costs a year"), _("adds"), _("yuan a point"),
            _("yuan a point at the margin"), _("change when it pays first for 10 % less"),
        )
    ]  # fmt: skip
    rows = rows_of(result.tables["cuts"])
    for row in rows:
        adds, change = (
            with_error(measure, sign * row[name], row[f"{name}_error"])
            for name, sign in (("lost", 1), ("tenth_lost", -1))
        )
        prices = [yuan(row[name]) for name in ("yuan_a_point", "margin_yuan_a_point")]
        lines.append((names[row["dose"]], yuan(row["saved"]), adds, *prices, change))
    first = next(row for row in rows if row["first"])
    others = [row for row in rows if not row["first"]]
    text = _("With 10 % less money {policy} goes first: {lost} (± {error}).")
    told = text.format(
        policy=names[first["dose"]], lost=amount_text(measure, -first["tenth_lost"]),
        error=size_text(measure, first["tenth_lost_error"]),
    )  # fmt: skip
    close = [
        names[row["dose"]]
        for row in others
        if row["tenth_lost"] - first["tenth_lost"]
        < SURE * max(row["tenth_lost_error"], first["tenth_lost_error"])
    ]
    found = [*aligned(lines).splitlines(), told]
    if close:
        text = _("Within the errors these could go as well: {policies}.")
        found.append(text.format(policies=_(", ").join(close)))
    return found
