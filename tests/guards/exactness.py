"""What would make a result depend on order, hash seed or a hidden generator.

A sum that looks like one of floats but is not says so where it stands, on its line or on the line
above: ``np.cumsum(counts)  # exact: counts are integers`` or ``# integers: exact``. Plain ``sum``
is not refused, since nearly every sum here is one of integers; the tests of identity watch those.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.guards.source import Module, dotted

GENERATORS = frozenset({"random", "secrets", "uuid"})
KEYS = "sim.app."
"""Where ``secrets`` makes and compares keys of addresses, which no result depends on."""
NUMPY = frozenset({"np", "numpy"})
# Functions of NumPy, and methods, whose result on floats depends on order or on blocking.
FUNCTIONS = frozenset(
    {
        *("dot", "vdot", "inner", "matmul", "tensordot", "einsum", "trapezoid", "nansum"),
        *("cumsum", "cumprod", "nancumsum", "mean", "nanmean", "average", "std", "var"),
    }
)
METHODS = frozenset({"dot", "cumsum", "cumprod", "mean", "std", "var"})
UFUNC_METHODS = frozenset({"add.reduceat", "add.at", "add.accumulate"})
REASON = re.compile(r"#\s*(exact|integers):\s*\S.{4,}")

# Calls whose result does not depend on the order in which they see a set.
ORDER_FREE = frozenset({"sorted", "set", "frozenset", "any", "all", "min", "max", "len"})
ORDERED = frozenset({"list", "tuple", "enumerate", "iter", "next", "zip", "map", "filter", "dict"})
ARRAYS = frozenset({"array", "asarray", "fromiter"})
SET_METHODS = frozenset({"union", "intersection", "difference", "symmetric_difference"})
SET_TYPES = frozenset({"set", "frozenset", "AbstractSet", "Set", "MutableSet"})


def generators(module: Module) -> list[str]:
    """Return a message for every random generator, ``hash()`` and ``id()``."""
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names if not node.level]
        elif isinstance(node, ast.Attribute):
            names = [dotted(node)]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            names = [node.func.id + "()"] if node.func.id in {"hash", "id"} else []
        elif isinstance(node, ast.Name) and node.id == "default_rng":
            names = [node.id]
        else:
            continue
        found += [
            f"{module.name}:{node.lineno} uses {name}; draws are keyed (sim/draws.py)"
            for name in names
            if _is_generator(name)
            and not (module.name.startswith(KEYS) and name.startswith("secrets"))
        ]
    return found


def _is_generator(name: str) -> bool:
    parts = name.split(".")
    numpy = parts[0] in NUMPY and "random" in parts[1:2]
    return (
        numpy
        or parts[0] in GENERATORS
        or parts[-1] == "default_rng"
        or name in {"os.urandom", "hash()", "id()"}
    )


def inexact_sums(module: Module) -> list[str]:
    """Return a message for every sum whose rounding may depend on order, unless it is excused."""
    lines = module.text.splitlines()
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.MatMult):
            what = "@"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            what = _inexact_call(node, node.func)
        else:
            continue
        nearby = lines[max(0, node.lineno - 2) : node.end_lineno]
        if what and not any(REASON.search(line) for line in nearby):
            found.append(f"{module.name}:{node.lineno} uses {what}; sum with sim/exact.py")
    return found


def _inexact_call(call: ast.Call, function: ast.Attribute) -> str:
    owner, _, rest = dotted(function).partition(".")
    if owner in NUMPY:
        weighted = rest == "bincount" and any(k.arg == "weights" for k in call.keywords)
        last = call.args[-1] if call.args else None
        ones = rest == "add.at" and isinstance(last, ast.Constant) and isinstance(last.value, int)
        return rest if (rest in FUNCTIONS | UFUNC_METHODS and not ones) or weighted else ""
    return f".{function.attr}()" if function.attr in METHODS else ""


def set_order(module: Module) -> list[str]:
    """Return a message wherever the order of a set can reach a result."""
    scopes = [module.tree, *(n for n in ast.walk(module.tree) if isinstance(n, ast.FunctionDef))]
    found = []
    for scope in scopes:
        names = set(_set_names(scope))
        free = {
            id(argument)
            for node in ast.walk(scope)
            if isinstance(node, ast.Call) and dotted(node.func) in ORDER_FREE
            for argument in node.args
        }
        for node in _own_nodes(scope):
            found += [
                f"{module.name}:{node.lineno} iterates over a set; sort it first"
                for value in _iterated(node, free)
                if _is_set(value, names)
            ]
    return found


def _own_nodes(scope: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """Yield the nodes of a function, or of a module, without those of functions inside it."""
    for child in ast.iter_child_nodes(scope):
        if isinstance(child, ast.expr | ast.stmt):
            yield child
        if not isinstance(child, ast.FunctionDef):
            yield from _own_nodes(child)


def _set_names(scope: ast.AST) -> Iterator[str]:
    if isinstance(scope, ast.FunctionDef):
        for argument in [*scope.args.posonlyargs, *scope.args.args, *scope.args.kwonlyargs]:
            if argument.annotation is not None and _is_set_type(argument.annotation):
                yield argument.arg
    for node in _own_nodes(scope):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            if _is_set_type(node.annotation):
                yield node.target.id
        elif isinstance(node, ast.Assign) and _is_set(node.value, set()):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _is_set_type(annotation: ast.expr) -> bool:
    plain = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    return dotted(plain).rpartition(".")[2] in SET_TYPES


def _iterated(node: ast.AST, free: set[int]) -> Iterator[ast.expr]:
    if isinstance(node, ast.For):
        yield node.iter
    elif isinstance(node, ast.ListComp | ast.DictComp | ast.GeneratorExp):
        if id(node) not in free:
            yield from (part.iter for part in node.generators)
    elif isinstance(node, ast.Starred):
        yield node.value
    elif isinstance(node, ast.Call):
        owner, _, last = dotted(node.func).rpartition(".")
        numpy = owner in NUMPY and last in ARRAYS
        join = isinstance(node.func, ast.Attribute) and node.func.attr in {"join", "extend"}
        if numpy or join or (not owner and last in ORDERED):
            yield from node.args
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "pop" and not node.args:
            yield node.func.value


def _is_set(value: ast.expr, names: set[str]) -> bool:
    if isinstance(value, ast.Set | ast.SetComp):
        return True
    if isinstance(value, ast.Name):
        return value.id in names
    if isinstance(value, ast.BinOp):
        operation = isinstance(value.op, ast.BitOr | ast.BitAnd | ast.BitXor | ast.Sub)
        return operation and (_is_set(value.left, names) or _is_set(value.right, names))
    if isinstance(value, ast.Call):
        method = isinstance(value.func, ast.Attribute) and value.func.attr in SET_METHODS
        return method or dotted(value.func) in {"set", "frozenset"}
    return False
