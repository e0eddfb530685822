"""What a cell of a registry says: numbers, months, yes and no, words of a list.

Each reader returns the value, or raises :class:`WrongCell` with a message and a hint. A cell is
missing where it is blank or says that nothing is known.
"""

from __future__ import annotations

import datetime
import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from sim.locale import N_, _
from sim.text.hints import EXCEL_DAYS
from sim.text.numerals import CHINESE, chinese_value
from sim.text.problems import one_of
from sim.text.vocabulary import FORMS, NO, YES, plain

MISSING = frozenset(("", "-", "--", "—", "——", "–", "―", "/", "//", "\\", "?", "？", "…", "na",
                     "n/a", "nan", "null", "none known", "不详", "未知", "不清楚", "不明", "待查",
                     "待核实", "待定", "暂缺", "缺", "空", "#n/a", "unknown"))  # fmt: skip
_GAPS = ("na", "n/a", "nan", "null", "#n/a", "空", "缺", "暂缺")
"""Marks of an empty cell."""
MID_YEAR = 7
MOST: Final = 1_000_000
"""More people than this belong to no organization: it is a number of another kind."""
Value = TypeVar("Value")


class WrongCell(ValueError):
    """A cell that cannot mean what its column needs.

    ``sort`` is the message without the cell, under which equal faults of a column are said
    at once; it is translated when it is shown.
    """

    def __init__(self, message: str, hint: str = "", sort: str = "") -> None:
        super().__init__(message)
        self.message, self.hint, self.sort = message, hint, sort


def tried(reader: Callable[[str], Value], cell: str) -> Value | None:
    """Return what a reader finds in a cell, ``None`` where it cannot be meant."""
    try:
        return reader(cell)
    except WrongCell:
        return None


def is_missing(cell: str) -> bool:
    """Whether a cell says nothing."""
    return unicodedata.normalize("NFKC", cell).strip().lower() in MISSING


_COUNT = re.compile(
    r"(?:大?约|近|不足|共计?|现有|专职|超过?|合计|左右)?(?P<n>\d+(?:\.\d+)?|[零一二两三四五六七八九十百千]+)"
    r"(?P<wan>万)?(?:余|多|几|左右|上下|\+)*(?:人次|人|名|个|位|员)?(?:党员|左右|余|上下)?"
)
_NOBODY = frozenset(("无", "没有", "暂无", "无人", "无党员", "none", "no"))


def number(cell: str) -> int:
    """A count: a whole number, not negative, with or without its unit."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell))
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.0+)?", text):
        text = text.replace(",", "")
    # 5（其中预备1）: what stands in brackets is a remark.
    text = re.sub(r"(?<=[\d人名个])\([^\d%]*(?:\d+[^\d%]*)?\)$", "", text)
    if text.lower() in _NOBODY:
        return 0
    if re.fullmatch(r"-\d+(\.\d+)?", text):
        raise _wrong(N_("negative"), cell, _("Counts are 0 or more."))
    if re.search(r"\d\s*[%‰]", text):
        raise _wrong(N_("a per cent, not a count"), cell, _("Write how many."))
    if re.search(r"\d\.\d*[eE]\+?\d", text):
        raise _wrong(N_("a long number that a spreadsheet has cut"), cell)
    found = _COUNT.fullmatch(text)
    if not found:
        inside = re.fullmatch(r"[^\d.:+-]*(\d+)[^\d.:+-]*", text.replace(",", ""))
        hint = _("Write {number}.").format(number=inside[1]) if inside else ""
        raise _wrong(N_("not a number"), cell, hint if "元" not in text else "")
    count = _value(found["n"]) * (10_000 if found["wan"] else 1)
    if count != int(count):
        raise _wrong(N_("not a whole number"), cell)
    if count > MOST:
        hint = _("No organization has that many people. Is it a code or a telephone number?")
        raise _wrong(N_("too large"), "…", hint)
    return int(count)


def count(cell: str) -> int | None:
    """Return the number in a cell, ``None`` where there is none."""
    return None if is_missing(cell) else tried(number, cell)


def _wrong(sort: str, cell: str, hint: str = "") -> WrongCell:
    message = _('"{cell}" is {sort}.').format(cell=shortened(cell), sort=_(sort))
    return WrongCell(message, hint, sort)


def _value(text: str) -> float:
    """A number in digits, or in Chinese ones below ten thousand."""
    if text[0].isdigit():
        return float(text) if len(text) < 20 else float(MOST + 1)
    return chinese_value(text)


def as_written(cell: str) -> bool:
    """Whether a count is a plain number: nothing was converted."""
    return re.fullmatch(r"\d+(\.0+)?", unicodedata.normalize("NFKC", cell).strip()) is not None


def shortened(cell: str) -> str:
    """Return a cell as a message quotes it: without names and telephone numbers of persons."""
    if re.search(r"1[3-9]\d{9}(?!\d)|0\d{2,3}-?\d{7,8}|\d{10,}", cell):
        return "…"  # Beside a telephone number stands a name, before or behind it.
    text = re.sub(r"(指导员|联络员|书记|负责人|联系人|电话)[^,，;；]+", r"\1…", cell)
    text = re.sub(r"[(（][^)）]*[\u4e00-\u9fff]{2}[^)）]*[)）]?", "（…）", text)
    return text if len(text) <= 24 else f"{text[:23]}…"


_DATES = (
    re.compile(r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})(?:\s*[-/.月]\s*(?P<d>\d{1,2})?\s*日?)?"
               r"(?:[ T]\d.*)?"),
    re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})?"),
    re.compile(r"(?P<y>(?:19|20)\d{2})年?"),
)  # fmt: skip


_IN_CHINESE = re.compile(
    r"(?P<y>[一二][〇○零一二三四五六七八九]{3})年(?:(?P<m>[一二三四五六七八九十]{1,2})月(?:.{1,3}日)?)?"
)


def month(cell: str) -> tuple[int, int]:
    """Year and month of a date in any usual form, or Excel's day number; of a year its middle."""
    text = unicodedata.normalize("NFKC", cell).strip()
    text = re.sub(r"(?:成立|登记|批准|核准|注册)$", "", text)
    written = _IN_CHINESE.fullmatch(text)
    if written:
        digits = "".join(str(CHINESE.get(sign, 0)) for sign in written["y"])
        text = f"{digits}-{int(_value(written['m']))}" if written["m"] else digits
    for pattern in _DATES:
        found = pattern.fullmatch(text)
        if found:
            parts = found.groupdict()
            result = int(parts["y"]), int(parts.get("m") or MID_YEAR)
            if result == (1900, 1):  # day 0 or 1 of a spreadsheet
                raise WrongCell(
                    _('"{cell}" is what a spreadsheet shows for an empty cell.').format(
                        cell=shortened(text)
                    ),
                    _("Write it as 2009-01 or 2009-01-31."),
                    N_("an empty cell shown as a date"),
                )
            if 1 <= result[1] <= 12 and result[0] >= 1800:
                return result
    day = excel_day(text)
    if day is not None:
        return day.year, day.month
    raise _wrong(N_("not a date"), cell, _("Write it as 2009-01 or 2009-01-31."))


def excel_day(cell: str) -> datetime.date | None:
    """Return the day of a spreadsheet's day number."""
    if re.fullmatch(r"\d{5}(\.\d+)?", cell) and EXCEL_DAYS[0] <= float(cell) <= EXCEL_DAYS[1]:
        return datetime.date(1899, 12, 30) + datetime.timedelta(days=int(float(cell)))
    return None


_STOPPED = re.compile(r"(?:停|歇业|休眠|僵尸|暂停|未(?:运|活|开)|不(?:运|正常|活动|开展|再))")
_RUNNING = re.compile(r"(?:正常|运行|在运|活跃)")


def truth(cell: str) -> bool:
    """Yes or no."""
    word = plain(cell)
    if word in YES:
        return True
    if word in NO or _STOPPED.match(word):
        return False
    if _RUNNING.match(word):
        return True
    raise WrongCell(
        _('"{cell}" is neither yes nor no.').format(cell=shortened(cell)),
        _("Write yes or no (是, 否)."),
        N_("neither a yes nor a no"),
    )


def fact(cell: str) -> bool:
    """Whether an organization has what a column asks for: yes and no, a number, or what it has."""
    word = plain(cell)
    if word in NO or re.fullmatch(r"0+(\.0+)?(?:元|万元|人|名|个|处)?", word):
        return False
    return re.match(r"(?:无|没|未|暂无|尚无|缺)", word) is None


_PARTY = (
    (r"应建(?:已建|尽建).*", "yes"),
    (
        r"(?:未|无|没|暂(?:无|未|不|没|缓)|尚未|不|拟|筹|待|否|正在|准备|计划|应建未|符合条件未).*"
        r"|.*(?:未(?:单独|独立|联合)?(?:建|组建|成立|设立|覆盖)|(?:无|没有|没)(?:建|党?组织|党?支部)|筹建|筹备"
        r"|撤销|注销|解散|取消|指导员|联络员|派驻|工作覆盖).*",
        "none",
    ),
    (r".*(?:党员小组|党小组|挂靠).*", "member_group"),
    (r".*(?:依托|兜底|代管|托管|挂联|纳入|属地管理).*", "hosted"),
    (r".*(?:联合|联建|网格|片区|区域|楼宇).*", "joint"),
    (r".*总支.*", "general_branch"),
    (r".*(?:党委|党工委).*", "committee"),
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
_FOUNDED = re.compile(
    r"[(（]?(?:已|于|建立|成立|组建|时间|[:：])*(?=(?:19|20)\d{2}\D)(?P<date>[^)）]+)[)）]?"
)


def party(cell: str) -> str:
    """Return the word for a party organization that a cell means; its own where it is known.

    The month in which it was founded says that it exists.
    """
    found = plain(cell)
    if found in FORMS:
        return cell
    if (found in YES or found in NO) and not re.search("党|团|群众|停|僵", found):
        return "yes" if found in YES else "none"
    dated = _FOUNDED.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    if dated:
        month(re.sub(r"(?:成立|建立|组建|批准)$", "", dated["date"]))
        return "yes"
    for pattern, meant in _PARTY:
        if found and re.fullmatch(pattern, found):
            return meant
    raise WrongCell("")


def branches(cell: str) -> str:
    """Return the word for a number of party organizations; empty where a cell holds none."""
    text = unicodedata.normalize("NFKC", cell).strip()
    digits = re.fullmatch(r"(\d{1,3})(?:\.0+)?(?:个|家)?", text)
    return "" if digits is None else "yes" if int(digits[1]) else "none"


def is_open(cell: str) -> bool:
    """Whether a cell says in words that nothing is known, which is no blank."""
    return (
        is_missing(cell) and re.search(r"[^\W\d_]", cell) is not None and cell.lower() not in _GAPS
    )


def is_liaison(cell: str) -> bool:
    """Whether a cell names a liaison, which is no branch and says nothing of one."""
    return re.search(r"指导员|联络员|派驻|liaison", plain(cell)) is not None


def word(cell: str, allowed: Mapping[str, Value], names: tuple[str, ...]) -> Value:
    """One of a list of words; ``names`` are those to suggest."""
    found = plain(cell)
    if found in allowed:
        return allowed[found]
    close = difflib.get_close_matches(found, list(allowed), n=1, cutoff=0.6)
    if close:
        near = next((name for name in names if plain(name) == close[0]), close[0])
        hint = _('Did you mean "{name}"?').format(name=near)
    else:
        hint = _("Allowed: {names}.").format(names=one_of(names))
    message = _('"{cell}" is not known here.').format(cell=shortened(cell))
    raise WrongCell(message, hint, N_("not known here"))
