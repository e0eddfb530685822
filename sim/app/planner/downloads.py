"""What can be taken away: report, tables, replay, the run, and the scenario file of the screen.

The buttons for it stand at the head of the workspace.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from nicegui import run, ui

from sim.app.planner.desk import Desk, busy, named
from sim.app.planner.document import safe_name
from sim.app.planner.outcome import Outcome
from sim.app.planner.state import Session
from sim.app.shell import spoken
from sim.locale import N_, _, in_language

Made = tuple[str, bytes]
"""A file's name and content."""


def scenario(session: Session) -> Made:
    """Return the scenario file; with its registry, where it names one, as a bundle."""
    file = f"{session.name}.toml"
    if session.registry is None:
        return file, session.text.encode("utf-8")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr(file, session.text)
        bundle.write(session.registry, session.registry.name)
    return f"{session.name}.zip", stream.getvalue()


def blank(session: Session) -> Path:
    """Make an empty list to fill in, in the language in use, and return its path."""
    from sim.scenario.writing import blank_list

    return keep(session, ("registry.xlsx", blank_list()))


def report(outcome: Outcome, name: str, language: str, _folder: Path) -> Made:
    """Return the report as one HTML page."""
    from sim.report import report as page

    text = page(outcome.results, lang=language)
    return f"{name}-report-{language}.html", text.encode("utf-8")


def brief(outcome: Outcome, name: str, language: str, _folder: Path) -> Made:
    """Return the report of one page."""
    from sim.report import report as page

    text = page(outcome.results, lang=language, brief=True)
    return f"{name}-brief-{language}.html", text.encode("utf-8")


def word(outcome: Outcome, name: str, language: str, _folder: Path) -> Made:
    """Return the report as a Word file to edit."""
    from sim.report.word import word as file

    return f"{name}-report-{language}.docx", file(outcome.results, lang=language)


def replay(outcome: Outcome, name: str, language: str, _folder: Path) -> Made:
    """Return one world to play and step through, as one HTML page."""
    from sim.replay.page import replay as page

    text = page(outcome.results, lang=language)
    return f"{name}-replay-{language}.html", text.encode("utf-8")


def workbook(outcome: Outcome, name: str, language: str, folder: Path) -> Made:
    """Return the workbook for people."""
    from sim.results.export import export

    with in_language(language):
        (path,) = export(outcome.results, folder, "xlsx")
    return f"{name}.xlsx", path.read_bytes()


def tables(outcome: Outcome, name: str, language: str, folder: Path) -> Made:
    """Return every table as CSV that Excel reads, with their description."""
    from sim.results.export import export

    with in_language(language):
        files = export(outcome.results, folder, "csv", bom=True)
    return f"{name}-tables.zip", _packed(folder, files)


def run_folder(outcome: Outcome, name: str, language: str, _folder: Path) -> Made:
    """Return the results folder, for the commands in a terminal."""
    root = outcome.results.folder
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return f"{name}-run.zip", _packed(root, files)


MAKERS: Final[Mapping[str, tuple[str, Callable[[Outcome, str, str, Path], Made]]]] = {
    "brief": (N_("One page for a leader (HTML)"), brief),
    "report": (N_("Report (HTML)"), report),
    "word": (N_("Report to edit (Word)"), word),
    "workbook": (N_("Brief, townships, years and costs (XLSX)"), workbook),
    "tables": (N_("All tables (CSV)"), tables),
    "replay": (N_("One replicate to replay (HTML)"), replay),
    "run": (N_("The whole run (for the terminal)"), run_folder),
}
"""What is made of a run: its label, and how."""


def make(kind: str, outcome: Outcome, session: Session, language: str) -> Path:
    """Make a file of a run and return its path; the same file is made once.

    Each file is made in a folder of its own, so that two that are asked for at once don't meet.
    """
    results = outcome.results
    key = (kind, language, session.name, results.folder.name, tuple(results.replicates))
    known = session.made.get(key)
    if known is not None and known.is_file():
        return known
    name = safe_name(session.name, "scenario")
    with tempfile.TemporaryDirectory(dir=_inside(session, "making")) as work:
        path = keep(session, MAKERS[kind][1](outcome, name, language, Path(work)))
    session.made[key] = path
    return path


def keep(session: Session, made: Made) -> Path:
    """Write a file to be taken away, in a folder of its own, and return its path."""
    name, content = made
    path = Path(tempfile.mkdtemp(dir=_inside(session, "downloads"))) / name
    path.write_bytes(content)
    return path


def _inside(session: Session, name: str) -> Path:
    folder = session.folder / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _packed(root: Path, files: list[Path]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path in files:
            bundle.write(path, path.relative_to(root).as_posix())
    return stream.getvalue()


SHORT: Final[Mapping[str, str]] = {
    "brief": N_("Brief"),
    "report": N_("Report"),
    "workbook": N_("Workbook"),
}
"""What the buttons say; their titles say more."""


class TakingView:
    """First what goes to a meeting, then the scenario, then the rest."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        session = desk.session
        desk.add(self.draw, lambda: (session.scenario is None, session.outcome is None))

    def draw(self) -> None:
        """Draw the buttons that something can be made for."""
        session = self.desk.session
        if session.scenario is None:
            return
        with named(ui.element("div").classes("fg-row").props("role=group"), _("Take away")):
            if session.outcome is not None:
                for kind, short in SHORT.items():
                    self._taking(kind, _(short))
            scenario = ui.button(_("Scenario"), icon="download", on_click=spoken(self._scenario))
            scenario.props("outline dense").mark("take-scenario")
            if session.outcome is not None:
                more = ui.button(_("More"), icon="expand_more").props("flat dense")
                with (
                    more,
                    ui.menu().props("auto-close=false"),
                    ui.element("div").classes("fg-menu"),
                ):
                    for kind in MAKERS:
                        if kind not in SHORT:
                            self._taking(kind, _(MAKERS[kind][0]))

    def _taking(self, kind: str, text: str) -> None:
        button = ui.button(text, icon="download").props("outline dense")
        button.props["title"] = _(MAKERS[kind][0])
        button.on_click(spoken(partial(self._download, kind, button)))
        button.mark(f"download-{kind}")

    def _scenario(self) -> None:
        session = self.desk.session
        ui.download.file(keep(session, scenario(session)))

    async def _download(self, kind: str, button: ui.button) -> None:
        session = self.desk.session
        assert session.outcome is not None
        with busy(button):
            path = await run.io_bound(
                spoken(make), kind, session.outcome, session, self.desk.language
            )
        if path is not None:
            ui.download.file(path)
