"""The table of organizations, a page at a time, and the two histories of the one that is asked for.

What is said of one organization is simulated, not observed; names are shown when asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nicegui import events, run, ui

from sim.app.planner import organizations
from sim.app.planner.desk import Desk, error_box, heading, note
from sim.app.planner.organizations import Wanted
from sim.app.shell import spoken
from sim.errors import FugaiError
from sim.histories.explain import explain, open_run, telling_replicate
from sim.histories.story import History, ends, head, history, remedies
from sim.locale import _, in_language, pick


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
                    "replicate starts with; choose one to see its two histories."
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
            if any(found.names):
                ui.checkbox(
                    _("Show names: what is said of a named one is simulated"),
                    value=self.wanted.names,
                    on_change=spoken(self._names),
                )
        rows, number = organizations.page(found, self.wanted)
        self.table = ui.table(
            rows=rows,
            columns=organizations.columns(found),
            row_key="id",
            pagination={"page": 1, "rowsPerPage": self.wanted.rows, "rowsNumber": number,
                        "sortBy": self.wanted.sort or None, "descending": self.wanted.descending},
        ).classes("fg-wide").props("flat dense")  # fmt: skip
        self.table.props["rows-per-page-label"] = _("Rows")
        self.table.props["rows-per-page-options"] = [10, 20, 50, 100]
        self.table.props[":pagination-label"] = "(first, last, all) => `${first}–${last} / ${all}`"
        self.table.on("request", spoken(self._request))
        if found.ends:
            self._buttons()
            self.table.on("tell", spoken(self._asked))

    def _buttons(self) -> None:
        """Make the first cell of a row a button: it is reached by keyboard too."""
        self.table.add_slot(
            "body-cell-organization",
            '<q-td :props="props"><q-btn flat dense no-caps color="primary" :label="props.value" '
            "@click=\"() => $parent.$emit('tell', props.row.id)\" /></q-td>",
        )

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

    def _names(self, event: events.ValueChangeEventArguments[Any]) -> None:
        self.wanted = replace(self.wanted, names=bool(event.value))
        self._fill(self.wanted.first // max(1, self.wanted.rows) + 1)

    async def _asked(self, event: events.GenericEventArguments) -> None:
        await self.show(int(event.args))

    async def show(self, organization: int) -> None:
        """Show the two histories of an organization."""
        session = self.desk.session
        if session.outcome is None:
            return
        folder, alternative = session.outcome.results.folder, self.wanted.alternative
        with self.desk.layer, ui.dialog() as dialog, ui.card().classes("fg-dialog"):
            heading(_("Two histories of one organization"), 2)
            place = ui.element("div").classes("fg-part")
            with place:
                ui.label(_("Its two worlds are simulated once more …")).props('role="status"')
                ui.spinner()
            ui.button(_("Close"), on_click=dialog.close).props("flat")
        dialog.on("hide", dialog.delete)
        dialog.open()
        told = await run.cpu_bound(
            tell, folder, organization, alternative, self.desk.language, self.wanted.names
        )
        if told is None or dialog.is_deleted:
            return
        place.clear()
        with place:
            if isinstance(told, str):
                error_box(told)
            else:
                _draw_told(told)


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
