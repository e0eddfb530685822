"""Make the n-th input of a kind, and say what became of it when it was checked."""

from __future__ import annotations

import csv
import signal
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

import openpyxl

import sim
from sim.cli.check import _population
from sim.cli.summary import local_facts, summary
from sim.errors import FugaiError
from sim.plan.shipped import shipped_folder, shipped_names
from sim.present.facts import lead, table
from sim.scenario import load
from sim.scenario.facts import facts
from sim.studies.file import load_study
from tests.generated.mutate import mutated, scratched, toml

MOST_SECONDS = 20.0
REGISTRIES = Path(__file__).parents[1] / "scenario" / "data" / "registries"
CELLS = (
    "", " ", "-", "—", "/", "无", "零", "不详", "是", "否", "√", "×", "1", "0", "-3", "3.5", "12人",
    "约20", "1,200", "２５", "1e9", "9" * 20, "9" * 400, "2010.10", "2010-13", "39448",
    "二〇一〇年三月",
    "合计", "=1+1", "@x", "\u200b", "单独组建", "联合", "党支部", "社会团体", "基金会", "x" * 3_000,
    "a,b", 'a"b', "甲\n乙", "城关", "城关镇", "５.1E+17", "注销",
)  # fmt: skip


class Hang(BaseException):
    """An input took longer than anybody waits."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Raise :class:`Hang` where the block takes longer."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Hang

    # Time of this process, so that a busy machine is no hang.
    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def outcome(kind: str, number: int, folder: Path) -> str:
    """Return ``accepted``, ``refused``, or what went wrong with an input."""
    path, check = KINDS[kind](number, folder)
    try:
        with patience(MOST_SECONDS):
            check(path)
    except FugaiError as error:
        return "refused" if str(error).strip() else "refused without a word"
    except Hang:
        return f"hang: {kind} {number}"
    except MemoryError:
        return f"memory: {kind} {number}"
    except Exception as error:  # noqa: BLE001 - every other one is what is looked for
        return f"{type(error).__name__}: {kind} {number}: {str(error)[:200]}"
    return "accepted"


Made = tuple[Path, Callable[[Path], None]]


def _check(path: Path) -> None:
    """Do what ``fugai check`` does."""
    scenario = load(path)
    summary(scenario)
    local_facts(scenario)
    [*table(facts(scenario)), *lead(scenario)]
    _population(scenario)


def _check_study(path: Path) -> None:
    load_study(path)


@cache
def _scenarios() -> tuple[tuple[str, str], ...]:
    """Shipped scenarios and those of the tests' messages, by name, as text."""
    folder = Path(sim.__file__).parent
    paths = [shipped_folder("scenarios") / f"{name}.toml" for name in shipped_names()]
    paths += sorted((Path(__file__).parents[1] / "scenario" / "data").glob("*.toml"))
    assert folder.is_dir() and paths
    return tuple((path.name, path.read_text(encoding="utf-8")) for path in paths)


def scenario(number: int, folder: Path) -> Made:
    """Make a mutated scenario: half by its values, half by its text."""
    chance = Random(f"scenario {number}")
    _name, text = chance.choice(_scenarios())
    if chance.random() < 0.5:
        text = toml(mutated(tomllib.loads(text), chance))
    else:
        text = scratched(text, chance)
    return _written(folder / "scenario.toml", text, chance), _check


@cache
def _studies() -> tuple[str, ...]:
    root = Path(__file__).parents[2] / "experiments"
    return tuple(path.read_text(encoding="utf-8") for path in sorted(root.glob("*.toml")))


def study(number: int, folder: Path) -> Made:
    """Make a mutated study file."""
    chance = Random(f"study {number}")
    text = chance.choice(_studies())
    if chance.random() < 0.7:
        text = toml(mutated(tomllib.loads(text), chance))
    else:
        text = scratched(text, chance)
    return _written(folder / "study.toml", text, chance), _check_study


def _written(path: Path, text: str, chance: Random) -> Path:
    """Write a text, now and then in another encoding or cut short."""
    raw = text.encode("utf-8", errors="replace")
    how = chance.random()
    if how < 0.02:
        raw = text.encode("gb18030", errors="replace")
    elif how < 0.04:
        raw = text.encode("utf-16")
    elif how < 0.06:
        raw = raw[: chance.randrange(len(raw) + 1)]
    elif how < 0.07:
        raw = bytes(chance.randrange(256) for _ in range(300))
    path.write_bytes(raw)
    return path


HEAD = (
    'format = 1\ntitle = "x"\nstart = "2015-01"\nyears = 2\n[organizations]\nregistry = "list{}"\n'
)
COLUMNS: dict[str, tuple[str, ...]] = {
    "名称": ("东街足球协会", "清河养老院", "阳光幼儿园", "县商会"),
    "类别": ("社会团体", "民办非企业单位", "基金会"),
    "所属乡镇": ("城关镇", "沙河镇", "平川镇"),
    "成立日期": ("2010-03", "2008年5月", "2012/7/1", "2011"),
    "从业人数": ("3", "12", "25", "60"),
    "党员数": ("0", "1", "2", "3"),
    "党组织": ("无", "单独组建", "否", "是"),
    "是否运行": ("是", "否"),
}


def registry(number: int, folder: Path) -> Made:
    """Make a mutated list of organizations, as CSV or workbook, with a scenario beside it."""
    chance = Random(f"registry {number}")
    names = [name for name in COLUMNS if chance.random() < 0.85] or ["名称"]
    rows: list[list[Any]] = [
        [f"{chance.choice(COLUMNS[name])}{k}" if name == "名称" else chance.choice(COLUMNS[name])
         for name in names]
        for k in range(chance.choice((1, 8, 30)))
    ]  # fmt: skip
    for row in rows:
        cells = dict(zip(names, row, strict=True))
        if cells.get("是否运行") == "否":
            cells |= {
                name: "无" if name == "党组织" else "0"
                for name in ("党员数", "党组织")
                if name in cells
            }
            row[:] = cells.values()
    rows = [[*names], *rows]
    for _turn in range(chance.choice((0, 1, 3, 20))):
        row = chance.choice(rows)
        if row:
            row[chance.randrange(len(row))] = chance.choice(CELLS)
    _torn(rows, chance)
    ending = chance.choice((".csv", ".csv", ".xlsx"))
    path = folder / f"list{ending}"
    if ending == ".csv":
        _as_csv(path, rows, chance)
    else:
        _as_workbook(path, rows, chance)
    _damaged(path, chance)
    beside = folder / "scenario.toml"
    beside.write_text(HEAD.format(ending), encoding="utf-8")
    return beside, _check


def _torn(rows: list[list[Any]], chance: Random) -> None:
    """Put in a title, totals, blank or short rows, or the same rows again."""
    how = chance.randrange(8)
    at = chance.randrange(len(rows) + 1)
    if how == 0:
        rows.insert(0, ["某县社会组织党建情况表"])
    elif how == 1:
        rows.append(["合计", *(["99"] * (len(rows[0]) - 1))])
    elif how == 2:
        rows.insert(at, [])
    elif how == 3:
        rows.insert(at, ["x"] * chance.choice((1, 2, 40)))
    elif how == 4:
        rows.extend([*row] for row in rows[1:])
    elif how == 5:
        del rows[chance.randrange(len(rows))]


def _as_csv(path: Path, rows: list[list[Any]], chance: Random) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=chance.choice(",,,;\t|"))
        writer.writerows(rows)
    encoding = chance.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16"))
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.encode(encoding, errors="replace"))


def _as_workbook(path: Path, rows: list[list[Any]], chance: Random) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            text = "".join(sign for sign in str(cell) if sign >= " ")
            value: Any = int(text) if text.isdigit() and len(text) < 15 else text
            sheet.cell(number, column, value if chance.random() < 0.98 else 2010.1)
    if chance.random() < 0.1:
        sheet.merge_cells("A1:B1")
    if chance.random() < 0.1:
        sheet.cell(chance.choice((5_000, 200_000)), 1, "x")
    if chance.random() < 0.1:
        book.create_sheet("说明").cell(1, 1, "说明")
    if chance.random() < 0.05:
        sheet.sheet_state = "visible"
        sheet.row_dimensions[2].hidden = True
    book.save(path)


def _damaged(path: Path, chance: Random) -> None:
    """Cut the file short, change a byte, or give it the other ending's content."""
    raw = path.read_bytes()
    how = chance.random()
    if how < 0.03:
        path.write_bytes(raw[: chance.randrange(len(raw) + 1)])
    elif how < 0.06 and raw:
        at = chance.randrange(len(raw))
        path.write_bytes(raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :])
    elif how < 0.08:
        path.write_bytes(b"")
    elif how < 0.10:
        path.write_bytes(raw.replace(b"\n", b'"\n', 1))


KINDS: dict[str, Callable[[int, Path], Made]] = {
    "scenario": scenario, "registry": registry, "study": study,
}  # fmt: skip
