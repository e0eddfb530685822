"""``python -m sim.document odd|parameters``: write tables of documents anew from the code."""

from __future__ import annotations

import sys
from pathlib import Path

from sim.document import ledger
from sim.document.odd import PAGES, page


def main(words: list[str]) -> int:
    """Write the pages of a document in the current source checkout; 2 for an unknown document."""
    root = Path(__file__).parents[2]
    if words == ["parameters"]:
        path = root / ledger.PAGE
        text = ledger.page(path.read_text(encoding="utf-8"), root)
        path.write_text(text, encoding="utf-8", newline="\n")
        return 0
    if words != ["odd"]:
        print("python -m sim.document odd|parameters", file=sys.stderr)
        return 2
    for language, name in PAGES.items():
        path = root / name
        text = path.read_text(encoding="utf-8")
        path.write_text(page(text, language), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
