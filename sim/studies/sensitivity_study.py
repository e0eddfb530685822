"""Sensitivity as a study: what a file may set, the tables, and the answer in lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import pandas as pd

from sim.locale import _, ngettext, noted, pick
from sim.present.numbers import percent, whole
from sim.present.tables import aligned
from sim.scenario.keys import key
from sim.studies import sensitivity as method
from sim.studies.blocks import FEWEST_TRAJECTORIES
from sim.studies.catalogue import MethodSettings, Written
from sim.studies.outcomes import (
    Outcome,
    amount_text,
    columns_of,
    factor_name,
    factors_of,
    heading,
    outcomes_of,
    rows_of,
    short,
    size_text,
)
from sim.studies.sensitivity import Influence
from sim.studies.store import Work
from sim.studies.study import Columns, Study, StudyResult


class Settings(MethodSettings):
    """How many worlds each stage takes. ``replicates`` of the study are not used: blocks are."""

    INDEPENDENT = True
    READS: ClassVar = ("factors", "measures", "alternatives", "months", "seed")
    OPTIONS: ClassVar = {"paired": Written("--paired/--value")}

    averaged: int = key(
        "Replicates that each answer is the mean of", "每个取值平均的模拟次数",
        default=method.AVERAGED, low=1, high=10_000,
    )  # fmt: skip

    trajectories: int = key(
        "Trajectories of the screening, 0 to leave it out",
        "莫里斯筛选的轨迹数（0 为略去）",
        default=method.TRAJECTORIES, low=0, high=100_000,
    )  # fmt: skip
    keep: int = key(
        "Factors that are kept after the screening", "筛选后保留的因素数",
        default=method.KEEP, low=1, high=1000,
    )  # fmt: skip
    blocks: int = key(
        "Blocks of Sobol' indices, a power of two, 0 to leave them out",
        "Sobol 指数的区组数，取 2 的幂（0 为略去）",
        default=method.BLOCKS, low=0, high=1_048_576,
    )  # fmt: skip
    paired: bool = key(
        "Look at the difference from the baseline, not at the measure itself",
        "考察与基准方案之差（而非指标本身）", default=True,
    )  # fmt: skip


def run(study: Study, work: Work) -> StudyResult:
    """Screen the factors, then share the spread out among those that are kept."""
    settings = study.settings_of(Settings)
    found = method.sensitivity(
        study.scenario,
        outcomes=outcomes_of(study, paired=settings.paired),
        factors=factors_of(study),
        trajectories=settings.trajectories,
        keep=settings.keep,
        blocks=settings.blocks,
        averaged=settings.averaged,
        seed=study.seed,
        simulate=work.respond,
    )
    tables: dict[str, Columns] = {}
    for name in ("screening", "indices"):
        frames = []
        for entry in found.influences:
            part = getattr(entry, name)
            if part is not None:
                frame = part.frame()
                outcome = pd.DataFrame(entry.outcome.plain(), index=frame.index)
                frames.append(outcome.join(frame))
        if frames:
            tables[name] = columns_of(pd.concat(frames, ignore_index=True))
    summary = {
        "factors": len(found.factors),
        "cases": found.cases,
        "outcomes": [_summary(entry) for entry in found.influences],
    }
    return StudyResult(tables, summary, work.failed)


def _summary(entry: Influence) -> dict[str, Any]:
    told: dict[str, Any] = entry.outcome.plain()
    if entry.indices is not None:
        enough = entry.indices.enough()
        told |= {
            "blocks": entry.indices.blocks, "sd_by_factors": entry.indices.variance**0.5,
            "enough": enough.enough, "widest_interval": enough.width,
            "rank_correlation_of_halves": enough.halves, "same_first_in_halves": enough.same_first,
            "blocks_needed": enough.blocks_needed, "nudge": entry.indices.nudge,
        }  # fmt: skip
    if entry.noise is not None:
        names = ("factors", "replicates", "both")
        told["variance_shares"] = dict(zip(names, entry.noise.shares, strict=True))
    return told


def describe(study: Study, result: StudyResult) -> list[str]:
    """Return the answer in lines: the first outcome whole, the others' leading factors."""
    n, cases = result.summary["factors"], whole(result.summary["cases"])
    text = ngettext(
        "{title}: {n} factor, {cases} cases.", "{title}: {n} factors, {cases} cases.", n
    )
    first, *others = result.summary["outcomes"]
    found = [text.format(title=pick(study.title), n=n, cases=cases), ""]
    found.append(heading(study, Outcome.read(first)))
    if "screening" in result.tables:
        found += ["", *_screened(study, _rows(result.tables["screening"], first))]
    if "indices" in result.tables:
        found += ["", *_shared(_rows(result.tables["indices"], first)), *_enough(first)]
    for other in others:
        found += _leading(study, result, other)
    return found


def _rows(table: Columns, told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a table that are about an outcome."""
    names = ("measure", "alternative", "minus", "month")
    return rows_of(table, **{name: told[name] for name in names})


def _screened(study: Study, rows: list[dict[str, Any]]) -> list[str]:
    settings = study.settings_of(Settings)
    shown = rows[: settings.keep]
    table = [("", _("factor"), _("size of its effect"), _("95 % of resamples"), _("mean effect"))]
    for row in shown:
        size, low, high, error = (
            size_text(row["measure"], row[name])
            for name in ("mu_star", "lower", "upper", "mu_error")
        )
        mean = noted(amount_text(row["measure"], row["mu"]), f"± {error}")
        name = factor_name(row["factor"])
        table.append((short(row["factor"]), name, size, f"{low} … {high}", mean))
    text = _("Screening ({n} trajectories): the {k} factors that move it most, of {all}")
    head = text.format(
        n=max(settings.trajectories, FEWEST_TRAJECTORIES), k=len(shown), all=len(rows)
    )
    still = sum(row["mu_star"] == 0 for row in rows)
    told = ngettext("{n} factor does nothing at all.", "{n} factors do nothing at all.", still)
    luck = _("  Nudging all of them by 1 % of their range, which should do nothing, does {size}.")
    size = size_text(rows[0]["measure"], rows[0]["nudge"])
    found = [head, *aligned(table).splitlines(), luck.format(size=size)]
    return [*found, *([f"  {told.format(n=still)}"] if still else [])]


def _shared(rows: list[dict[str, Any]]) -> list[str]:
    table: list[tuple[str, ...]] = [("", _("factor"), _("total-order"), "", _("first-order"), "")]
    for row in rows:
        cells: list[str] = []
        for name in ("ST", "S1"):
            low, high = row[f"{name}_lower"], row[f"{name}_upper"]
            cells += [f"{row[name]:.2f}", f"({low:.2f} … {high:.2f})"]
        table.append((short(row["factor"]), factor_name(row["factor"]), *cells))
    head = _("Shares of the spread that these factors cause (Sobol' indices, 95 % intervals)")
    luck = rows[0]["nudge"]
    known = [short(row["factor"]) for row in rows if row["matters"]]
    text = _(
        "  Moving all factors by 1 % of their range gives {chance}: total-order indices up to "
        "that are chance."
    )
    found = [head, *aligned(table).splitlines(), text.format(chance=f"{luck:.2f}")]
    text = _("  Clearly more than chance: {factors}.")
    if not known:
        text = _("  None is clearly more than chance: take more replicates or a larger place.")
    return [*found, text.format(factors=_(", ").join(known))]


def _enough(told: Mapping[str, Any]) -> list[str]:
    """Say whether there were enough blocks, and what chance does beside the factors."""
    if told["enough"]:
        text = _(
            "Enough: with {blocks} blocks no interval is wider than {width}, and both halves name "
            "the same factor first (rank correlation {halves})."
        )
    else:
        text = _(
            "Not enough to trust the order: with {blocks} blocks the widest interval is {width}, "
            "the rank correlation of the halves {halves}. Ask for about {needed} blocks."
        )
    needed = 1 << (max(int(told["blocks_needed"]), int(told["blocks"]) + 1) - 1).bit_length()
    width, halves = told["widest_interval"], told["rank_correlation_of_halves"]
    lines = [
        text.format(
            blocks=told["blocks"], width=f"{width:.2f}", halves=f"{halves:.2f}", needed=needed
        )
    ]
    if "variance_shares" in told:
        text = _(
            "Of the whole variance these factors make {factors}, replicates (chance, and what is "
            "drawn but not varied here) {replicates}, both together {both}. "
            "Shares above are of the first and third."
        )
        shown = {name: percent(share) for name, share in told["variance_shares"].items()}
        lines.append(text.format(**shown))
    return lines


def _leading(study: Study, result: StudyResult, told: Mapping[str, Any]) -> list[str]:
    """Name the three leading factors of a further outcome."""
    head = heading(study, Outcome.read(told))
    for name in ("indices", "screening"):
        rows = _rows(result.tables[name], told)[:3] if name in result.tables else []
        if rows:
            shares = [f" {row['ST']:.2f}" if "ST" in row else "" for row in rows]
            shown = [short(row["factor"]) + share for row, share in zip(rows, shares, strict=True)]
            return ["", head + ": " + _(", ").join(shown)]
    return ["", _("{what}: the same in all replicates.").format(what=head)]
