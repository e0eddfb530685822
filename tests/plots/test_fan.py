"""Colours follow the run, never a label; the same figure gives the same text."""

from __future__ import annotations

import pytest
from matplotlib.colors import to_hex

from sim.errors import InputError
from sim.locale import in_language, pick
from sim.plots.fan import fan
from sim.plots.output import svg_text
from sim.plots.style import BASELINE_GREY, OKABE_ITO, look
from sim.results.reading import Results


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_colours_are_by_id_and_order_of_the_run(town: Results, lang: str) -> None:
    titles = town.info["alternatives"]
    with in_language(lang):
        by_label = sorted(town.alternatives, key=lambda name: pick(titles[name]))
    assert by_label != list(town.alternatives), "the trap is not set"
    for place, name in enumerate(town.alternatives[1:]):
        axes = fan(town, alternative=name, lang=lang)
        colours = dict.fromkeys(to_hex(line.get_color()).upper() for line in axes.lines)
        observed = "#000000"
        assert [*colours][:3] == [BASELINE_GREY, OKABE_ITO[place], observed]


def test_many_alternatives_all_look_different() -> None:
    names = [f"a{n}" for n in range(13)]
    looks = [look(names, name) for name in names]
    assert len({(entry.colour, str(entry.line)) for entry in looks}) == len(names)


def test_the_same_figure_gives_the_same_text(town: Results) -> None:
    text = svg_text(fan(town, lang="zh").figure)
    assert text == svg_text(fan(town, lang="zh").figure)
    assert text.startswith("<svg")
    assert "http" not in text.replace("http://www.w3.org/", "")
    assert "<text" not in text, "letters are outlines"


def test_an_observed_point_is_shown_with_its_definition(town: Results) -> None:
    axes = fan(town, lang="en")
    assert "of all registered" in axes.get_xlabel().replace("\n", " ")
    assert "◆" not in fan(town, measure="hollow_share").get_xlabel()


@pytest.mark.parametrize(
    ("asked", "hint"),
    [({"alternative": "liaison"}, '"liaisons"'), ({"measure": "hollow"}, '"hollow_share"')],
)
def test_wrong_names_are_told_with_the_nearest(
    town: Results, asked: dict[str, str], hint: str
) -> None:
    with pytest.raises(InputError, match=hint):
        fan(town, alternative=asked.get("alternative"), measure=asked.get("measure", "registered"))
