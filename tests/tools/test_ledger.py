"""The ledger of assumptions is up to date, whole, and in the order that it promises."""

from __future__ import annotations

import csv
from pathlib import Path

from sim.parameters import PARAMETERS, Status
from tools.parameters import LEARNT, PAGE, entries, page

ROOT = Path(__file__).parents[2]


def test_the_page_is_up_to_date() -> None:
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    assert page(text, ROOT) == text


def test_every_parameter_stands_once_and_what_is_least_known_and_matters_on_top() -> None:
    found = entries(ROOT)
    assert sorted(entry.parameter.name for entry in found) == sorted(PARAMETERS)
    weights = [entry.weight for entry in found]
    assert weights == sorted(weights, reverse=True)
    first = found[0]
    assert first.influence and first.parameter.status is Status.FREE
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    assert all(text.count(f"| `{name}` ") == 1 for name in PARAMETERS)


def test_what_was_learnt_stands_in_the_ledger() -> None:
    left = {entry.parameter.name: entry.left for entry in entries(ROOT) if entry.left is not None}
    with (ROOT / LEARNT).open(encoding="utf-8", newline="") as file:
        learnt = {row["what"]: float(row["sd_ratio"]) for row in csv.DictReader(file)}
    assert {*left} == {
        "contact_per_year",
        "members_per_staff",
        "founding_capacity",
        "paper_per_year",
    }
    assert all(value == learnt[f"parameters.{name}"] for name, value in left.items())
