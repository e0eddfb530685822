"""What a notebook shows: short tables of objects, and data frames of what there is."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from sim.locale import _, pick
from sim.measures.catalogue import HEADLINE, MEASURES
from sim.parameters import PARAMETERS
from sim.policies import POLICIES
from sim.present.names import measure_name
from sim.present.numbers import points_cell, share_cell, whole

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario


def policies() -> pd.DataFrame:
    """Return every field of every policy: ``policy``, ``label``, ``field``, default, range, unit.

    Policies of extensions that are in use are among them.
    """
    import pandas as pd

    rows = [
        {
            "policy": name,
            "label": pick(policy.label),
            "field": field.name,
            "meaning": pick(field.metadata["label"]),
            "default": field.default,
            "low": field.metadata.get("low"),
            "high": field.metadata.get("high"),
            "unit": field.metadata.get("unit", ""),
            "choices": ", ".join(field.metadata.get("choices", ())),
            "source": field.metadata.get("source", policy.source),
        }
        for name, policy in POLICIES.items()
        for field in dataclasses.fields(policy)
        if "label" in field.metadata
    ]
    return pd.DataFrame(rows)


def measures() -> pd.DataFrame:
    """Return every measure with label, unit, definition, numerator and denominator."""
    columns = ("measure", "label", "unit", "definition", "numerator", "denominator")
    return _frame(measure_entries(), columns)


def measure_entries() -> list[dict[str, Any]]:
    """Return what is declared of every measure, in both languages."""
    return [
        {
            "measure": name,
            "label": dict(measure.label),
            "definition": dict(measure.definition),
            "unit": measure.unit,
            "numerator": measure.numerator,
            "denominator": measure.denominator,
        }
        for name, measure in MEASURES.items()
    ]


def parameters() -> pd.DataFrame:
    """Return every parameter with label, default, range, prior, unit, standing and source."""
    columns = ("parameter", "label", "default", "low", "high", "prior", "unit", "status", "source")
    return _frame(parameter_entries(), columns)


def parameter_entries() -> list[dict[str, Any]]:
    """Return what is declared of every parameter, in both languages."""
    return [
        {
            "parameter": name,
            "label": dict(parameter.label),
            "range": f"{parameter.default:g} ({parameter.low:g} – {parameter.high:g})",
            "default": parameter.default,
            "low": parameter.low,
            "high": parameter.high,
            "prior": str(parameter.scale),
            "unit": parameter.unit,
            "may_be_zero": parameter.may_be_zero,
            "status": str(parameter.status),
            "section": parameter.section,
            "source": parameter.source,
        }
        for name, parameter in PARAMETERS.items()
    ]


def _frame(entries: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Return columns of entries, texts in the reader's language."""
    import pandas as pd

    frame = pd.DataFrame(entries, columns=list(columns))
    texts = ["label", *(["definition"] if "definition" in columns else [])]
    frame[texts] = frame[texts].map(pick)
    return frame


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
