"""A file becomes a scenario: meaning of the keys, defaults, round trips, overrides, the hash."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.plan.organizations import Totals
from sim.policies.base import Target
from sim.scenario import from_resolved, load
from sim.scenario.writing import resolved_toml
from sim.state.codes import Kind
from sim.text.problems import ScenarioError
from tests.scenario.golden import DATA
from tests.scenario.peopling import of_kinds

FULL = DATA / "full.toml"
LISTED = """format = 1
title = "x"
start = "2009-01"
years = 3
[organizations]
registry = "list.csv"
"""


def written(folder: Path, text: str, name: str = "case.toml") -> Path:
    """Write a scenario file beside a copy of the registry."""
    registry = (DATA / "registries" / "list.csv").read_bytes()
    (folder / "list.csv").write_bytes(registry)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_full_example_means_what_it_says() -> None:
    scenario = load(FULL)
    assert (scenario.name, scenario.months, scenario.seed) == ("full", 120, 7)
    assert (scenario.start_year, scenario.start_month) == (2009, 1)
    assert (scenario.month_name(0), scenario.month_name(119)) == ("2009-01", "2018-12")
    assert scenario.parameters == {"leave_per_year": 0.25}
    place = scenario.place
    assert place.district_ids == ("east", "west")
    assert place.neighbours == ((1,), (0,))
    assert place.tiles == ((0, 1), (0, 0))
    assert place.district_weights == pytest.approx((2 / 3, 1 / 3))
    assert place.industry_weights[Kind.FOUNDATION] == (1.0, 0.0)
    assert place.industry_weights[Kind.SOCIAL_GROUP] == pytest.approx((1 / 3, 2 / 3))
    assert place.industry_committees == (True, False)
    assert (place.n_cells, place.cell(1, 1)) == (4, 3)
    assert scenario.budget.district_caps == (300_000, None)
    assert scenario.budget.industry_caps == (50_000, None)
    (observation,) = scenario.observations
    assert (observation.month, observation.kinds, observation.districts) == (23, (0,), (0,))


def test_organizations_of_the_full_example() -> None:
    spec = load(FULL).organizations
    assert spec.registry is None
    assert spec.synthesis is not None
    assert spec.synthesis.total == Totals(
        organizations=90, operating=63, on_base=90, staff=361, members=135, covered=42,
        standalone=30, willing=3,
    )  # fmt: skip
    assert spec.synthesis.kinds[Kind.PRIVATE_NON_ENTERPRISE] == Totals(
        organizations=4, staff=14, members=9, covered=2
    )
    assert spec.synthesis.kind_shares == of_kinds(social_group=0.5, private_non_enterprise=0.5)
    assert (spec.types, spec.founded) == ((0.6, 0.3, 0.1), (-168, -1))


def test_alternatives_hold_the_baseline_but_what_they_leave_out() -> None:
    baseline, liaisons, money = load(FULL).alternatives
    assert [entry.id for entry in (baseline, liaisons, money)] == ["baseline", "liaisons", "money"]
    assert [policy.id for policy in baseline.policies] == ["annual_check"]
    assert [policy.id for policy in liaisons.policies] == ["annual_check", "dispatch_liaisons"]
    assert [policy.id for policy in money.policies] == ["activity_subsidy", "subsidy_west"]
    dispatch = liaisons.policies[1]
    assert (dispatch.start, dispatch.end, dispatch.ramp_months) == (12, 71, 6)
    subsidy = money.policies[0]
    assert subsidy.spans == ((12, 23), (48, None))
    assert subsidy.target == Target(
        districts=(0,), kinds=(0,), types=(0,), sizes=(0, 1), channels=(1,)
    )
    assert load(FULL).alternative("money") is not baseline


def test_one_organization_is_enough(tmp_path: Path) -> None:
    text = LISTED.replace('[organizations]\nregistry = "list.csv"', "")
    text += "[organizations.synthesis]\nkinds.foundation = { organizations = 1 }\n"
    synthesis = load(written(tmp_path, text)).organizations.synthesis
    assert synthesis is not None
    assert synthesis.total.organizations == 1


def test_places_come_from_the_registry_where_the_file_names_none(tmp_path: Path) -> None:
    scenario = load(written(tmp_path, LISTED))
    assert set(scenario.place.district_ids) == {"东街", "西街"}
    assert set(scenario.place.industry_ids) == {"教育", "商贸"}
    assert scenario.place.district_weights == (0.5, 0.5)
    registry = scenario.organizations.registry
    assert registry is not None
    assert registry.name == ("甲协会", "乙中心", "丙社", "丁会")
    assert registry.encoding == "UTF-8"


def test_districts_without_weights_weigh_what_the_registry_has(tmp_path: Path) -> None:
    places = '[places]\ndistricts = [{ id = "西街" }, { id = "e", title = "东街" }, { id = "n" }]\n'
    scenario = load(written(tmp_path, LISTED + places))
    assert scenario.place.district_weights == (0.5, 0.5, 0.0)


@pytest.mark.parametrize(
    "places", ["", '[places]\ndistricts = [{ id = "东街" }, { id = "西街" }]\n']
)
def test_each_row_of_a_list_weighs_in_its_district(tmp_path: Path, places: str) -> None:
    """Newcomers settle where the organizations are, not in each township alike."""
    path = written(tmp_path, LISTED + places)
    streets = ["东街", "西街", "西街", "西街"] * 2
    rows = ["名称,类别,所在镇街", "乙社,社会团体,"]
    rows += [f"甲{n}社,社会团体,{street}" for n, street in enumerate(streets)]
    (tmp_path / "list.csv").write_text("\n".join(rows), encoding="utf-8")
    place = load(path).place
    weights = dict(zip(place.district_ids, place.district_weights, strict=True))
    assert weights == {"东街": 0.25, "西街": 0.75}


@pytest.mark.parametrize("listed", [False, True])
def test_what_is_resolved_reads_back_as_the_same(tmp_path: Path, listed: bool) -> None:
    path = written(tmp_path, LISTED if listed else FULL.read_text(encoding="utf-8"))
    scenario = load(path)
    again = from_resolved(scenario.resolved())
    assert again == scenario
    assert again.digest() == scenario.digest()
    toml = load(written(tmp_path, resolved_toml(scenario), "again.toml"))
    assert toml == scenario


def test_own_headings_are_explained_by_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, LISTED + 'columns = { "机构" = "name", "电话" = "ignore" }\n')
    text = (tmp_path / "list.csv").read_text(encoding="utf-8")
    text = text.replace("名称", "机构").replace("备注", "电话")
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    scenario = load(path)
    assert scenario.organizations.registry is not None
    assert scenario.organizations.registry.name[0] == "甲协会"
    again = load(written(tmp_path / ".", resolved_toml(scenario), "again.toml"))
    assert again.digest() == scenario.digest()


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("replicates = 200", "replicates = 40", True),
        ("Example county", "Another name", True),
        ("tile = [0, 1]", "tile = [3, 1]", True),
        ("value = 0.47", "value = 0.5", True),
        ('name = "full"', 'name = "other"', True),
        ("seed = 7", "seed = 8", False),
        ("years = 10", "years = 9", False),
        ("leave_per_year = 0.25", "leave_per_year = 0.26", False),
        ("compliance = 0.8", "compliance = 0.7", False),
        ("compliance = 0.8", "", True),
        ("members = 135", "members = 136", False),
        ('uncertainty = "prior"', 'uncertainty = "none"', False),
        ("cap_yuan_per_year = 500_000", "cap_yuan_per_year = 400_000", False),
    ],
)
def test_the_hash_is_of_what_decides_a_world(
    tmp_path: Path, old: str, new: str, same: bool
) -> None:
    text = FULL.read_text(encoding="utf-8")
    assert old in text
    changed = load(written(tmp_path, text.replace(old, new, 1)))
    assert (changed.digest() == load(FULL).digest()) is same


def test_the_encoding_and_name_of_a_registry_do_not_change_the_hash(tmp_path: Path) -> None:
    first = load(written(tmp_path, LISTED))
    text = (tmp_path / "list.csv").read_text(encoding="utf-8")
    (tmp_path / "other.csv").write_bytes(text.encode("gb18030"))
    other = load(written(tmp_path, LISTED.replace("list.csv", "other.csv"), "other.toml"))
    assert other.organizations.registry is not None
    assert other.organizations.registry.encoding == "GB18030"
    assert other.digest() == first.digest()


@pytest.mark.parametrize("stem", ["我的县", "our county", "1"])
def test_a_file_may_have_any_name_and_its_resolved_content_is_read_again(
    tmp_path: Path, stem: str
) -> None:
    scenario = load(written(tmp_path, LISTED, f"{stem}.toml"))
    again = from_resolved(scenario.resolved())
    assert again.name == scenario.name == stem
    assert again.digest() == scenario.digest()
    with pytest.raises(ScenarioError, match="short name"):
        from_resolved(scenario.resolved(), overrides=["name=no such name"])


def test_overrides_change_values_and_are_checked_like_the_file() -> None:
    scenario = load(
        FULL,
        overrides=[
            "years=3",
            "parameters.leave_per_year=0.3",
            "uncertainty=none",
            "alternatives.money.policies.subsidy_west.intensity=0.5",
            "alternatives.liaisons.policies.dispatch_liaisons.liaisons=20",
            "baseline.0.compliance = 0.5",
            "organizations.synthesis.kinds.social_group.staff=340",
        ],
    )
    assert (scenario.years, scenario.uncertainty) == (3, "none")
    assert scenario.parameters == {"leave_per_year": 0.3}
    assert scenario.alternatives[2].policies[1].intensity == 0.5
    assert scenario.resolved()["alternatives"][0]["policies"][0]["liaisons"] == 20
    assert scenario.resolved()["baseline"][0]["compliance"] == 0.5


def test_a_shorter_horizon_leaves_later_policies_out_with_a_warning() -> None:
    scenario = load(FULL, overrides=["years=1"])
    late = [each for each in scenario.warnings if "comes after" in each.message]
    assert [warning.line for warning in late] == [72, 85, 86]
    assert "2010-01 comes after the last month of the run (2009-12)." in str(scenario.warnings[0])
    assert not load(FULL).warnings
    assert from_resolved(scenario.resolved()).digest() == scenario.digest()


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("years", "This is not KEY=VALUE."),
        ("=3", "This is not KEY=VALUE."),
        ("years=40", '"years" = 40 is too high: the largest allowed value is 30.'),
        ("yeers=4", 'Unknown key "yeers".'),
        ("years.x=4", '"years" has no keys of its own.'),
        ("alternatives.liaison.id=x", 'There is no "liaison" in this list.'),
        ("parameters.leave_per_year=30%", '"leave_per_year" must be a number, not "30%".'),
        ("alternatives.money.policies.subsidy_west.start=2020-01", "2020-01 comes after"),
    ],
)
def test_wrong_overrides_are_shown_as_they_were_given(override: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(FULL, overrides=[override])
    (problem,) = caught.value.problems
    assert problem.message.startswith(message)
    assert problem.source == f"--set {override}"


@pytest.mark.parametrize(
    ("override", "meant"),
    [
        ("liaisons.liaisons", "liaisons.policies.dispatch_liaisons.liaisons"),
        ("liaisons.dispatch_liaisons.liaisons", "liaisons.policies.dispatch_liaisons.liaisons"),
        ("money.subsidy_west.start", "money.policies.subsidy_west.start"),
    ],
)
def test_a_key_of_a_policy_is_looked_for_below_it(override: str, meant: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(FULL, overrides=[f"alternatives.{override}=5"])
    (problem,) = caught.value.problems
    assert problem.hint == f"Write alternatives.{meant}."


def test_two_words_do_where_one_key_can_be_meant() -> None:
    scenario = load(FULL, overrides=["liaisons.liaisons=20", "subsidy_west.intensity=0.5"])
    assert scenario.resolved()["alternatives"][0]["policies"][0]["liaisons"] == 20
    assert scenario.alternatives[2].policies[1].intensity == 0.5
    with pytest.raises(ScenarioError) as caught:
        load("linze", overrides=["dispatch_liaisons.liaisons=6"])
    (problem,) = caught.value.problems
    assert problem.message == '"dispatch_liaisons.liaisons" may be any of 3 keys.'
    assert problem.hint == (
        "Write alternatives.liaisons.policies.dispatch_liaisons.liaisons or "
        "alternatives.less.policies.dispatch_liaisons.liaisons or "
        "alternatives.by_type.policies.dispatch_liaisons.liaisons."
    )
    with pytest.raises(ScenarioError, match='Unknown key "liaisns"'):
        load("linze", overrides=["liaisons.liaisns=6"])


def test_a_name_that_is_no_file_is_refused_with_the_nearest_scenario(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sim.scenario.loading.shipped_names", lambda: ("city", "linze"))
    with pytest.raises(ScenarioError, match='Did you mean "linze"'):
        load("lnize.toml")


def test_industry_committees_and_territory_may_set_the_same_dose(tmp_path: Path) -> None:
    text = (
        FULL.read_text(encoding="utf-8")
        + """
[[alternatives]]
id = "both"
policies = [
  { policy = "dispatch_liaisons" },
  { policy = "dispatch_liaisons", id = "industry", committee = "industry" },
]
[[alternatives]]
id = "apart"
policies = [
  { policy = "dispatch_liaisons", target = { districts = ["east"] } },
  { policy = "dispatch_liaisons", id = "west", target = { districts = ["west"] } },
  { policy = "dispatch_liaisons", id = "none", intensity = 0 },
]
[[alternatives]]
id = "one_after_the_other"
policies = [
  { policy = "dispatch_liaisons", end = "2010-12" },
  { policy = "dispatch_liaisons", id = "later", start = "2011-01" },
]
"""
    )
    assert len(load(written(tmp_path, text)).alternatives) == 6
