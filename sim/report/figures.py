"""The charts of a page: those of :mod:`sim.plots`, one an alternative, as wide as a phone."""

from __future__ import annotations

from sim.locale import _, current_language
from sim.plots import drawer
from sim.plots.lettering import worlds_text
from sim.present.names import measure_name
from sim.report.answer import SAID, title
from sim.report.blocks import Figure, Figures, Text
from sim.report.drawing import Sheet
from sim.report.lettering import chart
from sim.results.reading import Results


class Charts:
    """The charts of one page, drawn one after the other."""

    def __init__(self, results: Results) -> None:
        self._results = results
        self._sheet = Sheet()

    def over_time(self) -> Figures:
        """Return the fan of every alternative on that of the baseline."""
        return self._each("fan", _("“{title}” in colour, the baseline grey"))

    def about_time(self) -> Text:
        """Return what lines and bands of the fans are."""
        text = _("{measure} over time; each chart has a scale of its own. {bands}")
        said = text.format(measure=measure_name(SAID), bands=worlds_text(self._results))
        return Text(said, "note")

    def rules(self) -> str:
        """Return the CSS that the charts drawn so far need."""
        return self._sheet.rules()

    def held_back(self) -> Figures:
        """Return what holds the uncovered back over time, of the baseline and every alternative."""
        charts = [
            self._chart("bottlenecks", name, title(self._results, name))
            for name in self._results.alternatives
        ]
        return Figures(charts)

    def cost_effect(self) -> Figures:
        """Return what alternatives cost beside what they change."""
        caption = _("Points: medians; bars: what 90 % of worlds lie between")
        return Figures([self._chart("cost_effect", None, caption)])

    def _each(self, kind: str, caption: str) -> Figures:
        """Return a chart of every alternative; of the baseline alone where there is no other."""
        names = self._results.alternatives[1:] or self._results.alternatives
        return Figures(
            [
                self._chart(kind, name, caption.format(title=title(self._results, name)))
                for name in names
            ]
        )

    def _chart(self, kind: str, alternative: str | None, caption: str) -> Figure:
        """Draw a chart without its title and note, which the page writes below it."""
        axes = drawer(kind)(self._results, alternative=alternative, lang=current_language())
        axes.set_title("", loc="left")
        axes.set_xlabel("" if alternative else axes.get_xlabel().partition("\n")[0])
        return Figure(self._sheet.put(chart(axes.figure)), caption)
