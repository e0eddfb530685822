"""Seeded damages of results folders, and what the program then says of them.

``python -m tests.store.damages 500`` damages copies of a run and of a study that often and counts
what became of it: *detected* (refused by name), *harmless* (every answer is what it was), *silent*
(another answer and no word), *traceback*.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import sim
from sim.errors import FugaiError
from sim.results.reading import Results
from sim.results.reruns import at_defaults
from sim.results.run import run
from sim.results.schema import TABLES
from sim.store.parts import sealed
from sim.studies.folder import perform
from sim.studies.study import Study
from tests.studies.studies import small

RUN = Path(__file__).parents[1] / "results" / "data" / "small.toml"

Ask = Callable[[Path], object]


def make(folder: Path) -> dict[str, tuple[Path, Ask]]:
    """Make a run of two chunks, a finished study and a stopped one; return how each answers."""
    scenario = sim.load(RUN)
    for replicates in (2, 4):
        run(scenario, replicates=replicates, out=folder / "run")
    at_defaults(Results(folder / "run"))
    study = small(overrides=["years=1"], settings={"levels": 3})
    with patch("sim.studies.cases.STACK", 90 * 2 * 5):
        perform(study, out=folder / "study")
    shutil.copytree(folder / "study", folder / "stopped")
    about = folder / "stopped" / "study.json"
    info = json.loads(about.read_text(encoding="utf-8"))
    about.write_bytes(sealed(info | {"complete": False}))
    for path in (folder / "stopped").iterdir():
        if path.name not in ("study.json", "cases"):
            path.unlink()
    return {
        "run": (folder / "run", of_run),
        "study": (folder / "study", lambda path: of_study(path, study)),
        "stopped": (folder / "stopped", lambda path: of_study(path, study)),
    }


def of_run(folder: Path) -> object:
    """Return all that a run says: every table, and what it says of itself."""
    found = Results(folder)
    tables = {name: found.table(name).to_pydict() for name in TABLES}
    return tables, found.info, found.defaults(), found.failed, found.replicates


def of_study(folder: Path, study: Study) -> object:
    """Return all that a study says."""
    with patch("sim.studies.cases.STACK", 90 * 2 * 5):
        found = perform(study, out=folder)
    tables = {
        name: {key: repr(column.tolist()) for key, column in table.items()}
        for name, table in found.result.tables.items()
    }
    return tables, json.loads(json.dumps(found.result.summary)), found.lines, found.result.failed


def damage(folder: Path, chance: random.Random) -> str:
    """Damage one file of a folder; return what was done."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)
    kind = chance.choice(("flip", "zero", "truncate", "swap", "edit"))
    if kind == "edit":
        files = [path for path in files if path.suffix == ".json"]
    path = chance.choice(files)
    data = bytearray(path.read_bytes())
    at = chance.randrange(len(data))
    if kind == "flip":
        data[at] ^= 1 << chance.randrange(8)
    elif kind == "zero":
        end = min(len(data), at + chance.randrange(1, 200))
        data[at:end] = bytes(end - at)
    elif kind == "truncate":
        del data[at:]
    elif kind == "swap":
        alike = [each for each in files if each.suffix == path.suffix and each != path]
        if alike:
            other = chance.choice(alike)
            mine = bytes(data)
            data[:] = other.read_bytes()
            other.write_bytes(mine)
    else:
        content = json.loads(data)
        _edit(content, chance)
        data[:] = json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8")
    path.write_bytes(data)
    return f"{kind} {path.relative_to(folder).as_posix()} at {at}"


def _edit(content: Any, chance: random.Random) -> None:
    """Change, double or remove one value somewhere in the content of a file."""
    places = list(_places(content))
    holder, key = chance.choice(places)
    value = holder[key]
    if chance.random() < 0.2:
        del holder[key]
    elif isinstance(value, bool) or value is None:
        holder[key] = not value
    elif isinstance(value, int | float):
        holder[key] = value + chance.choice((1, -1, 12))
    elif isinstance(value, str):
        holder[key] = value[:-1] + chance.choice("0aé")
    elif isinstance(value, list):
        holder[key] = [*value, *value[:1]]
    else:
        holder[key] = dict(list(value.items())[1:]) if len(value) > 1 else {"x": 1}


def _places(content: Any) -> Iterator[tuple[Any, Any]]:
    keys = content.keys() if isinstance(content, dict) else range(len(content))
    for key in list(keys):
        yield content, key
        if isinstance(content[key], dict | list):
            yield from _places(content[key])


def outcome(folder: Path, ask: Ask, before: object) -> str:
    """Return what became of a damage."""
    try:
        return "harmless" if ask(folder) == before else "silent"
    except FugaiError as error:
        # One line or two that name a file, not the words of a library.
        named = any(path in str(error) for path in (folder.as_posix(), str(folder)))
        return "detected" if named else f"unnamed: {error}"
    except Exception as error:  # noqa: BLE001 - that is what is counted here
        return f"traceback: {type(error).__name__}: {error}"


def tried(number: int, seed: int = 14) -> Iterator[tuple[str, str, str]]:
    """Damage copies of the folders so often; yield which, what was done, what became of it."""
    with tempfile.TemporaryDirectory() as scratch:
        made = make(Path(scratch))
        before = {name: ask(_copied(folder, scratch)) for name, (folder, ask) in made.items()}
        for count in range(number):
            chance = random.Random(seed * 1_000_003 + count)
            name = ("run", "run", "study", "stopped")[count % 4]
            folder, ask = made[name]
            copy = _copied(folder, scratch)
            done = damage(copy, chance)
            yield name, done, outcome(copy, ask, before[name])


def _copied(folder: Path, scratch: str) -> Path:
    copy = Path(scratch) / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    return Path(shutil.copytree(folder, copy))


def main(number: int) -> None:
    """Count what became of so many damages."""
    counts: Counter[tuple[str, str]] = Counter()
    for name, done, found in tried(number):
        counts[name, found.split(":")[0]] += 1
        if found not in ("detected", "harmless"):
            print(name, done, found)
    for (name, found), count in sorted(counts.items()):
        print(f"{name:8} {found:10} {count}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
