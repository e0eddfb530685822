"""stress: what it prints, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

SMALL = Path(__file__).parents[1] / "results" / "data" / "small.toml"
SHORT = ("--replicates=3", "--set=years=1", "--steps=0,3")


def test_people_read_each_step_beside_no_quota(fugai: Run) -> None:
    done = fugai("stress", SMALL, *SHORT)
    assert (done.code, done.err) == (0, "")
    for text in (
        "A quota: more pressure, the same support (3 worlds a step)",
        "2011-06, the last month of the quota", "no quota", "as it stands", "hollow share",
        "only paper", "against the same money without it", "staff hours of organizations",
    ):  # fmt: skip
        assert text in done.out


def test_json_has_a_row_a_step(fugai: Run) -> None:
    (found,) = json.loads(fugai("stress", SMALL, *SHORT, "--json").out)["stress"]
    assert (found["alternative"], found["by"], found["replicates"]) == ("quota", "gain", 3)
    (moment,) = found["moments"]
    assert moment["month"] == 12 and moment["only_paper_from"] in (None, "no_quota", 0.0, 3.0)
    assert [row["gain"] for row in moment["rows"]] == ["no_quota", "as_it_stands", 0.0, 3.0]
    assert moment["rows"][0]["only_paper_over_no_quota"] is None
    assert 0 <= moment["rows"][3]["only_paper_over_no_quota"] <= 1


def test_what_holds_no_quota_is_refused(fugai: Run) -> None:
    done = fugai("stress", SMALL, "--alternative=liaisons", *SHORT)
    assert done.code == 2 and "holds no coverage_quota" in done.err
    done = fugai("stress", SMALL, "--alternative=quotas", *SHORT)
    assert done.code == 2 and "baseline, liaisons, quota" in done.err
    done = fugai("stress", "hangzhou_cost_consultants", "--steps=a,b", "--replicates=1")
    assert done.code == 2
