"""The language of what happens after a page is built.

A page is built in its reader's language (a context variable). What happens later, when somebody
clicks or a timer ticks, starts from the server's context: ``spoken`` carries the language over::

    ui.button(_("Run"), on_click=spoken(start))
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from sim.locale import current_language, in_language


def spoken(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Return ``handler``, plain or asynchronous, run in the language of here and now."""
    language = current_language()

    @wraps(handler)
    def speaking(*given: Any) -> Any:
        with in_language(language):
            result = handler(*given)
        return _finished(result, language) if inspect.isawaitable(result) else result

    return speaking


async def _finished(result: Awaitable[Any], language: str) -> Any:
    """Await the rest of an asynchronous handler in its language."""
    with in_language(language):
        return await result
