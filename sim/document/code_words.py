"""What every code means, English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Final

from sim.state.codes import (
    Bottleneck,
    Channel,
    Contact,
    Event,
    Fear,
    Form,
    Interim,
    Kind,
    LiaisonSource,
    Relation,
    Role,
    SecretarySource,
    Size,
    Stage,
    Strategy,
    Type,
)

CODES: Final[Mapping[type[IntEnum], Mapping[IntEnum, tuple[str, str]]]] = {
    Kind: {
        Kind.SOCIAL_GROUP: ("social group", "社会团体"),
        Kind.PRIVATE_NON_ENTERPRISE: ("private non-enterprise unit", "民办非企业单位"),
        Kind.FOUNDATION: ("foundation", "基金会"),
        Kind.INTERMEDIARY: ("intermediary", "社会中介组织"),
        Kind.LAW_FIRM: ("law firm", "律师事务所"),
        Kind.NONPUBLIC_ENTERPRISE: ("non-public enterprise", "非公企业"),
    },
    Type: {
        Type.STABLE: ("stable", "稳定型"),
        Type.DISPERSED: ("dispersed: has to be ripe", "分散型：须成熟"),
        Type.LOOSE: ("loose: never more than a member group", "粗放型：至多党员小组"),
    },
    Channel: {
        Channel.NONE: ("none", "无"),
        Channel.TERRITORIAL: ("territorial", "属地"),
        Channel.INDUSTRY: ("an industry committee's", "行业党委"),
    },
    Size: {
        Size.MICRO: ("below 5 staff (rounded)", "不足 5 人（取整）"),
        Size.SMALL: ("5-9", "5-9 人"),
        Size.MEDIUM: ("10-49", "10-49 人"),
        Size.LARGE: ("from 50", "50 人及以上"),
    },
    Form: {
        Form.NONE: ("no branch", "无党组织"),
        Form.STANDALONE: ("standalone branch, m ≥ 3", "单独支部，m≥3"),
        Form.GENERAL_BRANCH: (
            "general branch, from 50 known full members",
            "党总支，已知正式党员 50 名起",
        ),
        Form.COMMITTEE: ("committee of an organization, from 100", "基层党委，100 名起"),
        Form.JOINT: ("joint branch of several with 1-2 m each", "联合支部，各 m 为 1-2"),
        Form.ANCHOR: (
            "a vital branch that has taken others of its cell in",
            "带动建：活力支部吸收本单元其他组织",
        ),
    },
    Interim: {
        Interim.NONE: ("none", "无"),
        Interim.MEMBER_GROUP: ("member group of the district", "属地党员小组"),
        Interim.HOSTED: ("place at a host office", "依托建"),
    },
    Stage: {
        Stage.APPLICANT: ("applicant", "入党申请人"),
        Stage.ACTIVIST: ("activist", "入党积极分子"),
        Stage.PROBATIONARY: ("probationary member", "预备党员"),
        Stage.FULL: ("full member", "正式党员"),
    },
    Relation: {
        Relation.ELSEWHERE: ("elsewhere", "在外"),
        Relation.FLOATING: ("on a floating-member card", "持流动党员活动证"),
        Relation.HERE: ("here: in the branch or the district's group", "已转入：本支部或属地小组"),
    },
    Role: {
        Role.STAFF: ("staff", "一般人员"),
        Role.KEY_STAFF: ("key staff", "骨干"),
        Role.HEAD: ("head; doesn't leave by itself", "负责人，不自行离职"),
        Role.RETIRED: ("retired; doesn't leave by itself", "退休，不自行离职"),
    },
    Fear: {
        Fear.INTERFERENCE: ("interference I", "怕干预 I"),
        Fear.BURDEN: ("burden B", "怕负担 B"),
        Fear.CONSTRAINT: ("constraint C", "怕约束 C"),
        Fear.BENEFIT: ("benefit G", "认同收益 G"),
    },
    Contact: {
        Contact.NONE: ("none yet", "尚无"),
        Contact.COMMITTEE: ("by the committee", "上级党组织"),
        Contact.LIAISON: ("by a liaison", "指导员"),
        Contact.PRESSURE: ("under pressure", "指标压力"),
        Contact.ORGANIZER: ("by an organizer", "组织员"),
        Contact.CAMPAIGN: ("by a campaign", "宣传活动"),
        Contact.CHECK: ("at the annual check", "年检"),
        Contact.PROMPT: ("after registration", "登记提示"),
        Contact.CENSUS: ("at a census", "摸底普查"),
        Contact.MASS_GROUP: ("through its mass group", "群团组织"),
    },
    SecretarySource: {
        SecretarySource.NONE: ("vacant", "空缺"),
        SecretarySource.MEMBER: ("a member", "党员"),
        SecretarySource.HEAD: ("the host's head", "主体负责人"),
        SecretarySource.SOURCED: ("sourced from outside", "选派"),
    },
    LiaisonSource: {
        LiaisonSource.OFFICIAL: ("official", "在职干部"),
        LiaisonSource.RETIRED_CADRE: ("retired cadre", "退休干部"),
        LiaisonSource.RESERVE_CADRE: ("reserve cadre", "后备干部"),
        LiaisonSource.GRADUATE: ("graduate", "高校毕业生"),
        LiaisonSource.INDUSTRY_PROFESSIONAL: ("professional of the industry", "行业专业人员"),
    },
    Strategy: {
        Strategy.RANDOM: ("random", "随机"),
        Strategy.EASY_FIRST: ("easy first", "先易"),
        Strategy.BIG_FIRST: ("big first", "先大"),
        Strategy.BLANK_SPOTS_FIRST: ("blank spots first", "先空白点"),
        Strategy.HUB_FIRST: ("hubs first", "先枢纽"),
        Strategy.BOTTLENECK_FIRST: ("what a visit can move first", "先瓶颈"),
    },
    Event: {
        Event.FOUNDED: ("a branch is founded", "新建党组织"),
        Event.JOINED: ("an organization joins a branch", "加入党组织"),
        Event.UPGRADED: ("standalone to general branch, general branch to committee", "升格"),
        Event.CONVERTED: (
            "a branch below three members ends in the member group",
            "转制为党员小组",
        ),
        Event.MERGED: ("a branch below three members ends in a joint branch", "并入联合支部"),
        Event.LEFT_JOINT: ("an organization leaves a joint branch for its own", "离开联合支部另建"),
        Event.EXIT: ("a branch ends because its organizations leave", "因组织退出而终止"),
        Event.DISSOLVED: ("a weak branch dissolves, or loses all members", "撤销"),
        Event.CLOSED: ("heads withdraw, or a shell is found", "关停"),
        Event.ORGANIZATION_ENTERED: ("an organization enters the register", "新登记"),
        Event.ORGANIZATION_INACTIVE: ("an organization falls inactive", "转为停摆"),
        Event.ORGANIZATION_EXITED: ("an organization leaves the register", "注销"),
        Event.REFUSED: ("a head refuses", "拒绝"),
        Event.CONSENTED: ("a head consents", "同意"),
        Event.DEFERRED: ("a head says neither yes nor no", "观望"),
        Event.CONTACTED: ("an organization is contacted", "联系"),
        Event.STRUCK: ("an inactive organization is struck from the base", "移出统计基数"),
        Event.NO_ACT: ("an organization begins to wait for an act of founding", "等待组建能力"),
    },
    Bottleneck: {
        Bottleneck.NONE: ("has a branch, or doesn't operate", "有党组织，或不在运行"),
        Bottleneck.SILENCE_INTERFERENCE: (
            "refused and is not asked yet; interference decided",
            "拒绝后静默，主因怕干预",
        ),
        Bottleneck.SILENCE_BURDEN: ("likewise; burden decided", "拒绝后静默，主因怕负担"),
        Bottleneck.SILENCE_CONSTRAINT: ("likewise; constraint decided", "拒绝后静默，主因怕约束"),
        Bottleneck.NO_CONTACT: (
            "not willing, and no contact in the last 12 months; also who waits to be asked",
            "未同意且 12 个月内无联系；等待动员者亦计入",
        ),
        Bottleneck.NO_MEMBERS: ("m = 0 and nobody is hidden", "m=0 且无隐形党员"),
        Bottleneck.HIDDEN_MEMBERS: (
            "m = 0, and a member whom nobody knows is there",
            "m=0 但有隐形党员",
        ),
        Bottleneck.INDIFFERENCE: ("said neither yes nor no, and is not asked yet", "观望期内"),
        Bottleneck.TYPE: ("loose type", "粗放型"),
        Bottleneck.NOT_RIPE: ("dispersed and willing, but not ripe", "分散型，已同意但未成熟"),
        Bottleneck.NO_PARTNER: (
            "willing, one or two m, nobody to join",
            "已同意，m 为 1-2，无联建对象",
        ),
        Bottleneck.NO_SECRETARY: (
            "willing, a first try to find a secretary has failed",
            "已同意，首次物色书记未成",
        ),
        Bottleneck.NO_CAPACITY: (
            "willing, its committee had no act of founding left",
            "已同意，上级当月组建能力用完",
        ),
    },
}
"""Every code of every enumeration of ``sim.state.codes``."""
