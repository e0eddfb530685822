"""The font has every character that the product writes, and is cut down the same way each time."""

from __future__ import annotations

import tomllib
import unicodedata
from io import BytesIO
from pathlib import Path

import matplotlib
import pytest
from fontTools.ttLib import TTFont

from sim.fonts import FAMILY, FONT, RARE, known, lacking, rare, subset_woff
from sim.measures.catalogue import MEASURES
from sim.parameters import PARAMETERS
from sim.policies import POLICIES
from tools import catalogue

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.toml"))
BREAKS = {"\n", "\t"}


def chinese(value: object) -> str:
    """Return every text under a key ``zh``, whatever it is nested in."""
    if isinstance(value, dict):
        own = value.get("zh", "")
        return (own if isinstance(own, str) else "") + "".join(map(chinese, value.values()))
    return "".join(map(chinese, value)) if isinstance(value, list) else ""


def behind() -> set[str]:
    """Return the characters of the font that figures fall back on; matplotlib brings it along."""
    path = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    with TTFont(path, lazy=True) as font:
        return set(map(chr, font.getBestCmap()))


def written() -> dict[str, str]:
    """Return the Chinese texts of the product by where they are from."""
    strings = [message.string for message in catalogue.read() if message.string]
    texts = {
        "catalogue": "".join(s if isinstance(s, str) else "".join(s) for s in strings),
        "measures": "".join(m.label["zh"] + m.definition["zh"] for m in MEASURES.values()),
        "parameters": "".join(p.label["zh"] for p in PARAMETERS.values()),
        "policies": "".join(str(policy.label["zh"]) for policy in POLICIES.values()),
    }
    for path in SCENARIOS:
        texts[path.stem] = chinese(tomllib.loads(path.read_text(encoding="utf-8")))
    return texts


@pytest.mark.parametrize(("place", "text"), written().items(), ids=lambda value: value[:20])
def test_it_has_every_character_that_is_written(place: str, text: str) -> None:
    assert text, place
    rest = set(text) - known() - BREAKS
    # A few signs such as ✗ are in no Noto Sans SC; figures take them from the font behind it.
    assert rest <= behind()
    assert not {sign for sign in rest if "CJK" in unicodedata.name(sign)}


def test_it_is_truetype_with_a_name_of_its_own_and_its_licence() -> None:
    with TTFont(FONT) as font:
        assert font.sfntVersion == "\x00\x01\x00\x00"
        assert not {"GSUB", "GPOS", "fpgm", "CFF "} & set(font.keys())
        assert font["name"].getDebugName(1) == FAMILY
        assert "SIL Open Font License" in font["name"].getDebugName(13)
    assert FONT.stat().st_size < 2_300_000
    assert "SIL OPEN FONT LICENSE" in FONT.with_name("OFL.txt").read_text(encoding="utf-8")


def test_a_page_gets_its_own_chinese_characters_and_no_others() -> None:
    small = subset_woff("派驻，指导员 Hollow 40%")
    assert small == subset_woff("Hollow 40% 员导指，驻派")
    with TTFont(BytesIO(small)) as font:
        assert font.flavor == "woff2"
        assert set(map(chr, font.getBestCmap())) == set("派驻，指导员")
        assert font["head"].unitsPerEm == 1_000
    coarse = subset_woff("派驻，指导员", units=100)
    with TTFont(BytesIO(coarse)) as font:
        assert font["head"].unitsPerEm == 100
    assert len(coarse) < len(small) < 2_000


def test_rare_characters_of_names_and_places_are_in_the_second_font() -> None:
    assert rare("柳镕喆、祎堃、垟峃𬭩") == "".join(sorted("镕喆祎堃垟峃𬭩"))
    assert lacking("镕喆 abc ✗ 派驻𠮷") == "𠮷"
    assert not known(RARE) & known()
    assert len([sign for sign in known() | known(RARE) if sign >= "\u4e00"]) > 8_105
    assert RARE.stat().st_size < 520_000
    with TTFont(BytesIO(subset_woff("镕派", file=RARE))) as font:
        assert set(map(chr, font.getBestCmap())) == {"镕"}
