"""Tracks: every place can be read, and its figures are those of the sourced tables."""

from __future__ import annotations

import csv
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
    columns,
    parameters,
    prior_draws,
    simulate,
)
from sim.studies.hindcast.predictions import FILES as CASES
from sim.studies.hindcast.predictions import TRACKS, read_cases
from sim.studies.hindcast.tracks import (
    COVERED,
    DRIVE_PARTS,
    HISTORY,
    STARTS,
    TRAINING,
    track,
)
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
        ("nation_firms_2013", "2015", "51.8", "coverage_pct", "local_series.csv"),
        ("hunan_social", "2022", "7963", "n_party_orgs", "local_series.csv"),
        ("hunan_social", "2023", "8289", "n_party_orgs", "local_series.csv"),
        ("anhui_social", "2015", "57.6", "coverage_pct", "local_series.csv"),
        ("guangzhou_social", "2021", "1913", "n_party_orgs", "local_series.csv"),
        ("lishui_social", "2012", "53.07", "coverage_pct", "local_series.csv"),
        ("lishui_firms", "2012", "85.43", "coverage_pct", "local_series.csv"),
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
    cases = [case for file in CASES for case in read_cases(file)]
    assert sorted(case.id for case in cases) == sorted(TRACKS)
    starts = {case.id: case.start for case in cases}
    assert starts["L1"] == 16.3 and starts["S1"] is None and starts["K2"] == 283
    for case in cases:
        if case.measure.endswith("coverage_pct") and case.start is not None:
            observed = track(case.track).scenario.observations[0].value
            # 28 of 66 is 42.4, the row says 42.5.
            assert observed * 100 == pytest.approx(case.start, abs=0.11)


def test_parameters_are_the_same_in_all_tracks_and_effort_is_the_place_s(tmp_path: Path) -> None:
    numbers, effort = np.arange(40), f"{PREFIX}effort"
    one, other = (parameters(track(name), numbers) for name in ("anqing_social", "linfen_firms"))
    assert all(np.array_equal(one[key], other[key]) for key in one if key != effort)
    assert abs(np.corrcoef(one[effort], other[effort])[0, 1]) < 0.4
    assert one[effort].min() < 0.2 and one[effort].max() > 0.8
    # Each file has a seed of its own: committees and their organizations are the place's.
    seeds = [track(name).scenario.seed for name in FILES]
    assert len({*seeds}) == len(seeds)
    # What is simulated is just that.
    place, u = track("anqing_social"), prior_draws(2)
    values = {key: column[:2] for key, column in one.items()} | columns(place, u, numbers[:2])
    alone = respond(
        place.scenario, Cases(numbers[:2], values), place.measures,
        months=[0, 4], alternatives=[HISTORY], costs=False,
    ).values[:, 0]  # fmt: skip
    store = CaseStore(tmp_path, jobs=1)
    found = simulate(place, u, numbers[:2], store, months=[0, 4], measures=place.measures)
    assert np.array_equal(found, alone)


def test_a_drive_that_nobody_documents_is_open_and_so_are_liaisons_without_a_number() -> None:
    u, numbers = prior_draws(300), np.arange(300)
    policies = f"alternatives.{HISTORY}.policies."
    hunan = columns(track("hunan_social"), u, numbers)
    drives = [hunan[f"{policies}{part}.intensity"] for part in DRIVE_PARTS]
    assert 0.4 < drives[0].astype(float).mean() < 0.6
    assert all(np.array_equal(drives[0], other) for other in drives)
    guangzhou = columns(track("guangzhou_social"), u, numbers)
    assert {*guangzhou[f"{policies}programme.liaisons"]} == {0, 96, 141, 171}
    assert {*guangzhou[COVERED]} == {96, 125, 154, 182, 211}


def test_workers_had_been_sent_by_2006_for_how_long_is_open() -> None:
    key = f"alternatives.{HISTORY}.policies.workers"
    found = columns(track("nation_firms_2002"), prior_draws(400), np.arange(400))
    pairs = {*zip(found[f"{key}.liaisons"], found[f"{key}.end"], strict=True)}
    # 330,000 of 2.418 million firms, of which 480 are simulated: at once, or a quarter a year.
    assert pairs == {(n, end) for n in (66, 16) for end in ("2006-12", "2010-12")}
    for name in ("nation_firms_2002", "survey_firms_2002"):
        starts = {p.id: p.start for p in track(name).scenario.alternative(HISTORY).policies}
        # The directive of 2009-11 was the first that asked of all (policies.csv).
        assert starts["mandate"] == (2009 - 2003) * 12 + 11
