"""What functions are called with from Python: what cannot be meant is refused by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from os import PathLike
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

from sim.errors import UnknownArgumentError, WrongArgumentError
from sim.locale import N_, _, listed

Given = ParamSpec("Given")
Found = TypeVar("Found")

SCENARIO = N_("a scenario, the name of a shipped one or the path of its file")
FOLDER = N_("the path of a folder")
TEXTS = N_("a text, or a list of texts")
UNKNOWN = N_('{function} takes no "{name}". {hint}')
VALUES = N_("a dict of values by name")


def refuse(name: str, expected: str, given: object) -> NoReturn:
    """Refuse what was given as an argument; ``expected`` says what it takes, within a sentence."""
    plain = given is None or isinstance(given, str | int | float)
    found = repr(given)[:40] if plain else type(given).__name__
    text = _("{name}= takes {expected}, not {found}.")
    raise WrongArgumentError(text.format(name=name, expected=expected, found=found))


def texts(name: str, given: object, expected: str = TEXTS) -> list[str]:
    """Return texts as a list: one alone is no sequence of letters, and an iterator is read once."""
    return [text for text in several(name, given, str, expected) if isinstance(text, str)]


def several(name: str, given: object, kinds: Any, expected: str) -> list[Any]:
    """Return values of some kinds as a list: one may stand alone."""
    given = plain(given)
    if isinstance(given, kinds):
        return [given]
    if isinstance(given, str | Mapping) or not isinstance(given, Iterable):
        refuse(name, _(expected), given)
    found = [plain(value) for value in given]
    for value in found:
        if not isinstance(value, kinds):
            refuse(name, _(expected), value)
    return found


def values(name: str, given: object) -> dict[str, Any]:
    """Return values by name, in Python's own numbers."""
    if not isinstance(given, Mapping):
        refuse(name, _(VALUES), given)
    return {str(key): plain(value) for key, value in given.items()}


def path_of(name: str, given: object, expected: str = FOLDER) -> Path:
    """Return a path as one."""
    if not isinstance(given, str | PathLike):
        refuse(name, _(expected), given)
    return Path(given)


def whole(name: str, given: Any, least: int = 1) -> int:
    """Return a whole number from ``least`` on; NumPy's are whole numbers too."""
    number = plain(given)
    if isinstance(number, bool) or not isinstance(number, int) or number < least:
        text = _("{name} must be a whole number, {least} or more, not {value!r}.")
        raise WrongArgumentError(text.format(name=name, least=least, value=number))
    return number


def plain(value: Any) -> Any:
    """Return numbers and lists of NumPy as Python's own; all else as it is."""
    kind = type(value)
    # Named by its module, not imported: reading an argument must not load NumPy.
    return value.tolist() if kind.__module__ == "numpy" and hasattr(value, "tolist") else value


def named(
    text: str = UNKNOWN,
) -> Callable[[Callable[Given, Found]], Callable[Given, Found]]:
    """Let a function say of a name that it does not take which one may be meant.

    ``text`` has {name}, {hint}, {names} and {function}.
    """

    def decorate(function: Callable[Given, Found]) -> Callable[Given, Found]:
        code = function.__code__
        all_of_them = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        taken = [name for name in all_of_them if name not in ("self", "cls")]

        @wraps(function)
        def checked(*args: Given.args, **given: Given.kwargs) -> Found:
            for name in (name for name in given if name not in taken):
                from sim.text.hints import near

                said = _(text).format(
                    name=name, hint=near(name, taken), names=listed(taken),
                    function=function.__name__,
                )  # fmt: skip
                raise UnknownArgumentError(said.strip())
            return function(*args, **given)

        return checked

    return decorate


def checked_executor(given: Any) -> None:
    """Refuse what is no executor; none at all is fine."""
    if given is not None and not hasattr(given, "submit"):
        refuse("executor", _("an executor of concurrent.futures"), given)
