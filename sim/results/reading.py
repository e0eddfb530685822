"""What a run holds, read back: tables, and values of measures by alternative and replicate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sim.errors import InputError
from sim.extensions.registry import use
from sim.locale import _, pick
from sim.measures.base import ratio
from sim.measures.catalogue import MEASURES
from sim.measures.counts import OWN
from sim.measures.recorder import DIMENSIONS
from sim.parameters import SETTLED
from sim.plan.edition import edition_of, note_edition
from sim.plan.past import Evidence
from sim.results.compare import Comparison, compare
from sim.results.folder import RunFolder
from sim.results.parquet import booleans, integers, opened, places, schema, values
from sim.results.schema import TABLES
from sim.results.series import columns_for, counted, own, row_groups, tidy
from sim.store.disk import UnwritableError
from sim.store.parts import DamagedError
from sim.text.arguments import path_of, texts, whole
from sim.text.hints import known_name

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario

F64 = npt.NDArray[np.float64]

DEFAULTS: Final = "defaults.json"
"""What was found with every parameter at its default."""


class Results:
    """A run on disk. ``replicates`` leaves out those from that number on.

    Every file is held against its checksum first, unless they are not to be ``verified``.
    """

    def __init__(
        self, folder: str | Path, *, replicates: int | None = None, verified: bool = True
    ) -> None:
        self.folder = path_of("folder", folder)
        self._run = RunFolder(self.folder)
        self.info: dict[str, Any] = self._run.info()
        for module in self.info["scenario"].get("extensions", ()):
            use(module)
        pieces = self._run.pieces(whole=True)
        last = max((piece.replicates.stop for piece in pieces), default=0)
        limit = last if replicates is None else whole("replicates", replicates)
        self._pieces = [piece for piece in pieces if piece.replicates.start < limit]
        if verified:
            for error in (each for piece in self._pieces for each in piece.damage()):
                raise error
        done = [k for piece in self._pieces for k in piece.replicates if k < limit]
        self.failed: dict[int, str] = {
            k: reason for piece in self._pieces for k, reason in piece.failed.items() if k < limit
        }
        """Replicates left out because a world of theirs failed, with the reason."""
        self.replicates: tuple[int, ...] = tuple(k for k in done if k not in self.failed)
        if not self.replicates:
            raise InputError(self._nothing())
        self.uncounted = self._uncounted()
        """Measures that the run's edition didn't count: they are in no table of it."""
        lacking = [pick(MEASURES[name].label) for name in self.uncounted if not own(name)]
        note_edition(self.folder, edition_of(self.info), lacking)

    def _uncounted(self) -> tuple[str, ...]:
        path, *_others = self._files("counts")
        with _undamaged(path):
            known = counted(opened(path), tuple(MEASURES))
        return tuple(name for name in MEASURES if name not in known)

    @property
    def measures(self) -> tuple[str, ...]:
        """Measures of this run: those that are shipped, and those of its own extensions."""
        return tuple(name for name in MEASURES if not (own(name) and name in self.uncounted))

    @property
    def own_counts(self) -> tuple[str, ...]:
        """What its extensions counted."""
        path, *_others = self._files("counts")
        return tuple(name for name in opened(path).schema_arrow.names if name in OWN)

    def _nothing(self) -> str:
        if self.failed:
            first = next(iter(self.failed.values()))
            return _("Every replicate failed, the first with: {reason}").format(reason=first)
        return _("{folder} holds no complete replicate.").format(folder=self.folder)

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Ids of the alternatives, the baseline first."""
        return tuple(self.info["alternatives"])

    @property
    def months(self) -> int:
        """Months simulated."""
        return int(self.info["months"])

    @property
    def years(self) -> tuple[int, ...]:
        """Months at which groups are counted: each year's start, and the horizon."""
        return tuple(sorted({*range(0, self.months + 1, 12), self.months}))

    @property
    def weight(self) -> float:
        """Organizations of the place that each simulated one stands for."""
        return 1.0 / float(self.info["scenario"]["organizations"].get("sample", 1.0))

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario as it was simulated."""
        from sim.scenario import from_resolved

        scenario = from_resolved(self.info["scenario"])
        return replace(scenario, pasts=self._run.pasts(scenario))

    @property
    def evidence(self) -> Evidence | None:
        """What the start says of the past, where that was asked."""
        from sim.pasts.evidence import with_figures

        said = self.info.get("history")
        if said is None:
            return None
        drawn = "candidates" in said
        pasts = self.scenario.pasts if drawn else None
        number = max(self.replicates) + 1
        evidence = Evidence.of(said) if pasts is None else pasts.evidence(number)
        return with_figures(evidence, self.scenario)

    @property
    def numbers(self) -> list[int]:
        """The number that keys each replicate: of its accepted candidate, or its own."""
        candidates = (self.info.get("history") or {}).get("candidates")
        if candidates is None:
            return [*self.replicates]
        return [candidates[replicate] for replicate in self.replicates]

    @property
    def intercept(self) -> F64:
        """Intercept of vitality by replicate, a result of the start (a logit; docs/draws.md 10.4).

        Not a number where the run was made before it was written down.
        """
        table = self.table("parameters")
        mine = places(table["parameter"], [SETTLED]) == 0
        found = np.full(len(self.replicates), np.nan)
        row = np.searchsorted(self.replicates, values(table["replicate"])[mine])
        found[row] = values(table["value"])[mine]
        return found

    def table(self, name: str) -> pa.Table:
        """Return a table of the run, replicate by replicate."""
        return _joined(name, self.parts(name))

    def parts(self, name: str) -> Iterator[pa.Table]:
        """Yield a table piece by piece."""
        if name != "counts":  # what series are made of, as it is stored
            known_name(name, tuple(TABLES), _('There is no table "{name}". {hint}'))
        if name == "series":
            yield from self._series(tuple(MEASURES), None)
            return
        for path in self._files(name):
            with _undamaged(path):
                part = opened(path).read()
                # An older edition may lack columns of today's: they are left out.
                form = pa.schema([one for one in schema(name) if one.name in part.column_names])
                part = part.select(form.names).cast(form)
            yield self._asked_for(self._in_order(part))

    def plot(self, kind: str, **given: Any) -> Any:
        """Draw a figure of the run, as ``fugai plot KIND`` does; Jupyter shows it by itself."""
        # Named, not imported: figures lie above what they show.
        return import_module("sim.plots.output").plot(self, kind, **given)

    def _repr_html_(self) -> str:
        return self.compare()._repr_html_()

    def frame(self, name: str = "series") -> pd.DataFrame:
        """Return a table of the run for pandas: ``series``, ``events``, ``ledger`` …

        Texts are categories. Columns, with their units, are those of ``datapackage.json``.
        ``InputError`` names the nearest table.
        """
        found: pd.DataFrame = self.table(name).to_pandas()
        return found

    def series(self, measures: Sequence[str] | str, *, dimension: str | None = "all") -> pa.Table:
        """Return some measures in one dimension (in all with ``None``), without the others."""
        measures = texts("measures", measures)
        for name in measures:
            known_name(name, list(MEASURES), _('There is no measure "{name}". {hint}'))
        if dimension is not None:
            text = _('Nothing is counted by "{name}". {hint}')
            known_name(dimension, ("all", *DIMENSIONS), text)
        return _joined("series", self._series(measures, dimension))

    def _series(self, measures: Sequence[str], dimension: str | None) -> Iterator[pa.Table]:
        for path in self._files("counts"):
            with _undamaged(path):
                for part in tidy(opened(path), measures, self.months, dimension):
                    yield self._asked_for(part if dimension is None else self._in_order(part))

    def _in_order(self, table: pa.Table) -> pa.Table:
        """Return rows by replicate and alternative, so that the cut into chunks doesn't show."""
        keys = [values(table["replicate"])]
        if "alternative" in table.column_names:
            keys.insert(0, places(table["alternative"], self.alternatives))
        order = np.lexsort(keys)
        if (order[1:] > order[:-1]).all():
            return table
        return table.take(integers(order))

    def values(self, measure: str, *, month: int | None = None) -> dict[str, F64]:
        """Return a measure by alternative: [replicate], or [replicate, month] without a month.

        Plain numbers are those of the place where its organizations were sampled. ``InputError``
        names the nearest measure, or the months that there are.
        """
        known_name(measure, self.measures, _('There is no measure "{name}". {hint}'))
        months = range(self.months + 1) if month is None else [self._month(month)]
        found = self.cube([measure], months)[0]
        return dict(zip(self.alternatives, found if month is None else found[..., 0], strict=True))

    def _month(self, month: object) -> int:
        """Return a month to look at; refuse one that the run has not."""
        known = isinstance(month, int | np.integer) and not isinstance(month, bool)
        if not (known and 0 <= int(cast(int, month)) <= self.months):
            text = _("Months to look at lie between 0 and {last}.")
            raise InputError(text.format(last=self.months))
        return int(cast(int, month))

    def cube(self, measures: Sequence[str] | str, months: Sequence[int] | int) -> F64:
        """Return values of several measures: [measure, alternative, replicate, month].

        Months are those asked for, in that order. What was not recorded, or has nothing in its
        denominator, is not a number. ``InputError`` for a wrong measure or month.
        """
        measures = texts("measures", measures)
        for name in measures:
            known_name(name, tuple(MEASURES), _('There is no measure "{name}". {hint}'))
        asked = [
            self._month(month) for month in (months if isinstance(months, Iterable) else [months])
        ]
        distinct = [*dict.fromkeys(asked)]
        found = self._cube(measures, distinct)
        return (
            found if distinct == asked else found[..., [distinct.index(month) for month in asked]]
        )

    def _cube(self, measures: Sequence[str], months: Sequence[int]) -> F64:
        shape = (len(measures), len(self.alternatives), len(self.replicates), len(months))
        found = np.full(shape, np.nan)
        at = np.full(self.months + 1, -1)
        at[np.asarray(months, np.int64)] = np.arange(len(months))
        for path in self._files("counts"):
            with _undamaged(path):
                file = opened(path)
                known = counted(file, measures)
                rows = file.read_row_groups(row_groups(file, "all"), columns=columns_for(known))
            rows = self._asked_for(rows)
            month = at[values(rows["month"])]
            keep = month >= 0
            alternative = places(rows["alternative"], self.alternatives)[keep]
            row = np.searchsorted(self.replicates, values(rows["replicate"])[keep])
            for number, name in enumerate(measures):
                if name not in known:
                    continue
                measure = MEASURES[name]
                top = values(rows[measure.numerator])[keep] * measure.scale
                if measure.denominator is None:
                    value = top * self.weight
                else:
                    value = ratio(top, values(rows[measure.denominator])[keep])
                found[number, alternative, row, month[keep]] = value
        return found

    def _asked_for(self, table: pa.Table) -> pa.Table:
        """Leave out replicates that were not asked for."""
        replicate = values(table["replicate"])
        if not len(replicate) or replicate.max() <= self.replicates[-1]:
            return table
        return table.filter(booleans(replicate <= self.replicates[-1]))

    def compare(self) -> Comparison:
        """Return the paired comparison of every alternative with the baseline."""
        return compare(self)

    def defaults(self) -> dict[str, Any] | None:
        """Return what was found with every parameter at its default, if that was simulated."""
        return self.kept(DEFAULTS, ("share_higher",))

    def kept(self, file: str, names: Sequence[str]) -> dict[str, Any] | None:
        """Return what is kept beside the run of all its replicates, by ``names``, if it is.

        What was edited, is damaged or belongs to another run is refused.
        """
        number = len(self.replicates)
        found = self._run.kept(file, ("replicates", *names))
        return found if found is not None and found["replicates"] == number else None

    def keep(self, file: str, found: Mapping[str, Any]) -> dict[str, Any]:
        """Keep what was found of all replicates beside the run, and return it.

        In a folder that may only be read nothing is kept.
        """
        told = {"replicates": len(self.replicates), **found}
        with suppress(OSError, UnwritableError):
            self._run.keep(file, told)
        return told

    def _files(self, table: str) -> list[Path]:
        return [piece.path / f"{table}.parquet" for piece in self._pieces]


@contextmanager
def _undamaged(path: Path) -> Iterator[None]:
    """Turn what Arrow says of a broken file into an error that names it."""
    try:
        yield
    except (pa.ArrowInvalid, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # The system's own: the file is gone, or not to be read.
        raise DamagedError(path, _("{file} is damaged.").format(file=path)) from None


def _joined(name: str, parts: Iterable[pa.Table]) -> pa.Table:
    """Put the parts of a table together."""
    return pa.concat_tables([*parts] or [schema(name).empty_table()]).unify_dictionaries()
