"""Documents hold together: links lead somewhere, and the README's commands are the ones CI runs."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

import sim
from sim.cli import fugai
from sim.results import folder, reruns, rivals
from sim.results.reading import DEFAULTS
from tests.examples import examples
from tests.guards.source import ROOT, own_files

PAGES = sorted(path for path in own_files() if path.suffix == ".md")
TWINS = [path for path in PAGES if path.name.endswith(".zh.md")]
FENCE = re.compile(r"^ {0,3}(```|~~~).*?^ {0,3}\1[ \t]*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
COMMANDS = {
    "run-command": "python3 -m venv .venv && . .venv/bin/activate && pip install . && "
    "fugai run linze",
    "test-command": "python3 -m venv .venv && . .venv/bin/activate && "
    'pip install -q -e ".[dev]" && python -m pytest',
}


def links(text: str) -> list[str]:
    """Return the targets of a page's links that stay in the project."""
    targets = LINK.findall(re.sub(r"`[^`\n]*`", "", FENCE.sub("", text)))
    return [target for target in targets if not re.match(r"[a-z]+:", target)]


def anchors(text: str) -> Iterator[str]:
    """Yield the anchors of a page's headings, as code hosts make them, and those written out."""
    yield from re.findall(r'<a id="([^"]+)">', FENCE.sub("", text))
    for heading in re.findall(r"^#+ +(.+?)#*$", FENCE.sub("", text), re.MULTILINE):
        plain = re.sub(r"[^\w\- ]", "", heading.strip().lower())
        yield plain.replace(" ", "-")


def broken(page: Path, text: str) -> list[str]:
    """Return the links of a page that lead nowhere."""
    found = []
    for target in links(text):
        file, _, anchor = target.partition("#")
        other = (page.parent / file).resolve() if file else page
        if not other.exists():
            found.append(target)
        elif anchor and other.suffix == ".md":
            there = text if other == page else other.read_text(encoding="utf-8")
            if anchor.lower() not in anchors(there):
                found.append(target)
    return found


def fenced(text: str, marker: str) -> str:
    """Return the first fenced block after ``<!-- marker -->``, as .ci/run reads it."""
    after = text.partition(f"<!-- {marker} -->")[2]
    block = re.search(r"^```\w*\n(.*?)^```", after, re.MULTILINE | re.DOTALL)
    return block.group(1).strip() if block else ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    assert broken(page, page.read_text(encoding="utf-8")) == []


def test_broken_links_are_found() -> None:
    text = "# A b: c\n[x](nowhere.md) [y](#a-b-c) [z](#gone) [w](https://a.example) `[v](no.md)`"
    assert broken(ROOT / "README.md", text) == ["nowhere.md", "#gone"]
    assert broken(ROOT / "README.md", '[x](#here)\n<a id="here"></a>') == []


@pytest.mark.parametrize("page", TWINS, ids=lambda page: page.name)
def test_a_page_and_its_chinese_lead_to_each_other(page: Path) -> None:
    english = page.with_name(page.name.replace(".zh.md", ".md"))
    for one, other in ((page, english), (english, page)):
        assert f"]({other.name})" in one.read_text(encoding="utf-8"), f"{one.name}: add a link"


@pytest.mark.parametrize("page", TWINS, ids=lambda page: page.name)
def test_a_chinese_page_leads_to_chinese_ones(page: Path) -> None:
    english = page.name.replace(".zh.md", ".md")
    there = {twin.name.replace(".zh.md", ".md") for twin in TWINS} - {english}
    found = links(page.read_text(encoding="utf-8"))
    assert [target for target in found if target.partition("#")[0] in there] == []


def commands(text: str) -> Iterator[str]:
    """Yield the commands that a page tells its reader to type, not those that made an output."""
    for example in examples(text):
        if example.kind in ("", "sh", "text"):
            yield from re.findall(r"^fugai [a-z].*$", example.body, re.MULTILINE)
    rest = FENCE.sub("", text)
    yield from re.findall(r"^    (fugai [a-z].*)$", rest, re.MULTILINE)
    yield from re.findall(r"`(fugai [a-z][^`\n]*)`", rest)


def misprint(line: str) -> str:
    """Return what the command would answer to a line's options; a bare name is a reference."""
    words = shlex.split(line.partition(" #")[0])[1:]
    with click.Context(fugai) as context:
        name, command, given = fugai.resolve_command(context, words)
        assert command is not None
        try:
            command.make_context(name, given, parent=context)
        except click.MissingParameter as missing:
            return "" if isinstance(missing.param, click.Argument) else str(missing)
        except click.BadOptionUsage:
            return ""  # the option is named, not given
        except click.UsageError as error:
            return str(error)
    return ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_can_be_typed_as_printed(page: Path) -> None:
    if page.name == "CHANGELOG.md":  # of versions whose options may be gone
        return
    found = [line for line in commands(page.read_text(encoding="utf-8")) if "…" not in line]
    assert {line: answer for line in found if (answer := misprint(line))} == {}


@pytest.mark.parametrize(
    ("line", "wrong"),
    [("fugai report RUN --brief", True), ("fugai report RUN -o a.html", False),
     ("fugai app   only this machine", True), ("fugai run linze --repeats 3", True),
     ("fugai run", False), ("fugai new --registry", False)],
)  # fmt: skip
def test_commands_that_cannot_be_typed_are_found(line: str, wrong: bool) -> None:
    assert bool(misprint(line)) == wrong


@pytest.mark.parametrize("marker", COMMANDS)
def test_the_readme_promises_two_commands(marker: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert fenced(readme, marker) == COMMANDS[marker]
    assert f"readme {marker}" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["results.md", "results.zh.md"])
def test_every_file_that_a_run_may_hold_is_said(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    held = (folder.RUN, folder.MANIFEST, folder.HISTORY, DEFAULTS, reruns.OTHERS, rivals.FILE)
    assert [name for name in (*held, "datapackage.json") if f"| `{name}` |" not in text] == []


def test_one_version_everywhere() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {sim.__version__}\n" in citation


def test_one_account_of_the_program_for_archives() -> None:
    """Zenodo reads ``.zenodo.json`` first; it must say what CITATION.cff and the package say."""
    archived = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert cited["cff-version"] == "1.2.0" and cited["type"] == archived["upload_type"]
    for key, other in (
        ("title", "title"), ("version", "version"), ("license", "license"),
        ("abstract", "description"), ("keywords", "keywords"),
    ):  # fmt: skip
        assert cited[key] == archived[other], key
    people = [author["name"] for author in cited["authors"]]
    assert people == [one["name"] for one in archived["creators"]]
    assert people == [one["name"] for one in project["authors"]]
    assert project["license"].startswith(cited["license"])
