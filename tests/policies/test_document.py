"""The page about the policies is the one that the code makes."""

from __future__ import annotations

from sim.policies import POLICIES
from tests.guards.source import ROOT
from tools.policies import document, document_zh


def test_the_committed_page_is_the_generated_one() -> None:
    page = ROOT / "docs" / "policies.md"
    assert page.read_text(encoding="utf-8") == document(), (
        "run: python -m tools.policies docs/policies.md"
    )


def test_every_policy_tells_all_about_itself() -> None:
    page = document()
    for policy in POLICIES.values():
        section = page.split(f"## {policy.label['en']}\n")[1].split("\n## ")[0]
        for text in (policy.help["en"], policy.caution["en"], policy.source):
            assert text in section
        for write in policy().writes():
            assert f"`{write.dose}`" in section
        for cost in policy().costs():
            assert f"`{cost.quantity}`" in section
        assert "```toml\n" in section


def test_the_page_in_chinese_is_generated_and_says_what_a_planner_chooses_by() -> None:
    page = (ROOT / "docs" / "policies.zh.md").read_text(encoding="utf-8")
    assert page == document_zh(), "run: python -m tools.policies docs/policies.zh.md"
    for policy in POLICIES.values():
        section = page.split(f"## {policy.label['zh']}\n")[1].split("\n## ")[0]
        for text in (policy.name, policy.help["zh"], policy.caution["zh"]):
            assert text in section
        costs = policy().costs()
        # A price that is a factor of a cost stands among the fields too.
        rows = section.partition("默认单价")[2]
        assert rows.count(" 元 |") == sum(not cost.hours for cost in costs), policy.name
        assert rows.count(" 工时 |") == sum(cost.hours for cost in costs), policy.name
