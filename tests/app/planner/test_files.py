"""Uploads: sorted, bounded, and refused with a plain word."""

from __future__ import annotations

import io
import zipfile

import pytest

from sim.app.planner.files import LARGEST, Given, sorted_out
from sim.errors import InputError

TOML, CSV = Given("a.toml", b"x"), Given("b.csv", b"y")


def packed(*files: tuple[str, bytes]) -> Given:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files:
            bundle.writestr(name, content)
    return Given("c.zip", stream.getvalue())


def test_a_scenario_a_registry_or_both() -> None:
    assert sorted_out([TOML]).registry is None
    assert sorted_out([CSV]).scenario is None
    both = sorted_out([CSV, TOML])
    assert (both.scenario, both.registry) == (TOML, CSV)


def test_a_bundle_is_unpacked_without_its_folders() -> None:
    found = sorted_out([packed(("x/../../a.toml", b"x"), ("b.xlsx", b"y"))])
    assert found.scenario == Given("a.toml", b"x")
    assert found.registry == Given("b.xlsx", b"y")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([TOML, TOML], "one scenario"),
        ([CSV, Given("d.xlsx", b"")], "one scenario"),
        ([Given("a.docx", b"")], r"a\.docx: give a scenario"),
        ([Given("broken.zip", b"PK\x03\x04nonsense")], "cannot be unpacked"),
        ([packed(*((f"{n}.csv", b"") for n in range(9)))], "too many files"),
        ([packed()], "no file in it"),
        ([Given("a.pdf", b"")], r"a\.pdf: .*Text and pictures are not read"),
        ([Given("a.et", b"")], r"a\.et: .*save it as \.xlsx"),
        ([Given("a.rar", b"")], r"a\.rar: .*Unpack it"),
        ([Given("c.zip", packed(("a.csv", b"x" * 9000)).content[:-40])], "cut off"),
    ],
)
def test_what_is_refused(given: list[Given], said: str) -> None:
    with pytest.raises(InputError, match=said):
        sorted_out(given)


def test_fifty_megabytes_are_refused_by_name_also_when_packed() -> None:
    large = b"0" * 50_000_000
    for given in (Given("list.csv", large), packed(("list.csv", large))):
        with pytest.raises(InputError, match=r"list\.csv has 50 MB; at most 20 MB are read"):
            sorted_out([given])
    assert LARGEST == 20_000_000


def test_small_files_that_unpack_to_many_are_refused_before_they_are_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = packed(*((f"{n}.csv", b"0" * 8_000_000) for n in range(3)))
    assert len(given.content) < 100_000
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_args: pytest.fail("it was unpacked"))
    with pytest.raises(InputError, match=r"c\.zip has 24 MB"):
        sorted_out([given])
