"""Numbers and names on figures: alike in both languages but for the words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sim.locale import N_, _, current_language, ngettext, pick
from sim.locale.kinds import kind_name
from sim.locale.units import unit_name
from sim.measures.catalogue import MEASURES

if TYPE_CHECKING:
    from sim.results.reading import Results

TYPES: Final = {
    "stable": N_("stable type"),
    "dispersed": N_("dispersed type"),
    "loose": N_("loose type"),
}
SIZES: Final = {
    "micro": N_("below 5 staff"),
    "small": N_("5–9 staff"),
    "medium": N_("10–49 staff"),
    "large": N_("50 staff and more"),
}


def capital(text: str) -> str:
    """Return a text as it stands at the start of a line."""
    return text[:1].upper() + text[1:]


def measure_name(measure: str) -> str:
    """Return what a measure is called at the start of a line, with its base."""
    return capital(pick(MEASURES[measure].label))


def alternative_name(results: Results, alternative: str) -> str:
    """Return the title of an alternative."""
    return pick(results.info["alternatives"][alternative])


def group_name(results: Results, dimension: str, group: str) -> str:
    """Return the name of a group of organizations."""
    place = results.scenario.place
    if dimension == "kind":
        return kind_name(group)
    if dimension == "type":
        return _(TYPES[group])
    if dimension == "size":
        return _(SIZES[group])
    ids, titles = {
        "district": (place.district_ids, place.district_titles),
        "industry": (place.industry_ids, place.industry_titles),
    }[dimension]
    return pick(titles[ids.index(group)])


def minus(text: str) -> str:
    """Return a number with a minus sign in place of a hyphen; what rounds to nothing has none."""
    if not any(digit in text for digit in "123456789"):
        text = text.lstrip("+-")
    return text.replace("-", "−")


def value_text(measure: str, value: float) -> str:
    """Return a value of a measure: a share in percent, a number in full."""
    if MEASURES[measure].is_share:
        return minus(f"{100 * value:.0f}%")
    return number_text(value)


def number_text(value: float) -> str:
    """Return a number with as many digits as it needs."""
    return minus(f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}")


def change_text(measure: str, value: float, digits: int = 1) -> str:
    """Return a difference with its sign, of shares in percentage points without the unit."""
    if MEASURES[measure].is_share:
        return minus(f"{100 * value:+.{digits}f}")
    return minus(f"{value:+,.0f}" if abs(value) >= 100 else f"{value:+,.3g}")


def change_unit(measure: str) -> str:
    """Return the unit of a difference."""
    found = MEASURES[measure]
    return _("percentage points") if found.is_share else unit_name(found.unit)


def worlds_text(results: Results) -> str:
    """Return of what a band is made, with what its spread holds."""
    n = len(results.replicates)
    if n == 1:
        return _("One world: no spread is known.")
    spread = (
        _("parameters and chance together")
        if results.info["uncertainty"] != "none"
        else _("chance alone")
    )
    if n < FEWEST_FOR_A_BAND:
        text = ngettext(
            "Line: median; band: all of {n} world ({spread}).",
            "Line: median; band: all of {n} worlds ({spread}).",
            n,
        )
    else:
        text = ngettext(
            "Line: median; bands: what 50% and 90% of {n} world lie between ({spread}).",
            "Line: median; bands: what 50% and 90% of {n} worlds lie between ({spread}).",
            n,
        )
    return text.format(n=f"{n:,}", spread=spread)


FEWEST_FOR_A_BAND: Final = 20
"""With fewer worlds the 5th and 95th hundredths are no more than the two outermost worlds."""


def place_text(results: Results) -> str:
    """Return the title of the scenario, as a sentence."""
    title = pick(results.info["title"])
    return title if title.endswith((".", "。", "?", "？")) else title + _(".")


def uncounted() -> str:
    """Say why a measure has no value: its denominator is nought all the time."""
    return _("There was nothing to count.")


def named(name: str, value: str) -> str:
    """Return a value behind the name of what it is of."""
    return _("{name}: {value}").format(name=name, value=value)


def sentences(texts: Sequence[str]) -> str:
    """Put sentences one behind the other, as the language does."""
    return ("" if current_language() == "zh" else " ").join(text for text in texts if text)
