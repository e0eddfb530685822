"""Organizations by name, only for those who ask: simulated, not observed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.locale import N_, _
from sim.present.names import NOT_OPERATING, reason_name
from sim.present.numbers import NOTHING, k_of_n
from sim.report.answer import title
from sim.report.blocks import Block, Row, Section, Table, Text, text_row
from sim.results.names import names_of
from sim.results.reading import Results
from sim.results.who import who

SHOWN: Final = 5
"""Organizations that are listed of a group."""

GROUPS: Final = {"gained": N_("gains a branch"), "lost": N_("loses its branch")}


def section(results: Results) -> Section:
    """Return the named organizations that gain and lose in most worlds."""
    names = names_of(results)
    blocks: list[Block] = [
        Text(
            _(
                "Simulated, not observed: what is said here of a named organization happened in "
                "simulated worlds and says nothing of what it did or will do."
            ),
            "warning",
        )
    ]
    if names:
        blocks += [_table(results, names, name) for name in results.alternatives[1:]]
    else:
        blocks.append(Text(_("The organizations of this scenario have no names.")))
    return Section("named", _("Named organizations"), blocks)


def _table(results: Results, names: dict[int, str], alternative: str) -> Table:
    return Table(
        _("{title}: simulated, not observed").format(title=title(results, alternative)),
        ["", _("What happens"), _("Worlds"), _("Held back most by")],
        [*_rows(results, names, alternative)],
        words=True,
    )


def _rows(results: Results, names: dict[int, str], alternative: str) -> Iterator[Row]:
    for group, label in GROUPS.items():
        known = [entry for entry in who(results, group, alternative) if entry.organization in names]
        for entry in known[:SHOWN]:
            held = entry.bottleneck
            yield text_row(
                names[entry.organization],
                _(label),
                k_of_n(entry.worlds, entry.of),
                NOTHING if held in ("none", NOT_OPERATING) else reason_name(held),
            )
