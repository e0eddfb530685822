"""What files must say (encodings), must not say (machines), and how long they may be."""

from __future__ import annotations

import ast
import re

from tests.guards.source import Module, dotted

MAX_LINES = 350
# Owners of an `open` or `write_text` that is not about a text file: binary libraries, click's
# `formatter`, NiceGUI's dialogs and simulated users, rooms of the classroom.
NOT_TEXT = frozenset(
    {"os", "webbrowser", "zipfile", "tarfile", "packed", "Image", "formatter"}
    | {"dialog", "self.dialog", "user", "self._room"}
)
# Methods, and how many arguments come before the encoding.
BEFORE_ENCODING = {"read_text": 0, "write_text": 1}

# Folders of somebody's machine, and hosts of package registries. Built from pieces, so that this
# file does not contain them.
_FOLDERS = ("wo" + "rk", "ro" + "ot", "fa" + "rm", "ho" + "me")
_HOSTS = (
    ("py" + "pi", "org"),
    ("pytho" + "nhosted", "org"),
    ("np" + "mjs", ""),
    ("deb.debi" + "an", "org"),
)
FORBIDDEN = re.compile(
    "|".join(
        [
            r"\.\./sha" + "red",
            rf"(?<![\w.])/(?:{'|'.join(_FOLDERS)})/",
            *(re.escape(name) + r"\." + last for name, last in _HOSTS),
        ]
    )
)


def unnamed_encodings(module: Module) -> list[str]:
    """Return a message for every text file that is opened without naming its encoding."""
    found = []
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        is_method = isinstance(node.func, ast.Attribute)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else dotted(node.func)
        if dotted(node.func).rpartition(".")[0] in NOT_TEXT:
            continue
        if name == "open":
            needs = not _is_binary(node, is_method=is_method)
        elif is_method and name in BEFORE_ENCODING:
            needs = len(node.args) <= BEFORE_ENCODING[name]
        else:
            needs = _is_text_process(node)
        if needs and all(keyword.arg != "encoding" for keyword in node.keywords):
            found.append(f"{module.name}:{node.lineno} {name}() names no encoding")
    return found


def _is_binary(call: ast.Call, *, is_method: bool) -> bool:
    """Whether a mode with "b" is given; it comes first in ``path.open``, second elsewhere."""
    modes = [k.value for k in call.keywords if k.arg == "mode"]
    modes += call.args[0 if is_method else 1 : 2]
    texts = [m.value for m in modes if isinstance(m, ast.Constant) and isinstance(m.value, str)]
    return any(len(text) <= 3 and "b" in text for text in texts)


def _is_text_process(call: ast.Call) -> bool:
    """Whether a subprocess is asked for text (``text=True``)."""
    return dotted(call.func).startswith("subprocess.") and any(
        k.arg in {"text", "universal_newlines"} for k in call.keywords
    )


def too_long(module: Module) -> list[str]:
    """Return a message if a module holds more lines than one idea takes."""
    lines = len(module.text.splitlines())
    if lines <= MAX_LINES:
        return []
    return [f"{module.name} has {lines} lines, more than {MAX_LINES}: is it one idea?"]


def machine_names(name: str, text: str) -> list[str]:
    """Return a message for every folder of a machine and every registry's host in a text."""
    return [
        f"{name}:{number} names {found.group()!r}"
        for number, line in enumerate(text.splitlines(), 1)
        if (found := FORBIDDEN.search(line))
    ]
