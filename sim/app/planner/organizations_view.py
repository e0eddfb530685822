"""The table of organizations, a page at a time, and the two histories of the one that is asked for.

What is said of one organization is simulated, not observed; names are shown when asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from nicegui import events, run, ui

from sim.app.planner import organizations
from sim.app.planner.desk import Desk, error_box, named, note, window
from sim.app.planner.organizations import Wanted
from sim.app.shell import spoken
from sim.errors import FugaiError
from sim.histories.explain import explain, open_run, telling_replicate
from sim.histories.story import History, ends, head, history, remedies
from sim.locale import _, in_language, pick
from sim.present.names import alternative_name

SORTABLE: Final = """<q-th :props="props" :tabindex="props.col.sortable ? 0 : undefined"
  :aria-sort="!props.col.sortable ? undefined : !props.col.__thClass.includes(' sorted') ? 'none'
    : props.col.__thClass.includes('sort-desc') ? 'descending' : 'ascending'"
  @keydown.enter="props.col.sortable && props.sort(props.col)"
  @keydown.space.prevent="props.col.sortable && props.sort(props.col)">
  {{ props.col.label }}</q-th>"""
"""A head that sorts by keyboard too, and says which way it does."""

ASKABLE: Final = """<q-td :props="props"><q-btn v-if="props.row.told" flat dense no-caps
  color="primary" :id="`tell-${props.row.id}`" :label="props.value"
  @click="() => $parent.$emit('tell', props.row.id)" />
  <template v-else>{{ props.value }}</template></q-td>"""
"""A first cell that is a button, unless names are shown: it is reached by keyboard too."""

FIRST: Final = 0
"""The replicate whose organizations the table lists."""


@dataclass(frozen=True)
class Told:
    """What the page shows of an organization: lines, and what happened in rows."""

    replicate: int
    head: list[str]
    history: History
    end: list[str]
    remedies: list[str]
    differs: int | None
    """Another replicate in which it ends differently; only rows of a registry stand in several."""


def tell(
    folder: Path, organization: int, alternative: str, language: str, replicate: int = FIRST
) -> Told | str:
    """Show an organization in a replicate, by default in the one that the table lists.

    Without a registry each replicate has organizations of its own: the same identity in another
    one is not the organization of the table. A text says why nothing is known.
    """
    with in_language(language):
        try:
            results = open_run(str(folder))
            scenario = results.scenario
            found = explain(scenario, organization, alternative, replicate, results=results)
            differs = None
            if scenario.organizations.registry is not None:
                differs = telling_replicate(results, organization, alternative)
        except FugaiError as error:
            return str(error)
        # The first line names it by its identity: the page has the name that the table gives it.
        about = [*head(found)][1:]
        return Told(
            replicate,
            about,
            history(found),
            [*ends(found)],
            [*remedies(found)],
            None if differs == replicate else differs,
        )


class OrganizationsView:
    """Rows are fetched as they are looked at; a thousand organizations send twenty rows."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.wanted = Wanted()

    def draw(self, alternative: str) -> None:
        """Draw the table; ``alternative`` is what it is about, empty before a run."""
        found = self.desk.session.listing
        if found is None:
            note(_("This place has too many organizations for a table of them."))
            return
        self.wanted = replace(self.wanted, alternative=alternative or "baseline", first=0)
        if found.ends:
            note(
                _(
                    "Simulated, not observed. Listed are the organizations that the first "
                    "replicate starts with; choose one to see its two histories there."
                )
            )
        with ui.element("div").classes("fg-row"):
            titles = {
                str(number): pick(title)
                for number, title in enumerate(found.scenario.place.district_titles)
            }
            ui.select(
                {"": _("all districts"), **titles},
                label=_("District"),
                value="" if self.wanted.district is None else str(self.wanted.district),
                on_change=spoken(self._district),
            ).classes("fg-half")
            words = ui.input(
                _("Search: number, township, industry, kind"),
                value=self.wanted.words,
                on_change=spoken(self._search),
            ).props("clearable debounce=250")
            words.classes("fg-grow").mark("search-organizations")
            if any(found.names):
                ui.checkbox(
                    _("Show names, without anything that is simulated"),
                    value=self.wanted.names,
                    on_change=spoken(self._names),
                )
        rows, number = organizations.page(found, self.wanted)
        self.table = ui.table(
            rows=rows,
            columns=organizations.columns(found, names=self.wanted.names),
            row_key="id",
            pagination={"page": 1, "rowsPerPage": self.wanted.rows, "rowsNumber": number,
                        "sortBy": self.wanted.sort or None, "descending": self.wanted.descending},
        ).classes("fg-wide").props("flat dense")  # fmt: skip
        self.table.props["rows-per-page-label"] = _("Rows")
        self.table.props["rows-per-page-options"] = [10, 20, 50, 100]
        self.table.props[":pagination-label"] = "(first, last, all) => `${first}–${last} / ${all}`"
        named(self.table, _("Organizations"))
        self.table.add_slot("header-cell", SORTABLE)
        self.table.on("request", spoken(self._request))
        if found.ends:
            self.table.add_slot("body-cell-organization", ASKABLE)
            self.table.on("tell", spoken(self._asked))

    def _request(self, event: events.GenericEventArguments) -> None:
        asked: dict[str, Any] = event.args["pagination"]
        rows = int(asked["rowsPerPage"])
        self.wanted = replace(
            self.wanted,
            sort=asked.get("sortBy") or "",
            descending=bool(asked.get("descending")),
            rows=rows,
            first=(int(asked["page"]) - 1) * rows,
        )
        self._fill(int(asked["page"]))

    def _fill(self, page: int) -> None:
        found = self.desk.session.listing
        assert found is not None
        rows, number = organizations.page(found, self.wanted)
        self.table.pagination = {
            "page": page,
            "rowsPerPage": self.wanted.rows,
            "rowsNumber": number,
            "sortBy": self.wanted.sort or None,
            "descending": self.wanted.descending,
        }
        self.table.rows = rows

    def _district(self, event: events.ValueChangeEventArguments[Any]) -> None:
        district = int(event.value) if event.value else None
        self.wanted = replace(self.wanted, district=district, first=0)
        self._fill(1)

    def _search(self, event: events.ValueChangeEventArguments[Any]) -> None:
        self.wanted = replace(self.wanted, words=str(event.value or ""), first=0)
        self._fill(1)

    def _names(self, event: events.ValueChangeEventArguments[Any]) -> None:
        found = self.desk.session.listing
        assert found is not None
        self.wanted = replace(self.wanted, names=bool(event.value))
        self.table.columns = organizations.columns(found, names=self.wanted.names)
        self._fill(self.wanted.first // max(1, self.wanted.rows) + 1)

    async def _asked(self, event: events.GenericEventArguments) -> None:
        await self.show(int(event.args))

    async def show(self, organization: int) -> None:
        """Show the two histories of an organization."""
        session = self.desk.session
        if session.outcome is None:
            return
        assert session.listing is not None
        title = organizations.title_of(session.listing, organization)
        results, alternative = session.outcome.results, self.wanted.alternative
        against = alternative_name(results, alternative)
        with window(
            self.desk.layer, _("{organization}: two histories").format(organization=title)
        ) as dialog:
            place = ui.element("div").classes("fg-part")
            with ui.element("div").classes("fg-close"):  # In sight, however long they are.
                ui.button(_("Close"), on_click=dialog.close).props("flat autofocus")

        def gone() -> None:
            dialog.delete()
            # The table may have been drawn anew meanwhile: its button is another one now.
            self.desk.focus(f"tell-{organization}")

        dialog.on("hide", gone)
        dialog.open()

        async def draw(replicate: int) -> None:
            place.clear()
            with place, ui.element("div").classes("fg-row").props('role="status"'):
                ui.spinner()
                ui.label(_("Both sides are run once more …"))
            told = await run.cpu_bound(
                tell, results.folder, organization, alternative, self.desk.language, replicate
            )
            if told is None or dialog.is_deleted:
                return
            place.clear()
            with place:
                if isinstance(told, str):
                    error_box(told)
                    return
                text = _("“{title}” against the baseline, replicate {k}")
                ui.label(text.format(title=against, k=told.replicate))
                if told.differs is not None:
                    text = _("Show replicate {k}, in which it ends differently")
                    other = spoken(partial(draw, told.differs))
                    ui.button(text.format(k=told.differs), on_click=other).props("outline")
                _draw_told(told)

        await draw(FIRST)


def _draw_told(told: Told) -> None:
    """Draw what happened in both worlds, with the place where they part."""
    for line in told.head:
        ui.label(line)
    with ui.element("ol").classes("fg-history"):
        for number, (date, side, text) in enumerate(told.history.rows):
            if number == told.history.parts:
                _draw_parting(told)
            with ui.element("li"):
                ui.label(date).classes("fg-date")
                ui.label(side).classes("fg-side")
                ui.label(text).classes("fg-grow")
        if told.history.parts == len(told.history.rows):
            _draw_parting(told)
    if told.history.parts is None:
        note(_("The two histories are the same."))
    for line in (*told.end, *told.remedies):
        ui.label(line)


def _draw_parting(told: Told) -> None:
    with ui.element("li").classes("fg-parting"):
        for line in told.history.parting:
            ui.label(line)
