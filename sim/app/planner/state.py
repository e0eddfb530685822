"""What one page shows, kept on the server: a reload finds it again, another tab has its own.

A session is named by a key in the page's address. Its files (uploads, the scenario as changed,
results) lie in a temporary folder that is deleted with it. That is when it is too old, when there
are too many, and when the server stops.
"""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import RLock
from typing import Final

from sim.app.planner.document import Data, safe_name
from sim.app.planner.files import Bundle
from sim.app.planner.organizations import Listing, listing, with_ends
from sim.app.planner.outcome import Outcome, Prepared, prepare
from sim.app.planner.running import Running
from sim.app.planner.turns import DEFAULT_MOST, Turns
from sim.app.planner.work import Work
from sim.errors import InputError
from sim.locale import _, in_language
from sim.scenario import Scenario
from sim.scenario.intake import take_in
from sim.scenario.starting import template
from sim.text.months import year_and_month
from sim.text.problems import ScenarioError

MOST_SESSIONS: Final = 40
MOST_HOURS: Final = 24.0
MOST_RESULTS: Final = 6
"""Results folders of a session: of the last changes."""


class Session:
    """One planner's work: a scenario that is always valid, its run, and what was wrong last.

    Methods that read files are slow: call them in a thread. They raise
    :class:`~sim.errors.InputError` and leave the session as it was.
    """

    def __init__(self, key: str, folder: Path, turns: Turns) -> None:
        self.key = key
        self.folder = folder
        self.turns = turns
        self.touched = time.monotonic()
        self.version = 0
        """Grows with each change: a second page of the same session draws itself anew."""
        self.name = ""
        self.data: Data = {}
        self.text = ""  # the scenario file that reproduces what is on the screen
        self.scenario: Scenario | None = None
        self.refused = ""  # text of a scenario file that has mistakes, to be mended in the page
        self.refused_name = ""
        self.refused_registry: Path | None = None
        self.opened, self.said = 0, list[str]()
        """How a list that was given alone was read."""
        self.job: Running | None = None
        self.listing: Listing | None = None
        """Organizations at the start, with what the last run says of them."""
        self.outcome: Outcome | None = None
        """The last run, read."""
        self.prepared: dict[str, Prepared] = {}
        """What is said of it, by language."""
        self.made: dict[tuple[object, ...], Path] = {}
        """Files of runs that were made to be taken away, by what each is of."""
        self._lock = RLock()

    def open_path(self, path: Path) -> None:
        """Start from a file on this machine, and the registry that it names."""
        from sim.scenario.reading import read

        document = read(path)
        registry = _registry_of(document.data)
        beside = None if registry is None else document.folder / registry
        if beside is not None and not beside.is_file():
            beside = None
        self._open(path.stem, document.positions.text, beside, keep=True)

    def open_bundle(self, bundle: Bundle, first_month: str) -> None:
        """Start from uploaded files; a registry alone starts in ``first_month``."""
        registry = None
        inbox = self.folder / "inbox"
        shutil.rmtree(inbox, ignore_errors=True)
        inbox.mkdir(parents=True)
        if bundle.registry is not None:
            registry = inbox / bundle.registry.name
            registry.write_bytes(bundle.registry.content)
        if bundle.scenario is not None:
            from sim.scenario.reading import decode

            name = bundle.scenario.name
            self._open(Path(name).stem, decode(bundle.scenario.content, name), registry)
        elif registry is not None:
            name = safe_name(registry.stem, "registry")
            written = inbox / f"{name}_organizations.csv"
            try:
                text, said = of_registry(name, registry, written, first_month)
            finally:
                # The office's own file, with names of persons, is not kept.
                registry.unlink()
            self._open(name, text, written, said=said)

    def mend(self, text: str) -> None:
        """Try again with a changed text of the file that was refused."""
        self._open(self.refused_name, text, self.refused_registry)

    def revise(self, text: str) -> None:
        """Go on with a changed text of the scenario, if it is valid."""
        with self._lock:
            self._take(self.name, text, self._own_registry())

    def change(self, data: Data) -> None:
        """Go on with changed tables, if they are valid."""
        from sim.app.planner.document import patched

        with self._lock:
            self._take(self.name, patched(self.text, data), self._own_registry())

    @property
    def registry(self) -> Path | None:
        """The registry beside the scenario file."""
        return self._own_registry()

    def start(self, language: str, user: str = "") -> None:
        """Simulate the scenario in a process of its own, when it is the turn of ``user``."""
        assert self.scenario is not None
        self.stop()
        folder = self.folder / "results" / self.scenario.digest()
        folder.parent.mkdir(exist_ok=True)
        self._make_room(folder)
        self.job = Running(self.scenario, folder, language)
        self.turns.ask(user, self.job)
        self.version += 1

    def stop(self) -> None:
        """Stop a run that is under way."""
        if self.job is not None:
            self.job.cancel()

    def finish(self) -> None:
        """Read what a run has brought, or its first part; whoever comes second finds it read."""
        with self._lock:
            job = self.job
            if job is None or not job.unread:
                return
            whole = job.status == "done"
            outcome = Outcome.read(job.folder, job.replicates if whole else job.first, whole=whole)
            shown = listing(outcome.results.scenario)
            self.listing = shown and with_ends(shown, outcome.results)
            self.outcome, self.prepared = outcome, {}
            job.first_read, job.read = True, whole
            self.version += 1

    def prepare(self, language: str) -> None:
        """Put what is known of the run into words."""
        with self._lock:
            if self.outcome is not None and language not in self.prepared:
                with in_language(language):
                    self.prepared[language] = prepare(self.outcome)

    @property
    def outdated(self) -> bool:
        """Whether the scenario was changed after the run that is shown."""
        if self.outcome is None or self.scenario is None:
            return False
        results = self.outcome.results
        if str(results.info["digest"]) != self.scenario.digest():
            return True
        simulated = len(results.replicates) + len(results.failed)
        return self.outcome.whole and simulated != self.scenario.replicates

    def close(self) -> None:
        """Stop what runs and delete every file."""
        if self.job is not None:
            self.job.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _open(
        self, name: str, text: str, registry: Path | None, *, keep: bool = False,
        said: Sequence[str] = (),
    ) -> None:  # fmt: skip
        with self._lock:
            try:
                self._take(name, text, registry, apart=keep)
            except ScenarioError:
                self.refused, self.refused_name, self.refused_registry = text, name, registry
                self.version += 1
                raise
            self.outcome, self.prepared, self.said = None, {}, [*said]
            self.stop()
            self.job = None
            self.opened += 1
            self.version += 1  # Whoever drew it in the meantime draws it anew.

    def _take(self, name: str, text: str, registry: Path | None, *, apart: bool = False) -> None:
        """Load a text in a folder of its own; the session changes if it is valid.

        ``apart``: the registry may lie elsewhere on this machine, and is brought beside the file.
        """
        from sim.scenario import load
        from sim.scenario.reading import read

        self.folder.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix="scenario-", dir=self.folder))
        try:
            name = safe_name(name, "scenario")
            file = draft / f"{name}.toml"
            if registry is not None:
                shutil.copyfile(registry, draft / registry.name)
            if apart and registry is not None:
                text = _beside(text, registry.name)
            file.write_text(text, encoding="utf-8", newline="\n")
            _refuse_elsewhere(read(file).data)
            scenario = load(file)
            data = read(file).data
        except InputError:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        own = self.folder / "scenario"
        shutil.rmtree(own, ignore_errors=True)
        draft.rename(own)
        self.name, self.text, self.data, self.scenario = name, text, data, scenario
        if self.outcome is None:
            self.listing = listing(scenario)
        self.refused = ""
        self.version += 1

    def _own_registry(self) -> Path | None:
        name = _registry_of(self.data)
        return None if name is None else self.folder / "scenario" / name

    def _make_room(self, wanted: Path) -> None:
        """Forget the oldest results; those of the same values are gone on with."""
        known = sorted(wanted.parent.iterdir(), key=lambda path: path.stat().st_mtime)
        shown = self.outcome.results.folder if self.outcome else None
        others = [path for path in known if path not in (wanted, shown)]
        for path in others[: max(0, len(others) - MOST_RESULTS + 2)]:
            shutil.rmtree(path, ignore_errors=True)


def _registry_of(data: Data) -> str | None:
    organizations = data.get("organizations")
    named = organizations.get("registry") if isinstance(organizations, dict) else None
    return named if isinstance(named, str) else None


def _beside(text: str, name: str) -> str:
    """Return a scenario's text with its registry beside it."""
    import tomllib

    from sim.app.planner.document import patched

    data = tomllib.loads(text)
    if "/" not in str(_registry_of(data)) and "\\" not in str(_registry_of(data)):
        return text
    data["organizations"]["registry"] = name
    return patched(text, data)


def _refuse_elsewhere(data: Data) -> None:
    """Refuse a registry in another folder: files of this machine are nobody's to read."""
    named = _registry_of(data)
    if named is not None and (Path(named).name != named or "\\" in named or ":" in named):
        text = _('The registry "{name}" lies in another folder: name the file alone.')
        raise InputError(text.format(name=named))


class Sessions:
    """Every session of a server, bounded in number and age; ``most`` runs at once."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, most: int = DEFAULT_MOST
    ) -> None:
        self.turns = Turns(most)
        self._work = Work()
        self._known: dict[str, Session] = {}
        self._clock = clock

    def new(self) -> Session:
        """Return a session with a key that nobody can guess."""
        self.prune(room=1)
        key = secrets.token_urlsafe(9)
        session = Session(key, self._work.folder / key, self.turns)
        session.touched = self._clock()
        self._known[key] = session
        return session

    def get(self, key: str) -> Session | None:
        """Return the session of a key, if it is still there."""
        session = self._known.get(key)
        if session is not None:
            session.touched = self._clock()
        return session

    def __len__(self) -> int:
        return len(self._known)

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._known.values()))

    def drop(self, session: Session) -> None:
        """Close a session."""
        del self._known[session.key]
        session.close()

    def tick(self) -> None:
        """Take in what the runs have told, also those that nobody looks at; begin the next."""
        self.turns.tick()
        self.prune()

    def prune(self, room: int = 0) -> None:
        """Close sessions that nobody has looked at for long, and the oldest of too many."""
        now = self._clock()
        order = sorted(self._known.values(), key=lambda session: session.touched)
        surplus = len(order) + room - MOST_SESSIONS
        for number, session in enumerate(order):
            if number < surplus or now - session.touched > MOST_HOURS * 3600:
                self.drop(session)

    def close(self) -> None:
        """Close all of them."""
        for session in self._known.values():
            session.close()
        self._known.clear()
        self._work.close()


def of_registry(name: str, given: Path, written: Path, first_month: str) -> tuple[str, list[str]]:
    """Return the template's text for a list, and what is said of how it was read.

    The list in columns is ``written``. The scenario starts in ``first_month`` (``YYYY-MM``), or
    after the last founding; its policies begin in the seventh month. The title is its name.
    """
    intake = take_in([given], written.name, year_and_month(first_month))
    written.write_bytes(intake.table())
    text = template(name, written.name, intake.decisions, intake.start)
    title = f'title = {{ zh = "{name}", en = "{name}" }}'
    text = re.sub(r"(?m)^title = .*$", lambda _found: title, text, count=1)
    ordered = sorted(intake.remarks, key=lambda pair: not pair[1].weighty)
    return text, [str(remark) for _file, remark in ordered]
