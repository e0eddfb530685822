"""The common suite: what every extension must hold, tried on a small shipped place.

It is what the shipped policies and rules are tested by, as far as it needs no knowledge of what an
extension is for. Whether it does what it is meant to is for its author to test.
"""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.errors import FugaiError
from sim.extensions.registry import Registered, use
from sim.locale import _, listed
from sim.policies.base import Policy
from sim.policies.doses import DOSES, Level, Rule
from sim.policies.quantities import QUANTITIES
from sim.scenario import Scenario, from_resolved, load
from sim.state.layout import TABLES
from sim.worlds import Worlds

PLACE: Final = "classroom"
MONTHS: Final = 18
REPLICATES: Final = (0, 1)


RAISED: Final = (
    ArithmeticError, AssertionError, AttributeError, FugaiError, ImportError, LookupError,
    NameError, RuntimeError, TypeError, ValueError, pickle.PicklingError,
)  # fmt: skip
"""What code of others may raise in a check: it is said, and the next check follows."""


@dataclass(frozen=True)
class Finding:
    """What a check came to; ``fault`` is empty where it holds."""

    what: str
    check: str
    fault: str = ""


def check(name: str) -> tuple[Registered, list[Finding]]:
    """Put an extension through the suite; ``InputError`` where it cannot be used at all."""
    found = use(name)
    return found, [*_Suite(found).findings()]


class _Suite:
    """The checks of one extension."""

    def __init__(self, registered: Registered) -> None:
        self._module, self._own = registered.module, registered.extension
        self._bare = load(PLACE, overrides=["years=2", "uncertainty=none"])
        self._place = self._bare.with_(extensions=[registered.module])
        self._history = _run(self._bare)

    def findings(self) -> Iterator[Finding]:
        for what, title, test in self._checks():
            yield Finding(what, title, _fault(test))

    def _checks(self) -> Iterator[tuple[str, str, Callable[[], str]]]:
        yield self._module, _("is found by other processes"), self._pickles
        text = _("changes nothing where none of its policies or rules is used")
        yield self._module, text, lambda: _differ(self._history, _run(self._place))
        for policy in self._own.policies:
            yield from self._of_policy(policy)
        for variant in self._own.variants:
            chosen = self._place.with_(model={variant.slot: variant.name})
            if variant.slot in _ANSWERS:
                yield (
                    f"{variant.slot} = {variant.name}",
                    _("returns a finite number for each row"),
                    lambda chosen=chosen, slot=variant.slot: _answered(_run(chosen), slot),  # type: ignore[misc]
                )
            yield from self._of_history(f"{variant.slot} = {variant.name}", chosen)
        for observer in self._own.observers:
            yield (
                observer.name,
                _("counts whole numbers, none negative"),
                lambda observer=observer: _negative(observer.of(_run(self._place))),  # type: ignore[misc]
            )

    def _of_policy(self, policy: type[Policy]) -> Iterator[tuple[str, str, Callable[[], str]]]:
        name = policy.name
        yield name, _("names its sources, and its fields have ranges"), lambda: _declared(policy)
        yield (
            name,
            _("is read from a file and written again"),
            lambda: _read_back(self._with(policy)),
        )
        yield name, _("refuses what lies outside a range"), lambda: self._refuses(policy)
        text = _("does nothing and costs nothing at intensity 0")
        yield name, text, lambda: self._idle(policy)
        yield from self._of_history(name, self._with(policy))

    def _of_history(
        self, what: str, scenario: Scenario
    ) -> Iterator[tuple[str, str, Callable[[], str]]]:
        yield (
            what,
            _("keeps every number finite and every level in [0, 1]"),
            lambda: _unsound(_run(scenario)),
        )
        text = _("gives one replicate the same history alone and beside others")
        yield what, text, lambda: _apart(scenario)

    def _with(self, policy: type[Policy], **fields: Any) -> Scenario:
        """Return the place with the policy in an alternative of its own."""
        content = self._place.resolved()
        entry = {"policy": policy.name, **fields}
        content["alternatives"] = [{"id": "tried", "policies": [entry]}]
        return from_resolved(content)

    def _pickles(self) -> str:
        for one in (*self._own.policies, *self._own.functions()):
            if pickle.loads(pickle.dumps(one)) is not one:
                return _("{what} is not what its module has under that name.").format(what=one)
        return ""

    def _idle(self, policy: type[Policy]) -> str:
        worlds = _run(self._with(policy, intensity=0.0))
        if worlds.ledger.amounts().any():
            return _("It costs something.")
        tried = worlds.taken(np.flatnonzero(worlds.alternative == 1))
        return _differ(worlds.taken(np.flatnonzero(worlds.alternative == 0)), tried)

    def _refuses(self, policy: type[Policy]) -> str:
        for field in dataclasses.fields(policy):
            if "high" not in field.metadata or field.name == "ramp_months":
                continue
            beyond = field.metadata["high"] * 2 + 1
            try:
                self._with(policy, **{field.name: int(beyond)})
            except FugaiError:
                continue
            return _("{field} = {value} is accepted.").format(field=field.name, value=beyond)
        return ""


def _fault(test: Callable[[], str]) -> str:
    try:
        return test()
    except RAISED as error:
        return f"{type(error).__name__}: {error}"


def _declared(policy: type[Policy]) -> str:
    if not getattr(policy, "source", ""):
        return _('It has no source: name one, or write source = "own".')
    for field in dataclasses.fields(policy):
        meta: Mapping[str, Any] = field.metadata
        default: Any = field.default
        if "low" in meta and not meta["low"] <= default <= meta["high"]:
            return _("The default of {field} lies outside its range.").format(field=field.name)
    one = policy(id=policy.name)
    for write in one.writes():
        dose = DOSES[write.dose]
        shares = dose.rule is Rule.UNION and not 0.0 <= write.full <= 1.0
        if shares or not np.isfinite(write.full):
            return _("It writes {value} of {dose}.").format(value=write.full, dose=write.dose)
        if write.shared and dose.level is not Level.COMMITTEE:
            return _("{dose} is of organizations and cannot be shared.").format(dose=write.dose)
    for cost in one.costs():
        if cost.quantity not in QUANTITIES:
            return _('A cost counts "{name}", which is no quantity: {names}.').format(
                name=cost.quantity, names=listed(QUANTITIES)
            )
    return ""


def _read_back(scenario: Scenario) -> str:
    again = from_resolved(scenario.resolved())
    same = again.digest() == scenario.digest() and again.alternatives == scenario.alternatives
    return "" if same else _("It is another policy when it is read again.")


def _run(scenario: Scenario, replicates: Sequence[int] = REPLICATES) -> Worlds:
    worlds = Worlds.build(scenario, None, replicates)
    for _month in range(MONTHS):
        worlds.step()
        worlds.plugged.observed(worlds)
    return worlds


def _apart(scenario: Scenario) -> str:
    whole = _run(scenario)
    name = scenario.alternatives[-1].id
    alone = Worlds.build(scenario, [name], REPLICATES[1:])
    for _month in range(MONTHS):
        alone.step()
    return _differ(whole.taken([whole.n_worlds - 1]), alone)


def _differ(one: Worlds, other: Worlds) -> str:
    """Return the first column of the shipped model in which two stacks differ, row by identity."""
    for name in TABLES:
        here, there = getattr(one, name), getattr(other, name)
        orders = [_order(here), _order(there)]
        if len(orders[0]) != len(orders[1]):
            return _("The number of {table} differs.").format(table=name)
        for column in type(here).columns():
            if column in _ROWS:
                continue
            a, b = (getattr(t, column)[..., o] for t, o in zip((here, there), orders, strict=True))
            if not np.array_equal(a, b):
                return _("The column {column} of {table} differs.").format(
                    column=column, table=name
                )
    return ""


_ROWS: Final = frozenset(
    {"branch", "liaison", "organization", "host", "employer", "person", "committee", "desk", "cell",
     "home", "bucket", "world"}
)  # fmt: skip
"""Columns that hold rows: these may lie elsewhere."""


def _order(table: Any) -> np.ndarray:
    live = np.flatnonzero(table.alive)
    result: np.ndarray = live[np.lexsort((table.identity[live], table.world[live]))]
    return result


_ANSWERS: Final = ("consent", "peers", "effort_response", "paper")
"""Slots whose rules return numbers."""


def _answered(worlds: Worlds, slot: str) -> str:
    """Return what is wrong with what a rule says of a stack as it stands."""
    rule, n = worlds.plugged.rules[slot], len(worlds.organizations)
    rows = np.arange(n)
    asked: dict[str, Callable[[], Any]] = {
        "consent": lambda: [rule(worlds, worlds.doses, rows)],
        "peers": lambda: rule(worlds, worlds.doses, worlds.peers()),
        "paper": lambda: [rule(worlds, rows)],
        "effort_response": lambda: [rule(worlds, worlds.committees.share.copy())],
    }
    size = len(worlds.committees) if slot == "effort_response" else n
    for values in asked[slot]():
        if np.shape(values) != (size,):
            text = _("The rule returns the shape {found}, not {wanted}.")
            return text.format(found=np.shape(values), wanted=(size,))
        if not np.isfinite(values).all():
            return _("The rule returns numbers that are not finite.")
        if slot == "peers" and (values.min() < 0.0 or values.max() > 1.0):
            return _("The rule returns shares outside of [0, 1].")
    return ""


def _unsound(worlds: Worlds) -> str:
    for name in TABLES:
        table = getattr(worlds, name)
        for column in table.names:
            values = getattr(table, column)[..., table.alive]
            if values.dtype.kind == "f" and not np.isfinite(values).all():
                return _("The column {column} of {table} is not finite.").format(
                    column=column, table=name
                )
    levels = {
        "fears": worlds.organizations.fears,
        "vitality": worlds.branches.vitality,
        "commitment": worlds.members.commitment,
    }
    for name, values in levels.items():
        if values.size and (values.min() < 0.0 or values.max() > 1.0):
            return _("{column} leaves [0, 1].").format(column=name)
    if not np.isfinite(worlds.ledger.amounts()).all():
        return _("A cost is not finite.")
    return ""


def _negative(counts: Mapping[str, Any]) -> str:
    for name, value in counts.items():
        if (value < 0).any():
            return _("{name} is negative.").format(name=name)
    return ""
