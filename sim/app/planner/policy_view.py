"""Choosing a policy and filling in its form."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from nicegui import events, ui

from sim.app.planner import cards, wording
from sim.app.planner.cards import Field
from sim.app.planner.desk import FormDialog, heading, named, note, window
from sim.app.planner.document import Entry
from sim.app.shell import spoken
from sim.errors import InputError
from sim.locale import _, ngettext, pick
from sim.policies import POLICIES
from sim.scenario import Scenario
from sim.text.problems import Problem, ScenarioError

_KEY: Final = re.compile(r"([A-Za-z0-9_]+)\s*=\s*\[?\s*$")

Save = Callable[[Entry], Awaitable[InputError | None]]
"""Takes an entry into the scenario; returns what is wrong with it."""


class PolicyDialog(FormDialog):
    """One policy's form."""

    name = "save-policy"

    def __init__(self, layer: ui.element, entry: Entry, scenario: Scenario, save: Save) -> None:
        self.entry, self.scenario, self.save = entry, scenario, save
        self.inputs: dict[tuple[str, ...], tuple[Field, Any]] = {}
        self.show(layer, pick(POLICIES[str(entry["policy"])].label))

    def _draw(self) -> None:
        policy = POLICIES[str(self.entry["policy"])]
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

    def _is_changed(self) -> bool:
        return self._filled() != self.entry

    def _filled(self) -> Entry:
        """Return the entry as the inputs have it."""
        entry = self.entry
        for field, made in self.inputs.values():
            entry = cards.changed(entry, field, made.value)
        return entry

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
            made = ui.input(value=value or "", placeholder="2010-01").props("type=month")
            made.props["hint"] = _("YYYY-MM; open where empty")
            return made
        text = _("{range}; {default:g} by default")
        made = ui.number(value=value).props("step=any")
        made.props["hint"] = text.format(range=field.allowed, default=field.default)
        return made

    async def _save(self) -> None:
        for field, made in self.inputs.values():
            if field.kind != "truth" and hasattr(made, "error"):
                made.error = None
        refused = await self.save(self._filled())
        if refused is None:
            self.dialog.close()
            return
        self._refuse(refused, self.scenario)
        if isinstance(refused, ScenarioError):
            marked = [made for problem in refused.problems for made in self._mark(problem)]
            if marked:
                marked[0].run_method("focus")

    def _mark(self, problem: Problem) -> list[Any]:
        """Say at the inputs of a problem's key what is wrong with the value; return them."""
        name = key_of(problem)
        found = [
            made
            for key, (_field, made) in self.inputs.items()
            if key[-1] == name and hasattr(made, "error")
        ]
        for made in found:
            made.error = wording.told(replace(problem, hint=""), self.scenario)
        return found


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


class PolicyPicker:
    """All policies as cards, by family, with a search; choosing one opens its form."""

    def __init__(self, layer: ui.element, choose: Callable[[str], None]) -> None:
        self.choose = choose
        with window(layer, _("Add a policy")) as self.dialog:
            search = ui.input(
                _("Search: what it is called, what it does"), on_change=spoken(self._look)
            )
            search.props("clearable debounce=200 autofocus").classes("fg-wide").mark("find-policy")
            self.told = ui.label().classes("fg-note").props('role="status"')
            self.families = [self._family(*each) for each in cards.families("").items()]
            with ui.element("div").classes("fg-row"):
                ui.button(_("Cancel"), on_click=self.dialog.close).props("flat")
        self._show("")
        self.dialog.on("hide", self.dialog.delete)
        self.dialog.open()

    def _look(self, event: events.ValueChangeEventArguments[Any]) -> None:
        self._show(str(event.value or ""))

    def _show(self, words: str) -> None:
        """Leave the cards that some words find; a card stays what it is while somebody types."""
        found = {name for names in cards.families(words).values() for name in names}
        text = ngettext("{n} policy", "{n} policies", len(found)).format(n=len(found))
        self.told.set_text(text)
        for family, made in self.families:
            family.set_visibility(not found.isdisjoint(made))
            for name, card in made.items():
                card.set_visibility(name in found)

    def _family(self, title: str, names: Sequence[str]) -> tuple[ui.element, dict[str, ui.element]]:
        """Draw the cards of a family."""
        with ui.element("div") as family:
            heading(title, 3)
            with ui.element("div").classes("fg-picks"):
                return family, {name: self._card(name) for name in names}

    def _card(self, name: str) -> ui.element:
        pressed = spoken(partial(self._chosen, name))
        made = ui.element("button").classes("fg-pick").props("type=button").on("click", pressed)
        with made.mark(f"policy-{name}"):
            ui.label(pick(POLICIES[name].label)).classes("fg-pick-name")
            ui.label(cards.short_help(name)).classes("fg-note")
        return made

    def _chosen(self, name: str) -> None:
        self.dialog.close()
        self.choose(name)
