"""What stands around the conclusions: facts, what becomes of nothing new, a leader's questions."""

from __future__ import annotations

from dataclasses import dataclass

from sim.locale import _
from sim.present.answer import Answer, Row
from sim.present.names import listed, sentences
from sim.present.numbers import (
    counted_percent,
    in_k_of_n,
    percent,
    quantity,
    share_text,
    span,
    whole,
)  # fmt: skip
from sim.present.sentences import AHEAD, SEEN, gain_text, in_force, leader, quoted, real


@dataclass(frozen=True)
class Question:
    """A question that a leader asks, and its answer."""

    asked: str
    reply: str


def facts_line(answer: Answer) -> str:
    """Return how many organizations there are at the start and the end, and how many covered."""
    found = answer.reference
    text = _(
        "{start} organizations registered ({operating} operating) at the start, {end} "
        "({operating_end}) at the end of {month}."
    ).format(
        start=whole(answer.registered), operating=whole(found.operating.start.q50),
        end=whole(found.registered.end.q50), operating_end=whole(found.operating.end.q50),
        month=answer.last,
    )  # fmt: skip
    if answer.covered is None or not answer.registered:
        return text
    covered = _("{covered} have a branch at the start ({share}).").format(
        covered=whole(answer.covered), share=counted_percent(answer.covered / answer.registered)
    )
    return sentences([text, covered])


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


def _if_it_stops(answer: Answer) -> str:
    if answer.stopped is None:
        return _("Not simulated: every row supposes that the present effort goes on.")
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
    text = _("In {month}, of {reported} organizations reported {effective} are effective.")
    said = [text.format(month=answer.last, reported=whole(reported), effective=whole(effective))]
    for row in answer.rows:
        when = max(
            (each for each in (row.running, row.end) if each is not None),
            key=lambda each: each.added_on_paper.q50 + each.added_forced.q50,
        )
        said += [
            text.format(title=quoted(row), month=when.month, share=percent(level.q50))
            for level, added, text in (
                (when.on_paper, when.added_on_paper, _("{title}: {share} on paper in {month}.")),
                (
                    when.forced,
                    when.added_forced,
                    _("{title}: {share} founded against refusal in {month}."),
                ),
            )
            if added.q50 > SEEN
        ]
    return sentences(said)


def _what_is_left(answer: Answer) -> str:
    ended = [row for row in real(answer) if row.running is not None]
    if not ended:
        return _("No alternative ends before {month}: it was not simulated.").format(
            month=answer.last
        )
    kept = in_force(answer, *AHEAD)
    if not kept:
        return _("Nothing clear was gained that could be left.")
    parts = [
        _("{title} {last} of {first}").format(
            title=quoted(row), last=gain_text(answer, row.end.gain.q50),
            first=gain_text(answer, when.gain.q50),
        )
        for row, when in kept
    ]  # fmt: skip
    return _("{parts} ({month}).").format(parts=listed(parts), month=answer.last)


def overturned(answer: Answer) -> tuple[str, ...]:
    """Return which assumptions would turn the answer round, with the value; of the leader."""
    best = leader(answer)
    if best is None or not answer.whole:
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
        return (
            _("{title}: no single assumption stands out from chance.").format(title=quoted(row)),
        )
    turn = row.turns[0]
    return (
        _(
            "{title}: no single assumption turns it round. It hangs most on “{label}”: a gain "
            "{low} where that is low, {high} where it is high."
        ).format(
            title=quoted(row), label=turn.label, low=in_k_of_n(turn.low.higher, turn.low.of),
            high=in_k_of_n(turn.high.higher, turn.high.of),
        ),
    )  # fmt: skip


def _short(value: float) -> str:
    return quantity(float(f"{value:.2g}"))


def not_given(answer: Answer) -> str:
    """Return which local facts were not given, empty where all were."""
    if not answer.not_given:
        return ""
    return _("Local facts not given, national defaults hold: {facts}.").format(
        facts=_(", ").join(answer.not_given)
    )


def stance() -> str:
    """Return what the answer is not for."""
    return _(
        "Not for ranking, naming or sanctioning organizations or persons. To disclose membership "
        "is a person's own choice. Fewer branches may be the better answer."
    )
