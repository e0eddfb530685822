"""Texts made of pieces take the marks of the reader's language: listed, labelled, noted."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tools import catalogue

TOP = catalogue.PACKAGE.parent
MARKS = (", ", "; ", ": ", " (")


def joined(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and source of what is put together with English marks between two pieces.

    That is ``", ".join(…)`` and ``f"{one}, {other}"``. Messages to programmers, which are raised in
    English, are no texts for readers.
    """
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Raise) and _untold(node):
            continue
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "join"
            and isinstance(node.func.value, ast.Constant)
            and node.func.value.value in MARKS
        ):
            yield node.lineno, ast.unparse(node)
        if isinstance(node, ast.JoinedStr):
            sorts = [isinstance(part, ast.FormattedValue) for part in node.values]
            for before, part, after in zip(
                [False, *sorts], node.values, [*sorts[1:], False], strict=False
            ):
                if (
                    before
                    and isinstance(part, ast.Constant)
                    and any(str(part.value).startswith(mark) for mark in MARKS)
                    and (after or str(part.value).startswith(" ("))
                ):
                    yield node.lineno, ast.unparse(node)
                    break
        yield from joined(node)


def _untold(node: ast.Raise) -> bool:
    call = node.exc
    return isinstance(call, ast.Call) and ast.unparse(call.func) in (
        "ValueError", "TypeError", "LookupError", "AttributeError", "RuntimeError", "super",
    )  # fmt: skip


CODE = "code: TOML, CSS, JavaScript, a signature"
RAISED = "what Python or the system says, in its words"
NAMED = "English by its key; the Chinese of it stands beside it"
PLACED = "a line with marks below its cells, or a text that is put into the language when shown"
KEPT = "kept with a file, in English"
ALLOWED = {
    "app/classroom/page.py": (CODE, "f':root"),
    "app/classroom/stage_view.py": (CODE, "', '.join((json.dumps", "f'fugaiClass"),
    "app/theme.py": (CODE, "f'{FAMILY}", "f'\\n@font-face"),
    "extensions/contract.py": (CODE, "', '.join(taken.parameters)"),
    "registry/alike.py": (CODE, "', '.join((str(entries[later].row)"),
    "registry/intake.py": (
        CODE, """', '.join((f'"{a}" = "{b}"'""", "', '.join(map(str, out))",
        "', '.join(map(str, understood.numbers))",
    ),
    "scenario/writing.py": (
        CODE, "f\"# {registry['file']}", "', '.join(columns)", "f'# {name}",
        "', '.join((f'{_key(name)}", "', '.join(map(_value",
    ),
    "studies/varied.py": (CODE, "f'({low}, {high})'"),
    "cli/__init__.py": (RAISED, "': '.join(filter(None, (error.filename", "f'{kind.__name__}"),
    "extensions/checking.py": (RAISED, "f'{type(error)"),
    "extensions/registry.py": (RAISED, "f'{type(error)"),
    "results/chunk.py": (RAISED, "f'{type(error)"),
    "studies/cases.py": (RAISED, "f'{type(error)"),
    "population/totals.py": (RAISED, "f'group {group}"),
    "processes/hazards.py": (RAISED, "f'{process.name"),
    "measures/catalogue.py": (NAMED, "f\"{what['en']}"),
    "measures/counts.py": (NAMED, "f\"{text['en']}"),
    "scenario/tables.py": (
        NAMED, 'f"""{label[', "f\"{parameter.label['en']}", 'f"{slot.en}', "', '.join(rules)",
        "f\"{price.label['en']}",
    ),
    "results/workbook.py": (NAMED, "f'{label} ({column.unit})'"),
    "registry/findings.py": (PLACED, "', '.join(map(str, texts))"),
    "registry/partied.py": (PLACED, "', '.join(filter(None, cells))"),
    "studies/sheets.py": (PLACED, "', '.join(texts)"),
    "text/problems.py": (PLACED, "f'{self.mark} {where}"),
    "plots/cells.py": (KEPT, "'; '.join(told.values())"),
    "plots/output.py": (KEPT, "f\"scenario {info['name']}"),
    "present/notebook.py": (KEPT, "', '.join(field.metadata", "f'{parameter.default:g}"),
}  # fmt: skip
"""What is none: by module the reason, and how each begins."""


def test_texts_for_readers_are_joined_in_their_language() -> None:
    found, met = [], set()
    for path in sorted((TOP / "sim").rglob("*.py")):
        name = path.relative_to(TOP / "sim").as_posix()
        for line, source in joined(ast.parse(path.read_text(encoding="utf-8"))):
            known = ALLOWED.get(name, ("",))[1:]
            begins = next((one for one in known if source.startswith(one)), None)
            met.add((name, begins))
            if begins is None:
                found.append(f"{name}:{line}: {source[:100]}")
    assert not found, "\n".join(found)
    allowed = {(name, one) for name, (_why, *ones) in ALLOWED.items() for one in ones}
    assert allowed <= met, f"no longer there: {allowed - met}"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('", ".join(names)', True),
        ('f"{name}, {date}"', True),
        ('f"{name}: {text}"', True),
        ('f"{text} ({note})"', True),
        ('_(", ").join(names)', False),
        ("listed([name, date])", False),
        ('raise ValueError(f"{name}: {text}")', False),
        ('f"{name}={value}"', False),
    ],
)
def test_what_is_told_apart(source: str, *, found: bool) -> None:
    assert bool(list(joined(ast.parse(source)))) == found
