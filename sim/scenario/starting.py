"""A scenario to start from: the commented template, with a registry where there is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files

from sim.locale import current_language


def template(
    name: str,
    registry: str | None = None,
    decisions: Sequence[str] = (),
    start: tuple[int, int] | None = None,
) -> str:
    """Return the template in the language of the reader; ``registry`` is relative to the file.

    ``decisions`` are lines below it; policies begin half a year after ``start``.
    """
    path = files("sim.scenario").joinpath("templates", f"new.{current_language()}.toml")
    text = path.read_text(encoding="utf-8")
    if registry is not None:
        text = _with_registry(text, registry, decisions)
    if start is not None:
        later = start[0] * 12 + start[1] - 1 + 6
        text = text.replace('"2024-07"', f'"{later // 12:04d}-{later % 12 + 1:02d}"')
        text = text.replace('start = "2024-01"', f'start = "{start[0]:04d}-{start[1]:02d}"')
    return text.replace("{name}", name)


def _with_registry(text: str, registry: str, decisions: Sequence[str]) -> str:
    """Put the registry in place of the invented districts and totals, marked in the template."""
    text = re.sub(r"(?ms)^# <invented>.*?^# </invented>\n", "", text)
    lines = "".join(f"\n{line}" for line in decisions)
    text = re.sub(r'(?m)^# (registry = )"[^"]*"', lambda m: f'{m[1]}"{registry}"{lines}', text)
    return re.sub(r"\n{3,}", "\n\n", text)
