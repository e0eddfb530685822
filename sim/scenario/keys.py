"""Building blocks of the file format: how a key is described, texts in two languages, months."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema

from sim.state.codes import Code, Kind
from sim.text.numerals import MONTH

ALTERNATIVE_ID = r"^[a-z][a-z0-9_]*$"
PLACE_ID = r"^[^\s\"'.,:;=\[\]{}()#/\\]+$"


MOST_COUNTED: Final = 2_000_000_000
"""No place has more people than this; what is larger is a slip of the pen."""


@dataclass(frozen=True)
class Made:
    """Marks a value whose type is made when a file is read: from policies, parameters or codes."""

    made: Callable[[], Any]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return handler.generate_schema(self.made())


def name_of(codes: type[Code]) -> Made:
    """Mark a text as the name of one of some codes, as files write it."""
    return Made(lambda: Literal[tuple(code.name.lower() for code in codes)])


KindName = Annotated[str, name_of(Kind)]
SpendingStep = Literal["posts", "subsidies", "grants_and_places"]


def key(
    en: str,
    zh: str,
    *,
    default: Any = ...,
    unit: str | None = None,
    low: float | None = None,
    high: float | None = None,
    pattern: str | None = None,
    at_least: int | None = None,
) -> Any:
    """Describe a key: its meaning in both languages, unit, inclusive range and default.

    ``at_least`` is the smallest number of entries of a list or table.
    """
    extra: dict[str, Any] = {"x-en": en, "x-zh": zh}
    if unit:
        extra["x-unit"] = unit
    settings: dict[str, Any] = {
        "description": f"{en}\n{zh}",
        "json_schema_extra": extra,
        "ge": low,
        "le": high,
        "pattern": pattern,
        "min_length": at_least,
    }
    if isinstance(default, (list, dict)):
        return Field(default_factory=default.copy, **settings)
    return Field(default, **settings)


def month_key(en: str, zh: str, *, default: Any = None) -> Any:
    """Describe a month; it may be left out unless ``default`` is ``...``."""
    return key(en, zh, default=default, unit="YYYY-MM", pattern=MONTH)


def share_key(en: str, zh: str, *, default: Any = None) -> Any:
    """Describe a share, between 0 and 1; it may be left out unless ``default`` is ``...``."""
    return key(en, zh, default=default, unit="share", low=0, high=1)


def count_key(en: str, zh: str, unit: str, *, default: Any = None, low: int = 0) -> Any:
    """Describe a number of people or organizations, which may be left out."""
    return key(en, zh, default=default, unit=unit, low=low, high=MOST_COUNTED)


class Table(BaseModel):
    """A table of the file: unknown keys are refused and nothing is converted."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, allow_inf_nan=False, hide_input_in_errors=True
    )


class Labels(Table):
    """A text in both languages."""

    zh: str = key("Chinese", "中文", at_least=1)
    en: str = key("English", "英文", at_least=1)


def _same_in_both(value: Any) -> Any:
    """Let a plain text stand for itself in both languages."""
    return {"zh": value, "en": value} if isinstance(value, str) else value


Text = Annotated[
    Labels,
    BeforeValidator(_same_in_both),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
                    "required": ["zh", "en"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
Share = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0)]
Yuan = Annotated[float, Field(ge=0)]
