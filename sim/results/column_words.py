"""What people read for the codes in a run's tables: events, committees, policies, costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from sim.locale import _, pick
from sim.locale.codes import BRANCHES, COMMITTEES, EVENTS
from sim.locale.codes import UNMET as UNMET_DEMAND
from sim.parameters import PARAMETERS
from sim.policies.base import Policy
from sim.results.book import UNMET
from sim.results.joined import Joined
from sim.results.reading import Results
from sim.results.telling import title_of_committee, title_of_policy

Line = Mapping[str, Any]
"""A row of a table by names of its columns."""


def column_words(results: Results) -> Mapping[str, Callable[[Line], str]]:
    """Return by column what its cell of a row is called in the current language.

    Columns of identities and numbers are not among them.
    """
    titles, used = results.info["alternatives"], _policies(results)

    def committee(row: Line) -> str:
        level, _colon, place = row["committee"].partition(":")
        return _(COMMITTEES[level]).format(place=title_of_committee(results.scenario, place))

    def item(row: Line) -> str:
        if row["item"] == UNMET:
            return _(UNMET_DEMAND)
        costs = {field.name: field for field in fields(used[row["policy"]])}
        return pick(costs[row["item"]].metadata["label"])

    return {
        "alternative": lambda row: pick(titles[row["alternative"]]),
        "event": _marked(EVENTS, "event"),
        "branches": _marked(BRANCHES, "branches"),
        "committee": committee,
        "policy": lambda row: title_of_policy(used[row["policy"]]),
        "item": item,
        "parameter": lambda row: pick(PARAMETERS[row["parameter"]].label),
    }


def _policies(results: Results) -> dict[str, Policy]:
    """Return every policy of a run, of both runs of a pair, by its id."""
    both = (results.left, results.right) if isinstance(results, Joined) else (results,)
    return {
        policy.id or policy.name: policy
        for each in both
        for alternative in each.scenario.alternatives
        for policy in alternative.policies
    }


def _marked(texts: Mapping[str, str], column: str) -> Callable[[Line], str]:
    def said(row: Line) -> str:
        text = texts[row[column]]
        return _(text)

    return said
