"""The form of a policy: its fields with ranges and units, its help and what it does badly."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from nicegui import ui

from sim.app.planner import cards
from sim.app.planner.cards import Field
from sim.app.planner.desk import error_box, heading, named, note
from sim.app.planner.document import Entry
from sim.app.planner.form_dialog import FormDialog
from sim.app.speaking import spoken
from sim.errors import InputError
from sim.locale import _, pick
from sim.policies import POLICIES
from sim.scenario import Scenario
from sim.scenario.errors import Problem, ScenarioError

_KEY: Final = re.compile(r"([A-Za-z0-9_]+)\s*=\s*\[?\s*$")

Save = Callable[[Entry], Awaitable[InputError | None]]
"""Takes an entry into the scenario; returns what is wrong with it."""


class PolicyDialog(FormDialog):
    """One policy's form."""

    def __init__(self, layer: ui.element, entry: Entry, scenario: Scenario, save: Save) -> None:
        self.entry, self.scenario, self.save = entry, scenario, save
        self.inputs: dict[tuple[str, ...], tuple[Field, Any]] = {}
        self.show(layer)

    def _draw(self) -> None:
        policy = POLICIES[str(self.entry["policy"])]
        heading(pick(policy.label), 2)
        ui.label(pick(policy.help))
        ui.label(pick(policy.caution)).classes("fg-caution")
        for group, fields in cards.form(policy.name, self.scenario).items():
            heading(_(cards.GROUPS[group]), 3)
            if group == "cost":
                note(_("Defaults are placeholders: put local ones in their place."))
            if group == "schedule" and self.entry.get("periods"):
                note(
                    _("Several periods: {periods}. They are changed in the file.").format(
                        periods=cards.when(self.entry)
                    )
                )
            with ui.element("div").classes("fg-form"):
                for field in fields:
                    if not (self.entry.get("periods") and field.kind == "month"):
                        self.inputs[field.key] = (field, self._input(field))
        self.errors = ui.element("div").classes("fg-wide")
        with ui.element("div").classes("fg-row"):
            ui.button(_("Take it over"), on_click=spoken(self._save)).mark("save-policy")
            ui.button(_("Cancel"), on_click=self.dialog.close).props("flat")

    def _input(self, field: Field) -> Any:
        """Draw the input of a field, below its whole label, with its range and default."""
        value = cards.value(self.entry, field)
        with ui.element("div"):
            if field.kind == "truth":
                return ui.checkbox(field.label, value=value).mark("-".join(field.key))
            ui.label(field.wide).classes("fg-label").props("aria-hidden=true")
            made = self._plain(field, value)
        named(made.props("dense"), field.wide)
        return made.mark("-".join(field.key))

    def _plain(self, field: Field, value: Any) -> Any:
        """Draw what is written or chosen."""
        if field.kind == "choice":
            return ui.select(dict(field.choices), value=value)
        if field.kind == "many":
            made: Any = ui.select(dict(field.choices), value=value, multiple=True)
            made.props("use-chips clearable").props["hint"] = _("all, where nothing is chosen")
            return made
        if field.kind == "month":
            made = ui.input(value=value or "", placeholder="2010-01")
            made.props["hint"] = _("YYYY-MM; open where empty")
            return made
        text = _("{range}; {default:g} by default")
        made = ui.number(value=value).props("step=any")
        made.props["hint"] = text.format(range=field.allowed, default=field.default)
        return made

    async def _save(self) -> None:
        entry = self.entry
        for field, made in self.inputs.values():
            if field.kind != "truth" and hasattr(made, "error"):
                made.error = None
            entry = cards.changed(entry, field, made.value)
        refused = await self.save(entry)
        if refused is None:
            self.dialog.close()
            return
        self.errors.clear()
        with self.errors:
            error_box(refused)
        if isinstance(refused, ScenarioError):
            for problem in refused.problems:
                self._mark(problem)

    def _mark(self, problem: Problem) -> None:
        """Say at the input what is wrong with its value."""
        name = key_of(problem)
        for key, (_field, made) in self.inputs.items():
            if key[-1] == name and hasattr(made, "error"):
                made.error = problem.message


def key_of(problem: Problem) -> str:
    """Return the key whose value a problem points at, empty if it points at none."""
    if not problem.shown:
        return ""
    found = _KEY.search(problem.shown[-1][1][: problem.start])
    return found[1] if found else ""


def fresh(name: str, scenario: Scenario) -> Mapping[str, Any]:
    """Return the entry of a policy that starts a year after the scenario does."""
    month = min(12, scenario.months - 1)
    return {"policy": name, "start": scenario.month_name(month)}
