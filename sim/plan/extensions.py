"""What runs and is no part of this package: policies of one's own, and declared replacements.

Each is known by its module, its version if it has one, and the hash of its source. A module's own
helpers count as well, as far as they are no installed packages.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import site
import sys
import sysconfig
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Final
from weakref import WeakKeyDictionary

from sim.errors import InputError
from sim.locale import _

OWN: Final = __name__.split(".")[0]

_DECLARED: dict[str, Any] = {}
"""Functions of the engine that somebody replaced and said so, by dotted name."""

_INSTALLED: Final = tuple(
    Path(folder).resolve()
    for folder in (
        *map(sysconfig.get_path, ("stdlib", "platstdlib", "purelib", "platlib")),
        *site.getsitepackages(),
        site.getusersitepackages(),
    )
)


def declare_replaced(name: str, function: Any) -> None:
    """Say that a function of the engine is replaced, by its dotted name, and by what.

    Runs of a scenario are then known by the source of what takes its place; a replacement that
    nobody declared is refused. With the function's own one again nothing is declared.
    """
    _DECLARED[name] = function


def withdraw_replaced(name: str) -> None:
    """Take back what :func:`declare_replaced` said."""
    _DECLARED.pop(name, None)


def declared() -> dict[str, Any]:
    """Return the declared replacements by dotted name."""
    return dict(_DECLARED)


_SEEN: WeakKeyDictionary[ModuleType, tuple[Any, str]] = WeakKeyDictionary()
"""What the source of a module was when it was first asked for, by its import."""


def remember(classes: Collection[type]) -> None:
    """Remember the source of foreign classes as it is now, soon after they were imported."""
    for module in _foreign(classes):
        found = sys.modules.get(module)
        if found is not None and _source(found) is not None:
            _seen(found)


def _foreign(classes: Collection[type]) -> list[str]:
    names = {entry.__module__ for entry in classes}
    return sorted(name for name in names if name.split(".")[0] != OWN)


def remember_module(module: ModuleType) -> None:
    """Remember the source of a module as it is now, soon after it was imported."""
    if _source(module) is not None:
        _seen(module)


def changed(module: ModuleType) -> bool:
    """Whether a module's source, or that of a helper, was edited since it was first seen."""
    return _source(module) is not None and _seen(module) != _hash(module)


def load_again(module: ModuleType) -> ModuleType:
    """Load a module again, its own helpers first."""
    left, order = [module], [module]
    while left:
        for helper in _helpers(left.pop()):
            if helper not in order:
                order.append(helper)
                left.append(helper)
    importlib.invalidate_caches()
    for one in reversed(order):
        importlib.reload(one)
        remember_module(one)
    return module


def extensions(
    classes: Collection[type], modules: Sequence[str] = ()
) -> dict[str, dict[str, str | None]]:
    """Return by name what is known of foreign code: modules that a scenario names, those of
    foreign classes, and declared replacements."""
    found = {}
    for module in sorted({*_foreign(classes), *modules}):
        found[module] = known(module)
        for entry in classes:
            if entry.__module__ == module and not _current(entry):
                raise _changed(module)
    for name, function in sorted(_DECLARED.items()):
        found[name] = {"module": function.__module__, **known(function.__module__)}
    return found


def known(name: str) -> dict[str, str | None]:
    """Return version and source hash of an imported module.

    ``InputError`` where it has no source file, or was edited since it was imported.
    """
    module = sys.modules.get(name)
    if module is None or _source(module) is None:
        text = _(
            "{module} has no source file, so results could not say what made them. "
            "Put its policies or functions into a file of their own and import it."
        )
        raise InputError(text.format(module=name))
    digest = _hash(module)
    if _seen(module) != digest:
        raise _changed(name)
    top = sys.modules[name.split(".")[0]]
    version = getattr(top, "__version__", None)
    return {"version": None if version is None else str(version), "source": digest}


def _seen(module: ModuleType) -> str:
    """Return the hash of a module's source when it was first seen since it was imported."""
    found = _SEEN.get(module)
    # A module that is loaded again is the same object with another spec.
    if found is None or found[0] is not module.__spec__:
        found = _SEEN[module] = (module.__spec__, _hash(module))
    return found[1]


def _hash(module: ModuleType) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for file in _files(module):
        text = file.read_bytes().replace(b"\r\n", b"\n")
        digest.update(file.name.encode("utf-8") + b"\0" + len(text).to_bytes(8, "big") + text)
    return digest.hexdigest()


def _current(entry: type) -> bool:
    """Whether a class is the one that its module has now."""
    return getattr(sys.modules[entry.__module__], entry.__name__, None) is entry


def _changed(name: str) -> InputError:
    text = _("{module} was changed since it was imported: restart Python, or load it again.")
    return InputError(text.format(module=name))


def files_of(name: str) -> list[tuple[str, Path]]:
    """Return the source files of an imported module and of its helpers, by path to import by."""
    module = sys.modules[name]
    top = sys.modules[name.split(".")[0]]
    folders = [Path(folder).resolve().parent for folder in getattr(top, "__path__", ())]
    found = []
    for file in _files(module):
        root = next((one for one in folders if file.is_relative_to(one)), file.parent)
        found.append((file.relative_to(root).as_posix(), file))
    return found


def _files(module: ModuleType) -> list[Path]:
    """Return the source of a module, of its package, and of its helpers, in one order."""
    top = sys.modules[module.__name__.split(".")[0]]
    folders = [Path(folder) for folder in getattr(top, "__path__", ())]
    found = {file for folder in folders for file in folder.rglob("*.py")}
    left, seen = [module], {module.__name__}
    while left:
        one = left.pop()
        found |= {source} if (source := _source(one)) else set()
        for helper in _helpers(one):
            if helper.__name__ not in seen:
                seen.add(helper.__name__)
                left.append(helper)
    return sorted(found, key=lambda file: (file.name, file.as_posix()))


def _helpers(module: ModuleType) -> Iterator[ModuleType]:
    """Yield the modules that a module imports and that lie in nobody's installation."""
    for name in _imports(module):
        other = sys.modules.get(name)
        if other is None or name.split(".")[0] == OWN:
            continue
        source = _source(other)
        if source and not any(source.is_relative_to(folder) for folder in _INSTALLED):
            yield other


def _imports(module: ModuleType) -> Iterator[str]:
    """Yield the dotted names that the source of a module imports, anywhere in it."""
    source = _source(module)
    if source is None:
        return
    try:
        tree = ast.parse(source.read_bytes())
    except SyntaxError:
        return  # edited since it was imported, which its hash tells
    package = module.__package__ or ""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join(
                [*(above if node.level else []), *([node.module] if node.module else [])]
            )
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _source(module: ModuleType) -> Path | None:
    file = getattr(module, "__file__", None)
    path = None if file is None else Path(file).resolve()
    return path if path is not None and path.suffix == ".py" and path.is_file() else None
