"""A scenario to start from: the commented template, with a registry where there is one."""

from __future__ import annotations

import re
from importlib.resources import files

from sim.locale import current_language


def template(name: str, registry: str | None = None) -> str:
    """Return the template in the language of the reader; ``registry`` is relative to the file."""
    path = files("sim.scenario").joinpath("templates", f"new.{current_language()}.toml")
    text = path.read_text(encoding="utf-8")
    if registry is not None:
        text = _with_registry(text, registry)
    return text.replace("{name}", name)


def _with_registry(text: str, registry: str) -> str:
    """Put the registry in place of the invented districts and totals, marked in the template."""
    text = re.sub(r"(?ms)^# <invented>.*?^# </invented>\n", "", text)
    text = re.sub(r'(?m)^# (registry = )"[^"]*"', lambda m: f'{m[1]}"{registry}"', text)
    return re.sub(r"\n{3,}", "\n\n", text)
