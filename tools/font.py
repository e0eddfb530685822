"""Build the fonts that the package ships.

    python -m tools.font NotoSansCJK-Regular.ttc Unihan_OtherMappings.txt.bz2

The source is the collection of Debian's package fonts-noto-cjk (Noto Sans CJK 2.004, SIL Open Font
License). Its simplified Chinese face is cut down to GB 2312 and the signs of :data:`SIGNS`, loses
hints and layout features, and gets quadratic outlines. PDF files then hold it as TrueType, which
journals ask for. Its family has a name of its own, so that a Noto that happens to be installed is
never taken for it. The second font has what the Table of General Standard Chinese Characters adds:
the field kTGH of the Unicode Han database (Debian's package unicode-data, /usr/share/unicode). The
same sources give the same bytes. Only developers need it.
"""

from __future__ import annotations

import bz2
import re
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

from sim.fonts import FAMILY, FONT, RARE, RARE_FAMILY

SIMPLIFIED: Final = 2
"""Number of the face with simplified forms within the collection."""

SIGNS: Final = "–—·×÷±≥≤≈≠−→←↑↓✓…‰°²³½€“”‘’•●○◆◇■□▲△▼▽▶◀★☆①②③④⑤⑥⑦⑧⑨⑩"
"""Signs that texts use, whether or not GB 2312 has them."""

ERROR: Final = 0.5
"""Units, of 1,000 to the em, by which a quadratic outline may miss the cubic one."""

FAMILY_NAME, STYLE_NAME, FULL_NAME, POSTSCRIPT_NAME = 1, 2, 4, 6
"""Numbers of a font's names."""

NOTICES: Final = (0, 13, 14)
"""Names that stay as they are: copyright, licence and where it is."""


def characters() -> frozenset[int]:
    """Return every character the font should have."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    chinese = "".join(pair.decode("gb2312", errors="ignore") for pair in pairs)
    latin = map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180)))
    return frozenset(map(ord, (*chinese, *latin, *SIGNS)))


def standard(unihan: Path) -> frozenset[int]:
    """Return the 8,105 characters of the table of 2013 from the mappings of Unihan."""
    text = bz2.decompress(unihan.read_bytes()).decode("utf-8")
    return frozenset(int(code, 16) for code in re.findall(r"^U\+(\w+)\tkTGH", text, re.MULTILINE))


def build(source: Path, target: Path, family: str, wanted: Collection[int]) -> None:
    """Write a font of the characters wanted; ``source`` is the collection."""
    names = {
        FAMILY_NAME: family, STYLE_NAME: "Regular", FULL_NAME: family,
        POSTSCRIPT_NAME: target.stem,
    }  # fmt: skip
    font = TTFont(source, fontNumber=SIMPLIFIED, recalcTimestamp=False)
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = [*NOTICES, *names]
    options.name_languages = [0x409]
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx", "DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    _to_quadratic(font)
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.toUnicode())
    font.save(target)


def _to_quadratic(font: Any) -> None:
    """Replace the cubic outlines (table CFF) by quadratic ones (table glyf)."""
    cubic, order = font.getGlyphSet(), font.getGlyphOrder()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(cubic)
        cubic[name].draw(Cu2QuPen(pen, ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    del font["CFF "]
    font["loca"] = newTable("loca")
    font["glyf"] = outlines = newTable("glyf")
    outlines.glyphOrder, outlines.glyphs = order, glyphs
    for name in order:
        glyphs[name].recalcBounds(outlines)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyphs[name], "xMin", 0))
    font["maxp"] = maxp = newTable("maxp")
    maxp.tableVersion = 0x00010000
    for name in ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
                 "maxStackElements", "maxSizeOfInstructions"):  # fmt: skip
        setattr(maxp, name, 0)
    maxp.maxZones = 1
    maxp.maxComponentElements = 0
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"


if __name__ == "__main__":
    collection, mappings = map(Path, sys.argv[1:])
    build(collection, FONT, FAMILY, characters())
    build(collection, RARE, RARE_FAMILY, standard(mappings) - characters())
    for made in (FONT, RARE):
        print(f"{made}: {made.stat().st_size:,} bytes")
