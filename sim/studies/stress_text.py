"""A stress in lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sim.locale import _, ngettext, pick
from sim.present.names import measure_short
from sim.present.numbers import cell, change_cell, percent, points_cell, share_cell, yuan_text
from sim.results.compare import Band
from sim.scenario import Scenario
from sim.studies.stress import HALF, SHOWN, Stress

CLOSE = 5
"""Worlds on either side of a half within which another draw of worlds might move the point."""


def lines(
    found: Stress, scenario: Scenario, written: Callable[[list[list[str]]], str]
) -> Iterator[str]:
    """Yield what stressing one alternative came to."""
    worlds = ngettext("{k} world a step", "{k} worlds a step", found.replicates)
    yield _("{title}: more pressure, the same support ({worlds})").format(
        title=pick(found.alternative.title), worlds=worlds.format(k=found.replicates)
    )
    for moment, month in enumerate(found.moments):
        yield ""
        text = _("{month}, the last month of the quota") if not moment else _("{month}, a year on")
        yield text.format(month=scenario.month_name(month - 1))
        yield written(_table(found, moment))
        yield _turning(found, moment)
    yield ""
    yield _("The quota as it stands against the same money without it:")
    for moment, month in enumerate(found.moments):
        apart = [(name, found.against_twin(name, moment)) for name in SHOWN]
        said = _("; ").join(
            f"{measure_short(name)} {points_cell(entry.band)}" for name, entry in apart
        )
        yield f"  {scenario.month_name(month - 1)}: {said}"
    yield _("  {yuan}; staff hours of organizations {hours}").format(
        yuan=cell(
            Band.of(found.yuan[1] - found.yuan[0]), lambda value: yuan_text(value, sign=True)
        ),
        hours=change_cell(Band.of(found.hours[1] - found.hours[0])),
    )
    yield _(
        "Medians, and what 90 % of worlds lie between. Only paper: the share of worlds in which "
        "reported coverage is higher than in the row above (or without a quota) and effective "
        "coverage is not. Gain 0 presses nobody, but no branch may be closed."
    )


def _table(found: Stress, moment: int) -> list[list[str]]:
    what = _("gain") if found.by == "gain" else _("target")
    rows = [
        [what, *map(measure_short, SHOWN), _("only paper over the row above"), _("over no quota")]
    ]
    above, over_none = found.bought(moment), found.bought(moment, below=0)
    names = [_("no quota"), _("as it stands"), *(f"{step:g}" for step in found.steps)]
    for row, name in enumerate(names):
        values = [str(share_cell(Band.of(found.values[each][row, :, moment]))) for each in SHOWN]
        bought = [percent(above[row - 2]), percent(over_none[row - 2])] if row > 1 else ["", ""]
        rows.append([name, *values, *bought])
    return rows


def _turning(found: Stress, moment: int) -> str:
    """Say from where on pressure buys only paper, or that there is no such point."""
    rung = found.turning(moment)
    paper = found.bought(moment)
    if rung is None:
        most = int(paper.argmax())
        text = _(
            "No point from which pressure buys only paper: the step to {step} comes closest, with "
            "only paper in {share} of worlds."
        )
        if paper[most] >= HALF:
            text = _(
                "No point from which pressure buys only paper: the step to {step} buys only paper "
                "in {share} of worlds, but a higher one lifts effective coverage again."
            )
        return text.format(share=percent(paper[most]), step=f"{found.steps[most]:g}")
    said = {"step": f"{found.steps[rung]:g}", "share": percent(paper[rung])}
    if rung:
        text = _(
            "From {point} on more pressure buys only paper: the step to {step} raises reported and "
            "not effective coverage in {share} of worlds, and no higher step lifts effective "
            "coverage above that at {point} in more than half."
        ).format(**said, point=f"{found.steps[rung - 1]:g}")
    else:
        text = _(
            "The quota buys only paper from the start: its first step ({step}) raises reported and "
            "not effective coverage in {share} of worlds, and no higher step lifts effective "
            "coverage above that without a quota in more than half."
        ).format(**said)
    if abs(paper[rung] - HALF) * found.replicates < CLOSE:
        text += " " + _("That is close to half: with other draws the point may lie elsewhere.")
    return text
