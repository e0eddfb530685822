"""Guided lessons: choose, predict, do the steps, compare with what the screen shows."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import partial
from typing import Any

from nicegui import ui

from sim.app.classroom.lesson import Lesson, lessons
from sim.app.classroom.session import Session
from sim.app.shell import spoken
from sim.locale import _, pick


class LessonView:
    """One lesson at a time, on the stage of the room."""

    def __init__(self, room: Session) -> None:
        self._room = room
        self.lesson: Lesson | None = None
        self.step = 0
        """Steps that have been begun."""
        self.predicted: int | None = None
        self._setting = False
        self._changed: list[Callable[[], None]] = []
        self._counts: ui.html | None = None
        self._place = ui.element("div").classes("cl-world")
        self.draw()
        room.on_stage(self._left)
        room.on_month(self._month)

    def on_change(self, work: Callable[[], None]) -> None:
        """Call ``work`` whenever the lesson, its step or the prediction is another."""
        self._changed.append(work)

    def take_up(self, lesson: str | None, step: int, predicted: int | None) -> None:
        """Go on with a lesson on the stage that is set."""
        self.lesson = next((entry for entry in lessons() if entry.id == lesson), None)
        self.step, self.predicted = step, predicted
        self.draw()

    def draw(self) -> None:
        """Draw where the lesson stands."""
        for work in self._changed:
            work()
        self._counts = None
        self._place.clear()
        with self._place:
            if self.lesson is None:
                self._choice()
            else:
                self._lesson(self.lesson)

    def begin(self, entry: Lesson) -> None:
        """Begin a lesson on a stage of its own."""
        self.step, self.predicted = 0, None
        self._setting = True
        self._room.set(entry.stage())
        self._setting = False
        self.lesson = entry
        self.draw()

    def leave(self) -> None:
        """Go back to the choice of lessons; the stage stays."""
        self.lesson = None
        self.draw()

    def go_on(self) -> None:
        """Begin the next step: set its levers, and play to its month."""
        entry = self.lesson
        if entry is None or self.predicted is None or self.step >= len(entry.steps):
            return
        step = entry.steps[self.step]
        entry.set(self._room.stage, self.step)
        self.step += 1
        self._room.play(step.until)
        self.draw()

    @property
    def under_way(self) -> bool:
        """Whether the step that was begun has not come to its month yet."""
        entry = self.lesson
        return (
            entry is not None
            and self.step > 0
            and self._room.stage.month < entry.steps[self.step - 1].until
        )

    @property
    def _finished(self) -> bool:
        entry = self.lesson
        return entry is not None and self.step == len(entry.steps) and not self.under_way

    def _choice(self) -> None:
        ui.label(_("Six lessons of about ten minutes. Each begins with a prediction."))
        with ui.element("div").classes("cl-choices"):
            for number, entry in enumerate(lessons(), 1):
                button = ui.button(
                    f"{number} {pick(entry.title)}", on_click=spoken(partial(self.begin, entry))
                )
                button.props("outline").mark(f"lesson-{entry.id}")

    def _lesson(self, entry: Lesson) -> None:
        with ui.element("div").classes("fg-row"):
            ui.html(f"<h2>{html.escape(pick(entry.title))}</h2>", sanitize=False)
            ui.button(_("Other lessons"), on_click=spoken(self.leave)).props("flat").mark("lessons")
            if self.step and self.predicted is not None:
                told = pick(entry.options[self.predicted].text)
                ui.label(_("You predicted: {answer}").format(answer=told)).classes("fg-note")
        # On the projector a step takes the room of the question that it answers.
        asked = " cl-asked" if self.step and not self._finished else ""
        _paragraph(pick(entry.question), "cl-question" + asked)
        if not self.step:
            text = _("Your prediction: {text}").format(text=pick(entry.prediction))
            ui.label(text).classes("cl-said")
            options = {n: pick(option.text) for n, option in enumerate(entry.options)}
            radio = ui.radio(options, value=self.predicted, on_change=spoken(self._predict))
            radio.mark("prediction")
        if self._finished:
            self._explain(entry)
        elif self.predicted is None:
            ui.label(_("Choose one: then the first step appears.")).classes("fg-note")
        else:
            self._strip(entry)

    def _strip(self, entry: Lesson) -> None:
        """Draw one step: how many there are, what this one does, and its button."""
        number = self.step if self.under_way else self.step + 1
        with ui.element("div").classes("cl-strip"):
            steps(number, len(entry.steps))
            _paragraph(pick(entry.steps[number - 1].text), "cl-said", "step-text")
            if self.under_way:
                skip = ui.button(_("Skip to the end of this step"), on_click=spoken(self._skip))
                skip.props("outline").mark("skip")
            else:
                text = _("Do step {n}").format(n=self.step + 1)
                ui.button(text, on_click=spoken(self.go_on)).mark("do-step")
        if self.step and entry.so_far(self._room.stage):
            self._counts = ui.html(self._so_far(entry), sanitize=False)
            self._counts.classes("cl-counts").mark("so-far")

    def _so_far(self, entry: Lesson) -> str:
        parts = [
            f"<span>{html.escape(label)} <b>{left} | {right}</b></span>"
            for label, left, right in entry.so_far(self._room.stage)
        ]
        heading = html.escape(_("By now, left | right:"))
        return f"<span>{heading}</span>{''.join(parts)}"

    def _explain(self, entry: Lesson) -> None:
        numbers = entry.numbers(self._room.stage)
        right = entry.answer(numbers)
        if right == self.predicted:
            verdict = _("As you predicted: {answer}.")
        else:
            verdict = _("Not as you predicted. On this screen: {answer}.")
        _paragraph(verdict.format(answer=pick(entry.options[right].text)), "cl-question", "verdict")
        _paragraph(entry.told(numbers), "cl-said", "seen")
        ui.label(_("Does it always end like this? Each of these was tried in 100 replicates:"))
        rows = []
        for claim in entry.claims:
            here = _("yes") if claim.condition.true(numbers) else _("no")
            held = _("{n} of 100").format(n=claim.holds)
            cells = f"<td>{html.escape(here)}</td><td>{html.escape(held)}</td>"
            rows.append(f"<tr><td>{html.escape(pick(claim.text))}</td>{cells}</tr>")
        heads = "".join(
            f"<th scope='col'>{html.escape(text)}</th>"
            for text in (
                _("It is said that …"),
                _("on this screen"),
                _("replicates where it holds"),
            )
        )
        ui.html(
            f"<table class='fg-table'><thead><tr>{heads}</tr></thead>"
            f"<tbody>{''.join(rows)}</tbody></table>",
            sanitize=False,
        ).classes("fg-scroll").mark("claims")
        _paragraph(entry.limits(), "fg-caution")

    def _predict(self, event: Any) -> None:
        if self.step == 0 and event.value is not None:
            self.predicted = int(event.value)
            self.draw()

    def _skip(self) -> None:
        if self.lesson is not None and self.under_way:
            self._room.jump(self.lesson.steps[self.step - 1].until)

    def _month(self) -> None:
        """Bring the counts up to date; draw the end of a step when the stage has come to it."""
        entry = self.lesson
        if entry is not None and self._counts is not None:
            self._counts.set_content(self._so_far(entry))
        if (
            entry is not None
            and self.step
            and self._room.stage.month == entry.steps[self.step - 1].until
        ):
            self.draw()

    def _left(self) -> None:
        """Leave the lesson when somebody sets another stage."""
        if self.lesson is not None and not self._setting:
            self.leave()


def steps(number: int, of: int) -> None:
    """Say which of how many steps it is, in dots and in words."""
    with ui.element("span").classes("cl-steps"):
        for each in range(of):
            ui.element("i").classes("cl-gone" if each < number else "")
        ui.label(_("Step {n} of {all}").format(n=number, all=of)).mark("step-number")


def _paragraph(text: str, style: str, mark: str = "") -> None:
    element = ui.label(text).classes(style)
    if mark:
        element.mark(mark)
