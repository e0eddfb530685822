"""A stress for machines, and the folder that keeps it.

    stress.json   what was asked, versions, hash of the code, and what each alternative came to
    stress.csv    a row an alternative, step, replicate, month and measure

Both are written as a whole. A folder holds one stress: the same again writes the same again,
another one is refused before anything is simulated. What it shares with other results is in
:mod:`sim.store.folder`.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from sim.locale import N_
from sim.methods.stress import OWN, TWIN, By, Stress
from sim.methods.stress_worlds import SHOWN
from sim.results.compare import Band, Difference
from sim.scenario import Scenario
from sim.store.disk import checksum, replace_file, summed, to_json, unwritable
from sim.store.folder import Folder, Kind
from sim.store.parts import FORMAT
from sim.store.provenance import DECIDES, provenance, source_hash

STRESS: Final = "stress.json"
TABLE: Final = "stress.csv"
COLUMNS: Final = ("alternative", "by", "step", "replicate", "month", "measure", "value")
"""``step`` is ``no_quota``, ``as_it_stands`` or a number; ``month`` counts from the start."""


@dataclass(frozen=True)
class Asked:
    """What is stressed: all that decides what comes of it."""

    scenario: Scenario
    alternatives: tuple[str, ...]
    by: By
    steps: tuple[float, ...]
    replicates: int

    def digest(self) -> str:
        """Return the hash of what is asked."""
        return checksum(to_json({**self.plain(), "scenario": self.scenario.digest()}))[:16]

    def plain(self) -> dict[str, Any]:
        """Return what is asked as data."""
        return {
            "scenario": self.scenario.name,
            "seed": self.scenario.seed,
            "uncertainty": self.scenario.uncertainty,
            "alternatives": list(self.alternatives),
            "by": self.by,
            "steps": list(self.steps),
            "replicates": self.replicates,
        }


KIND: Final = Kind(
    about=STRESS,
    parts="cases",
    needed=("digest", "code", "stress", "files"),
    nothing=N_("{folder} holds no stress."),
    foreign=N_("{folder} is not empty and holds no stress. Choose another folder with --out."),
    other=N_(
        "{folder} holds another stress, or this one with other values "
        "({found}, not {wanted}). Choose another folder with --out."
    ),
)


class StressFolder(Folder):
    """The folder of one stress."""

    def __init__(self, path: Path, asked: Asked) -> None:
        super().__init__(path, KIND)
        self.asked = asked

    def claim(self) -> None:
        """Describe a new folder, or find that it holds this stress; the folder must be held."""
        self.take(self.described([]))

    def holds_parts(self) -> bool:
        """Whether the stress is done: it is kept as a whole."""
        return (self.path / TABLE).is_file()

    def described(self, found: Sequence[Stress]) -> dict[str, Any]:
        """Return what ``stress.json`` says."""
        return {
            "format": FORMAT,
            "digest": self.asked.digest(),
            **provenance(),
            "code": _code(),
            "asked": self.asked.plain(),
            "months": self.asked.scenario.months,
            "start": self.asked.scenario.month_name(0),
            "stress": [plain(entry) for entry in found],
            "files": {},
        }

    def write(self, found: Sequence[Stress]) -> list[Path]:
        """Write the table, then what was found; return the files."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        for entry in found:
            writer.writerows(rows(entry))
        data = text.getvalue().encode("utf-8")
        try:
            replace_file(self.path / TABLE, data)
            self.describe(self.described(found) | {"files": {TABLE: summed(data)}})
        except OSError as error:
            raise unwritable(self.path, error) from None
        return [self.path / STRESS, self.path / TABLE]


def _code() -> str:
    return source_hash((*DECIDES, "methods/stress.py", "methods/stress_worlds.py"))


def steps(found: Stress) -> list[str | float]:
    """Return what the rows of a stress are called."""
    return [TWIN, OWN, *found.steps]


def rows(found: Stress) -> Iterator[tuple[str | int | float, ...]]:
    """Yield the rows of the tidy table; yuan and hours are totals until the last month."""
    for number, step in enumerate(steps(found)):
        for place, replicate in enumerate(found.numbers):
            key = (found.alternative.id, found.by, step, replicate)
            for moment, month in enumerate(found.moments):
                for name in SHOWN:
                    value = float(found.values[name][number, place, moment])
                    yield (*key, month, name, "" if math.isnan(value) else value)
            last = found.moments[-1]
            yield (*key, last, "yuan", float(found.yuan[number, place]))
            yield (*key, last, "burden_hours", float(found.hours[number, place]))


def plain(found: Stress) -> dict[str, Any]:
    """Return bands and shares as data; months are counted from the start."""
    names = steps(found)
    moments = []
    for moment, month in enumerate(found.moments):
        above, over_none = found.bought(moment), found.bought(moment, below=0)
        rung = found.turning(moment)
        moments.append(
            {
                "month": month,
                "rows": [
                    {
                        found.by: name,
                        **{
                            each: _band(Band.of(found.values[each][row, :, moment]))
                            for each in SHOWN
                        },
                        "only_paper_over_row_above": float(above[row - 2]) if row > 1 else None,
                        "only_paper_over_no_quota": float(over_none[row - 2]) if row > 1 else None,
                    }
                    for row, name in enumerate(names)
                ],
                "only_paper_from": None if rung is None else [TWIN, *found.steps][rung],
                "against_no_quota": {
                    each: _difference(found.against_twin(each, moment)) for each in SHOWN
                },
            }
        )
    return {
        "alternative": found.alternative.id,
        "by": found.by,
        "replicates": found.replicates,
        "failed": {str(replicate): reason for replicate, reason in found.failed.items()},
        "moments": moments,
        "added_yuan": _band(Band.of(found.yuan[1] - found.yuan[0])),
        "added_burden_hours": _band(Band.of(found.hours[1] - found.hours[0])),
    }


def _band(band: Band) -> dict[str, float | None]:
    return {name: None if math.isnan(value) else value for name, value in asdict(band).items()}


def _difference(found: Difference) -> dict[str, float | None]:
    share = None if math.isnan(found.share_higher) else found.share_higher
    return {**_band(found.band), "share_higher": share}
