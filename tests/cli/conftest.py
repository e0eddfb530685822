"""Running the command within the test process, and leaving no trace of it."""

from __future__ import annotations

import gettext
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from sim.cli import main
from sim.locale import use_language


@dataclass(frozen=True)
class Done:
    """What a command did: its exit code and what it printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def fugai(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Return a function that runs the command with some words."""
    monkeypatch.setenv("FUGAI_LANG", "en")
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
    domain = gettext.textdomain()

    def run(*words: str) -> Done:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        printed = capsys.readouterr()
        code = left.value.code
        return Done(code if isinstance(code, int) else 0, printed.out, printed.err)

    yield run
    gettext.textdomain(domain)
    use_language("en")
