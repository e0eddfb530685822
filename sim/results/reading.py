"""What a run holds, read back: tables, and values of measures by alternative and replicate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from sim.errors import InputError
from sim.locale import _, pick
from sim.measures.base import ratio
from sim.measures.catalogue import MEASURES
from sim.measures.recorder import GROUP_MONTHS
from sim.parameters import SETTLED
from sim.plan.edition import edition_of, note_edition
from sim.plan.past import Evidence
from sim.results.compare import Comparison, compare
from sim.results.folder import RunFolder
from sim.results.parquet import booleans, codes, integers, numbers, opened, places, schema, values
from sim.store.parts import DamagedError

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario

F64 = npt.NDArray[np.float64]


class Results:
    """A run on disk. ``replicates`` leaves out those from that number on.

    Every file is held against its checksum first, unless they are not to be ``verified``.
    """

    def __init__(
        self, folder: str | Path, *, replicates: int | None = None, verified: bool = True
    ) -> None:
        self.folder = Path(folder)
        self._run = RunFolder(self.folder)
        self.info: dict[str, Any] = self._run.info()
        pieces = self._run.pieces(whole=True)
        last = max((piece.replicates.stop for piece in pieces), default=0)
        limit = last if replicates is None else replicates
        self._pieces = [piece for piece in pieces if piece.replicates.start < limit]
        for error in (each for piece in self._pieces if verified for each in piece.damage()):
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
        lacking = [pick(MEASURES[name].label) for name in self.uncounted]
        note_edition(self.folder, edition_of(self.info), lacking)

    def _uncounted(self) -> tuple[str, ...]:
        path, *_others = self._files("counts")
        with _undamaged(path):
            known = counted(opened(path), tuple(MEASURES))
        return tuple(name for name in MEASURES if name not in known)

    def _nothing(self) -> str:
        if self.failed:
            first = next(iter(self.failed.values()))
            return _("Every world failed, the first with: {reason}").format(reason=first)
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
        said = self.info.get("history")
        if said is None:
            return None
        drawn = "candidates" in said
        pasts = self.scenario.pasts if drawn else None
        number = max(self.replicates) + 1
        return Evidence.of(said) if pasts is None else pasts.evidence(number)

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

    def frame(self, name: str) -> pd.DataFrame:
        """Return a table of the run for pandas."""
        found: pd.DataFrame = self.table(name).to_pandas()
        return found

    def series(self, measures: Sequence[str], *, dimension: str | None = "all") -> pa.Table:
        """Return some measures in one dimension (in all with ``None``), without the others."""
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

        Plain numbers are those of the place where its organizations were sampled.
        """
        months = range(self.months + 1) if month is None else [month]
        found = self.cube([measure], months)[0]
        return dict(zip(self.alternatives, found if month is None else found[..., 0], strict=True))

    def cube(self, measures: Sequence[str], months: Sequence[int]) -> F64:
        """Return values of several measures: [measure, alternative, replicate, month].

        What was not recorded, or has nothing in its denominator, is not a number.
        """
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
        from sim.results.kept import known_defaults

        return known_defaults(self.folder, len(self.replicates))

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


KEYS = ("alternative", "replicate", "month", "dimension", "group")


def columns_for(measures: Sequence[str]) -> list[str]:
    """Return the columns of ``counts`` that measures are made of."""
    return list(dict.fromkeys([*KEYS, *(count for name in measures for count in _counts(name))]))


def counted(file: pq.ParquetFile, measures: Sequence[str]) -> list[str]:
    """Return the measures that a chunk has the counts of: older editions counted less."""
    held = {*file.schema_arrow.names}
    return [name for name in measures if held.issuperset(_counts(name))]


def _counts(name: str) -> tuple[str, ...]:
    measure = MEASURES[name]
    return (measure.numerator, *([] if measure.denominator is None else [measure.denominator]))


def row_groups(file: pq.ParquetFile, dimension: str | None) -> list[int]:
    """Return the row groups of a dimension, all where none is named; each holds one."""
    every = range(file.metadata.num_row_groups)
    at = file.schema_arrow.names.index("dimension")
    return [
        number
        for number in every
        if dimension is None
        or file.metadata.row_group(number).column(at).statistics.min == dimension
    ]


def tidy(
    file: pq.ParquetFile, measures: Sequence[str], months: int, dimension: str | None
) -> Iterator[pa.Table]:
    """Yield the series of a chunk; ``months`` is the horizon.

    Of one dimension it is one table, of all of them a table a replicate and dimension: in one
    order, whatever the stacks that were simulated together.
    """
    measures = counted(file, measures)
    if not measures:
        return
    wanted = columns_for(measures)
    groups = [file.read_row_group(number, columns=wanted) for number in row_groups(file, dimension)]
    found = [group for group in groups if len(group)]
    if dimension is not None:
        if found:
            yield _of_dimension(pa.concat_tables(found).unify_dictionaries(), measures, months)
        return
    named: dict[str, list[pa.Table]] = {}
    for group in found:
        named.setdefault(str(group["dimension"][0]), []).append(group)
    joined = [pa.concat_tables(parts).unify_dictionaries() for parts in named.values()]
    for replicate in sorted({*values(joined[0]["replicate"]).tolist()} if joined else ()):
        for table in joined:
            own = table.filter(booleans(values(table["replicate"]) == replicate))
            if len(own):
                yield _of_dimension(own, measures, months)


def _of_dimension(found: pa.Table, measures: Sequence[str], months: int) -> pa.Table:
    whole = places(found["dimension"], ["all"])[0] == 0
    named = [name for name in measures if whole or MEASURES[name].grouped]
    return _table(found, named, months)


def _table(found: pa.Table, measures: Sequence[str], months: int) -> pa.Table:
    rows, repeat = len(found), len(measures)
    used = [MEASURES[name] for name in measures]
    top = [values(found[measure.numerator]) * measure.scale for measure in used]
    bottom = [
        values(found[measure.denominator]) if measure.denominator else np.zeros(rows, np.int64)
        for measure in used
    ]
    plain = np.repeat([measure.denominator is None for measure in used], rows)
    month = np.tile(values(found["month"]), repeat)
    columns: dict[str, Any] = {
        "replicate": integers(np.tile(values(found["replicate"]), repeat)),
        "month": integers(month),
        "measure": codes(np.repeat(np.arange(repeat), rows), list(measures)),
        "numerator": numbers(np.concatenate(top)),
        "denominator": integers(np.concatenate(bottom), plain),
    }
    for name in ("alternative", "dimension", "group"):
        texts = sorted(
            {text for part in found[name].chunks for text in part.dictionary.to_pylist()}
        )
        columns[name] = codes(np.tile(places(found[name], texts), repeat), texts)
    form = schema("series")
    whole = pa.Table.from_arrays([columns[name] for name in form.names], schema=form)
    if "district_inequality" not in measures:
        return whole
    # It is counted with the groups, once a year and at the horizon.
    yearly = (month % GROUP_MONTHS == 0) | (month == months)
    inequality = np.repeat([name == "district_inequality" for name in measures], rows)
    return whole.filter(booleans(yearly | ~inequality))
