"""What may import what: the arrows of the house, and which layers stay on NumPy alone.

Imports under ``if TYPE_CHECKING:`` name a type and never run; they are no arrow. Imports inside
functions are.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence

from tests.guards.source import Module, dotted

_BASE = frozenset({"errors", "draws", "exact", "constants", "parameters"})
_STATE = _BASE | {"codes", "state"}
_ENGINE = _STATE | {"doses", "processes", "policies", "names", "measures"}
_PLAN = frozenset({"errors", "codes", "locale", "units", "text", "plan"})
_WORLD = _ENGINE | _PLAN | {"extensions", "registry", "population", "scenario", "worlds"}
_RUN = _WORLD | {"agents", "store", "present", "results", "pasts", "kept"}
_STUDY = _RUN | {"studies"}

MAY_IMPORT: dict[str, frozenset[str]] = {
    "errors": frozenset(),
    "locale": frozenset(),
    "units": frozenset({"locale"}),
    "fonts": frozenset(),
    "draws": frozenset(),
    "exact": frozenset(),
    "constants": frozenset(),
    "parameters": frozenset({"errors", "draws", "exact"}),
    "codes": frozenset(),
    "state": _BASE | {"codes"},
    "doses": _STATE,
    "processes": _STATE | {"doses"},
    "policies": _STATE | {"doses"},
    "names": frozenset({"codes"}),
    "measures": _STATE | {"doses", "names"},
    "text": frozenset({"errors", "codes", "locale", "units"}),
    "plan": frozenset({"errors", "parameters", "codes", "locale", "text"}),
    "registry": _PLAN,
    "population": _BASE | _PLAN | {"policies"},
    "extensions": _ENGINE | {"errors", "locale", "plan"},
    "scenario": _STATE
    | _PLAN
    | {"doses", "policies", "names", "extensions", "registry", "population"},
    "kept": _PLAN | {"scenario", "store"},
    "worlds": _ENGINE | {"population", "scenario", "kept"},
    "pasts": _WORLD | {"store", "kept"},
    "checking": _ENGINE | {"locale", "extensions", "scenario", "worlds"},
    "data": frozenset({"plan", "text"}),
    "agents": _ENGINE | {"locale", "text", "scenario", "worlds", "pasts"},
    "present": _ENGINE | _PLAN | {"scenario"},
    "store": frozenset({"errors", "locale", "plan", "extensions"}),
    "results": _WORLD | {"store", "present", "pasts", "kept"},
    "histories": _WORLD | {"present", "results", "pasts"},
    "studies": _RUN,
    "plots": _STUDY | {"fonts", "histories"},
    "report": _STUDY | {"fonts", "plots"},
    "replay": _RUN | {"fonts", "histories"},
    "app": _STUDY | {"fonts", "histories", "plots", "report", "replay"},
    "cli": _STUDY | {"checking", "fonts", "histories", "plots", "report", "replay", "app"},
}

NUMPY_ONLY = _ENGINE | {"population", "worlds"}
USES_MESA = frozenset({"agents", "studies", "app"})
DRAWS = frozenset({"draw", "draw_one", "draw_partners", "candidates"})
MAY_DRAW = frozenset({"draws", "parameters", "processes", "population", "pasts"})

# Declarations that may be named from outside their package, and a layer in two files.
_FINER = {
    "sim.draws_discrete": "draws",
    "sim.state.codes": "codes",
    "sim.policies.doses": "doses",
    "sim.measures.names": "names",
    "sim.extensions.checking": "checking",
    "sim.pasts.kept": "kept",
}


def layer(name: str) -> str:
    """Return the layer of a module of ``sim``, empty for the package itself and its command."""
    for module, finer in _FINER.items():
        if name == module or name.startswith(module + "."):
            return finer
    parts = name.split(".")
    return "" if len(parts) == 1 or parts[1] == "__main__" else parts[1]


def imports(module: Module, known: Collection[str] = ()) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) of what a module imports when it runs.

    ``from sim import draws`` names ``sim.draws`` if that is among the ``known`` modules.
    """
    typing_only: set[int] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.If) and dotted(node.test) in {
            "TYPE_CHECKING",
            "typing.TYPE_CHECKING",
        }:
            typing_only.update(id(inner) for part in node.body for inner in ast.walk(part))
    for node in ast.walk(module.tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            source = _source(module, node)
            for alias in node.names:
                inner = f"{source}.{alias.name}"
                yield node.lineno, inner if inner in known else source


def _source(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = module.package.split(".")
    base = parts[: len(parts) - node.level + 1]
    return ".".join([*base, node.module] if node.module else base)


def wrong_arrows(module: Module, known: Collection[str] = ()) -> list[str]:
    """Return a message for every import of ``sim`` that the house does not allow."""
    own = layer(module.name)
    if not own:
        return []
    if own not in MAY_IMPORT:
        return [f"{module.name}: {own!r} is no layer of the house; give it a place in layers.py"]
    return [
        f"{module.name}:{line} imports {name}: {own} may not import {layer(name)}"
        for line, name in imports(module, known)
        if name.startswith("sim.") and layer(name) not in MAY_IMPORT[own] | {own}
    ]


def circles(modules: Sequence[Module], *, of_layers: bool = False) -> list[tuple[str, ...]]:
    """Return the sets of modules, or of layers, that import one another, by whatever way round.

    Imports inside functions count. The package itself, which only begins, is no part of any.
    """
    known = {module.name for module in modules}
    named = layer if of_layers else str
    arrows: dict[str, set[str]] = {}
    for module in modules:
        if layer(module.name):
            inner = {name for _line, name in imports(module, known) if layer(name)}
            found = arrows.setdefault(named(module.name), set())
            found |= {named(name) for name in inner & known} - {named(module.name)}
    below = {name: _reached(name, arrows) for name in arrows}
    round_about = {name for name in arrows if name in below[name]}
    return sorted(
        {
            tuple(sorted(other for other in below[name] if name in below[other]))
            for name in round_about
        }
    )


def _reached(start: str, arrows: Mapping[str, Collection[str]]) -> set[str]:
    """Return what is reached along the arrows; the start itself only in a circle."""
    found: set[str] = set()
    ahead = [*arrows[start]]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += arrows.get(name, ())
    return found


def foreign_imports(module: Module) -> list[str]:
    """Return a message for mesa below the agents, and for anything but NumPy in the engine."""
    own, found = layer(module.name), []
    for line, name in imports(module):
        top = name.split(".")[0]
        if top == "mesa" and own not in USES_MESA:
            found.append(f"{module.name}:{line} imports mesa; only sim.agents and above may")
        elif own in NUMPY_ONLY and top not in {"sim", "numpy", *sys.stdlib_module_names}:
            found.append(f"{module.name}:{line} imports {top}; the engine uses NumPy only")
    return found


def numbers_outside(module: Module) -> list[str]:
    """Return a message for every number with thousands apart that ``present`` could write."""
    if "present" not in MAY_IMPORT.get(layer(module.name), ()):
        return []
    return [
        f"{module.name}:{node.lineno} writes a number itself; sim.present.numbers has a function"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FormattedValue)
        and isinstance(node.format_spec, ast.JoinedStr)
        and [part.value for part in node.format_spec.values if isinstance(part, ast.Constant)]
        in ([","], [",.0f"], [",.1f"], [",.2f"])
    ]


def draws_outside(module: Module) -> list[str]:
    """Return a message for every use of a draw function where nothing may be drawn."""
    if layer(module.name) in MAY_DRAW:
        return []
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and _source(module, node) == "sim.draws":
            names = {alias.name for alias in node.names} & (DRAWS | {"*"})
        elif isinstance(node, ast.Attribute) and dotted(node.value) in {"draws", "sim.draws"}:
            names = {node.attr} & DRAWS
        else:
            continue
        found += [
            f"{module.name}:{node.lineno} uses {name}; only processes draw"
            for name in sorted(names)
        ]
    return found
