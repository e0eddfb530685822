"""What there is, as data frames: policies, measures and parameters with their meaning."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

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
    import pandas as pd

    rows = [
        {
            "measure": name,
            "label": pick(measure.label),
            "unit": measure.unit,
            "definition": pick(measure.definition),
            "numerator": measure.numerator,
            "denominator": measure.denominator,
        }
        for name, measure in MEASURES.items()
    ]
    return pd.DataFrame(rows)


def parameters() -> pd.DataFrame:
    """Return every parameter with label, default, range, prior, unit, standing and source."""
    import pandas as pd

    rows = [
        {
            "parameter": name,
            "label": pick(one.label),
            "default": one.default,
            "low": one.low,
            "high": one.high,
            "prior": str(one.scale),
            "unit": one.unit,
            "status": str(one.status),
            "source": one.source,
        }
        for name, one in PARAMETERS.items()
    ]
    return pd.DataFrame(rows)
