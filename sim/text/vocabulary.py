"""Words of registries in English and Chinese: headings, kinds, types, forms, yes and no.

Words are compared after :func:`plain`, so full-width forms, case, spaces and brackets around
remarks don't matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from sim.locale import current_language
from sim.state.codes import Code, Form, Interim, Kind, Type

YES = frozenset(
    ("yes", "y", "true", "t", "1", "是", "有", "√", "✓", "✔", "☑", "✅", "对", "v", "已", "在运行",
     "正常", "正常运行", "正常运营", "运行中", "正常活动", "中共党员", "党员", "预备党员",
     "中共预备党员", "正式党员")
)  # fmt: skip
NO = frozenset(
    ("no", "n", "false", "f", "0", "否", "无", "没有", "×", "✗", "✘", "✕", "✖", "╳", "❌", "x",
     "未", "不是", "停摆", "停业", "停止活动", "停止运行", "停运", "不正常", "不在运行", "未运行",
     "僵尸", "群众", "非党员", "共青团员", "团员", "无党派", "无党派人士", "民主党派",
     "非中共党员", "普通群众")
)  # fmt: skip
CANCELLED = ("注销", "撤销", "吊销", "取缔", "撤消", "cancelled", "revoked", "dissolved")
"""Words of a status, or in brackets behind a name, of what is no longer on the register."""


def plain(word: str) -> str:
    """Return a word as it is compared: half-width, lower case, without spaces and underscores."""
    half = unicodedata.normalize("NFKC", word).strip().lower()
    return re.sub(r"[\s_\-()*:、/]+", "", half)


def _words(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {plain(word): name for name, words in table.items() for word in (name, *words)}


def _of_codes(codes: type[Code], further: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return the words for codes: their names, their labels, and ``further`` ones by name."""
    return _words(
        {
            code.name.lower(): (*code.label.values(), *further.get(code.name.lower(), ()))
            for code in codes
        }
    )


_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("编号", "登记证号", "登记号", "统一社会信用代码", "信用代码", "组织代码", "number"),
    "name": ("名称", "组织名称", "单位名称", "机构名称", "社会组织名称", "企业名称"),
    "kind": ("类别", "组织类别", "社会组织类别", "登记类别"),
    "type": ("类型", "组织类型", "分类指导类型"),
    "district": (
        "所在街道", "街道", "所在区域", "区域", "所在乡镇", "乡镇", "街道乡镇", "所在地",
        "所在镇街", "镇街", "区县", "所在区县", "县区", "属地", "township", "subdistrict",
    ),
    "site": (
        "所在园区", "园区", "所在楼宇", "楼宇", "所在市场", "所在商圈", "商圈", "园区楼宇", "park",
        "building",
    ),
    "industry": ("行业", "所属行业", "行业领域", "领域"),
    "supervisor": ("业务主管单位", "主管单位", "主管部门", "业务主管部门", "行业主管部门"),
    "has_venue": (
        "固定场所", "场所", "有无场所", "有无固定场所", "是否有固定场所", "固定活动场所",
        "有无固定活动场所", "是否有固定活动场所", "has a venue",
    ),
    "has_fulltime": (
        "有无专职人员", "是否有专职人员", "有无专职工作人员", "是否有专职工作人员",
        "has full-time staff",
    ),
    "has_funds": (
        "有无活动经费", "有无经费", "是否有经费", "是否有活动经费", "有无固定经费", "has funds",
    ),
    "founded": (
        "成立日期", "成立时间", "登记日期", "登记时间", "成立年月", "注册日期", "registered",
        "registered on", "registration date", "date of registration", "founded on",
    ),
    "staff": (
        "从业人员", "从业人数", "从业人员数", "工作人员", "职工人数", "职工数", "员工数",
        "employees", "number of employees", "number of staff",
    ),
    "members": ("党员人数", "党员数", "党员", "党员总数", "party members"),
    "full_members": ("正式党员", "正式党员数", "正式党员人数"),
    "transferred": (
        "组织关系已转入", "已转入", "已转入党员", "组织关系在本单位", "关系已转入党员数",
    ),
    "party_organization": (
        "党组织", "党组织形式", "党组织类型", "组建方式", "党组织组建方式", "是否建立党组织",
        "是否建党组织", "branch", "party branch", "has a branch", "has branch",
    ),
    "joint_branch": ("联合党支部", "联合支部", "联合支部名称", "联合党支部名称"),
    "head_is_member": (
        "负责人是否党员", "负责人党员", "业主是否党员", "法人是否党员", "法定代表人是否党员",
    ),
    "operating": ("是否运行", "运行", "是否在运行", "运行状态", "是否正常运行"),
    "on_base": ("是否纳入统计", "纳入统计", "统计基数", "是否列入统计基数", "列入统计基数"),
    "willing": ("是否同意组建", "是否愿意组建", "同意组建", "愿意组建", "已同意待组建"),
    "ignore": ("备注", "说明", "序号", "note", "notes", "remarks"),
}  # fmt: skip
"""Columns of a list in their order, each with its heading in Chinese and with further ones."""
COUNTED: Final = ("staff", "members", "full_members", "transferred")
"""Columns of numbers."""
COLUMNS: Final = _words(_COLUMNS)
"""Headings and the column that each stands for."""
HEADINGS: Final = {name: words[0] for name, words in _COLUMNS.items() if name != "ignore"}
"""Headings of a list in Chinese; in English they are the columns' names."""

KINDS = _of_codes(
    Kind,
    {
        "social_group": ("社团", "协会", "商会", "行业协会", "行业协会商会", "社会团体法人",
                         "社团法人", "学会"),
        "private_non_enterprise": (
            "民办非企业", "民非", "社会服务机构", "民办非企业单位(社会服务机构)",
            "社会服务机构(民办非企业单位)", "民办非企业单位(社服机构)", "民非单位",
            "民办非企业组织",
        ),
        "foundation": ("慈善基金会", "基金会法人"),
        "intermediary": ("中介组织", "中介机构", "社会中介"),
        "law_firm": ("律所", "法律服务所"),
        "nonpublic_enterprise": (
            "非公有制企业", "非公有制经济组织", "非公经济组织", "民营企业", "私营企业", "非公有制",
            "外商投资企业", "外资企业", "港澳台商投资企业", "个体工商户", "民营经济组织",
            "非公经济", "有限责任公司",
        ),
    },
)  # fmt: skip

TYPES = _of_codes(Type, {"stable": ("稳定",), "dispersed": ("分散",), "loose": ("粗放", "松散型")})

FORMS: dict[str, tuple[bool, Form | None, Interim]] = {
    plain(word): (covered, form, interim)
    for words, covered, form, interim in (
        (("none", "no", "无", "未建", "没有", "否", "0", "空白", "未建立", "未组建",
          "未成立", "未覆盖", "应建未建", "暂未建立", "×", "✗", "未", "暂无", "零"), False,
         Form.NONE, Interim.NONE),
        (
            ("standalone", "单独", "单独组建", "独立", "独立组建", "党支部", "单独党支部", "单建",
          "单独建立", "独立建立", "独立党支部", "支部", "单独成立"),
            True, Form.STANDALONE, Interim.NONE,
        ),
        (("general_branch", "党总支", "总支"), True, Form.GENERAL_BRANCH, Interim.NONE),
        (("committee", "党委", "基层党委"), True, Form.COMMITTEE, Interim.NONE),
        (("joint", "联合", "联合组建", "联合党支部", "联合支部", "联建", "联合建立", "联合成立",
          "网格", "网格建立", "行业联建"), True, Form.JOINT, Interim.NONE),
        (("regional", "区域联建", "楼宇联建", "园区联建", "区域党支部", "楼宇党支部"), True,
         Form.REGIONAL, Interim.NONE),
        (("functional", "功能型", "功能型党支部", "功能型支部", "功能性党支部", "功能型党组织"),
         True, Form.FUNCTIONAL, Interim.NONE),
        (("anchor", "带动", "带动建"), True, Form.ANCHOR, Interim.NONE),
        (("yes", "有", "已建", "是", "1", "√", "✓", "✔", "☑", "已", "已建立", "已组建", "已成立",
          "建立", "党组织", "组织覆盖", "已覆盖", "临时党支部", "临时支部"), True, None,
         Interim.NONE),
        (("member_group", "挂靠", "挂靠组建", "党员小组", "党小组"), False, Form.NONE,
         Interim.MEMBER_GROUP),
        (("hosted", "依托", "依托建", "依托组建"), False, Form.NONE, Interim.HOSTED),
    )
    for word in words
}  # fmt: skip
"""Words for a party organization: whether it covers, its form where stated, the interim form."""

_FORM_WORDS: Final = {
    "none": "无", "standalone": "单独组建", "general_branch": "党总支", "committee": "党委",
    "joint": "联合组建", "anchor": "带动建", "member_group": "挂靠组建", "hosted": "依托建",
    "yes": "有",
}  # fmt: skip
"""Words to suggest for a party organization, in English and in Chinese."""


def heading_of(column: str) -> str:
    """Return what a column is called in the current language."""
    return HEADINGS.get(column, column) if current_language() == "zh" else column


def suggested(column: str) -> tuple[str, ...]:
    """Return the words to suggest in a column in the current language."""
    chinese = current_language() == "zh"
    if column == "party_organization":
        return tuple(_FORM_WORDS.values() if chinese else _FORM_WORDS)
    codes: type[Code] = {"kind": Kind, "type": Type}[column]
    return tuple(code.label["zh"] if chinese else code.name.lower() for code in codes)


def word_of(form: str) -> str:
    """Return the word for a form of party organization in the current language."""
    return _FORM_WORDS.get(form, form) if current_language() == "zh" else form


NO_SUPERVISOR = frozenset(
    plain(word) for word in ("无", "none", "no", "没有", "无主管单位", "0", "-")
)
