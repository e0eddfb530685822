"""Sessions: what one page shows, kept, bounded, and deleted with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from sim.app.planner import document, downloads, mapping
from sim.app.planner import sessions as sessions_module
from sim.app.planner.files import Bundle, Given, sorted_out
from sim.app.planner.outcome import Outcome
from sim.app.planner.sessions import MOST_HOURS, MOST_SESSIONS, Sessions
from sim.app.planner.state import Session
from sim.errors import InputError
from sim.locale import in_language
from sim.scenario import load
from sim.scenario.loading import find
from sim.scenario.writing import template
from sim.store import folder as store_folder
from sim.store.folder import FILE as LOCK
from sim.text.problems import ScenarioError

LIST = """名称,街道,类别,从业人员,党员,成立时间
甲协会,东街道,社会团体,12,4,2015-03
乙学校,西街道,民办非企业单位,30,5,2018-06
"""


@pytest.fixture
def sessions() -> Iterator[Sessions]:
    found = Sessions()
    yield found
    found.close()


@pytest.fixture
def session(sessions: Sessions) -> Session:
    return sessions.new()


def upload(session: Session, *files: tuple[str, str], month: str = "2020-01") -> None:
    given = [Given(name, text.encode("utf-8")) for name, text in files]
    session.open_bundle(sorted_out(given), month)
    if session.pending is not None:
        session.accept()


@pytest.mark.parametrize("name", ["linze", "county_survey"])
def test_the_file_of_the_screen_opens_the_same_screen(name: str, sessions: Sessions) -> None:
    one, other = sessions.new(), sessions.new()
    one.open_path(find(name))
    one.change(document.with_values(document.with_alternative(one.data, "Mine"), {"years": 3}))
    file, content = downloads.scenario(one)
    other.open_bundle(sorted_out([Given(file, content)]), "2000-01")
    assert one.scenario is not None
    assert other.scenario is not None
    assert other.scenario.resolved() == one.scenario.resolved()
    assert other.data == one.data


def test_a_registry_alone_becomes_a_scenario(session: Session) -> None:
    upload(session, ("名册.csv", LIST))
    assert session.scenario is not None
    assert session.scenario.title == {"zh": "名册", "en": "名册"}
    assert session.scenario.month_name(0) == "2020-01"
    assert session.listing is not None
    assert list(session.listing.names) == ["甲协会", "乙学校"]
    (policy,) = session.scenario.alternative("liaisons").policies[1:]
    assert policy.start == 6


def test_a_mistake_in_a_registry_names_its_row_and_nothing_changes(session: Session) -> None:
    session.open_path(find("linze"))
    before = session.scenario
    text = template("mine", "registry.csv", start=(2020, 1))
    late = LIST.replace("2018-06", "2031-01")
    with pytest.raises(ScenarioError, match=r"registry\.csv:3"):
        upload(session, ("mine.toml", text), ("registry.csv", late))
    assert session.scenario is before
    assert session.refused
    upload(session, ("mine.toml", text), ("registry.csv", LIST))
    assert session.name == "mine"
    assert not session.refused


def test_a_list_alone_is_read_as_the_command_reads_it(session: Session) -> None:
    odd = LIST.replace("成立时间", "成立时间,是否建立党组织,联系电话")
    odd = odd.replace("2015-03", "2015-03,√,13900000001").replace("2018-06", "2031-01,,13900000002")
    upload(session, ("名册.csv", odd + "合  计,,,42,9,,1,\n"))
    assert session.listing is not None
    assert session.listing.covered.tolist() == [True, False]
    told = "\n".join(mapping.said(session.remarks))
    assert "Left out, no organizations (totals, notes, examples): 1" in told
    assert "“2031-01”" in told
    files = [path for path in session.folder.rglob("*") if path.is_file()]
    assert not any(b"1390000000" in path.read_bytes() for path in files)
    with in_language("zh"):
        assert "不是组织" in "\n".join(mapping.said(session.remarks)), "in the reader's language"
    session.open_path(find("linze"))
    assert not session.remarks


def test_a_broken_upload_can_be_mended(session: Session) -> None:
    text = find("linze").read_text(encoding="utf-8")
    with pytest.raises(ScenarioError):
        upload(session, ("mine.toml", text.replace("years = 10", "years = 100")))
    session.mend(session.refused.replace("years = 100", "years = 7"))
    assert session.scenario is not None
    assert (session.scenario.name, session.scenario.years) == ("mine", 7)


def test_a_change_with_a_mistake_is_not_kept(session: Session) -> None:
    session.open_path(find("linze"))
    before, version = session.data, session.version
    with pytest.raises(ScenarioError):
        session.change(document.with_values(session.data, {"years": 99}))
    assert session.data is before
    assert session.version == version
    folders = [path.name for path in session.folder.iterdir()]
    assert folders == ["scenario"]


def test_a_registry_elsewhere_on_this_machine_is_not_read(session: Session, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(LIST, encoding="utf-8")
    text = find("county_survey").read_text(encoding="utf-8")
    for named in ((tmp_path / "secret.csv").as_posix(), "../secret.csv", "..\\secret.csv"):
        start = text.index('registry = "')
        end = text.index("\n", start)
        quoted = named.replace("\\", "\\\\")
        wrong = f'{text[:start]}registry = "{quoted}"{text[end:]}'
        with pytest.raises(InputError, match="another folder"):
            upload(session, ("mine.toml", wrong))


def test_a_file_of_the_command_may_name_its_registry_anywhere(
    session: Session, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    given = load("county_survey")
    registry = given.organizations.registry
    assert registry is not None
    source = find("county_survey")
    (tmp_path / "data" / registry.file).write_bytes((source.parent / registry.file).read_bytes())
    text = source.read_text(encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(text.replace(f'"{registry.file}"', f'"data/{registry.file}"'), "utf-8")
    session.open_path(path)
    assert session.scenario is not None
    assert session.scenario.digest() == given.digest()


def test_files_are_deleted_with_the_session(sessions: Sessions) -> None:
    session = sessions.new()
    upload(session, ("名册.csv", LIST))
    folder = session.folder
    assert list(folder.rglob("名册_organizations.csv"))
    assert not list(folder.rglob("名册.csv"))
    sessions.drop(session)
    assert not folder.exists()
    assert sessions.get(session.key) is None


def test_sessions_are_bounded_in_number_and_age() -> None:
    hours = [0.0]
    sessions = Sessions(clock=lambda: hours[0] * 3600)
    first = sessions.new()
    hours[0] = 1
    for _ in range(MOST_SESSIONS):
        sessions.new()
    assert len(sessions) == MOST_SESSIONS
    assert sessions.get(first.key) is None
    kept = next(iter(sessions))
    hours[0] = MOST_HOURS
    assert sessions.get(kept.key) is kept
    hours[0] += 2
    sessions.tick()
    assert list(sessions) == [kept]
    sessions.close()


def test_a_folder_that_another_server_sweeps_is_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It looked when the lock was there and not yet held: the folder seemed to be left."""
    hold, swept = store_folder.locked, list[Path]()

    def locked(folder: Path) -> AbstractContextManager[None]:
        if not swept:
            swept.append(folder)
            folder.rmdir()
            raise InputError("being written by another command")
        return hold(folder)

    monkeypatch.setattr(sessions_module, "_sweep", lambda: None)
    monkeypatch.setattr(sessions_module, "locked", locked)
    found = Sessions()
    folder = found.new().folder.parent
    assert swept and folder != swept[0] and (folder / LOCK).is_file()
    found.close()
    assert not folder.exists()


def test_a_bundle_without_anything_opens_nothing(session: Session) -> None:
    session.open_bundle(Bundle(None, None), "2020-01")
    assert session.scenario is None


def test_a_run_is_read_and_put_into_words_once_a_language(
    session: Session, outcome: Outcome
) -> None:
    session.open_path(find("linze"))
    session.outcome = outcome
    for language in ("zh", "en", "zh"):
        session.prepare(language)
    assert list(session.prepared) == ["zh", "en"]
    assert session.prepared["zh"].values.head[1] == "起始时"
    assert session.prepared["en"].values.head[1] == "At the start"
    assert session.outdated, "the run is of two years and six worlds, the scenario of more"
    session.open_path(find("linze"))
    assert session.outcome is None
    assert not session.prepared


def test_work_of_a_killed_server_is_swept_and_that_of_another_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    killed = tmp_path / "fugai-app-killed"
    killed.mkdir()
    for name in (LOCK, "scenario.toml"):
        (killed / name).write_text("{}", encoding="utf-8")
    other = Sessions()
    (ours,) = (path for path in tmp_path.iterdir() if path != killed)
    assert not killed.exists()
    sessions = Sessions()
    assert ours.is_dir(), "a server that lives keeps its work"
    sessions.close()
    other.close()
    assert list(tmp_path.iterdir()) == []
