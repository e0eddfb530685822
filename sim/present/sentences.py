"""The answer in words: sentences made by rules from an :class:`~sim.present.answer.Answer`.

"Clearly better" stands only where *k of n* simulations show, with an error of 5 %, that more than
nine of ten are higher. Where they show it of more than half, an alternative "leads, not certain".
Below that there is no clear difference from doing nothing new. With fewer than 29 simulations
nothing can be clear. With fewer than 20, and of the first part of a run, nothing is concluded
(:mod:`sim.present.answer` says why).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sim.locale import _, ngettext
from sim.present.answer import (
    FEWEST_FOR_CLEAR,
    FEWEST_FOR_SENTENCES,
    SAID,
    Answer,
    Moment,
    Row,
    verdict,
)
from sim.present.names import clauses
from sim.present.numbers import (
    in_k_of_n,
    points,
    with_points,
    yuan_text,
)
from sim.present.standing import (
    AHEAD,
    BEHIND,
    SEEN,
    against_others,
    at_end,
    gain_text,
    in_force,
    joined,
    leader,
    leading,
    named,
    nothing_new_name,
    quoted,
    real,
    standing,
)

HELD: Final = 0.5
"""Share of its gain in force that an alternative must keep at the horizon, or it fades."""


@dataclass(frozen=True)
class Sentence:
    """One conclusion; ``rule`` names the rule that made it."""

    rule: str
    text: str

    def __str__(self) -> str:
        return self.text


def conclusions(answer: Answer) -> tuple[Sentence, ...]:
    """Return what is concluded, the most important first; nothing where nothing may be."""
    if not answer.whole or answer.replicates < FEWEST_FOR_SENTENCES or not answer.rows:
        return ()
    return tuple(
        Sentence(rule, text)
        for rule, make in (
            ("clear", _clear),
            ("leads", _leads),
            ("leads while it runs", _leads_while),
            ("nothing", _nothing),
            ("harmful", _harmful),
            ("order", _order),
            ("likely order", _likely_order),
            ("fades", _fades),
            ("paper", _paper),
            ("cap", _cap),
            ("rival", _rival),
            ("price", _price),
            ("same", _same),
            ("few", _few),
        )
        for text in make(answer)
    )


def certain(answer: Answer) -> tuple[Sentence, ...]:
    """Return what holds whatever the number of simulations: what is paid, what is the same."""
    if not answer.whole:
        return ()
    made = (("cap", _cap(answer)), ("same", _same(answer)))
    return tuple(Sentence(rule, text) for rule, texts in made for text in texts)


def why_none(answer: Answer) -> str:
    """Return why nothing is concluded; empty where something is, or there is nothing to judge."""
    if not answer.whole:
        return _("First part of the run: the conclusions follow when it is complete.")
    if answer.rows and answer.replicates < FEWEST_FOR_SENTENCES:
        return ngettext(
            "{n} simulation is too few for a conclusion: run --replicates {fewest} or more.",
            "{n} simulations are too few for a conclusion: run --replicates {fewest} or more.",
            answer.replicates,
        ).format(n=answer.replicates, fewest=FEWEST_FOR_CLEAR)
    return ""


def _clear(answer: Answer) -> Iterator[str]:
    against = nothing_new_name(answer)
    end = at_end(answer, "better")
    if end:
        yield ngettext(
            "{titles} is clearly better than {against} at the end of {month}.",
            "{titles} are clearly better than {against} at the end of {month}.",
            len(end),
        ).format(
            titles=joined([named(row, row.end) for row in end]), against=against,
            month=answer.last,
        )  # fmt: skip
    running = [(row, when) for row, when in in_force(answer, "better") if row not in end]
    if running:
        yield ngettext(
            "While it runs, {titles} is clearly better than {against}.",
            "While they run, {titles} are clearly better than {against}.",
            len(running),
        ).format(titles=joined([named(*each) for each in running]), against=against)


def _leads(answer: Answer) -> Iterator[str]:
    end = at_end(answer, "leads")
    if end:
        yield ngettext(
            "In {month}, {titles} is ahead of {against}, but not for certain.",
            "In {month}, {titles} are ahead of {against}, but not for certain.",
            len(end),
        ).format(
            titles=joined([named(row, row.end) for row in end]),
            against=nothing_new_name(answer), month=answer.last,
        )  # fmt: skip


def _leads_while(answer: Answer) -> Iterator[str]:
    running = [
        (row, when)
        for row, when in in_force(answer, "leads")
        if standing(answer, row.end) not in AHEAD
    ]
    if running:
        yield ngettext(
            "While it runs, {titles} is ahead of {against}, but not for certain.",
            "While they run, {titles} are ahead of {against}, but not for certain.",
            len(running),
        ).format(
            titles=joined([named(*each) for each in running]), against=nothing_new_name(answer)
        )


def _nothing(answer: Answer) -> Iterator[str]:
    """Say which rows are nowhere distinguished from the reference; where all are, say it of all."""
    told = (*AHEAD, *BEHIND)
    apart = {row.id for row in at_end(answer, *told)}
    apart |= {row.id for row, _when in in_force(answer, *told)}
    # Of what raises the reported figure alone, the rule for paper says more.
    left = [
        row
        for row in real(answer)
        if row.id not in apart and (answer.measure != SAID or only_paper(row) is None)
    ]
    if len(left) == len(answer.rows) > 1:
        yield _("No alternative differs clearly from {against}.").format(
            against=nothing_new_name(answer)
        )
    elif left:
        yield _("No clear difference from {against}: {titles}.").format(
            titles=joined([*map(quoted, left)]), against=nothing_new_name(answer)
        )


def _harmful(answer: Answer) -> Iterator[str]:
    for row in real(answer):
        moments = [row.end] if row.running is None else [row.end, row.running]
        for found, text in (
            ("worse", _("{title} is clearly worse than {against}: lower {worlds} ({month}).")),
            (
                "trails",
                _("{title} may do harm: it is lower than {against} {worlds} ({month})."),
            ),
        ):
            bad = [when for when in moments if standing(answer, when) == found]
            if bad:
                yield text.format(
                    title=quoted(row), against=nothing_new_name(answer), month=bad[0].month,
                    worlds=in_k_of_n(bad[0].worlds.lower, bad[0].worlds.of),
                )  # fmt: skip
                break


def _order(answer: Answer) -> Iterator[str]:
    """Say from which others the alternative that gains most is not distinguished, or that it is."""
    best, first = leader(answer), leading(answer)
    if best is None or len(real(answer)) < 2:
        return
    titles, month = joined([*map(quoted, first)]), best[1].month
    if len(first) > 1:
        yield _("{titles} gain the same in every simulation ({month}).").format(
            titles=titles, month=month
        )
    tied = [row for row in against_others(answer, "none", *BEHIND) if row not in first]
    if tied:
        yield ngettext(
            "{titles} gains most in {month}, but without a clear difference from {others}.",
            "{titles} gain most in {month}, but without a clear difference from {others}.",
            len(first),
        ).format(titles=titles, month=month, others=joined([*map(quoted, tied)]))
    elif len(first) < len(real(answer)) and not against_others(answer, "leads"):
        yield ngettext(
            "{titles} is also clearly better than every other alternative.",
            "{titles} are also clearly better than every other alternative.",
            len(first),
        ).format(titles=titles)


def _likely_order(answer: Answer) -> Iterator[str]:
    """Say which others the alternative that gains most is ahead of, without being clear."""
    first, unsure = leading(answer), against_others(answer, "leads")
    if unsure:
        yield ngettext(
            "{titles} is ahead of {others}, but not for certain.",
            "{titles} are ahead of {others}, but not for certain.",
            len(first),
        ).format(titles=joined([*map(quoted, first)]), others=joined([*map(quoted, unsure)]))


def fading(answer: Answer) -> list[tuple[Row, Moment]]:
    """Return the rows that gain while they run, and keep less than half of it to the horizon."""
    return [
        (row, when)
        for row, when in in_force(answer, *AHEAD)
        if when.gain.q50 > 0.0 and row.end.gain.q50 < HELD * when.gain.q50
    ]


def _fades(answer: Answer) -> Iterator[str]:
    parts = [
        _("{title} {first} in {month}, {last} in {end}").format(
            title=quoted(row), first=gain_text(answer, when.gain.q50), month=when.month,
            last=gain_text(answer, row.end.gain.q50), end=row.end.month,
        )
        for row, when in fading(answer)
    ]  # fmt: skip
    if parts:
        yield _("Most of the gain fades after the end: {parts}.").format(parts=clauses(parts))


def only_paper(row: Row) -> Moment | None:
    """Return when an alternative raises what is reported; none if it raises what is effective.

    Not to be seen to raise it is not the same as not raising it: sentences say the first.
    """
    moments = [when for when in (row.running, row.end) if when is not None]
    if any(
        when.effective.q50 > SEEN and verdict(when.effective_worlds) in AHEAD for when in moments
    ):
        return None
    raised = [
        when
        for when in moments
        if when.reported.q50 > SEEN and verdict(when.reported_worlds) in AHEAD
    ]
    return raised[0] if raised else None


def _paper(answer: Answer) -> Iterator[str]:
    for row in real(answer):
        when = only_paper(row)
        if when is not None:
            yield _(
                "{title} lifts reported coverage ({reported}, {month}), effective coverage not "
                "clearly ({effective})."
            ).format(
                title=quoted(row), month=when.month,
                reported=with_points(points(when.reported.q50)),
                effective=points(when.effective.q50),
            )  # fmt: skip


def _cap(answer: Answer) -> Iterator[str]:
    for row in answer.rows:
        if row.allowed is not None and any(part.cut for part in row.allowed.parts):
            yield _("The budget does not pay for all of it. {allowed}").format(allowed=row.allowed)


def _rival(answer: Answer) -> Iterator[str]:
    best, rows = leader(answer), {row.id: row for row in answer.rows}
    for rival in answer.rivals:
        if best is not None and rival.leader in rows and rival.leader != best[0].id:
            yield _(
                "The order depends on a rule of the model: under “{rule}”, {other} leads instead "
                "of {title}."
            ).format(rule=rival.title, other=quoted(rows[rival.leader]), title=quoted(best[0]))


def _price(answer: Answer) -> Iterator[str]:
    """Say what is paid for a gain that another sentence states: one in doubt has no price here."""
    ahead = {row.id for row in at_end(answer, *AHEAD)}
    ahead |= {row.id for row, _when in in_force(answer, *AHEAD)}
    parts = [
        _("{title} {yuan}").format(title=quoted(row), yuan=yuan_text(row.price.value))
        for row in answer.rows
        if row.price.value is not None and row.id in ahead
    ]
    if parts:
        yield _("One more year of an effective branch costs: {parts}.").format(parts=clauses(parts))


def _same(answer: Answer) -> Iterator[str]:
    alike = [quoted(row) for row in answer.rows if row.same]
    if alike:
        yield _("{titles}: the same as {against} in every simulation.").format(
            titles=joined(alike), against=nothing_new_name(answer)
        )


def _few(answer: Answer) -> Iterator[str]:
    """Say that so few simulations can't be called clear, even if they all agree."""
    if answer.replicates < FEWEST_FOR_CLEAR:
        yield _(
            "With {n} simulations nothing can be called clear: run --replicates {fewest} or more."
        ).format(n=answer.replicates, fewest=FEWEST_FOR_CLEAR)
