"""What is taken away from the page."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sim.app.planner import downloads
from sim.app.planner.outcome import Outcome
from sim.app.planner.sessions import Sessions
from sim.app.planner.state import Session
from sim.results.reading import Results
from sim.scenario.loading import find


@pytest.fixture
def session(outcome: Outcome) -> Iterator[Session]:
    sessions = Sessions()
    session = sessions.new()
    session.open_path(find("linze"))
    session.outcome = outcome
    yield session
    sessions.close()


def test_every_kind_is_made_with_a_plain_name(session: Session, outcome: Outcome) -> None:
    names = {
        "workbook": "linze.xlsx", "tables": "linze-tables.zip", "run": "linze-run.zip",
        "word": "linze-report-zh.docx",
    }  # fmt: skip
    for kind, name in names.items():
        path = downloads.make(kind, outcome, session, "zh")
        assert path.name == name
        assert path.stat().st_size > 1000
    assert set(downloads.MAKERS) == {*names, "report", "brief", "replay", "word"}


def test_two_at_once_do_not_destroy_each_other(session: Session, outcome: Outcome) -> None:
    with ThreadPoolExecutor(2) as pool:
        asked = [
            pool.submit(downloads.make, kind, outcome, session, "en")
            for kind in ("workbook", "tables") * 2
        ]
        paths = [each.result() for each in asked]
    assert {path.name for path in paths} == {"linze.xlsx", "linze-tables.zip"}
    assert all(zipfile.ZipFile(path).testzip() is None for path in paths)


def test_what_was_made_is_not_made_again(
    session: Session, outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = downloads.make("workbook", outcome, session, "en")
    monkeypatch.setattr(downloads, "MAKERS", {})
    assert downloads.make("workbook", outcome, session, "en") == first
    with pytest.raises(KeyError):
        downloads.make("workbook", outcome, session, "zh")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["report", "brief", "replay"])
def test_pages_are_in_the_language_of_the_page(
    kind: str, session: Session, outcome: Outcome
) -> None:
    path = downloads.make(kind, outcome, session, "zh")
    assert path.name == f"linze-{kind}-zh.html"
    text = path.read_text(encoding="utf-8")
    assert "临泽" in text
    assert "http://" not in text.replace("http://www.w3.org", "")


def test_tables_open_in_excel_with_chinese(session: Session, outcome: Outcome) -> None:
    path = downloads.make("tables", outcome, session, "zh")
    with zipfile.ZipFile(path) as bundle:
        assert "datapackage.json" in bundle.namelist()
        data = bundle.read("comparison.csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert {row["alternative"] for row in rows} == set(outcome.alternatives)


def test_the_run_is_read_again(session: Session, outcome: Outcome, tmp_path: Path) -> None:
    path = downloads.make("run", outcome, session, "en")
    with zipfile.ZipFile(path) as bundle:
        bundle.extractall(tmp_path / "run")
    assert Results(tmp_path / "run").replicates == outcome.results.replicates
