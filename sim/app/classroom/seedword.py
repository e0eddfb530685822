"""Seeds as short words that a class can call across the room: 12 is ``ba-ba-fa-lo``.

Four syllables of a consonant and a vowel. The first three are the seed, the fourth is a check.
Every single wrong syllable and every swap of two syllables is noticed (a weighted sum modulo a
prime), so that nobody looks at another world by mistake. A seed that doesn't fit, of a scenario
file that was opened, say, is called by its number.
"""

from __future__ import annotations

from itertools import product
from typing import Final

from sim.errors import InputError
from sim.locale import _

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
