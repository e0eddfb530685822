"""Addresses of pages: language and state travel in them, so that a reload finds both again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal
from urllib.parse import urlencode

from sim.locale import LANGUAGES

Tag = Literal["en-US", "zh-CN"]

HTML_LANGUAGE: Final[dict[str, Tag]] = {"en": "en-US", "zh": "zh-CN"}
"""What the page tells the browser: it chooses simplified forms of characters by it."""


def asked_language(query: Mapping[str, str], default: str) -> str:
    """Return the language that an address asks for, else the default."""
    asked = query.get("lang", "")
    return asked if asked in LANGUAGES else default


def address(path: str, query: Mapping[str, str], **changed: str) -> str:
    """Return a path with a query, some values changed; the token is left to the cookie."""
    kept = {name: value for name, value in query.items() if name != "token"}
    return f"{path}?{urlencode(kept | changed)}"
