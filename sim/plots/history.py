"""Two histories of one organization, month by month, for the timeline: simulated, not observed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sim.results.reading import Results
    from sim.results.views import View

GAINED: Final = ("branch_founded", "branch_joined", "branch_merged")


@dataclass(frozen=True)
class Span:
    """A stretch of months in which an organization stands the same.

    ``state`` is vital, dormant, uncovered or inactive; ``held`` what holds it back, if uncovered.
    """

    first: int
    last: int
    state: str
    held: str


@dataclass(frozen=True)
class Mark:
    """Something that happened at the end of a month."""

    month: int
    kind: str


@dataclass(frozen=True)
class Side:
    """The history of an organization under one alternative."""

    alternative: str
    spans: tuple[Span, ...]
    marks: tuple[Mark, ...]


def histories(
    results: Results, organization: int, alternative: str, replicate: int
) -> tuple[Side, Side]:
    """Return what became of an organization under the baseline and under an alternative.

    Raises ``InputError`` for an organization that is in neither, with the nearest identities.
    """
    from sim.results.explain import open_run, unknown
    from sim.results.happenings import Teller
    from sim.results.views import look
    from sim.worlds import Worlds

    scenario = open_run(str(results.folder)).scenario
    names = (results.alternatives[0], alternative)
    worlds = Worlds.build(scenario, names, [replicate])
    tellers = [Teller(worlds, world, organization) for world in range(2)]
    views = [[look(worlds, world, organization, scenario)] for world in range(2)]
    marks: list[list[Mark]] = [[], []]
    for month in range(1, scenario.months + 1):
        worlds.step()
        for world in range(2):
            now = look(worlds, world, organization, scenario)
            told = tellers[world].tell(views[world][-1], now)
            for entry in told:
                kind = _kind(entry.kind, str(entry.values.get("answer", "")))
                if kind:
                    marks[world].append(Mark(month, kind))
            views[world].append(now)
    if not any(view for side in views for view in side):
        raise unknown(scenario, str(organization), replicate)
    first, second = (
        Side(name, _spans(views[world]), tuple(marks[world])) for world, name in enumerate(names)
    )
    return first, second


def _kind(kind: str, answer: str) -> str:
    """Return what is marked, empty for what is not; a head that was asked gave an answer."""
    if kind == "asked":
        return answer
    if kind in GAINED:
        return "branch"
    return {"case_taken": "liaison", "branch_lost": "lost"}.get(kind, "")


def _spans(views: list[View | None]) -> tuple[Span, ...]:
    found: list[Span] = []
    for month, view in enumerate(views):
        if view is None:
            continue
        state, held = _state(view)
        if found and (found[-1].last, found[-1].state, found[-1].held) == (month, state, held):
            found[-1] = Span(found[-1].first, month + 1, state, held)
        else:
            found.append(Span(month, month + 1, state, held))
    return tuple(found)


def _state(view: View) -> tuple[str, str]:
    if view.covered:
        return ("vital" if view.vital and not view.shell else "dormant"), ""
    if not view.operating:
        return "inactive", ""
    return "uncovered", view.bottleneck
