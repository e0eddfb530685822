"""Examples of the documents, run page by page in a folder of their own.

A fenced block says what it is by its language and by the comment in the line above it:

    ```python                               executed; the blocks of a page share their names
    ```sh                                   its lines that start with ``fugai`` are run
    ```toml                                 keys of a scenario: loaded within a small one
    <!-- file: list.csv -->                 the block is a file that later commands read
    <!-- output -->                         what the Python block above it prints
    <!-- output: fugai check list.toml -->  what the command prints
    <!-- refused: fugai check list.toml --> likewise, of a command that ends with exit code 2
    <!-- output lines 1-4, 9: fugai … -->   these lines of it; “…” stands for what is left out

``slow`` as a comment's first word leaves the block to the slow tests. An output on a page has at
most ``LONGEST`` lines of ``WIDEST`` columns. Pages that end in .zh.md are run in Chinese.
``python -m tests.examples`` writes every output again, with names of pages those of these pages;
read the difference.
"""

from __future__ import annotations

import contextlib
import gettext
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.cli import main
from sim.extensions import registry
from sim.locale import current_language, use_language
from sim.scenario import load
from sim.text.problems import width
from tests.guards.source import ROOT

ELSEWHERE = frozenset(("mesa.md", "policies.md"))
"""Pages whose examples have tests beside the code that they are about."""

WIDEST, LONGEST = 100, 12
NOTE = re.compile(
    r"(?P<slow>slow ?)?(?P<kind>file|output|refused)?"
    r"(?: lines (?P<lines>\d+(?:-\d+)?(?:, \d+(?:-\d+)?)*))?(?:: ?(?P<about>.*))?$"
)
BLOCK = re.compile(
    r"^(?:<!-- (?P<note>[^\n]*?) -->\n)?```(?P<language>\w*)\n(?P<body>.*?)^```$", re.M | re.S
)
HEAD = {"format": "1", "title": '"Example"', "start": '"2011-01"', "years": "10"}
TABLES = {
    "places": 'districts = [{ id = "east" }, { id = "west" }]\n'
    'industries = [{ id = "education" }, { id = "trade" }]\n',
    "organizations.synthesis": "kinds.social_group = { organizations = 40 }\n",
}


@dataclass(frozen=True)
class Example:
    """A fenced block of a page: what it is, and the text in it."""

    kind: str
    about: str
    body: str
    slow: bool
    span: tuple[int, int]
    lines: str = ""
    """Lines of an output that the page shows, such as ``1-4, 9``; empty: all."""


def pages() -> list[Path]:
    """Return the pages whose examples are run from here."""
    found = [*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md")]
    return sorted(path for path in found if path.name not in ELSEWHERE)


def examples(text: str) -> list[Example]:
    """Return the examples of a page in their order."""
    found = []
    for match in BLOCK.finditer(text):
        note = NOTE.match(match["note"] or "")
        kind = note["kind"] if note else None
        found.append(
            Example(
                kind=kind or match["language"],
                about=(note["about"] or "").strip() if note and kind else "",
                body=match["body"],
                slow=bool(note and note["slow"]),
                span=match.span("body"),
                lines=(note["lines"] or "") if note and kind else "",
            )
        )
    return found


def play(path: Path, folder: Path, *, slow: bool) -> dict[tuple[int, int], str]:
    """Run a page's examples in a folder; return what stands where, and what should."""
    language = "zh" if path.name.endswith(".zh.md") else "en"
    names: dict[str, Any] = {"__name__": "page"}
    printed, outputs = "", {}
    said: dict[str, str] = {}  # by a command; a page may show several parts of what it prints
    found = enumerate(examples(path.read_text(encoding="utf-8")))
    played = [(number, example) for number, example in found if slow or not example.slow]
    # A command whose output the page shows is run for the output alone.
    shown = {example.about for _number, example in played if example.kind in ("output", "refused")}
    with contextlib.chdir(folder), _spoken(language), _forgotten():
        for number, example in played:
            where = f"{path.name}, block {number + 1}"
            if example.kind not in ("output", "refused"):
                said.clear()  # A command may say something else now.
            match example.kind:
                case "file":
                    Path(example.about).write_text(example.body, encoding="utf-8", newline="\n")
                case "toml":
                    load_within(example.body, Path(f"fragment-{number}.toml"))
                case "python":
                    with contextlib.redirect_stdout(io.StringIO()) as stream:
                        exec(compile(example.body, where, "exec"), names)
                    printed = stream.getvalue()
                case "sh":
                    for line in example.body.splitlines():
                        if line.startswith("fugai ") and line not in shown:
                            command(line, 0, where)
                case "output" if not example.about:
                    outputs[example.span] = cut(printed, example.lines)
                case "output" | "refused":
                    code = 2 if example.kind == "refused" else 0
                    if example.about not in said:
                        said[example.about] = command(example.about, code, where)
                    outputs[example.span] = cut(said[example.about], example.lines)
    return outputs


@contextlib.contextmanager
def _forgotten() -> Iterator[None]:
    """Leave no extension of a page behind: other pages count policies and measures."""
    try:
        yield
    finally:
        for module in registry.known():
            registry.forget(module)
            sys.modules.pop(module, None)


def command(line: str, expected: int, where: str) -> str:
    """Run one line of the command in this process; return what it prints."""
    out, err = io.StringIO(), io.StringIO()
    words = shlex.split(line.partition(" #")[0])[1:]
    code: Any = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(words)
        except SystemExit as left:
            code = left.code or 0
    assert code == expected, f"{where}: {line} ends with {code}\n{out.getvalue()}{err.getvalue()}"
    return out.getvalue() + err.getvalue()


def load_within(body: str, path: Path) -> None:
    """Load a fragment of a scenario with what it lacks added."""
    top = re.split(r"(?m)^\[", body, maxsplit=1)[0]
    head = [
        f"{name} = {value}" for name, value in HEAD.items() if not re.search(f"(?m)^{name} =", top)
    ]
    tables = [
        f"[{name}]\n{content}"
        for name, content in TABLES.items()
        if not re.search(rf"(?m)^\[+{name.partition('.')[0]}|^registry =", body)
    ]
    path.write_text("\n".join([*head, body, *tables]), encoding="utf-8", newline="\n")
    load(path)


def cut(text: str, lines: str = "") -> str:
    """Return the lines that a page shows, marked where lines or ends of lines are left out."""
    printed = [_line(line) for line in text.rstrip().splitlines()]
    if not lines:
        return "".join(f"{line}\n" for line in printed)
    shown, last = [], 0
    for part in lines.split(", "):
        first, _to, end = part.partition("-")
        if int(first) > last + 1:
            shown.append("…")
        last = int(end or first)
        assert last <= len(printed), f"lines {lines} of an output that has {len(printed)}"
        shown += printed[int(first) - 1 : last]
    return "".join(f"{line}\n" for line in [*shown, *(["…"] if last < len(printed) else [])])


def _line(line: str) -> str:
    line = line.rstrip()
    if width(line) <= WIDEST:
        return line
    while width(line) > WIDEST - 2:
        line = line[:-1]
    return f"{line.rstrip()} …"


@contextlib.contextmanager
def _spoken(language: str) -> Iterator[None]:
    """Speak a language as the command would, and leave no trace of it in the process."""
    domain, hook, before = gettext.textdomain(), sys.excepthook, current_language()
    environment = dict(os.environ)
    os.environ["FUGAI_LANG"] = language
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(environment)
        gettext.textdomain(domain)
        sys.excepthook = hook
        use_language(before)


def write(names: Sequence[str]) -> None:
    """Write the outputs of the named pages anew, of all where none is named."""
    for path in pages():
        if names and path.name not in names:
            continue
        text = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            outputs = play(path, Path(folder), slow=True)
        for (start, end), output in sorted(outputs.items(), reverse=True):
            text = text[:start] + output + text[end:]
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(sys.argv[1:])
