"""What can be taken away: report, tables, replay, the run, and the scenario file of the screen."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from sim.app.planner.document import safe_name
from sim.app.planner.outcome import Outcome
from sim.app.planner.state import Session
from sim.locale import N_, in_language

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
