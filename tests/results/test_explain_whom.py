"""Which organization is meant: an identity, or a number or a name of the list."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.errors import InputError
from sim.histories.explain import organization_of


@pytest.mark.parametrize("number", ["001", "51330000ABC", "0"])
def test_numbers_of_a_registry_are_found_as_they_are_written(tmp_path: Path, number: str) -> None:
    rows = f"编号,名称,类别\n{number},甲会,社会团体\n2,乙会,社会团体\n"
    (tmp_path / "list.csv").write_text(rows, "utf-8")
    text = 'format = 1\ntitle = "x"\nstart = "2024-01"\nyears = 1\n[organizations]\n'
    (tmp_path / "x.toml").write_text(f'{text}registry = "list.csv"\n', "utf-8")
    scenario = sim.load(tmp_path / "x.toml")
    assert organization_of(scenario, number) == organization_of(scenario, "甲会")
    assert organization_of(scenario, "2") == organization_of(scenario, "乙会")


@pytest.mark.parametrize("asked", ["001", "#001", "00", "9" * 22, "１"])
def test_what_is_nowhere_is_quoted_as_it_was_written(asked: str) -> None:
    with pytest.raises(InputError, match=f'No organization "{asked}"'):
        organization_of(sim.load("linze").without_history(), asked)
