"""Tracks: every place can be read, and its figures are those of the sourced tables."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.plan.shipped import shipped_folder
from sim.studies.cases import Cases, respond
from sim.studies.factors import PREFIX
from sim.studies.hindcast.ensemble import (
    DRIVE,
    FACTORS,
    MANDATE,
    NAMES,
    NEXT,
    columns,
    prior_draws,
    simulate,
)
from sim.studies.hindcast.predictions import TRACKS, read_cases
from sim.studies.hindcast.tracks import COVERED, HISTORY, STARTS, TRAINING, track
from sim.studies.store import CaseStore

DATA = Path(__file__).parents[3] / "docs" / "data"
FILES = sorted(path.stem for path in (shipped_folder() / "hindcast").glob("*.toml"))


def figures(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_file_is_a_track_that_is_used() -> None:
    assert sorted({*TRAINING, *TRACKS.values()}) == FILES
    assert {*STARTS} <= {*FILES}


@pytest.mark.parametrize("name", FILES)
def test_a_track_can_be_simulated_as_it_is(name: str) -> None:
    found = track(name)
    assert found.scenario.alternative(HISTORY).policies
    assert bool(found.rows) == (name in TRAINING)
    assert all(0 < row.month <= found.scenario.months for row in found.rows)
    assert all(entry.source for entry in found.scenario.observations)


@pytest.mark.parametrize(
    ("name", "year", "value", "column", "file"),
    [
        ("nation_social_2014", "2016", "58.9", "coverage_pct", "national_coverage.csv"),
        ("nation_firms_2013", "2014", "53.1", "coverage_pct", "national_coverage.csv"),
        ("nation_firms_2013", "2016", "67.9", "coverage_pct", "national_coverage.csv"),
        ("survey_firms_2002", "2012", "35.6", "coverage_pct", "national_coverage.csv"),
        ("survey_firms_2002", "2018", "48.3", "coverage_pct", "national_coverage.csv"),
        ("nation_social_2019", "2021", "171000", "orgs_with_party_org", "national_coverage.csv"),
        ("nation_social_2019", "2023", "183000", "orgs_with_party_org", "national_coverage.csv"),
        ("nation_firms_2002", "2006", "178000", "orgs_with_party_org", "national_coverage.csv"),
        ("nation_firms_2002", "2010", "300000", "orgs_with_party_org", "national_coverage.csv"),
        ("linfen_social", "2017", "66.93", "organization_coverage_pct", "local_coverage.csv"),
        ("linfen_firms", "2017", "75.05", "organization_coverage_pct", "local_coverage.csv"),
        ("nanjing_social", "2022", "935", "n_party_orgs", "local_coverage.csv"),
    ],
)
def test_figures_are_those_of_the_tables(
    name: str, year: str, value: str, column: str, file: str
) -> None:
    stated = {row[column] for row in figures(file)}
    assert value in stated
    scale = 100 if column.endswith("pct") else 1
    rows = [row for row in track(name).rows if row.date.startswith(year)]
    assert any(row.value * scale == pytest.approx(float(value)) for row in rows)


def test_a_growth_row_is_a_multiple_of_the_first_figure() -> None:
    row = next(row for row in track("nanjing_social").rows)
    assert row.growth and row.observed == pytest.approx(935 / 742)
    share = next(row for row in track("linfen_social").rows)
    assert not share.growth and share.observed == 0.6693


def test_doses_of_a_draw_stand_in_every_policy_they_belong_to() -> None:
    u = prior_draws(6)
    found = columns(track("linfen_firms"), u, np.arange(6))
    mandate = FACTORS[NAMES.index(MANDATE)].at(u[:, NAMES.index(MANDATE)])
    for part in ("mandate", "mandate_joint", "mandate_anchors"):
        key = f"alternatives.{HISTORY}.policies.{part}.intensity"
        assert np.array_equal(found[key], mandate)
    drive = FACTORS[NAMES.index(DRIVE)].at(u[:, NAMES.index(DRIVE)])
    key = f"alternatives.{HISTORY}.policies.drive_joint.contacts_per_year"
    assert np.array_equal(found[key], drive)
    assert {*found[COVERED]} <= {round(0.544 * 480), round(0.622 * 480)}


def test_open_starts_are_drawn_by_replicate_and_a_longer_bank_begins_with_the_shorter() -> None:
    short, long = prior_draws(5), prior_draws(9)
    assert np.array_equal(short, long[:5])
    many = columns(track("liuzhou_social"), prior_draws(60), np.arange(60))
    key = f"alternatives.{HISTORY}.policies.drive.start"
    assert {*many[key]} == {"2015-03", "2018-03", "2021-03"}


def test_cases_to_predict_have_tracks() -> None:
    cases = read_cases()
    assert [case.id for case in cases] == [*TRACKS] or {case.id for case in cases} == {*TRACKS}
    starts = {case.id: case.start for case in cases}
    assert starts["L1"] == 16.3 and starts["S1"] is None
    for case in cases:
        if case.measure == "organization_coverage_pct" and case.start is not None:
            observed = track(case.track).scenario.observations[0].value
            assert observed * 100 == pytest.approx(case.start)


def test_a_draw_is_the_mean_of_samples_that_share_its_parameters(tmp_path: Path) -> None:
    one, u, numbers = track("anqing_social"), prior_draws(2), np.arange(2)
    store = CaseStore(tmp_path, jobs=1)

    def found(samples: int) -> np.ndarray:
        place = replace(one, samples=samples)
        return simulate(place, u, numbers, store, months=[0, 4], measures=one.measures)

    # One sample is the replicate of the draw's number, its parameters those of that replicate.
    first = columns(one, u, numbers)
    alone = respond(
        one.scenario, Cases(numbers, first), one.measures,
        months=[0, 4], alternatives=[HISTORY], costs=False,
    ).values[:, 0]  # fmt: skip
    assert np.array_equal(found(1), alone)
    # The next samples have other chances and the same parameters.
    drawn = one.scenario.drawn(numbers.tolist())
    same = {f"{PREFIX}{name}": column for name, column in drawn.items()} | first
    others = [
        respond(
            one.scenario, Cases(numbers + k * NEXT, same), one.measures,
            months=[0, 4], alternatives=[HISTORY], costs=False,
        ).values[:, 0]
        for k in range(3)
    ]  # fmt: skip
    assert np.array_equal(others[0], alone) and not np.array_equal(others[1], alone)
    assert found(3) == pytest.approx(np.mean(others, axis=0), rel=1e-12)
    assert one.samples == 3 and track("survey_firms_2002").samples == 1


def test_workers_had_been_sent_by_2006_for_how_long_is_open() -> None:
    key = f"alternatives.{HISTORY}.policies.workers"
    found = columns(track("nation_firms_2002"), prior_draws(400), np.arange(400))
    pairs = {*zip(found[f"{key}.liaisons"], found[f"{key}.end"], strict=True)}
    # 330,000 of 2.418 million firms, of which 900 are simulated: at once, or a quarter a year.
    assert pairs == {(n, end) for n in (123, 31) for end in ("2006-12", "2010-12")}
    for name in ("nation_firms_2002", "survey_firms_2002"):
        starts = {p.id: p.start for p in track(name).scenario.alternative(HISTORY).policies}
        # The directive of 2009-11 was the first that asked of all (policies.csv).
        assert starts["mandate"] == (2009 - 2003) * 12 + 11
