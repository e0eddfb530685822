"""check, new, show, schema and list: what they print and how they end."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import openpyxl
import pytest

from sim.cli.listing import SORTS
from sim.measures.catalogue import MEASURES
from sim.parameters import PARAMETERS
from sim.plan.shipped import shipped_names
from sim.policies import POLICIES
from sim.scenario import load
from tests.cli.conftest import Run
from tests.scenario.golden import DATA, MISTAKES

FULL = str(DATA / "full.toml")
REGISTRY = DATA / "registries" / "list.csv"


def test_check_says_what_a_scenario_holds(fugai: Run) -> None:
    done = fugai("check", FULL)
    assert (done.code, done.err) == (0, "")
    assert "90 (social groups 84, private non-enterprise units 4, kind not stated 2)" in done.out
    assert "the parameter that they replace, staff_mean, has 10.9 to 13.9" in done.out
    assert done.out.endswith("No mistakes.\n")
    assert fugai("check", FULL, "--lang", "zh").out.endswith("没有错误。\n")


def test_check_reports_every_mistake_and_ends_with_2(fugai: Run) -> None:
    path = str(MISTAKES / "many_at_once.toml")
    for language in ("en", "zh"):
        done = fugai("check", path, f"--lang={language}")
        assert (done.code, done.out) == (2, "")
        expected = MISTAKES / f"many_at_once.{language}.txt"
        assert done.err == expected.read_text(encoding="utf-8")


def test_check_reports_values_files_and_policies_at_once(fugai: Run, tmp_path: Path) -> None:
    path = tmp_path / "mixed.toml"
    path.write_text(
        'format = 1\ntitle = "Mixed"\nstart = "2011-13"\nyears = "four"\n'
        '[places]\ndistricts = [{ id = "a", weight = "x" }]\nindustries = [{ id = "b" }]\n'
        '[organizations]\nregistry = "missing.csv"\n'
        "[parameters]\nleave_per_yaer = 0.3\nasking_interval = -1\n"
        '[[alternatives]]\nid = "q"\ntitle = "Q"\n'
        'policies = [{ policy = "coverage_quota", gian = 3 }, { policy = "coverag_quota" }]\n',
        encoding="utf-8",
    )
    done = fugai("check", path)
    assert done.code == 2
    for said in (
        '"start" = "2011-13" is not a month', '"years" must be a whole number',
        '"weight" must be a number', 'There is no file "missing.csv"',
        'Unknown parameter "leave_per_yaer"', 'Unknown key "gian"',
        'There is no policy "coverag_quota"', "8 mistakes.",
    ):  # fmt: skip
        assert said in done.err


def test_check_for_machines(fugai: Run) -> None:
    done = fugai("check", str(MISTAKES / "unknown_keys.toml"), "--json")
    found = json.loads(done.out)
    assert (done.code, found["ok"]) == (2, False)
    assert [problem["line"] for problem in found["problems"]] == [4, 11, 14]
    done = fugai("check", FULL, "--json", "--set", "years=1")
    found = json.loads(done.out)
    assert (done.code, found["ok"], found["scenario"]) == (0, True, "full")
    assert found["warnings"]
    assert found["notes"]


def test_check_shows_what_is_missing_in_a_registry(fugai: Run, tmp_path: Path) -> None:
    new = fugai("new", "mine", "--registry", str(REGISTRY), "--out", str(tmp_path))
    assert new.code == 0
    done = fugai("check", str(tmp_path / "mine.toml"))
    assert "4 in mine_organizations.csv, read as UTF-8" in done.out
    assert "type 1, supervisor 1, founded 1, staff 1" in done.out
    chinese = fugai("check", str(tmp_path / "mine.toml"), "--lang", "zh")
    assert "类型 1、业务主管单位 1、成立日期 1、从业人员 1" in chinese.out


@pytest.mark.parametrize("words", [["check", "nowhere"], ["show", "nowhere.toml"]])
def test_a_scenario_that_is_not_there(fugai: Run, words: list[str]) -> None:
    done = fugai(*words)
    assert done.code == 2
    assert "There is no such file, and no shipped scenario of that name." in done.err


def test_a_folder_in_place_of_a_file(fugai: Run, tmp_path: Path) -> None:
    done = fugai("check", str(tmp_path))
    assert done.code == 2 and "This is a folder, not a file." in done.err
    assert "linze" in done.err
    (tmp_path / "mine.toml").write_text("format = 1\n", encoding="utf-8")
    for command in ("check", "study"):
        done = fugai(command, str(tmp_path))
        assert done.code == 2 and "This is a folder, not a file." in done.err
        assert "mine.toml" in done.err.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("command", ["run", "check", "show", "stress", "study"])
def test_a_results_folder_in_place_of_a_file(fugai: Run, tmp_path: Path, command: str) -> None:
    folder = tmp_path / "my county"
    folder.mkdir()
    (folder / "run.json").write_text("{}", encoding="utf-8")
    done = fugai(command, str(folder))
    assert done.code == 2 and "This folder holds the results of a run." in done.err
    assert f'fugai report "{folder}" -o report.html' in _unwrapped(done.err)
    (folder / "run.json").rename(folder / "study.json")
    done = fugai(command, str(folder), "--lang", "zh")
    assert done.code == 2 and f'fugai plot study "{folder}"' in _unwrapped(done.err)


def _unwrapped(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("what", SORTS)
def test_what_a_list_tells_of_one_is_in_the_readers_language(fugai: Run, what: str) -> None:
    for name in [line.split()[0] for line in fugai("list", what).out.split("\n\n")[0].split("\n")
                 if line and not line.startswith(" ")]:  # fmt: skip
        told = fugai("list", what, name, "--lang", "zh").out
        heads = re.findall(r"^  (\S+)  ", told.split("\n\n")[1], re.MULTILINE)
        assert heads
        assert [head for head in heads if head.isascii()] == []


def test_check_for_machines_says_what_no_population_can_hold(fugai: Run, tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(
        'format = 1\ntitle = "x"\nstart = "2009-01"\nyears = 5\n[organizations.synthesis]\n'
        "kinds.foundation = { organizations = 9, covered = 9, staff = 9, members = 9 }\n",
        encoding="utf-8",
    )
    assert fugai("check", str(path)).code == 2
    done = fugai("check", str(path), "--json")
    found = json.loads(done.out)
    assert (done.code, found["ok"]) == (2, False)
    assert "foundation" in found["problems"][0]["message"]


def test_summary_of_totals_names_what_is_left(fugai: Run) -> None:
    out = fugai("check", "linze").out
    assert "7 districts, 3 industries" in out
    assert "90 (social groups 84, private non-enterprise units 4, kind not stated 2)" in out
    out = fugai("check", "yiwu").out
    assert "staff                       4,836\n" in out  # by kind only


def test_summary_of_a_registry_sums_what_is_stated(fugai: Run) -> None:
    out = fugai("check", "county_survey").out
    assert "1 district, 6 industries" in out
    assert "social groups 26, private non-enterprise units 4, intermediaries 7" in out
    assert "621 in 34 rows" in out
    assert "district 37" not in out


def test_alternatives_are_told_against_the_baseline(fugai: Run) -> None:
    out = fugai("show", "yiwu").out
    assert "also Dispatched liaisons (town_liaisons) + Dispatched liaisons (industry_liai" in out
    assert ": without Secretary stipend + Activity subsidy\n" in out
    chinese = fugai("show", "linze", "--lang", "zh").out
    assert "基准方案：没有措施\n" in chinese
    assert "谈心宣传与参观：宣传活动 + 示范点\n" in chinese


def test_show(fugai: Run) -> None:
    done = fugai("show", FULL, "--lang", "zh")
    assert "派驻指导员值不值?" in done.out
    assert "数字均为虚构。" in done.out
    assert "示例县" in done.out
    assert "方案 money" in done.out
    assert fugai("show", FULL, "--set", "seed=9").out.count("seed 9") == 1


def test_show_resolved_can_be_read_again(fugai: Run, tmp_path: Path) -> None:
    text = fugai("show", FULL, "--resolved", "--set", "years=5", "--set", "seed=5").out
    path = tmp_path / "again.toml"
    path.write_text(text, encoding="utf-8")
    assert load(path).digest() == load(FULL, overrides=["years=5", "seed=5"]).digest()
    assert "# entry_per_year = 0.09 (0.057 to 0.11 per year, linear)" in text
    assert "leave_per_year = 0.25 # 0.15 to 0.35 per year" in text


def test_show_for_machines(fugai: Run) -> None:
    shown = json.loads(fugai("show", FULL, "--resolved", "--json").out)
    digest = shown.pop("digest")
    assert digest == load(FULL).digest()
    assert shown == load(FULL).resolved()


def test_schema(fugai: Run, tmp_path: Path) -> None:
    printed = json.loads(fugai("schema").out)
    assert printed["properties"]["years"]["maximum"] == 30
    path = tmp_path / "s.json"
    assert fugai("schema", "--out", str(path)).out == ""
    assert json.loads(path.read_text(encoding="utf-8")) == printed


@pytest.mark.parametrize("language", ["en", "zh"])
def test_new_writes_a_scenario_that_checks(fugai: Run, tmp_path: Path, language: str) -> None:
    done = fugai("new", "my-town", "--out", str(tmp_path), "--lang", language)
    path = tmp_path / "my-town.toml"
    assert done.out.split() == [str(path), str(tmp_path / "scenario.schema.json")]
    scenario = load(path)
    assert scenario.name == "my-town"
    assert len(scenario.alternatives) == 3
    text = path.read_text(encoding="utf-8")
    assert "fugai check my-town.toml" in text
    assert ("虚构" in text) is (language == "zh")


def test_new_templates_hold_the_same() -> None:
    folder = Path(load.__code__.co_filename).parent / "templates"
    english, chinese = (
        tomllib.loads((folder / f"new.{code}.toml").read_text(encoding="utf-8"))
        for code in ("en", "zh")
    )
    assert english == chinese


def test_new_does_not_overwrite(fugai: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("", encoding="utf-8")
    done = fugai("new", "mine", "--out", str(tmp_path))
    assert done.code == 2
    assert done.err.startswith("✗ ")
    assert "mine.toml exists already." in done.err


def test_new_from_a_workbook(fugai: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["名称", "类别", "街道"], ["甲", "社团", "东"], ["乙", "民非", "西"]):
        book.active.append(row)
    book.save(tmp_path / "名录.xlsx")
    done = fugai("new", "mine", "--registry", str(tmp_path / "名录.xlsx"), "--out", str(tmp_path))
    assert done.code == 0
    scenario = load(tmp_path / "mine.toml")
    assert set(scenario.place.district_ids) == {"东", "西"}
    text = (tmp_path / "mine.toml").read_text(encoding="utf-8")
    assert 'registry = "mine_organizations.csv"' in text
    assert "\n\n\n" not in text


def test_new_from_another_scenario(fugai: Run, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "list.csv").write_bytes(REGISTRY.read_bytes())
    (source / "a.toml").write_text(
        '# fugai check a.toml, not data.toml\nformat = 1\nname= "a"\ntitle = "A"\n'
        'start = "2009-01"\nyears = 1\n'
        '[organizations]\nregistry = "list.csv"\n',
        encoding="utf-8",
    )
    out = tmp_path / "out"
    done = fugai("new", "b", "--from", str(source / "a.toml"), "--out", str(out))
    assert done.code == 0
    assert load(out / "b.toml").digest() == load(source / "a.toml").digest()
    assert load(out / "b.toml").name == "b"
    text = (out / "b.toml").read_text(encoding="utf-8")
    assert text.startswith("# fugai check b.toml, not data.toml\n")
    assert fugai("new", "c", "--from", str(source / "a.toml"), "--out", str(out)).code == 2


@pytest.mark.parametrize(
    "words", [["../x"], ["a", "--registry", "no.csv"], ["a", "--registry", "b", "--from", "c"]]
)
def test_new_refuses(fugai: Run, tmp_path: Path, words: list[str]) -> None:
    assert fugai("new", *words, "--out", str(tmp_path)).code == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("what", "names"),
    [
        ("policies", list(POLICIES)),
        ("parameters", list(PARAMETERS)),
        ("measures", list(MEASURES)),
        ("scenarios", list(shipped_names())),
    ],
)
def test_list(fugai: Run, what: str, names: list[str]) -> None:
    entries = json.loads(fugai("list", what, "--json").out)
    assert [next(iter(entry.values())) for entry in entries] == names
    lines = fugai("list", what).out.partition("\n\n")[0].splitlines()
    assert [line.split()[0] for line in lines if line[0] != " "] == names


def test_list_policies_tells_each_field(fugai: Run) -> None:
    first = json.loads(fugai("list", "policies", "--json").out)[0]
    assert first["policy"] == "dispatch_liaisons"
    fields = {field["field"]: field for field in first["fields"]}
    assert fields["liaisons"]["unit"] == "posts"
    assert "hub_first" in fields["strategy"]["choices"]


def test_list_measures_says_what_each_is(fugai: Run) -> None:
    printed = fugai("list", "measures", "--lang", "zh").out
    assert all(measure.definition["zh"] in printed for measure in MEASURES.values())


def test_list_tells_of_one(fugai: Run) -> None:
    printed = fugai("list", "policies", "dispatch_liaisons").out
    assert "Returns diminish" in printed
    (row,) = (line for line in printed.splitlines() if line.startswith("  tenure_months"))
    assert re.split(" {2,}", row.strip()) == [
        "tenure_months", "36", "months", "months in post before rotation", "6 – 120"
    ]  # fmt: skip
    assert "linear" in fugai("list", "parameters", "leave_per_year").out
    (entry,) = json.loads(fugai("list", "measures", "hollow_share", "--json").out)
    assert entry["measure"] == "hollow_share"
    refused = fugai("list", "policies", "coverge_quota")
    assert refused.code == 2 and 'Did you mean "coverage_quota"?' in refused.err


def test_list_studies_of_the_current_folder(
    fugai: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shipped = json.loads(fugai("list", "studies", "--json").out)
    assert "linze_liaisons_sweep" in [entry["study"] for entry in shipped]
    (tmp_path / "experiments").mkdir()
    (tmp_path / "experiments" / "caps.toml").write_text('title = "Caps"\n', encoding="utf-8")
    both = json.loads(fugai("list", "studies", "--json").out)
    assert both[: len(shipped)] == shipped and both[-1]["study"] == "experiments/caps.toml"
    (tmp_path / "experiments" / "broken.toml").write_text("title =\n", encoding="utf-8")
    done = fugai("list", "studies")
    assert done.code == 2 and "broken.toml:1: This line is not valid TOML." in done.err


def test_list_says_units_and_periods(fugai: Run) -> None:
    lines = fugai("list", "parameters").out.splitlines()
    (line,) = (line for line in lines if line.startswith("leave_per_year"))
    assert line.split(maxsplit=5)[1:5] == ["0.2", "(0.15", "–", "0.35)"]
    assert "per year" in line
    lines = fugai("list", "scenarios", "--lang", "zh").out.splitlines()
    (line,) = (line for line in lines if line.startswith("linze"))
    title = "临泽县新社会组织（部分数字为示意）"
    assert line.split() == ["linze", "2009-01", "起", "10", "年", title]


def test_the_page_tells_a_mistake_in_its_file_before_an_address(fugai: Run, tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text("no toml\n", encoding="utf-8")
    done = fugai("app", file, "--no-browser")
    assert done.code == 2 and done.out == "" and "plan.txt:1" in done.err
