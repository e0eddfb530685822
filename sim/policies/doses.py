"""What a policy may write and a process may read: every dose declared once.

A policy in force with x in [0, 1] writes neutral + x·(full − neutral); several writers of one dose
combine by its rule. Where nobody writes, the neutral value holds. It is 0 for a sum and for ⊕, 1
for a product, and for a maximum the world's parameter of that name where there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

import numpy as np

from sim.draws import F64, I64, U64, Mask
from sim.state.ranking import ranks


class Rule(StrEnum):
    """How several writers of one dose combine."""

    SUM = "sum"
    MAXIMUM = "max"
    UNION = "union"  # 1 − ∏(1 − x)
    PRODUCT = "product"
    SET = "set"  # acts while in force > 0; two values on one target are refused at load


class Level(StrEnum):
    """Who has the dose: a committee (stocks) or an organization (rates and shares)."""

    COMMITTEE = "committee"
    ORGANIZATION = "organization"


@dataclass(frozen=True)
class Dose:
    """One dose, what people read for it, and the parameter that is its neutral value, if any.

    ``label`` is what ``fugai explain`` calls it, in English and Chinese; ``meaning`` is what the
    documentation says of it where that is more.
    """

    name: str
    level: Level
    rule: Rule
    unit: str
    reader: str
    en: str
    zh: str
    meaning_en: str = ""
    meaning_zh: str = ""
    parameter: str | None = None

    @property
    def label(self) -> Mapping[str, str]:
        """What people read for the dose, by language."""
        return {"en": self.en, "zh": self.zh}

    @property
    def meaning(self) -> Mapping[str, str]:
        """What the dose does where it is read, by language."""
        return {"en": self.meaning_en or self.en, "zh": self.meaning_zh or self.zh}

    @property
    def neutral(self) -> float:
        """Value that holds where nobody writes and no parameter is named."""
        return 1.0 if self.rule is Rule.PRODUCT else 0.0


_C, _O = Level.COMMITTEE, Level.ORGANIZATION

# fmt: off
_TABLE = (
    Dose("liaison_posts", _C, Rule.SUM, "posts", "dispatch", "posts of liaisons", "指导员岗位",
         "liaison posts of a source", "某来源的指导员岗位数"),
    Dose("liaison_capacity", _C, Rule.MAXIMUM, "cases", "dispatch", "cases that a liaison holds",
         "指导员联系数上限", parameter="liaison_capacity"),
    Dose("liaison_strategy", _C, Rule.SET, "code", "dispatch",
         "order in which liaisons take cases up", "联系的先后策略",
         "order in which the waiting are taken", "联系对象的先后策略"),
    Dose("liaison_tenure", _C, Rule.SET, "months", "dispatch",
         "months that a liaison stays in post", "指导员任期",
         "months until a post gets its next holder", "指导员任期",
         parameter="liaison_tenure_months"),
    Dose("liaison_batch", _C, Rule.SET, "organizations", "dispatch",
         "organizations taken up in one batch", "成批联系的组织数",
         "organizations that are taken up at once, the next when these are done; 0 no batches",
         "每批联系的组织数，一批巩固后再联系下一批；0 为不分批"),
    Dose("staff_posts", _C, Rule.SUM, "posts", "formation", "the committees' own staff",
         "专职党务工作者", "posts of full-time staff", "专职党务工作者岗位数"),
    Dose("placements", _C, Rule.SUM, "members a year", "mobility",
         "members placed in organizations without any", "党员推荐就业",
         "members placed a year", "每年推荐就业党员数"),
    Dose("training_places", _C, Rule.SUM, "places a year", "vitality",
         "places in the training of secretaries", "书记培训名额", "secretaries trained a year",
         "每年培训书记名额"),
    Dose("training_gain", _C, Rule.SUM, "skill", "vitality", "skill gained in a training",
         "培训增加的能力", "skill gained in a training", "一次培训增加的能力"),
    Dose("sourced_secretaries", _C, Rule.SUM, "secretaries a year", "formation",
         "secretaries sent from outside", "选派书记", "secretaries placed a year",
         "每年选派书记数"),
    Dose("hosting_places", _C, Rule.SUM, "places", "formation", "places at host offices",
         "依托建名额"),
    Dose("recruits_quota", _C, Rule.SET, "admissions a year", "recruitment", "admissions a year",
         "年发展党员指标", "admissions a year at most", "每年发展党员指标"),
    Dose("pressure", _C, Rule.MAXIMUM, "share", "formation", "pressure of a target", "指标压力",
         "pressure of a quota, by its gain and target", "指标压力（由系数和目标定）"),
    Dose("closing_forbidden", _C, Rule.SET, "yes or no", "vitality", "branches may not be closed",
         "不得撤销党组织", "branches may not be closed", "禁止撤销党组织"),
    Dose("industry_committee", _C, Rule.SET, "yes or no", "turnover",
         "a committee of the industry", "行业党委", "the industry's committee is established",
         "设立行业党委"),
    Dose("grant_yuan", _O, Rule.SUM, "yuan a branch", "formation", "startup grant of a branch",
         "支部启动经费", "startup grant a branch", "每个新建支部的启动经费"),
    Dose("subsidy_branch", _O, Rule.SUM, "yuan a year", "attitudes", "subsidy of a branch a year",
         "每个支部每年补助", "yuan a year for a branch's activities", "每个支部每年活动补助"),
    Dose("subsidy_member", _O, Rule.SUM, "yuan a year", "attitudes", "subsidy of a member a year",
         "每名党员每年补助", "likewise, for each known full member",
         "每名已知正式党员每年活动补助"),
    Dose("rebate_yuan", _O, Rule.SUM, "yuan a year", "attitudes",
         "party fees of a member that pay for activities", "返还党费（每名党员，作活动经费）",
         "fees returned a year for each transferred member", "每名已转入党员每年返还党费"),
    Dose("rebate", _O, Rule.UNION, "share", "mobility", "party fees that come back", "党费返还",
         "share of party fees returned", "党费返还比例"),
    Dose("venue", _O, Rule.UNION, "share", "attitudes", "activities in a shared venue",
         "共享场地活动", "share of activities in a shared venue", "共享场地比例"),
    Dose("worktime", _O, Rule.MAXIMUM, "share", "attitudes", "activities in working time",
         "工作时间内活动", "share of activities in working time", "占用工作时间比例"),
    Dose("stipend", _O, Rule.MAXIMUM, "time share", "formation", "stipend of secretaries",
         "书记津贴", "time share that a stipend buys of a secretary", "津贴换来的书记时间占比"),
    Dose("secretary_candidates", _O, Rule.SUM, "probability", "formation",
         "candidates for secretary", "书记人选", "added chance to find a secretary",
         "物色到书记的概率增量"),
    Dose("protection", _O, Rule.SET, "yes or no", "attitudes", "secretaries are protected",
         "书记职务保护", "secretaries may not be dismissed", "书记职务受保护"),
    Dose("dual_entry", _O, Rule.UNION, "share", "formation",
         "heads who are members as secretaries", "党员负责人兼任书记",
         "chance that a head who is a member takes the post", "党员负责人兼任书记的概率"),
    Dose("prompt_contact", _O, Rule.UNION, "probability", "formation",
         "contact after registration", "登记后联系", "contact in the month after registration",
         "登记次月联系的概率"),
    Dose("prompt_declare", _O, Rule.UNION, "probability", "mobility",
         "members declared at registration", "登记时申报党员",
         "members declare themselves after registration", "登记后党员申报的概率"),
    Dose("check_compliance", _O, Rule.UNION, "share", "mobility", "annual check", "年检联动",
         "share of organizations that the check reaches", "年检联动的执行比例"),
    Dose("census", _O, Rule.UNION, "probability a month", "mobility", "census of members",
         "党员摸底普查", "a census reaches an organization in a month", "普查当月到达的概率"),
    Dose("joint_radius", _O, Rule.MAXIMUM, "circle 0-2", "formation",
         "circle in which partners are sought", "寻找联建伙伴的范围",
         "circles in which partners are sought", "寻找联建伙伴的范围", parameter="joint_radius"),
    Dose("joint_max", _O, Rule.MAXIMUM, "organizations", "formation",
         "organizations in a joint branch at most", "联合支部最多单位数",
         "organizations that a joint branch may hold", "联合支部最多单位数", parameter="joint_max"),
    Dose("organizer", _O, Rule.SUM, "contacts a year", "formation", "contacts by organizers",
         "组织员联系", "added contacts a year, with a channel", "组织员带来的年联系次数"),
    Dose("anchor_max", _O, Rule.MAXIMUM, "organizations", "formation",
         "organizations that an anchor leads at most", "带动建最多单位数",
         "organizations that an anchor branch may hold", "带动建最多单位数"),
    Dose("area_max", _O, Rule.MAXIMUM, "organizations", "formation",
         "organizations in an area branch at most", "区域党支部最多单位数",
         "organizations that a regional branch may hold; from 2 on one is offered",
         "区域联建支部最多单位数；2 起即可联建"),
    Dose("functional", _O, Rule.SET, "yes or no", "formation", "functional branches",
         "功能型党支部", "branches may be founded without a transfer of relations",
         "可不转组织关系而建功能型党支部"),
    Dose("appraisal", _O, Rule.UNION, "share a year", "vitality", "appraisal of branches",
         "支部考核评星", "share of branches graded a year", "每年考核的支部比例"),
    Dose("appraisal_months", _O, Rule.SET, "months", "vitality",
         "months that a weak branch has to turn", "薄弱支部整顿期限",
         "months until a weak branch that hasn't turned is merged or closed",
         "整顿多少个月未见效即合并或撤销"),
    Dose("recognition", _O, Rule.UNION, "share", "attitudes", "recognition", "表彰推荐",
         "share of organizations whose good work is recognized", "表彰推荐的力度"),
    Dose("board", _O, Rule.UNION, "share", "attitudes", "boards that meet with the branch",
         "党组织与董事会双向例会", "share of boards that meet with the branch",
         "与党组织开双向例会的比例"),
    Dose("office_time", _O, Rule.MAXIMUM, "time share", "vitality",
         "secretaries who chair the union", "书记兼任工会主席",
         "time share of a member who is secretary and chairs the union",
         "书记兼工会主席时的时间占比"),
    Dose("branches_per_worker", _O, Rule.MAXIMUM, "branches", "formation",
         "branches of one sourced secretary", "每名选派书记服务支部数",
         "branches that a sourced secretary serves, with 1 / n of the time each",
         "每名选派书记服务的支部数，每个支部占 1/n 时间"),
    Dose("transfer", _O, Rule.PRODUCT, "factor", "mobility", "transfers of relations",
         "组织关系接转", "factor on transfers of relations", "组织关系接转的倍数"),
    Dose("service_transfer", _O, Rule.PRODUCT, "factor", "mobility",
         "transfers at a service centre", "服务中心接转组织关系", "likewise, of a service centre",
         "服务中心对接转的倍数"),
    Dose("service_disclosure", _O, Rule.PRODUCT, "factor", "mobility",
         "members made known at a service centre", "服务中心促使党员亮明身份",
         "factor on disclosure, of a service centre", "服务中心对亮明身份的倍数"),
    Dose("floating_commitment", _O, Rule.SUM, "level", "mobility",
         "commitment of members with a card", "持证党员的投入",
         "added commitment of members with a card", "持证党员增加的投入"),
    Dose("application", _O, Rule.PRODUCT, "factor", "recruitment", "applications for membership",
         "入党申请", "factor on applications", "入党申请的倍数"),
    Dose("admission", _O, Rule.PRODUCT, "factor", "recruitment", "admissions from applicants",
         "吸收入党", "factor on admission", "吸收概率的倍数"),
    Dose("recruit_key", _O, Rule.MAXIMUM, "share", "recruitment", "recruits among key staff",
         "发展对象中的骨干", "share of recruits among key staff", "发展对象中骨干的比例"),
    Dose("key_training", _O, Rule.MAXIMUM, "share a year", "recruitment",
         "members trained as key staff", "党员培养成骨干",
         "share of a branch's members trained as key staff a year", "支部党员每年培养成骨干的比例"),
    Dose("key_skill", _O, Rule.MAXIMUM, "skill", "formation, recruitment", "key staff as secretary",
         "骨干任书记", "skill that key staff add as secretary; above 0 they come first",
         "骨干任书记增加的能力；大于 0 时骨干优先"),
    Dose("demonstration", _O, Rule.PRODUCT, "factor", "attitudes", "what vital peers show",
         "有活力同行的示范", "factor on what vital peers show", "同行示范的倍数"),
    Dose("campaign", _O, Rule.UNION, "intensity", "attitudes", "publicity", "宣传",
         "intensity of a campaign", "宣传强度"),
    Dose("mass_group", _O, Rule.UNION, "probability a year", "vitality", "mass groups set up",
         "群团组织组建", "mass groups founded a year", "群团组织年组建概率"),
    Dose("base_cleanup", _O, Rule.UNION, "share a year", "turnover",
         "inactive organizations struck from the base", "停摆组织移出统计基数",
         "share of the inactive struck a year", "停摆组织年清理比例"),
)
# fmt: on

DOSES: Final[dict[str, Dose]] = {dose.name: dose for dose in _TABLE}


def filled_of(lever: int | None) -> str:
    """Return the name of the places filled: of a policy with a target of its own, or the rest."""
    return "places_filled" if lever is None else f"places_filled {lever}"


def placed_of(lever: int | None) -> str:
    """Return the name of the members placed: by a policy with a target of its own, or the rest."""
    return "members_placed" if lever is None else f"members_placed {lever}"


@dataclass(frozen=True)
class Pool:
    """A number of posts or places by committee row, and the organizations that they are for.

    Those of all policies for everybody under a committee are one pool. A policy whose target
    leaves out some of them has a pool of its own (``lever``), counted at its desks. ``unit`` says
    where by committee row: desks behind the committees, 0 where there is none.
    """

    amount: F64
    unit: I64
    lever: int | None = None
    target: Callable[[I64], Mask] | None = None

    def reaches(self, rows: I64) -> Mask:
        """Return which organizations it is for, whoever is responsible for them."""
        return np.ones(len(rows), bool) if self.target is None else self.target(rows)

    def placed(
        self,
        rows: I64,
        committee: I64,
        identity: U64,
        places: F64,
    ) -> Mask:
        """Return which of ``rows`` have one of the places of their committee, by identity."""
        able = np.flatnonzero(self.reaches(rows))
        order = able[np.lexsort((identity[able], committee[able]))]
        placed = np.zeros(len(rows), bool)
        placed[order] = ranks(committee[order]) < places[committee[order]]
        return placed


class DoseReader(Protocol):
    """What a process sees of the policies: doses by name, resolved where it asks."""

    def active(self, name: str) -> bool:
        """Return whether any policy writes the dose in any world this month."""

    def at(self, name: str, rows: I64) -> F64:
        """Return the dose at the organizations in ``rows``."""

    def committee(self, name: str, lever: int | None = None) -> F64:
        """Return the dose by committee row: of a policy with a pool of its own, or of the rest."""

    def pools(self, name: str) -> Sequence[Pool]:
        """Return the pools of a committee's dose: those of policies in their order, the rest."""

    def written(self, name: str) -> Mask:
        """Return at which committees a committee's dose is written for everybody there."""

    def pressure(self, rows: I64) -> F64:
        """Return the pressure on organizations: of quotas or of standing effort, the larger."""

    def quota(self, rows: I64) -> F64:
        """Return the pressure of quotas on organizations."""

    def most_quota(self) -> F64:
        """Return by committee row the largest pressure of quotas on any of its organizations."""

    def forbids(self, rows: I64) -> Mask:
        """Return to which organizations, or hosts of branches, a quota forbids closing."""

    def granted(self, founders: I64) -> F64:
        """Return the yuan that founders of branches get as startup grants."""

    def acts_added(self) -> I64:
        """Return by committee row the acts of founding a month beyond a committee's own."""

    def posts(self) -> I64:
        """Return liaison posts by unit (committees, then desks) and source."""

    def by_unit(self, name: str) -> F64:
        """Return what belongs to liaison posts by unit: a dose of committees, then of desks."""
