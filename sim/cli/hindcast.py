"""``fugai hindcast``: what the model would have said of places whose later figures are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from sim.cli.base import (
    MOST_REPLICATES,
    announce,
    command,
    jobs_option,
    json_option,
    option,
    print_json,
    print_lines,
    progress,
)
from sim.locale import N_, _, listed
from sim.present.numbers import percent, tenths
from sim.present.tables import aligned
from sim.studies.hindcast.backtests import GIVEN, MODEL, table
from sim.studies.hindcast.conduct import SHRUNK, Hindcast, learnt
from sim.studies.hindcast.differences import model_crps, no_change
from sim.studies.hindcast.ensemble import BASE_GIVEN
from sim.studies.hindcast.written import verdict


def _lines(found: Hindcast) -> Iterator[str]:
    """Yield what a hindcast came to."""
    yield _("Ceilings of the model (5, 50, 95 % of prior draws) beside what was reported:")
    rows = [
        [entry.row.track, entry.row.date, _range(*(100 * end for end in entry.quantiles)),
         f"{100 * entry.row.observed:.1f}", "" if entry.reachable else _("out of reach")]
        for entry in found.ceilings
    ]  # fmt: skip
    yield aligned(rows)
    yield ""
    yield _("Predictions of the model, and what was reported:")
    rows = []
    for entry in found.scores:
        one = entry.predictions[MODEL].scaled(1 / entry.unit)
        observed = entry.row.value / entry.unit
        held = _("held") if one.holds(observed) else _("missed")
        rows.append(
            [entry.backtest, entry.row.track, entry.row.date, _range(one.q05, one.q50, one.q95),
             f"{observed:.1f}", held]
        )  # fmt: skip
    yield aligned(rows)
    whole = verdict(found.scores, MODEL)
    text = _("{share} of intervals held what they should; those of shares are {width} points wide.")
    yield text.format(share=percent(whole.held_share), width=tenths(whole.width))
    yield ""
    yield _("Mean weighted interval scores (smaller is better):")
    by_backtest = table(found.scores)
    names = dict.fromkeys(name for scores in by_backtest.values() for name in scores)
    yield aligned(_by_name(by_backtest, [name for name in names if not name.endswith(GIVEN)]))
    text = _("At or below the best curve in {n} of {all}: {which}.")
    which = listed(whole.best) or _("none")
    yield text.format(n=len(whole.best), all=len(by_backtest), which=which)
    still = no_change(found.scores)
    text = _(
        "Changes: no change scores {mean} more than the model in mean CRPS ({low} to {high}, 5 to "
        "95 % of resampled backtests)."
    )
    yield text.format(mean=f"{still.mean:.3f}", low=f"{still.low:.3f}", high=f"{still.high:.3f}")
    yield ""
    if BASE_GIVEN in names:
        yield _("Given the base as it was known later (a scenario may state it):")
        given = [BASE_GIVEN, *(name for name in names if name.endswith(GIVEN))]
        yield aligned(_by_name(by_backtest, given))
        yield ""
    if found.left_out:
        text = _("Out of reach of the priors, and left out of the posterior: {rows}.")
        yield text.format(rows=listed(row.id for row in found.left_out))
    yield _("What the figures taught (prior, posterior, share of the spread that is left):")
    yield aligned(
        [
            [key, _range(*before, digits=2), _range(*after, digits=2), f"{ratio:.2f}"]
            for key, before, after, ratio in learnt(found.posterior)
        ]
    )
    yield ""
    text = _("What drives add, in points (5, 50, 95 %), and the median at {shares} of it:")
    yield text.format(shares=listed(f"{share:g}" for share in SHRUNK))
    yield aligned(
        [
            [one.track, one.measure, _range(*(100 * end for end in one.added)),
             *(f"{100 * one.shrunk(share):.1f}" for share in SHRUNK)]
            for one in found.campaigns
        ]
    )  # fmt: skip
    yield ""
    yield _("Predictions of the cases (5, 50, 95 %):")
    yield aligned(
        [
            [entry.case.id, entry.case.track, entry.case.date,
             _range(entry.prediction.q05, entry.prediction.q50, entry.prediction.q95)]
            for entry in found.forecasts
        ]
    )  # fmt: skip


def _by_name(scores: Mapping[str, Mapping[str, float]], names: Sequence[str]) -> list[list[str]]:
    """Return mean scores as a table: a row a forecaster, a column a backtest."""
    rows = [
        [name, *(f"{by_name[name]:.1f}" if name in by_name else "-" for by_name in scores.values())]
        for name in names
    ]
    return [["", *scores], *rows]


def _data(found: Hindcast) -> dict[str, Any]:
    """Return what a hindcast came to, for machines."""
    whole, still = verdict(found.scores, MODEL), no_change(found.scores)
    return {
        "backtests": table(found.scores),
        "at_or_below_best": list(whole.best),
        "held": whole.held_share,
        "mean_width_points": whole.width,
        "changes": {
            "crps": model_crps(found.scores),
            "persistence_minus_model": still.mean,
            "q05": still.low,
            "q95": still.high,
        },
        "sd_ratio": {key: ratio for key, _before, _after, ratio in learnt(found.posterior)},
        "predictions": {
            entry.case.id: {
                "mean": entry.mean,
                "q05": entry.prediction.q05,
                "q50": entry.prediction.q50,
                "q95": entry.prediction.q95,
            }
            for entry in found.forecasts
        },
    }


def _range(low: float, middle: float, high: float, *, digits: int = 1) -> str:
    return f"{low:.{digits}f} / {middle:.{digits}f} / {high:.{digits}f}"


@command(
    "hindcast",
    help=N_(
        "Calibrate on figures up to a date, predict the later ones, and score the predictions "
        "beside simple curves; then predict the cases whose end is unknown.\n\n"
        "Tables are written to DIR; simulations are kept there and done once."
    ),
)
@option(
    "--draws", type=click.IntRange(200, MOST_REPLICATES), help=N_("Prior draws (default: 400).")
)
@option("-o", "--out", metavar="DIR", help=N_("Folder of the tables (default: results/hindcast)."))
@jobs_option
@option(
    "--no-variants", is_flag=True, help=N_("Leave out the model with a mechanism switched off.")
)
@json_option
def hindcast(
    draws: int | None, out: str | None, jobs: int | None, no_variants: bool, as_json: bool
) -> None:
    """Do the whole hindcast."""
    from sim.studies.hindcast.conduct import DRAWS
    from sim.studies.hindcast.conduct import hindcast as conduct
    from sim.studies.hindcast.written import HindcastFolder

    folder = Path(out) if out is not None else Path("results") / "hindcast"
    count = DRAWS if draws is None else draws
    kept = HindcastFolder(folder, count)
    with kept.held():
        kept.claim()
        with progress(_("Hindcast"), 100) as advance:
            found = conduct(
                folder,
                draws=count,
                variants=not no_variants,
                jobs=jobs,
                advance=lambda _what, share: advance(share, 1),
                announce=announce,
            )
        files = kept.write(found)
    if as_json:
        print_json(_data(found))
        return
    print_lines(_lines(found))
    click.echo()
    click.echo(_("Tables: {files}").format(files=listed(path.name for path in files)))
