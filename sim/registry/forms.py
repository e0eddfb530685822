"""What a cell says of a party organization: a form, a denial, a plan, another's branch, a number.

Clauses of a cell are read one by one, so that a denial of one form does not hide another one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from sim.registry.cells import WrongCell, month, tried
from sim.text.vocabulary import FORMS, NO, YES, plain

_PLANNED: Final = (
    r"(?:拟|筹|待(?!补|查|核|报|定|确认)|暂(?:无|未|不|没|缓)|正在|准备|计划|在建).*"
    r"|.*(?:拟建|拟成立|拟组建|在建|筹建|筹备|待批|待建|待成立|待组建|申报中|审批中|[拟筹]$).*"
    r"|inpreparation|planned|pending|notyet.*"
)
_DENIED: Final = (
    r"(?:未|无(?!法|数据|资料|变化)|没|尚未|不|否|应建未|符合条件未).*"
    r"|.*(?:未(?:单独|独立|联合)?(?:建|组建|成立|设立|覆盖)"
    r"|(?:无|没有|没)(?:建|党?组织|党?支部)"
    r"|不成熟|不具备|不符合|不满足|不足|未达|撤销|注销|解散|取消|指导员|联络员|派驻|工作覆盖).*"
)
_SILENT: Final = re.compile(
    r".*(?:换届|届满|整顿|整改|涣散|(?:拟|待|计划|准备)(?:撤销|注销|解散)).*"
    r"|未(?:填|报|上报|统计|核实|核查|掌握|知|提供|摸排|反馈|按期|按时|及时|规范).*"
)
"""What says nothing of whether there is one: it was not filled in, or an election is due."""
_OTHERS: Final = re.compile(
    r"(?!.*(?:挂靠|依托|兜底|代管|托管|挂联|纳入|联合|联建|片区|网格)).*(?:"
    r"(?:镇|乡|街道|社区|村|县|县委|区委|市委|局|办事处|机关|主管单位|主管部门|属地|上级|行业|居委会|村委会)"
    r"(?:机关|第?[一二三四五六七八九十\d]+)?(?:党总支|党支部|支部|党组织)(?:委员会)?(?:管理)?"
    r"|(?:镇|乡|街道|社区|村|县|县委|区委|市委|局|办事处|机关|主管单位|主管部门|属地|上级|行业|系统|园区|综合)"
    r"(?:机关|综合)?党委(?:管理)?|党工委(?:管理)?)"
)
"""The branch or committee of a place or an office, which is none of the organization's own."""

_PARTY: Final = (
    (r"应建(?:已建|尽建).*", "yes"),
    (r"0(?:\.0+)?个.*", "none"),
    (r"[1-9]\d*个(?:党组织|党支部|支部)?|(?:党组织|党支部|支部)[1-9]\d*个", "yes"),
    (f"{_PLANNED}|{_DENIED}", "none"),
    # A union or a branch of the Youth League is none of the party.
    (
        r"(?!.*(?:党|(?<!团)支部)).*(?:群团|工会|共青团|工青妇|团组织|(?<![社集])团支部|妇联).*",
        "none",
    ),
    (r".*(?:党员小组|党小组|挂靠).*", "member_group"),
    (r".*纳入.*联合(?:党)?支部.*", "joint"),
    (r".*(?:依托|兜底|代管|托管|挂联|纳入|属地管理).*", "hosted"),
    (r".*(?:联合|联建|网格|片区|区域|楼宇|园区|综合党?支部).*", "joint"),
    (r".*总支.*", "general_branch"),
    (r".*党委.*|中共.+(?<!支部)(?<!总支)委员会", "committee"),
    (r".*功能.*", "functional"),
    (r".*临时.*", "yes"),
    (r".*(?:单独|独立|单建).*", "standalone"),
    (r".*带动.*", "anchor"),
    (r".*(?:党支部|支部)(?:委员会)?", "standalone"),
    (
        r"(?:是|有|已)?(?:已|经|实现|达到)*(?:建有|建成|组建|建立|成立|设立|建|设|覆盖|批复|批准)?(?:了)?"
        r"(?:中共|党的?)?(?:组织)?(?:覆盖)?|(?!.*应建).*党组织|正常",
        "yes",
    ),
)
_FOUNDED: Final = re.compile(
    r"[(（]?(?:已|于|建立|成立|组建|时间|[:：])*(?=(?:19|20)\d{2}(?:\D|$))(?P<date>[^)）]+)[)）]?"
)
_NOT_ALONE: Final = re.compile(
    r"(?:未|尚未|无|没有?|不|非)(?:单独|独立|联合)(?:组建|建立|成立|设立|建)?的?(?:党组织|党支部|支部)?"
)
"""One form is denied: what follows says which other one there is."""


def party(cell: str) -> str:
    """Return the word for a party organization that a cell means; its own where it is known.

    The month in which it was founded says that it exists.
    """
    found = plain(cell)
    if found in FORMS:
        return cell
    if (found in YES or found in NO) and not re.search("党|团|群众|停|僵", found):
        return "yes" if found in YES else "none"
    text = unicodedata.normalize("NFKC", cell).strip()
    # A remark in brackets may plan it, deny it or name its form; what else it says tells nothing.
    remark = re.fullmatch(r"([^()]+)\([^()]*\)", text)
    for words in (text, *([remark[1]] if remark else [])):
        clauses = [part for part in re.split(r"[,;。]", words) if plain(part)]
        meant = [word for part in clauses if (word := tried(_clause, part))]
        if meant:
            return _weightiest(meant)
    raise WrongCell("")


def _weightiest(words: list[str]) -> str:
    """Return the word that holds: a form, else a bare yes, else an interim form, else none."""

    def weight(word: str) -> int:
        covered, form, interim = FORMS[plain(word)]
        return 3 if covered and form else 2 if covered else 1 if interim else 0

    return max(words, key=weight)


def _clause(clause: str) -> str:
    """Return the word that one clause means."""
    found = plain(clause)
    if found in FORMS:
        return clause
    dated = _FOUNDED.fullmatch(clause.strip())
    if dated and tried(month, re.sub(r"(?:成立|建立|组建|批准)$", "", dated["date"])):
        return "yes"
    found = re.sub(r"^于?(?:19|20)\d{2}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?=.)", "", found)
    other = _NOT_ALONE.match(found)
    if other and other.end() < len(found):
        return tried(_clause, found[other.end() :]) or "none"
    if not found or _SILENT.fullmatch(found) or _OTHERS.fullmatch(found):
        raise WrongCell("")
    meant = next((word for pattern, word in _PARTY if re.fullmatch(pattern, found)), "")
    if not meant:
        raise WrongCell("")
    return meant


def branches(cell: str) -> str:
    """Return the word for a number of party organizations; empty where a cell holds none."""
    text = unicodedata.normalize("NFKC", cell).strip()
    digits = re.fullmatch(r"(\d{1,3})(?:\.0+)?(?:个|家)?", text)
    return "" if digits is None else "yes" if int(digits[1]) else "none"


def key_of(heading: str) -> dict[str, str]:
    """Return the words for numbers that a heading explains: 党组织（1 单独、2 联合、3 无）."""
    text = unicodedata.normalize("NFKC", heading)
    pairs = re.findall(r"(?<!\d)(\d)\s*[.:=、-]?\s*([^\d\s.:=,;、()/]+)", text)
    words = {number: tried(party, word) for number, word in pairs}
    found = {number: word for number, word in words.items() if word}
    return found if len(found) > 1 and len(found) == len(pairs) else {}


def is_liaison(cell: str) -> bool:
    """Whether a cell names a liaison, which is no branch and says nothing of one."""
    return re.search(r"指导员|联络员|派驻|liaison", plain(cell)) is not None


def is_others(cell: str) -> bool:
    """Whether a cell names the branch or committee of a place or an office."""
    return _OTHERS.fullmatch(plain(cell)) is not None
