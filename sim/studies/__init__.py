"""Studies: methods that put one question to many runs of a scenario, and what they share."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from sim.errors import InputError
from sim.locale import _


def study_module(name: str) -> ModuleType:
    """Return a module that the extra ``study`` installs; InputError where it isn't there."""
    try:
        return import_module(name)
    except ImportError:
        text = _("This study needs {library}. Install it with: pip install 'fugai[study]'")
        raise InputError(text.format(library=name.partition(".")[0])) from None
