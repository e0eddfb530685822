"""What stands around the conclusions: facts, what becomes of nothing new, a leader's questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sim.locale import _, ngettext, noted, sentences
from sim.measures.base import Band
from sim.present.answer import FEWEST_FOR_SENTENCES, FEWEST_FOR_TURNS, Answer, Row
from sim.present.names import clauses
from sim.present.numbers import (
    FEWEST_FOR_A_BAND,
    change_text,
    counted_percent,
    in_k_of_n,
    percent,
    quantity,
    share_cell,
    share_text,
    span,
    whole,
)  # fmt: skip
from sim.present.standing import AHEAD, SEEN, in_force, joined, leader, quoted, real, standing


@dataclass(frozen=True)
class Question:
    """A question that a leader asks, and its answer."""

    asked: str
    reply: str


def facts_line(answer: Answer) -> str:
    """Return how many organizations there are at the start and the end, and how many covered."""
    found = answer.reference
    start = (
        ngettext(
            "{n} organization ({operating} assumed operating)",
            "{n} organizations ({operating} assumed operating)",
            answer.registered,
        )
        if answer.operating is None
        else ngettext(
            "{n} organization ({operating} operating)",
            "{n} organizations ({operating} operating)",
            answer.registered,
        )
    ).format(n=whole(answer.registered), operating=whole(found.operating.start.q50))
    if answer.covered is not None and answer.registered:
        share, reported = answer.covered / answer.registered, percent(found.reported.start.q50)
        # Reports count another base: where that shows, the next line would begin elsewhere.
        text = (
            _("{start}, {covered} with a branch ({share})")
            if percent(share) == reported
            else _("{start}, {covered} with a branch ({share}; {reported} of those counted)")
        )
        start = text.format(
            start=start, covered=whole(answer.covered), share=counted_percent(share),
            reported=reported,
        )  # fmt: skip
    if answer.should:
        start = _("{start}, {n} more should have one").format(start=start, n=whole(answer.should))
    return _("{start}; {month}: {n}.").format(
        start=start, month=answer.last, n=whole(found.registered.end.q50)
    )


def nothing_new_line(answer: Answer) -> str:
    """Return what becomes of coverage if nothing new is done; it says what ranges are."""
    found = answer.reference
    reported, effective = (_shown(answer, each.end) for each in (found.reported, found.effective))
    head = (
        _("If nothing new is done")
        if answer.nothing_new
        else _("Under “{title}”").format(title=found.title)
    )
    return _(
        "{head}: reported coverage {reported_start} → {reported}, effective {effective_start} → "
        "{effective}: a branch works in {k} of {n}."
    ).format(
        head=head,
        reported_start=percent(found.reported.start.q50),
        reported=ranged(reported),
        effective_start=percent(found.effective.start.q50),
        effective=(share_text if _ranges(reported) else ranged)(effective),
        k=whole(found.effective_organizations.end.q50), n=whole(found.registered.end.q50),
    )  # fmt: skip


def _shown(answer: Answer, band: Band) -> Band:
    """Return a band as it may be shown: of few simulations its middle alone."""
    few = answer.replicates < FEWEST_FOR_A_BAND
    return Band(band.q50, band.q50, band.q50) if few else band


def _ranges(band: Band) -> bool:
    return band.q05 != band.q95


def ranged(band: Band) -> str:
    """Return a share with its range, and what a range is: said of the first one on a page."""
    found = share_cell(band)
    if not found.band:
        return found.main
    return _("{value} ({range} in 90% of simulations)").format(
        value=found.main, range=found.band[1:-1]
    )


MOST_NAMED: Final = 3
"""Alternatives that an answer names; of more it says how many there are."""


def questions(answer: Answer, named: int = MOST_NAMED) -> tuple[Question, ...]:
    """Return three questions that a leader asks; an answer names at most ``named`` alternatives."""
    return (
        Question(
            _("What if the committees' routine work stops?"),
            sentences([_if_it_stops(answer), answer.history]),
        ),
        Question(_("How much is paper?"), _how_much_paper(answer, named)),
        Question(
            _("What is left in {month}?").format(month=answer.last), _what_is_left(answer, named)
        ),
    )


APART: Final = 0.1
"""Difference of shares of gaining replicates from which an assumption is said to matter."""


def _few(parts: Sequence[str], named: int) -> str:
    """Join parts, of many the first ones and how many are left."""
    left = len(parts) - named
    if left <= 1:
        return clauses(parts)
    more = ngettext("{n} other", "{n} others", left).format(n=left)
    return clauses([*parts[:named], more])


def _if_it_stops(answer: Answer) -> str:
    assumed = _("Assumed: {course}.").format(course=answer.effort) if answer.effort else ""
    if answer.otherwise is None:
        return assumed or _("Not simulated: assumed to go on.")
    text = (
        _(
            "If it goes on, with nothing new, coverage in {month}: reported {reported}, effective "
            "{effective}."
        )
        if assumed
        else _(
            "Then, with nothing new either, in {month}: reported {reported}, effective {effective}."
        )
    )
    levels = text.format(
        month=answer.last,
        reported=share_text(_shown(answer, answer.otherwise.reported)),
        effective=share_text(_shown(answer, answer.otherwise.effective)),
    )
    return sentences([assumed, levels])


def _how_much_paper(answer: Answer, named: int) -> str:
    found = answer.reference
    reported, effective = (
        level.end.q50 for level in (found.reported_organizations, found.effective_organizations)
    )
    text = (
        _("With nothing new: {reported} reported, {effective} effective.")
        if answer.nothing_new
        else _("Under “{title}”: {reported} reported, {effective} effective.")
    )
    said = [text.format(title=found.title, reported=whole(reported), effective=whole(effective))]
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
                if most.month != answer.last:
                    share = noted(share, most.month)
                found_in.append(_("{title} {share}").format(title=quoted(row), share=share))
    if paper:
        said.append(_("Of those counted, on paper only: {parts}.").format(parts=_few(paper, named)))
    if forced:
        text = (
            _("Founded against refusal: {parts}.")
            if paper
            else _("Of those counted, founded against refusal: {parts}.")
        )
        said.append(text.format(parts=_few(forced, named)))
    return sentences(said)


def _what_is_left(answer: Answer, named: int) -> str:
    if not answer.rows:
        return _("No alternative was simulated.")
    lasting = [quoted(row) for row in real(answer) if row.running is None]
    if len(lasting) == len(real(answer)):
        return _("All run until {month}: what they leave was not simulated.").format(
            month=answer.last
        )
    if answer.replicates < FEWEST_FOR_SENTENCES:
        return _("Too few simulations to say.")
    parts = [
        _("{title} {last} from {first}").format(
            title=quoted(row), last=change_text(answer.measure, row.end.gain.q50),
            first=change_text(answer.measure, when.gain.q50),
        )
        for row, when in in_force(answer, *AHEAD)
    ]  # fmt: skip
    if parts:
        return _("{parts}.").format(parts=_few(parts, named))
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
    if answer.uncertainty == "none" or answer.replicates < FEWEST_FOR_TURNS:
        return (untold(answer.uncertainty, answer.replicates, FEWEST_FOR_TURNS),)
    return overturned_row(answer, best[0])


def untold(uncertainty: str, replicates: int, fewest: int) -> str:
    """Say why nothing is known of which assumptions matter."""
    if uncertainty == "none":
        return _(
            "Parameters were held at their defaults: this run cannot show which of them matter."
        )
    return ngettext(
        "{n} replicate cannot show which assumptions matter: it takes {fewest} or more that "
        "differ.",
        "{n} replicates cannot show which assumptions matter: it takes {fewest} or more that "
        "differ.",
        replicates,
    ).format(n=replicates, fewest=fewest)


def untested(answer: Answer, rows: Sequence[Row]) -> str:
    """Say that no assumption was found that would change what is said of some alternatives."""
    text = _("For {titles}, no single one of {n} assumptions does.")
    named = joined([quoted(row) for row in rows])
    return text.format(titles=named, n=whole(answer.tested))


def matters(row: Row) -> bool:
    """Whether an assumption turns round what is said of an alternative, or nearly does."""
    if any(turn.value is not None for turn in row.turns):
        return True
    return any(
        abs((turn.low.share or 0.0) - (turn.high.share or 0.0)) >= APART for turn in row.turns[:1]
    )


def overturned_row(answer: Answer, row: Row) -> tuple[str, ...]:
    """Return which assumptions would turn round what is said of one alternative."""
    turning = [turn for turn in row.turns if turn.value is not None]
    gains = standing(answer, row.decisive) in AHEAD
    if turning:
        return tuple(
            _turned(turn.below, gains=gains).format(
                title=quoted(row), label=turn.label, value=_short(turn.value),
                range=span(*map(_short, turn.range)),
            )
            for turn in turning
            if turn.value is not None
        )  # fmt: skip
    if not matters(row):
        return (untested(answer, [row]),)
    turn = row.turns[0]
    text = _(
        "For {title}, no single one of {n} assumptions does. “{label}” matters most: a gain {low} "
        "where it is low, {high} where it is high."
    )
    counts = {
        name: in_k_of_n(counted.higher, counted.of)
        for name, counted in (("low", turn.low), ("high", turn.high))
    }
    tested = whole(answer.tested)
    return (text.format(title=quoted(row), n=tested, label=turn.label, **counts),)


def _turned(below: bool, *, gains: bool) -> str:
    """Return what is said of a value that turns a gain round, or that one needs."""
    if gains:
        return (
            _("{title} no longer gains if “{label}” is below {value} (assumed: {range}).")
            if below
            else _("{title} no longer gains if “{label}” is above {value} (assumed: {range}).")
        )
    return (
        _("{title} mostly gains only if “{label}” is above {value} (assumed: {range}).")
        if below
        else _("{title} mostly gains only if “{label}” is below {value} (assumed: {range}).")
    )


def _short(value: float) -> str:
    return quantity(float(f"{value:.2g}"))


def not_given(answer: Answer) -> str:
    """Return which local facts were not given, empty where all were."""
    if not answer.not_given:
        return ""
    return _("Local facts not given: {facts}.").format(facts=_(", ").join(answer.not_given))


def discounted(rate: float) -> str:
    """Say that yuan of later years count less."""
    return _("Yuan of later years are discounted by {rate}% a year.").format(
        rate=quantity(100.0 * rate)
    )


def unit_costs() -> str:
    """Return what prices stand on."""
    return _(
        "Unit costs are declared defaults, most of them placeholders: replace them by local ones "
        "before a price is used. Staff hours fall on organizations and are never added to yuan."
    )


def stance() -> str:
    """Return what the answer is not for."""
    return _(
        "Not for ranking, naming or sanctioning organizations or persons. To disclose membership "
        "is a person's own choice. Fewer branches may be the better answer."
    )
