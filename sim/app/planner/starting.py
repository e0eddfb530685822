"""A scenario for a registry that was given alone."""

from __future__ import annotations

import re

from sim.errors import InputError
from sim.locale import _
from sim.scenario.starting import template


def of_registry(name: str, registry: str, first_month: str) -> str:
    """Return the template's text for a registry, starting in ``first_month`` (``YYYY-MM``).

    Its policies begin in the seventh month. The title is the registry's name.
    """
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", first_month)
    if found is None:
        text = _('"{month}" is no month: write YYYY-MM.')
        raise InputError(text.format(month=first_month))
    text = template(name, registry, start=(int(found[1]), int(found[2])))
    title = f'title = {{ zh = "{name}", en = "{name}" }}'
    return re.sub(r"(?m)^title = .*$", lambda _found: title, text, count=1)
