"""Parameters of the scenario: what it sets, all of them to search, and what is said of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from nicegui import events, ui

from sim.app.planner import document, html
from sim.app.planner.desk import Desk, FormDialog, card, heading, named, note
from sim.app.shell import spoken
from sim.locale import N_, _, listed, ngettext, noted, pick
from sim.parameters import PARAMETERS, Parameter, Scale
from sim.scenario import Scenario
from sim.units import unit_name

STANDINGS: Final[Mapping[str, str]] = {
    "sourced": N_("sourced"),
    "reasoned": N_("reasoned"),
    "free": N_("free"),
}
"""How well a default is founded, in the words of the report."""


def search(words: str, standing: str = "") -> list[Parameter]:
    """Return the parameters that hold every word, in the order of the model's description.

    Words are looked for in the name, both titles, the unit and the source.
    """
    wanted = words.casefold().split()
    return [
        parameter
        for parameter in PARAMETERS.values()
        if standing in ("", parameter.status.value)
        and all(word in _searched(parameter) for word in wanted)
    ]


def given(data: Mapping[str, Any]) -> list[Parameter]:
    """Return the parameters that a scenario sets, in the order of the model's description."""
    values = data.get("parameters", {})
    return [parameter for name, parameter in PARAMETERS.items() if name in values]


def facts(parameter: Parameter) -> list[tuple[str, str]]:
    """Return what is known of a parameter, by name."""
    other = [label for label in parameter.label.values() if label != pick(parameter.label)]
    rows = [
        (_("In files"), parameter.name),
        (_("In the other language"), listed(other)),
        (_("Unit"), unit_name(parameter.unit)),
        (_("Default"), f"{parameter.default:g}"),
        (_("Allowed"), allowed(parameter)),
        (_("Standing"), _(STANDINGS[parameter.status])),
        (_("Source"), parameter.source),
    ]
    return [(name, text) for name, text in rows if text]


def title(parameter: Parameter) -> str:
    """Return the title as a heading begins."""
    label = pick(parameter.label)
    return label[:1].upper() + label[1:]


def allowed(parameter: Parameter) -> str:
    """Return the range that a scenario may set."""
    text = f"{parameter.low:g} – {parameter.high:g}"
    if parameter.may_be_zero:
        return _("{range}, or 0 to switch it off").format(range=text)
    return text


def amount(parameter: Parameter, value: float) -> str:
    """Write a value with its unit; a share says by itself what it is."""
    return f"{value:g}" if parameter.unit == "share" else f"{value:g} {unit_name(parameter.unit)}"


def summary(parameter: Parameter) -> str:
    """Return in a line what is known of a parameter."""
    default = _("{default} by default").format(default=amount(parameter, parameter.default))
    parts = [default, allowed(parameter), _(STANDINGS[parameter.status]), parameter.source]
    return " · ".join(parts)


def standing_now(parameter: Parameter, scenario: Scenario) -> str:
    """Say which value a parameter has in the scenario's worlds."""
    if parameter.name in scenario.parameters:
        return _("Set: {value} in every replicate").format(
            value=amount(parameter, scenario.parameters[parameter.name])
        )
    learnt = scenario.posterior is not None and parameter.name in scenario.posterior.draws
    if learnt and scenario.uncertainty == "posterior":
        return _("Drawn from the posterior")
    if scenario.uncertainty == "none" or parameter.scale is Scale.FIXED:
        return _("Held at its default")
    return _("Drawn from its prior: half of the replicates on each side of the default")


def _searched(parameter: Parameter) -> str:
    parts = (
        parameter.name,
        *parameter.label.values(),
        unit_name(parameter.unit),
        parameter.unit,
        parameter.source,
    )
    return " ".join(parts).casefold()


ROWS: Final = 8
"""Parameters that a page of the list shows."""


class ParametersView:
    """A parameter that nobody sets is drawn from its prior; one that is set holds in all worlds."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.words = ""
        self.standing = ""
        self.page = 1
        self.opened = False
        session = desk.session
        desk.add(
            self.draw,
            lambda: (
                session.name,
                session.data.get("parameters"),
                session.scenario and (session.scenario.uncertainty, session.scenario.posterior),
            ),
        )

    def draw(self) -> None:
        """Draw what is set, and the list of all."""
        session = self.desk.session
        if session.scenario is None:
            return
        with card(_("Parameters"), "parameters"):
            note(
                _(
                    "How people and organizations behave. What you do not set is drawn from its "
                    "prior in each replicate, or held, as set above; what you set holds in all."
                )
            )
            mine = given(session.data)
            heading(_("Set in this scenario"), 3)
            for parameter in mine:
                self._row(parameter, "set")
            if not mine:
                note(_("None: all are as the model has them."))
            shown = ui.expansion(
                _("All {n} parameters").format(n=len(PARAMETERS)),
                value=self.opened,
                on_value_change=spoken(self._open),
            )
            with shown.classes("fg-wide").mark("all-parameters"):
                self._search()
                self.list = ui.element("div").classes("fg-part")
            if self.opened:
                self._fill()

    def _search(self) -> None:
        with ui.element("div").classes("fg-row"):
            words = ui.input(
                _("Search: name, title, unit or source"),
                value=self.words,
                on_change=spoken(self._look),
            ).mark("search-parameters")
            words.props("clearable debounce=250").classes("fg-grow")
            options = {"": _("any standing")}
            options |= {name: _(text) for name, text in STANDINGS.items()}
            ui.select(
                options,
                label=_("Standing"),
                value=self.standing,
                on_change=spoken(self._stand),
            ).style("min-width: 11em")

    def _fill(self) -> None:
        """Draw the page of the list that is looked at."""
        found = search(self.words, self.standing)
        pages = max(1, -(-len(found) // ROWS))
        self.page = min(self.page, pages)
        self.list.clear()
        with self.list:
            text = ngettext("{n} found", "{n} found", len(found)).format(n=len(found))
            ui.label(text).classes("fg-note").props('role="status"')
            for parameter in found[(self.page - 1) * ROWS : self.page * ROWS]:
                self._row(parameter, "change")
            if pages > 1:
                turn = ui.pagination(1, pages, value=self.page, on_change=spoken(self._turn))
                turn.props("max-pages=5 boundary-numbers direction-links")

    def _row(self, parameter: Parameter, way: str) -> None:
        """Draw a parameter; ``way`` keeps the ids of both lists apart."""
        scenario = self.desk.session.scenario
        assert scenario is not None
        label = title(parameter)
        with ui.element("div").classes("fg-policy"):
            with ui.element("div").classes("fg-grow"):
                ui.label(noted(label, parameter.name))
                if parameter.name in scenario.parameters:
                    ui.label(standing_now(parameter, scenario))
                note(summary(parameter))
            button = ui.button(_("Change"), on_click=spoken(partial(self._edit, parameter)))
            named(button.props("flat dense"), _("Change {title}").format(title=label))
            button.props(f"id={way}-{parameter.name}").mark(f"{way}-{parameter.name}")

    def _open(self, event: events.ValueChangeEventArguments[Any]) -> None:
        self.opened = bool(event.value)
        if self.opened:
            self._fill()

    def _look(self, event: events.ValueChangeEventArguments[Any]) -> None:
        self.words, self.page = event.value or "", 1
        self._fill()

    def _stand(self, event: events.ValueChangeEventArguments[Any]) -> None:
        self.standing, self.page = str(event.value), 1
        self._fill()

    def _turn(self, event: events.ValueChangeEventArguments[Any]) -> None:
        self.page = int(event.value)
        self._fill()

    def _edit(self, parameter: Parameter) -> None:
        ParameterDialog(self.desk, parameter)


class ParameterDialog(FormDialog):
    """One parameter's form."""

    name = "save-parameter"

    def __init__(self, desk: Desk, parameter: Parameter) -> None:
        self.desk, self.parameter = desk, parameter
        self.show(desk.layer, title(parameter))

    def _draw(self) -> None:
        parameter, scenario = self.parameter, self.desk.session.scenario
        assert scenario is not None
        ui.label(standing_now(parameter, scenario))
        ui.html(html.pairs(facts(parameter)), sanitize=False)
        self.made = ui.number(_("Value in every replicate"), value=self._given()).props(
            "step=any autofocus"
        )
        self.made.props["hint"] = allowed(parameter)
        self.made.classes("fg-half").mark("parameter")

    def _undo(self) -> tuple[str, str, Callable[[], Any]] | None:
        if self._given() is None:
            return None
        return _("No longer set it"), "unset-parameter", self._unset

    def _given(self) -> float | None:
        """Return what the scenario sets, None where it leaves the parameter alone."""
        found: float | None = self.desk.session.data.get("parameters", {}).get(self.parameter.name)
        return found

    def _is_changed(self) -> bool:
        return bool(self.made.value != self._given())

    async def _save(self) -> None:
        if self.made.value is None:
            text = _("Write a number, or leave it with “Cancel”.")
            self._refuse(text, self.desk.session.scenario)
            return
        value = float(self.made.value)
        await self._change(int(value) if value.is_integer() else value)

    async def _unset(self) -> None:
        await self._change(None)

    async def _change(self, value: float | None) -> None:
        session = self.desk.session
        data = document.with_parameter(session.data, self.parameter.name, value)
        refused = await self.desk.attempt(session.change, data)
        if refused is not None:
            self._refuse(refused, session.scenario)
            return
        self.dialog.close()
        self.desk.draw()
        way = "change" if value is None else "set"
        self.desk.focus(f"{way}-{self.parameter.name}")
