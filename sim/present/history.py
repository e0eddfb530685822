"""What the start says of the past, in one sentence: the same wherever it is read."""

from __future__ import annotations

from sim.locale import _, ngettext
from sim.plan.past import Course, Evidence
from sim.present.numbers import percent, span, whole


def sentence(evidence: Evidence | None) -> str:
    """Return how many pasts were tried, how many led to the start, and what effort they had.

    Empty where no past was asked for.
    """
    if evidence is None:
        return ""
    low, middle, high = evidence.effort
    said = (
        ngettext(
            "{accepted} of {tried} simulated pasts led here and fit {n} earlier figure (effective "
            "number {effective}), at {effort} ({range}) effort.",
            "{accepted} of {tried} simulated pasts led here and fit {n} earlier figures "
            "(effective number {effective}), at {effort} ({range}) effort.",
            evidence.figures,
        )
        if evidence.figures
        else _(
            "{accepted} of {tried} simulated pasts led here (effective number {effective}), at "
            "{effort} ({range}) effort."
        )
    )
    text = said.format(
        n=whole(evidence.figures),
        tried=whole(evidence.tried),
        accepted=whole(evidence.taken - evidence.closest),
        effective=whole(evidence.effective),
        effort=percent(middle),
        range=span(percent(low).removesuffix("%"), percent(high)),
    )
    if evidence.closest:
        more = ngettext(
            "{n} more is only the closest of those tried: take what follows from it with care.",
            "{n} more are only the closest of those tried: take what follows from them with care.",
            evidence.closest,
        )
        text = _("{one} {other}").format(one=text, other=more.format(n=whole(evidence.closest)))
    return text


def assumed(course: Course) -> str:
    """Return what is assumed of effort after the start."""
    return {
        "continues": _("effort goes on as it was"),
        "ended": _("effort has ended with the start"),
        "fades": _("effort fades, halving in {months} months").format(months=whole(course.months)),
    }[course.name]
