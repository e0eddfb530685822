"""What CONTRIBUTING.md says one has to write for something new is enough, tried in a copy."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.guards.source import ROOT

pytestmark = pytest.mark.slow

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SMALL = (ROOT / "tests" / "results" / "data" / "small.toml").read_text(encoding="utf-8")

POLICY = '''"""Guides who stand by organizations that still look for applicants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.policies.base import Cost, Policy, Write, param


@dataclass(frozen=True, kw_only=True)
class GuideScheme(Policy):
    """Applications multiplied while guides are there."""

    name = "guide_scheme"
    label: ClassVar = {"en": "Guides for applicants", "zh": "入党引导员"}
    help: ClassVar = {"en": "Guides raise applications.", "zh": "引导员促进入党申请。"}
    source = "own"
    caution: ClassVar = {"en": "Recruits come later.", "zh": "见效较慢。"}

    factor: float = param(9.0, 1.0, 20.0, "factor", "factor on applications", "申请倍数")

    def writes(self) -> tuple[Write, ...]:
        """The factor, everywhere."""
        return (Write("application", self.factor),)

    def costs(self) -> tuple[Cost, ...]:
        """Nothing is paid."""
        return ()
'''
DOSED = '''"""Guides who tell heads what a branch asks of them, and what it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from sim.policies.base import Cost, Policy, Write, param
from sim.policies.doses import Dose, DoseReader, Level, Rule
from sim.state.codes import Fear
from sim.state.plugged import Reading
from sim.state.stack import Stack


def advise(worlds: Stack, doses: DoseReader) -> None:
    """Take some fear of burden away where guides are; attitudes follow with the next month."""
    burden = worlds.organizations.fears[Fear.BURDEN]
    eased = burden - doses.at("guidance", np.arange(len(burden)))
    np.maximum(0.0, eased, out=burden)


@dataclass(frozen=True, kw_only=True)
class GuideScheme(Policy):
    """Fear of burden that guides take away."""

    name = "guide_scheme"
    label: ClassVar = {"en": "Guides for heads", "zh": "党建引导员"}
    help: ClassVar = {"en": "Guides lower the fear of burden.", "zh": "引导员打消顾虑。"}
    source = "own"
    caution: ClassVar = {"en": "Words alone found nothing.", "zh": "光说不建没有用。"}
    doses: ClassVar = (
        Dose("guidance", Level.ORGANIZATION, Rule.SUM, "level a month", "attitudes",
             "guidance of heads", "对负责人的引导"),
    )
    readings: ClassVar = (Reading("guidance", "attitudes", advise),)

    ease: float = param(0.2, 0.0, 0.5, "level", "fear taken away a month", "每月打消的顾虑")

    def writes(self) -> tuple[Write, ...]:
        """What guides take away, everywhere."""
        return (Write("guidance", self.ease),)

    def costs(self) -> tuple[Cost, ...]:
        """Nothing is paid."""
        return ()
'''
PLOT = '''"""Organizations on the register over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.plots.style import SINGLE, sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results.reading import Results


def register(
    results: Results, *, ax: Axes | None = None, width: float = SINGLE, lang: str = "en"
) -> Axes:
    """Draw the median number of organizations under each alternative."""
    with sheet(ax, lang, width=width, height=60.0) as ax:
        for values in results.values("registered").values():
            ax.plot(sorted(values.T.mean(axis=1)))
        return ax
'''


@dataclass(frozen=True)
class Written:
    """Lines that are written into a file of ``sim/``: a new one, or in front of ``anchor``."""

    file: str
    lines: str
    anchor: str = ""

    def write(self, package: Path) -> None:
        """Write them; the anchor must stand in one place only."""
        path = package / self.file
        if not self.anchor:
            path.write_text(self.lines, encoding="utf-8")
            return
        text = path.read_text(encoding="utf-8")
        assert text.count(self.anchor) == 1, f"{self.file} has {self.anchor!r} in another number"
        path.write_text(text.replace(self.anchor, self.lines + self.anchor), encoding="utf-8")


ADDITIONS = {
    "policy": (Written("policies/guide_scheme.py", POLICY),),
    "policy with a new dose": (Written("policies/guide_scheme.py", DOSED),),
    "measure": (
        Written(
            "measures/catalogue.py",
            '    _number(\n        "pledged", "members", "people", "pledged members", "承诺党员",\n'
            '        "members, whatever their stage", "党员数",\n    ),\n',
            '    _number(\n        "operating",',
        ),
    ),
    "parameter": (
        Written(
            "parameters.py",
            '    _row("guidance_gain", 0.2, 0.1, 0.4, LINEAR, "share", FREE, "7.2", '
            '"gain by guidance", "引导增益", "assumed"),\n',
            '    _row("leave_per_year"',
        ),
    ),
    "plot kind": (
        Written("plots/register.py", PLOT),
        Written(
            "plots/__init__.py",
            '    "register": ("sim.plots.register:register", N_("The register over time.")),\n',
            '    "spaghetti":',
        ),
    ),
    "organization kind": (
        Written(
            "state/codes.py",
            '    COOPERATIVE = 6, "farmers\' cooperative", "农民专业合作社"\n',
            "\n    @property\n    def plural",
        ),
    ),
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a folder with a copy of the package and the small scenario."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "sim", tmp_path / "sim", ignore=ignored)
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    return tmp_path


def add(house: Path, name: str) -> None:
    for written in ADDITIONS[name]:
        written.write(house / "sim")


def fugai(house: Path, *words: str, lang: str = "en") -> str:
    done = subprocess.run(
        [sys.executable, "-m", "sim", *words],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house), "FUGAI_LANG": lang},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_the_page_says_what_each_takes() -> None:
    stated = {
        name: (int(files), int(lines))
        for name, files, lines in re.findall(
            r"^\| an? ([a-z ]+?) \| (\d+) \| (\d+) \|", PAGE, re.MULTILINE
        )
    }
    assert stated == {
        name: (len(parts), sum(part.lines.count("\n") for part in parts))
        for name, parts in ADDITIONS.items()
    }


def test_a_policy_is_in_the_lists_and_the_file_format(house: Path) -> None:
    add(house, "policy")
    assert "Guides for applicants" in fugai(house, "list", "policies")
    assert "申请倍数" in fugai(house, "list", "policies", "guide_scheme", lang="zh")
    assert '"guide_scheme"' in fugai(house, "schema")


def test_a_new_dose_acts_and_explain_names_its_policy_in_both_languages(house: Path) -> None:
    add(house, "policy with a new dose")
    with (house / "small.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[alternatives]]\nid = "guides"\ntitle = "Guides"\n')
        file.write('policies = [{ policy = "guide_scheme" }]\n')
    fugai(house, "run", "small.toml", "--replicates=2", "--set=years=8", "--out=run")
    explain = ("explain", "run", "--alternative=guides")
    first, *_others = json.loads(fugai(house, *explain, "--who=gained", "--json"))
    told = (*explain, f"--organization={first['organization']}")
    english, chinese = fugai(house, *told), fugai(house, *told, lang="zh")
    assert "Cause: Guides for heads." in english and "guidance of heads" in english
    assert "原因：党建引导员。" in chinese and "对负责人的引导" in chinese


def test_a_measure_is_recorded_and_drawn(house: Path) -> None:
    add(house, "measure")
    assert "承诺党员" in fugai(house, "list", "measures", "pledged", lang="zh")
    fugai(house, "run", "small.toml", "--replicates=2", "--set=years=1", "--out=run")
    fugai(house, "plot", "fan", "run", "--measure=pledged", "--out=fan.svg")
    assert "Pledged members" in (house / "fan.svg").read_text(encoding="utf-8")


def test_a_parameter_may_be_set_and_is_listed(house: Path) -> None:
    add(house, "parameter")
    assert "引导增益" in fugai(house, "list", "parameters", "guidance_gain", lang="zh")
    fugai(house, "check", "small.toml", "--set=parameters.guidance_gain=0.3")


def test_a_plot_kind_is_drawn_and_in_the_help(house: Path) -> None:
    add(house, "plot kind")
    fugai(house, "run", "small.toml", "--replicates=2", "--set=years=1", "--out=run")
    fugai(house, "plot", "register", "run", "--out=register.svg")
    assert "The register over time." in fugai(house, "plot", "--help")


def test_a_kind_of_organization_is_read_simulated_and_drawn(house: Path) -> None:
    add(house, "organization kind")
    rows = ("名称,类别,党员人数", "甲,农民专业合作社,4", "乙,社会团体,1", "丙,cooperative,5", "")
    (house / "list.csv").write_text("\n".join(rows), encoding="utf-8")
    fugai(house, "new", "coop", "--registry=list.csv")
    fugai(house, "run", "coop.toml", "--replicates=2", "--set=years=1", "--out=run")
    fugai(house, "plot", "multiples", "run", "--by=kind", "--lang=zh", "--out=kinds.svg")
    assert "农民专业合作社" in (house / "kinds.svg").read_text(encoding="utf-8")
