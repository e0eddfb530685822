"""Parameters: ranges, priors and what a scenario may switch off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from sim.constants import FORMER
from sim.parameters import PARAMETERS, Scale, resolve
from sim.policies import POLICIES
from sim.policies.base import Policy
from sim.scenario import load
from sim.scenario.scenario import Alternative
from sim.scenario.schema import json_schema
from sim.text.problems import ScenarioError
from sim.worlds import Worlds

SWITCHES = [name for name, parameter in PARAMETERS.items() if parameter.may_be_zero]
MONTHS = 14


@pytest.mark.parametrize("name", PARAMETERS)
def test_priors_reach_from_end_to_end(name: str) -> None:
    parameter = PARAMETERS[name]
    assert parameter.low <= parameter.default <= parameter.high
    assert parameter.quantile(0.5) == parameter.default
    if parameter.scale is not Scale.FIXED:
        assert np.isclose(parameter.quantile(0.0), parameter.low)
        assert np.isclose(parameter.quantile(1.0), parameter.high)


def test_rates_effects_and_spreads_may_be_switched_off() -> None:
    assert {
        "exit_per_year", "leave_per_year", "contact_liaison", "weight_burden", "peer_benefit",
        "visit_effect", "vitality_skill", "branch_quality_sd", "admission", "dissolve_slope",
    } <= set(SWITCHES)  # fmt: skip
    # Sizes, levels, months and thresholds have no off; nor has what its range takes down to 0.
    assert not {
        "staff_mean", "staff_sigma", "members_per_staff", "base_burden", "effort", "paper_per_year",
        "alive_at_start", "vitality_threshold", "joint_max", "force_share", "liaison_skill",
        "member_overdispersion",
    } & set(SWITCHES)  # fmt: skip


def test_zero_or_the_range(tmp_path: Path) -> None:
    plain = (
        'format = 1\ntitle = "x"\nstart = "2009-01"\nyears = 5\n'
        "[organizations.synthesis]\nkinds.social_group = { organizations = 20 }\n[parameters]\n"
    )
    path = tmp_path / "case.toml"
    for value in ("0", "0.0", "0.25", "0.55"):
        path.write_text(f"{plain}weight_burden = {value}\n", encoding="utf-8")
        scenario = load(path)
        assert scenario.parameters == {"weight_burden": float(value)}
        assert load(path).resolved()["parameters"] == {"weight_burden": float(value)}
    for value in ("0.1", "-0.1", "0.56", "false"):
        path.write_text(f"{plain}weight_burden = {value}\n", encoding="utf-8")
        with pytest.raises(ScenarioError, match=r"0\.25 to 0\.55 \(weight\), or 0 to switch"):
            load(path)
    path.write_text(f"{plain}staff_mean = 0\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"10\.9 to 13\.9 \(people\)\."):
        load(path)
    described = json_schema()["$defs"]["Parameters"]["properties"]
    assert {"const": 0} in described["weight_burden"]["anyOf"]
    assert {"const": 0} not in described["staff_mean"]["anyOf"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_two_parameters_have_one_label(lang: str) -> None:
    labels = [parameter.label[lang] for parameter in PARAMETERS.values()]
    assert len({*labels}) == len(labels)


def test_the_ledger_stays_short() -> None:
    assert len(PARAMETERS) <= 115
    assert sum(parameter.scale is not Scale.FIXED for parameter in PARAMETERS.values()) <= 90


@pytest.mark.parametrize("name", FORMER)
def test_a_parameter_of_an_earlier_edition_is_told_what_it_is_now(name: str) -> None:
    now = FORMER[name]
    assert name not in PARAMETERS
    with pytest.raises(ScenarioError) as refused:
        load("linze", overrides=[f"parameters.{name}=0.5"])
    if isinstance(now, str):
        assert now in PARAMETERS
        assert f'"{now}" has taken its place.' in str(refused.value)
    else:
        assert f"It is now a constant: {now:g}." in str(refused.value)


def _levers() -> tuple[Policy, ...]:
    """Every policy at once."""
    return tuple(kind(id=name) for name, kind in POLICIES.items())


@pytest.mark.parametrize("policies", [(), _levers()], ids=["baseline", "every policy"])
def test_months_pass_with_any_mechanism_off(
    policies: tuple[Policy, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A world for each parameter that may be 0, with that one at 0; no division by it, no NaN."""

    def without_one(
        seed: int, replicates: Sequence[int], values: Mapping[str, float], uncertainty: str
    ) -> dict[str, npt.NDArray[np.float64]]:
        found = resolve(seed, [0] * len(replicates), values, uncertainty)
        for number, name in enumerate(SWITCHES):
            found[name][number] = 0.0
        return found

    monkeypatch.setattr("sim.scenario.scenario.resolve", without_one)
    one = Alternative(id="a", title={"en": "a", "zh": "a"}, question=None, policies=policies)
    scenario = replace(load("classroom"), alternatives=(one,))
    with np.errstate(divide="raise", invalid="raise", over="raise"):
        worlds = Worlds.build(scenario, replicates=range(len(SWITCHES)))
        before = np.bincount(worlds.organizations.world[worlds.organizations.alive])
        for _month in range(MONTHS):
            worlds.step()
    alive = worlds.organizations.alive
    assert np.isfinite(worlds.organizations.attitude[alive]).all()
    assert np.isfinite(worlds.branches.vitality[worlds.branches.alive]).all()
    grown = np.bincount(worlds.organizations.world[alive]) - before
    assert grown[SWITCHES.index("exit_per_year")] > 0 > grown[SWITCHES.index("entry_per_year")]
