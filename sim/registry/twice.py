"""Columns that stand twice in a table: parts of a number, two years, hidden ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.registry import families as words_of

if TYPE_CHECKING:
    from sim.registry.headings import Columns
    from sim.registry.layout import Table


def full_time(found: Columns, table: Table) -> None:
    """Full-time staff are the staff where nothing else is; part-time staff are added to them."""
    full, part = (found.parts.get(name) for name in (words_of.FULL_STAFF, words_of.PART_STAFF))
    if "staff" not in found.single and full is not None:
        if part is None:
            found.single["staff"] = found.parts.pop(words_of.FULL_STAFF)
        return
    for name in (words_of.FULL_STAFF, words_of.PART_STAFF):
        at = found.parts.pop(name, None)
        if at is not None:
            found.ignored.append(table.headings[at])


def men_and_women(found: Columns, table: Table) -> None:
    """Men and women are summed where both stand and no column has the whole; one alone is left."""
    for column, men in words_of.MEN.items():
        parts = (men, words_of.WOMEN[column])
        whole = column in found.single or (column == "members" and "full_members" in found.single)
        if whole or not all(part in found.parts for part in parts):
            for part in parts:
                at = found.parts.pop(part, None)
                if at is not None:
                    found.ignored.append(table.headings[at])


def of_the_last_year(found: Columns, table: Table) -> None:
    """Of columns on party organizations with one heading but for its year the last is read."""
    for at in [*found.party]:
        for other in found.party:
            one, two = table.headings[at], table.headings[other]
            if words_of.bare(one) == words_of.bare(two) and words_of.later(one, two):
                found.party.remove(at)
                found.second.append((one, two))
                break


def veil(found: Columns, table: Table) -> None:
    """A hidden column on party organizations gives way to one that is shown."""
    shown = [at for at in (*found.party, *found.ticks) if at not in table.veiled]
    for at in [*found.party] if shown else []:
        if at in table.veiled:
            found.party.remove(at)
            found.second.append((table.headings[at], table.headings[shown[0]]))
