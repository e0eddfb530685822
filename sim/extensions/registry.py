"""Which extensions are known in this process, and what a scenario that names some has in force.

Names of policies, doses, measures and variants are known to all scenarios of the process; a rule,
an observer or a column acts only where the scenario names its module.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final, ParamSpec, TypeVar

from sim.errors import InputError
from sim.extensions.contract import Extension
from sim.locale import _
from sim.measures.catalogue import MEASURES
from sim.measures.counts import COUNTS, OWN
from sim.plan import extensions as sources
from sim.policies import POLICIES, READINGS
from sim.policies.doses import DOSES
from sim.processes.rivals import RIVALS
from sim.state.plugged import SLOTS, Edges, Plugged, Variant

Given = ParamSpec("Given")
Found = TypeVar("Found")

GROUP: Final = "fugai.extensions"
"""Group of entry points by which an installed package offers its extension under a short name."""

VARIANTS: Final[dict[str, dict[str, Variant]]] = {
    slot: {one.name: one for one in RIVALS if one.slot == slot} for slot in SLOTS
}
"""Every known alternative of a function of the month, by slot and name."""


@dataclass(frozen=True)
class Registered:
    """An extension that is known: its module, and the hash of its source."""

    module: str
    extension: Extension
    source: str


_KNOWN: Final[dict[str, Registered]] = {}
_CACHED: Final[list[Any]] = []


def cached(function: Callable[Given, Found]) -> Callable[Given, Found]:
    """Keep what a function makes of the known names until some are added or withdrawn."""
    kept: Any = cache(function)
    _CACHED.append(kept)
    made: Callable[Given, Found] = kept
    return made


def known() -> dict[str, Registered]:
    """Return the extensions of this process by module."""
    return dict(_KNOWN)


def use(name: str, *, folder: Path | None = None) -> Registered:
    """Import and register an extension; return it as it is now.

    ``name`` is a module, the path of its file, or the short name under which a package offers it.
    Modules are looked for where Python looks, in ``folder`` and where the command was called. A
    module whose source has changed since is loaded again. Raises ``InputError`` for what cannot be
    imported, declares nothing or is declared wrongly.
    """
    module = _imported(_named(name, folder))
    extension = _extension(module)
    source = sources.known(module.__name__)["source"] or ""
    there = _KNOWN.get(module.__name__)
    if there is not None:
        if there.extension is extension:
            return there
        _withdraw(there)
    _refuse(module.__name__, [*extension.faults(), *_clashes(extension)])
    found = _KNOWN[module.__name__] = Registered(module.__name__, extension, source)
    _add(extension)
    return found


def _named(name: str, folder: Path | None) -> str:
    """Return the dotted name of a module, and let Python find it."""
    if name.endswith(".py"):
        path = Path(name) if folder is None or Path(name).is_file() else folder / name
        if not path.is_file():
            raise InputError(_('There is no file "{name}".').format(name=name))
        _look_in(path.parent)
        return path.stem
    entry = next(iter(importlib.metadata.entry_points(group=GROUP, name=name)), None)
    if entry is not None:
        return entry.module
    top = name.split(".")[0]
    if top not in sys.modules and importlib.util.find_spec(top) is None:
        for place in (*filter(None, [folder]), Path.cwd()):
            if (place / f"{top}.py").is_file() or (place / top / "__init__.py").is_file():
                _look_in(place)
                break
    return name


def _look_in(folder: Path) -> None:
    path = str(folder.resolve())
    if path not in sys.path:
        sys.path.insert(0, path)


def _imported(name: str) -> ModuleType:
    """Import a module; load it again, with its helpers, where its source was edited."""
    if name == "__main__":
        raise InputError(
            _("An extension is a module that other processes can import: put it into a file.")
        )
    try:
        module = sys.modules.get(name)
        if module is None:
            importlib.invalidate_caches()
            module = importlib.import_module(name)
            sources.remember_module(module)
        elif sources.changed(module):
            module = sources.load_again(module)
    except Exception as error:
        if isinstance(error, ModuleNotFoundError) and error.name == name.split(".")[0]:
            text = _(
                'There is no extension "{name}": no module of that name is in the current folder, '
                "on PYTHONPATH or installed."
            )
            raise InputError(text.format(name=name)) from None
        text = _("The extension {name} cannot be imported: {error}")
        what = f"{type(error).__name__}: {error}"
        raise InputError(text.format(name=name, error=what)) from error
    return module


def _extension(module: ModuleType) -> Extension:
    found: list[Extension] = []
    for one in vars(module).values():
        if isinstance(one, Extension) and not any(one is other for other in found):
            found.append(one)
    if len(found) != 1:
        text = _(
            "{module} declares {n} extensions; it needs one: EXTENSION = sim.Extension(…) with its "
            "policies, doses, variants, observers, measures or columns."
        )
        raise InputError(text.format(module=module.__name__, n=len(found)))
    return found[0]


def _refuse(module: str, faults: list[str]) -> None:
    if faults:
        lines = "\n".join(f"  {fault}" for fault in faults)
        raise InputError(
            _("The extension {module} is not well declared:\n{faults}").format(
                module=module, faults=lines
            )
        )


def _books(extension: Extension) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Return what is added to which book of names."""
    books: list[tuple[str, Any, Iterable[Any]]] = [
        (_("policy"), POLICIES, extension.policies),
        (_("dose"), DOSES, extension.doses),
        (_("measure"), MEASURES, extension.measures),
    ]
    for slot in SLOTS:
        own = [one for one in extension.variants if one.slot == slot]
        books.append((_("variant"), VARIANTS[slot], own))
    named = [(sort, book, {one.name: one for one in added}) for sort, book, added in books]
    return [*named, (_("count"), OWN, extension.counts)]


def _clashes(extension: Extension) -> list[str]:
    """Return what has a name that is taken: by the program, or by another extension."""
    text = _('There is a {sort} "{name}" already: give yours another name.')
    found = [
        text.format(sort=sort, name=name)
        for sort, book, added in _books(extension)
        for name in added
        if name in book
    ]
    return found + [
        text.format(sort=_("count"), name=name) for name in extension.counts if name in COUNTS
    ]


def _add(extension: Extension) -> None:
    for _sort, book, added in _books(extension):
        book.update(added)
    _forget_made()


def _forget_made() -> None:
    for kept in _CACHED:
        kept.cache_clear()


def _withdraw(registered: Registered) -> None:
    for _sort, book, added in _books(registered.extension):
        for name in added:
            del book[name]
    del _KNOWN[registered.module]
    _forget_made()


def forget(module: str) -> None:
    """Withdraw an extension from this process; scenarios that name it register it again."""
    if module in _KNOWN:
        _withdraw(_KNOWN[module])


def plugged(
    model: Mapping[str, str],
    modules: Sequence[str],
    edges: Edges | None,
    expected: Mapping[str, str],
) -> Plugged:
    """Return what is in force where a scenario chooses rules and names modules.

    ``expected`` holds by module the hash of the source that the scenario was loaded with. Raises
    ``InputError`` where this process has another source.
    """
    found = [_KNOWN.get(name) or use(name) for name in modules]
    for one in found:
        if expected.get(one.module, one.source) != one.source:
            text = _(
                "{module} is not the source that the scenario was loaded with: load the scenario "
                "again, and restart workers that have the old one."
            )
            raise InputError(text.format(module=one.module))
    parts = [one.extension for one in found]
    return Plugged(
        rules={
            slot: VARIANTS[slot][name].apply
            for slot, name in model.items()
            if name != SLOTS[slot].default
        },
        readings=(*READINGS, *(one for part in parts for one in part.readings)),
        observers=tuple(one for part in parts for one in part.observers),
        columns=tuple(one for part in parts for one in part.columns),
        edges=edges,
    )
