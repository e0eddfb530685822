"""What stands around the conclusions: facts, what becomes of nothing new, a leader's questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sim.locale import _, ngettext
from sim.present.answer import FEWEST_FOR_SENTENCES, Answer, Row
from sim.present.names import listed, sentences
from sim.present.numbers import (
    change_text,
    counted_percent,
    in_k_of_n,
    percent,
    quantity,
    share_text,
    span,
    whole,
)  # fmt: skip
from sim.present.sentences import AHEAD, SEEN, in_force, joined, leader, quoted, real


@dataclass(frozen=True)
class Question:
    """A question that a leader asks, and its answer."""

    asked: str
    reply: str


def facts_line(answer: Answer) -> str:
    """Return how many organizations there are at the start and the end, and how many covered."""
    found = answer.reference
    start = _("{n} organizations ({operating} operating)").format(
        n=whole(answer.registered), operating=whole(found.operating.start.q50)
    )
    if answer.covered is not None and answer.registered:
        start = _("{start}, {covered} with a branch ({share})").format(
            start=start, covered=whole(answer.covered),
            share=counted_percent(answer.covered / answer.registered),
        )  # fmt: skip
    if answer.should:
        start = _("{start}, {n} more should have one").format(start=start, n=whole(answer.should))
    return _("{start}; {month}: {n} ({operating}).").format(
        start=start, month=answer.last, n=whole(found.registered.end.q50),
        operating=whole(found.operating.end.q50),
    )  # fmt: skip


def nothing_new_line(answer: Answer) -> str:
    """Return what becomes of coverage if nothing new is done, and if the effort stops."""
    found = answer.reference
    head = (
        _("If nothing new is done")
        if answer.nothing_new
        else _("Under “{title}”").format(title=found.title)
    )
    said = _(
        "{head}: reported coverage {reported_start} → {reported}, effective coverage "
        "{effective_start} → {effective}, {k} of {n} organizations."
    ).format(
        head=head,
        reported_start=percent(found.reported.start.q50), reported=share_text(found.reported.end),
        effective_start=percent(found.effective.start.q50),
        effective=share_text(found.effective.end),
        k=whole(found.effective_organizations.end.q50), n=whole(found.registered.end.q50),
    )  # fmt: skip
    if answer.stopped is None:
        return said
    more = _("If the effort stops: reported {reported}, effective {effective}.")
    return sentences(
        [
            said,
            more.format(
                reported=share_text(answer.stopped.reported),
                effective=share_text(answer.stopped.effective),
            ),
        ]
    )


def questions(answer: Answer) -> tuple[Question, ...]:
    """Return three questions that a leader asks, with their answers."""
    return (
        Question(_("What if the effort stops?"), sentences([_if_it_stops(answer), answer.history])),
        Question(_("How much is paper?"), _how_much_paper(answer)),
        Question(_("What is left afterwards?"), _what_is_left(answer)),
    )


APART: Final = 0.1
"""Difference of shares of gaining replicates from which an assumption is said to matter."""

MOST_NAMED: Final = 3
"""Alternatives that an answer names; of more it says how many there are."""


def _few(parts: Sequence[str]) -> str:
    """Join parts, of more than three the first three and how many are left."""
    left = len(parts) - MOST_NAMED
    more = [ngettext("{n} more", "{n} more", left).format(n=left)] if left > 0 else []
    return listed([*parts[:MOST_NAMED], *more])


def _if_it_stops(answer: Answer) -> str:
    if answer.stopped is None:
        return _("Not simulated: it is assumed to go on.")
    return _("Effective coverage in {month} is {stopped} instead of {on}.").format(
        month=answer.last,
        stopped=share_text(answer.stopped.effective),
        on=share_text(answer.reference.effective.end),
    )


def _how_much_paper(answer: Answer) -> str:
    found = answer.reference
    reported, effective = (
        level.end.q50 for level in (found.reported_organizations, found.effective_organizations)
    )
    text = _("{effective} of {reported} reported ones are effective.")
    said = [text.format(reported=whole(reported), effective=whole(effective))]
    paper: list[str] = []
    forced: list[str] = []
    for row in answer.rows:
        moments = [when for when in (row.running, row.end) if when is not None]
        for found_in, level, added in (
            (paper, "on_paper", "added_on_paper"),
            (forced, "forced", "added_forced"),
        ):
            most = max(moments, key=lambda when: getattr(when, added).q50)
            if getattr(most, added).q50 > SEEN:
                share = percent(getattr(most, level).q50)
                found_in.append(_("{title} {share}").format(title=quoted(row), share=share))
    if paper:
        said.append(_("On paper: {parts}.").format(parts=_few(paper)))
    if forced:
        said.append(_("Founded against refusal: {parts}.").format(parts=_few(forced)))
    return sentences(said)


def _what_is_left(answer: Answer) -> str:
    lasting = [quoted(row) for row in real(answer) if row.running is None]
    if len(lasting) == len(real(answer)):
        return _("None ends before {month}: not simulated.").format(month=answer.last)
    parts = [
        _("{title} {last} of {first}").format(
            title=quoted(row), last=change_text(answer.measure, row.end.gain.q50),
            first=change_text(answer.measure, when.gain.q50),
        )
        for row, when in in_force(answer, *AHEAD)
    ]  # fmt: skip
    if parts:
        return _("{parts}.").format(parts=_few(parts))
    if lasting:
        text = ngettext(
            "{titles} does not end before {month}.",
            "{titles} do not end before {month}.",
            len(lasting),
        )
        return text.format(titles=joined(lasting), month=answer.last)
    return _("Nothing clear was gained that could be left.")


def overturned(answer: Answer) -> tuple[str, ...]:
    """Return which assumptions would turn the answer round, with the value; of the leader."""
    best = leader(answer)
    if best is None or not answer.whole or answer.replicates < FEWEST_FOR_SENTENCES:
        return ()
    return overturned_row(best[0])


def overturned_row(row: Row) -> tuple[str, ...]:
    """Return which assumptions would turn round what is said of one alternative."""
    turning = [turn for turn in row.turns if turn.value is not None]
    if turning:
        return tuple(
            (
                _("{title} no longer gains if “{label}” is below {value} (assumed: {range}).")
                if turn.below
                else _("{title} no longer gains if “{label}” is above {value} (assumed: {range}).")
            ).format(
                title=quoted(row), label=turn.label, value=_short(turn.value),
                range=span(*map(_short, turn.range)),
            )
            for turn in turning
            if turn.value is not None
        )  # fmt: skip
    if not row.turns:
        text = _("{title}: no single assumption stands out from chance.")
        return (text.format(title=quoted(row)),)
    turn = row.turns[0]
    if abs((turn.low.share or 0.0) - (turn.high.share or 0.0)) < APART:
        text = _("No single assumption turns {title} round.")
        return (text.format(title=quoted(row)),)
    text = _(
        "No single assumption turns {title} round. “{label}” matters most: a gain {low} where it "
        "is low, {high} where it is high."
    )
    counts = {
        name: in_k_of_n(counted.higher, counted.of)
        for name, counted in (("low", turn.low), ("high", turn.high))
    }
    return (text.format(title=quoted(row), label=turn.label, **counts),)


def _short(value: float) -> str:
    return quantity(float(f"{value:.2g}"))


def not_given(answer: Answer) -> str:
    """Return which local facts were not given, empty where all were."""
    if not answer.not_given:
        return ""
    return _("Local facts not given: {facts}.").format(facts=_(", ").join(answer.not_given))


def stance() -> str:
    """Return what the answer is not for."""
    return _(
        "Not for ranking, naming or sanctioning organizations or persons. To disclose membership "
        "is a person's own choice. Fewer branches may be the better answer."
    )
