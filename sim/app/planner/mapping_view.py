"""What was understood of a list that was uploaded, column by column, before it is used."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from nicegui import events, ui

from sim.app.planner import mapping
from sim.app.planner.desk import Desk, card, named, note
from sim.app.planner.mapping import Column, Pending, Question
from sim.app.shell import spoken
from sim.locale import _, labelled, ngettext
from sim.present.numbers import whole


class MappingView:
    """Facts of the list, its columns with what they were taken for, and what was said of it."""

    def __init__(self, desk: Desk, attempt: Callable[[Any], Awaitable[None]]) -> None:
        self.desk = desk
        self._attempt = attempt

    def draw(self) -> None:
        """Draw the list that waits."""
        pending = self.desk.session.pending
        assert pending is not None
        with card(_("What was read from “{file}”").format(file=pending.given.name), "mapping"):
            ui.label(facts(pending)).classes("fg-lead").mark("read")
            draw_questions(pending.questions(), self._decide)
            for text in pending.said(weighty=True):
                ui.label(text).classes("fg-caution")
            with ui.element("div").classes("fg-row"):
                use = ui.button(_("Use this list"), icon="check", on_click=spoken(self._use))
                use.mark("use-list")
                month = ui.input(_("First month of the scenario"), value=pending.month)
                month.props("type=month dense").mark("first-month")
                month.on("change", spoken(lambda: self._start(month.value)))
                ui.button(_("Another file"), on_click=spoken(self._back)).props("flat")
            note(_("Columns as they were understood. Choose another meaning where one is wrong."))
            self._columns(pending)
            rest = pending.said(weighty=False)
            if rest:
                with ui.expansion(_("What was converted")).classes("fg-wide"):
                    for text in rest:
                        note(text)

    def _columns(self, pending: Pending) -> None:
        """Draw a row a column: heading, some cells, what it means."""
        options = mapping.choices(self.desk.language)
        with ui.element("ul").classes("fg-columns"):
            for number, column in enumerate(pending.columns()):
                style = "fg-doubt" if column.doubtful else ""
                with ui.element("li").classes(style):
                    with ui.element("div").classes("fg-column"):
                        ui.label(column.heading).classes("fg-pick-name")
                        cells = _(", ").join(column.cells)
                        ui.label(cells or "–").classes("fg-note fg-cells")
                    with ui.element("div").classes("fg-meaning"):
                        self._meaning(number, column, options)
                        if column.told:
                            ui.label(column.told).classes("fg-note")

    def _meaning(self, number: int, column: Column, options: dict[str, str]) -> None:
        offered = options
        if column.meaning not in options:
            offered = {"": _("as understood"), **options}
        made = ui.select(
            offered,
            value=column.meaning,
            on_change=spoken(partial(self._correct, column.heading)),
        ).props("dense outlined options-dense")
        label = _("What “{heading}” means").format(heading=column.heading)
        named(made.classes("fg-wide"), label).mark(f"column-{number}")

    async def _correct(self, name: str, event: events.ValueChangeEventArguments[Any]) -> None:
        if event.value:
            meaning = str(event.value)
            await self._change(lambda pending: pending.corrected(name, meaning))

    async def _decide(self, values: Mapping[str, Any]) -> None:
        await self._change(lambda pending: pending.decide(values))

    async def _start(self, month: str) -> None:
        await self._change(lambda pending: pending.started(month))

    async def _change(self, work: Callable[[Pending], None]) -> None:
        await self._attempt(partial(self.desk.session.correct, work))

    async def _use(self) -> None:
        await self._attempt(self.desk.session.accept)

    async def _back(self) -> None:
        await self._attempt(self.desk.session.give_up)


def facts(pending: Pending) -> str:
    """Return how many organizations the list has, and how many with a party organization."""
    assert pending.intake is not None
    number = len(pending.intake.covered)
    covered = sum(known is True for known in pending.intake.covered)
    unknown = sum(known is None for known in pending.intake.covered)
    parts = [
        ngettext("{n} organization", "{n} organizations", number).format(n=whole(number)),
        _("{n} with a party organization").format(n=whole(covered)),
    ]
    if unknown:
        parts.append(_("{n} of which it is not known").format(n=whole(unknown)))
    return _(", ").join(parts)


Decide = Callable[[Mapping[str, Any]], Awaitable[None]]
"""Takes over keys of ``[organizations]``."""


def draw_questions(found: Sequence[Question], decide: Decide) -> None:
    """Draw what there is to decide of a list: a sentence, and a button an answer."""
    for number, question in enumerate(found):
        with named(ui.element("section").classes("fg-question"), question.text):
            ui.label(question.text)
            if question.names:
                note(question.names)
            with ui.element("div").classes("fg-row"):
                for at, choice in enumerate(question.choices):
                    made = ui.button(choice.label)
                    if choice.chosen:
                        made.props("unelevated dense aria-pressed=true icon=check")
                    else:
                        made.props("outline dense")
                        made.on_click(spoken(partial(decide, choice.values)))
                    named(made, labelled(question.text, choice.label))
                    made.mark(f"decide-{number}-{at}")
                if question.share is not None:
                    _draw_share(question, decide)


def _draw_share(question: Question, decide: Decide) -> None:
    """Draw the input of a share, in percent."""
    assert question.share is not None
    made = ui.number(_("Share, percent"), value=100 * question.share, min=0, max=100)
    named(made.props("dense step=any"), question.text).mark("covered-share")

    async def take() -> None:
        if made.value is not None:
            await decide({"covered_share": made.value / 100})

    made.on("change", spoken(take))
