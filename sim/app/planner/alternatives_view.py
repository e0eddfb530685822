"""The second part of the page: the baseline and the alternatives, built from policies."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Final

from nicegui import events, ui

from sim.app.planner import cards, document
from sim.app.planner.cards import Field
from sim.app.planner.desk import Desk, FormDialog, card, error_box, heading, named, note
from sim.app.planner.document import BASELINE, Data, Entry
from sim.app.shell import spoken
from sim.errors import InputError
from sim.locale import _, pick
from sim.policies import POLICIES
from sim.scenario import Scenario
from sim.text.problems import Problem, ScenarioError

_KEY: Final = re.compile(r"([A-Za-z0-9_]+)\s*=\s*\[?\s*$")

Save = Callable[[Entry], Awaitable[InputError | None]]
"""Takes an entry into the scenario; returns what is wrong with it."""


class PolicyDialog(FormDialog):
    """One policy's form."""

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
        self.errors = ui.element("div").classes("fg-wide")

    def _draw_buttons(self) -> None:
        ui.button(_("Take it over"), on_click=spoken(self._save)).mark("save-policy")
        ui.button(_("Cancel"), on_click=self.dialog.close).props("flat")

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
        self.errors.clear()
        with self.errors:
            error_box(refused)
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
            made.error = problem.message
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


class AlternativesView:
    """Cards of policies; every change is checked as a file is."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        session = desk.session
        self.part = desk.add(
            self.draw,
            lambda: (
                session.name,
                session.data.get("baseline"),
                session.data.get("alternatives"),
                session.data.get("budget"),
            ),
        )

    def draw(self) -> None:
        """Draw the baseline and every alternative."""
        session = self.desk.session
        if session.scenario is None:
            return
        with card(_("2 Alternatives"), "alternatives"):
            note(
                _(
                    "Each alternative is compared with the baseline under the same chance. The "
                    "baseline's policies run in all of them, unless one leaves them out."
                )
            )
            self._draw_cap()
            self._draw_list(BASELINE, _("Baseline"))
            for number in range(len(document.lists(session.data))):
                self._draw_alternative(number)
            ui.button(_("Add an alternative"), icon="add", on_click=spoken(self._add)).props(
                "outline"
            ).mark("add-alternative")

    def _draw_cap(self) -> None:
        cap = self.desk.session.data.get("budget", {}).get("cap_yuan_per_year")
        made = ui.number(_("Cap on spending, yuan a year; none where empty"), value=cap)
        made.props("clearable step=any").classes("fg-half")
        made.on("change", spoken(lambda: self._cap(made.value)))

    def _draw_alternative(self, number: int) -> None:
        session = self.desk.session
        entry = document.lists(session.data)[number]
        title = document.title_of(entry, self.desk.language)
        with ui.element("div").classes("fg-alternative"):
            with ui.element("div").classes("fg-row"):
                made = ui.input(_("Title"), value=title).classes("fg-grow")
                made.on("change", spoken(lambda: self._rename(number, made.value)))
                copy = ui.button(_("Copy"), on_click=spoken(partial(self._copy, number)))
                named(copy.props("flat"), _("Copy {title}").format(title=title))
                delete = ui.button(_("Delete"), on_click=spoken(partial(self._delete, number)))
                named(delete.props("flat"), _("Delete {title}").format(title=title))
            if entry.get("question"):
                asked = entry["question"]
                note(asked if isinstance(asked, str) else pick(asked))
            self._draw_without(number, entry)
            self._draw_list(number, "")

    def _draw_without(self, number: int, entry: Entry) -> None:
        options = {
            document.id_of(policy): self._label(policy)
            for policy in document.policies(self.desk.session.data, BASELINE)
        }
        if options:
            ui.select(
                options,
                label=_("Leaves out of the baseline"),
                value=[name for name in entry.get("without", []) if name in options],
                multiple=True,
                on_change=spoken(partial(self._leave_out, number)),
            ).props("use-chips dense").classes("fg-half")

    def _draw_list(self, where: int | None, title: str) -> None:
        """Draw policies, and what adds one."""
        session = self.desk.session
        scenario = session.scenario
        assert scenario is not None
        if title:
            heading(title, 3)
        listed = document.policies(session.data, where)
        if not listed and where is not BASELINE:
            note(_("No policy yet: until one is added, this is the baseline once more."))
        for at, entry in enumerate(listed):
            with ui.element("div").classes("fg-policy"):
                with ui.element("div").classes("fg-grow"):
                    ui.label(self._label(entry))
                    note(cards.summary(entry, scenario) or _("as by default, in every month"))
                label = self._label(entry)
                edit = ui.button(_("Change"), on_click=spoken(partial(self._edit, where, at)))
                named(edit.props("flat dense"), _("Change {title}").format(title=label))
                edit.props(f"id=change-{_place(where)}-{at}")
                drop = ui.button(_("Remove"), on_click=spoken(partial(self._drop, where, at)))
                named(drop.props("flat dense"), _("Remove {title}").format(title=label))
        ui.select(
            cards.kinds(),
            label=_("Add a policy"),
            with_input=True,
            on_change=spoken(partial(self._add_policy, where)),
        ).props(f"dense for=add-{_place(where)}").classes("fg-half").mark(f"add-{_place(where)}")

    def _label(self, entry: Entry) -> str:
        label = pick(POLICIES[str(entry["policy"])].label)
        name = document.id_of(entry)
        if name == entry["policy"]:
            return label
        return _("{label} ({id})").format(label=label, id=name)

    async def _change(self, data: Data) -> None:
        await self.desk.change(self.desk.session.change, data)

    async def _changed_here(self, data: Data) -> None:
        """Take over what an input says already; the part is not drawn anew."""
        await self.desk.change(self.desk.session.change, data, shown=self.part)

    async def _cap(self, yuan: float | None) -> None:
        await self._changed_here(document.with_cap(self.desk.session.data, yuan))

    async def _add(self) -> None:
        number = len(document.lists(self.desk.session.data)) + 1
        title = _("Alternative {n}").format(n=number)
        await self._change(document.with_alternative(self.desk.session.data, title))

    async def _copy(self, number: int) -> None:
        data = self.desk.session.data
        title = document.title_of(document.lists(data)[number], self.desk.language)
        text = _("{title} (copy)").format(title=title)
        await self._change(document.with_alternative(data, text, like=number))

    async def _delete(self, number: int) -> None:
        await self._change(document.without_alternative(self.desk.session.data, number))

    async def _rename(self, number: int, title: str) -> None:
        data = self.desk.session.data
        await self._changed_here(document.renamed(data, number, title, self.desk.language))

    async def _leave_out(self, number: int, event: events.ValueChangeEventArguments[Any]) -> None:
        await self._changed_here(document.leaving_out(self.desk.session.data, number, event.value))

    async def _drop(self, where: int | None, at: int) -> None:
        await self._change(document.without_policy(self.desk.session.data, where, at))
        self.desk.focus(f"add-{_place(where)}")

    def _add_policy(self, where: int | None, event: events.ValueChangeEventArguments[Any]) -> None:
        scenario = self.desk.session.scenario
        if event.value is None or scenario is None:
            return
        self.part.draw()  # The choice is empty again.
        entry = dict(fresh(str(event.value), scenario))
        if where is BASELINE:
            del entry["start"]  # It runs anyway.
        PolicyDialog(self.desk.layer, entry, scenario, partial(self._save, where, None))

    def _edit(self, where: int | None, at: int) -> None:
        scenario = self.desk.session.scenario
        assert scenario is not None
        entry = document.policies(self.desk.session.data, where)[at]
        PolicyDialog(self.desk.layer, entry, scenario, partial(self._save, where, at))

    async def _save(self, where: int | None, at: int | None, entry: Entry) -> InputError | None:
        data = document.with_policy(self.desk.session.data, where, entry, at)
        refused = await self.desk.attempt(self.desk.session.change, data)
        if refused is None:
            self.desk.draw()
            last = len(document.policies(data, where)) - 1
            self.desk.focus(f"change-{_place(where)}-{last if at is None else at}")
        return refused


def _place(where: int | None) -> str:
    """Return how a list of policies is called in ids of the page."""
    return "baseline" if where is BASELINE else str(where)
