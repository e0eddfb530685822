"""What a stack has in place of the shipped rules, and besides them.

A *slot* is a function of the month that may have rivals; ``Plugged.rules`` holds the one that is
chosen where it is not the shipped one. Readings, observers and columns come from extensions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.draws import I64

if TYPE_CHECKING:
    from sim.policies.doses import DoseReader
    from sim.state.stack import Stack

Text = Mapping[str, str]
Rule = Callable[..., Any]


@dataclass(frozen=True)
class Slot:
    """A function of the month that may be replaced: what it is called with, and what it returns.

    ``default`` names the shipped rule in a scenario's table ``[model]``.
    """

    default: str
    call: str
    en: str
    zh: str

    @property
    def label(self) -> Text:
        """What people read for the slot, by language."""
        return {"en": self.en, "zh": self.zh}

    @property
    def arguments(self) -> str:
        """What it is called with, as ``(worlds, doses)``."""
        return self.call[: self.call.index(")") + 1]


_STEP = "(worlds, doses)"
_NONE = " -> None"

SLOTS: Final[Mapping[str, Slot]] = {
    "turnover": Slot(
        "shipped",
        "(worlds, doses, shrinking) -> rows of freed members",
        "exits, inactivity and staff",
        "注销、停摆与人员变动",
    ),
    "mobility": Slot(
        "shipped", "(worlds, doses, freed)" + _NONE, "moves of members", "党员流动与接转"
    ),
    "recruitment": Slot("shipped", _STEP + _NONE, "applications and admissions", "入党申请与发展"),
    "dispatch": Slot("shipped", _STEP + _NONE, "liaisons and their cases", "指导员派驻与联系"),
    "attitudes": Slot(
        "shipped", "(worlds, doses, peers)" + _NONE, "how heads learn", "负责人态度变化"
    ),
    "formation": Slot("shipped", _STEP + _NONE, "from contact to a branch", "从联系到组建"),
    "vitality": Slot("shipped", _STEP + _NONE, "how branches live and end", "党组织活力与撤销"),
    "consent": Slot(
        "linear",
        "(worlds, doses, rows) -> support s of each head asked; consent if u < logistic(s - d)",
        "what a head's consent goes by",
        "负责人是否同意",
    ),
    "peers": Slot(
        "cell",
        "(worlds, doses, peers) -> shares of vital and of hollow peers, by organization row",
        "whom a head looks at",
        "负责人参照哪些同行",
    ),
    "effort_response": Slot(
        "responsive",
        "(worlds, share) -> share counted as covered that effort looks at, by committee row",
        "whether standing effort follows coverage",
        "日常工作力度是否随覆盖变化",
    ),
    "capacity": Slot(
        "posts",
        "(worlds, rows) -> which organizations need no act of founding",
        "who needs an act of founding",
        "组建是否占用上级组建能力",
    ),
    "paper": Slot(
        "prior",
        "(worlds, rows) -> rate a year of going on paper under a full quota",
        "whether quotas put on paper",
        "指标是否带来纸面覆盖",
    ),
}
"""Every function that may have rivals, by its key in ``[model]``; steps of the month first."""

STEPS: Final = tuple(name for name, slot in SLOTS.items() if slot.default == "shipped")
"""The steps of the month in their order."""


@dataclass(frozen=True)
class Variant:
    """A named alternative of one function of the month.

    ``slot`` is one of :data:`SLOTS`, which says what ``apply`` is called with. ``apply`` is a
    function of a module, so that other processes find it.
    """

    slot: str
    name: str
    apply: Rule
    en: str
    zh: str
    source: str = "own"

    @property
    def label(self) -> Text:
        """What people read for the variant, by language."""
        return {"en": self.en, "zh": self.zh}


@dataclass(frozen=True)
class Reading:
    """What reads a dose: ``apply(worlds, doses)`` after a step of the month.

    It runs only in months in which some policy writes the dose in some world, and must change
    nothing where the dose is neutral.
    """

    dose: str
    after: str
    apply: Callable[[Stack, DoseReader], None]


@dataclass(frozen=True)
class Observer:
    """Counts of one's own: ``look(worlds, month)`` returns whole numbers by world, by name.

    ``counts`` names each in both languages. An observer reads and never writes. It is asked at
    month 0 and after each step.
    """

    name: str
    counts: Mapping[str, Text]
    look: Callable[[Stack, int], Mapping[str, I64]]

    def of(self, stack: Stack) -> dict[str, I64]:
        """Return the counts of a stack as it stands; ``ValueError`` for what are none."""
        found = self.look(stack, stack.month)
        if found.keys() != self.counts.keys():
            raise ValueError(
                f"observer {self.name}: returned {', '.join(sorted(found))}, "
                f"declared are {', '.join(sorted(self.counts))}"
            )
        counts = {name: np.asarray(value) for name, value in found.items()}
        for name, value in counts.items():
            if value.shape != (stack.n_worlds,) or value.dtype.kind not in "iub":
                raise ValueError(
                    f"observer {self.name}: {name} is one whole number for each of "
                    f"{stack.n_worlds} worlds, not {value.dtype} of shape {value.shape}"
                )
        return {name: value.astype(np.int64) for name, value in counts.items()}


TABLES: Final = ("organizations", "members", "branches", "liaisons", "committees")
DTYPES: Final = ("bool", "int8", "int32", "int64", "float64")


@dataclass(frozen=True)
class AgentColumn:
    """A column of one's own in a table of agents; new agents have its ``default``."""

    table: str
    name: str
    dtype: str
    default: float
    en: str
    zh: str
    unit: str = ""


@dataclass(frozen=True)
class Edges:
    """Who looks at whom, beyond cells: pairs of organizations by identity, both ways."""

    file: str
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Plugged:
    """What is in force in a stack besides the shipped model; empty for the model as it comes."""

    rules: Mapping[str, Rule] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()
    observers: tuple[Observer, ...] = ()
    columns: tuple[AgentColumn, ...] = ()
    edges: Edges | None = None

    def after(self, step: str) -> tuple[Reading, ...]:
        """Return what reads doses after a step of the month."""
        return tuple(one for one in self.readings if one.after == step)

    def equip(self, stack: Stack) -> None:
        """Add the columns to a stack's tables."""
        for column in self.columns:
            table = getattr(stack, column.table)
            table.declare(column.name, np.dtype(column.dtype), column.default)

    def observed(self, stack: Stack) -> dict[str, I64]:
        """Return what the observers count of a stack as it stands."""
        return {name: value for one in self.observers for name, value in one.of(stack).items()}


NOTHING: Final = Plugged()
