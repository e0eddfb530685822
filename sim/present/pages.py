"""What a notebook shows of an object: a short table, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from sim.locale import _, pick
from sim.measures.catalogue import HEADLINE
from sim.present.names import measure_name
from sim.present.numbers import points_cell, share_cell, whole

if TYPE_CHECKING:
    from sim.scenario import Scenario


def table(rows: Iterable[Sequence[str]], heads: Sequence[str] = (), title: str = "") -> str:
    """Return rows of texts as an HTML table."""
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows
    )
    caption = f"<caption>{escape(title)}</caption>" if title else ""
    start = f"<thead><tr>{head}</tr></thead>" if head else ""
    return f"<table>{caption}{start}<tbody>{body}</tbody></table>"


def scenario_page(scenario: Scenario) -> str:
    """Return what a scenario is: place, horizon, alternatives, rules, hash."""
    rows = [
        (_("start"), scenario.month_name(0)),
        (_("years"), str(scenario.years)),
        (_("replicates"), str(scenario.replicates)),
        (_("alternatives"), _(", ").join(entry.id for entry in scenario.alternatives)),
    ]
    if scenario.model:
        chosen = _(", ").join(f"{slot} = {name}" for slot, name in scenario.model.items())
        rows.append((_("rules"), chosen))
    if scenario.modules:
        rows.append((_("modules"), _(", ").join(scenario.modules)))
    rows.append((_("hash"), scenario.digest()))
    return table(rows, title=pick(scenario.title))


def comparison_page(found: Any) -> str:
    """Return the headline measures at the horizon, and paired differences from the baseline."""
    results = found.results
    baseline, *others = results.alternatives
    heads = ["", *(measure_name(name) for name in HEADLINE)]
    titles = results.info["alternatives"]
    rows = [
        [
            pick(titles[baseline]),
            *(str(share_cell(found.value(name, baseline))) for name in HEADLINE),
        ]
    ]
    for alternative in others:
        cells = [str(points_cell(found.difference(name, alternative).band)) for name in HEADLINE]
        less = _("{title}, less the baseline").format(title=pick(titles[alternative]))
        rows.append([less, *cells])
    title = _("{title}, {n} replicates").format(
        title=pick(results.info["title"]), n=whole(len(results.replicates))
    )
    return table(rows, heads, title)


def study_page(done: Any) -> str:
    """Return the answer of a study: its question, and its answer in lines."""
    rows = [(line,) for line in done.lines if line.strip()]
    return table(rows, title=pick(done.study.title))
