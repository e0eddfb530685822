"""Files say what they were made from, and nothing is written over by accident."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from sim.errors import InputError
from sim.plots import cells as animations
from sim.plots.cells import animation
from sim.plots.fan import fan
from sim.plots.output import save
from sim.results.reading import Results
from sim.store.disk import place_file


def inside(path: Path) -> str:
    """Return what a file says of itself."""
    if path.suffix == ".png":
        with Image.open(path) as picture:
            return " ".join(map(str, picture.info.values()))
    return path.read_bytes().decode("latin-1")


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_a_file_says_what_it_was_made_from(town: Results, tmp_path: Path, form: str) -> None:
    path = save(fan(town).figure, tmp_path / f"a.{form}", town)
    again = save(fan(town).figure, tmp_path / f"b.{form}", town)
    assert path.read_bytes() == again.read_bytes()
    said = inside(path)
    for part in (town.info["digest"], "seed 11", town.info["code"], "Effective coverage"):
        assert part in said
    assert not re.search(r"dc:date|CreationDate|20\d\d-\d\d-\d\dT", said)
    if form == "pdf":
        assert "/CIDFontType2" in said, "letters are TrueType"
        assert "/Type3" not in said


def test_a_file_of_other_content_is_left_alone(town: Results, tmp_path: Path) -> None:
    path = save(fan(town).figure, tmp_path / "a.png", town)
    save(fan(town).figure, path, town)
    before = path.read_bytes()
    with pytest.raises(InputError, match="--force"):
        save(fan(town, measure="hollow_share").figure, path, town)
    assert path.read_bytes() == before
    save(fan(town, measure="hollow_share").figure, path, town, force=True)
    assert path.read_bytes() != before
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.png"]


def test_wrong_endings_and_folders_are_told(town: Results, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r'"\.png", "\.svg", "\.pdf"'):
        save(fan(town).figure, tmp_path / "a.jpg", town)
    with pytest.raises(InputError, match="Cannot write"):
        place_file(tmp_path / "nowhere" / "a.png", b"")


def test_an_animation_goes_on_and_is_the_same_each_time(
    town: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(animations, "FRAMES", 4)
    data = animation(town, lang="zh")
    assert data == animation(town, lang="zh")
    path = place_file(tmp_path / "a.gif", data)
    with Image.open(path) as film:
        assert film.n_frames == 4  # type: ignore[attr-defined]
        assert town.info["digest"].encode() in film.info["comment"]
