"""Building blocks of the file format: how a key is described, texts in two languages, months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

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

ALTERNATIVE_ID = r"^[a-z][a-z0-9_]*$"
PLACE_ID = r"^[^\s\"'.,:;=\[\]{}()#/\\]+$"


@dataclass(frozen=True)
class NameOf:
    """Marks a text as the name of one of some codes, as files write it."""

    codes: type[Code]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return handler.generate_schema(Literal[tuple(code.name.lower() for code in self.codes)])


KindName = Annotated[str, NameOf(Kind)]
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
