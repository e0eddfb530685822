"""What a study says of its scenario: factors, alternatives, months that the scenario has."""

from __future__ import annotations

from typing import Any

from sim.errors import InputError
from sim.locale import _
from sim.methods.factors import Factor, factor
from sim.methods.study_schema import StudyFile
from sim.scenario import Scenario
from sim.scenario.hints import near
from sim.scenario.report import Issue


def checked_factors(written: Any, scenario: Scenario) -> tuple[tuple[Factor, ...], list[Issue]]:
    """Read the factors; return those that can be varied, and what is wrong with the others."""
    found: dict[str, Factor] = {}
    issues: list[Issue] = []
    for place, text in enumerate(written if isinstance(written, list) else []):
        if not isinstance(text, str):
            continue
        try:
            read = factor(text, scenario)
        except InputError as error:
            issues.append(Issue(("factors", place), str(error)))
            continue
        if read.key in found:
            message = _('"{key}" is varied twice.').format(key=read.key)
            issues.append(Issue(("factors", place), message, _("Keep one of the two.")))
        found[read.key] = read
    return tuple(found.values()), issues


def checked_names(file: StudyFile, scenario: Scenario) -> list[Issue]:
    """Return what is wrong with the alternatives and months."""
    issues = []
    ids = [entry.id for entry in scenario.alternatives]
    for place, name in enumerate(file.alternatives):
        if name not in ids:
            message = _('There is no alternative "{name}".').format(name=name)
            issues.append(Issue(("alternatives", place), message, near(name, ids)))
        elif name in file.alternatives[:place]:
            message = _('"{key}" stands here twice.').format(key=name)
            issues.append(Issue(("alternatives", place), message, _("Keep one of the two.")))
    for place, month in enumerate(file.months):
        if not 0 <= month <= scenario.months:
            message = _("Month {month} is not simulated.").format(month=month)
            hint = _("Months to look at lie between 0 and {last}.").format(last=scenario.months)
            issues.append(Issue(("months", place), message, hint))
    return issues
