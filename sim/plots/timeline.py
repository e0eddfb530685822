"""Timeline: what became of one organization under the baseline and under an alternative."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.transforms import ScaledTranslation

from sim.errors import InputError
from sim.locale import N_, _
from sim.plots.axis import years_below
from sim.plots.choosing import alternative_of
from sim.plots.colours import BOTTLENECKS, OKABE_ITO, STATES
from sim.plots.history import Side, histories
from sim.plots.lettering import headline, note, nothing, text_width, wrapped
from sim.plots.style import QUIET, SINGLE, SMALL, sheet
from sim.plots.world import STATES as STATE_NAMES
from sim.plots.world import replicate_of
from sim.present.names import alternative_name, capital, reason_name, sentences

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.reading import Results

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
    from sim.results.explain import organization_of, telling_replicate

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
            return nothing(ax, _("It is on the register in neither world."))
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
