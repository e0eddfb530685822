"""What a list says beyond branches: sites, facts that give the type, supervisors, new forms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.population.population import populate
from sim.scenario import load
from sim.scenario.scenario import Scenario
from sim.state.codes import Form, Relation, Type
from sim.text.problems import ScenarioError
from sim.worlds import Worlds


def listed(folder: Path, text: str, keys: str = "", places: str = "") -> Scenario:
    (folder / "list.csv").write_text(text, encoding="utf-8")
    path = folder / "place.toml"
    path.write_text(
        'format = 1\ntitle = "T"\nstart = "2010-01"\nyears = 2\n'
        f'{places}[organizations]\nregistry = "list.csv"\n{keys}',
        encoding="utf-8",
    )
    return load(path)


def people(here: Scenario) -> Any:
    return populate(here, (0,), here.drawn((0,)))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("是,是,是", Type.STABLE), ("有,3,5000元", Type.STABLE), ("是,无,0", Type.DISPERSED),
        ("租用,没有专职,有", Type.DISPERSED), ("无,0,暂无", Type.LOOSE),
    ],
)  # fmt: skip
def test_the_type_follows_from_place_people_and_funds(
    tmp_path: Path, facts: str, expected: Type
) -> None:
    here = listed(tmp_path, f"名称,固定场所,有无专职人员,有无活动经费\n甲,{facts}\n")
    assert here.organizations.registry is not None
    assert here.organizations.registry.type == (int(expected),)
    assert people(here).type.tolist() == [expected]


def test_a_type_that_is_stated_stays_and_one_fact_is_not_enough(tmp_path: Path) -> None:
    text = "名称,类型,固定场所,有无专职人员,有无活动经费\n甲,粗放型,是,是,是\n乙,,是,,是\n"
    here = listed(tmp_path, text)
    assert here.organizations.registry is not None
    assert here.organizations.registry.type == (int(Type.LOOSE), None)


def test_the_same_words_are_the_same_site(tmp_path: Path) -> None:
    here = listed(tmp_path, "名称,所在园区\n甲,东园\n乙,东园 \n丙,西园\n丁,\n")
    site = people(here).site
    assert site[0] == site[1] != site[2]
    assert site[3] == 0 and (site[:3] > 0).all()
    stack = Worlds.build(here)
    assert np.array_equal(stack.organizations.site[1:], site)


SUPERVISED = "名称,业务主管单位\n甲,教育局\n乙,民政局\n丙,教育局\n"


def test_a_supervisor_is_the_industry_where_the_file_says_so(tmp_path: Path) -> None:
    plain = listed(tmp_path, SUPERVISED)
    assert len(plain.place.industry_ids) == 1
    here = listed(
        tmp_path, SUPERVISED, "industry_by_supervisor = true\n",
        '[places]\nindustry_committees = ["教育局"]\n',
    )  # fmt: skip
    assert set(here.place.industry_ids) == {"教育局", "民政局"}
    stack = Worlds.build(here)
    assert sorted(stack.industrial(np.arange(1, 4)).tolist()) == [False, True, True]
    assert people(here).has_channel.all(), "and it is a channel still"


def test_a_place_that_names_supervisors_as_industries_has_them_so(tmp_path: Path) -> None:
    committee = '[places]\nindustry_committees = ["教育局"]\n'
    here = listed(tmp_path, SUPERVISED, places=committee)
    assert set(here.place.industry_ids) == {"教育局", "民政局"}
    stack = Worlds.build(here)
    assert sorted(stack.industrial(np.arange(1, 4)).tolist()) == [False, True, True]
    with pytest.raises(ScenarioError, match='There is no "教育局"'):
        listed(tmp_path, SUPERVISED, "industry_by_supervisor = false\n", committee)
    with pytest.raises(ScenarioError, match='There is no "教育局"'):
        listed(tmp_path, "名称,行业,业务主管单位\n甲,商贸,教育局\n", places=committee)


def test_who_has_no_supervisor_is_the_territorys(tmp_path: Path) -> None:
    """S1: small and local organizations, and those without a supervisor."""
    text = "名称,业务主管单位\n甲,教育局\n乙,无\n丙,无\n"
    here = listed(tmp_path, text, places='[places]\nindustry_committees = ["教育局"]\n')
    stack = Worlds.build(here)
    assert sorted(stack.industrial(np.arange(1, 4)).tolist()) == [False, False, True]


@pytest.mark.parametrize("text", ["名称,行业,业务主管单位\n甲,商贸,教育局\n", "名称\n甲\n"])
def test_a_list_that_says_the_industry_or_no_supervisor_is_refused(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(ScenarioError, match="industry_by_supervisor"):
        listed(tmp_path, text, "industry_by_supervisor = true\n")


def test_a_functional_branch_of_a_list_keeps_relations_elsewhere(tmp_path: Path) -> None:
    rows = "\n".join(f"n{k},40,9,{'功能型党支部' if k else '单独组建'}" for k in range(2))
    stack = Worlds.build(listed(tmp_path, f"名称,从业人员,党员人数,党组织\n{rows}\n"))
    organizations, members = stack.organizations, stack.members
    form = stack.branches.form[organizations.branch[members.organization]]
    known = members.known & (members.organization > 0)
    assert not (members.relation[known & (form == Form.FUNCTIONAL)] == Relation.HERE).any()
    assert (members.relation[known & (form == Form.STANDALONE)] == Relation.HERE).all()
    assert (form == Form.FUNCTIONAL).any()


def test_an_area_branch_of_a_list_has_partners(tmp_path: Path) -> None:
    rows = "\n".join(f"n{k},10,2,区域联建" for k in range(3))
    stack = Worlds.build(listed(tmp_path, f"名称,从业人员,党员人数,党组织\n{rows}\n"))
    alive = np.flatnonzero(stack.branches.alive)
    assert stack.branches.form[alive].tolist() == [Form.REGIONAL]
    assert stack.branches.organizations[alive].tolist() == [3]
