"""A changed scenario keeps the lines and remarks of what did not change."""

from __future__ import annotations

import tomllib

import pytest

from sim.app.planner import document
from sim.app.planner.document import patched
from sim.plan.shipped import shipped_names
from sim.scenario.loading import find
from sim.scenario.writing import dumps

TEXT = """# My county
title = "x" # of 2020
start = "2024-01"
years = 3 # to the end of the plan
notes = [
  "[parameters]", # not a header
  "two",
]

# What we counted ourselves
[parameters]
# from the survey
channel_share = 0.9 # highest allowed
retired_share = 0.1

# The committees
[places.committees]
district = 2

[[alternatives]] # first
id = "a"
[[alternatives.policies]]
policy = "annual_check"
# the end
"""


@pytest.mark.parametrize("name", shipped_names())
def test_a_parameter_is_written_into_every_shipped_scenario_and_nothing_else_is_touched(
    name: str,
) -> None:
    text = find(name).read_text(encoding="utf-8")
    data = tomllib.loads(text)
    assert patched(text, data) == text
    changed = document.with_parameter(data, "retired_share", 0.01)
    found = patched(text, changed)
    assert tomllib.loads(found) == changed
    lost = set(text.splitlines()) - set(found.splitlines())
    assert lost <= {line for line in text.splitlines() if line.startswith("retired_share")}
    assert patched(found, data).split() == text.split()


def test_a_value_is_written_in_its_line_below_the_others_or_nowhere() -> None:
    data = tomllib.loads(TEXT)
    found = patched(TEXT, document.with_parameter(data, "channel_share", 0.5))
    assert found == TEXT.replace("channel_share = 0.9 # highest allowed", "channel_share = 0.5")
    found = patched(TEXT, document.with_parameter(data, "known_at_start", 0.7))
    assert found == TEXT.replace(
        "retired_share = 0.1\n", "retired_share = 0.1\nknown_at_start = 0.7\n"
    )
    found = patched(TEXT, document.with_parameter(data, "retired_share", None))
    assert found == TEXT.replace("retired_share = 0.1\n", "")


def test_the_other_forms_keep_remarks_too() -> None:
    data = tomllib.loads(TEXT)
    found = patched(TEXT, document.with_values(data, {"years": 5, "seed": 9}))
    assert found == TEXT.replace("years = 3 # to the end of the plan", "years = 5").replace(
        '  "two",\n]\n', '  "two",\n]\nseed = 9\n'
    )
    found = patched(TEXT, document.with_alternative(data, "New"))
    assert found.startswith(TEXT[: TEXT.index("[[alternatives]]")])
    assert [entry["id"] for entry in tomllib.loads(found)["alternatives"]] == ["a", "alternative"]
    capped = document.with_cap(data, 5.0)
    assert patched(TEXT, capped) == TEXT + "\n[budget]\ncap_yuan_per_year = 5.0\n"


def test_a_table_that_is_empty_goes_unless_something_is_remarked_in_it() -> None:
    text = 'title = "x"\n\n[parameters]\nretired_share = 0.1\n\n[budget]\ncap_yuan_per_year = 5\n'
    data = document.with_parameter(tomllib.loads(text), "retired_share", None)
    assert "[parameters]" not in patched(text, data)
    text = text.replace("[parameters]\n", "[parameters]\n# see the survey\n")
    assert "[parameters]\n# see the survey\n" in patched(text, data)


@pytest.mark.parametrize(
    "text",
    [
        'parameters.retired_share = 0.1\ntitle = "x"\n',
        'title = "x"\nparameters = { retired_share = 0.1, channel_share = 0.8 }\n',
        'title = "x"\nparameters = {}\n',
        'title = """\n[parameters]\n"""\n[parameters]\nretired_share = 0.1',
        'title = "x"\r\n[parameters]\r\n# here\r\nretired_share = 0.1\r\n',
        'title = "x"\n["parameters"]\nretired_share = 0.1\n[places.committees]\nx = [\n["a"]\n]\n',
        "",
    ],
)
def test_however_a_file_is_written_it_says_what_is_wanted(text: str) -> None:
    data = tomllib.loads(text)
    for name, value in (("retired_share", 0.05), ("retired_share", None), ("known_at_start", 0.7)):
        changed = document.with_parameter(data, name, value)
        said = tomllib.loads(patched(text, changed))
        assert tomllib.loads(dumps(said)) == tomllib.loads(dumps(changed))
