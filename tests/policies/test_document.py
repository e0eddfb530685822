"""The page about the policies is the one that the code makes."""

from __future__ import annotations

from sim.policies import POLICIES
from tests.guards.source import ROOT
from tools.policies import document


def test_the_committed_page_is_the_generated_one() -> None:
    page = ROOT / "docs" / "policies.md"
    assert page.read_text(encoding="utf-8") == document(), (
        "run: python -m tools.policies docs/policies.md"
    )


def test_every_policy_tells_all_about_itself() -> None:
    page = document()
    for policy in POLICIES.values():
        section = page.split(f"## {policy.label['zh']} {policy.label['en']}\n")[1].split("\n## ")[0]
        for text in (*policy.help.values(), *policy.caution.values(), policy.source):
            assert text in section
        for write in policy().writes():
            assert f"`{write.dose}`" in section
        for cost in policy().costs():
            assert f"`{cost.quantity}`" in section
        assert "```toml\n" in section
