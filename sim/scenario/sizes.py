"""Sizes that are refused before anything is read or made from them.

A slip of the pen (a zero too many, a sample left out) asks for gigabytes or hours. Whatever is
counted here is counted from the text and its totals alone, so that the answer takes no time.
"""

from __future__ import annotations

import math
import re
from typing import Final

from sim.locale import _
from sim.parameters import PARAMETERS
from sim.plan.organizations import OrganizationsSpec, Totals
from sim.plan.place import Place
from sim.text.locate import Path
from sim.text.problems import Report

MOST_BYTES: Final = 20_000_000
MOST_LEVELS: Final = 40
MOST_PARTS: Final = 40
MOST_DIGITS: Final = 300
MOST_ORGANIZATIONS: Final = 1_000_000
"""Organizations of one world, at the start or later."""
MOST_MEMBERS: Final = 3_000_000
"""Members of one world: a million organizations of usual size have about as many."""
FEWEST_SAMPLED: Final = 100
"""With fewer a sample says nothing of the place."""
MOST_CELLS: Final = 20_000
"""Pairs of a district and an industry."""

_QUOTED = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL
)
_PART = r"[\w-]*"
_DOTTED = re.compile(rf"{_PART}(?:[ \t]*\.[ \t]*{_PART}){{{MOST_PARTS},}}")
_NUMBER = re.compile(rf"[0-9+-][0-9A-Za-z_.+-]{{{MOST_DIGITS},}}")


def excess(text: str) -> tuple[int, str] | None:
    """Return where a TOML text is too deep or too long to be read, and how; ``None`` if it isn't.

    Texts and comments may hold anything: they are blanked first, at the same offsets.
    """
    bare = _QUOTED.sub(_blank, text)
    depth = 0
    for found in re.finditer(r"[\[\]{}]", bare):
        depth = depth + 1 if found[0] in "[{" else max(0, depth - 1)
        if depth > MOST_LEVELS:
            message = _("Brackets within brackets, more than {n} levels deep.")
            return found.start(), message.format(n=MOST_LEVELS)
    dotted = _DOTTED.search(bare)
    if dotted:
        return dotted.start(), _("A key of more than {n} parts.").format(n=MOST_PARTS)
    number = _NUMBER.search(bare)
    if number:
        return number.start(), _("A number of more than {n} digits.").format(n=MOST_DIGITS)
    return None


def _blank(found: re.Match[str]) -> str:
    """Return what stands for a text (one part of a key) or for a comment (nothing)."""
    return (" " if found[0].startswith("#") else "x") * len(found[0])


def check_place(place: Place, report: Report) -> None:
    """Refuse more pairs of districts and industries than a world can hold."""
    districts, industries = len(place.district_ids), len(place.industry_ids)
    if districts * industries > MOST_CELLS:
        message = _(
            "{districts} districts by {industries} industries are {n} cells, more than {most}."
        )
        report.refuse(
            ("places",),
            message.format(
                districts=districts, industries=industries, n=f"{districts * industries:,}",
                most=f"{MOST_CELLS:,}",
            ),
            _("Merge districts or industries."),
            at_key=True,
        )  # fmt: skip


def check(spec: OrganizationsSpec, months: int, report: Report) -> None:
    """Refuse populations that no world can hold, by what the file says of them."""
    organizations, members = simulated(spec)
    path = _largest(spec)
    if organizations > MOST_ORGANIZATIONS:
        message = _("{n} organizations would be simulated in each replicate; the most is {most}.")
        _refuse(report, path, message, organizations, MOST_ORGANIZATIONS, spec)
        return
    if spec.sample < 1.0 and organizations < FEWEST_SAMPLED:
        message = _("This sample leaves about {n} organizations of {of}: too few to say anything.")
        of = f"{organizations / spec.sample:,.0f}"
        report.warn(
            ("organizations", "sample"),
            message.format(n=organizations, of=of),
            _("A sample is for places of many thousands; without it sample is 1."),
        )
    if members > MOST_MEMBERS:
        message = _("About {n} members would be simulated in each replicate; the most is {most}.")
        _refuse(report, path, message, members, MOST_MEMBERS, spec)
        return
    later = organizations * grown(spec, months)
    if later > MOST_ORGANIZATIONS:
        name = "entry_series" if spec.entry_series else "growth_per_year"
        if spec.growth_series:
            name = "growth_series"
        report.refuse(
            ("organizations", name),
            _("At these rates there would be {n} organizations in the end; the most is {most}.")
            .format(n=_about(later), most=f"{MOST_ORGANIZATIONS:,}"),
            _("Rates are shares of those registered: 0.05 is 5 % a year."),
        )  # fmt: skip


def simulated(spec: OrganizationsSpec) -> tuple[int, int]:
    """Return about how many organizations and members one world has at the start."""
    if spec.registry is not None:
        stated = [
            _members(staff, members, 1)
            for staff, members in zip(spec.registry.staff, spec.registry.members, strict=True)
        ]
        return (
            math.ceil(len(spec.registry) * spec.sample), math.ceil(sum(stated) * spec.sample)
        )  # fmt: skip
    if spec.synthesis is None:
        return 0, 0
    groups = spec.synthesis.kinds.values()
    parts = math.fsum(_of_totals(totals) for totals in groups)
    members = max(parts, _of_totals(spec.synthesis.total))
    organizations = spec.synthesis.total.organizations or 0
    return math.ceil(organizations * spec.sample), math.ceil(members * spec.sample)


def grown(spec: OrganizationsSpec, months: int) -> float:
    """Return the greatest factor by which stated rates let the register grow within the run."""
    rates = dict((*spec.entry_series, *spec.growth_series))
    usual = spec.growth_per_year or 0.0
    factor = greatest = 1.0
    for year in range(0, months, 12):
        held = [rate for month, rate in rates.items() if month - 12 < year + 6 <= month + 6]
        factor *= 1.0 + max(-0.99, held[0] if held else usual)
        greatest = max(greatest, factor)
    return greatest


def _of_totals(totals: Totals) -> float:
    return _members(totals.staff, totals.members, totals.organizations or 0)


def _members(staff: int | None, members: int | None, organizations: int) -> float:
    """Return the members of a group, at the upper end of what is usual where they are not given."""
    if members is not None:
        return float(members)
    people = organizations * PARAMETERS["staff_mean"].high if staff is None else float(staff)
    return people * PARAMETERS["members_per_staff"].high


def _largest(spec: OrganizationsSpec) -> Path:
    """Return where the file states the number that is too large."""
    if spec.synthesis is None:
        return ("organizations", "registry")
    return ("organizations", "synthesis")


def _refuse(
    report: Report, path: Path, message: str, found: int, most: int, spec: OrganizationsSpec
) -> None:
    share = math.floor(1e4 * spec.sample * most / found) / 1e4
    hint = (
        _("Check the number, or simulate a sample: sample = {share:g} in [organizations].")
        if share > 0
        else _("Check the number.")
    )
    hint = hint.format(share=share)
    report.refuse(path, message.format(n=_about(found), most=f"{most:,}"), hint, at_key=True)


def _about(number: float) -> str:
    return f"{number:,.0f}" if number < 1e12 else f"{number:.1e}"
