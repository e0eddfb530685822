"""The documentation builds as a site: no dead link, both languages, nothing from elsewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest

from sim.cli import fugai
from sim.locale import in_language
from tools import searching, site

WEB = re.compile(r"""(?:src|href)=["'](https?://[^"']+)["']""")

LOCAL = re.compile(r"""(?:src|href)=["']([^"':#?]+\.(?:js|css|png|gif))["']""")


@pytest.mark.parametrize("name", [name for name in site.PAGES if name != "python"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_page_of_the_reference_is_in_the_readers_language(name: str, language: str) -> None:
    with in_language(language):
        page = site.PAGES[name]()
    title = page.splitlines()[0]
    assert title.startswith("# ")
    assert bool(re.search("[一-鿿]", title)) == (language == "zh")


def test_every_command_and_every_option_of_it_is_in_the_reference() -> None:
    with in_language("en"):
        page = site.commands()
    for name in fugai.list_commands(click.Context(fugai)):
        part = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        command = fugai.get_command(click.Context(fugai), name)
        assert part, name
        assert command is not None
        for option in command.params:
            if option.param_type_name == "option":
                assert option.opts[0] in part, (name, option.opts)


def test_chinese_lines_are_joined_and_nothing_else() -> None:
    kept = "1. 甲。\n2. 乙\n* 丙\n\n```\n甲\n乙\n```\nA line\nand `code`\n[a link](x.md)\n"
    page = "派驻，\n三年。**撤走**\n以后\n[看](x.md)，\nfugai\n\n"
    assert site.joined(page + kept) == "派驻，三年。**撤走**以后[看](x.md)，fugai\n\n" + kept


def test_a_bar_in_code_is_left_as_it_is() -> None:
    assert (
        site._table(("a", "b"), [("`[en|zh]`", "x|y")]).splitlines()[2] == r"| `[en|zh]` | x\|y |"
    )


def test_each_language_has_a_search_of_its_own() -> None:
    names = ("index.html", "index.html#a", "model.html", "zh/index.html", "zh/index.html#b")
    english, chinese = searching.parted([{"location": name} for name in names])
    assert [entry["location"] for entry in english] == [*names[:3]]
    assert [entry["location"] for entry in chinese] == ["index.html", "index.html#b", "model.html"]


@pytest.mark.slow
def test_the_site_builds_without_a_dead_link_and_asks_nobody(tmp_path: Path) -> None:
    site.build(tmp_path / "site", offline=True)
    pages = list((tmp_path / "site").rglob("*.html"))
    assert (tmp_path / "site/zh/index.html") in pages
    for page in pages:
        text = page.read_text(encoding="utf-8")
        loaded = re.findall(r"<(?:script|link|img)[^>]*>", text)
        assert not [tag for tag in loaded if WEB.search(tag)], page
        here = [name for tag in loaded for name in LOCAL.findall(tag)]
        assert all((page.parent / name).exists() for name in here if page.name != "404.html"), page
    index = (tmp_path / "site/search/search_index.js").read_text(encoding="utf-8")
    found = json.loads(index[index.index("{") : index.rindex("}") + 1])["docs"]
    assert not any(entry["location"].startswith("zh/") for entry in found)
    index = (tmp_path / "site/zh/search/search_index.js").read_text(encoding="utf-8")
    found = json.loads(index[index.index("{") : index.rindex("}") + 1])["docs"]
    assert any("名录" in entry["title"].replace("\u200b", "") for entry in found)
    made = (tmp_path / "site/zh/reference/commands.html").read_text(encoding="utf-8")
    assert '"base": ".."' in made
