"""Shipped scenarios are found by bare name, in a checkout and in an installed package."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.plan import shipped
from tests.guards.source import ROOT


def test_a_checkout_reads_the_folder_beside_the_package() -> None:
    assert shipped.shipped_folder() == ROOT / "scenarios"
    assert list(shipped.shipped_names()) == sorted(p.stem for p in ROOT.glob("scenarios/*.toml"))


def test_an_installed_package_reads_its_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "sim" / "_scenarios"
    folder.mkdir(parents=True)
    for name in ("linze", "city"):
        (folder / f"{name}.toml").write_text("format = 1\n", encoding="utf-8")
    (folder / "linze_organizations.csv").write_text("name\n", encoding="utf-8")
    monkeypatch.setattr(shipped, "files", lambda package: tmp_path / package)
    assert shipped.shipped_names() == ("city", "linze")
    assert shipped.shipped_path("linze") == folder / "linze.toml"
    with pytest.raises(LookupError, match="'Linze'; there are city, linze"):
        shipped.shipped_path("Linze")
    with pytest.raises(LookupError):
        shipped.shipped_path("../linze")
