"""Which assumptions matter, and what would overturn the answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from sim.locale import _, ngettext, pick
from sim.parameters import PARAMETERS
from sim.present.names import measure_within, sentences
from sim.present.numbers import Cell, quantity, signed
from sim.report.answer import ON_PAPER, SAID, peak
from sim.report.answer import title as titled
from sim.report.blocks import Block, Row, Section, Table, Text
from sim.report.importance import FEWEST, Driver, Importance, importance
from sim.results.compare import Comparison
from sim.results.ranking import Tally, tally

MOST: Final = 5
"""Parameters of each alternative that are shown where they stand out."""

AT_LEAST: Final = 2
"""Parameters that are shown even where none stands out, to show how little that is."""


def section(found: Comparison) -> Section:
    """Return the parameters that the difference hangs on most, alternative by alternative."""
    blocks: list[Block] = []
    for name in found.results.alternatives[1:]:
        ranked = importance(found, SAID, name)
        if ranked is not None:
            blocks.append(_table(found, name, ranked))
    said = [*_explained()] if blocks else [_nothing(found)]
    title = _("Which assumptions matter")
    return Section("assumptions", title, [*map(Text, said), *blocks])


def overturning(found: Comparison) -> Iterator[str]:
    """Say what would turn each alternative's answer round: worlds, when asked, assumptions."""
    silent = []
    for name in found.results.alternatives[1:]:
        ranked = importance(found, SAID, name)
        said = [*_overturned(found, name)]
        if ranked is not None and ranked.standing_out:
            said.append(_hinge(ranked.standing_out[0]))
        else:
            silent.append(ranked)
        yield sentences(said)
    if any(ranked is None for ranked in silent):
        yield _nothing(found)
    elif silent:
        yield ngettext(
            "For {k} alternative no single assumption stands out from chance in {n} worlds.",
            "For {k} alternatives no single assumption stands out from chance in {n} worlds.",
            len(silent),
        ).format(k=len(silent), n=len(found.results.replicates))


def _overturned(found: Comparison, alternative: str) -> Iterator[str]:
    counted = tally(found, SAID, alternative)
    yield _("{title}: {k} of {n} worlds are higher, {l} lower, {e} equal.").format(
        title=titled(found.results, alternative),
        k=counted.higher,
        l=counted.lower,
        n=counted.of,
        e=counted.of - counted.higher - counted.lower,
    )
    yield from peak(found, alternative)
    paper = tally(found, ON_PAPER, alternative)
    if _leans(paper) * _leans(counted) < 0:
        yield _("Reported coverage points the other way: higher in {k} of {n}.").format(
            k=paper.higher, n=paper.of
        )


def _hinge(driver: Driver) -> str:
    return _(
        "It hangs most on “{parameter}”: higher in {a} of {m} worlds where that is low (up to "
        "{low}), in {b} of {n} where it is high (from {high})."
    ).format(
        parameter=pick(PARAMETERS[driver.parameter].label),
        a=driver.low.higher, m=driver.low.of, low=quantity(driver.low_to),
        b=driver.high.higher, n=driver.high.of, high=quantity(driver.high_from),
    )  # fmt: skip


def _leans(counted: Tally) -> int:
    """Return which way most worlds point: 1, −1, or 0 where neither sign has most of them."""
    return int(np.sign(counted.higher - counted.lower)) if counted.of else 0


def _table(found: Comparison, alternative: str, ranked: Importance) -> Table:
    rows = []
    for driver in ranked.drivers[: max(AT_LEAST, min(MOST, len(ranked.standing_out)))]:
        beyond = abs(driver.correlation) > ranked.noise
        cells = [
            Cell(signed(driver.correlation, 2)),
            Cell(str(driver.low), _("(up to {value})").format(value=quantity(driver.low_to))),
            Cell(str(driver.high), _("(from {value})").format(value=quantity(driver.high_from))),
            Cell(_(PARAMETERS[driver.parameter].status.value)),
        ]
        rows.append(Row(pick(PARAMETERS[driver.parameter].label), cells, strong=beyond))
    caption = _("{title}: noise level ±{noise}; {k} of {m} parameters beyond it")
    return Table(
        caption.format(
            title=titled(found.results, alternative),
            noise=f"{ranked.noise:.2f}",
            k=len(ranked.standing_out),
            m=len(ranked.drivers),
        ),
        [
            "",
            _("Rank correlation"),
            _("Higher, lowest third"),
            _("Higher, highest third"),
            _("Status"),
        ],
        rows,
    )


def _explained() -> Iterator[str]:
    yield _(
        "Every world draws its parameters. The tables rank them by how closely a parameter and "
        "the difference in {measure} go together over worlds (Spearman), and count the worlds in "
        "which the alternative is higher among the third with the lowest and the third with the "
        "highest values."
    ).format(measure=measure_within(SAID))
    yield _(
        "Below the noise level a correlation is what chance gives: with this many parameters the "
        "largest exceeds it in one run of twenty if none matters. A parameter below it is not "
        "shown to be unimportant; only lines in bold say something. Joint effects of several "
        "parameters are not looked for."
    )


def _nothing(found: Comparison) -> str:
    if found.results.info["uncertainty"] == "none":
        return _(
            "Parameters were held at their defaults: which of them matter can't be told from this "
            "run."
        )
    if len(found.results.alternatives) == 1:
        return _("Without an alternative there is no difference to explain.")
    return _(
        "Which assumptions matter can't be told from {n} worlds: it takes {fewest} or more that "
        "differ."
    ).format(n=len(found.results.replicates), fewest=FEWEST)
