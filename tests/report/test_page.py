"""The page holds together: one file, nothing fetched, the same bytes, both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.locale import current_language
from sim.report import report
from sim.results.reading import Results
from sim.store.disk import place_file
from tests.guards.source import ROOT
from tests.patterns.measured import ALL, FAILING
from tests.report.conftest import Pages
from tests.report.reader import Reader

FORMS = [(lang, brief) for lang in ("en", "zh") for brief in (False, True)]


@pytest.fixture(params=FORMS, ids=lambda form: f"{form[0]}-{'brief' if form[1] else 'full'}")
def form(request: pytest.FixtureRequest) -> tuple[str, bool]:
    """Each language and form."""
    found: tuple[str, bool] = request.param
    return found


def test_a_page_is_well_formed_and_needs_nothing_else(pages: Pages, form: tuple[str, bool]) -> None:
    read = Reader(pages[form])
    assert read.wrong == []
    assert not {"script", "iframe", "link", "img", "object", "embed"} & read.tags
    assert all(value.startswith("#") for _tag, _name, value in read.references)
    assert {value[1:] for _tag, _name, value in read.references} <= set(read.ids)
    assert len(read.ids) == len(set(read.ids))
    fetched = re.findall(r"url\(([^)]*)\)|@import|https?://", pages[form])
    assert all(target.startswith(("#", "data:")) for target in fetched)


def test_language_title_and_headings(pages: Pages, form: tuple[str, bool]) -> None:
    read = Reader(pages[form])
    assert read.language == {"en": "en", "zh": "zh-CN"}[form[0]]
    assert read.title and "{" not in read.title
    assert read.headings[0] == 1 and read.headings.count(1) == 1
    steps = zip(read.headings, read.headings[1:], strict=False)
    assert all(after <= before + 1 for before, after in steps)


def test_the_same_run_gives_the_same_bytes(finished: Results, pages: Pages) -> None:
    again = report(Results(finished.folder), lang="zh")
    assert again == pages["zh", False]
    assert current_language() == "en"


def test_nothing_is_left_untranslated_or_unfilled(pages: Pages) -> None:
    for form in FORMS:
        text = Reader(pages[form]).text
        assert not re.search(r"\{\w*\}|%\(\w+\)|\bnan\b", text)
    chinese = Reader(re.sub(r"<(pre|style).*?</\1>", "", pages["zh", False], flags=re.S)).text
    chinese = re.sub(r"fugai (run|list|show)[\w ]*", "", chinese)
    assert re.findall(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", chinese) == []


def test_it_says_that_it_is_simulated_and_advocates_nothing(pages: Pages) -> None:
    assert "simulated, not observed" in pages["en", True].lower()
    assert "是模拟，不是观测" in pages["zh", True]
    for form in FORMS:
        text = Reader(pages[form]).text.lower()
        for word in ("recommend", "best alternative", "should choose", "建议采用", "最佳", "最优"):
            assert word not in text


def test_another_file_is_not_written_over(pages: Pages, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    english, chinese = (pages[lang, True].encode("utf-8") for lang in ("en", "zh"))
    place_file(path, english)
    place_file(path, english)
    with pytest.raises(InputError, match="--force"):
        place_file(path, chinese)
    place_file(path, chinese, force=True)
    assert path.read_text(encoding="utf-8") == pages["zh", True]


def test_limits_say_which_patterns_fail(pages: Pages) -> None:
    text = Reader(pages["en", False]).text
    for name in FAILING:
        share = ALL[name]
        said = f"in {share.share * 100:.1f} %" if share.held else "in none of those draws"
        assert said in text, name


def test_limits_and_brief_say_how_well_the_model_foretold(pages: Pages) -> None:
    tested = json.loads((ROOT / "results" / "hindcast" / "tested.json").read_text(encoding="utf-8"))
    lost = tested["backtests"] - len(tested["won"])
    held = (
        f"its 90 % intervals, {tested['width_points']:.1f} points wide, held {tested['held']} of "
        f"{tested['figures']} figures that are known by now. A simple curve did better in {lost} "
        f"of {tested['backtests']} backtests."
    )
    for brief in (False, True):
        assert held in Reader(pages["en", brief]).text
    more, low, high = tested["no_change_minus_model"]
    text = Reader(pages["en", False]).text.replace("−", "-")
    assert f"scored {tested['crps']:.2f} on average" in text
    assert f"nothing changes {tested['crps'] + more:.2f};" in text
    assert f"the difference is {low:.2f} to {high:.2f} (5 to 95 %)" in text
