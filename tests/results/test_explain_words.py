"""What an explanation calls things, in both languages."""

from __future__ import annotations

import pytest

from sim.histories.remedies import REMEDIES
from sim.histories.story import bare
from sim.locale import LANGUAGES, _, in_language, pick
from sim.state.codes import Contact


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_remedy_in_vain_is_named_without_an_amount(language: str) -> None:
    """What is left of a label without its amount has no gap where the amount would stand."""
    with in_language(language):
        named = [bare(_(remedy.label)) for remedy in REMEDIES]
    assert all(name and "{" not in name and name[-1] not in "+−,，" for name in named), named


@pytest.mark.parametrize("language", LANGUAGES)
def test_contact_under_pressure_is_not_said_to_come_of_a_target_alone(language: str) -> None:
    """Pressure is that of a quota or of standing effort, whichever is more (docs/draws.md 2)."""
    with in_language(language):
        said = pick(Contact.PRESSURE.label)
    assert {"en": "effort", "zh": "日常工作"}[language] in said
