"""Measure what pasts do, for docs/history.md: ``python -m tools.pasts [PART …] [--worlds N]``.

Parts are ``places`` (shipped places with a past), ``counties`` (invented ones with figures of three
years), ``assumed`` (what is said of alternatives under other errors, years and rules). Also
``open`` (places whose last figure is withheld) and ``drivers`` (which parameters go along with
effective coverage among accepted pasts, for docs/sensitivity.md). Each prints a table in Markdown.
Nothing is tuned to them.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.draws import F64
from sim.pasts.lists import prepared
from sim.plan.past import MEDIAN_OF
from sim.present.numbers import signed
from sim.processes.rivals import RIVALS
from sim.results.turning import noise_level, ranks
from sim.scenario import Scenario, from_resolved, load
from sim.scenario.scenario import BASELINE
from sim.studies.cases import Cases, respond

WORLDS: Final = 60
PLACES: Final = ("linze", "hangzhou_cost_consultants")
YEARS: Final = (0, 1, 2, 5, 10)
SAID: Final = "effective_coverage"
"""The measure by which alternatives are held against the baseline."""
SURE: Final = 0.9
"""Share of worlds from which an alternative is said to be above, or below."""

I64 = npt.NDArray[np.int64]


def followed(
    scenario: Scenario, worlds: int, measures: Sequence[str], years: Sequence[int],
    alternatives: Sequence[str] = (BASELINE,),
) -> F64:  # fmt: skip
    """Return measures of worlds after years: [world, alternative, measure, year]."""
    cases = Cases(np.arange(worlds, dtype=np.int64), {})
    months = [12 * year for year in years]
    found = respond(
        scenario, cases, measures, months=months, alternatives=alternatives, costs=False, jobs=1
    )
    return found.values


def learnt(scenario: Scenario, worlds: int) -> str:
    """Return tried, taken, effective number and effort of a scenario's pasts."""
    if scenario.history is None:
        return "–"
    number = worlds if scenario.uncertainty != "none" else MEDIAN_OF
    pasts = prepared(scenario, number).pasts
    assert pasts is not None
    said = pasts.evidence(number)
    low, middle, high = (f"{100 * value:.0f}" for value in said.effort)
    closest = f", {said.closest} of them closest" if said.closest else ""
    return (
        f"{said.tried} tried, {said.taken} taken{closest}, effective number {said.effective:.0f}, "
        f"effort {middle} ({low} to {high}) %"
    )


def band(values: F64) -> str:
    """Return the median of shares with their 5 to 95 % range, in percent."""
    low, middle, high = (
        f"{100 * value:.0f}" for value in np.nanquantile(values, (0.05, 0.5, 0.95))
    )
    return f"{middle} ({low} to {high})"


def places(worlds: int) -> Iterator[str]:
    """Yield the baselines of shipped places, by what becomes of effort."""
    years = " | ".join(str(year) for year in YEARS)
    yield f"| baseline, reported coverage, % | {years} | effective at the end |"
    yield "|" + "---|" * (len(YEARS) + 2)
    for name in PLACES:
        long = [f"years={YEARS[-1]}"]
        for effort in ("continues", "ended", None):
            scenario = load(
                name, overrides=[*long, *([f'history.effort="{effort}"'] * bool(effort))]
            )
            scenario = scenario if effort else scenario.without_history()
            began = time.perf_counter()
            found = followed(scenario, worlds, ["reported_coverage", SAID], YEARS)[:, 0]
            cells = [f"{100 * value:.0f}" for value in np.nanmedian(found[:, 0], axis=0)]
            label = f"effort {effort}" if effort else "no history"
            yield f"| {name}, {label} | {' | '.join(cells)} | {band(found[:, 1, -1])} |"
            print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
        yield f"| | {learnt(load(name), load(name).replicates)} |"


def county(figures: Sequence[float], more: Sequence[str] = ()) -> Scenario:
    """Return an invented county of 90 with the reported coverage of the ends of three years.

    Its towns and kinds are Linze's; it begins in 2025. ``more`` is put in as by ``--set``.
    """
    content = load("linze", overrides=["years=5", 'start="2025-01"', "alternatives=[]"]).resolved()
    content["name"] = "county"
    content["organizations"]["synthesis"]["covered"] = round(90 * figures[-1])
    content["history"] = {"effort": "continues"}
    content["observations"] = [
        {
            "measure": "reported_coverage",
            "month": f"{year}-12",
            "value": value,
            "source": "invented",
        }
        for year, value in zip((2018, 2021), figures, strict=False)
    ]
    return from_resolved(content, overrides=more)


DRIVE: Final = (
    'baseline=[{policy="coverage_quota", start="2016-01", end="2017-12", target_share=0.8}]'
)
COUNTIES: Final = {
    "rising": ((0.1, 0.2, 0.3), (), (7, 1)),
    "flat": ((0.3, 0.3, 0.3), (), (3, 3)),
    "fallen after a drive": ((0.5, 0.4, 0.3), (DRIVE,), (1, 4)),
}
"""Figures of 2018, 2021 and 2024, what is in force, branches founded and ended in the last year."""


def counties(worlds: int) -> Iterator[str]:
    """Yield what is inferred of counties with one start and other pasts, and how they go on."""
    yield "| county | what is read | pasts | reported at 1 | at 5 years | effective at 5 | width |"
    yield "|---|---|---|---|---|---|---|"
    for name, (figures, more, (founded, dissolved)) in COUNTIES.items():
        flows = [f"history.founded_last_year={founded}", f"history.dissolved_last_year={dissolved}"]
        whole = county(figures, more)
        start = county(figures, [*more, "observations=[]"])
        for label, scenario in (
            ("nothing", start.without_history()),
            ("the start", start),
            ("three figures", whole),
            ("and flows", county(figures, [*more, *flows])),
        ):
            found = followed(scenario, worlds, ["reported_coverage", SAID], (1, 5))[:, 0]
            low, high = np.nanquantile(found[:, 1, 1], (0.05, 0.95))
            yield (
                f"| {name} | {label} | {learnt(scenario, worlds)} | {band(found[:, 0, 0])} | "
                f"{band(found[:, 0, 1])} | {band(found[:, 1, 1])} | {100 * (high - low):.0f} |"
            )


def sentences(scenario: Scenario, worlds: int) -> dict[str, str]:
    """Return by alternative what is said of it: above the baseline, below, or neither, and who is
    ahead in most worlds."""
    names = [entry.id for entry in scenario.alternatives]
    ends = followed(scenario, worlds, [SAID], [scenario.years], names)[:, :, 0, 0]
    said = {}
    for number, name in enumerate(names[1:], 1):
        above = float(np.mean(ends[:, number] > ends[:, 0]))
        below = float(np.mean(ends[:, number] < ends[:, 0]))
        said[name] = "above" if above >= SURE else "below" if below >= SURE else "open"
    first: I64 = np.bincount(np.nanargmax(ends, axis=1), minlength=len(names))
    return said | {"ahead": names[int(first.argmax())]}


def assumed(worlds: int) -> Iterator[str]:
    """Yield which sentences about alternatives survive other errors, years and rules."""
    for name in PLACES:
        usual = load(name)
        share = followed(usual.without_history(), 1, ["reported_coverage"], [0])[0, 0, 0, 0]
        eve = usual.month_name(-1)
        here = sentences(usual, worlds)
        heads = " | ".join(here)
        yield f"| {name} | {heads} | pasts |"
        yield "|" + "---|" * (len(here) + 2)
        yield f"| as stated | {' | '.join(here.values())} | {learnt(usual, worlds)} |"
        variants: list[tuple[str, list[str]]] = []
        for points in (3, 8):
            seen = {"measure": "reported_coverage", "month": eve, "value": round(float(share), 4),
                    "sd": points / 100, "source": "the start"}  # fmt: skip
            rows = ", ".join(f"{key}={json.dumps(value)}" for key, value in seen.items())
            variants.append((f"σ {points} points", [f"observations=[{{{rows}}}]"]))
        year, month = usual.start_year, usual.start_month
        for before in (8, 15, 25):
            since = f"{year - before:04d}-{month:02d}"
            variants.append((f"{before} years", [f'history.since="{since}"']))
        variants += [(f"{slot} = {rule}", [f'model.{slot}="{rule}"']) for slot, rule in rules()]
        variants.append(("effort ended", ['history.effort="ended"']))
        for label, texts in variants:
            scenario = load(name, overrides=texts)
            if scenario.past_digest() == usual.past_digest() and "ended" not in label:
                continue
            there = sentences(scenario, worlds)
            cells = [text if text == here[key] else f"**{text}**" for key, text in there.items()]
            yield f"| {label} | {' | '.join(cells)} | {learnt(scenario, worlds)} |"
        yield ""


def rules() -> list[tuple[str, str]]:
    """Return the rivals that need no edge list."""
    return [(one.slot, one.name) for one in RIVALS if one.name != "edges"]


def _open_place(registered: int, covered: int, start: str, seen: Sequence[str]) -> Scenario:
    """Return a place of which only counts of Party organizations are known, as 300 of its own.

    One organization a Party organization is supposed. Doses of its programmes are not known, so
    that none is in force; effort goes on.
    """
    content = load("linze", overrides=["years=5", "alternatives=[]"]).resolved()
    kept = {key: content[key] for key in ("format", "title", "places", "alternatives", "budget")}
    content = {
        **kept,
        "name": "open",
        "start": start,
        "years": 5,
        "seed": 1,
        "replicates": 60,
        "organizations": {
            "sample": 300 / registered,
            "synthesis": {
                "organizations": registered,
                "covered": covered,
                # The nation's register at the end of 2021, foundations left out.
                "kind_shares": {"social_group": 0.42, "private_non_enterprise": 0.58},
            },
        },
        "history": {"effort": "continues"},
    }
    return from_resolved(content, overrides=list(seen))


REGISTER: Final = {2016: 702_000, 2021: 901_900}
"""Registered social organizations of the nation (docs/data/national_population.csv)."""


def open_places(worlds: int) -> Iterator[str]:
    """Yield the last figure of places with several dates beside what would have been predicted.

    Figures are those of docs/data/local_series.csv. Registered organizations of Guangzhou at the
    end of 2016 are those of 2021, scaled by the nation's register. Hunan is supposed to have five
    a Party organization at the end of 2022, about as many as the nation.
    """
    first = round(8030 * REGISTER[2016] / REGISTER[2021])
    earlier = (
        'observations=[{measure="party_organizations", month="2021-12", value=6544, '
        'source="docs/data/local_series.csv"}]'
    )
    hunan = 7963 * 5
    asked = (
        ("Guangzhou 2016-12 to 2021-12", first, 807, 1913, "2017-01", (), 5),
        ("Hunan 2022-12 to 2023-12", hunan, 7963, 8289, "2023-01", (earlier,), 1),
    )
    yield "| place | known | seen | persistence | no history | with its past | pasts | CRPS, log |"
    yield "|---|---|---|---|---|---|---|---|"
    for name, registered, known, seen, start, more, years in asked:
        scenario = _open_place(registered, known, start, more)
        cells, scores = [], [abs(np.log(known / seen))]
        for each in (scenario.without_history(), scenario):
            found = followed(each, worlds, ["party_organizations"], (0, years))[:, 0, 0]
            # The start is the count itself: organizations a branch are the simulation's own.
            ends = known * found[:, 1] / np.maximum(found[:, 0], 1.0)
            low, middle, high = np.quantile(ends, (0.05, 0.5, 0.95))
            cells.append(f"{middle:.0f} ({low:.0f} to {high:.0f})")
            scores.append(crps(np.log(np.maximum(ends, 1.0)), float(np.log(seen))))
        marks = " / ".join(f"{score:.2f}" for score in scores)
        yield (
            f"| {name} | {known} | {seen} | {known} | {' | '.join(cells)} | "
            f"{learnt(scenario, worlds)} | {marks} |"
        )


def crps(values: F64, seen: float) -> float:
    """Return the continuous ranked probability score of an ensemble (Gneiting and Raftery 2007)."""
    return float(
        np.abs(values - seen).mean() - 0.5 * np.abs(values[:, None] - values[None, :]).mean()
    )


def drivers(worlds: int) -> Iterator[str]:
    """Yield how effective coverage at the horizon goes along with parameters, pasts asked or not.

    Figures are rank correlations over worlds under the baseline; those beyond chance are bold.
    """
    columns: dict[str, dict[str, float]] = {}
    for name in PLACES:
        place = load(name)
        for label, asked in (("pasts accepted", place), ("none asked", place.without_history())):
            scenario = prepared(asked, worlds)
            ends = followed(scenario, worlds, [SAID], [scenario.years])[:, 0, 0, 0]
            known = ~np.isnan(ends)
            own = ranks(ends[known])
            columns[f"{name}, {label}"] = {
                parameter: float(np.corrcoef(ranks(values[known]), own)[0, 1])
                for parameter, values in scenario.drawn(range(worlds)).items()
                if np.ptp(values) > 0
            }
        yield f"{name}: {learnt(place, worlds)}"
    drawn = {parameter for found in columns.values() for parameter in found}
    chance = noise_level(worlds, len(drawn))
    most = {one: max(abs(found.get(one, 0.0)) for found in columns.values()) for one in drawn}
    yield f"{len(drawn)} parameters, {worlds} replicates: chance reaches ±{chance:.2f}"
    yield f"| parameter | {' | '.join(columns)} |"
    yield "|" + "---|" * (len(columns) + 1)
    for one in sorted(drawn, key=lambda one: (-most[one], one)):
        if most[one] > chance:
            cells = []
            for found in columns.values():
                mark = "**" * (abs(found[one]) > chance)
                cells.append(f"{mark}{signed(found[one], 2)}{mark}")
            yield f"| `{one}` | {' | '.join(cells)} |"


PARTS: Final[dict[str, Callable[[int], Iterator[str]]]] = {
    "places": places,
    "counties": counties,
    "assumed": assumed,
    "open": open_places,
    "drivers": drivers,
}


def main(arguments: Sequence[str]) -> int:
    """Print the tables that are named, all unless any is."""
    given = list(arguments)
    worlds = WORLDS
    if "--worlds" in given:
        place = given.index("--worlds")
        worlds = int(given[place + 1])
        del given[place : place + 2]
    for name in given or PARTS:
        for line in PARTS[name](worlds):
            print(line, flush=True)
        print(flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
