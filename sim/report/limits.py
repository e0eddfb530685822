"""What the model can't tell, in plain words. Figures are those of docs/patterns.md."""

from __future__ import annotations

from collections.abc import Iterator

from sim.locale import _, pick
from sim.report.assumptions import counted
from sim.report.blocks import Points, Section, Text
from sim.results.reading import Results


def section(results: Results) -> Section:
    """Return the limits, the scenario's own notes first."""
    notes = [pick(note) for note in results.scenario.notes]
    blocks: list[Points | Text] = []
    if notes:
        blocks += [Text(_("About this place:")), Points(notes)]
    blocks += [Text(_("About the model:")), Points([*_limits()])]
    return Section("limits", _("What this can't tell"), blocks)


def not_to_conclude() -> Iterator[str]:
    """Say the four things that a reader is most likely to get wrong."""
    yield _(
        "That this has been observed, or will happen: these are simulated worlds. Only what they "
        "say of one alternative against another, under the assumptions stated, is meant."
    )
    yield _(
        "That a share of worlds is a probability: {free} of the model's parameters are free, and "
        "what the model leaves out is in no band."
    ).format(free=counted()["free"])
    yield _(
        "That a number of reported coverage is work done: look at effective coverage and at the "
        "hollow share; no official figure of effective coverage exists to check them against."
    )
    yield _(
        "That the price is a price: unit costs are mostly placeholders, and hours of "
        "organizations are in none of it."
    )


def _limits() -> Iterator[str]:
    yield from not_to_conclude()
    yield _(
        "Data tell the speed of forming branches only as a whole: whether contact or consent "
        "holds it up, and which fear weighs how much, are assumptions. Effects of past campaigns "
        "come from reports of success and are probably too large."
    )
    yield _(
        "Clusters and contagion: over 200 draws of the priors coverage clustered by district and "
        "industry more than chance in 37.5 %, and weakly. Don't conclude anything from this model "
        "about spread between neighbours."
    )
    yield _(
        "Joint branches failed sooner than branches of one organization in 92.5 % of those draws, "
        "short of the 95 % aimed at: don't conclude that they are always the shorter-lived."
    )
    yield _(
        "A quota without support was mostly paper in its first year (reported coverage rose at "
        "least twice as fast as effective) in 84.5 % of those draws, short of the 95 % aimed at: "
        "not in every draw. The gap between the two was wider a year after its end in all."
    )
    yield _(
        "How well it foretells: of ten figures that are known by now its 90 % intervals, wide "
        "ones, held nine, and in three backtests of five simple curves did better, also where "
        "both were told how the number of organizations went. Newcomers are the weakest part: "
        "state how many enter. Differences between alternatives vary less than levels; whether "
        "they are right is untested."
    )
    yield _(
        "How fast: left alone, coverage rose as fast as in surveys of private firms in 31.0 % of "
        "200 draws of what was learnt, mostly slower; a drive at full force was faster than what "
        "drives reported in 36 %; the nation's growth from 2014 to 2016 is missed in 7 of 10. "
        "A baseline of many years may be too low, and what alternatives add to it too high."
    )
    yield _(
        "The faster growth of national coverage after 2015 can't be tested with the figures there "
        "are. Small places vary by chance: of one organization nothing can be foretold."
    )
