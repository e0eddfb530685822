"""Targets that the planning documents set (S2, S5, S7), and the blank spots they leave."""

from __future__ import annotations

from typing import Final

from sim.measures.base import Measure

TARGETS: Final = (
    Measure(
        name="target_t1",
        numerator="large_with_member",
        denominator="large",
        unit="share",
        label={"en": "target T1: a member from 50 staff", "zh": "目标一:50人以上有党员"},
        definition={
            "en": "operating organizations of 50 staff or more with at least one member; divided "
            "by operating organizations of 50 staff or more",
            "zh": "从业人员50人及以上且有党员的在运行组织数 ÷ 50人及以上的在运行组织数",
        },
    ),
    Measure(
        name="target_t2",
        numerator="own_branch",
        denominator="eligible",
        unit="share",
        label={
            "en": "target T2: a branch of its own from 3 members",
            "zh": "目标二:3名以上党员单独建",
        },
        definition={
            "en": "eligible organizations that host a branch of their own (standalone, general "
            "branch, committee, or an anchor that others joined); divided by eligible "
            "organizations",
            "zh": "应建组织中单独建立党组织(支部、总支、委员会,含带动他人的)的组织数 ÷ 应建组织数",
        },
    ),
    Measure(
        name="target_t3",
        numerator="all_managed",
        denominator="with_members",
        unit="share",
        label={"en": "target T3: every member managed", "zh": "目标三:党员全部纳入管理"},
        definition={
            "en": "organizations all of whose members have their relation here, hold a floating "
            "card or are attested by their old branch (member coverage says when); divided by "
            "organizations with a member",
            "zh": "全部党员组织关系已转入、持流动党员活动证或经原支部确认(见党员纳管率)的组织数 ÷ "
            "有党员的组织数",
        },
    ),
    Measure(
        name="target_t4",
        numerator="largest_covered",
        denominator="largest",
        unit="share",
        label={
            "en": "target T4: a party organization from 100 staff",
            "zh": "目标四:100人以上有党组织",
        },
        definition={
            "en": "operating organizations of 100 staff or more with a branch of any form; divided "
            "by operating organizations of 100 staff or more",
            "zh": "从业人员100人及以上且有党组织的在运行组织数 ÷ 100人及以上的在运行组织数",
        },
    ),
    Measure(
        name="blank_spots",
        numerator="large_without_member",
        denominator=None,
        unit="organizations",
        label={"en": "blank spots", "zh": "空白点"},
        definition={
            "en": "operating organizations of 50 staff or more without a member",
            "zh": "从业人员50人及以上而没有党员的在运行组织数",
        },
    ),
)
