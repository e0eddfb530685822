"""The command that makes a run again, to be pasted into a terminal of any system."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sim.errors import InputError
from sim.locale import _
from sim.plan.shipped import shipped_names
from sim.results.reading import Results
from sim.scenario import load
from sim.store.provenance import code_hash
from sim.text.pasting import pasted

UNKNOWN: Final = "FILE"
"""Stands for a scenario of which nobody said where it lies: one that came from Python, say."""


@dataclass(frozen=True)
class Origin:
    """Where the scenario of a run came from."""

    words: tuple[str, ...]
    """What followed ``fugai run``: the scenario as it was given, then options that change it."""

    @property
    def file(self) -> str:
        """The scenario as it was given, or ``FILE``."""
        return self.words[0]

    @property
    def is_known(self) -> bool:
        """Whether the words name the scenario."""
        return self.file != UNKNOWN

    @property
    def is_shipped(self) -> bool:
        """Whether the scenario comes with the program, perhaps changed by options."""
        return self.file in shipped_names() and not Path(self.file).is_file()


def origin(results: Results) -> Origin:
    """Return where a run's scenario came from; a shipped one is known by its content."""
    info: dict[str, Any] = results.info
    given = info.get("given")
    if given:
        return Origin(tuple(given))
    name, seed = str(info["name"]), int(info["seed"])
    if name in shipped_names():
        for words in ((name,), (name, "--seed", str(seed))):
            overrides = [f"seed={seed}"] if len(words) > 1 else []
            if load(name, overrides=overrides).digest() == info["digest"]:
                return Origin(words)
    return Origin((UNKNOWN, "--seed", str(seed)))


def run_command(results: Results, out: str = "RUN") -> str:
    """Return the command that makes a run again, in another folder."""
    worlds = str(results.replicates[-1] + 1)
    return pasted(["fugai", "run", *origin(results).words, "--replicates", worlds, "--out", out])


def refuse_other_code(results: Results) -> None:
    """Refuse a run whose worlds another version of the program made; say how to run it again."""
    if results.info["code"] == code_hash():
        return
    text = _(
        "{folder} holds results of another version of the program: its tables can be read, but "
        "its replicates can't be followed any more. Run it again, into another folder:"
    )
    lines = [text.format(folder=results.folder)]
    lines.append("  " + run_command(results, f"{results.folder.as_posix()}-again"))
    if not origin(results).is_known:
        lines.append(_("FILE is the file of its scenario."))
    raise InputError("\n".join(lines))


def given_words(
    file: str, overrides: Iterable[str], options: Iterable[tuple[str, object]]
) -> list[str]:
    """Return the words after ``fugai run`` that name a scenario and change it.

    ``options`` are names with what was given for them: ``None`` and ``False`` were not.
    """
    words = [file, *(word for text in overrides for word in ("--set", text))]
    for name, value in options:
        if value is True:
            words.append(name)
        elif value is not None and value is not False:
            words += [name, str(value)]
    return words
