"""What a study varies as it is given from Python, written as a study file has it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sim.errors import InputError
from sim.locale import N_, _
from sim.parameters import PARAMETERS
from sim.text.arguments import plain, texts

Varied = Mapping[str, Sequence[float | str]] | Sequence[str] | str
"""What is varied: keys with a range or choices each, or keys alone."""

UNCERTAINTIES, LEVERS = "uncertainties", "levers"
OFFERED: Final = N_("names, or a dict of ranges and choices by name")
OF_POLICIES: Final = ("alternatives", "baseline")
OF_THE_PLACE: Final = ("places", "organizations", "budget", "history", "observations", "model")
"""Tables of a scenario that are no alternative: what stands there is no lever."""
LOG: Final = "log"


def keys(varied: Varied, sort: str) -> list[str]:
    """Return factors as a study file writes them; refuse a lever among uncertainties and so on."""
    given = varied if isinstance(varied, Mapping) else None
    written = []
    for text in [*given] if given is not None else texts(sort, varied, OFFERED):
        key, _equals, rest = text.partition("=")
        key = _in_full(key.strip(), sort)
        if given is not None:
            rest = _written(key, plain(given[text]))
        written.append(f"{key}={rest}" if rest else key)
    return written


def _in_full(key: str, sort: str) -> str:
    """Return a key as a study file has it; refuse one of the other sort."""
    first, *others = key.split(".")
    short = len(others) == 2 and first not in (*OF_POLICIES, *OF_THE_PLACE)
    if first in OF_POLICIES or short:
        if sort != LEVERS:
            text = _("{key} is a field of a policy: give it as levers=.")
            raise InputError(text.format(key=key))
        return f"alternatives.{first}.policies.{'.'.join(others)}" if short else key
    if sort == LEVERS:
        text = (
            _("{key} is no field of a policy: give it as uncertainties=.")
            if first in ("model", "parameters") or key in PARAMETERS
            else _("{key} is no field of a policy. Write ALTERNATIVE.POLICY.FIELD.")
        )
        raise InputError(text.format(key=key))
    return key


def _written(key: str, given: Any) -> str:
    """Return a range or choices as a study file writes them."""
    if isinstance(given, str):
        raise InputError(_listed(key, given))
    found = [plain(value) for value in given] if isinstance(given, Sequence) else []
    if found and all(isinstance(value, str) for value in found):
        return ",".join(found)
    ends = found[:-1] if found[2:] == [LOG] else found
    if len(ends) == 2 and all(map(_number, ends)):
        return ":".join([*map(_exact, ends), *found[2:]])
    text = _(
        "The values of {key} are a list of choices or a pair of numbers, not {given}. "
        'Write {{"{key}": (LOW, HIGH)}} or {{"{key}": ["one", "other"]}}.'
    )
    raise InputError(text.format(key=key, given=repr(given)[:60]))


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _exact(value: float) -> str:
    """Write a number short where that is the number itself."""
    short = f"{value:g}"
    return short if float(short) == value else repr(value)


def _listed(key: str, given: str) -> str:
    """Say how choices or a range are given that were written as one text."""
    low, colon, high = given.partition(":")
    listed = f"({low}, {high})" if colon else json.dumps([one.strip() for one in given.split(",")])
    text = _(
        'The values of {key} are a list of choices or a pair of numbers, not the text "{given}". '
        'Write {{"{key}": {listed}}}.'
    )
    return text.format(key=key, given=given, listed=listed)
