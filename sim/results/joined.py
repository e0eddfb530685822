"""Alternatives of one run beside the reference of another, read as one run.

Draws are keyed by seed, replicate and identity, never by scenario. Replicate k of two runs of the
same place meets the same draws, so it may be paired across runs as well as within one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sim.errors import InputError
from sim.locale import _, in_language, labelled, listed, noted, sentences
from sim.plan.edition import check_edition, edition_of
from sim.results.parquet import booleans, codes, places, schema, values
from sim.results.reading import Results
from sim.scenario import Scenario
from sim.scenario.scenario import BASELINE
from sim.state.plugged import SLOTS
from sim.text.hints import closest, near

F64 = npt.NDArray[np.float64]

HELD: Final = ("seed", "uncertainty", "posterior", "start", "years", "places", "organizations")
"""What two scenarios must share, or their replicates are no pairs."""

MAY_DIFFER: Final = ("parameters", "model", "extensions", "baseline", "budget", "history")
"""What else may differ besides the alternatives; a difference is then due to it as well."""


class Joined(Results):
    """Some alternatives of a run against one alternative of the same or of another run.

    ``alternatives[0]`` is the reference. Only replicates that both runs hold count. An id that
    both sides have is distinguished by the name of the other scenario.
    """

    def __init__(
        self,
        left: Results,
        right: Results,
        *,
        reference: str = BASELINE,
        chosen: Sequence[str] | None = None,
    ) -> None:
        _refuse_strangers(left, right)
        known(left, reference)
        others = [name for name in right.alternatives if left is not right or name != reference]
        for name in chosen or ():
            known(right, name)
        if chosen is not None:
            others = [name for name in others if name in chosen]
        if not others:
            raise InputError(_("There is nothing to compare with: choose another alternative."))
        self.left, self.right = left, right
        self._run = right._run
        self.folder = right.folder
        self.replicates = tuple(sorted({*left.replicates} & {*right.replicates}))
        if not self.replicates:
            raise InputError(_("The two runs have no replicate in common."))
        self.failed = left.failed | right.failed
        # Both are of the present edition: what one did not count is an extension's.
        self.uncounted = tuple(dict.fromkeys([*left.uncounted, *right.uncounted]))
        right_name = str(right.info["name"])
        self._ids = {name: name if name != reference else f"{right_name}:{name}" for name in others}
        self._reference = reference
        titles = {reference: left.info["alternatives"][reference]} | {
            own: right.info["alternatives"][name]
            if own == name
            else _titled(right, right.info["alternatives"][name])
            for name, own in self._ids.items()
        }
        self.info = right.info | {"alternatives": titles}

    def parts(self, name: str) -> Iterator[pa.Table]:
        """Yield the reference's rows of a table, then those of the others."""
        own = schema(name)
        if "alternative" not in own.names:
            yield from self.left.parts(name)
            return
        for results, ids in ((self.left, {self._reference: self._reference}), self._right):
            for table in results.parts(name):
                # An older edition may lack columns of today's: they are left out.
                form = pa.schema([one for one in own if one.name in table.column_names])
                yield self._renamed(table, ids).cast(form)

    @property
    def _right(self) -> tuple[Results, Mapping[str, str]]:
        return self.right, self._ids

    def _renamed(self, table: pa.Table, ids: Mapping[str, str]) -> pa.Table:
        """Leave some alternatives of a table, under their new ids, in common replicates."""
        place = places(table["alternative"], list(ids))
        common = np.isin(values(table["replicate"]), self.replicates)
        table = table.filter(booleans((place >= 0) & common))
        column = codes(places(table["alternative"], list(ids)), list(ids.values()))
        return table.set_column(table.column_names.index("alternative"), "alternative", column)

    def series(self, measures: Sequence[str] | str, *, dimension: str | None = "all") -> pa.Table:
        """Return some measures of both sides."""
        found = [
            self._renamed(results.series(measures, dimension=dimension), ids)
            for results, ids in ((self.left, {self._reference: self._reference}), self._right)
        ]
        return pa.concat_tables([table.cast(schema("series")) for table in found])

    def cube(self, measures: Sequence[str] | str, months: Sequence[int] | int) -> F64:
        """Return values of several measures: [measure, alternative, replicate, month]."""
        found = []
        for results, ids in ((self.left, (self._reference,)), (self.right, tuple(self._ids))):
            rows = np.searchsorted(results.replicates, self.replicates)
            which = [results.alternatives.index(name) for name in ids]
            found.append(results.cube(measures, months)[:, which][:, :, rows])
        return np.concatenate(found, axis=1)

    def defaults(self) -> dict[str, Any] | None:
        """Return nothing: what was found at the defaults is not kept for pairs of runs."""
        return None

    def remarks(self) -> list[str]:
        """Return what differs between the two scenarios besides their alternatives."""
        return differing(self.left.info["scenario"], self.right.info["scenario"], MAY_DIFFER)


def known(results: Results, alternative: str) -> None:
    """Refuse an alternative that a run doesn't have."""
    if alternative not in results.alternatives:
        raise unknown(str(results.info["name"]), alternative, results.alternatives)


def unknown(scenario: str, alternative: str, all_of_them: Sequence[str]) -> InputError:
    """Return the error that names the alternatives that there are."""
    text = _('{scenario} has no alternative "{name}"; it has {all}.')
    named = listed(all_of_them)
    said = text.format(scenario=scenario, name=alternative, all=named)
    hint = near(alternative, all_of_them) if closest(alternative, all_of_them) else ""
    return InputError(sentences([said, hint]))


def refuse_unpaired(left: Scenario, right: Scenario) -> None:
    """Refuse two scenarios whose replicates are no pairs, before anything is simulated."""
    _refuse_content(left.name, left.resolved(), right.name, right.resolved())


def differing(left: Mapping[str, Any], right: Mapping[str, Any], keys: Sequence[str]) -> list[str]:
    """Return the keys of two scenarios' contents that differ in more than what labels."""
    return [key for key in keys if _plain(key, left.get(key)) != _plain(key, right.get(key))]


def _refuse_strangers(left: Results, right: Results) -> None:
    if left is not right:
        for results in (left, right):
            check_edition(results.folder, edition_of(results.info))
    names = str(left.info["name"]), str(right.info["name"])
    _refuse_content(names[0], left.info["scenario"], names[1], right.info["scenario"])
    if left.info["code"] != right.info["code"]:
        text = _("{left} and {right} were made by different versions of the program: run one anew.")
        raise InputError(text.format(left=left.folder, right=right.folder))
    common = min(len(_candidates(left)), len(_candidates(right)))
    if _candidates(left)[:common] != _candidates(right)[:common]:
        apart = other_rules(left.info["scenario"], right.info["scenario"])
        if apart:
            text = _(
                "{left} and {right} differ in a rule ({rules}), and each rule has pasts of its "
                "own: replicates in the same place are no pairs. Pair those that both rules "
                "accept with: fugai rivals {left} --rule {rule}; from Python by Results.numbers."
            )
            raise InputError(
                text.format(
                    left=left.folder, right=right.folder, rules=rules_text(apart),
                    rule=f"{apart[0][0]}={apart[0][2]}",
                )
            )  # fmt: skip
        text = _(
            "{left} and {right} have other pasts behind them: their baselines differ before the "
            "start, so their replicates are no pairs. Run both with --no-history to compare."
        )
        raise InputError(text.format(left=names[0], right=names[1]))


def other_rules(left: Mapping[str, Any], right: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return each rule that two scenarios' contents have not in common: slot, one and other."""
    one, other = (content.get("model") or {} for content in (left, right))
    pairs = [(slot, one.get(slot, of.default), other.get(slot, of.default))
             for slot, of in SLOTS.items()]  # fmt: skip
    return [(slot, here, there) for slot, here, there in pairs if here != there]


def rules_text(apart: Sequence[tuple[str, str, str]]) -> str:
    """Write rules that differ, such as ``peers: cell, none``."""
    return _("; ").join(labelled(slot, listed((here, there))) for slot, here, there in apart)


def _candidates(results: Results) -> list[int]:
    """Return which candidate each replicate of a run is, where pasts were asked for."""
    said = results.info.get("history") or {}
    return list(said.get("candidates", ()))


def _refuse_content(
    left_name: str, left: Mapping[str, Any], right_name: str, right: Mapping[str, Any]
) -> None:
    found = differing(left, right, HELD)
    if found:
        text = _(
            "{left} and {right} differ in {keys}: their replicates are no pairs, and a difference "
            "between them would say nothing of policies. Compare scenarios of one place, with the "
            "same organizations, start, years, seed and uncertainty."
        )
        raise InputError(text.format(left=left_name, right=right_name, keys=listed(found)))


def _plain(key: str, value: Any) -> str:
    """Return a value without what labels, as a text; a registry without its file's headings."""
    if key == "organizations" and value is not None:
        value = {name: entry for name, entry in value.items() if name not in ("columns", "sheet")}
    return json.dumps(_untitled(value), sort_keys=True, ensure_ascii=False)


def _untitled(value: Any) -> Any:
    if isinstance(value, Mapping):
        labels = ("title", "question", "tile", "file", "encoding")
        return {name: _untitled(entry) for name, entry in value.items() if name not in labels}
    return [_untitled(entry) for entry in value] if isinstance(value, list) else value


def _titled(results: Results, title: Mapping[str, str]) -> dict[str, str]:
    """Return a title that says which scenario the alternative is of."""
    found = {}
    for language, text in title.items():
        with in_language(language):
            found[language] = noted(text, results.info["title"][language])
    return found
