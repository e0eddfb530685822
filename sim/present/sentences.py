"""The answer in words: sentences made by rules from an :class:`~sim.present.answer.Answer`.

"Clearly better" stands only where the lower end of the 90 % Wilson interval of *k of n* simulations
is at least .9. Above .5 an alternative "leads, not certain". Below that it has no clear difference
from doing nothing new. With fewer than 40 simulations, and of the first part of a run, nothing is
concluded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sim.locale import _, ngettext
from sim.measures.catalogue import MEASURES
from sim.present.answer import FEWEST_FOR_SENTENCES, Answer, Moment, Row, verdict
from sim.present.names import listed
from sim.present.numbers import (
    bracketed_k_of_n,
    change_text,
    in_k_of_n,
    points,
    with_points,
    yuan_text,
)

SEEN: Final = 0.0005
"""Half of the smallest difference of shares that is printed: what is less reads as none."""

AHEAD: Final = ("better", "leads")
BEHIND: Final = ("worse", "trails")

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
            ("nothing", _nothing),
            ("harmful", _harmful),
            ("order", _order),
            ("fades", _fades),
            ("paper", _paper),
            ("cap", _cap),
            ("rival", _rival),
            ("price", _price),
            ("same", _same),
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
        ).format(n=answer.replicates, fewest=FEWEST_FOR_SENTENCES)
    return ""


def nothing_new_name(answer: Answer) -> str:
    """Return what the alternatives are held against, within a sentence."""
    if answer.nothing_new:
        return _("doing nothing new")
    return _("“{title}”").format(title=answer.reference.title)


def gain_text(answer: Answer, value: float) -> str:
    """Return a gain of the answer's measure with its sign and, of a share, its unit."""
    text = change_text(answer.measure, value)
    return with_points(text) if MEASURES[answer.measure].is_share else text


def quoted(row: Row) -> str:
    """Return the title of an alternative as it stands within a sentence."""
    return row.letter or _("“{title}”").format(title=row.title)


def _named(row: Row, when: Moment) -> str:
    return _("{title} {worlds}").format(
        title=quoted(row), worlds=bracketed_k_of_n(when.worlds.higher, when.worlds.of)
    )


def joined(parts: Sequence[str]) -> str:
    """Join names: ``A``, ``A and B``, ``A, B and C``."""
    if len(parts) < 2:
        return "".join(parts)
    return _("{most} and {last}").format(most=_(", ").join(parts[:-1]), last=parts[-1])


def real(answer: Answer) -> tuple[Row, ...]:
    return tuple(row for row in answer.rows if not row.same)


def _seen(answer: Answer, when: Moment) -> bool:
    """Whether the median gain is more than what is printed as none."""
    least = SEEN if MEASURES[answer.measure].is_share else 0.0
    return abs(when.gain.q50) > least


def standing(answer: Answer, when: Moment) -> str:
    """Return the verdict on an alternative at one moment; none where its median reads as none."""
    return when.verdict if _seen(answer, when) else "none"


def _at_end(answer: Answer, *verdicts: str) -> list[Row]:
    return [row for row in real(answer) if standing(answer, row.end) in verdicts]


def in_force(answer: Answer, *verdicts: str) -> list[tuple[Row, Moment]]:
    """Return the rows with one of the verdicts in their last month in force."""
    return [
        (row, row.running)
        for row in real(answer)
        if row.running is not None and standing(answer, row.running) in verdicts
    ]


def _clear(answer: Answer) -> Iterator[str]:
    against = nothing_new_name(answer)
    end = _at_end(answer, "better")
    if end:
        yield ngettext(
            "{titles} is clearly better than {against} at the end of {month}.",
            "{titles} are clearly better than {against} at the end of {month}.",
            len(end),
        ).format(
            titles=joined([_named(row, row.end) for row in end]), against=against,
            month=answer.last,
        )  # fmt: skip
    running = [(row, when) for row, when in in_force(answer, "better") if row not in end]
    if running:
        yield ngettext(
            "While it runs, {titles} is clearly better than {against}.",
            "While they run, {titles} are clearly better than {against}.",
            len(running),
        ).format(titles=joined([_named(*each) for each in running]), against=against)


def _leads(answer: Answer) -> Iterator[str]:
    end = _at_end(answer, "leads")
    running = [
        (row, when)
        for row, when in in_force(answer, "leads")
        if standing(answer, row.end) not in AHEAD
    ]
    if end:
        yield ngettext(
            "In {month} {titles} leads, but this is not certain.",
            "In {month} {titles} lead, but this is not certain.",
            len(end),
        ).format(titles=joined([_named(row, row.end) for row in end]), month=answer.last)
    if running:
        yield ngettext(
            "While it runs, {titles} leads, but this is not certain.",
            "While they run, {titles} lead, but this is not certain.",
            len(running),
        ).format(titles=joined([_named(*each) for each in running]))


def _nothing(answer: Answer) -> Iterator[str]:
    """Say which rows are nowhere told apart from the reference; where all are, say it of all."""
    told = (*AHEAD, *BEHIND)
    apart = {row.id for row in _at_end(answer, *told)}
    apart |= {row.id for row, _when in in_force(answer, *told)}
    left = [row for row in real(answer) if row.id not in apart]
    if len(left) == len(answer.rows) > 1:
        yield _("No alternative differs clearly from {against}.").format(
            against=nothing_new_name(answer)
        )
        return
    # Of what is paper only, the rule for paper says more.
    titles = [quoted(row) for row in left if only_paper(row) is None or len(answer.rows) == 1]
    if titles:
        yield _("No clear difference from {against}: {titles}.").format(
            titles=joined(titles), against=nothing_new_name(answer)
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


def leader(answer: Answer) -> tuple[Row, Moment] | None:
    """Return the alternative that gains most and when: at the horizon, else while it runs."""
    end = _at_end(answer, *AHEAD)
    if end:
        best = max(end, key=lambda row: row.end.gain.q50)
        return best, best.end
    running = in_force(answer, *AHEAD)
    return max(running, key=lambda each: each[1].gain.q50) if running else None


def _order(answer: Answer) -> Iterator[str]:
    """Say from which others the alternative that gains most is told apart."""
    best = leader(answer)
    others = [row for row in real(answer) if best is not None and row.id != best[0].id]
    if best is None or not others:
        return
    row, when = best
    found = {other.id: verdict(when.against[other.id]) for other in others}
    tied = [quoted(other) for other in others if found[other.id] not in AHEAD]
    unsure = [quoted(other) for other in others if found[other.id] == "leads"]
    if not tied and not unsure:
        yield _("{title} is also clearly better than every other alternative.").format(
            title=quoted(row)
        )
        return
    if tied:
        yield _(
            "{title} gains most in {month}, but without a clear difference from {others}."
        ).format(title=quoted(row), month=when.month, others=joined(tied))
    if unsure:
        yield _("{title} is ahead of {others}, but this is not certain.").format(
            title=quoted(row), others=joined(unsure)
        )


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
        yield _("Most of the gain fades after the end: {parts}.").format(parts=listed(parts))


def only_paper(row: Row) -> Moment | None:
    """Return when an alternative raises what is reported, if it never raises what is effective."""
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
                "{title} raises only the reported figure: {reported} in {month}, not effective "
                "coverage."
            ).format(
                title=quoted(row), reported=with_points(points(when.reported.q50)), month=when.month
            )


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
    parts = [
        _("{title} {yuan}").format(title=quoted(row), yuan=yuan_text(row.price.value))
        for row in answer.rows
        if row.price.value is not None
    ]
    if parts:
        yield _("One more year of an effective branch costs: {parts}.").format(parts=listed(parts))


def _same(answer: Answer) -> Iterator[str]:
    alike = [quoted(row) for row in answer.rows if row.same]
    if alike:
        yield _("{titles}: the same as {against} in every simulation.").format(
            titles=joined(alike), against=nothing_new_name(answer)
        )
