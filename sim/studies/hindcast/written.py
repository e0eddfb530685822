"""The folder of a hindcast: scores, what was learnt, ceilings, predictions, posterior.

``hindcast.json`` says what was asked and, once it is done, size and checksum of every table;
``cases/`` keeps what was simulated. What it shares with other results is in
:mod:`sim.store.folder`.

The verdict is what the scores come to: backtests won, intervals that held, how wide they are.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from sim.errors import InputError
from sim.locale import N_, _
from sim.plan.edition import EDITION
from sim.store.disk import checksum, replace_file, summed, unwritable
from sim.store.folder import Folder, Kind
from sim.store.parts import FORMAT, DamagedError
from sim.store.provenance import code_hash, provenance, worker_code
from sim.studies.factors import PREFIX
from sim.studies.hindcast.backtests import AS_MANY, GIVEN, MODEL, Scored, everywhere, table
from sim.studies.hindcast.conduct import SHRUNK, Hindcast, draws_of, learnt
from sim.studies.hindcast.curves import HINDSIGHT, REFERENCE
from sim.studies.hindcast.differences import changes, differences, model_crps, no_change
from sim.studies.hindcast.ensemble import DOSES, NAMES, VARIANTS
from sim.studies.hindcast.predictions import FILES, as_csv
from sim.studies.store import FOLDER

OURS: Final = (MODEL, AS_MANY, *VARIANTS)
"""The model and its variants; all other forecasters but hindsight are curves."""


@dataclass(frozen=True)
class Verdict:
    """Of a forecaster: backtests in which it scores at or below the best curve.

    ``best`` is by curves that have the figures alone; ``best_given`` by those that also know
    what became of the base. ``held`` of ``figures`` lie in their 90 % intervals; ``width`` is the
    mean width of the intervals of shares, in points.
    """

    best: tuple[str, ...]
    best_given: tuple[str, ...]
    held: int
    figures: int
    width: float

    @property
    def held_share(self) -> float:
        """Share of the figures that lie in their intervals."""
        return self.held / self.figures


def verdict(scores: Sequence[Scored], name: str) -> Verdict:
    """Return what the scores of a forecaster come to."""
    by_backtest = table(scores)

    def best(given: bool) -> tuple[str, ...]:
        return tuple(
            backtest
            for backtest, by_name in by_backtest.items()
            if by_name[name]
            <= min((by_name[rival] for rival in rivals(by_name, given)), default=-math.inf)
        )

    held = sum(entry.predictions[name].holds(entry.row.value) for entry in scores)
    widths = [100 * entry.predictions[name].width for entry in scores if not entry.row.growth]
    return Verdict(best(False), best(True), held, len(scores), float(np.mean(widths)))


def rivals(names: Iterable[str], given: bool = False) -> list[str]:
    """Return the curves among some names: those that are ``given`` the base, or the others.

    The reference class knows no base, and is among both.
    """
    others = [name for name in names if name not in (*OURS, HINDSIGHT)]
    return [name for name in others if name == REFERENCE or name.endswith(GIVEN) == given]


def verdicts(scores: Sequence[Scored]) -> dict[str, Verdict]:
    """Return the verdicts of the model, its variants, and the curves that predict every figure."""
    names = everywhere(scores)
    ours = [name for name in OURS if name in names]
    return {name: verdict(scores, name) for name in (*ours, *rivals(names))}


POSTERIOR_DRAWS: Final = 200
COMMAND: Final = "fugai hindcast"


KIND: Final = Kind(
    about="hindcast.json",
    parts=FOLDER,
    needed=("digest", "code", "command", "files"),
    nothing=N_("{folder} holds no hindcast."),
    foreign=N_("{folder} is not empty and holds no hindcast. Choose another folder with --out."),
    other=N_("{folder} holds another hindcast: {command}. Choose another with --out."),
)


class HindcastFolder(Folder):
    """The folder of one hindcast, made of ``draws`` draws."""

    def __init__(self, path: Path, draws: int) -> None:
        super().__init__(path, KIND)
        command = f"{COMMAND} --draws {draws}"
        self.draws = draws
        self.described = {
            "format": FORMAT,
            "digest": checksum(command.encode("utf-8"))[:16],
            **provenance(),
            "code": worker_code(),
            "command": command,
            "files": {},
        }

    def claim(self) -> None:
        """Describe a new folder, or find that it holds this hindcast; it must be held."""
        self.take(self.described)

    def _refuse_foreign(self) -> None:
        """Go on in a folder of before there was a description, if its posterior is of this one."""
        told = self.path / "posterior.json"
        if not (told.is_file() and (self.path / "predictions.csv").is_file()):
            super()._refuse_foreign()
            return
        try:
            command = json.loads(told.read_text(encoding="utf-8"))["command"]
        except (ValueError, KeyError, TypeError):
            raise DamagedError(told, _("{file} is damaged.").format(file=told)) from None
        if command != self.described["command"]:
            raise InputError(_(KIND.other).format(folder=self.path, command=command))

    def write(self, found: Hindcast) -> list[Path]:
        """Write every table of a hindcast, each whole or not at all."""
        files = {
            **{name: as_csv(found.forecasts, cases) for cases, name in FILES.items()},
            **{f"{name}.csv": _csv(head, rows) for name, head, rows in tables(found)},
            "posterior.json": posterior_file(found, self.draws),
            TESTED: tested_file(found),
        }
        data = {name: text.encode("utf-8") for name, text in files.items()}
        try:
            for name, each in data.items():
                replace_file(self.path / name, each)
            known = {name: summed(each) for name, each in data.items()}
            self.describe(self.described | {"files": known})
        except OSError as error:
            raise unwritable(self.path, error) from None
        return [self.path / name for name in files]


def posterior_file(found: Hindcast, draws: int) -> str:
    """Return the posterior as a file that any scenario may use (docs/calibration.md).

    Row by row beside the ``draws`` of parameters: ``doses`` of the tracks' policies, which were
    learnt with them, and ``coordinates``, all of it as points of the priors.
    """
    values, u = draws_of(found.posterior, POSTERIOR_DRAWS)
    content = {
        "format": 1,
        "edition": EDITION,
        "posterior": "training",
        "command": f"{COMMAND} --draws {draws}",
        "code": code_hash(),
        "given": [row.id for row in found.rows],
        "effective": round(found.effective, 1),
        "draws": {
            key.removeprefix(PREFIX): _rounded(column)
            for key, column in values.items()
            if key not in DOSES
        },
        "doses": {key: _rounded(values[key]) for key in DOSES},
        "coordinates": {name: _rounded(column) for name, column in zip(NAMES, u.T, strict=True)},
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


TESTED: Final = "tested.json"
"""What reports say of how well the model foretells (``sim.report.limits``)."""


def tested_file(found: Hindcast) -> str:
    """Return in a few numbers how the model did: what reports quote."""
    whole, by_backtest = verdict(found.scores, MODEL), table(found.scores)
    still = no_change(found.scores)
    content = {
        "edition": EDITION,
        "figures": whole.figures,
        "held": whole.held,
        "width_points": round(whole.width, 1),
        "backtests": len(by_backtest),
        "won": list(whole.best),
        "won_given_the_base": list(whole.best_given),
        "crps": round(model_crps(found.scores), 3),
        "no_change_minus_model": [round(end, 3) for end in (still.mean, still.low, still.high)],
    }
    return json.dumps(content, indent=1) + "\n"


def _rounded(column: Iterable[float]) -> list[float]:
    return [round(float(value), 6) for value in column]


def tables(found: Hindcast) -> Iterator[tuple[str, str, Iterable[tuple[object, ...]]]]:
    """Yield every table of scores and of what was learnt: its name, its columns, its rows."""
    scores, shrunk = found.scores, ",".join(f"added_times_{share}" for share in SHRUNK)
    yield "scores", "backtest,figure,observed,forecaster,q05,q50,q95,wis", (
        (entry.backtest, entry.row.id, entry.row.value / entry.unit, name,
         one.q05, one.q50, one.q95, one.wis(entry.row.value / entry.unit))
        for entry in scores
        for name, one in entry.in_units()
    )  # fmt: skip
    yield "backtests", "backtest,forecaster,mean_wis", (
        (backtest, name, value)
        for backtest, by_name in (table(scores) | table(scores, by_place=True)).items()
        for name, value in sorted(by_name.items(), key=lambda entry: entry[1])
    )  # fmt: skip
    yield "changes", "backtest,forecaster,crps_of_change,persistence,less_than_persistence", (
        (one.backtest, one.forecaster, one.crps, one.persistence, one.skill)
        for one in changes(scores)
    )  # fmt: skip
    yield "differences", "against,forecaster,mean,q05,q95,better_in,of,worse_share", (
        (one.against, one.forecaster, one.mean, one.low, one.high, one.better, one.of,
         f"{one.worse_share:.2f}")
        for one in differences(scores)
    )  # fmt: skip
    yield "newly_covered", "track,observed,q05,q50,q95", (
        (one.track, str(one.observed), *one.quantiles) for one in found.newly
    )  # fmt: skip
    best = "forecaster,at_or_below_best,same_given_the_base"
    yield "verdicts", f"{best},held,figures,mean_width_points", (
        (name, " ".join(one.best) or "none", " ".join(one.best_given) or "none",
         one.held, one.figures, one.width)
        for name, one in verdicts(scores).items()
    )  # fmt: skip
    yield "ceilings", "figure,observed,ceiling_q05,ceiling_q50,ceiling_q95,reachable", (
        (entry.row.id, entry.row.observed, *entry.quantiles, str(entry.reachable).lower())
        for entry in found.ceilings
    )  # fmt: skip
    ends = "prior_q05,prior_q50,prior_q95,posterior_q05,posterior_q50,posterior_q95"
    yield "learnt", f"what,{ends},sd_ratio", (
        (key, *before.tolist(), *after.tolist(), ratio)
        for key, before, after, ratio in learnt(found.posterior)
    )  # fmt: skip
    head = "track,measure,months,rise_without,added_q05,added_q50,added_q95"
    yield "campaigns", f"{head},{shrunk}", (
        (one.track, one.measure, one.months, f"{100 * one.without[1]:.1f}",
         *(f"{100 * point:.1f}" for point in (*one.added, *map(one.shrunk, SHRUNK))))
        for one in found.campaigns
    )  # fmt: skip


def _csv(head: str, rows: Iterable[tuple[object, ...]]) -> str:
    """Return a table as text; numbers have four digits."""
    cells = ((f"{c:.4g}" if isinstance(c, float) else str(c) for c in row) for row in rows)
    return "".join(line + "\n" for line in (head, *map(",".join, cells)))
