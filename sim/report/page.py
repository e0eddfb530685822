"""A page as one HTML text: no script, nothing fetched, the Chinese it needs embedded.

The same run gives the same bytes: nothing of the time or the place of its making is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from sim.locale import _, in_language, ngettext, pick
from sim.plots.rare import tell_page
from sim.present.answer import Answer
from sim.report import (
    answer,
    assumptions,
    groups,
    hinges,
    limits,
    money,
    outcomes,
    standing,
)
from sim.report import (
    brief as one_page,
)
from sim.report.blocks import Block, Fold, Section, Text
from sim.report.figures import Charts, face
from sim.results import answering, leading
from sim.results.compare import Comparison
from sim.results.joined import Joined, known
from sim.results.reading import Results

_FOLDED: Final = re.compile(r"<(pre|details|style).*?</\1>", re.DOTALL)
"""What is shown in the reader's own fonts."""

TAGS: Final = {"en": "en", "zh": "zh-CN"}
"""Languages as HTML names them: it is by zh-CN that browsers choose simplified forms."""


def report(
    results: Results,
    *,
    lang: str = "en",
    brief: bool = False,
    alternatives: Sequence[str] = (),
    names: bool = False,
) -> str:
    """Return the report of a run as HTML, or its one-page form.

    ``alternatives`` limits it to some, beside the baseline; the others are named as left out.
    ``names`` adds a section on organizations by name, simulated and not observed. Raises
    ``InputError`` where the run doesn't have an alternative.
    """
    with in_language(lang):
        chosen, left_out = _chosen(results, alternatives)
        found, answered = chosen.compare(), answering.answer(chosen)
        charts = Charts(chosen)
        make = one_page.sections if brief else _sections
        sections = make(found, answered, charts, left_out)
        if names:
            sections.append(groups.named(chosen))
        body = (
            _environment()
            .get_template("page.html.j2")
            .render(
                tag=TAGS[lang],
                brief=brief,
                title=pick(chosen.info["title"]),
                about=_about(chosen),
                version=chosen.info["fugai"],
                command=limits.command(chosen).splitlines()[0],
                sections=sections,
                charts=charts.rules(),
            )
        )
        tell_page(body)
        return body.replace("/*font*/", face(_FOLDED.sub("", body)))


def _sections(
    found: Comparison, answered: Answer, charts: Charts, left_out: list[str]
) -> list[Section]:
    results = found.results
    several = len(results.alternatives) > 1
    turned = [*leading.overturning(answered)] if several else []
    made = [
        answer.section(results, answered, charts, turned, left_out),
        standing.section(found),
        _coverage(found, charts),
        _hollow(found),
    ]
    if several:
        made.append(_gains(found, answered))
    made += [_causes(found, charts), _costs(found, charts), _failures(found)]
    if len(results.alternatives) > 2:
        text = _(
            "A ranking is a count of worlds: what can't be learnt from data is drawn anew in each."
        )
        blocks: list[Block] = [Text(text), outcomes.pairs_table(found)]
        made.append(Section("pairs", _("Alternatives against each other"), blocks))
    if several:
        made.append(hinges.section(found))
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
        "of founding, which others got. Groups hold other organizations in other worlds, and "
        "small groups vary by chance."
    )
    blocks: list[Block] = [Text(text), groups.counts(found)]
    blocks += groups.by_group(found.results, answered)
    return Section("gains", _("Who gains and who loses"), blocks)


def _causes(found: Comparison, charts: Charts) -> Section:
    text = _(
        "Each operating organization without a branch is held back by one link, the first that "
        "applies. Means over worlds; a share that falls may hide a number that rises."
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
    left_out = [answer.title(results, name) for name in others if name not in kept]
    return Joined(results, results, reference=baseline, chosen=kept), left_out


def _about(results: Results) -> str:
    worlds = len(results.replicates)
    return _("{first} to {last} · {worlds} · simulated, not observed").format(
        first=results.scenario.month_name(0),
        last=answer.end_of(results),
        worlds=ngettext(
            "{k} world of each alternative", "{k} worlds of each alternative", worlds
        ).format(k=worlds),
    )


def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("sim.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    found.install_gettext_callables(_, ngettext)  # type: ignore[attr-defined]
    return found
