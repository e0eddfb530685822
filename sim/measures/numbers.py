"""Plain numbers and means: how many there are, how vital, how busy."""

from __future__ import annotations

from typing import Final

from sim.exact import SCALE
from sim.measures.base import Measure


def _number(name: str, count: str, unit: str, en: str, zh: str, what: str, was: str) -> Measure:
    return Measure(
        name=name,
        numerator=count,
        denominator=None,
        unit=unit,
        label={"en": en, "zh": zh},
        definition={"en": what, "zh": was},
    )


NUMBERS: Final = (
    _number(
        "registered", "registered", "organizations", "registered organizations", "登记数",
        "organizations on the register, operating or not", "登记在册的组织数,含停摆的",
    ),
    _number(
        "reported_base", "reported_base", "organizations", "reported base", "统计基数",
        "organizations that the official shares refer to", "官方比例所依据的组织数",
    ),
    _number(
        "operating", "operating", "organizations", "operating organizations", "在运行组织数",
        "organizations that operate", "在运行的组织数",
    ),
    _number(
        "eligible", "eligible", "organizations", "eligible organizations", "应建组织数",
        "organizations with m >= 3: known full members of six months, plus a sourced secretary",
        "m≥3的组织数(满六个月的已知正式党员,加选派书记)",
    ),
    _number(
        "members", "members", "people", "members", "党员数",
        "probationary and full members in organizations, known or hidden",
        "组织中的预备党员和正式党员,含隐形党员",
    ),
    _number(
        "covered_organizations", "covered", "organizations",
        "organizations with a branch", "有党组织的组织数",
        "organizations with a branch of any form, dormant ones and those kept on the books "
        "included; each organization of a joint branch counts",
        "有党组织的组织数,含休眠和只挂名的;联合党支部的各组织分别计入",
    ),
    _number(
        "party_organizations", "branches", "branches", "party organizations", "党组织数",
        "branches of any form, dormant ones and those kept on the books included; a joint branch "
        "is one", "各种形式的党组织个数,含休眠和只挂名的;联合党支部计一个",
    ),
    _number(
        "effective_branches", "effective_branches", "branches",
        "effective branches", "有效党组织数",
        "branches whose vitality is at least the threshold, not merely kept on the books",
        "活力不低于阈值且并非只挂名的党组织个数",
    ),
    _number(
        "joint_branches", "joint_branches", "branches",
        "joint and anchor branches", "联合及带动建党组织数",
        "branches of the forms joint and anchor", "联合党支部和带动建党组织个数",
    ),
    Measure(
        name="mean_vitality",
        numerator="vitality",
        denominator="branches",
        unit="vitality",
        scale=1 / SCALE,
        label={"en": "mean vitality", "zh": "平均活力"},
        definition={
            "en": "sum of the vitality of branches; divided by branches",
            "zh": "党组织活力之和 ÷ 党组织数",
        },
    ),
    Measure(
        name="liaison_caseload",
        numerator="cases",
        denominator="liaisons",
        unit="cases",
        label={"en": "cases a liaison", "zh": "指导员人均联系数"},
        definition={
            "en": "cases that liaisons hold, uncovered organizations and weak branches; divided by "
            "liaisons in office",
            "zh": "指导员联系的组织数(未建组织和薄弱支部) ÷ 在岗指导员数",
        },
        grouped=False,
    ),
    Measure(
        name="liaisons",
        numerator="liaisons",
        denominator=None,
        unit="people",
        label={"en": "liaisons", "zh": "指导员数"},
        definition={"en": "liaisons in office", "zh": "在岗党建指导员数"},
        grouped=False,
    ),
)  # fmt: skip
