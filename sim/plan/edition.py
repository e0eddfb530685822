"""The edition of the model's rules that results, studies and posteriors were made with.

Scenario files belong to no edition. Results without one are of the second, which wrote none first.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sim.errors import InputError
from sim.locale import _, sentences

EDITION: Final = 3
"""The present edition: raised where the same scenario comes to mean other numbers."""

UNWRITTEN: Final = 2
"""The edition of what names none."""


class EditionWarning(UserWarning):
    """Results that another edition made are read."""


def edition_of(found: Mapping[str, Any]) -> int:
    """Return the edition that a file names."""
    return int(found.get("edition", UNWRITTEN))


def check_edition(what: object, edition: int) -> None:
    """Refuse to extend or compare what another edition made."""
    if edition != EDITION:
        text = _(
            "It can be read, but neither extended nor compared: its numbers follow other rules. "
            "Run the scenario again, into another folder."
        )
        raise InputError(sentences([edition_text(what, edition), text]))


def note_edition(what: object, edition: int, lacking: Sequence[str] = ()) -> None:
    """Say of results that are read that another edition made them, and what they lack."""
    if edition != EDITION:
        texts = [
            edition_text(what, edition),
            _("Its numbers follow other rules. Run the scenario again to compare."),
        ]
        if lacking:
            named = _("It did not count: {measures}.").format(measures=_(", ").join(lacking))
            texts.append(named)
        warnings.warn(sentences(texts), EditionWarning, stacklevel=3)


def check_posterior(file: str, found: Mapping[str, Any]) -> None:
    """Refuse a posterior that was learnt with another edition: its draws mean something else."""
    edition = edition_of(found)
    if edition != EDITION:
        text = _("Its draws belong to those rules: calibrate again with fugai calibrate.")
        raise InputError(f"{edition_text(file, edition)} {text}")


def edition_text(what: object, edition: int) -> str:
    """Return the sentence that names the edition of a folder or file, and the present one."""
    text = _("{what} was made by edition {edition} of the model; this is edition {now}.")
    return text.format(what=what, edition=edition, now=EDITION)
