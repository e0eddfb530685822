"""What there is, as data frames: policies, measures and parameters with their meaning."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.locale import pick
from sim.measures.catalogue import MEASURES
from sim.parameters import PARAMETERS
from sim.policies import POLICIES

if TYPE_CHECKING:
    import pandas as pd


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
