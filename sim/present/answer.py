"""What a run answers, as plain numbers: everything that the sentences, the table and the page say.

An :class:`Answer` is made by :func:`sim.results.answering.answer` from a comparison; what is said
of it stands in :mod:`sim.present.sentences`. Shares are fractions of one. Gains are differences
from the reference (the baseline: nothing new is done) within the same replicate. Yuan and hours are
sums over the whole period, organizations those of the whole place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from math import exp, lgamma, log
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

from sim.locale import _

if TYPE_CHECKING:
    from sim.measures.base import Band
    from sim.results.allowed import Allowed
    from sim.results.compare import Tally
    from sim.results.costs import Price

SAID: Final = "effective_coverage"
"""What alternatives are judged by unless another measure is named."""

CLEAR: Final = 0.9
"""Share of all worlds that has to be higher before something is called clear."""

EVEN: Final = 0.5
"""Share of all worlds above which something leads."""

ERROR: Final = 0.05
"""How often a count may be as high by chance although the true share is no more than that."""

FEWEST_FOR_SENTENCES: Final = 20
"""With fewer simulations nothing is concluded, "no clear difference" least of all.

They would mostly not find what gains in three of four worlds (20 find it in 6 of 10 runs, 10 in 2
of 10). And the ends of a printed 90 % range would be the two outermost worlds."""

FEWEST_FOR_CLEAR: Final = 29
"""With fewer simulations nothing is clear, even if all agree: 0.9 ** 28 is more than 0.05."""

FEWEST_FOR_TURNS: Final = 40
"""With fewer simulations a third of them says nothing of an assumption."""


INTERVAL: Final = 0.9
"""Coverage of the interval of a count that is printed."""


def wilson(k: int, n: int) -> tuple[float, float]:
    """Return Wilson's 90 % interval of the share that ``k`` of ``n`` stands for (Wilson 1927)."""
    if not n:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1.0 + INTERVAL) / 2.0)
    share, spread = k / n, z * z / n
    middle = (share + spread / 2.0) / (1.0 + spread)
    half = z / (1.0 + spread) * (share * (1.0 - share) / n + spread / (4.0 * n)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


@cache
def carries(k: int, n: int, share: float) -> bool:
    """Return whether ``k`` of ``n`` shows that more than a share of all worlds is meant.

    It does where that share, if it were the true one, would give ``k`` or more in at most 5 of 100
    runs. Then the lower end of the exact 90 % interval (Clopper and Pearson 1934) is above it.
    Wilson's interval, which printed ranges have, is too narrow for a few worlds that all agree.
    Its lower end is above .9 for 25 of 25, which a true .9 gives in 7 of 100 runs.
    """
    tail = sum(
        exp(
            lgamma(n + 1) - lgamma(j + 1) - lgamma(n - j + 1)
            + j * log(share) + (n - j) * log(1.0 - share)
        )
        for j in range(k, n + 1)
    )  # fmt: skip
    return n > 0 and tail <= ERROR


def verdict(counted: Tally) -> str:
    """Return what a count carries: better, leads, none, trails or worse."""
    for k, clear, leading in (
        (counted.higher, "better", "leads"),
        (counted.lower, "worse", "trails"),
    ):
        if carries(k, counted.of, CLEAR):
            return clear
        if carries(k, counted.of, EVEN):
            return leading
    return "none"


@dataclass(frozen=True)
class Moment:
    """An alternative beside the reference at the end of one month.

    ``gain`` and ``worlds`` are of the answer's measure. ``on_paper`` and ``forced`` (founded
    against refusal) are levels under the alternative, of the reported base, and how much they are
    above those of the reference.
    """

    month: str
    gain: Band
    worlds: Tally
    effective: Band
    effective_worlds: Tally
    reported: Band
    reported_worlds: Tally
    organizations: Band
    """Effectively covered organizations above the reference's."""
    on_paper: Band
    added_on_paper: Band
    forced: Band
    added_forced: Band
    against: Mapping[str, Tally] = field(default_factory=dict)
    """In how many replicates the measure is above that of each other alternative, by its id."""

    @property
    def verdict(self) -> str:
        """What the replicates carry, as :func:`verdict` says."""
        return verdict(self.worlds)


@dataclass(frozen=True)
class Turn:
    """An assumption that the sign of a gain depends on.

    ``value`` is the value at which more than half of the replicates no longer gain, ``None`` where
    no value in its range does that. ``below`` says on which side of it they do not. ``low`` and
    ``high`` count the third of the replicates with the lowest and the highest values.
    """

    parameter: str
    label: str
    value: float | None
    below: bool
    low: Tally
    high: Tally
    range: tuple[float, float]
    """What 90 % of the values drawn lie between."""
    month: str
    """Month whose gain it is."""


@dataclass(frozen=True)
class Row:
    """One alternative. ``running`` is its last month in force, ``None`` if it has no end before
    the horizon or no time in force; ``end`` is the horizon.
    """

    id: str
    title: str
    running: Moment | None
    end: Moment
    yuan: Band
    """Yuan, all of them."""
    added_yuan: Band
    added_hours: Band
    """Staff hours of organizations."""
    price: Price
    allowed: Allowed | None
    """Planned against paid; ``None`` without a cap."""
    turns: tuple[Turn, ...] = ()
    letter: str = ""
    """What sentences call it beside a table with letters; else its title in quotation marks."""
    same: bool = False
    """Whether it is the reference in every replicate, month by month."""

    @property
    def decisive(self) -> Moment:
        """The horizon where something is carried there, else the last month in force."""
        return self.end if self.running is None or self.end.verdict != "none" else self.running


@dataclass(frozen=True)
class Level:
    """A measure of the reference at the start and at the horizon."""

    start: Band
    end: Band


@dataclass(frozen=True)
class Reference:
    """What becomes of the place if nothing new is done."""

    title: str
    registered: Level
    operating: Level
    reported: Level
    effective: Level
    effective_organizations: Level
    reported_organizations: Level


@dataclass(frozen=True)
class Otherwise:
    """The same place if the effort so far stops or, where that is assumed, if it goes on."""

    reported: Band
    effective: Band


@dataclass(frozen=True)
class Rival:
    """Another rule of the model under which another alternative leads."""

    title: str
    leader: str
    """Id of the alternative that leads."""


@dataclass(frozen=True)
class Answer:
    """What a run answers; rows stand in the order of their gain at the horizon, the largest
    first.
    """

    title: str
    question: str
    first: str
    last: str
    measure: str
    replicates: int
    uncertainty: str
    registered: int
    covered: int | None
    should: int | None
    operating: int | None
    """Organizations, those with a branch, and those that should have one and have not, as the list
    or the totals state."""
    reference: Reference
    rows: tuple[Row, ...]
    nothing_new: bool = True
    """Whether the reference is the baseline; else it is another alternative."""
    whole: bool = True
    """False for the first part of a run: nothing is concluded from it."""
    otherwise: Otherwise | None = None
    effort: str = ""
    """What is assumed of effort after the start; empty where it goes on."""
    history: str = ""
    rivals: tuple[Rival, ...] = ()
    discount: float = 0.0
    """Rate a year at which yuan of later years are discounted."""
    not_given: tuple[str, ...] = ()
    """Local facts that are national defaults here."""
    tested: int = 0
    """Assumptions that differ between replicates: each is tested by itself."""


RUNNING, END = "running", "end"

APART: Final = 0.17
"""Distance of the two marks of a row from its middle, in rows."""


@dataclass(frozen=True)
class Mark:
    """A gain in effective coverage in points: the median, and what 90 % of worlds lie between."""

    when: str
    """``running``: its last month in force; ``end``: the horizon."""
    month: str
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Line:
    """An alternative with its marks, the earlier first."""

    id: str
    title: str
    marks: tuple[Mark, ...]


def picture(answer: Answer) -> tuple[Line, ...]:
    """Return the rows in the order of the answer; marks without a number are left out."""
    lines = []
    for row in answer.rows:
        moments = [(END, row.end)]
        if row.running is not None:
            moments.insert(0, (RUNNING, row.running))
        marks = [_mark(when, moment) for when, moment in moments]
        lines.append(Line(row.id, row.title, tuple(mark for mark in marks if _known(mark))))
    return tuple(lines)


def legend(answer: Answer) -> dict[str, str]:
    """Return what the marks are called, by their moment."""
    return {
        RUNNING: _("while it runs (last month in force)"),
        END: _("at the end of {month}").format(month=answer.last),
    }


def _mark(when: str, moment: Moment) -> Mark:
    band = moment.effective
    return Mark(when, moment.month, *(100.0 * value for value in (band.q05, band.q50, band.q95)))


def _known(mark: Mark) -> bool:
    return mark.middle == mark.middle  # not a number where nothing was there to count
