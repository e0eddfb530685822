"""Numbers in the sentences of pages are those of the files and constants that they come from.

Outputs on pages are run again elsewhere (``tests/examples.py``). What stands here are figures in
prose: each is made anew from its source and looked for in the page, in both languages.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping, Sequence

import pytest

import sim
from sim.app.planner import files, organizations, sessions, state, turns
from sim.cli.answer_text import MOST_LINES
from sim.plan import past
from sim.plots import fan, world
from sim.present import answer
from sim.replay import page
from sim.results import groups
from sim.results.turning import noise_level
from sim.studies import abc, calibrate, calibration, observing
from sim.studies.hindcast.backtests import MODEL
from tests.guards.source import ROOT
from tools import influence

CURVES = ("persistence", "linear", "logit-linear", "logistic", "Gompertz", "Bass", "growth")
NUMBER = {
    4: "four",
    5: "five",
    6: "six",
    7: "seven",
    8: "eight",
    10: "ten",
    11: "eleven",
    12: "twelve",
}
ZH = {4: "四", 5: "五", 7: "七", 8: "八", 10: "十"}
Row = Mapping[str, str]


def prose(name: str) -> str:
    """Return a page with its lines joined, so that a sentence may break anywhere."""
    text = (ROOT / name).read_text(encoding="utf-8")
    # A Chinese line breaks without a space, an English one at it.
    return re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])", "", text).replace("\n", " ")


def said(name: str, *phrases: str) -> None:
    """Look for phrases in a page."""
    text = re.sub(" +", " ", prose(name))
    assert [phrase for phrase in phrases if phrase not in text] == []


def table(name: str) -> list[Row]:
    """Return the rows of a file of figures."""
    with (ROOT / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def cells(name: str, after: str, columns: slice) -> list[list[float]]:
    """Return the numbers in columns of the first table of a page after a text, row by row."""
    body = (ROOT / name).read_text(encoding="utf-8").partition(after)[2]
    lines = re.search(r"(?:^\|.*\n)+", body, re.MULTILINE)
    assert lines, f"{name}: no table after {after!r}"
    rows = [line.strip("|\n").split("|")[columns] for line in lines[0].splitlines()[2:]]
    return [[float(number) for number in re.findall(r"\d*\.?\d+", "|".join(row))] for row in rows]


def test_constants_are_those_of_the_code() -> None:
    least = answer.FEWEST_FOR_CLEAR
    chance = f"{100 * answer.CLEAR ** (least - 1):.1f}"
    said(
        "docs/quickstart.md",
        f"A page has at most {MOST_LINES} lines",
        f"With fewer than {least} nothing can be clear, since {least - 1} of {least - 1} happen in "
        f"{chance} of 100 runs",
        f"With fewer than {answer.FEWEST_FOR_SENTENCES} nothing is concluded",
    )
    said(
        "docs/quickstart.zh.md",
        f"一页最多 {MOST_LINES} 行",
        f"不到 {least} 次",
        f"{least - 1} 次全部更高，100 轮中也会碰上 {chance} 轮",
        f"不到 {answer.FEWEST_FOR_SENTENCES} 次，不下结论",
    )
    said("docs/report.md", f"With fewer than {answer.FEWEST_FOR_TURNS} replicates there is no such")
    said(
        "docs/classroom.md",
        f"table of {influence.DRAWS} draws",
        f"chance reaches {noise_level(influence.DRAWS, 90 * len(influence.MIXES)):.2f}".replace(
            "0.", "."
        ),
    )
    said("docs/resources.md", f"No row has fewer than {groups.FEWEST} organizations")
    said("docs/resources.zh.md", f"不足 {groups.FEWEST} 个组织")
    said("docs/plots.md", f"places of more than {world.MOST:,} organizations", f"up to {fan.MOST}")
    said("docs/replay.md", f"larger than {page.LIMIT:,} bytes")
    said("docs/replay.zh.md", f"超过 {page.LIMIT:,} 字节")


def test_limits_of_the_page_in_the_browser_are_those_of_the_code() -> None:
    hours, works = f"{sessions.MOST_HOURS:.0f}", sessions.MOST_SESSIONS
    megabytes = files.LARGEST // 1_000_000
    assert (state.MOST_RESULTS, turns.PASSED_OVER) == (6, 4)
    said(
        "docs/app.md",
        f"for {hours} hours", f"more than {works} pieces of work", f"more than {megabytes} MB",
        f"Above {organizations.MOST:,} organizations", "the last six versions", "over four times",
    )  # fmt: skip
    said(
        "docs/app.zh.md",
        f"{hours} 小时没有人看", f"超过 {works} 份", f"最多 {megabytes} MB",
        f"超过 {organizations.MOST:,} 个", "最近六个版本",
    )  # fmt: skip


def test_limits_of_pasts_are_those_of_the_code() -> None:
    assert (past.YEARS, past.PATIENCE, past.MEDIAN_OF) == (15, 50, 40)
    said(
        "docs/history.md",
        "fifteen years before the start", "Where fifty tries bring none",
        "the median of forty accepted pasts",
    )  # fmt: skip
    said("docs/history.zh.md", "起始前十五年")


def test_constants_of_calibration_are_those_of_the_code() -> None:
    fewest, bank = abc.FEWEST, 600
    settings = calibrate.Settings()
    said(
        "docs/calibration.md",
        f"With a bank of {bank} the method keeps {fewest} rows, one in {NUMBER[bank // fewest]}",
        f"a bank of {settings.bank:,} worlds, of which {abc.KEEP:.0%} are kept, and ".replace(
            "%", " %"
        )
        + f"{settings.recovery:,} truths",
        f"outside all of the first {calibration.PILOT} worlds",
        f"exceeds {abc.UNLEARNED} of the prior's",
        f"the larger of {observing.LOGIT_SD} and {100 * observing.POINTS_SD:.0f} points",
        f"a number's {100 * observing.LOG_SD:.0f} %",
        f"`posterior.json`: {settings.draws} joint draws",
        f"on {settings.predictive} new replicates",
    )


def best(rows: Sequence[Row], backtest: str) -> tuple[float, float]:
    """Return the score of the model in a backtest and that of the best curve."""
    score = {row["forecaster"]: row["mean_wis"] for row in rows if row["backtest"] == backtest}
    return float(score[MODEL]), min(float(score[name]) for name in CURVES)


def test_what_is_said_of_the_backtests_is_what_they_scored() -> None:
    rows = table("results/hindcast/backtests.csv")
    places = [
        name for name in dict.fromkeys(row["backtest"] for row in rows) if re.match("D[56] ", name)
    ]
    behind = [name[3:] for name in places if best(rows, name)[0] > best(rows, name)[1]]
    close = [
        name[3:]
        for name in places
        if name[3:] in behind and best(rows, name)[0] < 1.2 * best(rows, name)[1]
    ]
    far = [name for name in behind if name not in close]
    assert all(best(rows, name)[0] < best(rows, name)[1] for name in ("D5", "D6"))
    assert (far, close) == (["Nanjing", "Hunan"], ["Anhui", "Guangzhou", "Lishui"])
    figures = [
        row
        for row in table("results/hindcast/scores.csv")
        if row["forecaster"] == MODEL and re.match("D[56] ", row["backtest"])
    ]
    held = [
        row for row in figures if float(row["q05"]) <= float(row["observed"]) <= float(row["q95"])
    ]
    many, inside = len(figures), len(held)
    said(
        "docs/validation.md",
        f"a curve is better in {NUMBER[len(behind)]} of {NUMBER[len(places)]}: clearly in Nanjing "
        "and Hunan, a little in Anhui, Guangzhou and Lishui",
        f"Of {NUMBER[many]} figures after drives and programmes {inside} lie in the 90 % intervals",
    )
    said(
        "docs/validation.zh.md",
        f"{ZH[len(places)]}处中有{ZH[len(behind)]}处有曲线更好：南京、湖南明显，安徽、广州、丽水略微",
        f"{ZH[many]}个数字，有{ZH[inside]}个落在 90% 区间内",
    )


def test_what_pages_quote_of_the_hindcast_is_in_its_files() -> None:
    tested = json.loads((ROOT / "results/hindcast/tested.json").read_text(encoding="utf-8"))
    lost = tested["backtests"] - len(tested["won"])
    mean = {
        row["forecaster"]: float(row["crps_of_change"])
        for row in table("results/hindcast/changes.csv")
        if row["backtest"] == "all"
    }
    scores = [f"{mean[name]:.3f}" for name in (MODEL, "persistence", "growth")]
    model, same, growth = (score.removeprefix("0") for score in scores)
    held = f"{tested['held']} of {tested['figures']}"
    said(
        "docs/validation.md",
        f"score of changes (CRPS) is {model}, that of saying nothing changes {same} and that of "
        f"*growth* {growth}",
        f"Intervals hold {held}** ({tested['held'] / tested['figures']:.0%}".replace("%", " %"),
        f"intervals of shares are {tested['width_points']:.0f} points wide on average; in {lost} "
        f"of {tested['backtests']} backtests",
    )
    said(
        "docs/validation.zh.md",
        f"平均得分（CRPS）{scores[0]}；“原样不变”{scores[1]}",
        f"区间覆盖了 {tested['figures']} 个数字中的 {tested['held']} 个",
        f"平均宽 {tested['width_points']:.0f} 个百分点",
        f"{ZH[tested['backtests']]}项中有{ZH[lost]}项不如一条简单曲线",
    )
    said(
        "README.md",
        f"In {NUMBER[tested['backtests']]} backtests, simple curves did better in {NUMBER[lost]}",
    )
    said("README.zh.md", f"回测{ZH[tested['backtests']]}项，有{ZH[lost]}项不如一条简单曲线")
    notebook = (ROOT / "docs/notebooks/first_run.ipynb").read_text(encoding="utf-8")
    assert f"In {NUMBER[lost]} of the {NUMBER[tested['backtests']]} some curve" in notebook


def test_what_is_said_of_shares_is_in_the_file_of_influence() -> None:
    rows = table("docs/data/influence.csv")
    studies: dict[str, list[Row]] = {}
    for row in rows:
        studies.setdefault(row["command"], []).append(row)
    county, city, last, after = studies.values()
    noise = [f"{float(study[0]['nudge']):.2f}" for study in (county, city, last, after)]
    clear = sum(float(row["lower"]) > float(row["nudge"]) for row in last)
    assert sum(float(row["ST"]) for row in after) > 5
    assert all(float(row["S1_lower"]) < 0 for row in after)
    none = {"leave_per_year", "member_overdispersion", "out_of_sector"}
    assert all(float(row["S1_lower"]) < 0 for row in county if row["parameter"] in none)
    said(
        "docs/sensitivity.md",
        f"Chance is {noise[0]} in the county and {noise[1]} in the sample of the city",
        f"Chance is {noise[2]} there, and {NUMBER[clear]} of the {NUMBER[len(last)]} are clearly",
        f"A move of all parameters by 1 % gives {noise[3]}",
        f"The largest of 90 correlations exceeds ±{noise_level(800, 90):.2f} by chance",
        "the twelve shares add up to more than five",
        f"Each takes {int(last[0]['worlds']):,} simulations",
        f"in {int(city[0]['worlds']):,} simulations",
        f"90 parameters, {int(county[0]['worlds']):,} simulations",
    )


def test_counts_of_collected_figures_are_those_of_the_files() -> None:
    places = {row["place"] for row in table("docs/data/local_series.csv")}
    said("docs/data/README.md", f"in {len(places)} places")
    rows, campaigns = len(sim.data.places()), len(sim.data.campaigns())
    said(
        "docs/python.md",
        f"About {round(rows, -1)} rows of coverage by place and date, {campaigns} ",
    )


@pytest.mark.parametrize(
    ("name", "after", "chinese_after", "columns"),
    [
        ("articles", "<!-- table: alone-linze -->", "# 新增措施单独的作用", slice(1, 4)),
        ("classroom", "## The six lessons", "## 六节课", slice(2, 3)),
        ("history", "any of them, results there already", "60 次模拟的中位数", slice(1, 7)),
        ("validation", "## What each variant's score", "## 关掉一种机制", slice(1, 3)),
    ],
)
def test_tables_in_both_languages_have_the_same_numbers(
    name: str, after: str, chinese_after: str, columns: slice
) -> None:
    one = cells(f"docs/{name}.md", after, columns)
    assert len(one) > 5 and any(one)
    assert cells(f"docs/{name}.zh.md", chinese_after, columns) == one
