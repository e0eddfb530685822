"""What every part of the page shares: the session, its language, and how work is done.

Work that reads files or simulates runs in a thread, in the page's language; what it refuses is
shown where it was asked for. After a change every part draws itself anew.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from nicegui import run, ui

from sim.app.planner import html, wording
from sim.app.planner.state import Session
from sim.app.shell import spoken
from sim.errors import InputError
from sim.locale import _
from sim.scenario import Scenario
from sim.text.problems import MOST_SHOWN, ScenarioError

Made = TypeVar("Made", bound=ui.element)


FOCUS: Final = """(tries => {{ const look = () => {{
  const found = document.getElementById('{name}');
  if (found && !found.closest('[inert]')) return found.focus();
  if (tries-- > 0) setTimeout(look, 60); }}; setTimeout(look, 150); }})(80)"""
"""JavaScript: a dialog that still closes keeps what lies behind it out of reach."""


class Part:
    """A part of the page that draws itself anew when what it depends on has changed."""

    def __init__(self, draw: Callable[[], None], depends: Callable[[], object]) -> None:
        self._draw = draw
        self._depends = depends
        self._drawn: object = None
        self._place = ui.element("div").classes("fg-part")
        self.draw()

    def draw(self) -> None:
        """Draw it anew."""
        self._drawn = self._depends()
        self._place.clear()
        with self._place:
            self._draw()

    def catch_up(self) -> None:
        """Draw it anew if it must be; else leave it, and the focus in it, alone."""
        if self._depends() != self._drawn:
            self.draw()

    def accept(self) -> None:
        """Take a change for shown: the input that made it says it already."""
        self._drawn = self._depends()


class Desk:
    """One page that ``user`` looks at: whose turn it is to run is decided by that name."""

    def __init__(self, session: Session, language: str, user: str) -> None:
        self.session = session
        self.language = language
        self.user = user
        self.parts: list[Part] = []
        self.layer = ui.element("div").classes("fg-layer")
        """Where dialogs are made, so that they outlive the parts that opened them."""
        self._seen = session.version

    def add(self, draw: Callable[[], None], depends: Callable[[], object]) -> Part:
        """Add a part at this place of the page."""
        part = Part(draw, depends)
        self.parts.append(part)
        return part

    def draw(self) -> None:
        """Draw every part anew that must be."""
        self._seen = self.session.version
        for part in self.parts:
            part.catch_up()

    def catch_up(self) -> None:
        """Draw anew if another page of the same session, or a run, has changed something."""
        if self._seen != self.session.version:
            self.draw()

    def focus(self, name: str) -> None:
        """Put the keyboard's focus on the element of an id, once it is there and in reach."""
        self.layer.client.run_javascript(FOCUS.format(name=name))

    async def attempt(self, work: Callable[..., Any], *given: Any) -> InputError | None:
        """Do slow work in a thread; return what it refused, with nothing changed."""
        try:
            await run.io_bound(spoken(work), *given)
        except InputError as refused:
            return refused
        return None

    async def change(
        self, work: Callable[..., Any], *given: Any, shown: Part | None = None
    ) -> bool:
        """Do work that changes the session and draw anew; tell what it refused.

        ``shown`` is the part whose input says the change already.
        """
        refused = await self.attempt(work, *given)
        if refused is not None:
            self.tell(refused)
            if shown is not None:
                shown.draw()
        elif shown is not None:
            shown.accept()
        self.draw()
        return refused is None

    def tell(self, refused: InputError) -> None:
        """Show what was refused in a dialog."""
        with window(self.layer, _("This cannot be done")) as dialog:
            error_box(refused, self.session.scenario)
            ui.button(_("Close"), on_click=dialog.close).props("flat autofocus")
        dialog.on("hide", dialog.delete)
        dialog.open()


@contextmanager
def window(layer: ui.element, title: str) -> Iterator[ui.dialog]:
    """Make a dialog with its heading on a layer that outlives what it was opened from."""
    with layer, named(ui.dialog(), title) as dialog, ui.card().classes("fg-dialog"):
        heading(title, 2)
        yield dialog


@contextmanager
def card(title: str, name: str) -> Iterator[None]:
    """Draw a section with its heading; an address may end in its ``name``."""
    with ui.element("section").classes("fg-card").props(f"id={name} tabindex=-1"):
        heading(title, 2)
        yield


def heading(text: str, level: int) -> None:
    """Write a heading."""
    with ui.element(f"h{level}"):
        ui.label(text)


def named(made: Made, label: str) -> Made:
    """Give an element a label that is read aloud; whatever signs it holds, it stays a text."""
    made.props["aria-label"] = label
    return made


@contextmanager
def busy(button: ui.button) -> Iterator[None]:
    """Show that a button's work is under way, and take no second click until it has ended."""
    button.props("loading aria-busy=true")
    try:
        yield
    finally:
        if not button.is_deleted:
            button.props(remove="loading aria-busy")


def note(text: str) -> None:
    """Write a remark in small letters."""
    ui.label(text).classes("fg-note")


def error_box(refused: InputError | str, form_of: Scenario | None = None) -> None:
    """Show what was refused, mistake by mistake where there are several.

    Mistakes in a form of a scenario are in the words of the page, others in those of the file.
    """
    with ui.element("div").classes("fg-error").props('role="alert" tabindex="0"'):
        if isinstance(refused, ScenarioError):
            shown = refused.problems[:MOST_SHOWN]
            # What is wrong in a list is shown with its row.
            if form_of is None or any(not p.source.endswith(".toml") for p in shown):
                made = html.problems(shown)
            else:
                made = html.plainly([wording.told(problem, form_of) for problem in shown])
            ui.html(made, sanitize=False)
            more = len(refused.problems) - len(shown)
            if more:
                ui.label(_("… and {n} more.").format(n=more))
        else:
            ui.label(str(refused)).style("white-space: pre-wrap")


class FormDialog(ABC):
    """One thing's form; who makes it calls :meth:`show` once it knows what it is about.

    What was typed is lost only by saying so: Escape and a click beside the form ask first.
    """

    dialog: ui.dialog
    name: str
    """Of the button that takes over what was typed."""

    def show(self, layer: ui.element, title: str) -> None:
        """Draw the form on a layer that outlives what it was opened from, and show it."""
        self._layer = layer
        with (
            layer,
            named(ui.dialog().props("persistent"), title) as self.dialog,
            ui.card().classes("fg-dialog fg-form-dialog"),
        ):
            with ui.element("div").classes("fg-form-body"):
                heading(title, 2)
                self._draw()
                self.errors = ui.element("div").classes("fg-wide")
            with ui.element("div").classes("fg-row fg-form-foot"):
                ui.button(_("Take it over"), on_click=spoken(self._save)).mark(self.name)
                if (undo := self._undo()) is not None:
                    text, name, work = undo
                    ui.button(text, on_click=spoken(work)).props("outline").mark(name)
                ui.button(_("Cancel"), on_click=self.dialog.close).props("flat")
        self._asking = False
        # A persistent dialog shakes where another one would close.
        self.dialog.on("shake", spoken(self._leave))
        self.dialog.on("hide", self.dialog.delete)
        self.dialog.open()

    def _leave(self) -> None:
        """Close the form, after asking where something was typed."""
        if not self._is_changed():
            self.dialog.close()
        elif not self._asking:
            self._ask()

    def _ask(self) -> None:
        discarded = False

        def answer(discard: bool) -> None:
            nonlocal discarded
            discarded = discard
            dialog.close()

        def gone() -> None:
            # One after the other: each gives the focus back to where it came from.
            dialog.delete()
            self._asking = False
            if discarded:
                self.dialog.close()

        title = _("Discard what you typed?")
        with window(self._layer, title) as dialog, ui.element("div").classes("fg-row"):
            ui.button(_("Go on typing"), on_click=lambda: answer(False)).props("autofocus")
            ui.button(_("Discard"), on_click=lambda: answer(True)).props("outline")
        self._asking = True
        dialog.on("hide", gone)
        dialog.value = True

    @abstractmethod
    def _draw(self) -> None:
        """Draw what the form consists of."""

    @abstractmethod
    async def _save(self) -> None:
        """Take over what was typed, and close the form; or :meth:`_refuse` it."""

    def _refuse(self, refused: InputError | str, form_of: Scenario | None) -> None:
        """Say below the form what is wrong."""
        self.errors.clear()
        with self.errors:
            error_box(refused, form_of)

    def _undo(self) -> tuple[str, str, Callable[[], Any]] | None:
        """Return text, name and work of the button that takes back what holds now, if any does."""
        return None

    @abstractmethod
    def _is_changed(self) -> bool:
        """Whether anything was typed that leaving the form would lose."""
