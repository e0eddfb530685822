"""Every number of the page is one of the results: tables, sentences, both forms."""

from __future__ import annotations

import re

import numpy as np
import pytest

from sim.measures.base import Band
from sim.measures.catalogue import MEASURES
from sim.report.assumptions import importance
from sim.report.outcomes import KEY, PAPER
from sim.results.compare import Comparison
from sim.results.reading import Results
from sim.results.turning import drawn, noise_level
from tests.report.conftest import Pages
from tests.report.reader import Lines, Reader

NAMES = {"baseline": "Baseline", "liaisons": "Dispatched liaisons", "quota": "Quota"}


@pytest.fixture(scope="module")
def found(finished: Results) -> Comparison:
    """The comparison that the page is about."""
    return finished.compare()


@pytest.fixture(scope="module")
def tables(pages: Pages) -> dict[str, Lines]:
    """Tables of the English report by caption."""
    return Reader(pages["en", False]).tables


def table(tables: dict[str, Lines], start: str) -> tuple[list[str], Lines]:
    """Return head and lines of the table of that caption, or of the one that begins so."""
    named = [start] if start in tables else [name for name in tables if name.startswith(start)]
    (caption,) = named
    head, *lines = tables[caption]
    return head, lines


def plain(cell: str) -> list[float]:
    """Return the numbers of a cell: percent and signs are taken as they are written."""
    words = {"": 1.0, " thousand": 1e3, " million": 1e6}
    return [
        float(text.replace("\u2212", "-").replace(",", "")) * words[word]
        for text, word in re.findall(
            r"([+\u2212-]?\d[\d,]*(?:\.\d+)?)( thousand| million|)", cell.replace("–", " ")
        )
    ]


def near(cell: str, band: Band, scale: float, digits: int) -> bool:
    """Whether a cell says a band: its median, and its ends where they differ."""
    expected = [scale * value for value in (band.q50, band.q05, band.q95)]
    if np.isnan(band.q50):
        return cell == "–"
    if band.q05 == band.q95:
        expected = expected[:1]
    middle, *ends = plain(cell)
    # The ends of a wide range of points are whole.
    wide = scale == 100 and band.q95 - band.q05 >= 0.05
    return bool(
        np.isclose(middle, expected[0], rtol=0, atol=0.5 * 10**-digits + 1e-9)
        and np.allclose(
            ends, expected[1:], rtol=0, atol=0.5 * 10 ** -(0 if wide else digits) + 1e-9
        )
    )


def label(measure: str) -> str:
    text = MEASURES[measure].label["en"]
    return text[0].upper() + text[1:]


def test_values_at_the_end(tables: dict[str, Lines], found: Comparison) -> None:
    head, lines = table(tables, "At the end of 2012-06")
    names = found.results.alternatives
    assert len(head) == 2 + len(names)
    for measure, line in zip(KEY, lines, strict=True):
        assert line[0] == label(measure)
        assert near(line[1], found.value(measure, "baseline", 0), 100, 0)
        for cell, name in zip(line[2:], names, strict=True):
            assert near(cell, found.value(measure, name), 100, 0), (measure, name)


def test_differences_and_worlds(tables: dict[str, Lines], found: Comparison) -> None:
    _head, lines = table(tables, "Paired difference")
    others = found.results.alternatives[1:]
    for measure, said, counted in zip(KEY, lines[::2], lines[1::2], strict=True):
        for place, name in enumerate(others, start=1):
            difference = found.difference(measure, name)
            assert near(said[place], difference.band, 100, 1), (measure, name)
            if counted[place] != "–":
                higher, of = plain(counted[place])
                assert higher / of == pytest.approx(difference.share_higher)


def test_every_year(tables: dict[str, Lines], found: Comparison) -> None:
    _head, lines = table(tables, "Difference in effective coverage")
    for month, line in zip(found.months[1:], lines, strict=True):
        assert line[0] == found.results.scenario.month_name(month - 1)
        for cell, name in zip(line[1:], found.results.alternatives[1:], strict=True):
            assert near(cell, found.difference("effective_coverage", name, month).band, 100, 1)


def test_on_paper_and_in_effect_share_their_base(
    tables: dict[str, Lines], found: Comparison
) -> None:
    assert {MEASURES[name].denominator for name in PAPER[:2]} == {"reported_base"}
    _head, lines = table(tables, "At the end of 2012-06, of the reported base")
    told = {line[0]: line[1:] for line in lines if line[0] != "difference, points"}
    for name, title in found.results.info["alternatives"].items():
        for measure, cell in zip(PAPER, told[title["en"]], strict=True):
            assert near(cell, found.value(measure, name), 100, 0)


def test_who_gains_and_what_it_costs(tables: dict[str, Lines], found: Comparison) -> None:
    _head, lines = table(tables, "Organizations at the end, against")
    for line, name in zip(lines, found.results.alternatives[1:], strict=True):
        gains = found.gains[name]
        for cell, counts in zip(line[1:], (gains.gained, gains.lost, gains.displaced), strict=True):
            assert near(cell, Band.of(counts.astype(np.float64)), 1, 0)
    _head, lines = table(tables, "Over the whole period")
    rows = {line[0]: line[1:] for line in lines}
    for place, name in enumerate(found.results.alternatives):
        costs = found.costs[name]
        spent = Band.of(costs.yuan)
        known = [spent.q50] if spent.q05 == spent.q95 else [spent.q50, spent.q05, spent.q95]
        assert plain(rows["Yuan"][place]) == pytest.approx(known, rel=0.005)
        assert near(rows["Staff hours of organizations"][place], Band.of(costs.burden_hours), 1, 0)
        cell = rows["Yuan per added branch-year"][place]
        assert cell == (str(costs.price) if place else "–")


def test_pairs_count_worlds(tables: dict[str, Lines], found: Comparison) -> None:
    _head, lines = table(tables, "Replicates in which the row")
    values = found.values[found.measures.index("effective_coverage"), :, :, -1]
    for row, line in enumerate(lines):
        for column, cell in enumerate(line[1:]):
            if row != column:
                assert plain(cell)[0] == np.count_nonzero(values[row] > values[column])


def test_importance_is_told_from_as_many_replicates_as_the_answer_takes(found: Comparison) -> None:
    assert importance(found, "effective_coverage", "liaisons") is None


def test_importance_is_spearman_and_finds_what_decides(
    found: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scipy import stats

    monkeypatch.setattr("sim.report.assumptions.FEWEST_FOR_TURNS", 24)
    ranked = importance(found, "effective_coverage", "liaisons")
    assert ranked is not None and ranked.worlds == 24
    values = found.values[found.measures.index("effective_coverage"), :, :, -1]
    first = ranked.drivers[0]
    expected = stats.spearmanr(drawn(found.results)[first.parameter], values[1] - values[0])
    assert first.correlation == pytest.approx(expected.statistic)
    assert first.low.of == first.high.of == 8 and first.low_to <= first.high_from
    sizes = [abs(entry.correlation) for entry in ranked.drivers]
    assert sizes == sorted(sizes, reverse=True)
    assert 0 < ranked.noise < 1


def test_noise_is_what_the_largest_of_many_exceeds_by_chance() -> None:
    worlds, parameters, runs = 60, 40, 400
    values = np.random.default_rng(3).random((runs, parameters + 1, worlds))
    ranks = values.argsort(-1).argsort(-1).astype(np.float64)
    ranks -= ranks.mean(-1, keepdims=True)
    ranks /= np.linalg.norm(ranks, axis=-1, keepdims=True)
    largest = np.abs(np.einsum("rpw,rw->rp", ranks[:, 1:], ranks[:, 0])).max(1)
    beyond = np.mean(largest > noise_level(worlds, parameters))
    assert 0.02 < beyond < 0.08
