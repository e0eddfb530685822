"""Lists as offices keep them, each with its right answer; other inputs of each kind besides."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.parameters import resolve
from sim.plan.organizations import Registry
from sim.population.population import populate
from sim.registry.columns import Words, read_registry
from sim.registry.findings import Choices
from sim.registry.understanding import Understood, understand
from sim.registry.workbooks import open_book
from sim.scenario import from_resolved, load
from sim.scenario.scenario import Scenario
from sim.state.codes import Form, Kind
from sim.text.problems import ScenarioError
from tests.scenario.golden import DATA

LISTS = DATA / "lists"
SCENARIO = """format = 1
title = "x"
start = "2024-01"
years = 1
replicates = 3
[organizations]
registry = '{file}'
{more}
"""


def of(path: Path, folder: Path, more: str = "") -> Scenario:
    """Read a list by a scenario."""
    file = folder / "x.toml"
    file.write_text(SCENARIO.format(file=path, more=more), encoding="utf-8")
    return load(file)


def table(folder: Path, *rows: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def understood(path: Path) -> Understood:
    return understand(open_book(path), Choices())


def registry(scenario: Scenario) -> Registry:
    found = scenario.organizations.registry
    assert found is not None
    return found


def column(found: Understood, name: str) -> list[str]:
    return [cells[found.places[name]] for cells in found.sheet.cells]


def said(found: Understood | Scenario) -> str:
    return "\n".join(map(str, found.remarks))


def start(scenario: Scenario) -> set[int]:
    """How many are covered at the start, over the replicates."""
    replicates = list(range(scenario.replicates))
    values = resolve(scenario.seed, replicates, scenario.parameters, "prior")
    people = populate(scenario, replicates, values)
    return {int((people.form[people.world == world] > 0).sum()) for world in replicates}


def test_blanks_are_drawn_where_the_scenario_says_so(tmp_path: Path) -> None:
    scenario = of(LISTS / "C_带乡镇.xlsx", tmp_path, 'blank = "unknown"')
    assert registry(scenario).covered.count(None) == 111
    (drawn,) = start(scenario)
    assert drawn == 80 + round(111 * 80 / 187)


def test_the_file_is_read_again_from_a_resolved_scenario(tmp_path: Path) -> None:
    scenario = of(LISTS / "C_带乡镇.xlsx", tmp_path)
    again = from_resolved(scenario.resolved())
    assert again.digest() == scenario.digest()
    assert again.remarks == scenario.remarks
    assert registry(again).covered == registry(scenario).covered


def test_a_column_of_yes_alone_means_none_where_it_is_blank(tmp_path: Path) -> None:
    scenario = of(LISTS / "P1_blank_means_none.csv", tmp_path)
    assert start(scenario) == {20}
    assert "20 yes, 0 no, 40 blank" in said(scenario)


@pytest.mark.parametrize("word", ["√", "是", "已建", "单独", "1"])
def test_any_word_for_yes_alone(tmp_path: Path, word: str) -> None:
    rows = [f"社{n},社团,{word if n % 3 == 0 else ''}" for n in range(30)]
    assert start(of(table(tmp_path, "名称,类别,是否建立党组织", *rows), tmp_path)) == {10}


def test_unknown_blanks_beside_yes_alone_need_a_share(tmp_path: Path) -> None:
    rows = [f"社{n},社团,{'√' if n < 10 else ''}" for n in range(30)]
    path = table(tmp_path, "名称,类别,党组织", *rows)
    with pytest.raises(ScenarioError, match="covered_share"):
        of(path, tmp_path, 'blank = "unknown"')
    scenario = of(path, tmp_path, 'blank = "unknown"\ncovered_share = 0.25')
    assert start(scenario) == {15}


def test_one_column_of_yes_no_and_blank_stays_open(tmp_path: Path) -> None:
    rows = [f"社{n},社团,{('是', '否', '')[n % 3]}" for n in range(30)]
    scenario = of(table(tmp_path, "名称,类别,党组织", *rows), tmp_path)
    assert registry(scenario).covered.count(None) == 10
    assert start(scenario) == {15}
    assert start(of(table(tmp_path, "名称,类别,党组织", *rows), tmp_path, 'blank="none"')) == {10}


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("N2_heji_space.xlsx", 4), ("M5c_total_spaced.xlsx", 4), ("M5b_footer.xlsx", 4),
        ("N6_note_first.xlsx", 4), ("N15_sample_row.xlsx", 4), ("L5_ledger.xlsx", 4),
        ("N16_longtail.xlsx", 4), ("N22_cancelled.csv", 1), ("L1_credit.csv", 3),
        ("F13_units.csv", 3), ("F11_forms.csv", 17),
    ],
)  # fmt: skip
def test_rows_that_are_organizations(name: str, rows: int) -> None:
    assert len(understood(LISTS / name).sheet.rows) == rows


@pytest.mark.parametrize(
    "row",
    [
        "总  计,,,65", "合计：4家,,,65", "东街道小计,,,65", "社会团体合计,,,65", "Total,,,65",
        "共4家,,,", "注：以上数据截至3月,,,", "填表人（签字）：甲,,,", "审核：乙,,,", "备注：无,,,",
        "例：某某协会,社团,,5", "××协会,社团,,5", "5,,,", "名称,类别,街道,从业人员",
        "数据来源：民政局,,,",
    ],
)  # fmt: skip
def test_other_rows_are_left_out_and_said(tmp_path: Path, row: str) -> None:
    rows = ["甲协会,社团,东街道,20", "乙协会,社团,东街道,25", "注册会计师协会,社团,西街道,9", row]
    found = understood(table(tmp_path, "名称,类别,街道,从业人员", *rows))
    assert found.sheet.rows == (2, 3, 4)
    assert "Left out" in said(found) or row.startswith("名称")


def test_a_row_that_is_the_sum_of_those_above_is_left_out(tmp_path: Path) -> None:
    rows = ["甲,社团,东街,20,3", "乙,社团,东街,25,4", "丙,民非,东街,9,1", "东街,,,54,8",
            "丁,社团,西街,7,2", "戊,社团,西街,8,2", "己,民非,西街,5,1", "全县,,,74,13"]  # fmt: skip
    found = understood(table(tmp_path, "名称,类别,街道,从业人员,党员人数", *rows))
    assert found.sheet.rows == (2, 3, 4, 6, 7, 8)
    assert "sums of other rows: 2 (rows 5, 9)" in said(found)


def test_one_organization_twice(tmp_path: Path) -> None:
    rows = [
        "0012,某县物流协会,社团,东街,5", "12,某县物流协会,社团,东街,5",
        ",棋类协会,社团,东街,6", ",某县棋类协会,社团,东街,6", ",某县书画院,民非,西街,3",
        "77,某县登山协会,社团,东街,4", "77,某县登山协会,社团,西街,9", ",某县画院,民非,西街,3",
    ]  # fmt: skip
    found = understood(table(tmp_path, "编号,名称,类别,街道,从业人员", *rows))
    # The same number in two townships is asked, not decided.
    assert found.sheet.rows == (2, 4, 6, 7, 8, 9)
    assert "leave_out = [8]" in said(found)
    left = understand(open_book(tmp_path / "list.csv"), Choices(leave_out=(8,)))
    assert left.sheet.rows == (2, 4, 6, 7, 9)


@pytest.mark.parametrize("named", [True, False])
def test_a_block_that_was_pasted_twice(tmp_path: Path, named: bool) -> None:
    head = "名称,类别,街道,从业人员,党员人数" if named else "类别,街道,从业人员,党员人数"
    rows = [f"社团,东街,{3 + n % 7},{n % 4}" for n in range(12)]
    rows = [f"社{n}社,{row}" for n, row in enumerate(rows)] if named else rows
    found = understood(table(tmp_path, head, *rows, *rows))
    assert len(found.sheet.rows) == 12
    assert "the same organization again: 12" in said(found)


def test_two_spellings_of_a_district_are_asked(tmp_path: Path) -> None:
    rows = [
        "甲,社团,城关镇",
        "乙,社团,城关",
        "丙,社团,城 关镇",
        "丁,社团,城关街道",
        "戊,社团,河东\u200b乡",
    ]
    path = table(tmp_path, "名称,类别,乡镇", *rows[:3], rows[4])
    scenario = of(path, tmp_path)
    assert len(scenario.place.district_ids) == 2
    assert "are read as one district" in said(scenario)
    apart = of(path, tmp_path, 'same = { "城关" = "城关" }')
    assert len(apart.place.district_ids) == 3
    # With a town and a subdistrict of that name nobody can tell.
    assert len(of(table(tmp_path, "名称,类别,乡镇", *rows), tmp_path).place.district_ids) == 4


def test_dates_as_numbers(tmp_path: Path) -> None:
    found = understood(LISTS / "F1_float_month.xlsx")
    assert column(found, "founded") == ["2010.10", "2012.10", "2009.09", "2010.10"]
    assert "October" in said(found)


def test_numbers_that_a_spreadsheet_cut_off_tell_nobody_apart(tmp_path: Path) -> None:
    rows = [f"5.1E+17,社{n}社,社团" for n in range(5)]
    found = understood(table(tmp_path, "统一社会信用代码,名称,类别", *rows))
    assert len(found.sheet.rows) == 5
    assert "cut off" in said(found)


def test_headings_of_real_tables() -> None:
    joint = understood(LISTS / "L3_twocover.csv")
    assert column(joint, "joint_branch")[:3] == ["商贸联合党支部", "商贸联合党支部", ""]
    assert column(joint, "party_organization")[3:] == ["none", "未覆盖"]
    for name in ("L4_onehot.xlsx", "L4b_onehot_flat.xlsx"):
        ticked = understood(LISTS / name)
        assert column(ticked, "members") == ["11", "3", "1"]
        assert column(ticked, "party_organization") == ["单独建立", "联合建立", "否"]
        assert set(column(ticked, "kind")) == {"nonpublic_enterprise"}
    party = understood(LISTS / "M2_somparty.csv")
    assert "founded" not in party.places
    assert column(party, "members") == ["2", "2", "6", "0", "4", "1"]


@pytest.mark.parametrize(
    ("heading", "asked"),
    [("党组织成立时间", "founded"), ("预备党员人数", "members"), ("入党积极分子", "members"),
     ("党支部书记", "name")],
)  # fmt: skip
def test_a_hint_never_crosses_meanings(tmp_path: Path, heading: str, asked: str) -> None:
    path = table(tmp_path, f"名称,类别,{heading}", "甲,社团,3", "乙,社团,2")
    found = understood(path)
    assert asked == "name" or asked not in found.places
    crossed = understand(open_book(path), Choices(columns={heading: asked}))
    assert [fault.hint for fault in crossed.faults] == [
        f'Write columns = {{ "{heading}" = "ignore" }}.'
    ]


def test_a_table_of_totals_by_place_is_no_list(tmp_path: Path) -> None:
    path = table(tmp_path, "乡镇,社会组织数,从业人员,党员数", "城关镇,40,300,50", "河东乡,12,90,9")
    with pytest.raises(ScenarioError, match="counts organizations by place"):
        understood(path)


def test_members_of_an_association_may_exceed_its_staff(tmp_path: Path) -> None:
    scenario = of(LISTS / "F10_members_gt_staff.csv", tmp_path)
    assert registry(scenario).members == (5, 4, 6)
    assert "more members than staff are accepted: 2" in said(scenario)
    path = table(tmp_path, "名称,类别,从业人员,党员人数", "甲校,民非,3,5", "乙校,民非,4,9")
    with pytest.raises(ScenarioError, match=r"党员人数: 2 cells .* more than 从业人员"):
        of(path, tmp_path)


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([f"社{n}社,社团,东街,{5 + n % 9},{5 + n % 9}" for n in range(12)], "the same number"),
        ([f"社{n}社,社团,东街,{1 + n % 3},{8 + n % 9}" for n in range(12)], "swapped"),
        ([f"社{n}社,社团,东街,{2001 + n},1" for n in range(12)], "looks like years"),
        ([f"{n},社团,东街,{3 + n % 4},1" for n in range(12)], "shifted"),
        ([f"社{n}社,社团,{'东街' if n < 6 else '西街'},{40 if n < 6 else 90},1" for n in range(12)],
         "district's total"),
        ([f"社{n}社,社团,人民路{n}号,{3 + n % 4},1" for n in range(20)], "Is it an address"),
        ([f"社{n}社,社团,东街,{3 + n % 4 if n else 9000},1" for n in range(12)], "Row 2: 9000"),
    ],
)  # fmt: skip
def test_what_is_possible_and_unlikely_is_said(tmp_path: Path, rows: list[str], text: str) -> None:
    path = table(tmp_path, "名称,类别,街道,从业人员,党员人数", *rows)
    assert text in said(understood(path))


def test_faults_are_told_together_with_name_and_cell_alone(tmp_path: Path) -> None:
    rows = [f"社{n}社,社团,{'若干' if n % 2 else 5},王某,1390000{n:04}" for n in range(9)]
    path = table(tmp_path, "名称,类别,从业人员,负责人,电话", *rows)
    with pytest.raises(ScenarioError) as caught:
        of(path, tmp_path)
    (problem,) = caught.value.problems
    assert '4 cells such as "若干" (rows 3, 5, 7, 9)' in problem.message
    assert problem.shown == ((3, "社1社: 若干"),)
    assert "王某" not in str(caught.value)


def test_an_english_list(tmp_path: Path) -> None:
    rows = ["1,A,law firm,12 ,3,yes", "2,B,foundation,4,0,no", "Total,,,16,3,"]
    found = understood(table(tmp_path, "ID,Name,Kind,Staff,Members,Party organization", *rows))
    places, sheet = found.places, found.sheet
    assert sheet.rows == (2, 3)
    words = Words({}, {}, (), ())
    registry_, faults, _accepted = read_registry(sheet, places, words, (2024, 1))
    assert not faults
    assert registry_.kind == (Kind.LAW_FIRM, Kind.FOUNDATION)
    assert registry_.form == (None, Form.NONE)


def test_a_list_in_place_of_a_scenario(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="list of organizations, not a scenario") as caught:
        load(table(tmp_path, "名称,类别", "甲,社团"))
    assert "fugai new mycounty --registry" in str(caught.value)
