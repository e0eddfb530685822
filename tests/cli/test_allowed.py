"""What a cap buys stands beside each alternative: in check, run, JSON, the report and tables."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.scenario.test_doubts import PLACE

POSTS = """
[budget]
cap_yuan_per_year = 200_000
[[alternatives]]
id = "posts"
title = { en = "Eight posts", zh = "八个岗位" }
policies = [{ policy = "dispatch_liaisons", liaisons = 8, cost_newcomer_training_yuan = 0 }]
[[alternatives]]
id = "empty"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a scenario of three years under a cap."""
    path = tmp_path / "place.toml"
    path.write_text(PLACE + POSTS, encoding="utf-8")
    return path


def test_check_says_what_the_cap_buys(fugai: Run, file: Path) -> None:
    """Eight posts at 36,000 yuan; of 200,000 the baseline's check is paid first."""
    done = fugai("check", file)
    assert done.code == 0
    (line,) = [line.strip() for line in done.out.splitlines() if line.startswith("  Eight posts:")]
    assert line.endswith("allowed: Dispatched liaisons about 5 of 8 posts.")
    told = json.loads(fugai("check", file, "--json").out)["allowed"]
    check = told["baseline"]["paid_yuan"]
    posts = told["posts"]["policies"]["dispatch_liaisons"]
    assert told["baseline"]["planned_yuan"] == check > 0
    assert posts["planned_yuan"] == pytest.approx(288_000)
    assert posts["paid_yuan"] == pytest.approx(posts["paid_units"] * 36_000)
    assert 200_000 - 36_000 < posts["paid_yuan"] + check <= 200_000
    assert (posts["planned_units"], int(posts["paid_units"])) == (8, 5)
    free = fugai("check", file, "--set=budget.cap_yuan_per_year=999_999_999")
    assert "Eight posts: " in free.out and "all of it allowed." in free.out


def test_run_report_and_tables_say_what_was_paid(fugai: Run, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    words = ("run", file, "--replicates=3", "--uncertainty=none", f"--out={out}")
    page = " ".join(fugai(*words).out.split())
    assert "The budget does not pay for all of it. A: 8" in page
    assert "Dispatched liaisons about 5 of 8 posts." in page
    assert "B: the same as doing nothing new in every simulation." in page
    done = fugai(*words, "--details")
    assert done.code == 0, done.err
    (line,) = [line for line in done.out.splitlines() if line.startswith("Eight posts: 8")]
    assert "Dispatched liaisons about 5 of 8 posts." in line
    assert "empty: the same as the baseline in every replicate." in done.out
    assert "Eight posts: the same" not in done.out
    told = json.loads(fugai(*words, "--json").out)
    assert told["notes"][-1] == "empty: the same as the baseline in every replicate."
    posts = told["allowed"]["posts"]["policies"]["dispatch_liaisons"]
    assert posts["planned_yuan"] == pytest.approx(3 * 288_000)
    assert posts["paid_yuan"] == pytest.approx(posts["paid_units"] * 3 * 36_000)
    costs = told["costs"]["posts"]
    assert costs["planned_yuan"]["q50"] == pytest.approx(
        costs["yuan"]["q50"] + costs["unmet_yuan"]["q50"], rel=0.01
    )
    assert costs["yuan_per_added_effective_branch_year"] is None
    assert costs["no_price_because"] == "fewer than 20 replicates"
    assert fugai("report", out, "-o", tmp_path / "page.html").code == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "about 5 of 8 posts" in page and "the same as the baseline in every replicate" in page
    assert fugai("export", out, "-o", tmp_path / "tables").code == 0
    with (tmp_path / "tables" / "costs.csv").open(encoding="utf-8-sig") as table:
        rows = [row for row in csv.DictReader(table) if row["alternative"] == "posts"]
    for row in rows:
        paid, unmet = float(row["yuan"]), float(row["unmet_yuan"])
        assert float(row["planned_yuan"]) == pytest.approx(paid + unmet) and unmet > 0
