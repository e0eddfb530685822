"""Every behavioural parameter once: unit, range, default, prior, status, source and labels.

Sources: S1-S9 are the nine articles, ``docs/data/….csv NAME`` a row of the sourced figures,
``reasoned`` and ``assumed`` what the model's description argues for or has to suppose. A prior has
its median at the default and is uniform on each side of it, between the ends of the range, on the
linear or the log scale. It is inverted at one keyed uniform, so replicate k meets the same
parameters under every alternative.

A scenario may set a parameter to any value of its range. It may also switch a mechanism off. Rates,
probabilities, factors, weights, effects and spreads (:attr:`Parameter.may_be_zero`) take 0 as well,
but nothing between 0 and the range, where a value is more likely a slip. No prior reaches 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from sim.draws import F64, Process, draw_one, key, named, world_key


class Scale(StrEnum):
    """Scale on which a prior is uniform on each side of its median; fixed has no prior."""

    LINEAR = "linear"
    LOG = "log"
    FIXED = "fixed"


class Status(StrEnum):
    """Standing of a value: from a source, by reasoning, or free within its range."""

    SOURCED = "sourced"
    REASONED = "reasoned"
    FREE = "free"


_SWITCHES: Final = frozenset(
    {
        "per year", "per month", "per staff-year", "per visit", "per vitality", "probability",
        "probability a month", "factor", "weight", "effect", "exponent", "skill a month", "logit",
        "logit per attitude", "logit per log member", "logit per organization",
    }
)  # fmt: skip
"""Units of what may be 0: nothing happens, or it has no effect."""


@dataclass(frozen=True)
class Parameter:
    """One behavioural parameter; ``low`` and ``high`` bound what a scenario may set, 0 aside."""

    name: str
    default: float
    low: float
    high: float
    scale: Scale
    unit: str
    status: Status
    section: str
    label: Mapping[str, str]
    source: str

    @property
    def may_be_zero(self) -> bool:
        """Whether a scenario may set 0, below the range, which switches a mechanism off."""
        return self.low > 0 and (self.unit in _SWITCHES or "_sd" in self.name)

    def quantile(self, u: float) -> float:
        """Return the prior's quantile at ``u``; the default where there is no prior."""
        if self.scale is Scale.FIXED:
            return self.default
        end = self.low if u < 0.5 else self.high
        weight = abs(2.0 * u - 1.0)
        if self.scale is Scale.LOG:
            return float(self.default * np.exp(weight * np.log(end / self.default)))
        return self.default + weight * (end - self.default)


SETTLED: Final = "intercept"
"""No parameter, but in the table of those in force: what ``alive_at_start`` makes of vitality's
intercept in each world (docs/draws.md 10.4)."""

SETTLED_LABEL: Final = {
    "en": "intercept of vitality, a result of the start",
    "zh": "活力截距（由起始状况得出）",
}


def label_of(name: str) -> Mapping[str, str]:
    """Return the label of a parameter; one that only older editions had goes by its name."""
    if name == SETTLED:
        return SETTLED_LABEL
    return PARAMETERS[name].label if name in PARAMETERS else {"en": name, "zh": name}


def resolve(
    seed: int,
    replicates: Sequence[int],
    values: Mapping[str, float],
    uncertainty: str = "prior",
    posterior: Mapping[str, Sequence[float]] | None = None,
) -> dict[str, F64]:
    """Return the value of every parameter for each replicate.

    ``values`` are those that a scenario sets: they hold in all replicates. The others are drawn
    from their priors (``uncertainty="prior"``) or hold their defaults (``"none"``). A
    ``posterior`` has joint draws of some parameters: a replicate takes one draw of all of them.
    """
    worlds = [world_key(seed, replicate) for replicate in replicates]
    learnt = _chosen(worlds, posterior or {})
    resolved = {}
    for name, parameter in PARAMETERS.items():
        if name in values:
            column = [values[name]] * len(worlds)
        elif name in learnt:
            column = learnt[name]
        elif uncertainty == "none" or parameter.scale is Scale.FIXED:
            column = [parameter.default] * len(worlds)
        else:
            identity = named(name)
            column = [
                parameter.quantile(draw_one(key(world, identity), Process.PRIOR, 0))
                for world in worlds
            ]
        resolved[name] = np.array(column, np.float64)
    return resolved


def _chosen(
    worlds: Sequence[int], posterior: Mapping[str, Sequence[float]]
) -> dict[str, list[float]]:
    """Return for each world one draw of a posterior, the same for all of its parameters."""
    identity = named("posterior")
    points = [draw_one(key(world, identity), Process.PRIOR, 0) for world in worlds]
    return {
        name: [draws[int(point * len(draws))] for point in points]
        for name, draws in posterior.items()
    }


def _row(
    name: str,
    default: float,
    low: float,
    high: float,
    scale: Scale,
    unit: str,
    status: Status,
    section: str,
    english: str,
    chinese: str,
    source: str,
) -> Parameter:
    label = {"en": english, "zh": chinese}
    return Parameter(name, default, low, high, scale, unit, status, section, label, source)


LINEAR, LOG, FIXED = Scale.LINEAR, Scale.LOG, Scale.FIXED
SOURCED, REASONED, FREE = Status.SOURCED, Status.REASONED, Status.FREE

# fmt: off
_TABLE = (
    _row("inactive_share", 0.3, 0.25, 0.4, LINEAR, "share", REASONED, "5", "share of registered organizations not operating", "停摆组织占登记数的比例", "docs/model.md 5; base of 491,000 against 702,000 registered (docs/data/national_coverage.csv 2016)"),
    _row("inactive_on_base", 1.0, 0.3, 1.0, FIXED, "share", REASONED, "5", "share of the inactive on the reported base at the start", "停摆组织列入统计基数的比例", "docs/model.md 5"),
    _row("staff_mean", 12.0, 10.9, 13.9, LINEAR, "people", SOURCED, "5", "mean staff of a registered organization", "每个登记组织平均从业人员", "docs/data/parameters.csv employees_per_social_org_mean"),
    _row("staff_sigma", 1.2, 1.0, 1.6, LINEAR, "log units", SOURCED, "5", "standard deviation of log staff", "从业人员对数标准差", "derived (docs/model.md, What is known)"),
    _row("members_per_staff", 0.14, 0.08, 0.21, LINEAR, "share", SOURCED, "5", "members as a share of operating staff", "党员占在岗从业人员的比例", "derived (docs/model.md, What is known): .107-.176 eligible organizations"),
    _row("member_overdispersion", 8.0, 2.0, 30.0, LOG, "concentration", SOURCED, "5", "concentration of the beta-binomial of members", "党员人数贝塔二项分布集中度", "derived (docs/model.md, What is known)"),
    _row("type_dispersed", 0.32, 0.22, 0.42, LINEAR, "share", FREE, "5", "share of dispersed organizations", "分散型组织比例", "S7; assumed (docs/model.md)"),
    _row("type_loose", 0.1, 0.05, 0.15, LINEAR, "share", FREE, "5", "share of loose organizations", "粗放型组织比例", "S7; assumed (docs/model.md)"),
    _row("head_member_share", 0.35, 0.2, 0.6, LINEAR, "share", REASONED, "5", "share of heads who are members, in organizations with a member", "负责人为党员的比例（有党员的组织）", "docs/data/parameters.csv owner_is_party_member_private_firms"),
    _row("channel_share", 0.7, 0.5, 0.9, LINEAR, "share", FREE, "5", "share of organizations with a channel to a committee", "有管理渠道的组织比例", "S1 regimes; assumed (docs/model.md)"),
    _row("known_at_start", 0.75, 0.6, 0.95, LINEAR, "share", FREE, "5", "share of members known to the committees at the start", "起始时已知党员比例", "S4 hidden members; assumed (docs/model.md)"),
    _row("entry_per_year", 0.09, 0.057, 0.11, LINEAR, "per year", SOURCED, "7.1", "entry rate, of registered organizations", "新登记率", "docs/data/parameters.csv social_org_entry_rate"),
    _row("exit_per_year", 0.012, 0.008, 0.03, LOG, "per year", REASONED, "7.1", "exit hazard of an operating organization of six staff", "注销率（正常运行）", "reasoned (docs/model.md)"),
    _row("inactive_per_year", 0.06, 0.02, 0.1, LINEAR, "per year", REASONED, "7.1", "hazard of falling inactive at six staff", "停摆率", "reasoned (docs/model.md)"),
    _row("host_exit_ends", 0.5, 0.2, 0.8, LINEAR, "probability", FREE, "7.1", "a joint branch ends when its host exits", "主体注销时联合支部终止概率", "assumed (docs/model.md)"),
    _row("leave_per_year", 0.2, 0.15, 0.35, LINEAR, "per year", SOURCED, "7.2", "members leaving an organization, mean", "党员离职率", "docs/data/parameters.csv employee_turnover_social_work"),
    _row("employed_share", 0.3, 0.1, 0.6, FIXED, "share", FREE, "7.2", "members of social groups who are employed there", "社会团体党员中受聘于本组织的比例", "S3 S5 S9: members of an association are not its employees; declared free"),
    _row("out_of_sector", 0.5, 0.3, 0.7, LINEAR, "probability", FREE, "7.2", "a leaver leaves the sector", "离职者离开本领域概率", "assumed (docs/model.md)"),
    _row("known_after_move", 0.35, 0.2, 0.5, LINEAR, "probability", FREE, "7.2", "known to the committees after a move", "流动后被掌握概率", "S4; assumed (docs/model.md)"),
    _row("transfer_per_year", 0.3, 0.15, 1.0, LOG, "per year", REASONED, "7.2", "relation transfers after six months", "组织关系接转率", "S1 six months; reasoned (docs/model.md)"),
    _row("disclose_per_year", 0.1, 0.05, 0.3, LOG, "per year", FREE, "7.2", "hidden members who show themselves", "隐形党员亮明身份率", "S4; assumed (docs/model.md)"),
    _row("disclose_visit", 1.2, 0.5, 3.0, LOG, "per year", FREE, "7.2", "disclosure by visits, at full visiting", "走访促使亮明身份", "assumed (docs/model.md)"),
    _row("disclose_check", 0.15, 0.05, 0.4, LINEAR, "probability", FREE, "7.2", "a hidden member is counted at a check", "年检时登记隐形党员概率", "S3; assumed (docs/model.md)"),
    _row("application_per_staff_year", 0.06, 0.02, 0.1, LOG, "per staff-year", REASONED, "7.3", "applications, times vitality", "入党申请率", "docs/data/parameters.csv national_recruitment_rate_members"),
    _row("application_no_branch", 0.075, 0.03, 0.3, LOG, "factor", FREE, "7.3", "applications without a branch, multiple", "无支部时申请倍数", "assumed (docs/model.md)"),
    _row("admission", 0.6, 0.3, 0.8, LINEAR, "probability", FREE, "7.3", "an activist is admitted", "积极分子被吸收概率", "assumed (docs/model.md)"),
    _row("liaison_capacity", 7.0, 1.0, 10.0, FIXED, "cases", REASONED, "7.4", "cases a liaison holds", "指导员联系数上限", "docs/data/parameters.csv instructor_caseload_orgs_per_instructor"),
    _row("visits_per_month", 8.0, 4.0, 15.0, LOG, "visits a month", FREE, "7.4", "visits a liaison makes", "指导员月走访次数", "docs/data/policies.csv Ningde; assumed (docs/model.md)"),
    _row("visit_effect", 0.8, 0.5, 1.2, LINEAR, "per visit", FREE, "7.4", "effect of a skilled visit", "走访效应", "docs/model.md 7"),
    _row("liaison_skill", 0.4, 0.2, 0.6, LINEAR, "skill", FREE, "7.4", "mean skill of a new liaison", "指导员初始能力均值", "assumed (docs/model.md)"),
    _row("liaison_tenure_months", 36.0, 12.0, 60.0, LINEAR, "months", FREE, "7.4", "rotation of liaisons", "指导员任期（月）", "docs/data/policies.csv Anhui 3 years"),
    _row("consolidate_share", 0.2, 0.0, 0.4, LINEAR, "share", FREE, "7.4", "share of capacity paired with weak branches", "用于巩固薄弱支部的比例", "S4"),
    _row("head_learning", 0.06, 0.02, 0.15, LOG, "per month", FREE, "7.5", "speed of heads' learning", "负责人态度调整速度", "assumed (docs/model.md)"),
    _row("weight_interference", 0.35, 0.2, 0.5, LINEAR, "weight", FREE, "7.5", "weight of the fear of interference", "怕干预权重", "S2 S4; assumed (docs/model.md)"),
    _row("weight_burden", 0.4, 0.25, 0.55, LINEAR, "weight", FREE, "7.5", "weight of the fear of burden", "怕负担权重", "S2 S4; assumed (docs/model.md)"),
    _row("weight_constraint", 0.25, 0.1, 0.4, LINEAR, "weight", FREE, "7.5", "weight of the fear of constraint", "怕约束权重", "S2 S4; assumed (docs/model.md)"),
    _row("base_interference", 0.45, 0.35, 0.55, LINEAR, "level", FREE, "7.5", "mean baseline fear of interference", "怕干预基线", "assumed (docs/model.md)"),
    _row("base_burden", 0.5, 0.4, 0.6, LINEAR, "level", FREE, "7.5", "mean baseline fear of burden", "怕负担基线", "assumed (docs/model.md)"),
    _row("base_constraint", 0.4, 0.3, 0.5, LINEAR, "level", FREE, "7.5", "mean baseline fear of constraint", "怕约束基线", "assumed (docs/model.md)"),
    _row("base_benefit", 0.35, 0.25, 0.45, LINEAR, "level", FREE, "7.5", "mean baseline benefit", "认同收益基线", "assumed (docs/model.md)"),
    _row("base_sd", 0.18, 0.1, 0.25, LINEAR, "level", FREE, "7.5", "spread of baselines", "基线离散度", "assumed (docs/model.md)"),
    _row("liaison_fears", 0.2, 0.1, 0.3, LINEAR, "effect", FREE, "7.5", "visits on the fear of interference, half on the others", "走访降低怕干预（另两怕减半）", "S7; assumed (docs/model.md)"),
    _row("campaign_effect", 0.1, 0.05, 0.2, LINEAR, "effect", FREE, "7.5", "campaigns on each fear", "宣传降低顾虑", "S7; assumed (docs/model.md)"),
    _row("peer_fears", 0.2, 0.1, 0.3, LINEAR, "effect", FREE, "7.5", "vital peers on the fear of interference, half on the others", "同行示范降低怕干预（另两怕减半）", "S4 snowball; assumed (docs/model.md)"),
    _row("peer_benefit", 0.25, 0.1, 0.4, LINEAR, "effect", FREE, "7.5", "vital peers on benefit", "同行示范提高认同", "S4; assumed (docs/model.md)"),
    _row("hollow_benefit", 0.15, 0.05, 0.3, LINEAR, "effect", FREE, "7.5", "hollow peers on benefit, negative", "空壳同行降低认同", "S5; assumed (docs/model.md)"),
    _row("own_fears", 0.35, 0.2, 0.5, LINEAR, "effect", FREE, "7.5", "own branch on the fear of interference, half on the others", "自有支部降低怕干预（另两怕减半）", "S1 S4; assumed (docs/model.md)"),
    _row("own_benefit", 0.6, 0.3, 0.8, LINEAR, "effect", FREE, "7.5", "own vital branch on benefit", "自有支部提高认同", "S1 S4; assumed (docs/model.md)"),
    _row("own_neutral", 0.4, 0.3, 0.5, FIXED, "vitality", FREE, "7.5", "vitality at which an own branch is neutral", "自有支部中性活力", "docs/model.md 7"),
    _row("activity_burden", 0.25, 0.1, 0.4, LINEAR, "effect", FREE, "7.5", "activities on the fear of burden", "活动增加怕负担", "S2 S4; assumed (docs/model.md)"),
    _row("fund_burden", 0.35, 0.2, 0.5, LINEAR, "effect", FREE, "7.5", "funded activities on the fear of burden", "经费支持降低怕负担", "S1 S9; assumed (docs/model.md)"),
    _row("fund_announced", 0.3, 0.1, 0.5, FIXED, "factor", FREE, "7.5", "effect of funds without a branch, multiple", "无支部时经费效应倍数", "docs/model.md 7"),
    _row("protection_constraint", 0.15, 0.05, 0.3, LINEAR, "effect", FREE, "7.5", "protected secretaries on the fear of constraint", "书记保护增加怕约束", "S1 S9; declared free"),
    _row("head_benefit", 0.1, 0.05, 0.2, LINEAR, "effect", FREE, "7.5", "head is a member, on benefit", "负责人为党员提高认同", "assumed (docs/model.md)"),
    _row("recognition_benefit", 0.1, 0.05, 0.2, FIXED, "effect", FREE, "7.5", "recognition and stars on benefit", "表彰推荐提高认同", "S8 S9; declared free"),
    _row("visit_benefit", 0.15, 0.05, 0.3, LINEAR, "effect", FREE, "7.5", "visits on benefit", "走访提高认同", "S7; assumed (docs/model.md)"),
    _row("contact_per_year", 0.3, 0.1, 0.9, LOG, "per year", REASONED, "7.6", "contact by the committee where nothing presses, with a channel", "无压力时上级联系率", "gives .035 newly covered per uncovered organization-year at ordinary effort"),
    _row("effort", 0.5, 0.0, 1.0, LINEAR, "share", FREE, "7.6", "standing effort of the committees", "上级日常工作力度", "latent: the start is evidence of it (docs/model.md)"),
    _row("effort_sd", 0.8, 0.0, 1.5, FIXED, "log units", REASONED, "7.6", "spread of vigour among committees", "各上级党组织力度离散度", "clustering of coverage by committee (docs/model.md)"),
    _row("contact_liaison", 3.0, 1.0, 6.0, LOG, "per year", REASONED, "7.6", "contact by a liaison, at full visiting", "指导员联系率", "reasoned (docs/model.md)"),
    _row("contact_pressure", 2.0, 0.5, 4.0, FIXED, "per year", REASONED, "7.6", "contact under full pressure", "压力下联系率", "does the same work as effort (docs/model.md)"),
    _row("contact_campaign", 1.0, 0.5, 2.0, LOG, "per year", FREE, "7.6", "contact under a full campaign", "宣传期联系率", "assumed (docs/model.md)"),
    _row("check_ask", 0.25, 0.1, 0.5, LINEAR, "probability", REASONED, "7.6", "an organization is asked at a check", "年检时动员概率", "S3; reasoned (docs/model.md)"),
    _row("consent_intercept", 0.0, -0.5, 0.5, LINEAR, "logit", FREE, "7.6", "intercept of consent", "同意截距", "assumed (docs/model.md)"),
    _row("consent_attitude", 3.5, 2.0, 5.0, LINEAR, "logit per attitude", FREE, "7.6", "attitude on consent", "态度对同意的影响", "assumed (docs/model.md)"),
    _row("consent_pressure", 1.5, 0.5, 2.5, LINEAR, "logit", FREE, "7.6", "pressure on consent", "压力对同意的影响", "assumed (docs/model.md)"),
    _row("consent_head", 0.8, 0.3, 1.3, LINEAR, "logit", FREE, "7.6", "head is a member, on consent", "负责人为党员对同意的影响", "assumed (docs/model.md)"),
    _row("indifference_width", 0.3, 0.0, 1.0, LINEAR, "logit", FREE, "7.6", "half-width of indifference", "观望区间半宽", "S4 S5; assumed (docs/model.md)"),
    _row("silence_months", 12.0, 6.0, 24.0, FIXED, "months", FREE, "7.6", "silence after a refusal", "拒绝后静默月数", "assumed (docs/model.md)"),
    _row("willing_months", 12.0, 6.0, 24.0, FIXED, "months", FREE, "7.6", "standing consent", "同意有效月数", "assumed (docs/model.md)"),
    _row("deferred_months", 6.0, 3.0, 12.0, FIXED, "months", FREE, "7.6", "not asked again after indifference", "观望月数", "docs/model.md 7"),
    _row("ripe_attitude", 0.05, 0.0, 0.1, FIXED, "attitude", FREE, "7.6", "attitude at which a dispersed organization is ripe", "分散型成熟态度", "S7; docs/model.md 7"),
    _row("force_share", 0.35, 0.0, 0.7, LINEAR, "probability", FREE, "7.6", "founded against refusal, at full pressure", "压力下强行组建概率", "S3 S4 S7; assumed (docs/model.md)"),
    _row("joint_max", 6.0, 3.0, 10.0, FIXED, "organizations", SOURCED, "7.6", "organizations a joint branch may hold", "联合支部最多单位数", "docs/data/parameters.csv orgs_per_joint_branch_social"),
    _row("joint_radius", 1.0, 0.0, 2.0, FIXED, "circle", FREE, "7.6", "circles in which partners are sought: 0 cell, 1 industry in neighbouring districts, 2 district", "联合组建的寻找范围", "S1 S2 同业、相邻、便利; declared free"),
    _row("secretary_success", 0.75, 0.5, 0.95, LINEAR, "probability", FREE, "7.6", "a secretary is found at the first try", "首次物色书记成功率", "S2; assumed (docs/model.md)"),
    _row("secretary_later", 0.15, 0.05, 0.3, LINEAR, "probability a month", FREE, "7.6", "a secretary is found at a later try", "后续物色书记月成功率", "assumed (docs/model.md)"),
    _row("secretary_skill", 0.45, 0.35, 0.55, LINEAR, "skill", FREE, "7.6", "mean skill of a secretary who is a member", "党员书记能力均值", "assumed (docs/model.md)"),
    _row("head_skill", 0.5, 0.4, 0.6, FIXED, "skill", FREE, "7.6", "skill of a head as secretary", "负责人任书记能力", "assumed (docs/model.md)"),
    _row("sourced_skill", 0.55, 0.4, 0.7, FIXED, "skill", FREE, "7.6", "skill of a sourced secretary", "选派书记能力", "S2; declared free"),
    _row("dual_entry_share", 0.3, 0.1, 0.5, LINEAR, "probability", FREE, "7.6", "a head who is a member takes the post", "负责人兼任书记概率", "S1 S2 S4; declared free"),
    _row("leave_joint_per_year", 1.0, 0.5, 2.0, FIXED, "per year", FREE, "7.6", "an eligible organization leaves its joint branch", "具备条件后脱离联合支部", "docs/model.md 7"),
    _row("founding_capacity", 0.03, 0.015, 0.06, LOG, "acts a month an organization", REASONED, "7.6", "acts of founding or joining a month, by operating organization", "每月组建能力（按正常运行的组织数）", "36 acts a year per 100 organizations: drives took 6 to 12 months"),
    _row("acts_per_post", 0.5, 0.2, 1.0, LOG, "acts a month", FREE, "7.6", "acts of founding or joining a month, by liaison post", "每名指导员每月组建能力", "assumed (docs/model.md)"),
    _row("paper_per_year", 0.35, 0.0, 0.8, LINEAR, "per year", FREE, "7.6", "uncovered organizations put on paper, at full pressure of a quota", "指标压力下纸面覆盖率", "S3 S4 S7; nobody has observed it, none is possible"),
    _row("vitality_speed", 0.1, 0.05, 0.2, LOG, "per month", FREE, "7.7", "speed of vitality", "活力调整速度", "assumed (docs/model.md)"),
    _row("vitality_skill", 1.0, 0.6, 1.4, LINEAR, "logit", FREE, "7.7", "secretary's skill, times the root of the time, on vitality", "书记能力×时间（开方）提高活力", "assumed (docs/model.md)"),
    _row("vitality_funded", 0.6, 0.3, 0.9, LINEAR, "logit", FREE, "7.7", "funded activities on vitality", "活动经费提高活力", "assumed (docs/model.md)"),
    _row("vitality_visits", 0.8, 0.4, 1.2, LINEAR, "logit", FREE, "7.7", "visits on vitality", "走访提高活力", "assumed (docs/model.md)"),
    _row("vitality_members", 0.35, 0.15, 0.55, LINEAR, "logit per log member", FREE, "7.7", "members (log) on vitality", "党员数（对数）提高活力", "assumed (docs/model.md)"),
    _row("vitality_commitment", 1.5, 0.8, 2.2, LINEAR, "logit", FREE, "7.7", "members' commitment on vitality", "党员投入提高活力", "assumed (docs/model.md)"),
    _row("vitality_attitude", 1.0, 0.5, 1.5, LINEAR, "logit", FREE, "7.7", "heads' attitude on vitality", "负责人态度提高活力", "assumed (docs/model.md)"),
    _row("vitality_organizations", 0.2, 0.1, 0.3, LINEAR, "logit per organization", FREE, "7.7", "organizations beyond the first on vitality, negative", "联合单位多降低活力", "S9; assumed (docs/model.md)"),
    _row("vitality_turnover", 1.0, 0.5, 2.0, LINEAR, "logit", FREE, "7.7", "members leaving on vitality, negative", "党员流动降低活力", "S5; assumed (docs/model.md)"),
    _row("vitality_pressure", 1.2, 0.6, 1.8, LINEAR, "logit", FREE, "7.7", "founding under pressure on vitality, negative", "强行组建降低活力", "S3 S4 S7; assumed (docs/model.md)"),
    _row("branch_quality_sd", 0.6, 0.4, 0.8, LINEAR, "logit", FREE, "7.7", "spread of branch quality", "支部质量离散度", "assumed (docs/model.md)"),
    _row("vitality_threshold", 0.35, 0.25, 0.5, FIXED, "vitality", FREE, "7.7", "dormant below this vitality: a definition", "休眠阈值（定义）", "a definition; results at .25 and .5 beside it"),
    _row("alive_at_start", 0.75, 0.55, 0.9, LINEAR, "share", FREE, "7.7", "share of branches that are alive at the start", "起始时有活力支部比例", "to be surveyed; assumed (docs/model.md)"),
    _row("vitality_start", 0.15, 0.1, 0.2, FIXED, "vitality", FREE, "7.6", "vitality of a forced branch at founding", "强行组建的支部初始活力", "docs/model.md 7"),
    _row("grace_months", 24.0, 12.0, 36.0, LINEAR, "months", FREE, "7.7", "months below three members before conversion", "不足三人宽限月数", "losses of .04 to .06 a covered organization-year (docs/model.md)"),
    _row("dissolve_per_year", 0.006, 0.002, 0.018, LOG, "per year", FREE, "7.7", "dissolution hazard at vitality one half", "撤销率（活力 0.5）", "losses of .04 to .06 a covered organization-year (docs/model.md)"),
    _row("dissolve_slope", 5.0, 3.0, 7.0, LINEAR, "per vitality", FREE, "7.7", "slope of dissolution in lacking vitality", "撤销率随活力下降", "assumed (docs/model.md)"),
    _row("close_attitude", -0.45, -0.6, -0.3, FIXED, "attitude", FREE, "7.7", "consent is withdrawn below this attitude", "撤回同意阈值", "docs/model.md 7"),
    _row("close_after_quota", 0.4, 0.2, 0.8, LOG, "per year", FREE, "7.7", "shells and paper found out after a quota", "指标结束后清理空壳和纸面覆盖", "assumed (docs/model.md)"),
    _row("commitment_mean", 0.5, 0.4, 0.6, LINEAR, "level", FREE, "7.7", "mean commitment of members", "党员投入均值", "assumed (docs/model.md)"),
    _row("rotation_per_year", 0.1, 0.05, 0.2, LOG, "per year", FREE, "7.7", "secretaries rotate", "书记轮换率", "assumed (docs/model.md)"),
    _row("dismiss_per_year", 0.15, 0.05, 0.3, LOG, "per year", FREE, "7.7", "secretaries dismissed by a fearful owner", "负责人解聘书记的比率", "S1 S9; docs/model.md 7"),
    _row("skill_decay", 0.02, 0.01, 0.04, LOG, "per month", FREE, "7.7", "decay of trained skill", "培训效果月衰减", "assumed (docs/model.md)"),
    _row("grant_months", 12.0, 6.0, 24.0, FIXED, "months", FREE, "7.8", "months over which a startup grant is spent", "启动经费使用月数", "assumed (docs/model.md)"),
    _row("activity_cost_yuan", 3000.0, 1500.0, 6000.0, LOG, "yuan", FREE, "7.8", "activities of a branch in a year, in full", "每个支部每年活动全额经费", "assumed (docs/model.md)"),
    _row("campaign_half_life_months", 6.0, 3.0, 12.0, LOG, "months", FREE, "7.8", "half-life of a campaign after its end", "宣传衰减半衰期", "assumed (docs/model.md)"),
)
# fmt: on

PARAMETERS: Final[Mapping[str, Parameter]] = {parameter.name: parameter for parameter in _TABLE}
