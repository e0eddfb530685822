"""Small integer codes of the columns: the names that files and tables use, the words people read.

``label`` stands in texts; ``meaning`` in the documentation, where it says more than the label.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Final, Self

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]

NUMBERS: Final = 128
"""Codes are small: columns hold them as int8."""


class Code(IntEnum):
    """A code with its words: number, label in English and Chinese, meaning where it says more."""

    _value_: int
    label: Mapping[str, str]
    meaning: Mapping[str, str]

    def __new__(
        cls, value: int, en: str = "", zh: str = "", meaning_en: str = "", meaning_zh: str = ""
    ) -> Self:
        """Make a code; without a label in both languages there is none."""
        # The defaults are for the type checker only, to which ``Kind(2)`` is a call of this.
        if not (en and zh):
            raise TypeError(f"code {value} of {cls.__name__} has no label in both languages")
        code = int.__new__(cls, value)
        code._value_ = value
        code.label = {"en": en, "zh": zh}
        code.meaning = {"en": meaning_en or en, "zh": meaning_zh or zh}
        return code

    @classmethod
    def named(cls, name: str) -> Self:
        """Return the code that files and tables call ``name``; KeyError where there is none."""
        return cls[name.upper()]


class Kind(Code):
    """Kinds of organization (S5, S6, S9)."""

    SOCIAL_GROUP = 0, "social group", "社会团体"
    PRIVATE_NON_ENTERPRISE = 1, "private non-enterprise unit", "民办非企业单位"
    FOUNDATION = 2, "foundation", "基金会"
    INTERMEDIARY = 3, "intermediary", "社会中介组织"
    LAW_FIRM = 4, "law firm", "律师事务所"
    NONPUBLIC_ENTERPRISE = 5, "non-public enterprise", "非公企业"

    @property
    def plural(self) -> Mapping[str, str]:
        """The label of many; Chinese has no plural."""
        one = self.label["en"]
        many = one.removesuffix("y") + "ies" if one.endswith("y") else one + "s"
        return {"en": many, "zh": self.label["zh"]}


class Type(Code):
    """Types of organization after S7."""

    STABLE = 0, "stable type", "稳定型", "stable", "稳定型"
    DISPERSED = 1, "dispersed type", "分散型", "dispersed: has to be ripe", "分散型：须成熟"
    LOOSE = (
        2, "loose type", "粗放型",
        "loose: never more than a member group", "粗放型：至多党员小组",
    )  # fmt: skip


class Channel(Code):
    """Through whom a committee reaches an organization (S1, S9)."""

    NONE = 0, "no channel", "无管理渠道"
    TERRITORIAL = 1, "through the district", "属地渠道"
    INDUSTRY = 2, "through an industry committee", "行业党委"


class Form(Code):
    """Forms of branch that count in organization coverage (S1, S2)."""

    NONE = 0, "nothing", "无", "no branch", "无党组织"
    STANDALONE = 1, "standalone", "单独", "standalone branch, m ≥ 3", "单独支部，m≥3"
    GENERAL_BRANCH = (
        2, "general branch", "党总支",
        "general branch, from 50 known full members", "党总支，已知正式党员 50 名起",
    )  # fmt: skip
    COMMITTEE = (
        3, "committee of its own", "基层党委",
        "committee of an organization, from 100", "基层党委，100 名起",
    )  # fmt: skip
    JOINT = 4, "joint", "联合", "joint branch of several with 1-2 m each", "联合支部，各 m 为 1-2"
    ANCHOR = (
        5, "anchor-led", "带动建",
        "a vital branch that has taken others of its cell in", "带动建：活力支部吸收本单元其他组织",
    )  # fmt: skip
    REGIONAL = (
        6, "regional", "区域联建",
        "one branch for organizations of a site or township",
        "区域联建：园区、楼宇或乡镇各组织合建",
    )  # fmt: skip
    FUNCTIONAL = (
        7, "functional", "功能型",
        "a branch of members whose relations stay elsewhere", "功能型：党员组织关系不转入",
    )  # fmt: skip


class Interim(Code):
    """Where the members of an organization without a branch are looked after."""

    NONE = 0, "nothing", "无"
    MEMBER_GROUP = 1, "a member group", "党员小组", "member group of the district", "属地党员小组"
    HOSTED = 2, "a place at a host office", "依托单位的位置", "place at a host office", "依托建"


class Stage(Code):
    """Stages of recruitment; members are probationary or full."""

    APPLICANT = 0, "applicant", "入党申请人"
    ACTIVIST = 1, "activist", "入党积极分子"
    PROBATIONARY = 2, "probationary member", "预备党员"
    FULL = 3, "full member", "正式党员"


class Relation(Code):
    """Where a member's relation is kept: elsewhere, on a floating-member card, or here.

    ``HERE`` is the organization's branch or, while it has none, the district's group.
    """

    ELSEWHERE = 0, "elsewhere", "在外"
    FLOATING = 1, "on a floating-member card", "持流动党员活动证"
    HERE = 2, "here: in the branch or the district's group", "已转入：本支部或属地小组"


class Role(Code):
    """Role of a member in the organization; heads and retired members don't leave by themselves."""

    STAFF = 0, "staff", "一般人员"
    KEY_STAFF = 1, "key staff", "骨干"
    HEAD = 2, "head; doesn't leave by itself", "负责人，不自行离职"
    RETIRED = 3, "retired; doesn't leave by itself", "退休，不自行离职"


class Size(Code):
    """Size classes by rounded staff: below 5, 5-9, 10-49, from 50."""

    MICRO = (
        0, "below 5 staff", "从业人员不足 5 人",
        "below 5 staff (rounded)", "从业人员不足 5 人（取整）",
    )  # fmt: skip
    SMALL = 1, "5–9 staff", "从业人员 5–9 人"
    MEDIUM = 2, "10–49 staff", "从业人员 10–49 人"
    LARGE = 3, "50 staff and more", "从业人员 50 人及以上"


SIZE_FROM = (5, 10, 50)


class Fear(Code):
    """Rows of the heads' columns: the three fears (S2, S4, S5) and the benefit."""

    INTERFERENCE = 0, "fear of interference", "怕干预", "interference I", "怕干预 I"
    BURDEN = 1, "fear of burden", "怕负担", "burden B", "怕负担 B"
    CONSTRAINT = 2, "fear of constraint", "怕约束", "constraint C", "怕约束 C"
    BENEFIT = 3, "benefit seen", "认同收益", "benefit G", "认同收益 G"


class Contact(Code):
    """Kind of the last contact."""

    NONE = 0, "nothing", "无", "none yet", "尚无"
    COMMITTEE = 1, "by its committee", "上级党组织"
    LIAISON = 2, "by a liaison", "指导员"
    PRESSURE = 3, "under the pressure of a target or of effort", "指标或日常工作推动"
    ORGANIZER = 4, "by an organizer", "组织员"
    CAMPAIGN = 5, "by a campaign", "宣传活动"
    CHECK = 6, "at the annual check", "年检时"
    PROMPT = 7, "after registration", "登记后的提示"
    CENSUS = 8, "at a census", "普查时"
    MASS_GROUP = 9, "through its mass group", "通过群团组织"


class SecretarySource(Code):
    """Where a branch's secretary comes from (S2)."""

    NONE = 0, "nothing", "无", "vacant", "空缺"
    MEMBER = 1, "a member", "党员"
    HEAD = 2, "the head", "负责人", "the host's head", "主体负责人"
    SOURCED = 3, "sent from outside", "选派"


class LiaisonSource(Code):
    """Where liaisons come from (S1, S2)."""

    OFFICIAL = 0, "an official", "在职干部"
    RETIRED_CADRE = 1, "a retired official", "退休干部"
    RESERVE_CADRE = 2, "an official in training", "后备干部"
    GRADUATE = 3, "a graduate", "高校毕业生"
    INDUSTRY_PROFESSIONAL = 4, "a professional of the industry", "行业专业人员"


class Strategy(Code):
    """Order in which waiting organizations enter a case (S1, S2, S5)."""

    RANDOM = 0, "in no order", "不分先后"
    EASY_FIRST = 1, "the easiest first", "先易后难"
    BIG_FIRST = 2, "the largest first", "先大后小"
    BLANK_SPOTS_FIRST = 3, "blank spots first", "先空白点"
    HUB_FIRST = 4, "where most others are first", "先同行聚集处"
    BOTTLENECK_FIRST = 5, "where a visit opens the bottleneck first", "先走访即可打通瓶颈的"


class Event(Code):
    """What happens to a branch or an organization in a month; two are failures."""

    FOUNDED = 0, "branches founded", "新建党组织", "a branch is founded", "新建党组织"
    JOINED = 1, "joined a branch", "加入党组织", "an organization joins a branch", "加入党组织"
    UPGRADED = (
        2, "upgraded", "升格",
        "standalone to general branch, general branch to committee", "升格",
    )  # fmt: skip
    CONVERTED = (
        3, "converted", "转制",
        "a branch below three members ends in the member group", "转制为党员小组",
    )  # fmt: skip
    MERGED = (
        4, "merged", "合并",
        "a branch below three members ends in a joint branch", "并入联合支部",
    )  # fmt: skip
    LEFT_JOINT = (
        5, "left for a branch of their own", "单独另建",
        "an organization leaves a joint branch for its own", "离开联合支部另建",
    )  # fmt: skip
    EXIT = (
        6, "ended by an exit", "因注销终止",
        "a branch ends because its organizations leave", "因组织退出而终止",
    )  # fmt: skip
    DISSOLVED = 7, "dissolved", "撤销", "a weak branch dissolves, or loses all members", "撤销"
    CLOSED = 8, "closed", "关停", "heads withdraw, or a shell is found", "关停"
    ORGANIZATION_ENTERED = (
        9, "new organizations", "新登记组织",
        "an organization enters the register", "新登记",
    )  # fmt: skip
    ORGANIZATION_INACTIVE = (
        10, "fell inactive", "转为停摆",
        "an organization falls inactive", "转为停摆",
    )  # fmt: skip
    ORGANIZATION_EXITED = (
        11, "left the register", "注销",
        "an organization leaves the register", "注销",
    )  # fmt: skip
    REFUSED = 12, "refused", "拒绝", "a head refuses", "拒绝"
    CONSENTED = 13, "consented", "同意", "a head consents", "同意"
    DEFERRED = 14, "neither yes nor no", "观望", "a head says neither yes nor no", "观望"
    CONTACTED = 15, "contacted", "联系", "an organization is contacted", "联系"
    STRUCK = (
        16, "struck from the base", "移出统计基数",
        "an inactive organization is struck from the base", "移出统计基数",
    )  # fmt: skip
    NO_ACT = (
        17, "waiting for an act of founding", "等待上级组建",
        "an organization begins to wait for an act of founding", "等待组建能力",
    )  # fmt: skip


class Bottleneck(Code):
    """The link that holds an uncovered operating organization back (first that applies)."""

    NONE = 0, "nothing", "无", "has a branch, or doesn't operate", "有党组织，或停摆"
    SILENCE_INTERFERENCE = (
        1, "refused, fearing interference", "拒绝（怕干预）",
        "refused and is not asked yet; interference decided", "拒绝后静默，主因怕干预",
    )  # fmt: skip
    SILENCE_BURDEN = (
        2, "refused, fearing the burden", "拒绝（怕负担）",
        "likewise; burden decided", "拒绝后静默，主因怕负担",
    )  # fmt: skip
    SILENCE_CONSTRAINT = (
        3, "refused, fearing constraint", "拒绝（怕约束）",
        "likewise; constraint decided", "拒绝后静默，主因怕约束",
    )  # fmt: skip
    NO_CONTACT = (
        4, "no contact", "没有联系",
        "not willing, and no contact in the last 12 months; also who waits to be asked",
        "未同意且 12 个月内无联系；等待动员者亦计入",
    )  # fmt: skip
    NO_MEMBERS = 5, "no members", "没有党员", "m = 0 and nobody is hidden", "m=0 且无隐形党员"
    HIDDEN_MEMBERS = (
        6, "hidden members", "隐形党员",
        "m = 0, and a member whom nobody knows is there", "m=0 但有隐形党员",
    )  # fmt: skip
    INDIFFERENCE = (
        7, "indifference", "观望",
        "said neither yes nor no, and is not asked yet", "观望期内",
    )  # fmt: skip
    TYPE = 8, "loose type", "粗放型"
    NOT_RIPE = (
        9, "dispersed and not yet ripe", "分散型且尚未成熟",
        "dispersed and willing, but not ripe", "分散型，已同意但未成熟",
    )  # fmt: skip
    NO_PARTNER = (
        10, "no partner", "没有联建伙伴",
        "willing, one or two m, nobody to join", "已同意，m 为 1-2，没有联建伙伴",
    )  # fmt: skip
    NO_SECRETARY = (
        11, "no secretary", "没有书记人选",
        "willing, a first try to find a secretary has failed", "已同意，首次物色书记未成",
    )  # fmt: skip
    NO_CAPACITY = (
        12, "no act of founding left", "上级组建能力用完",
        "willing, its committee had no act of founding left", "已同意，上级当月组建能力用完",
    )  # fmt: skip


def among(codes: npt.NDArray[np.integer], chosen: Sequence[int]) -> Mask:
    """Return which of some codes are among those chosen: looked up, not searched for."""
    listed = np.zeros(NUMBERS, bool)
    listed[list(chosen)] = True
    return listed.take(codes)
