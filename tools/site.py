"""The documentation as a site: ``python -m tools.site FOLDER [--offline]``.

The pages of docs/ are copied into a temporary folder, with the pages and files of the project that
they point to. The pages of the reference are made there from the program (commands, keys of a
scenario, columns of a list, measures, prices, Python), in English and Chinese. So they cannot be
out of date. Then MkDocs builds the site by mkdocs.yml; a link that leads nowhere ends the build.
Needs ``pip install -e ".[docs]"``.
"""

from __future__ import annotations

import argparse
import json
import logging
import posixpath
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

import sim
from sim.cli import fugai
from sim.locale import _, current_language, in_language, pick
from sim.scenario.writing import COLUMNS as NOTES
from sim.text.vocabulary import COLUMNS as HEADINGS
from tools.searching import part_languages

TOP: Final = Path(__file__).resolve().parents[1]
PAGES_OF_TOP: Final = ("CHANGELOG.md", "CONTRIBUTING.md")
"""Pages beside docs/ that the site has, too."""
HOME: Final = {"README.md": "index.md", "README.zh.md": "index.zh.md"}
_TARGET = re.compile(r"""(\]\(|\]: |src="|href=")([\w./\-]+)(?=[)#"\s])""")

_NOTEBOOK = re.compile(r"\]\(([\w./\-]+)\.ipynb(?=[)#])")
_HERE: Final = "This page is a notebook: download it and run it."

_SWITCH = re.compile(r"^\[(中文|English)\]\([^)]*\)\n\n", re.MULTILINE)
"""The line that leads to the page in the other language: the site has a menu for that."""


_FENCED = re.compile(r"(^```.*?^```$)", re.M | re.S)
_WIDE: Final = "\u2018-\u201d\u2026\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_BROKEN = re.compile(
    rf"(?:(?<=[{_WIDE}])|(?<=[{_WIDE}]\*\*))\n[ ]*(?=[{_WIDE}]|\[[{_WIDE}])"
    r"|(?<=[\u3001-\u3002\uff00-\uff1f])\n[ ]*(?!\d+\. )(?=[\w`\[])"
)
"""The end of a line between Chinese characters, or after a Chinese mark, within a paragraph."""


def stage(folder: Path) -> None:
    """Write every page of the site, made and copied, into an empty folder."""
    for path in (TOP / "docs").rglob("*.*"):
        _put(folder / _place(path.relative_to(TOP).as_posix()), path.read_bytes())
    for name, write in PAGES.items():
        for language, ending in (("en", ".md"), ("zh", ".zh.md")):
            with in_language(language):
                _put(folder / f"reference/{name}{ending}", write().encode())
    for name in PAGES_OF_TOP:
        shutil.copy(TOP / name, folder / name)
    for notebook in folder.glob("notebooks/*.ipynb"):
        _page_of(notebook)
    for page in [*folder.glob("*.md"), *folder.glob("data/*.md")]:
        name = page.relative_to(folder).as_posix()
        home = "" if name in PAGES_OF_TOP else posixpath.join("docs", posixpath.dirname(name))
        text = _SWITCH.sub("", page.read_text(encoding="utf-8"))
        text = joined(text) if name.endswith(".zh.md") else text
        for outside in _outside(text, home):
            _put(folder / _place(outside), (TOP / outside).read_bytes())
        page.write_text(_within(text, home, posixpath.dirname(name)), encoding="utf-8")


def joined(text: str) -> str:
    """Return a page with its Chinese lines in one: a browser shows the end of a line as a space."""
    parts = _FENCED.split(text)
    return "".join(part if n % 2 else _BROKEN.sub("", part) for n, part in enumerate(parts))


def _page_of(notebook: Path) -> None:
    """Write a notebook, as it was executed, as a page beside it, which links to it."""
    from nbconvert import MarkdownExporter

    text, resources = MarkdownExporter().from_filename(str(notebook))
    for name, data in resources["outputs"].items():
        _put(notebook.parent / notebook.stem / name, data)
        text = text.replace(f"({name})", f"({notebook.stem}/{name})")
    title, _line, rest = _NOTEBOOK.sub(r"](\1.md", text).lstrip().partition("\n")
    whole = f"{title}\n\n[{_HERE}]({notebook.name})\n{rest}"
    notebook.with_suffix(".md").write_text(whole, encoding="utf-8")


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _outside(text: str, home: str) -> Iterator[str]:
    """Yield the files of the project, none of them a page of the site, that a page points to."""
    for _before, target in _TARGET.findall(text):
        path = posixpath.normpath(posixpath.join(home, target))
        known = path.startswith("docs/") or path in (*HOME, *PAGES_OF_TOP)
        if not known and (TOP / path).is_file():
            yield path


def _within(text: str, home: str, here: str) -> str:
    """Return a page with its links to the rest of the project as links within the site."""

    def inside(match: re.Match[str]) -> str:
        before, target = match.groups()
        path = posixpath.normpath(posixpath.join(home, target))
        if not (TOP / path).exists():
            return match.group()
        path = path.replace(".zh.md", ".md")  # The site keeps to the reader's language.
        path = re.sub(r"^(docs/notebooks/.*)\.ipynb$", r"\1.md", path)
        return before + posixpath.relpath(_place(path), here or ".")

    return _TARGET.sub(inside, text)


def _place(path: str) -> str:
    """Return where the site has a file of the project; other folders' pages are plain texts."""
    if path in HOME:
        return HOME[path]
    page = path.startswith("docs/") and path.endswith((".md", ".css", ".js", ".ipynb"))
    if page or path in PAGES_OF_TOP:
        return path.removeprefix("docs/")
    folder, name = posixpath.split(path)
    stem, ending = posixpath.splitext(name)
    if ending in (".md", ".py", ".toml", ".R"):
        stem, ending = f"{stem}_{ending[1:]}", ".txt"  # Opened as text, not downloaded.
    stem = stem.replace(".", "_")  # What stands between two dots would be taken for a language.
    return posixpath.join("files", folder, stem + ending)


_WORDS: Final[Mapping[str, str]] = {
    "Commands": "命令",
    "Option": "选项",
    "Meaning": "含义",
    "Keys of a scenario": "场景文件的键",
    "Top of the file": "文件开头",
    "Key": "键",
    "Allowed": "允许的值",
    "Unit": "单位",
    "Default": "默认值",
    "Column": "栏目",
    "What to write": "怎样填",
    "Headings that are understood": "能识别的表头",
    "Columns of a list": "名录的栏目",
    "Name": "代号",
    "Measure": "指标",
    "Definition": "定义",
    "Measures": "指标",
    "Price": "单价",
    "Default and range, yuan": "默认值和范围（元）",
    "Source": "来源",
    "Prices": "单价",
    "Python reference": "Python 接口",
}
"""Chinese of the headings that the made pages have."""


def _word(english: str) -> str:
    return _WORDS[english] if current_language() == "zh" else english


_BAR = re.compile(r"\|(?=(?:[^`]*`[^`]*`)*[^`]*$)")


def _table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    def line(cells: Sequence[object]) -> str:
        # Within code a bar parts no cells, and a backslash before it would be shown.
        texts = (_BAR.sub("\\|", str(cell)).replace("\n", " ") for cell in cells)
        return f"| {' | '.join(texts)} |"

    return "\n".join((line(heads), line(["---"] * len(heads)), *map(line, rows))) + "\n"


def _listed(what: str) -> list[dict[str, Any]]:
    """Return what ``fugai list WHAT --json`` prints."""
    from click.testing import CliRunner

    asked = ["list", what, "--json", "--lang", current_language()]
    result = CliRunner().invoke(fugai, asked, catch_exceptions=False)
    return list(json.loads(result.output))


def commands() -> str:
    """Return every command with its arguments and options."""
    parts = [f"# {_word('Commands')}\n"]
    context = click.Context(fugai, info_name="fugai")
    for name in fugai.list_commands(context):
        command = fugai.get_command(context, name)
        assert command is not None
        own = click.Context(command, info_name=f"fugai {name}", parent=None)
        help_text = re.sub(r"^\x08\n", "", command.help or "", flags=re.MULTILINE)
        parts.append(f"## {name}\n\n```text\n{' '.join(command.collect_usage_pieces(own))}\n```\n")
        parts.append(f"{_(help_text)}\n")
        rows = [
            _option(record) for param in command.params if (record := param.get_help_record(own))
        ]
        if rows:
            parts.append(_table((_word("Option"), _word("Meaning")), rows))
    return "\n".join(parts)


def _option(record: tuple[str, str]) -> tuple[str, str]:
    return f"`{record[0]}`", record[1]


def scenario_keys() -> str:
    """Return the keys of a scenario file, table by table, from its JSON schema."""
    from sim.scenario.schema import json_schema

    schema = json_schema()
    parts = [f"# {_word('Keys of a scenario')}\n"]
    parts.append(f"## {_word('Top of the file')}\n\n{_keys(schema['properties'])}")
    for name, table in sorted(schema["$defs"].items()):
        properties = table.get("properties", {})
        if "policy" in properties or not properties or name == "Parameters":
            continue
        parts.append(f"## {name}\n\n{_keys(properties)}")
    more = {"en": "Policies and parameters: ", "zh": "政策措施和参数另见："}
    parts.append(f"{pick(more)}[policies](../policies.md), [parameters](../parameters.md).")
    return "\n".join(parts)


def _keys(properties: Mapping[str, Any]) -> str:
    rows = []
    for key, about in properties.items():
        words = about.get(f"x-{current_language()}") or about.get("description", "").split("\n")[0]
        limits = [str(about[bound]) for bound in ("minimum", "maximum") if bound in about]
        allowed = " – ".join(limits) if limits else ", ".join(map(str, about.get("enum", ())))
        default = json.dumps(about["default"], ensure_ascii=False) if "default" in about else ""
        default = "" if default == "null" or len(default) > 40 else f"`{default}`"
        rows.append((f"`{key}`", words, allowed, about.get("x-unit", ""), default))
    heads = (_word("Key"), _word("Meaning"), _word("Allowed"), _word("Unit"), _word("Default"))
    return _table(heads, rows)


def columns() -> str:
    """Return the columns that a list may have, what to write, and the headings that are known."""
    known: dict[str, list[str]] = {}
    for heading, column in HEADINGS.items():
        known.setdefault(column, []).append(heading)
    rows = [
        (f"`{column}`", _(NOTES[column]) if column in NOTES else "", ", ".join(headings))
        for column, headings in known.items()
    ]
    heads = (_word("Column"), _word("What to write"), _word("Headings that are understood"))
    return f"# {_word('Columns of a list')}\n\n{_table(heads, rows)}"


def measures() -> str:
    """Return the measures with their definitions."""
    rows = [
        (f"`{entry['measure']}`", pick(entry["label"]), pick(entry["definition"]))
        for entry in _listed("measures")
    ]
    heads = (_word("Name"), _word("Measure"), _word("Definition"))
    return f"# {_word('Measures')}\n\n{_table(heads, rows)}"


def prices() -> str:
    """Return the prices with range, source and the policies that they belong to."""
    rows = [
        (f"`{entry['price']}`", pick(entry["label"]), entry["range"], entry["source"])
        for entry in _listed("prices")
    ]
    heads = (_word("Name"), _word("Price"), _word("Default and range, yuan"), _word("Source"))
    return f"# {_word('Prices')}\n\n{_table(heads, rows)}"


def python() -> str:
    """Return the page of the public names; mkdocstrings fills in what their docstrings say."""
    parts = [f"# {_word('Python reference')}\n"]
    for name in sim.__all__:
        thing = getattr(sim, name)
        if name.startswith("_") or not hasattr(thing, "__module__"):
            continue
        home = f"{thing.__module__}.{getattr(thing, '__qualname__', name)}"
        parts.append(
            f"## {name} {{ #{name} }}\n\n::: {home}\n    options:\n      heading_level: 3\n"
        )
    return "\n".join(parts)


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "commands": commands,
    "scenario-keys": scenario_keys,
    "columns": columns,
    "measures": measures,
    "prices": prices,
    "python": python,
}
"""Pages of the reference that are made from the program."""


def build(folder: Path, *, offline: bool = False) -> None:
    """Build the site into a folder; ``offline`` lets its search work when opened from disk.

    Raises ``mkdocs.exceptions.Abort`` where a link or an anchor leads nowhere.
    """
    from mkdocs.commands.build import build as build_site
    from mkdocs.config import load_config

    with tempfile.TemporaryDirectory() as pages:
        stage(Path(pages))
        config = load_config(
            str(TOP / "mkdocs.yml"), docs_dir=pages, site_dir=str(folder.resolve()), strict=True
        )
        if offline:
            # Its own is fetched from a public server: ours lies beside the pages.
            config.extra["polyfills"] = ["iframe-worker.js"]
            config.plugins["offline"] = _offline()
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build_site(config)
        finally:
            config.plugins.on_shutdown()
    part_languages(folder)


def _offline() -> Any:
    from material.plugins.offline.plugin import OfflinePlugin

    plugin = OfflinePlugin()
    plugin.load_config({})
    return plugin


def main() -> None:
    """Build the site from the command line."""
    parser = argparse.ArgumentParser(description="Build the documentation as a site.")
    parser.add_argument("folder", type=Path, help="folder of the site")
    parser.add_argument("--offline", action="store_true", help="search works from disk")
    asked = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    build(asked.folder, offline=asked.offline)


if __name__ == "__main__":
    main()
