"""What one page shows, kept on the server: a reload finds it again, another tab has its own.

A session is named by a key in the page's address. Its files (uploads, the scenario as changed,
results) lie in a temporary folder that is deleted with it. That is when it is too old, when there
are too many, and when the server stops.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import RLock
from typing import Final

from sim.app.planner import document
from sim.app.planner.document import Data, Entry, safe_name
from sim.app.planner.files import Bundle, beside, refuse_elsewhere, registry_of
from sim.app.planner.mapping import Pending
from sim.app.planner.organizations import Listing, listing, with_ends
from sim.app.planner.outcome import Outcome, Prepared, prepare
from sim.app.planner.running import Running, Shelf
from sim.app.planner.turns import Turns
from sim.app.planner.worker import Spares, jobs_of, preview
from sim.errors import InputError
from sim.locale import in_language
from sim.registry.findings import Remark
from sim.results.plan import Estimate, check_room, chunks, estimate, jobs_for
from sim.scenario import Scenario, load
from sim.scenario.reading import decode, read
from sim.text.problems import ScenarioError

MOST_RESULTS: Final = 6
"""Results folders of a session: of the last changes."""
BY_ITSELF: Final = 60.0
"""Seconds up to which a run begins without being asked for."""
SETTLED: Final = 0.6
"""Seconds after a change before a run begins: somebody may change more."""


class Session:
    """One planner's work: a scenario that is always valid, its run, and what was wrong last.

    Methods that read files are slow: call them in a thread. They raise
    :class:`~sim.errors.InputError` and leave the session as it was.
    """

    def __init__(self, key: str, folder: Path, turns: Turns, spares: Spares, shelf: Shelf) -> None:
        self.key = key
        self.folder = folder
        self.turns = turns
        self._spares = spares
        self._shelf = shelf
        self.touched = time.monotonic()
        self.version = 0
        """Grows with each change: a second page of the same session draws itself anew."""
        self.name = ""
        self.data: Data = {}
        self.text = ""  # the scenario file that reproduces what is on the screen
        self.scenario: Scenario | None = None
        self._hashed: tuple[Scenario | None, str] = None, ""
        self.refused = ""  # text of a scenario file that has mistakes, to be mended in the page
        self.refused_name = ""
        self.refused_registry: Path | None = None
        self.opened, self.remarks = 0, list[Remark]()  # on a list that was given alone
        self.job: Running | None = None
        self.listing: Listing | None = None
        """Organizations at the start, with what the last run says of them."""
        self.outcome: Outcome | None = None  # the last run, read
        self.prepared: dict[str, Prepared] = {}  # what is said of it, by language
        self.made: dict[tuple[object, ...], Path] = {}  # to be taken away, by what each is of
        self.pending: Pending | None = None  # a list that is looked at before it is used
        self.off: list[tuple[int, Entry]] = []
        """Alternatives that are switched off, with their places: no run and no file has them."""
        self._changed = 0.0
        self._decided = -1  # the version for which it was decided whether to run
        self._begun: tuple[str, int] | None = None
        """What was simulated last, asked for or not: it is not begun twice by itself."""
        self.lookers: set[Callable[[], bool]] = set()
        """Of each page that shows it: whether a browser has it open now."""
        self._lock = RLock()

    def open_path(self, path: Path) -> None:
        """Start from a file on this machine, and the registry that it names."""
        found = read(path)
        registry = registry_of(found.data)
        file = None if registry is None else found.folder / registry
        if file is not None and not file.is_file():
            file = None
        self._open(path.stem, found.positions.text, file, keep=True)

    def open_bundle(self, bundle: Bundle, first_month: str) -> None:
        """Start from uploaded files; a registry alone starts in ``first_month``."""
        if bundle.scenario is not None:
            name, registry = bundle.scenario.name, None
            if bundle.registry is not None:
                registry = self._received(bundle.registry.name, bundle.registry.content)
            self._open(Path(name).stem, decode(bundle.scenario.content, name), registry)
        elif bundle.registry is not None:
            # The office's own file may name persons: it stays in memory until it was looked at.
            pending = Pending(bundle.registry, first_month)
            pending.read()
            shutil.rmtree(self.folder / "inbox", ignore_errors=True)
            with self._lock:
                self.pending = pending
                self.refused = ""
                self.version += 1

    def correct(self, work: Callable[[Pending], None]) -> None:
        """Change how the list that was uploaded is read."""
        with self._lock:
            assert self.pending is not None
            work(self.pending)
            self.version += 1

    def accept(self) -> None:
        """Start from the list that was uploaded, as it was read."""
        with self._lock:
            pending = self.pending
            assert pending is not None
            assert pending.intake is not None
            file = f"{pending.name}_organizations.csv"
            written = self._received(file, pending.intake.table())
            self._open(pending.name, pending.text(), written, remarks=pending.remarks())

    def _received(self, name: str, content: bytes) -> Path:
        """Write a file that was uploaded, in place of those before, and return its path."""
        inbox = self.folder / "inbox"
        shutil.rmtree(inbox, ignore_errors=True)
        inbox.mkdir(parents=True)
        (inbox / name).write_bytes(content)
        return inbox / name

    def give_up(self) -> None:
        """Forget the list that was uploaded."""
        with self._lock:
            self.pending = None
            self.version += 1

    def mend(self, text: str) -> None:
        """Try again with a changed text of the file that was refused."""
        self._open(self.refused_name, text, self.refused_registry)

    def revise(self, text: str) -> None:
        """Go on with a changed text of the scenario, if it is valid."""
        with self._lock:
            self._take(self.name, text, self.registry)

    def change(self, data: Data) -> None:
        """Go on with changed tables, if they are valid."""
        with self._lock:
            self._take(self.name, document.patched(self.text, data), self.registry)

    @property
    def digest(self) -> str:
        """The hash of the scenario: pages ask often, and a long list takes a while."""
        if self.scenario is not None and self._hashed[0] is not self.scenario:
            self._hashed = self.scenario, self.scenario.digest()
        return self._hashed[1]

    @property
    def registry(self) -> Path | None:
        """The registry beside the scenario file."""
        name = registry_of(self.data)
        return None if name is None else self.folder / "scenario" / name

    def start(self, language: str, user: str = "") -> None:
        """Simulate the scenario in a process of its own, when it is the turn of ``user``."""
        with self._lock:
            assert self.scenario is not None
            self.stop()
            folder = self._results()
            self._make_room(folder)
            self._begun = (self.digest, self.scenario.replicates)
            self.job = Running(self.scenario, folder, language, take=self._spares.take)
            self.turns.ask(user, self.job)
            self.version += 1

    def refresh(self, language: str, user: str = "") -> None:
        """Simulate what was changed without being asked, once it has settled and if it is short."""
        with self._lock:
            scenario = self.scenario
            settled = time.monotonic() - self._changed >= SETTLED
            if scenario is None or self._decided == self.version or not settled:
                return
            self._decided = self.version
            answered = self.outcome is not None and self.outcome.whole and not self.outdated
            if answered or self._begun == (self.digest, scenario.replicates):
                return
            self._begun = (self.digest, scenario.replicates)
            try:
                short = self.expected().seconds <= BY_ITSELF
            except InputError:
                return  # It does not fit: whoever asks for it is told.
            if short:
                self.start(language, user)

    def expected(self) -> Estimate:
        """Return what a run takes; ``InputError`` where it does not fit into this machine."""
        assert self.scenario is not None
        plan = chunks(self.scenario, range(self.scenario.replicates))
        found = estimate(self.scenario, plan, jobs_for(self.scenario, plan, jobs_of(self.scenario)))
        check_room(found, self.folder)
        return found

    def soon(self, scenarios: Sequence[Scenario], language: str) -> None:
        """Have the first answers of places made that may be chosen next."""
        self._shelf.want(scenarios, language)

    def take_prepared(self) -> None:
        """Show the first answer of a shipped place, where the server has it."""
        with self._lock:
            assert self.scenario is not None
            folder = self._results()
            if self._shelf.put(self.scenario, folder):
                self._read(Outcome.read(folder, preview(self.scenario), whole=False))

    def switch(self, where: int, *, on: bool) -> None:
        """Leave an alternative out of runs and of the file, or take it in again at its place.

        ``where`` is its number, among those that are switched off or among the others.
        """
        with self._lock:
            if on:
                place, entry = self.off[where]
                self.change(document.with_entry(self.data, place, entry))
                self.off = [each for n, each in enumerate(self.off) if n != where]
            else:
                entry = document.lists(self.data)[where]
                self.change(document.without_alternative(self.data, where))
                self.off = [*self.off, (where, entry)]
            self.version += 1

    def look_after(self) -> None:
        """Let a run make way for others where no page shows it, or what it is of was changed."""
        job, scenario = self.job, self.scenario
        if job is not None and job.active and scenario is not None:
            changed = self._begun != (self.digest, scenario.replicates)
            job.left = changed or not any(looks() for looks in self.lookers)

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
            self._read(outcome)
            job.first_read, job.read = True, whole

    def _read(self, outcome: Outcome) -> None:
        """Show a run, or its first part."""
        shown = listing(outcome.results.scenario)
        self.listing = shown and with_ends(shown, outcome.results)
        self.outcome, self.prepared = outcome, {}
        self.version += 1

    def _results(self) -> Path:
        """Return the folder of the results of the scenario as it is."""
        folder = self.folder / "results" / self.digest
        folder.parent.mkdir(exist_ok=True)
        return folder

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
        if str(results.info["digest"]) != self.digest:
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
        remarks: Sequence[Remark] = (),
    ) -> None:  # fmt: skip
        with self._lock:
            try:
                self._take(name, text, registry, apart=keep)
            except ScenarioError:
                self.refused, self.refused_name, self.refused_registry = text, name, registry
                self.version += 1
                raise
            self.outcome, self.prepared, self.remarks = None, {}, [*remarks]
            self.stop()
            self.job, self._begun, self.off, self.pending = None, None, [], None
            self.opened += 1
            self.version += 1  # Whoever drew it in the meantime draws it anew.

    def _take(self, name: str, text: str, registry: Path | None, *, apart: bool = False) -> None:
        """Load a text in a folder of its own; the session changes if it is valid.

        ``apart``: the registry may lie elsewhere on this machine, and is brought beside the file.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix="scenario-", dir=self.folder))
        try:
            name = safe_name(name, "scenario")
            file = draft / f"{name}.toml"
            if registry is not None:
                shutil.copyfile(registry, draft / registry.name)
            if apart and registry is not None:
                text = beside(text, registry.name)
            file.write_text(text, encoding="utf-8", newline="\n")
            refuse_elsewhere(read(file).data)
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
        self._changed = time.monotonic()
        self.version += 1

    def _make_room(self, wanted: Path) -> None:
        """Forget the oldest results; those of the same values are gone on with."""
        known = sorted(wanted.parent.iterdir(), key=lambda path: path.stat().st_mtime)
        shown = self.outcome.results.folder if self.outcome else None
        others = [path for path in known if path not in (wanted, shown)]
        for path in others[: max(0, len(others) - MOST_RESULTS + 2)]:
            shutil.rmtree(path, ignore_errors=True)
