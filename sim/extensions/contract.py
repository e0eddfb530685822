"""The contract: what an extension declares, and what is wrong with a declaration."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from inspect import signature
from typing import Any, Final

from sim.locale import _, listed
from sim.measures.base import Measure
from sim.measures.counts import COUNTS
from sim.policies.base import Policy
from sim.policies.doses import DOSES, Dose
from sim.state.plugged import DTYPES, SLOTS, STEPS, TABLES, AgentColumn, Observer, Reading, Variant

NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, kw_only=True)
class Extension:
    """What a module adds to the model, or offers in place of a part of it.

    ``policies``: classes as in ``sim/policies``. ``doses``: what they write beyond the shipped
    doses; each has a reader in ``readings``, or is read by one of ``variants``. ``variants``: named
    alternatives of functions of the month, in force where ``[model]`` names them. ``observers``
    count, ``measures`` are shares or numbers made of counts, of their own or shipped ones.
    ``columns``: columns of one's own in the tables of agents, visible on Mesa's agents.

    Readings, observers and columns are in force in every scenario that names the extension. Doses
    and readings that a policy declares itself are among those of its extension.
    """

    policies: tuple[type[Policy], ...] = ()
    doses: tuple[Dose, ...] = ()
    readings: tuple[Reading, ...] = ()
    variants: tuple[Variant, ...] = ()
    observers: tuple[Observer, ...] = ()
    measures: tuple[Measure, ...] = ()
    columns: tuple[AgentColumn, ...] = ()

    def __post_init__(self) -> None:
        """Take over what the policies declare themselves."""
        for what in ("doses", "readings"):
            own = [one for policy in self.policies for one in getattr(policy, what)]
            object.__setattr__(self, what, (*getattr(self, what), *own))

    @property
    def counts(self) -> dict[str, Mapping[str, str]]:
        """What the observers count, by name, with its words."""
        return {name: text for one in self.observers for name, text in one.counts.items()}

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the declaration itself, whatever else is registered."""
        for sort, names in self.names().items():
            for name in names:
                if not NAME.fullmatch(name):
                    text = _('The {sort} "{name}": a name has lower-case letters, digits and _.')
                    yield text.format(sort=sort, name=name)
            for name in sorted({name for name in names if names.count(name) > 1}):
                yield _('The {sort} "{name}" is declared twice.').format(sort=sort, name=name)
        for what, texts in self._texts():
            if not (texts.get("en") and texts.get("zh")):
                yield _("{what} needs a text in English (en) and in Chinese (zh).").format(
                    what=what
                )
        yield from self._unread()
        yield from self._misplaced()

    def names(self) -> dict[str, list[str]]:
        """Return the names that are declared, by what they name in the reader's language."""
        return {
            _("policy"): [one.name for one in self.policies],
            _("dose"): [one.name for one in self.doses],
            _("variant"): [f"{one.slot}_{one.name}" for one in self.variants],
            _("count"): [name for one in self.observers for name in one.counts],
            _("measure"): [one.name for one in self.measures],
            _("column"): [f"{one.table}_{one.name}" for one in self.columns],
        }

    def _texts(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        for policy in self.policies:
            for which in ("label", "help", "caution"):
                yield f"{policy.name}.{which}", getattr(policy, which, {})
            for entry in dataclasses.fields(policy):
                if "label" in entry.metadata:
                    yield f"{policy.name}.{entry.name}", entry.metadata["label"]
        for dose in self.doses:
            yield dose.name, dose.label
        for variant in self.variants:
            yield variant.name, variant.label
        yield from self.counts.items()
        for measure in self.measures:
            yield measure.name, measure.label
            yield f"{measure.name}.definition", measure.definition
        for column in self.columns:
            yield column.name, {"en": column.en, "zh": column.zh}

    def _unread(self) -> Iterator[str]:
        """Yield doses that nobody reads or writes, and counts and doses that nobody declared."""
        own = {one.name for one in self.doses}
        readers = {one.dose for one in self.readings}
        slots = {one.slot for one in self.variants}
        read = readers | {one.name for one in self.doses if one.reader in slots}
        for name in sorted(own - read):
            text = _(
                'Nothing reads the dose "{name}": declare a Reading of it, or name as its reader '
                "the slot of a variant of yours: {slots}."
            )
            yield text.format(name=name, slots=listed(SLOTS))
        for name in sorted(readers - own - DOSES.keys()):
            yield _('A Reading names the dose "{name}", which does not exist.').format(name=name)
        for policy in self.policies:
            for write in policy(id=policy.name).writes():
                if write.dose not in own | DOSES.keys():
                    text = _(
                        'The policy "{policy}" writes the dose "{name}", which nobody declares.'
                    )
                    yield text.format(policy=policy.name, name=write.dose)
        counts = self.counts.keys() | COUNTS.keys()
        for measure in self.measures:
            for count in filter(None, (measure.numerator, measure.denominator)):
                if count not in counts:
                    text = _('The measure "{name}" is made of "{count}", which nobody counts.')
                    yield text.format(name=measure.name, count=count)
            if measure.grouped:
                text = _(
                    'The measure "{name}": counts of observers are of replicates; grouped=False.'
                )
                yield text.format(name=measure.name)

    def _misplaced(self) -> Iterator[str]:
        for reading in self.readings:
            if reading.after not in STEPS:
                text = _('A Reading of "{dose}" comes after "{after}": write one of {steps}.')
                yield text.format(dose=reading.dose, after=reading.after, steps=listed(STEPS))
        for variant in self.variants:
            if variant.slot not in SLOTS:
                text = _('The variant "{name}" is of "{slot}": write one of {slots}.')
                yield text.format(name=variant.name, slot=variant.slot, slots=listed(SLOTS))
            elif variant.name == SLOTS[variant.slot].default:
                text = _('"{name}" is the shipped rule of {slot}: give the variant another name.')
                yield text.format(name=variant.name, slot=variant.slot)
        for column in self.columns:
            if column.table not in TABLES or column.dtype not in DTYPES:
                text = _(
                    'The column "{name}": its table is one of {tables}, its dtype of {dtypes}.'
                )
                yield text.format(name=column.name, tables=listed(TABLES), dtypes=listed(DTYPES))
        for function in self.functions():
            module = getattr(function, "__module__", None)
            if getattr(function, "__name__", "<lambda>") == "<lambda>" or module == "__main__":
                text = _("{function} must be a function of a module: other processes look it up.")
                yield text.format(function=function)
        yield from self._called()

    def _called(self) -> Iterator[str]:
        """Yield functions that do not take what the engine calls them with."""
        calls: list[tuple[Callable[..., Any], str]] = [
            *((one.apply, "(worlds, doses)") for one in self.readings),
            *((one.apply, SLOTS[one.slot].arguments) for one in self.variants if one.slot in SLOTS),
            *((one.look, "(worlds, month)") for one in self.observers),
        ]
        for function, arguments in calls:
            taken = signature(function)
            try:
                taken.bind(*arguments.split(","))
            except TypeError:
                text = _("{function} is called with {arguments}, and takes {taken}.")
                yield text.format(
                    function=getattr(function, "__name__", function), arguments=arguments,
                    taken=f"({', '.join(taken.parameters)})",
                )  # fmt: skip

    def functions(self) -> tuple[Any, ...]:
        """Return the functions that the engine will call."""
        return (
            *(one.apply for one in self.readings),
            *(one.apply for one in self.variants),
            *(one.look for one in self.observers),
        )
