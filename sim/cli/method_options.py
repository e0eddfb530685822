"""Options of a method's command, made from what the method declares of its settings."""

from __future__ import annotations

import math
import types
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, Union, get_args, get_origin

import annotated_types
import click

from sim.cli.base import MOST_REPLICATES, Option
from sim.locale import N_, _, pick

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from sim.studies.catalogue import MethodSettings

SHARED: Final[Mapping[str, Option]] = {
    "factors": Option(
        ["--factor", "factors"],
        multiple=True,
        metavar="KEY[=LOW:HIGH]",
        help=N_(
            "Factor to vary: a parameter, or a key as after --set (default: all that the "
            "method can vary). May be repeated."
        ),
    ),
    "measures": Option(
        ["--measure", "measures"],
        multiple=True,
        metavar="NAME",
        help=N_(
            "Measure (default: effective coverage, reported coverage and hollow share). May "
            "be repeated."
        ),
    ),
    "alternatives": Option(
        ["--alternative", "alternatives"],
        multiple=True,
        metavar="ID",
        help=N_("Only this alternative (default: those that the method needs). May be repeated."),
    ),
    "months": Option(
        ["--month", "months"],
        multiple=True,
        metavar="YYYY-MM",
        help=N_("Month to measure at (default: the horizon). May be repeated."),
    ),
    "replicates": Option(
        ["--replicates"],
        type=click.IntRange(1, MOST_REPLICATES),
        help=N_("Replicates per case (default: 10)."),
    ),
    "seed": Option(
        ["--seed"], type=click.IntRange(min=0), help=N_("Seed of the study's design (default: 1).")
    ),
    "worlds": Option(
        ["--worlds"],
        type=click.IntRange(min=1),
        help=N_("Maximum number of simulations (default: no limit)."),
    ),
}
"""Options for the keys of a study, of which a method's command has those that it reads."""

SINGULAR: Final = {"measures": "measure", "alternatives": "alternative", "months": "month"}


class SettingOption(Option):
    """An option for a setting, with the setting's label in the reader's language as help."""

    def __init__(self, key: str, field: FieldInfo, settings: type[MethodSettings]) -> None:
        label: Any = field.json_schema_extra
        self.label = {"en": label["x-en"], "zh": label["x-zh"]}
        self.otherwise = _otherwise(key, field.default)
        """What holds where it is not given, if that is a value."""
        super().__init__([option_name(key, settings), key], **_form(key, field, settings))

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        text = _("{label}.") if self.otherwise is None else _("{label} (default: {value}).")
        self.help = text.format(label=pick(self.label), value=self.otherwise)
        if self.multiple:
            self.help += _(" May be repeated.")
        return super().get_help_record(ctx)


class Numbers(click.ParamType[tuple[float, ...]]):
    """Numbers with commas between them."""

    name = "numbers"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, ...]:
        try:
            found = tuple(map(float, value.split(",")))
        except ValueError:
            found = ()
        if len(found) < 2 or not all(map(math.isfinite, found)):
            self.fail(_("write two or more numbers with commas between them."), param, ctx)
        return found


def options_of(settings: type[MethodSettings], without: Collection[str] = ()) -> list[Option]:
    """Return the options of a command: keys of a study that a method reads, and its settings.

    ``without`` are keys for which the command has an option of its own.
    """
    fields = settings.model_fields
    shared = [SHARED[name] for name in SHARED if name in {*settings.READS, "worlds"} - {*without}]
    told = [key for key, field in fields.items() if _kind(field)[0] is not None]
    return [*shared, *(SettingOption(key, fields[key], settings) for key in told)]


def _kind(field: FieldInfo) -> tuple[Any, bool]:
    """Return what a setting holds and whether several; ``None`` for what no option can say."""
    kind: Any = field.annotation
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    several = get_origin(kind) is list
    if several:
        (kind,) = get_args(kind)
    plain = kind in (str, int, float, bool) or get_origin(kind) is Literal
    return (kind if plain else None), several


def _form(key: str, field: FieldInfo, settings: type[MethodSettings]) -> dict[str, Any]:
    """Return how click reads the values of a setting."""
    kind, several = _kind(field)
    written = settings.OPTIONS.get(key)
    told: dict[str, Any] = {}
    if kind is bool:
        told["default"] = None
    elif get_origin(kind) is Literal:
        told["type"] = click.Choice(get_args(kind))
    elif several and kind is float:
        told["type"], told["metavar"] = Numbers(), "A,B,…"
    elif kind is str:
        told["metavar"] = None if written is None else written.value
    else:
        low: Any = next((e.ge for e in field.metadata if isinstance(e, annotated_types.Ge)), None)
        high: Any = next((e.le for e in field.metadata if isinstance(e, annotated_types.Le)), None)
        told["type"] = (click.IntRange if kind is int else click.FloatRange)(low, high)
        told["metavar"] = "N" if kind is int else "X"
    if kind is str and several:
        told["multiple"] = True
    return told


def _otherwise(key: str, default: Any) -> str | None:
    """Return the value that holds where an option is not given."""
    if isinstance(default, bool):
        return f"--{key}" if default else None
    if isinstance(default, (int, float)):
        return f"{default:,}"
    return default if isinstance(default, str) else None


def option_name(key: str, settings: type[MethodSettings]) -> str:
    """Return what the option of a setting, or of a study's key, is called."""
    if key in settings.OPTIONS:
        return settings.OPTIONS[key].name
    return f"--{SINGULAR.get(key, key).replace('_', '-')}"
