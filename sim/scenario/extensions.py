"""What runs and is no part of this package: policies of one's own, and declared replacements.

Each is known by its module, its version if it has one, and the hash of its source. A module's own
helpers count as well, as far as they are no installed packages.
"""

from __future__ import annotations

import hashlib
import inspect
import site
import sys
import sysconfig
from collections.abc import Collection, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

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


def extensions(classes: Collection[type]) -> dict[str, dict[str, str | None]]:
    """Return by name what is known of foreign classes' modules and of declared replacements."""
    found = {}
    for module in sorted({entry.__module__ for entry in classes}):
        if module.split(".")[0] != OWN:
            found[module] = _known(module)
    for name, function in sorted(_DECLARED.items()):
        found[name] = {"module": function.__module__, **_known(function.__module__)}
    return found


def _known(name: str) -> dict[str, str | None]:
    module = sys.modules.get(name)
    if module is None or _source(module) is None:
        text = _(
            "{module} has no source file: results could not say what they were made with. "
            "Put its policies or functions into a file of their own and import it."
        )
        raise InputError(text.format(module=name))
    digest = hashlib.blake2b(digest_size=8)
    for file in _files(module):
        text = file.read_bytes().replace(b"\r\n", b"\n")
        digest.update(file.name.encode("utf-8") + b"\0" + len(text).to_bytes(8, "big") + text)
    top = sys.modules[name.split(".")[0]]
    version = getattr(top, "__version__", None)
    return {"version": None if version is None else str(version), "source": digest.hexdigest()}


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
    """Yield the modules that a module uses and that lie in nobody's installation."""
    for value in list(vars(module).values()):
        other = value if inspect.ismodule(value) else sys.modules.get(_of(value))
        if other is None or other.__name__.split(".")[0] == OWN:
            continue
        source = _source(other)
        if source and not any(source.is_relative_to(folder) for folder in _INSTALLED):
            yield other


def _of(value: Any) -> str:
    found = getattr(value, "__module__", None)
    return found if isinstance(found, str) else ""


def _source(module: ModuleType) -> Path | None:
    file = getattr(module, "__file__", None)
    path = None if file is None else Path(file).resolve()
    return path if path is not None and path.suffix == ".py" and path.is_file() else None
