"""Names of arguments that a function does not take, answered as the command answers its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Final, ParamSpec, TypeVar

from sim.errors import UnknownArgumentError
from sim.locale import N_, _

WITH: Final = N_(
    'with_ takes no "{name}"; it takes {names}. Everything else is an override: '
    'load(…, overrides=["{name}=…"]).'
)
"""What ``Scenario.with_`` says of another name."""

Given = ParamSpec("Given")
Found = TypeVar("Found")


def answering(message: str) -> Callable[[Callable[Given, Found]], Callable[Given, Found]]:
    """Let a method refuse other arguments with ``message``, which has {name} and {names}.

    ``message`` is marked for translation and translated when it is needed.
    """

    def wrapped(method: Callable[Given, Found]) -> Callable[Given, Found]:
        taken = [*signature(method).parameters][1:]

        @wraps(method)
        def checked(*args: Given.args, **given: Given.kwargs) -> Found:
            for name in given:
                if name not in taken:
                    text = _(message).format(name=name, names=", ".join(taken))
                    raise UnknownArgumentError(text)
            return method(*args, **given)

        return checked

    return wrapped
