"""The twin of a quota: the same policies and money, and no quota."""

from __future__ import annotations

from dataclasses import replace

from sim.methods.stress import TWIN, quotas
from sim.scenario import Scenario, from_resolved


def with_twins(scenario: Scenario) -> Scenario:
    """Return a scenario in which every alternative with a quota is followed by its twin.

    Where nothing but the quota sets an alternative apart, the baseline is the twin already.
    """
    content = scenario.resolved()
    found = []
    for table in content["alternatives"]:
        found.append(table)
        held = {policy.id for policy in quotas(scenario.alternative(table["id"]))}
        own = [e for e in table["policies"] if (e.get("id") or e["policy"]) not in held]
        shared = {policy.id for policy in scenario.alternatives[0].policies}
        without = [*table["without"], *sorted((held & shared) - {*table["without"]})]
        if held and (own or without):
            title = table.get("title") or {"zh": table["id"], "en": table["id"]}
            twin = {
                "id": f"{table['id']}_{TWIN}",
                "title": {
                    "zh": f"{title['zh']}（去掉指标）",
                    "en": f"{title['en']}, without its quota",
                },
                "policies": own,
                "without": without,
            }
            found.append(twin)
    content["alternatives"] = found
    return replace(from_resolved(content), warnings=scenario.warnings)
