"""What every dose does where it is read, English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DOSES: Final[Mapping[str, tuple[str, str]]] = {
    "liaison_posts": ("liaison posts of a source", "某来源的指导员岗位数"),
    "liaison_capacity": ("cases that a liaison holds", "指导员联系数上限"),
    "liaison_strategy": ("order in which the waiting are taken", "联系对象的先后策略"),
    "liaison_tenure": ("months until a post gets its next holder", "指导员任期"),
    "training_places": ("secretaries trained a year", "每年培训书记名额"),
    "training_gain": ("skill gained in a training", "一次培训增加的能力"),
    "sourced_secretaries": ("secretaries placed a year", "每年选派书记数"),
    "hosting_places": ("places at host offices", "依托建名额"),
    "recruits_quota": ("admissions a year at most", "每年发展党员指标"),
    "pressure": ("pressure of a quota, by its gain and target", "指标压力（由增益和目标定）"),
    "closing_forbidden": ("branches may not be closed", "禁止撤销党组织"),
    "industry_committee": ("the industry's committee is established", "设立行业党委"),
    "grant_yuan": ("startup grant a branch", "每个新建支部的启动经费"),
    "subsidy_branch": ("yuan a year for a branch's activities", "每个支部每年活动补助"),
    "subsidy_member": ("likewise, for each known full member", "每名已知正式党员每年活动补助"),
    "rebate_yuan": (
        "fees returned a year for each transferred member",
        "每名已转入党员每年返还党费",
    ),
    "rebate": ("share of party fees returned", "党费返还比例"),
    "venue": ("share of activities in a shared venue", "共享场地比例"),
    "worktime": ("share of activities in working time", "占用工作时间比例"),
    "stipend": ("time share that a stipend buys of a secretary", "津贴换来的书记时间占比"),
    "secretary_candidates": ("added chance to find a secretary", "物色到书记的概率增量"),
    "protection": ("secretaries may not be dismissed", "书记职务受保护"),
    "dual_entry": ("chance that a head who is a member takes the post", "党员负责人兼任书记的概率"),
    "prompt_contact": ("contact in the month after registration", "登记次月联系的概率"),
    "prompt_declare": ("members declare themselves after registration", "登记后党员申报的概率"),
    "check_compliance": ("share of organizations that the check reaches", "年检联动的执行比例"),
    "census": ("a census reaches an organization in a month", "普查当月到达的概率"),
    "joint_radius": ("circles in which partners are sought", "寻找联建对象的范围"),
    "joint_max": ("organizations that a joint branch may hold", "联合支部最多单位数"),
    "organizer": ("added contacts a year, with a channel", "组织员带来的年联系次数"),
    "anchor_max": ("organizations that an anchor branch may hold", "带动建最多单位数"),
    "transfer": ("factor on transfers of relations", "组织关系接转的倍数"),
    "service_transfer": ("likewise, of a service centre", "服务中心对接转的倍数"),
    "service_disclosure": ("factor on disclosure, of a service centre", "服务中心对亮明身份的倍数"),
    "floating_commitment": ("added commitment of members with a card", "持证党员增加的投入"),
    "application": ("factor on applications", "入党申请的倍数"),
    "admission": ("factor on admission", "吸收概率的倍数"),
    "recruit_key": ("share of recruits among key staff", "发展对象中骨干的比例"),
    "demonstration": ("factor on what vital peers show", "同行示范的倍数"),
    "campaign": ("intensity of a campaign", "宣传强度"),
    "mass_group": ("mass groups founded a year", "群团组织年组建概率"),
    "base_cleanup": ("share of the inactive struck a year", "停摆组织年清理比例"),
}
"""Doses by name; what they enter into is in section 7 of docs/odd.md."""
