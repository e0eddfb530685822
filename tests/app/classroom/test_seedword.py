"""Seeds as words: both ways, and every mishearing is noticed."""

from __future__ import annotations

import pytest

from sim.app.classroom.session import HIGHEST, SEEDS, seed_of, word_of
from sim.errors import InputError

SOME = (0, 1, 12, 60, 61, 3720, 3721, 77_777, 123_456, SEEDS - 1)


@pytest.mark.parametrize("seed", SOME)
def test_a_word_leads_back_to_its_seed(seed: int) -> None:
    word = word_of(seed)
    assert seed_of(word) == seed
    assert seed_of(word.upper().replace("-", " ")) == seed
    assert [len(part) for part in word.split("-")] == [2, 2, 2, 2]


def test_words_are_different() -> None:
    assert len({word_of(seed) for seed in range(0, SEEDS, 97)}) == len(range(0, SEEDS, 97))


def test_large_seeds_are_numbers() -> None:
    assert word_of(SEEDS) == str(SEEDS)
    assert seed_of(str(SEEDS)) == SEEDS
    with pytest.raises(InputError, match="between 0 and"):
        seed_of(str(HIGHEST + 1))


@pytest.mark.parametrize("seed", SOME)
def test_every_wrong_syllable_and_every_swap_is_noticed(seed: int) -> None:
    parts = word_of(seed).split("-")
    syllables = sorted({part for number in range(61) for part in word_of(number).split("-")})
    assert len(syllables) == 61
    misheard = 0
    for at in range(4):
        for other in syllables:
            wrong = "-".join([*parts[:at], other, *parts[at + 1 :]])
            if other != parts[at]:
                misheard += 1
                with pytest.raises(InputError, match="misheard"):
                    seed_of(wrong)
    assert misheard == 4 * 60
    for one in range(4):
        for before in range(one):
            swapped = [*parts]
            swapped[one], swapped[before] = parts[before], parts[one]
            if swapped != parts:
                with pytest.raises(InputError, match="misheard"):
                    seed_of("-".join(swapped))


@pytest.mark.parametrize("text", ["", "ba-ba", "ba-ba-xe-pu", "ba-ba-ga-pu-ba", "-3", "12.5"])
def test_anything_else_is_refused_by_name(text: str) -> None:
    with pytest.raises(InputError, match="No seed is called"):
        seed_of(text)
