"""run --from, --twins and --bottlenecks."""

from __future__ import annotations

import json
from pathlib import Path

from sim.results.reading import Results
from tests.cli.conftest import Run

SMALL = Path(__file__).parents[1] / "results" / "data" / "small.toml"
SHORT = ("--replicates=3", "--set=years=1")


def test_a_run_goes_on_from_a_month_under_other_policies(fugai: Run, tmp_path: Path) -> None:
    past, after = tmp_path / "past", tmp_path / "after"
    assert fugai("run", SMALL, *SHORT, f"--out={past}").code == 0
    words = ("run", SMALL, *SHORT, f"--from={past}", "--past=liaisons", f"--out={after}")
    done = fugai(*words, "--month=2011-02", "--json")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert told["scenario"] == "small-from-2011-02"
    where = (
        f"Branched from {past} in 2011-02: before it every alternative is “Dispatched liaisons”."
    )
    assert where in told["notes"]
    assert where in fugai(*words, "--month=2011-02", "--details").out
    page = " ".join(fugai(*words, "--month=2011-02").out.split())
    assert "Branched from" in page
    told = [Results(folder).values("effective_branches") for folder in (past, after)]
    assert (told[0]["liaisons"] == told[1]["liaisons"]).all()
    assert (told[0]["liaisons"][:, :8] == told[1]["baseline"][:, :8]).all()
    for wrong, text in (
        (("--month=2011-13",), "is no month"),
        ((), "needs both"),
        (("--month=2012-02",), "A branch begins after 2010-07 and no later than 2011-06"),
        (("--month=2011-02", "--seed=3"), "seed and the uncertainty of its past"),
    ):
        done = fugai(*words, *wrong)
        assert done.code == 2 and text in done.err


def test_bottlenecks_by_year_and_twins(fugai: Run, tmp_path: Path) -> None:
    path = tmp_path / "both.toml"
    text = SMALL.read_text(encoding="utf-8").replace(
        "target_share = 0.9 }", 'target_share = 0.9 }, { policy = "activity_subsidy" }'
    )
    path.write_text(text, encoding="utf-8")
    done = fugai("run", path, *SHORT, f"--out={tmp_path / 'run'}", "--twins", "--bottlenecks")
    assert done.code == 0, done.err
    for said in ("A quota, without its quota", "Of the uncovered, held back by", "no contact"):
        assert said in done.out
