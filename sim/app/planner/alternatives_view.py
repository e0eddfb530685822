"""The alternatives of the rail: cards of chips, with a slider for how much of each policy."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from nicegui import events, ui

from sim.app.planner import cards, document
from sim.app.planner.cards import Field
from sim.app.planner.desk import Desk, card, heading, named, note
from sim.app.planner.document import BASELINE, Data, Entry
from sim.app.planner.policy_view import PolicyDialog, PolicyPicker, fresh
from sim.app.shell import spoken
from sim.errors import InputError
from sim.locale import _, noted, pick
from sim.plots.style import look
from sim.policies import POLICIES


class AlternativesView:
    """Cards of chips, a chip a policy; every change is checked as a file is."""

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
                session.off,
            ),
        )

    def draw(self) -> None:
        """Draw the baseline and every alternative."""
        session = self.desk.session
        if session.scenario is None:
            return
        with card(_("Alternatives"), "alternatives"):
            note(
                _(
                    "Each is compared with the baseline under the same chance. A change is run "
                    "at once."
                )
            )
            self._draw_cap()
            with ui.element("div").classes("fg-cards"):
                for number in range(len(document.lists(session.data))):
                    self._draw_alternative(number)
                for number in range(len(session.off)):
                    self._draw_off(number)
                self._draw_baseline()
            ui.button(_("Add an alternative"), icon="add", on_click=spoken(self._add)).props(
                "outline"
            ).mark("add-alternative")

    def _draw_cap(self) -> None:
        cap = self.desk.session.data.get("budget", {}).get("cap_yuan_per_year")
        made = ui.number(_("Cap on spending, yuan a year; none where empty"), value=cap)
        made.props("clearable step=any dense").classes("fg-half")
        made.on("change", spoken(lambda: self._cap(made.value)))

    def _draw_baseline(self) -> None:
        """Draw what runs anyway."""
        with ui.element("section").classes("fg-alternative fg-baseline"):
            heading(_("Baseline: what runs anyway"), 3)
            if not document.policies(self.desk.session.data, BASELINE):
                note(_("No policy of its own: everyday work goes on."))
            self._draw_list(BASELINE)

    def _draw_alternative(self, number: int) -> None:
        session = self.desk.session
        assert session.scenario is not None
        entry = document.lists(session.data)[number]
        title = document.title_of(entry, self.desk.language)
        name = str(entry["id"])
        ids = [each.id for each in session.scenario.alternatives]
        with named(ui.element("section").classes("fg-alternative"), title) as made:
            made.props["data-alternative"] = name
            with ui.element("div").classes("fg-row fg-head"):
                ui.element("i").classes("fg-dot").style(f"background: {look(ids, name).colour}")
                # Of several lines: a long title is not cut.
                typed = ui.textarea(value=title).props("dense borderless autogrow rows=1")
                typed.classes("fg-grow fg-named")
                named(typed, _("Title of the alternative"))
                typed.on("change", spoken(lambda: self._rename(number, typed.value)))
                self._icon(
                    "content_copy", _("Copy {title}"), title, partial(self._copy, number), number
                )
                self._icon(
                    "visibility_off",
                    _("Switch off {title}"),
                    title,
                    partial(self._off, number),
                    number,
                )
                self._icon(
                    "delete", _("Delete {title}"), title, partial(self._delete, number), number
                )
            if entry.get("question"):
                asked = entry["question"]
                note(asked if isinstance(asked, str) else pick(asked))
            self._draw_without(number, entry)
            if not document.policies(session.data, number):
                note(_("No policy yet: until one is added, this is the baseline once more."))
            self._draw_list(number)

    def _draw_off(self, number: int) -> None:
        """Draw an alternative that is switched off."""
        _place, entry = self.desk.session.off[number]
        title = document.title_of(entry, self.desk.language)
        with ui.element("section").classes("fg-alternative fg-off"):
            with ui.element("div").classes("fg-row fg-head"):
                ui.label(title).classes("fg-grow")
                self._icon(
                    "visibility", _("Switch on {title}"), title, partial(self._on, number), number
                )
            note(_("Switched off: not in the run, and not in the scenario file."))

    def _icon(self, icon: str, label: str, title: str, work: Callable[[], Any], at: object) -> None:
        """Draw a button of a card's or chip's head; ``at`` tells it from its like."""
        made = ui.button(icon=icon, on_click=spoken(work)).props("flat dense round size=sm")
        text = label.format(title=title)
        named(made, text).props["title"] = text
        made.mark(f"{icon}-{at}")

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
            ).props("use-chips dense").classes("fg-wide")

    def _draw_list(self, where: int | None) -> None:
        """Draw policies as chips, and what adds one."""
        for at, entry in enumerate(document.policies(self.desk.session.data, where)):
            self._chip(where, at, entry)
        add = ui.button(_("Add a policy"), icon="add", on_click=spoken(partial(self._pick, where)))
        add.props(f"flat dense id=add-{_place(where)}").mark(f"add-{_place(where)}")

    def _chip(self, where: int | None, at: int, entry: Entry) -> None:
        """Draw a policy: what, how much, when; a slider for how much."""
        scenario = self.desk.session.scenario
        assert scenario is not None
        label, amount = self._label(entry), cards.amount(entry, scenario)
        with ui.element("div").classes("fg-chip"):
            with ui.element("div").classes("fg-row fg-head"):
                edit = ui.element("button").classes("fg-chip-name fg-grow").props("type=button")
                edit.on("click", spoken(partial(self._edit, where, at)))
                edit.props(f"id=change-{_place(where)}-{at}").mark(f"change-{_place(where)}-{at}")
                summary = cards.summary(entry, scenario) or _("as by default, in every month")
                edit.props["title"] = summary
                with edit:
                    ui.label(label)
                    if amount:
                        ui.label(amount).classes("fg-amount")
                    if cards.years(entry):
                        ui.label(cards.years(entry)).classes("fg-years")
                drop = partial(self._drop, where, at)
                self._icon("close", _("Remove {title}"), label, drop, f"{_place(where)}-{at}")
            field = cards.dose(entry, scenario)
            if field is not None and not entry.get("periods"):
                self._dose(where, at, field, label)

    def _dose(self, where: int | None, at: int, field: Field, label: str) -> None:
        """Draw the browser's own slider of a policy's dose; the number beside it follows."""
        entry = document.policies(self.desk.session.data, where)[at]
        found = cards.value(entry, field)
        if not isinstance(found, (int, float)):
            return
        low, high, step = cards.reach(field, found)
        slider = ui.element("input").props(f"type=range min={low:g} max={high:g} step={step:g}")
        slider.props(f"id=dose-{_place(where)}-{at}").classes("fg-dose")
        slider.props["value"] = f"{found:g}"
        named(slider, _("{policy}: {field}").format(policy=label, field=field.wide))
        share = "true" if field.unit in ("share", "probability") else "false"
        slider.on(
            "input",
            js_handler="event => { const at = event.target.closest('.fg-chip')"
            ".querySelector('.fg-amount'), value = event.target.value;"
            f" if (at) at.textContent = {share} ? Math.round(100 * value) + '%' : value; }}",
        )
        slider.on(
            "change",
            spoken(partial(self._dosed, where, at, field)),
            js_handler="event => emit(Number(event.target.value))",
        )

    def _label(self, entry: Entry) -> str:
        label = pick(POLICIES[str(entry["policy"])].label)
        name = document.id_of(entry)
        if name == entry["policy"]:
            return label
        return noted(label, name)

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

    async def _off(self, number: int) -> None:
        await self.desk.change(partial(self.desk.session.switch, number, on=False))

    async def _on(self, number: int) -> None:
        await self.desk.change(partial(self.desk.session.switch, number, on=True))

    async def _dosed(
        self, where: int | None, at: int, field: Field, event: events.GenericEventArguments
    ) -> None:
        data = self.desk.session.data
        entry = cards.changed(document.policies(data, where)[at], field, float(event.args))
        await self._changed_here(document.with_policy(data, where, entry, at))

    async def _rename(self, number: int, typed: str) -> None:
        data, title = self.desk.session.data, " ".join(typed.split())
        await self._changed_here(document.renamed(data, number, title, self.desk.language))

    async def _leave_out(self, number: int, event: events.ValueChangeEventArguments[Any]) -> None:
        await self._changed_here(document.leaving_out(self.desk.session.data, number, event.value))

    async def _drop(self, where: int | None, at: int) -> None:
        await self._change(document.without_policy(self.desk.session.data, where, at))
        self.desk.focus(f"add-{_place(where)}")

    def _pick(self, where: int | None) -> None:
        PolicyPicker(self.desk.layer, partial(self._add_policy, where))

    def _add_policy(self, where: int | None, name: str) -> None:
        scenario = self.desk.session.scenario
        assert scenario is not None
        entry = dict(fresh(name, scenario))
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
