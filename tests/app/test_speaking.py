"""Handlers keep the language in which their page was built."""

from __future__ import annotations

import asyncio

from sim.app.speaking import spoken
from sim.locale import current_language, in_language


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

    assert asyncio.run(both()) == ["zh", "en"]
