"""The search of the site, a language at a time.

MkDocs writes one index of all pages. A reader of either language would find pages of both. Here
each language gets an index of its own: the Chinese one has what is in Chinese, and the English
pages that have no Chinese. A page finds its index by the ``base`` in its configuration.
"""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import Any, Final

CHINESE: Final = "zh"
_INDEX: Final = "search/search_index.json"
_INLINED: Final = "search/search_index.js"
_BASE = re.compile(r'(<script id="__config"[^>]*>.*?"base": ")([^"]*)(")', re.S)


def part_languages(site: Path) -> None:
    """Split the search index of a built site; ``search_index.js``, if it is there, as well."""
    index = json.loads((site / _INDEX).read_text(encoding="utf-8"))
    english, chinese = parted(index["docs"])
    for folder, entries in ((site, english), (site / CHINESE, chinese)):
        text = json.dumps(index | {"docs": entries}, ensure_ascii=False, separators=(",", ":"))
        (folder / _INDEX).parent.mkdir(exist_ok=True)
        (folder / _INDEX).write_text(text, encoding="utf-8")
        if (site / _INLINED).exists():
            (folder / _INLINED).write_text(f"var __index = {text}", encoding="utf-8")
    for page in (site / CHINESE).rglob("*.html"):
        up = posixpath.join(*[".."] * (len(page.relative_to(site / CHINESE).parts) - 1), "")
        text = page.read_text(encoding="utf-8")
        base = up.rstrip("/") or "."
        page.write_text(_BASE.sub(rf"\g<1>{base}\g<3>", text, count=1), encoding="utf-8")


def parted(entries: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the entries of the English pages, and those that readers of Chinese find.

    Places of the latter are within the Chinese part of the site. It has every page: one without
    Chinese is there in English.
    """
    start = f"{CHINESE}/"
    english = [entry for entry in entries if not entry["location"].startswith(start)]
    chinese = [
        entry | {"location": entry["location"].removeprefix(start)}
        for entry in entries
        if entry["location"].startswith(start)
    ]
    translated = {_page(entry) for entry in chinese}
    return english, chinese + [entry for entry in english if _page(entry) not in translated]


def _page(entry: dict[str, Any]) -> str:
    return str(entry["location"]).partition("#")[0]
