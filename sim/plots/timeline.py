"""Timeline: two histories of one organization, month by month: simulated, not observed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.transforms import ScaledTranslation

from sim.errors import InputError
from sim.locale import N_, _, sentences
from sim.plots.lettering import headline, note, nothing, text_width, wrapped, years_below
from sim.plots.style import (
    BOTTLENECKS,
    OKABE_ITO,
    QUIET,
    SINGLE,
    SMALL,
    STATES,
    alternative_of,
    sheet,
)
from sim.plots.world import STATES as STATE_NAMES
from sim.plots.world import replicate_of
from sim.present.names import alternative_name, capital, reason_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.histories.views import View
    from sim.results.reading import Results

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
    from sim.histories.explain import open_run, unknown
    from sim.histories.happenings import Changes
    from sim.histories.views import view_of
    from sim.worlds import Worlds

    scenario = open_run(str(results.folder)).scenario
    names = (results.alternatives[0], alternative)
    worlds = Worlds.build(scenario, names, [replicate])
    changes = [Changes(worlds, world, organization) for world in range(2)]
    views = [[view_of(worlds, world, organization, scenario)] for world in range(2)]
    marks: list[list[Mark]] = [[], []]
    for month in range(1, scenario.months + 1):
        worlds.step()
        for world in range(2):
            now = view_of(worlds, world, organization, scenario)
            told = changes[world].between(views[world][-1], now)
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


MARKS: Final = {
    "liaison": (N_("liaison takes the case"), ">", OKABE_ITO[5]),
    "consent": (N_("asked: consents"), "^", OKABE_ITO[2]),
    "deferred": (N_("asked: undecided"), "o", "#9A9A9A"),
    "refusal": (N_("asked: refuses"), "v", OKABE_ITO[1]),
    "branch": (N_("gets a branch"), "*", OKABE_ITO[0]),
    "lost": (N_("loses it"), "X", "#000000"),
}
"""What is marked: text, marker, colour."""

MARK: Final = 5.0
"""Size of a mark in points."""

HALF: Final = 0.10
"""Half the height of a bar, in lanes."""

YEARS_PT: Final = 17.0
"""Points below the lanes that the years take."""

SIDES_MM: Final = 6.0
"""Room that the figure leaves left and right of the lanes."""


def timeline(
    results: Results,
    *,
    organization: str | None = None,
    alternative: str | None = None,
    replicate: int | None = None,
    ax: Axes | None = None,
    width: float = SINGLE,
    lang: str = "en",
) -> Axes:
    """Draw two lanes of time, the baseline's above: states as bars, what happened as marks.

    ``organization`` is an identity or a name of the registry, which isn't shown. Without a
    replicate it is the first in which the organization ends differently.
    """
    from sim.histories.explain import organization_of, telling_replicate

    if organization is None:
        raise InputError(
            _(
                "Say which organization with --organization ID; "
                "fugai explain {run} --who gained lists some."
            ).format(run=results.folder)
        )
    chosen = alternative_of(results, alternative)
    who = organization_of(results.scenario, organization)
    if replicate is None:
        number = telling_replicate(results, who, chosen)
    else:
        number = replicate_of(results, replicate)
    sides = histories(results, who, chosen, number)
    with sheet(ax, lang, width=width, height=88.0 if width < 150 else 70.0) as ax:
        headline(ax, _("Two histories of one organization"))
        if not any(side.spans for side in sides):
            return nothing(ax, _("It is on the register on neither side."))
        month_mm = (width - SIDES_MM) / results.months
        for lane, side in enumerate(sides):
            _lane(ax, results, side, 1.0 - lane, month_mm)
        years_below(ax, results, width=width - SIDES_MM)
        ax.set_ylim(-0.42, 1.52)
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        below = _key(ax, sides, width)
        text = _("Organization {id}, replicate {k}: simulated, not observed.")
        note(ax, sentences([text.format(id=who, k=number)]), below=below)
        return ax


def _lane(ax: Axes, results: Results, side: Side, y: float, month_mm: float) -> None:
    ax.text(0, y + 0.36, alternative_name(results, side.alternative), va="center")
    for span in side.spans:
        ax.broken_barh(
            [(span.first, span.last - span.first)], (y - HALF, 2 * HALF),
            facecolor=STATES.get(span.state, "#FFFFFF"), edgecolor="#9A9A9A", linewidth=0.4,
        )  # fmt: skip
        if span.held not in BOTTLENECKS:
            continue
        room = (span.last - span.first) * month_mm - 1.0
        said = wrapped(reason_name(span.held), room, SMALL - 1)
        fits = said.count("\n") < 2 and max(map(_wide, said.split("\n"))) <= room
        if fits:
            ax.text(
                span.first, y - HALF - 0.03, said,
                va="top", fontsize=SMALL - 1, color=QUIET, linespacing=1.0,
            )  # fmt: skip
    for mark in side.marks:
        _text, marker, colour = MARKS[mark.kind]
        ax.plot([mark.month], [y + HALF + 0.07], marker=marker, color=colour, ms=MARK, mew=0.0)


def _under_years(ax: Axes) -> Any:
    """Return where the key hangs from: below the years."""
    inches: Any = ax.figure.figure.dpi_scale_trans
    return ax.transAxes + ScaledTranslation(0, -YEARS_PT / 72, inches)


def _wide(line: str) -> float:
    return text_width(line, SMALL - 1)


def _key(ax: Axes, sides: tuple[Side, Side], width: float) -> float:
    """Say below the lanes what colours and marks mean; return the room taken in points."""
    states = {span.state for side in sides for span in side.spans}
    kinds = {mark.kind for side in sides for mark in side.marks}
    handles: list[Patch | Line2D] = [
        Patch(facecolor=STATES.get(name, "#FFFFFF"), edgecolor="#9A9A9A", label=capital(_(text)))
        for name, text in STATE_NAMES.items()
        if name in states
    ]
    handles += [
        Line2D(
            [], [], ls="none", marker=marker, color=colour, ms=MARK, mew=0.0, label=capital(_(text))
        )
        for name, (text, marker, colour) in MARKS.items()
        if name in kinds
    ]
    across = 4 if width > 150 else 2
    rows = -(-len(handles) // across)
    legend = ax.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0.0, 0.0), ncols=across,
        bbox_transform=_under_years(ax),
        handlelength=1.2, handletextpad=0.4, columnspacing=0.8, borderpad=0.0, borderaxespad=0.0,
    )  # fmt: skip
    legend.set_in_layout(False)  # room for it is left above the note
    return SMALL * (1.5 * rows + 0.8)
