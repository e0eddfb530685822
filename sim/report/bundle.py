"""A bundle: one archive that holds a run or a study with all that is needed to check it.

    bundle.json     what the archive holds, with size and checksum of every file, and versions
    results/        the folder of the run or study, as it is
    extensions/     source of the modules of one's own that ran
    tables/         comparison and costs of a run as CSV, for readers without Parquet
    figures/        figures, and draw.py, which draws them anew from results/
    audit.json      what an audit found when the bundle was made
    environment.txt versions of Python and of the packages
    ODD.md, CITATION.cff, README.txt

The same folder gives the same archive, byte for byte, on one version of the packages.
"""

from __future__ import annotations

import importlib.metadata
import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from pyarrow import csv

from sim import __version__
from sim.errors import InputError
from sim.extensions.registry import forget, use
from sim.locale import _
from sim.plan.extensions import files_of
from sim.plan.shipped import shipped_text
from sim.plots import drawer
from sim.plots.output import rendered
from sim.plots.studies import study_figure
from sim.results.compare import summaries
from sim.results.folder import RUN, STUDY, RunFolder
from sim.results.reading import Results
from sim.store.disk import summed, to_json
from sim.store.provenance import provenance
from sim.studies.audit import Audit, audit
from sim.studies.file import from_resolved_study
from sim.studies.folder import StudyFolder

MANIFEST: Final = "bundle.json"
FORMAT: Final = 1
PACKAGES: Final = ("numpy", "pandas", "pyarrow", "mesa", "scipy", "matplotlib", "pydantic")
LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the archive: nothing of when it was made."""

README: Final = """{title}

Made with Fugai {version}. Check it with: fugai audit {name}
results/ is the folder as it was written; figures/draw.py draws the figures anew.
Simulated, not observed: see ODD.md for what the model assumes.
"""

DRAW_RUN: Final = '''"""Draw the figures anew, from the bundle's folder: python figures/draw.py."""

import sim

results = sim.Results("results")
{lines}
'''
DRAW_STUDY: Final = '''"""Draw the figure of this bundle anew, from its folder."""

import subprocess

words = "plot study results -o figures/study.png --force"
subprocess.run(["fugai", *words.split()], check=True)
'''


@dataclass(frozen=True)
class Opened:
    """A bundle that was unpacked: what it says of itself, and files that are not as it says."""

    folder: Path
    about: Mapping[str, Any]
    changed: tuple[str, ...]


def bundle(folder: Path, *, name: str, sample: int | None = 1, names: bool = False) -> bytes:
    """Return the archive of a run's or study's folder as bytes; ``name`` is that of its file.

    ``sample`` chunks are audited, all with ``None``. A folder that holds the names of a registry
    is refused unless ``names`` are to be in the archive: ``InputError``. So is one that an audit
    finds to be other than it says.
    """
    run = (folder / RUN).is_file()
    if not run and not (folder / STUDY).is_file():
        raise InputError(_("{folder} holds no run and no study.").format(folder=folder))
    held = RunFolder(folder) if run else StudyFolder(folder)
    info = held.info()
    if held.private(info) and not names:
        text = _("{folder} holds the names of your registry: add --names to archive them.")
        raise InputError(text.format(folder=folder))
    found = audit(folder, sample=sample)
    if not found.same:
        raise InputError(_("{folder} differs from what is found here.").format(folder=folder))
    files = {f"results/{path}": data for path, data in _folder(folder)}
    files |= _of_run(folder) if run else _of_study(folder)
    for module in info.get("extensions", {}):
        files |= {f"extensions/{path}": path_.read_bytes() for path, path_ in files_of(module)}
    title = (info if run else info["study"])["title"]["en"]
    files |= {
        "audit.json": to_json(_plain(found)),
        "environment.txt": _environment().encode("utf-8"),
        "ODD.md": shipped_text("odd.md").encode("utf-8"),
        "CITATION.cff": shipped_text("CITATION.cff").encode("utf-8"),
        "README.txt": README.format(title=title, version=__version__, name=name).encode("utf-8"),
    }
    manifest = {
        "format": FORMAT,
        "sort": "run" if run else "study",
        "digest": info["digest"],
        "title": title,
        "extensions": info.get("extensions", {}),
        **provenance(),
        "files": {path: summed(data) for path, data in sorted(files.items())},
    }
    return _zipped({MANIFEST: to_json(manifest), **files})


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Unpack a bundle into a folder that is gone afterwards; ``InputError`` for what is none.

    Modules of its extensions are found while it is open.
    """
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch)
        about = _unpacked(path, target)
        listed = about["files"]
        there = {one.relative_to(target).as_posix(): one for one in target.rglob("*")
                 if one.is_file()}  # fmt: skip
        changed = [name for name in listed if name not in there]
        changed += [name for name in there if name not in listed and name != MANIFEST]
        changed += [
            name for name, one in there.items()
            if name in listed and summed(one.read_bytes()) != listed[name]
        ]  # fmt: skip
        before = [*sys.path]
        sys.path.insert(0, str(target / "extensions"))
        try:
            changed += _unlike(about["extensions"])
            yield Opened(target, about, tuple(sorted(changed)))
        finally:
            sys.path[:] = before
            for name in about["extensions"]:
                # Its source is gone with the folder.
                forget(name)
                sys.modules.pop(name, None)


def _unlike(extensions: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the modules of which this process has another source than the bundle."""
    return [name for name, known in extensions.items() if use(name).source != known["source"]]


def _unpacked(path: Path, target: Path) -> dict[str, Any]:
    text = _("{file} is no bundle: fugai bundle writes them.")
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                parts = PurePosixPath(entry.filename).parts
                if entry.is_dir():
                    continue
                if not parts or ".." in parts or entry.filename.startswith(("/", "\\")):
                    raise InputError(text.format(file=path))
                place = target.joinpath(*parts)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(archive.read(entry))
        about = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        known = about["format"] == FORMAT and isinstance(about["files"], dict)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        raise InputError(text.format(file=path)) from None
    if not known:
        raise InputError(text.format(file=path))
    found: dict[str, Any] = about
    return found


def _folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a folder but drafts and locks, by path."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not any(part.startswith(".") for part in name.split("/")):
            yield name, path.read_bytes()


def _of_run(folder: Path) -> dict[str, bytes]:
    """Return tables and figures of a run, and the code that draws them."""
    results = Results(folder)
    files, lines = {}, []
    for table, rows in summaries(results).items():
        sink = io.BytesIO()
        csv.write_csv(rows, sink)
        files[f"tables/{table}.csv"] = sink.getvalue()
    for kind, given in _asked(results.alternatives):
        label = "-".join([kind, *given.values()])
        axes = drawer(kind)(results, lang="en", **given)
        files[f"figures/{label}.png"] = rendered(axes.figure, results)
        words = "".join(f", {key}={value!r}" for key, value in given.items())
        lines.append(f'results.plot("{kind}"{words}).savefig("figures/{label}.png")')
    files["figures/draw.py"] = DRAW_RUN.format(lines="\n".join(lines)).encode("utf-8")
    return files


def _asked(alternatives: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    for name in alternatives:
        yield "fan", {"alternative": name}
    for name in alternatives[1:]:
        yield "difference", {"alternative": name}
    if len(alternatives) > 1:
        yield "cost_effect", {}


def _of_study(folder: Path) -> dict[str, bytes]:
    """Return the figure of a study, if its method has one, and the code that draws it."""
    done = StudyFolder(folder)
    study = from_resolved_study(done.info()["study"])
    try:
        figure = study_figure(study, done.result(), lang="en")
    except InputError:
        return {}
    return {
        "figures/study.png": rendered(figure, None),
        "figures/draw.py": DRAW_STUDY.encode("utf-8"),
    }


def _environment() -> str:
    """Return the versions of Python and of the packages that matter."""
    lines = [f"python {sys.version.split()[0]}", f"fugai {__version__}"]
    lines += [f"{name} {importlib.metadata.version(name)}" for name in PACKAGES]
    return "\n".join(lines) + "\n"


def _plain(found: Audit) -> dict[str, Any]:
    return {
        "same": found.same,
        "parts": found.parts,
        "done": found.done,
        "about": {name: list(pair) for name, pair in found.about.items()},
        "damaged": list(found.damaged),
        "other": list(found.other),
    }


def _zipped(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return stream.getvalue()
