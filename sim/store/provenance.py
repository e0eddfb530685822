"""What a run was made with: the code's hash, versions, the processor's features."""

from __future__ import annotations

import hashlib
import platform
import sys
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

import sim
from sim.plan.edition import EDITION

DECIDES: Final = (
    "constants.py",
    "draws.py",
    "draws_discrete.py",
    "exact.py",
    "parameters.py",
    "worlds.py",
    "extensions",
    "plan",
    "population",
    "registry",
    "scenario",
    "text",
    "state",
    "processes",
    "policies",
    "measures",
    "results/chunk.py",
    "results/parquet.py",
    "results/schema.py",
    "results/tabulate.py",
)
"""Files of the package, and folders, that decide what is in a run's tables."""


def code_hash() -> str:
    """Return the hash of the source that decides results."""
    return source_hash(DECIDES)


def worker_code() -> str:
    """Return the hash of the source that decides what a worker makes of what it is given."""
    return source_hash((*DECIDES, "studies/cases.py"))


@cache
def source_hash(entries: tuple[str, ...]) -> str:
    """Return the hash of files of the package, and of folders, by path within it."""
    root = Path(sim.__file__).parent
    digest = hashlib.blake2b(digest_size=8)
    for entry in entries:
        path = root / entry
        files = [path] if path.suffix else sorted(path.rglob("*.py"))
        if not files:
            raise FileNotFoundError(f"{entry} decides what is found and holds no source")
        for file in files:
            # Line ends differ between checkouts and mean nothing.
            text = file.read_bytes().replace(b"\r\n", b"\n")
            digest.update(file.relative_to(root).as_posix().encode("ascii") + b"\0")
            digest.update(len(text).to_bytes(8, "big") + text)
    return digest.hexdigest()


def commit() -> str | None:
    """Return the commit of a source checkout, from its files; None for an installed package."""
    folder = Path(sim.__file__).parents[1] / ".git"
    head = folder / "HEAD"
    if not head.is_file():
        return None
    name = head.read_text(encoding="utf-8").strip().removeprefix("ref: ")
    if "/" not in name:
        return name
    loose, packed = folder / name, folder / "packed-refs"
    if loose.is_file():
        return loose.read_text(encoding="utf-8").strip()
    lines = packed.read_text(encoding="utf-8").splitlines() if packed.is_file() else []
    return next((line.split()[0] for line in lines if line.endswith(f" {name}")), None)


def provenance() -> dict[str, Any]:
    """Return versions and machine features; nothing that names a machine or a person."""
    simd = np.show_config(mode="dicts").get("SIMD Extensions", {})
    return {
        "edition": EDITION,
        "fugai": sim.__version__,
        "code": code_hash(),
        "commit": commit(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "pyarrow": pa.__version__,
        "system": sys.platform,
        "machine": platform.machine(),
        "cpu_features": [*simd.get("baseline", []), *simd.get("found", [])],
    }
