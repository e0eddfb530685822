"""Headings as offices write them: families of words for a column, and columns that are not read.

A heading is compared without blanks, brackets around units and case. What is not read is either of
persons, and never printed or written, or says something that the model has no use for.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from sim.text.vocabulary import COLUMNS, FORMS, KINDS, plain

PERSON: Final = "person"
IGNORE: Final = "ignore"
STATUS: Final = "status"
KIND_OR_TYPE: Final = "kind or type"
PLACE_OR_NAME: Final = "place or name"
MAYBE_NAME: Final = "perhaps the name"
HEAD_STATUS: Final = "head_is_member"
BRANCH_NAME: Final = "branch name"
BRANCH_DATE: Final = "branch date"
CANCEL_DATE: Final = "date of cancellation"
NOT_HERE: Final = "members elsewhere"
FULL_TIME: Final = "members on the staff"
PART_TIME: Final = "members beside the staff"
PROBATIONARY: Final = "probationary members"
FULL_STAFF: Final = "full-time staff"
PART_STAFF: Final = "part-time staff"
MEN: Final = {"staff": "men of the staff", "members": "men of the members"}
WOMEN: Final = {"staff": "women of the staff", "members": "women of the members"}
GROUPS: Final = "organizations"
LEVELS: Final = {"党支部": "standalone", "党总支": "general_branch", "党委": "committee"}

_UNITS = (
    r"\((?:单位[:：]?)?(?:人|名|个|家|人数|万元|元|位|含预备.{0,2}|盖章|是/否|是否|√|选填|必填)+\)"
)
_OF = r"(?:社会组织|社团|民非|企业|机构|组织|单位|本单位|协会|商会|登记|法人|经济组织)?"
_NUMBER = r"(?:总人数|人数|数量|总数|名数|人员数|总量|数|总计)?"

_FAMILIES: Final[tuple[tuple[str, str], ...]] = (
    # What looks like another column and is none comes first.
    (IGNORE, r".*(?:预备|申请|积极分子|发展对象|流动|退休|离退休|女)党员.*(?:占比|比例)"),
    ("founded", r"(?:批准|核准|首次|初次)(?:成立|登记|设立|注册|发证)(?:的)?(?:日期|时间|年月)"),
    ("district", r"(?:住所|隶属|管理|登记|活动|注册)(?:地)?(?:所在|所属)?"
                 r"(?:乡镇|镇街|街镇|街道|区县|县区)"),
    (FULL_TIME, r"(?:其中)?专职(?:工作)?(?:人员)?(?:中)?(?:的)?党员" + _NUMBER),
    (PART_TIME, r"(?:其中)?兼职(?:工作)?(?:人员)?(?:中)?(?:的)?党员" + _NUMBER),
    ("members", r"(?:从业人员|工作人员|员工|职工)(?:中)?(?:的)?(?:中共)?党员"
                r"(?:总人数|人数|总数|数)?"),
    *(
        (parts[column], rf"(?:其中)?(?:{who}{_NUMBER}(?:其中)?{sex}性?|{sex}性?{who}){_NUMBER}")
        for parts, sex in ((MEN, "男"), (WOMEN, "女"))
        for column, who in (
            ("members", "(?:中共)?党员"),
            ("staff", "(?:(?:从业|工作|在职)人员|教?职工|员工)"),
        )
    ),
    (FULL_STAFF, r"(?:其中)?专职(?:工作)?(?:人员)?" + _NUMBER),
    (PART_STAFF, r"(?:其中)?兼职(?:工作)?(?:人员)?" + _NUMBER),
    (IGNORE, r".*(?:入党|申请人|积极分子|发展对象).*"),
    (PROBATIONARY, r"(?:其中)?预备党员" + _NUMBER),
    ("transferred", r"(?:其中)?(?:党员)?组织关系(?:已?转入|在(?!外|其他|原)).*"),
    (NOT_HERE, r"(?:其中)?(?:党员)?组织关系(?:不在|未转入|在外|在其他|在原).*"),
    ("full_members", r"(?:其中)?正式党员" + _NUMBER),
    (HEAD_STATUS, r"(?:主要)?(?:负责人|法定代表人|法人代表|法人|业主|会长|理事长|书记|出资人)"
                  r"(?:是否.*党员|党员身份|政治面貌|身份|政治身份)"),
    (HEAD_STATUS, r"政治面貌"),
    (HEAD_STATUS, r"是否(?:中共)?党员(?:负责人)?"),
    ("id", r".*(?:许可证|登记证书?|执业证|法人证书)(?:编号|号码|号)"),
    (PERSON, r".*(?:身份证|电话|手机|联系方式|微信|邮箱|qq).*"),
    (PERSON, r".*(?:姓名|联系人|联络员|经办人|填表人|审核人|指导员|书记|会长|理事长|院长|校长|"
             r"秘书长)"
             r"(?!数|人数|党支部).*"),
    (PERSON, r"(?:主要|单位|组织|机构|现任)?(?:负责人|法定代表人|法人代表|法人|监事|业主|"
             r"投资人)(?:名称)?"),
    (PERSON, r".*(?:住所|地址|邮编|邮政编码|传真|坐落).*"),
    (IGNORE, r"(?:非|个人|单位)?会员.*|理事.*"
             r"|(?!.*(?:名称|全称)$).*(?:志愿者|义工|服务对象|学生|幼儿|床位|在校).*"),
    (BRANCH_DATE, r".*(?:党组织|支部).*(?:成立|组建|批准|建立|设立)(?:的)?(?:时间|日期|年月).*"),
    (IGNORE, r".*(?:党组织|支部|党建).*(?:成立|组建|批准|建立|换届|设立)(?:的)?(?:时间|日期|"
             r"年月).*"),
    (IGNORE, r"(?:是否|有无)?(?:已|实现|达到|为)*(?:党的?)?工作覆盖.*"),
    (IGNORE, r"(?:组建|建立)(?:时间|日期|年月)"),
    (IGNORE, r".*(?:隶属|上级|审批|批准|换届|届满|阵地|活动室|活动场所|经费|工会|团组织|共青团|"
             r"妇联).*"),
    (IGNORE, r".*(?:原因|理由|困难|问题|意见|建议|措施|计划|打算).*"),
    (IGNORE, r".*(?:资金|资产|收入|金额|产值|税收|年检|年报|评估|等级|有效期|证书|业务范围|"
             r"经营范围|宗旨|"
             r"登记管理机关|登记机关|发证机关|受理机关|性别|学历|年龄|民族|职务|职称|备注|说明|"
             r"序号|年度).*"),
    (IGNORE, r"(?:(?:退休|离退休|流动|女|少数民族|青年|老|在职)党员|党员(?:活动|负责人|志愿|占比|"
             r"比例)).*"),
    (BRANCH_NAME, r"(?:所在|所属|建立|组建)?(?:的)?(?:党组织|党支部|支部|联合党支部)(?:名称|全称)"),
    ("joint_branch", r"联合(?:党)?支部(?:名称|全称)?"),
    ("party_organization", r"(?:是否|有无)?(?:已|实现|达到|为)*(?:党的?)?(?:组织|党组织|党建)?"
                           r"(?:(?<=党建)工作(?=覆盖(?:方式|形式|类型)))?覆盖(?:单位)?(?:情况|方式|形式|类型|状态|与否)?"),
    ("party_organization", r"(?:是否|有无|是否已)?(?:单独|独立|联合|已)?(?:建立|成立|组建|设立|"
                           r"建有|建|有)?"
                           r"(?:了)?(?:中共|党的)?(?:党组织|党支部|支部|(?<=党的)组织)(?:是否)?(?:已)?"
                           r"(?:组建|建立|成立|设立|设置)?"
                           r"(?:形式|方式|类型|类别|情况|状态|设置|有无|与否)?(?:情况)?"),
    ("party_organization", r"(?:已建|建立|组建|下设|下属|现有)?(?:党组织|党支部|支部)(?:总|个)?"
                           r"(?:数|数量|总数)"),
    ("party_organization", r"(?:党建|党组织|组建|建立)(?:状态|情况|形式|方式|类型)"),
    ("party_organization", r"(?:是否)?(?:已)?建党(?:情况)?"),
    ("party_organization", r"(?:党建|党组织)?(?:工作|情况)*(?:是否|有无)(?:已)?(?:建立|组建|建)"),
    ("members", r"(?:现有|在册|共有|中共正式)?(?:中共)?(?:共产)?党员(?:律师|教师|教职工|职工|员工)?"
                + _NUMBER + r"(?:情况)?"),
    ("staff", r"(?:现有|全职|实有|在职|年末)?(?:从业|工作|在岗|就业|用工|聘用|专职工作|专兼职工作|"
              r"专职)"
              r"(?:人员)?" + _NUMBER),
    ("staff", r"(?:现有|在职|在岗|年末)?(?:教?职工|员工)" + _NUMBER),
    ("staff", r"(?:执业|专职)?律师" + _NUMBER),
    ("staff", r"(?:在职|在岗|在编|实有|专兼职|专职兼职)(?:工作)?(?:人员)?人?数|人员数"),
    ("staff", r"(?:组织|单位|机构)?(?:总人数|人员总数|人员数量|人员规模|现有人数|人数)"),
    ("on_base", r"是否(?:纳入|列入)(?:统计|覆盖|考核).*"),
    (CANCEL_DATE, r"(?:注销|撤销|吊销)(?:登记)?(?:的)?(?:日期|时间|年月)"),
    (STATUS, r"(?:登记|注册|存续|经营|法人|组织)(?:状态|状况)|状态|当前状态"),
    ("operating", r"(?:是否)?(?:正常)?(?:运行|运营|运作|活动|开展活动)(?:情况|状态|状况)?"),
    (GROUPS, r"(?:登记|注册|现有|辖区|全部)?(?:社会组织|社团|民非|企业|组织|单位|机构)"
             r"(?:总数|个数|数量|家数|数)|家数|户数|数量|个数"),
    ("supervisor", r"(?:业务|行业|业务指导)?主?管(?:单位|部门|机关|局)(?:名称)?|业务指导单位"
                   r"|挂靠单位"),
    ("founded", r"(?:单位|组织|机构|法人)?(?:成立|登记|注册|设立|创办|创建|批准|成立登记|登记成立|"
                r"首次登记|"
                r"注册登记|核准)(?:的)?(?:日期|时间|年月|年份|年度)"),
    ("id", r"(?:统一)?(?:社会)?(?:信用)(?:代码|编码|号码|号|代码证号)|(?:登记|注册|许可|法人|"
           r"法人登记)证?书?"
           r"(?:编号|号码|号|证号)|(?:组织)?机构代码|统一代码"),
    ("industry", r"(?:所属|所在|涉及|服务)?(?:行业|产业|领域)(?:领域|类别|分类|名称|类型|门类)?|"
                 r"业务领域"),
    ("district", r"(?:所在|所属|隶属|归属|属地|管辖|活动|注册|登记|住所地)?(?:的)?"
                 r"(?:乡镇|镇街|街镇|街道|镇|乡|街|区县|县区|市县|区|县|辖区|片区|地区|区域|属地|"
                 r"社区|村)"
                 r"(?:街道|乡镇|办事处|街|镇|乡|区|开发区|名称|园区|社区){0,2}"),
    (KIND_OR_TYPE, _OF + r"(?:类别|类型|性质|种类|分类)"),
    ("name", _OF + r"(?:全称|名称|名)"),
    ("name", r"社会组织|社团|机构"),
    (PLACE_OR_NAME, r"单位|组织|地方|名单"),
    (MAYBE_NAME, r"(?!.*(?:党|支部|主管|代表|项目|活动)).{1,8}(?:名称|全称)"),
    (IGNORE, r"no|serial(?:no|number)?|#"),
    (PERSON, r"(?:contact|legalrep|phone|telephone|mobile|address|email).*"),
    ("name", r"(?:full|official)?name(?:of(?:the)?(?:organi[sz]ation|association|unit|entity))?"
             r"|(?:organi[sz]ation|association|entity)(?:s?name)?"),
    (KIND_OR_TYPE, r"(?:type|kind|category)of(?:organi[sz]ation|unit|entity)"
                   r"|(?:organi[sz]ation)?(?:type|category)"),
    ("district", r"(?:township|town|sub-?district|district|county)(?:name)?"),
    ("founded", r"(?:date|year|month)(?:of)?(?:establish(?:ed|ment)|found(?:ed|ing)|registered"
                r"|registration)"
                r"|(?:established|founded|registered)(?:on|in)?|(?:founding|registration)date"),
    ("staff", r"(?:no|number)of(?:employees|staff|workers)|headcount"
              r"|(?:staff|employees)(?:size|number|total|count)?"),
    ("members", r"(?:(?:no|number)of)?(?:party|cpc)members(?:total)?"),
    ("party_organization", r"(?:has|have|isthere)?a?(?:party|cpc)(?:branch|organi[sz]ation|group)"
                           r"(?:form|type)?\??"),
    (STATUS, r"(?:registration|legal)?status"),
    (CANCEL_DATE, r"(?:date)?(?:of)?(?:cancell?ation|deregistration|dissolution)(?:date)?"),
)  # fmt: skip
_READY = tuple((column, re.compile(pattern)) for column, pattern in _FAMILIES)


def bare(heading: str) -> str:
    """Return a heading as families compare it: without blanks, units and other brackets."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", heading)).lower()
    text = re.sub(r"^(?:\d{1,2}[.、)]|[一二三四五六七八九十]{1,3}[、.])(?=\D)", "", text)
    # 2023年底党员数: of which year it is, the pair of such headings decides.
    text = re.sub(r"^(?:截[至止])?(?:19|20)\d{2}年(?:度|末|底|\d{1,2}月(?:末|底)?)?(?=.)", "", text)
    text = re.sub(_UNITS, "", text)
    return re.sub(r"[_\-*:、/,，.]+|[()\[\]【】]", "", text)


def meaning(heading: str) -> str:
    """Return the column, or what else a heading says; an empty text where it is not understood."""
    word = bare(heading)
    # A heading in two languages is what its Chinese part says.
    chinese = re.sub(r"[!-\'*-~]", "", word) if re.search(r"[a-z]{3}", word) else ""
    # Whatever stands in brackets, if need be without it: 是否建立党组织(0否1是).
    outside = bare(re.sub(r"\(.*?\)", "", unicodedata.normalize("NFKC", heading)))
    exact = COLUMNS.get(plain(heading)) or COLUMNS.get(word)
    if exact is None and outside.isascii():
        exact = COLUMNS.get(plain(outside))
    if exact in ("kind", "type"):
        return KIND_OR_TYPE
    if exact is not None:
        return exact
    if word in KINDS or (word in FORMS and one_hot(heading)[0]):
        return ""
    return next(
        (
            c
            for text in (word, outside, chinese)
            for c, pattern in _READY
            if text and pattern.fullmatch(text)
        ),
        "",
    )


def not_yet(heading: str) -> bool:
    """Whether a heading asks who should have, could have or wants a party organization."""
    word = bare(heading)
    asked = re.search(
        r"应建|应当|应该|条件|符合|具备|意愿|意向|愿意|拟|计划|打算|准备|需|必要|可以", word
    )
    return asked is not None and re.search(r"已(?:建|组建|成立)", word) is None


def later(one: str, other: str) -> bool | None:
    """Whether the second of two headings is of a later year; ``None`` where they name no years."""
    years = [re.search(r"(?:19|20)\d{2}", unicodedata.normalize("NFKC", h)) for h in (one, other)]
    if not (years[0] and years[1]) or years[0][0] == years[1][0]:
        return None
    return years[1][0] > years[0][0]


def one_hot(heading: str) -> tuple[str, str]:
    """Return column and word of a heading below which a tick stands; empty texts for others."""
    word = bare(heading)
    # 是否单独组建党组织 asks for one form: no says nothing of the others.
    asked = re.fullmatch(r"(?:是否|有无)?(?:已)?((?:单独|独立|联合).*?)(?:党组织|党支部)?", word)
    word = asked[1] if asked else word
    stripped = re.sub(r"(?:其中)?(?:建立|组建|成立|设立|的|数)?$", "", word)
    if re.fullmatch(
        r"(?:应建|尚)?(?:未|无|没有)(?:建立?|组建|成立|设立)?(?:党组织|党支部|支部)", word
    ):
        return "party_organization", "none"
    if re.fullmatch(
        r"(?:应建)?(?:尚)?未(?:建立?|组建|成立)|不(?:具备|符合)(?:组建|建立)?条件", word
    ):
        return "party_organization", "none"
    if re.fullmatch(r"(?:应建)?已(?:建立?|组建|成立)", word):
        return "party_organization", "yes"
    if word in LEVELS:
        return "level", LEVELS[word]
    for form in (word, stripped):
        if form in FORMS and (FORMS[form][1] or FORMS[form][2]):
            return "party_organization", form
        if form in KINDS:
            return "kind", KINDS[form]
    return "", ""
