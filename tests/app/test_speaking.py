"""Handlers keep the language in which their page was built."""

from __future__ import annotations

import asyncio

from sim.app.shell import spoken
from sim.locale import current_language, in_language
from tests import apart


def test_a_plain_handler_speaks_the_language_of_its_making() -> None:
    with in_language("zh"):
        handler = spoken(lambda word: (word, current_language()))
    assert handler("a") == ("a", "zh")
    assert current_language() == "en"


def test_an_asynchronous_handler_keeps_it_across_awaits() -> None:
    async def later(seconds: float) -> str:
        await asyncio.sleep(seconds)
        return current_language()

    with in_language("zh"):
        chinese = spoken(later)
    english = spoken(later)

    async def both() -> list[str]:
        found: list[str] = await asyncio.gather(chinese(0.02), english(0.01))
        return found

    assert apart.run(both()) == ["zh", "en"]


def test_it_does_not_matter_whether_a_loop_runs_here_already() -> None:
    """As a browser leaves one behind, in whichever order tests come."""

    async def word() -> str:
        return current_language()

    async def outer() -> str:
        with in_language("zh"):
            return apart.run(word())

    assert apart.run(outer()) == "zh"
