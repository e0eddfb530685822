"""What ran is what the hash says: no old number is served for a new scenario, policy or rule."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

import sim
import sim.policies
from sim.errors import InputError
from sim.plan.extensions import declare_replaced, withdraw_replaced
from sim.processes import attitudes
from sim.results.folder import default_folder
from sim.results.reading import Results
from sim.results.run import run
from sim.scenario import Scenario
from sim.store.provenance import code_hash, replaced, source_hash, worker_code
from sim.studies.folder import methods_code, perform
from tests.store.damages import RUN
from tests.studies.studies import small as small_study

OWN = """
from dataclasses import dataclass
from typing import ClassVar
from sim.policies.annual_check import AnnualCheck
from helper_of_mine import FACTOR

__version__ = "{version}"

@dataclass(frozen=True, kw_only=True)
class Mine(AnnualCheck):
    name: ClassVar[str] = "annual_check"
    strength: ClassVar[float] = {strength} * FACTOR
"""


@pytest.fixture
def small() -> Scenario:
    return sim.load(RUN)


@pytest.fixture(autouse=True)
def nothing_declared() -> Iterator[None]:
    yield
    withdraw_replaced("sim.processes.attitudes.attitudes")


def test_a_replaced_field_is_in_the_digest(small: Scenario, tmp_path: Path) -> None:
    first = run(small, replicates=1, out=tmp_path / "run")
    other = replace(small, seed=12)
    assert other.digest() == small.with_(seed=12).digest() != small.digest()
    assert other.resolved()["seed"] == 12 and default_folder(other) != default_folder(small)
    with pytest.raises(InputError, match="another scenario or of other values"):
        run(other, replicates=1, out=first.folder)
    again = run(other, replicates=1, out=tmp_path / "other")
    assert again.info["seed"] == 12 and again.scenario.digest() == again.info["digest"]
    assert not again.table("events").equals(first.table("events"))


@pytest.mark.parametrize(
    ("changes", "overrides"),
    [
        ({"years": 1}, ["years=1"]),
        ({"uncertainty": "none"}, ["uncertainty=none"]),
        ({"start_year": 2011}, ["start=2011-07"]),
        ({"parameters": {"leave_per_year": 0.2}}, ["parameters.leave_per_year=0.2"]),
    ],
)
def test_replaced_fields_are_those_of_a_file(
    small: Scenario, changes: dict[str, Any], overrides: list[str]
) -> None:
    assert replace(small, **changes).digest() == sim.load(RUN, overrides=overrides).digest()


def test_labels_are_followed_and_no_part_of_the_digest(small: Scenario) -> None:
    named = replace(small, title={"zh": "别名", "en": "Another"}, replicates=3)
    assert named.digest() == small.digest()
    assert named.resolved()["title"]["en"] == "Another" and named.resolved()["replicates"] == 3


def test_fewer_alternatives_are_known_and_own_objects_refused(
    small: Scenario, tmp_path: Path
) -> None:
    fewer = replace(small, alternatives=small.alternatives[:2])
    assert fewer.digest() == small.with_(alternatives=["liaisons"]).digest() != small.digest()
    for changes in (
        {"budget": replace(small.budget, cap_yuan_per_year=1.0)},
        {"alternatives": (small.alternatives[0], replace(small.alternatives[1], policies=()))},
        {"alternatives": small.alternatives[1:]},
        {"place": replace(small.place)},
    ):
        with pytest.raises(InputError, match=rf"scenario small were .*: {next(iter(changes))}\."):
            run(replace(small, **changes), replicates=1, out=tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_with_checks_as_a_file_does(small: Scenario) -> None:
    made = small.with_(seed=3, replicates=2, uncertainty="none", parameters={"leave_per_year": 0.2})
    assert (made.seed, made.replicates, made.uncertainty) == (3, 2, "none")
    assert made.parameters == {"leave_per_year": 0.2}
    assert made.with_(parameters={"contact_per_year": 0.3}).parameters.keys() == {
        "leave_per_year", "contact_per_year",
    }  # fmt: skip
    assert small.seed == 11 and small.with_().digest() == small.digest()
    with pytest.raises(InputError, match=r'no alternative "liason"\. Did you mean "liaisons"'):
        small.with_(alternatives=["liason"])
    with pytest.raises(InputError, match="leave_per_year"):
        small.with_(parameters={"leave_per_yaer": 0.2})
    with pytest.raises(InputError, match="Allowed"):
        small.with_(parameters={"leave_per_year": 30.0})


def test_a_study_follows_its_fields(tmp_path: Path) -> None:
    study = small_study(overrides=["years=1"], settings={"levels": 2})
    perform(study, out=tmp_path / "study")
    for other in (
        replace(study, seed=study.seed + 1),
        replace(study, replicates=3),
        replace(study, scenario=replace(study.scenario, seed=99)),
    ):
        assert other.digest() != study.digest()
        with pytest.raises(InputError, match="another study, or this one with other values"):
            perform(other, out=tmp_path / "study")
    with pytest.raises(InputError, match=r"study small were replaced .*: settings\."):
        replace(study, settings=replace_settings(study)).digest()


def replace_settings(study: Any) -> Any:
    return study.settings.model_copy(update={"levels": 3})


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Scenario]]:
    """Return what writes a policy of one's own and loads a scenario with it."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def loaded(strength: float = 1.0, version: str = "1.0", factor: str = "1") -> Scenario:
        text = dedent(OWN).format(strength=strength, version=version)
        (tmp_path / "policies_of_mine.py").write_text(text, encoding="utf-8")
        (tmp_path / "helper_of_mine.py").write_text(f"FACTOR = {factor}\n", encoding="utf-8")
        for name in ("helper_of_mine", "policies_of_mine"):
            sys.modules.pop(name, None)
        importlib.invalidate_caches()
        found = importlib.import_module("policies_of_mine")
        monkeypatch.setitem(sim.policies.POLICIES, "annual_check", found.Mine)
        return sim.load(RUN)

    yield loaded
    for name in ("helper_of_mine", "policies_of_mine"):
        sys.modules.pop(name, None)


def test_a_changed_policy_module_is_another_run(
    module: Callable[..., Scenario], small: Scenario, tmp_path: Path
) -> None:
    first = module()
    before = first.digest()
    assert before != small.digest()
    found = run(first, replicates=1, out=tmp_path / "run")
    told = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))["extensions"]
    assert told.keys() == {"policies_of_mine"}
    assert told["policies_of_mine"]["version"] == "1.0"
    assert Results(found.folder).info["extensions"] == told == first.extensions()
    assert module().digest() == before
    changes: list[dict[str, Any]] = [{"strength": 2.0}, {"version": "1.1"}, {"factor": "3"}]
    assert all(module(**changed).digest() != before for changed in changes)
    with pytest.raises(InputError, match="policies_of_mine was changed since"):
        first.digest()
    with pytest.raises(InputError, match="another scenario or of other values"):
        run(module(factor="2"), replicates=1, out=tmp_path / "run")


def test_a_module_that_was_edited_since_it_was_imported_is_refused(
    module: Callable[..., Scenario], tmp_path: Path
) -> None:
    scenario = module()
    path = tmp_path / "policies_of_mine.py"
    path.write_text(path.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    with pytest.raises(InputError, match="policies_of_mine was changed since it was imported"):
        run(scenario, replicates=1, out=tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_policy_without_a_file_is_refused(
    small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = type("Nowhere", (type(small.alternatives[0].policies[0]),), {"__module__": "__main__x"})
    monkeypatch.setitem(sim.policies.POLICIES, "annual_check", kind)
    with pytest.raises(InputError, match="__main__x has no source file"):
        run(sim.load(RUN), replicates=1, out=tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_replaced_rule_is_refused_unless_declared(
    small: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run(small, replicates=1, out=tmp_path / "run")
    own = attitudes.attitudes
    assert replaced() == []

    def mine(*given: Any, **named: Any) -> Any:
        return own(*given, **named)

    monkeypatch.setattr(attitudes, "attitudes", mine)
    monkeypatch.setattr("sim.worlds.attitudes", mine)
    names = ["sim.processes.attitudes.attitudes"]
    assert replaced() == names
    study = small_study(overrides=["years=1"], settings={"levels": 2})
    for asked in (
        lambda: run(small, replicates=2, out=whole.folder),
        lambda: run(small, replicates=1, out=tmp_path / "new"),
        lambda: perform(study, out=tmp_path / "study"),
    ):
        with pytest.raises(
            InputError, match=r"changed since it was loaded: sim\.processes\.attitudes\.attitudes\."
        ):
            asked()
    assert not (tmp_path / "new").exists() and not (tmp_path / "study").exists()
    for name in names:
        declare_replaced(name, mine)
    try:
        assert small.digest() != whole.info["digest"]
        found = run(small, replicates=1, out=tmp_path / "declared")
        assert found.info["extensions"].keys() == {*names}
        assert Results(tmp_path / "declared").replicates == (0,)
    finally:
        for name in names:
            withdraw_replaced(name)


@pytest.mark.parametrize(
    ("target", "value"),
    [
        ("sim.worlds.Worlds.step", lambda self: None),
        ("sim.policies.annual_check.AnnualCheck.writes", lambda self, *given: ()),
        ("sim.draws.GOLDEN", 7),
        ("sim.exact.group_sum", max),
        ("sim.draws.draw", lambda *given: 0.5),
    ],
)
def test_methods_numbers_and_imports_are_seen(
    monkeypatch: pytest.MonkeyPatch, target: str, value: object
) -> None:
    module, name = target.rsplit(".", 1)
    owner: Any = importlib.import_module(module) if module.islower() else None
    if owner is None:
        above, kind = module.rsplit(".", 1)
        owner = getattr(importlib.import_module(above), kind)
    if not hasattr(owner, name):
        pytest.fail(f"{target} is gone: name another")
    monkeypatch.setattr(owner, name, value)
    assert target in replaced()


def test_what_decides_must_be_there() -> None:
    assert len({code_hash(), worker_code(), methods_code()}) == 3
    with pytest.raises(FileNotFoundError, match="nowhere"):
        source_hash(("nowhere",))
