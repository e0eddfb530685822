"""What a run was made with: the code's hash, versions, the processor's features.

A function of the engine that was replaced in Python (a rule tried out in a notebook, say) gives
other numbers under the same hash of the code. What each module defines and imports is therefore
held against its own compiled source before results are written.
"""

from __future__ import annotations

import dis
import hashlib
import os
import platform
import sys
import sysconfig
from collections.abc import Iterator
from enum import EnumType
from functools import cache, cached_property
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

import numpy as np
import pyarrow as pa

import sim
from sim.errors import InputError
from sim.locale import _, listed
from sim.plan.edition import EDITION
from sim.plan.extensions import declared

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
_ROOT: Final = Path(sim.__file__).parent
_PLAIN: Final = (int, float, str, tuple, type(None))
_STANDARD: Final = sysconfig.get_path("stdlib")


def code_hash() -> str:
    """Return the hash of the source that decides results."""
    return source_hash(DECIDES)


def worker_code() -> str:
    """Return the hash of the source that decides what a worker makes of what it is given."""
    return source_hash((*DECIDES, "studies/cases.py"))


@cache
def source_hash(entries: tuple[str, ...]) -> str:
    """Return the hash of files of the package, and of folders, by path within it."""
    digest = hashlib.blake2b(digest_size=8)
    for entry in entries:
        path = _ROOT / entry
        files = [path] if path.suffix else sorted(path.rglob("*.py"))
        if not files:
            raise FileNotFoundError(f"{entry} decides what is found and holds no source")
        for file in files:
            # Line ends differ between checkouts and mean nothing.
            text = file.read_bytes().replace(b"\r\n", b"\n")
            digest.update(file.relative_to(_ROOT).as_posix().encode("ascii") + b"\0")
            digest.update(len(text).to_bytes(8, "big") + text)
    return digest.hexdigest()


def commit() -> str | None:
    """Return the commit of a source checkout, from its files; None for an installed package."""
    folder = _ROOT.parent / ".git"
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


def refuse_replaced() -> None:
    """Refuse to write results with an engine that somebody changed without declaring it."""
    found = [name for name in replaced() if name not in declared()]
    if found:
        text = _(
            "The engine was changed since it was loaded: {names}. Results would carry the hash of "
            "a program that did not make them. Restart Python, or declare a replacement with "
            "sim.plan.extensions.declare_replaced; its source is then part of the hash."
        )
        raise InputError(text.format(names=listed(found)))


def replaced() -> list[str]:
    """Return the dotted names of what is not as the engine's modules define it, sorted."""
    names = [name for name in list(sys.modules) if name.startswith(f"{sim.__name__}.")]
    return sorted({each for name in names if _decides(name) for each in _changed(name)})


def _decides(name: str) -> bool:
    path = "/".join(name.split(".")[1:])
    return any(path == entry or path.startswith(f"{entry}/") for entry in _ENTRIES)


_ENTRIES: Final = tuple(
    entry.removesuffix(".py") for entry in DECIDES if not entry.startswith("results/")
)


def _changed(name: str) -> Iterator[str]:
    """Yield what a module holds that its source does not say."""
    module = sys.modules[name]
    file = getattr(module, "__file__", None)
    if file is None:
        return
    code = _compiled(name, os.stat(file).st_mtime_ns)
    held = vars(module)
    for each, inner in _defined(code):
        yield from _unlike(f"{name}.{each}", held.get(each), inner)
    for each, expected in _bound(code, module):
        if each not in held:
            continue  # imported for types only
        value = held[each]
        same = value is expected or (
            isinstance(expected, _PLAIN) and type(value) is type(expected) and value == expected
        )
        if not same:
            yield f"{name}.{each}"


@cache
def _compiled(name: str, _changed_at: int) -> CodeType:
    """Return the code of a module as its source has it now."""
    code: CodeType = sys.modules[name].__spec__.loader.get_code(name)  # type: ignore[union-attr]
    return code


def _defined(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    """Yield functions and classes of a module or class, the last of a name."""
    found = {
        inner.co_name: inner
        for inner in code.co_consts
        if isinstance(inner, CodeType) and inner.co_name.isidentifier()
    }
    yield from found.items()


def _unlike(name: str, value: Any, code: CodeType) -> Iterator[str]:
    """Yield a name whose value does not run the code that its source has."""
    if isinstance(value, type):
        held = dict(vars(value))
        if isinstance(value, EnumType):
            # An enumeration keeps its own ``__new__`` under another name once it has its members.
            held["__new__"] = held.get("__new_member__")
        for each, inner in _defined(code):
            yield from _unlike(f"{name}.{each}", held.get(each), inner)
    elif not _runs(value, code):
        yield name


def _runs(value: Any, code: CodeType) -> bool:
    """Whether a function, as its decorators leave it, runs some code."""
    if isinstance(value, property):
        return any(_runs(each, code) for each in (value.fget, value.fset) if each is not None)
    if isinstance(value, staticmethod | classmethod):
        return _runs(value.__func__, code)
    if isinstance(value, cached_property):
        return _runs(value.func, code)
    if isinstance(value, FunctionType):
        own: bool = value.__code__ == code
        return own or (_is_known(value) and _runs(getattr(value, "__wrapped__", None), code))
    inner = getattr(value, "__wrapped__", None)
    return inner is not None and type(value).__module__ == "functools" and _runs(inner, code)


def _is_known(function: FunctionType) -> bool:
    """Whether a decorator comes from the standard library or from here."""
    file = function.__code__.co_filename
    return file.startswith((str(_ROOT), _STANDARD))


def _bound(code: CodeType, module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Yield what a module binds to names from elsewhere in the package, or to plain numbers."""
    found: dict[str, Any] = {}
    source: ModuleType | None = None
    before, given, wide = 0, 0, 0
    # Read directly: a hundred modules take dis two tenths of a second.
    for step, low in zip(code.co_code[::2], code.co_code[1::2], strict=True):
        argument = wide | low
        wide = argument << 8 if step == dis.EXTENDED_ARG else 0
        if step in (_CACHE, dis.EXTENDED_ARG):
            continue
        if step == _IMPORT:
            source = _ours(code.co_names[argument], module)
        elif step == _STORE:
            name = code.co_names[argument]
            found.pop(name, None)
            if before == _FROM and source is not None:
                found[name] = getattr(source, code.co_names[given])
            elif before == _CONSTANT and isinstance(code.co_consts[given], _PLAIN):
                found[name] = code.co_consts[given]
        before, given = step, argument
    yield from ((name, value) for name, value in found.items() if not name.startswith("__"))


_CACHE, _IMPORT, _FROM, _STORE, _CONSTANT = (
    dis.opmap.get(name, -1)
    for name in ("CACHE", "IMPORT_NAME", "IMPORT_FROM", "STORE_NAME", "LOAD_CONST")
)


def _ours(name: str, module: ModuleType) -> ModuleType | None:
    top = name.split(".")[0]
    return sys.modules.get(name) if top == sim.__name__ and module.__name__ != name else None
