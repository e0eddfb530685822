"""A scenario for a registry that was given alone."""

from __future__ import annotations

import re
from pathlib import Path

from sim.errors import InputError
from sim.locale import _
from sim.scenario.intake import take_in
from sim.scenario.starting import template


def of_registry(name: str, given: Path, written: Path, first_month: str) -> tuple[str, list[str]]:
    """Return the template's text for a list, and what is said of how it was read.

    The list in columns is ``written``. The scenario starts in ``first_month`` (``YYYY-MM``), or
    after the last founding; its policies begin in the seventh month. The title is its name.
    """
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", first_month)
    if found is None:
        text = _('"{month}" is no month: write YYYY-MM.')
        raise InputError(text.format(month=first_month))
    intake = take_in([given], written.name, (int(found[1]), int(found[2])))
    written.write_bytes(intake.table())
    text = template(name, written.name, intake.decisions, intake.start)
    title = f'title = {{ zh = "{name}", en = "{name}" }}'
    text = re.sub(r"(?m)^title = .*$", lambda _found: title, text, count=1)
    ordered = sorted(intake.remarks, key=lambda pair: not pair[1].weighty)
    return text, [str(remark) for _file, remark in ordered]
