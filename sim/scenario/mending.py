"""The line that somebody meant who wrote one that is not valid TOML.

Only what is certain is mended: signs of a Chinese keyboard, numbers with their unit, months,
texts without quotation marks, commas. The mended line is what a message proposes, and what is read
on with, so that a slip does not hide the mistakes after it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from sim.extensions.registry import cached
from sim.scenario.schema import json_schema
from sim.text.numerals import number_of, written
from sim.text.vocabulary import KINDS, plain

FULL_WIDTH: Final = dict(
    zip(
        "＝：“”‘’，．。［］（）＃｛｝＿－＂＇　、％【】「」；《》" + "０１２３４５６７８９",
        '=:""\'\',..[]()#{}_-"\' ,%[]"";""' + "0123456789",
        strict=True,
    )
)
QUOTED = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')
_TOKENS = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL
)
_CLOSED_BY: Final = {"“": "”", "‘": "’", "＂": "＂", "＇": "＇", "「": "」", "《": "》"}
_PIECE = re.compile(
    r"""(?P<key>[^\s=,\[\]{}]+)\s*=\s*(?P<value>
        "(?:\\.|[^"\\])*"|'[^']*'
        |\d{1,3}(?:,\d{3})+[^,\]}\n#]*
        |0,\d+(?=\s*(?:$|[,}#]))
        |[^,\[\]{}\n#]*[^\s,\[\]{}\n#])""",
    re.VERBOSE,
)
_APART = re.compile(r"""("(?:\\.|[^"\\])*"|'[^']*'|\})[ \t]+(?=["'{])""")
"""What stands before the next entry of a list without a comma."""
_KEY = re.compile(r"([^\s=,\[\]{}]+)\s*=")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*月|[-/.月]\s*\d{1,2}日?)?")
USUAL: Final = {
    "预算": "budget", "上限": "cap_yuan_per_year", "经费上限": "cap_yuan_per_year",
    "措施": "policies", "政策": "policies", "方案": "alternatives", "备选方案": "alternatives",
    "基准": "baseline", "参数": "parameters", "价格": "prices", "组织": "organizations",
    "区域": "districts", "乡镇": "districts", "行业": "industries", "代号": "id",
    "名录": "registry",
    "说明": "notes", "对象": "target", "开始": "start", "结束": "end", "党员": "members",
    "从业人员": "staff",
}  # fmt: skip
"""What people write for keys whose meaning is longer, or is that of several."""
YES: Final = ("yes", "y", "on", "true", "是", "有", "真")
NO: Final = ("no", "n", "off", "false", "否", "无", "假")


@dataclass(frozen=True)
class Piece:
    """A key with its value in a line, and where the value stands."""

    key: str
    value: str
    start: int
    end: int

    @property
    def valid(self) -> bool:
        """Whether the value is one in TOML."""
        return parses(f"x = {self.value}")


def outside_strings(line: str) -> str:
    """Return the line with ASCII-quoted strings and the comment blanked, at the same columns."""
    blanked = QUOTED.sub(lambda match: " " * len(match.group()), line)
    return blanked.split("#")[0]


def parses(text: str) -> bool:
    """Whether a text is valid TOML."""
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def pieces(line: str) -> Iterator[Piece]:
    """Yield the keys of a line that have a simple value, with it."""
    bare = QUOTED.sub(lambda match: match[0][0] + "x" * (len(match[0]) - 2) + match[0][0], line)
    for found in _PIECE.finditer(bare.split("#")[0]):
        start, end = found.span("value")
        yield Piece(line[slice(*found.span("key"))], line[start:end], start, end)


def wrong_piece(line: str) -> Piece | None:
    """Return the first value of a line that is none in TOML."""
    return next((piece for piece in pieces(line) if not piece.valid), None)


def narrowed(line: str) -> str:
    """Return a line with the signs of a Chinese keyboard as ASCII, texts kept as they are."""
    found, at = [], 0
    while at < len(line):
        sign = line[at]
        quoted = QUOTED.match(line, at) if sign in "\"'" else None
        end = line.find(_CLOSED_BY[sign], at + 1) if sign in _CLOSED_BY else -1
        if quoted:
            found.append(quoted[0])
            at = quoted.end()
        elif end > at:
            found.append(f'"{line[at + 1 : end]}"')
            at = end + 1
        elif sign == "#":
            return "".join([*found, line[at:]])
        else:
            found.append(FULL_WIDTH.get(sign, sign))
            at += 1
    return "".join(found)


def mended(line: str) -> str:
    """Return the line that was probably meant; the same line where nothing is certain."""
    text = narrowed(line)
    if text != line and parses(text.strip()):
        return text
    bare = outside_strings(text)
    tail = re.search(r"\s*[;.]+\s*$|\s*//.*$", bare)
    if tail:
        rest = text[tail.end() :]
        comment = text[tail.start() : tail.end()].strip()
        text = text[: tail.start()] + (f"  # {comment[2:].strip()}" if "//" in comment else rest)
    text = re.sub(r"^(\s*[\w.-]+)\s*(?::=|==|=\s*=)\s*", r"\1 = ", text)
    if "=" not in outside_strings(text):
        text = re.sub(r"^(\s*[A-Za-z_][\w.-]*)\s*:\s*(?=\S)", r"\1 = ", text)
    elif re.search(r"[{,]\s*\w+\s*:", outside_strings(text)):
        text = re.sub(r"([{,]\s*[A-Za-z_]\w*)\s*:\s*", r"\1 = ", text)
    text = re.sub(r"([{,]\s*[A-Za-z_]\w*)\s*:\s*", r"\1 = ", text) if _colons(text) else text
    text = re.sub(r",(\s*\})", r"\1", text)
    text = _APART.sub(r"\1, ", text)
    head = re.fullmatch(r"\s*(\[{1,2})\s*([\w.-]+)\s*(\]{1,2})?\s*", text)
    if head:
        name = ".".join(key_meant(part) or part for part in head[2].split("."))
        return f"{head[1]}{name}{']' * len(head[1])}"
    for piece in reversed([*pieces(text)]):
        if not piece.valid:
            text = text[: piece.start] + value_meant(piece) + text[piece.end :]
    for start, key in reversed([*chinese_keys(text)]):
        name = key_meant(key)
        if name:
            text = text[:start] + name + text[start + len(key) :]
    return text


def chinese_keys(line: str) -> Iterator[tuple[int, str]]:
    """Yield where a part of a key stands that is neither English nor quoted, and the part."""
    bare = outside_strings(line)
    title = re.fullmatch(r"\s*\[{1,2}([^\[\]=]+)\]{1,2}\s*", bare)
    spans = [title.span(1)] if title else [found.span(1) for found in _KEY.finditer(bare)]
    for first, last in spans:
        for part in re.finditer(r"[^\s.]+", bare[first:last]):
            if re.search(r"[^\x00-\x7f]", part[0]):
                yield first + part.start(), part[0]


def _colons(text: str) -> bool:
    return bool(re.match(r"\s*\{\s*\w+\s*:", outside_strings(text)))


def value_meant(piece: Piece) -> str:
    """Return the value that a key was probably given."""
    value = piece.value.strip()
    month = _MONTH.fullmatch(value)
    if month and 1 <= int(month[2]) <= 12:
        return f'"{month[1]}-{int(month[2]):02d}"'
    types = types_of(piece.key)
    word = value.lower()
    if word in (*YES, *NO) and (not types or "boolean" in types):
        return "true" if word in YES else "false"
    number = number_of(value)
    numeric = "string" not in types or types & {"integer", "number"}
    if number is not None and numeric:
        return written(number)
    if re.fullmatch(r"[^\W\d][\w .-]*", value) and ("string" in types or not types):
        return f'"{value}"'
    return piece.value


def key_meant(key: str) -> str:
    """Return the one key that a Chinese word stands for; an empty text where several may be."""
    if not re.search(r"[^\x00-\x7f]", key):
        return ""
    if plain(key) in KINDS:
        return KINDS[plain(key)]
    labels = _labels()
    names = labels.get(key) or {name for label in labels if key in label for name in labels[label]}
    return USUAL.get(key) or (next(iter(names)) if len(names) == 1 else "")


def unit_of(key: str) -> str:
    """Return the unit of a key of this name, an empty text where it has none."""
    short = key.rpartition(".")[2]
    return next((unit for name, _label, _kind, unit in _keys() if name == short and unit), "")


def fits(line: str) -> bool:
    """Whether a line could stand in a file: by itself, or as an entry of a list."""
    return parses(line) or parses(f"x = [\n{line}\n]")


@cache
def types_of(key: str) -> frozenset[str]:
    """Return what a key of this name may be, anywhere in the file: JSON types."""
    short = key.rpartition(".")[2]
    return frozenset(kind for name, _label, kind, _unit in _keys() if name == short)


@cached
def _labels() -> dict[str, set[str]]:
    """Chinese meanings, whole and without what stands in brackets, with their keys."""
    found: dict[str, set[str]] = {}
    for name, label, _kind, _unit in _keys():
        for text in (label, re.split(r"[（(；;，,：:]", label)[0]):
            found.setdefault(text.strip(), set()).add(name)
    return found


@cached
def _keys() -> tuple[tuple[str, str, str, str], ...]:
    """Every key of the file format, with its Chinese meaning, a JSON type and its unit."""
    found = []
    schema = json_schema()
    for table in (schema, *schema["$defs"].values()):
        for name, node in table.get("properties", {}).items():
            branches = [node, *node.get("anyOf", [])]
            kinds = {branch["type"] for branch in branches if "type" in branch}
            if any("const" in branch or "enum" in branch for branch in branches):
                kinds.add("string")
            about = str(node.get("x-zh", "")), str(node.get("x-unit", ""))
            found += [(name, about[0], kind, about[1]) for kind in sorted(kinds - {"null"} or {""})]
    return tuple(found)


def table_over_lines(text: str, at: int) -> tuple[int, int] | None:
    """Return from where to where the inline table goes that holds an offset, if over lines."""
    bare = blanked(text)
    opened: list[int] = []
    for found in re.finditer(r"[\[\]{}]", bare[:at]):
        if found[0] in "[{":
            opened.append(found.start())
        elif opened:
            opened.pop()
    if not opened or bare[opened[-1]] != "{":
        return None
    depth = 0
    for found in re.finditer(r"[{}]|^\s*\[|^\s*[\w.-]+\s*=.*\{", bare[opened[-1] :], re.MULTILINE):
        if len(found[0]) > 1:
            return None
        depth += 1 if found[0] == "{" else -1
        if not depth:
            end = opened[-1] + found.end()
            return (opened[-1], end) if "\n" in text[opened[-1] : end] else None
    return None


def on_one_line(table: str) -> str:
    """Return an inline table without its ends of line, comments and last comma."""
    bare = blanked(table)
    kept = "".join(sign if other != "#" else "" for sign, other in zip(table, bare, strict=True))
    return re.sub(r",\s*\}", " }", " ".join(kept.split()))


def lacks_comma(before: str, line: str) -> bool:
    """Whether a line begins an entry of a list and the one before ends one without a comma."""
    ended = before.partition("#")[0].rstrip().endswith(("}", '"', "'"))
    return (
        ended and line.lstrip().startswith(("{", '"', "'")) and "=" not in before.partition("{")[0]
    )


def blanked(text: str) -> str:
    """Return a text with its quoted strings as x and its comments as #, at the same offsets."""
    return _TOKENS.sub(
        lambda found: ("#" if found[0].startswith("#") else "x") * len(found[0]), text
    )
