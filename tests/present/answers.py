"""Answers made by hand, for the tests of what is said of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sim.measures.base import Band
from sim.present.answer import Answer, Level, Moment, Reference, Row
from sim.results.compare import Tally
from sim.results.costs import FREE, Price

N = 200


def band(middle: float) -> Band:
    """Return a band of a few points around a middle."""
    return Band(middle - 0.02, middle, middle + 0.02)


def moment(
    gain: float,
    higher: int,
    *,
    lower: int | None = None,
    reported: tuple[float, int] | None = None,
    paper: float = 0.0,
    month: str = "2018-12",
    against: Mapping[str, int] | None = None,
    n: int = N,
) -> Moment:
    """Return a moment in which effective coverage is higher in so many of ``n``."""
    worlds = Tally(higher, n - higher if lower is None else lower, n)
    told = (gain, higher) if reported is None else reported
    return Moment(
        month=month,
        gain=band(gain),
        worlds=worlds,
        effective=band(gain),
        effective_worlds=worlds,
        reported=band(told[0]),
        reported_worlds=Tally(told[1], n - told[1], n),
        organizations=band(3.0),
        on_paper=band(paper),
        added_on_paper=band(paper),
        forced=band(0.0),
        added_forced=band(0.0),
        against={name: Tally(k, n - k, n) for name, k in (against or {}).items()},
    )


def row(id: str, end: Moment, running: Moment | None = None, **more: object) -> Row:
    """Return an alternative that adds no yuan."""
    made = Row(
        id=id,
        title=id.upper(),
        running=running,
        end=end,
        yuan=band(0.0),
        added_yuan=band(0.0),
        added_hours=band(0.0),
        price=Price(None, why_not=FREE),
        allowed=None,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def answer(*rows: Row, n: int = N) -> Answer:
    """Return an answer with some rows."""

    def level(start: float, end: float) -> Level:
        return Level(band(start), band(end))

    reference = Reference(
        title="Baseline",
        registered=level(90.0, 167.0),
        operating=level(63.0, 114.0),
        reported=level(0.47, 0.34),
        effective=level(0.32, 0.22),
        effective_organizations=level(28.0, 36.0),
        reported_organizations=level(42.0, 55.0),
    )
    return Answer(
        title="Linze", question="", first="2009-01", last="2018-12", measure="effective_coverage",
        replicates=n, uncertainty="prior", registered=90, covered=42, should=None,
        operating=63,
        reference=reference, rows=rows,
    )  # fmt: skip
