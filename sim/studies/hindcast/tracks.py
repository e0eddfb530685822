"""Tracks: a place, what was done there and when, and the figures that were published.

A track is a scenario of ``scenarios/hindcast`` under its alternative ``history``. Its observations
are the figures, each with its definition. A share is compared as it is; a number as a multiple of
the first one, since the place is simulated as a sample of four counties.

Every file has a seed of its own: how vigorous committees are and what befalls organizations is the
place's. Parameters are drawn by the hindcast and are the same everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

import numpy as np

from sim.draws import normal
from sim.measures.catalogue import MEASURES
from sim.plan.past import Observation
from sim.plan.shipped import shipped_folder
from sim.scenario import Scenario, load
from sim.studies.observing import LOG_SD, ErrorModel

HISTORY: Final = "history"
COVERED: Final = "organizations.synthesis.covered"
DRIVE_PARTS: Final = ("drive", "drive_joint", "drive_anchors", "drive_census", "drive_publicity")
"""Policies that make up a drive."""

GROWTH_SD: Final = LOG_SD * 2**0.5
"""Of the log of a ratio of two numbers, each of which is 5 % uncertain."""


@dataclass(frozen=True)
class Start:
    """What is open about a track's start: values by key, each as likely as the others.

    ``why`` says where they come from; ``shares`` are the shares of the base that are covered, where
    that is what is open.
    """

    values: tuple[Mapping[str, Any], ...]
    why: str
    shares: tuple[float, ...] = ()


@dataclass(frozen=True)
class Row:
    """One figure of a track after its start: what is compared, and when.

    ``month`` counts months done. ``growth`` rows are multiples of the track's first figure of the
    same measure, ``first``.
    """

    track: str
    date: str
    measure: str
    month: int
    value: float
    first: float
    growth: bool
    error: ErrorModel
    source: str

    @property
    def id(self) -> str:
        """Track, measure and date in one word."""
        return f"{self.track}:{self.measure}:{self.date}"

    @property
    def series(self) -> tuple[str, str]:
        """Track and measure: what is reported again and again in the same way."""
        return self.track, self.measure

    def error_of(self, value: float) -> ErrorModel:
        """Return the error of a figure that is yet to be seen and that is said to be ``value``."""
        return self.error if self.growth else ErrorModel.of(MEASURES[self.measure], value)

    @property
    def observed(self) -> float:
        """The figure as it is compared: a share, or a multiple."""
        return self.value / self.first if self.growth else self.value


@dataclass(frozen=True)
class Track:
    """A scenario with its figures, and what is open about its start."""

    name: str
    scenario: Scenario
    rows: tuple[Row, ...]
    start: Start | None = None

    @property
    def measures(self) -> tuple[str, ...]:
        """Measures of its figures."""
        return tuple(dict.fromkeys(row.measure for row in self.rows))


def _covered(
    base: int, shares: tuple[float, ...], why: str, beside: tuple[Mapping[str, Any], ...] = ({},)
) -> Start:
    """Return a start that is open in what is covered, and in what is ``beside`` it."""
    values = tuple({COVERED: round(share * base), **other} for share in shares for other in beside)
    return Start(values, why, shares)


def _driven() -> tuple[Mapping[str, Any], ...]:
    """Return a place with its drive and without."""
    return tuple(
        {f"alternatives.{HISTORY}.policies.{part}.intensity": share for part in DRIVE_PARTS}
        for share in (0.0, 1.0)
    )


def _programme(*caseloads: float, registered: int) -> tuple[Mapping[str, Any], ...]:
    """Return a programme without liaisons, and with one liaison for a number of organizations."""
    key = f"alternatives.{HISTORY}.policies.programme.liaisons"
    return ({key: 0}, *({key: round(registered / caseload)} for caseload in caseloads))


def _spread(mean: float, sd: float) -> tuple[float, ...]:
    """Return five values of equal weight of a normal distribution."""
    found = mean + sd * normal(np.array([0.1, 0.3, 0.5, 0.7, 0.9]))
    return tuple(found.tolist())


def _dates(*years: int) -> Start:
    """Return a campaign of spring in each of the years."""
    found = []
    for year in years:
        moved: dict[str, str] = {}
        for part in DRIVE_PARTS:
            key = f"alternatives.{HISTORY}.policies.{part}"
            moved |= {f"{key}.start": f"{year}-03", f"{key}.end": f"{year}-06"}
        found.append(moved)
    return Start(tuple(found), "the year of the 100-day campaign is not stated")


def _workers(sample: int, until: str) -> Start:
    """Return the workers whom enterprises had been sent by 2006: how many at a time, how long."""
    sent = 330_000 / 2_418_000 * sample
    key = f"alternatives.{HISTORY}.policies.workers"
    values = tuple(
        {f"{key}.liaisons": round(number), f"{key}.end": end}
        for number in (sent, sent / 4)
        for end in ("2006-12", until)
    )
    return Start(values, "330,000 workers were sent by 2006: each for how long is not stated")


SOCIAL_BASE: Final = 336
FIRMS_BASE: Final = 480
"""Organizations of the reported base at the start of the tracks, by sector."""

OPEN: Final = (0.355, 0.465, 0.575, 0.685, 0.795)
"""Five values of equal weight between 30 and 85 %, for places that tell no level: a choice.

Levels that cities reported between 2014 and 2019 lie between 16 and 86 %
(docs/data/local_coverage.csv)."""

A_PARTY_ORGANIZATION: Final = (2.0, 2.6, 3.2, 3.8, 4.4)
"""Organizations that a party organization covers: 2 to 4.4 (docs/data/parameters_more.csv)."""

BAIYUN_BASE: Final = 409

STARTS: Final[Mapping[str, Start]] = {
    "nation_social_2014": _covered(
        SOCIAL_BASE, _spread(0.419, 0.05), "41.9 % from memory, unverified: sd of 5 points"
    ),
    "nation_firms_2002": _workers(480, "2010-12"),
    "survey_firms_2002": _workers(240, "2018-12"),
    "linfen_social": _covered(
        SOCIAL_BASE, (0.14, 0.438), "a rise by 52.93: points, or a growth of 52.93 %"
    ),
    "linfen_firms": _covered(
        FIRMS_BASE, (0.544, 0.622), "a rise by 20.65: points, or a growth of 20.65 %"
    ),
    "anqing_social": _covered(SOCIAL_BASE, OPEN, "only growth is reported"),
    "anqing_firms": _covered(FIRMS_BASE, OPEN, "only growth is reported"),
    "nanjing_social": _covered(SOCIAL_BASE, OPEN, "only numbers of party organizations"),
    "hunan_social": _covered(
        SOCIAL_BASE,
        OPEN,
        "only numbers of party organizations; whether there was a drive is not stated",
        _driven(),
    ),
    "guangzhou_social": _covered(
        SOCIAL_BASE,
        tuple(48 * each / SOCIAL_BASE for each in A_PARTY_ORGANIZATION),
        "48 party organizations of 480 registered; numbers of liaisons are not stated",
        _programme(5.0, 3.4, 2.8, registered=480),
    ),
    "zhejiang_social": _covered(SOCIAL_BASE, OPEN, "only numbers of party organizations"),
    "zhejiang_firms": _covered(FIRMS_BASE, OPEN, "only numbers of party organizations"),
    "baiyun_social": _covered(
        BAIYUN_BASE,
        tuple(154 * each / BAIYUN_BASE for each in (1.0, 1.25, 1.5, 1.75, 2.0)),
        "154 party organizations; how many organizations they cover is not stated",
    ),
    "liuzhou_social": _dates(2015, 2018, 2021),
    "liuzhou_firms": _dates(2015, 2018, 2021),
}

Effort = Literal["survey", "push", "campaign"]
"""Classes of effort: nothing but what all firms see, a national push, a local campaign."""

TRAINING: Final[Mapping[str, Effort]] = {
    "nation_social_2014": "push",
    "nation_firms_2013": "push",
    "nation_social_2019": "push",
    "nation_firms_2002": "push",
    "survey_firms_2002": "survey",
    "linfen_social": "campaign",
    "linfen_firms": "campaign",
    "anqing_social": "campaign",
    "anqing_firms": "campaign",
    "nanjing_social": "campaign",
    "hunan_social": "campaign",
    "anhui_social": "campaign",
    "guangzhou_social": "push",
    "lishui_social": "campaign",
    "lishui_firms": "campaign",
}
"""Tracks with figures after their start, what the model is calibrated on and tested with, by the
class of their effort. That of Guangzhou was a programme of years: no drive, but a push."""

OF_THEIR_OWN: Final = ("survey_firms_2002",)
"""Tracks whose definition contradicts the others in level and slope: backtested, not pooled."""


@lru_cache(maxsize=64)
def track(name: str) -> Track:
    """Return a track by the name of its file."""
    scenario = load(shipped_folder() / "hindcast" / f"{name}.toml")
    first: dict[str, Observation] = {}
    rows = []
    for observation in sorted(scenario.observations, key=lambda entry: entry.month):
        before = first.setdefault(observation.measure, observation)
        # An observation's month is the calendar month at whose end it was made.
        done = observation.month + 1
        if done > 0:
            measure, value = MEASURES[observation.measure], observation.value
            error = ErrorModel.of(measure, value, observation.sd)
            if not measure.is_share:
                error = ErrorModel("log", GROWTH_SD, 0.01)
            date = scenario.month_name(observation.month)
            rows.append(
                Row(
                    name, date, measure.name, done, value, before.value, not measure.is_share,
                    error, observation.source,
                )
            )  # fmt: skip
    return Track(name, scenario, tuple(rows), STARTS.get(name))
