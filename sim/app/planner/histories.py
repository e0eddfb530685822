"""Two histories of one organization in words; made in another process, since it simulates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.errors import FugaiError
from sim.locale import in_language
from sim.results.explain import explain, open_run, telling_replicate
from sim.results.histories import History, ends, head, history, remedies


@dataclass(frozen=True)
class Told:
    """What the page shows of an organization: lines, and what happened in rows."""

    head: list[str]
    history: History
    end: list[str]
    remedies: list[str]


def tell(
    folder: Path, organization: int, alternative: str, language: str, names: bool
) -> Told | str:
    """Tell of an organization in the first world in which it ends differently.

    A text says why nothing can be told.
    """
    with in_language(language):
        try:
            results = open_run(str(folder))
            replicate = telling_replicate(results, organization, alternative)
            found = explain(
                results.scenario, organization, alternative, replicate, results=results, names=names
            )
        except FugaiError as error:
            return str(error)
        return Told([*head(found)], history(found), [*ends(found)], [*remedies(found)])
