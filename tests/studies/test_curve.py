"""Dose–response: steps, what is enough and how sure that is, by numbers that are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.draws import F64
from sim.errors import InputError
from sim.plots.studies import study_figure
from sim.plots.style import MM, SINGLE
from sim.plots.sweep import curve
from sim.results.run import Precision, precision, until
from sim.studies.cases import Cases, Responses, replicated
from sim.studies.folder import Done, perform
from sim.studies.sweep import curves, dose_of, respond
from tests.studies.studies import LIAISONS, small

DOSES = np.array([0.0, 5.0, 10.0, 15.0])
KEY = {"alternatives.x.policies.p.dose": DOSES}


def responses(
    added: list[float], noise: float = 0.0, yuan: float = 100.0, n: int = 20
) -> Responses:
    """Return made-up responses: what each dose adds to a baseline that differs by replicate."""
    base = np.linspace(0.2, 0.4, n)
    wave = noise * np.where(np.arange(n) % 2, 1.0, -1.0)
    values = np.empty((len(DOSES), n, 2, 1, 1))
    money = np.zeros((len(DOSES), n, 2))
    for dose, more in enumerate(added):
        values[dose, :, 0, 0, 0] = base
        values[dose, :, 1, 0, 0] = base + more + wave * dose
        money[dose, :, 1] = yuan * DOSES[dose]
    flat = (len(DOSES) * n, 2)
    return Responses(
        ("baseline", "x"), ("effective_coverage",), (12,), values.reshape(*flat, 1, 1),
        money.reshape(flat), np.zeros(flat), {},
    )  # fmt: skip


def answer(
    found: Responses, limit: float | None = None
) -> tuple[dict[str, F64], dict[str, object]]:
    n = len(found.yuan) // len(DOSES)
    table, summaries = curves(KEY, found, (len(DOSES), n), limit, 1)
    assert len(summaries) == 1
    return dict(table), summaries[0]


def test_steps_are_paired_and_have_their_errors() -> None:
    table, told = answer(responses([0.0, 0.04, 0.06, 0.06], noise=0.01))
    assert table["mean"].tolist() == pytest.approx([0.0, 0.04, 0.06, 0.06])
    assert table["step"][1:].tolist() == pytest.approx([0.04, 0.02, 0.0], abs=1e-12)
    # Noise of ±.01 a step over 20 replicates, whatever the baselines are.
    error = 0.01 * (20 / 19) ** 0.5 / 20**0.5
    assert table["step_se"][1:].tolist() == pytest.approx([error] * 3)
    assert table["step_yuan"][1:].tolist() == [500.0] * 3 and np.isnan(table["step"][0])
    assert told["enough"] == 10.0 and told["less"] == "baseline"
    assert (told["enough_low"], told["enough_high"]) == (10.0, 10.0)
    assert 0.0 <= told["none_enough"] < 0.1  # type: ignore[operator]


def test_no_dose_is_enough_while_every_step_is_told() -> None:
    _table, told = answer(responses([0.0, 0.04, 0.08, 0.12]))
    assert told["enough"] is None and told["none_enough"] == 1.0


def test_a_step_may_cost_too_much() -> None:
    # 4 points for 500 yuan are 125 a point, 2 points 250.
    found = responses([0.0, 0.04, 0.06, 0.08])
    assert answer(found)[1]["enough"] is None
    assert answer(found, limit=200.0)[1]["enough"] == 5.0
    assert answer(found, limit=100.0)[1]["enough"] == 0.0


def test_few_replicates_say_nothing_of_their_own_uncertainty() -> None:
    _table, told = answer(responses([0.0, 0.04, 0.06, 0.06], noise=0.01, n=6))
    assert told["enough"] == 10.0 and told["enough_low"] is None


def test_only_one_number_has_a_curve() -> None:
    assert dose_of(KEY) is not None
    assert dose_of({"a": np.array([1.0, 2.0])}) is None
    assert dose_of({"a": np.array(["x", "y", "z"], object)}) is None
    assert dose_of({**KEY, "b": DOSES}) is None


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    study = small(
        settings={"levels": 3}, factors=[f"{LIAISONS}=0:12"], replicates=3,
        alternatives=["baseline", "liaisons", "quota"],
    )  # fmt: skip
    return perform(study, out=tmp_path_factory.mktemp("curve") / "study", jobs=1)


def test_what_no_factor_touches_is_simulated_once(done: Done) -> None:
    class Plain:
        def __init__(self) -> None:
            self.asked: list[tuple[int, tuple[str, ...]]] = []

        def respond(self, cases: Cases, *, alternatives: object = None) -> Responses:
            from sim.studies.cases import respond as simulate

            names: tuple[str, ...] = tuple(alternatives or done.study.alternatives)  # type: ignore[arg-type]
            self.asked.append((len(cases), names))
            return simulate(
                done.study.scenario, cases, done.study.measures, months=done.study.months,
                alternatives=names, jobs=1,
            )  # fmt: skip

    cases = replicated({LIAISONS: np.array([0.0, 12.0])}, range(2))
    work = Plain()
    found = respond(work, cases, done.study)  # type: ignore[arg-type]
    assert work.asked == [(2, ("baseline", "quota")), (4, ("liaisons",))]
    whole = Plain().respond(cases)
    for name in ("values", "yuan", "hours"):
        assert np.array_equal(getattr(found, name), getattr(whole, name), equal_nan=True)
    assert done.worlds == 3 * 2 + 9


def test_the_answer_names_the_dose_and_is_drawn(done: Done) -> None:
    text = "\n".join(done.lines)
    assert "what each further dose adds" in text and "Enough: " in text
    assert {"dose", "step", "step_se", "yuan"} <= done.result.tables["curve"].keys()
    figure = study_figure(done.study, done.result)
    assert figure.get_figwidth() == pytest.approx(SINGLE * MM)  # type: ignore[union-attr]
    assert study_figure(done.study, done.result, measure=done.study.measures[-1]) is not figure
    with pytest.raises(InputError, match='Did you mean "liaisons"'):
        study_figure(done.study, done.result, alternative="liaison")
    with pytest.raises(InputError, match="no measure"):
        study_figure(done.study, done.result, measure="members")


def test_a_curve_marks_what_is_enough() -> None:
    axes = curve([0, 1, 2], [0, 0.1, 0.1], [0, 0, 0], [0, 0.2, 0.2], [0, 0.01, 0.01], enough=1.0,
                 points=True)  # fmt: skip
    assert any("enough: 1" in text.get_text() for text in axes.texts)
    assert np.array_equal(axes.get_lines()[0].get_ydata(), [0.0, 10.0, 10.0])


def test_replicates_are_added_until_differences_are_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    def simulate(wanted: int) -> int:
        asked.append(wanted)
        return wanted

    def known(results: int, _measure: str) -> Precision:
        return Precision(2.0 / results**0.5, "x")

    monkeypatch.setattr("sim.results.run.precision", known)
    results, reached = until(simulate, 0.2, 1000)  # type: ignore[arg-type]
    assert asked == [20, 80, 100] and results == 100  # type: ignore[comparison-overlap]
    assert reached.points == pytest.approx(0.2)
    asked.clear()
    _results, reached = until(simulate, 0.2, 50)  # type: ignore[arg-type]
    assert asked == [20, 50] and reached.points > 0.2


def test_precision_is_of_the_paired_differences(tmp_path: Path) -> None:
    import sim
    from sim.results.compare import difference

    place = Path(__file__).parents[1] / "results" / "data" / "small.toml"
    results = sim.run(place, overrides="years=1", replicates=5, jobs=1, out=tmp_path / "run")
    found = precision(results)
    errors = {
        name: 100 * difference(results.compare(), "effective_coverage", name).std(ddof=1) / 5**0.5
        for name in results.alternatives[1:]
    }
    assert found.points == pytest.approx(max(errors.values()))
    assert errors[found.alternative] == max(errors.values())
    alone = sim.run(place, overrides="years=1", replicates=1, jobs=1, alternatives=[],
                    out=tmp_path / "alone")  # fmt: skip
    with pytest.raises(InputError, match="besides the baseline"):
        precision(alone)
