"""What a report or a brief says, whatever writes it down: title, period, sections with pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.locale import _, ngettext, pick, sentences
from sim.present import replies
from sim.present.answer import Answer
from sim.present.names import alternative_name
from sim.report import answer, assumptions, groups, limits, money, outcomes
from sim.report.blocks import Block, Fold, Points, Section, Text, of_grid
from sim.report.figures import Charts
from sim.results import answering, leading
from sim.results.compare import Comparison
from sim.results.joined import Joined, known
from sim.results.reading import Results


@dataclass(frozen=True)
class Content:
    """A report in the language in force; ``rules`` are the styles that its SVG pictures need."""

    brief: bool
    title: str
    about: str
    version: str
    command: str
    sections: Sequence[Section]
    rules: str

    @property
    def kind(self) -> str:
        """What it is called."""
        return _("One-page brief") if self.brief else _("Simulation report")

    @property
    def footer(self) -> str:
        """What it is, and how it is made again."""
        text = _("Simulated, not observed. Made with fugai {version}; again: {command}")
        return text.format(version=self.version, command=self.command)


def content(
    results: Results,
    *,
    brief: bool,
    alternatives: Sequence[str],
    names: bool,
    pictures: str = "svg",
) -> Content:
    """Return what a report says, with ``pictures`` as svg or png.

    Raises ``InputError`` where the run doesn't have an alternative.
    """
    chosen, left_out = _chosen(results, alternatives)
    found, answered = chosen.compare(), answering.answer(chosen)
    charts = Charts(chosen, pictures)
    make = _brief if brief else _sections
    sections = make(found, answered, charts, left_out)
    if names:
        sections.append(groups.named(chosen))
    return Content(
        brief=brief,
        title=pick(chosen.info["title"]),
        about=_about(chosen),
        version=chosen.info["fugai"],
        command=limits.command(chosen).splitlines()[0],
        sections=sections,
        rules=charts.rules(),
    )


def _sections(
    found: Comparison, answered: Answer, charts: Charts, left_out: list[str]
) -> list[Section]:
    results = found.results
    several = len(results.alternatives) > 1
    turned = [*leading.overturning(answered)] if several else []
    made = [
        answer.section(results, answered, charts, turned, left_out),
        groups.standing(found),
        _coverage(found, charts),
        _hollow(found),
    ]
    if several:
        made.append(_gains(found, answered))
    made += [_causes(found, charts), _costs(found, charts), _failures(found)]
    if len(results.alternatives) > 2:
        text = _(
            "A ranking is a count of replicates: what can't be learnt from data is drawn anew in "
            "each."
        )
        blocks: list[Block] = [Text(text), outcomes.pairs_table(found)]
        made.append(Section("pairs", _("Alternatives against each other"), blocks))
    if several:
        made.append(assumptions.which_matter(found))
    return [
        *made,
        assumptions.section(results),
        limits.limits(results),
        limits.reproduction(results),
    ]


def _coverage(found: Comparison, charts: Charts) -> Section:
    blocks: list[Block] = [outcomes.values(found)]
    if len(found.results.alternatives) > 1:
        blocks.append(outcomes.differences(found))
    blocks += [charts.about_time(), charts.over_time()]
    if len(found.results.alternatives) > 1:
        blocks.append(outcomes.by_year(found))
    return Section("coverage", _("Coverage"), blocks)


def _hollow(found: Comparison) -> Section:
    text = _(
        "Reported coverage counts what is on the books. Effective coverage counts organizations "
        "with a known member or a sent secretary whose branch lives (vitality at or above the "
        "threshold). The hollow share is the part of what is reported that isn't effective. On "
        "paper are those who are reported without a branch. Founded against refusal are those "
        "whose head had said no."
    )
    blocks: list[Block] = [Text(text), outcomes.on_paper(found)]
    return Section("hollow", _("What is hollow"), blocks)


def _gains(found: Comparison, answered: Answer) -> Section:
    text = _(
        "Gained: with a branch at the end under the alternative only; lost: in the baseline only. "
        "Displaced are those of the lost that wait for a contact, a partner, a secretary or an act "
        "of founding, which others got. Groups hold other organizations in other replicates, and "
        "small groups vary by chance."
    )
    blocks: list[Block] = [Text(text), groups.counts(found)]
    blocks += groups.by_group(found.results, answered)
    return Section("gains", _("Who gains and who loses"), blocks)


def _causes(found: Comparison, charts: Charts) -> Section:
    text = _(
        "Each operating organization without a branch is held back by one link, the first that "
        "applies. Means over replicates; a share that falls may hide a number that rises."
    )
    blocks: list[Block] = [Text(text), outcomes.causes(found.results)]
    note = _("Operating organizations without a branch over time, by what holds them back: means.")
    blocks += [Text(note, "note"), charts.held_back()]
    return Section("causes", _("What holds the uncovered back"), blocks)


def _costs(found: Comparison, charts: Charts) -> Section:
    blocks: list[Block] = [money.table(found), *(Text(text, "note") for text in money.notes(found))]
    if len(found.results.alternatives) > 1:
        blocks.append(charts.cost_effect())
    lines = money.ledger(found.results)
    if lines.rows:
        blocks.append(Fold(_("Line by line"), [lines]))
    return Section("costs", _("Costs and burden"), blocks)


def _failures(found: Comparison) -> Section:
    text = _(
        "The same is asked of the baseline and of every alternative. A base that is cleaned "
        "raises a share although no branch is added."
    )
    return Section("failures", _("What goes wrong"), [Text(text), outcomes.failures(found)])


def _chosen(results: Results, alternatives: Sequence[str]) -> tuple[Results, list[str]]:
    """Return the run with the alternatives asked for, and the titles of those left out."""
    for name in alternatives:
        known(results, name)
    others = results.alternatives[1:]
    kept = [name for name in others if name in alternatives]
    if not kept or len(kept) == len(others):
        return results, []
    baseline = results.alternatives[0]
    left_out = [alternative_name(results, name) for name in others if name not in kept]
    return Joined(results, results, reference=baseline, chosen=kept), left_out


def _about(results: Results) -> str:
    worlds = len(results.replicates)
    return _("{first} to {last} · {worlds} · simulated, not observed").format(
        first=results.scenario.month_name(0),
        last=answer.end_of(results),
        worlds=ngettext(
            "{k} replicate of each alternative", "{k} replicates of each alternative", worlds
        ).format(k=worlds),
    )


def _brief(
    found: Comparison, answered: Answer, charts: Charts, left_out: list[str]
) -> list[Section]:
    """Return the sections of the page."""
    results = found.results
    facts, nothing_new, *concluded = answer.said(answered)
    blocks: list[Block] = [Text(answer.question(results), "question"), facts, nothing_new]
    if answered.rows:
        blocks.append(charts.gains(answered))
    blocks += [*concluded, Text(replies.stance(), "stance"), *answer.missing(left_out)]
    blocks += [Text(text, "note") for text in leading.left_out(results)]
    made = [Section("answer", _("Question and answer"), blocks)]
    if answered.rows:
        note = Text(leading.gains_note(answered), "note")
        gained = [answer.gains_table(answered, short=True), note, *answer.paid(answered)]
        turned = [*leading.overturning(answered, short=True)]
        made += [
            Section("gains", _("What each alternative does and costs"), gained),
            Section("asked", _("Three questions"), [answer.asked(answered, turned)]),
        ]
    doubts = [*limits.not_to_conclude(), limits.foretold()]
    return [
        *made,
        _brief_standing(found, answered),
        Section("wrong", _("What not to conclude"), [Points(doubts)]),
    ]


def _brief_standing(found: Comparison, answered: Answer) -> Section:
    blocks: list[Block] = [groups.four(found)]
    notes: list[str] = []
    by_township = leading.townships(found.results, answered)
    if by_township is not None:
        grid, notes = by_township
        blocks.append(of_grid(grid))
    said = sentences([*notes, replies.not_given(answered)])
    if said:
        blocks.append(Text(said, "note"))
    return Section("standing", _("Where we stand"), blocks)
