"""What the parts of one client's page share: its stage, its clock, its seed, and who listens.

A room is made by the page function, so each client has its own. Seeds are short words that a class
can call across the room: 12 is ``ba-ba-fa-lo``. Four syllables of a consonant and a vowel. The
first three are the seed, the fourth is a check. Every single wrong syllable and every swap of two
syllables is noticed (a weighted sum modulo a prime), so that nobody looks at another world by
mistake. A seed that doesn't fit, of a scenario file that was opened, say, is called by its number.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Final

from sim.app.classroom.course import SIDES
from sim.app.classroom.stage import Stage, reopened
from sim.errors import InputError
from sim.locale import _
from sim.scenario import Scenario, load

FIRST: Final = "classroom"
SPEEDS: Final = (1, 2, 4, 8)
"""Months a second that may be chosen."""

SHIPPED: Final = ("classroom", "linze", "yiwu")
"""Shipped scenarios that the stage can show: one file each, at most 1,000 organizations."""


class Session:
    """The state of one client; no part of it is drawn here."""

    def __init__(self) -> None:
        base = load(FIRST)
        self.stage = Stage(base, base.seed)
        self.playing = False
        self.until: int | None = None
        self._new_stage: list[Callable[[], None]] = []
        self._new_month: list[Callable[[], None]] = []
        self._begun_anew: list[Callable[[], None]] = []

    def on_stage(self, work: Callable[[], None]) -> None:
        """Call ``work`` whenever another stage is set, or the same one is begun again."""
        self._new_stage.append(work)

    def on_month(self, work: Callable[[], None]) -> None:
        """Call ``work`` whenever the month or a lever has changed."""
        self._new_month.append(work)

    def on_anew(self, work: Callable[[], None]) -> None:
        """Call ``work`` whenever everything is begun anew."""
        self._begun_anew.append(work)

    def set(self, stage: Stage) -> None:
        """Show another stage, from its first month on."""
        self.stage = stage
        self.playing, self.until = False, None
        for work in self._new_stage:
            work()
        self.tell()

    def tell(self) -> None:
        """Tell every part that the stage has changed."""
        for work in self._new_month:
            work()

    def play(self, until: int | None = None) -> None:
        """Let months pass until one, or to the horizon."""
        self.until = until
        self.playing = not self.stage.over
        self.tell()

    def pause(self) -> None:
        """Stop where it is."""
        self.playing, self.until = False, None
        self.tell()

    def tick(self) -> None:
        """Let one month pass, if it plays."""
        if self.playing:
            self.step()

    def step(self) -> None:
        """Let one month pass."""
        self.stage.step()
        if self.stage.over or (self.until is not None and self.stage.month >= self.until):
            self.playing, self.until = False, None
        self.tell()

    def back(self) -> None:
        """Go back a month: the worlds are run anew until then.

        What was done in that month is done again when it comes, unless a slider is moved before.
        """
        if self.stage.month:
            self.set(self.stage.again(self.stage.month - 1))

    def jump(self, month: int) -> None:
        """Let all months until one pass at once."""
        self.stage.run_to(month)
        self.playing, self.until = False, None
        self.tell()

    def reset(self) -> None:
        """Begin again: same place, same seed, nothing done."""
        fresh = [self.stage.worlds[side].course.fresh() for side in SIDES]
        self.set(Stage(self.stage.base, self.stage.seed, *fresh))

    def anew(self) -> None:
        """Begin as a page begins that nobody has used yet."""
        self.choose(FIRST)
        for work in self._begun_anew:
            work()

    def again(self) -> None:
        """Begin again and let everything that was done happen again in its months."""
        self.set(self.stage.again())

    def move(self, lever: str, value: float) -> None:
        """Set a lever of the right world, from the coming month on."""
        self.stage.right.move(**{lever: value})

    def choose(self, name: str) -> None:
        """Show a shipped scenario with its own seed."""
        base = load(name)
        self.set(Stage(base, base.seed))

    def reseed(self, text: str) -> None:
        """Begin again under the seed of a word or number; raise InputError for anything else."""
        self.set(Stage(self.stage.base, seed_of(text)))

    def reopen(self, scenario: Scenario) -> None:
        """Show what a file holds; raise InputError if the stage can't."""
        self.set(reopened(scenario))

    @property
    def word(self) -> str:
        """The seed as a word."""
        return word_of(self.stage.seed)


_CONSONANTS: Final = "bdfghjklmnprstwz"
_VOWELS: Final = "aiou"
_BASE: Final = 61
"""A prime, so that no error of one syllable and no swap keeps the weighted sum."""
_SYLLABLES: Final = tuple("".join(pair) for pair in product(_CONSONANTS, _VOWELS))[:_BASE]

SEEDS: Final = _BASE**3
"""Seeds from 0 to one below this have a word."""

HIGHEST: Final = 2**63 - 1
_WEIGHTS: Final = (1, 2, 3)


def word_of(seed: int) -> str:
    """Return the word of a seed, or its number where it is too large for a word."""
    if not 0 <= seed < SEEDS:
        return str(seed)
    digits = (seed // _BASE**2, seed // _BASE % _BASE, seed % _BASE)
    return "-".join(_SYLLABLES[digit] for digit in (*digits, _check(digits)))


def seed_of(text: str) -> int:
    """Return the seed of a word or of a number; raise :class:`InputError` for anything else."""
    number = "".join(text.split())
    if number.isascii() and number.isdigit():
        seed = int(number)
        if seed > HIGHEST:
            raise InputError(_("A seed lies between 0 and {most}.").format(most=HIGHEST))
        return seed
    plain = "".join(text.lower().replace("-", " ").split())
    parts = [plain[at : at + 2] for at in range(0, len(plain), 2)]
    known = [part in _SYLLABLES for part in parts]
    if len(parts) != 4 or not all(known):
        wrong = next((part for part, good in zip(parts, known, strict=True) if not good), plain)
        raise InputError(
            _(
                'No seed is called "{text}": a seed is a number or four syllables such as '
                "{example}; look at {wrong}."
            ).format(text=text.strip(), example=word_of(12), wrong=f'"{wrong}"')
        )
    *digits, check = (_SYLLABLES.index(part) for part in parts)
    if check != _check(digits):
        raise InputError(
            _(
                'A syllable of "{text}" was misheard: the last one does not fit the other three. '
                "Ask for the word again."
            ).format(text=text.strip())
        )
    return (digits[0] * _BASE + digits[1]) * _BASE + digits[2]


def _check(digits: tuple[int, ...] | list[int]) -> int:
    weighed = zip(_WEIGHTS, digits, strict=True)
    return (sum(weight * digit for weight, digit in weighed) + 7) % _BASE
