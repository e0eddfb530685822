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
from sim.text.numerals import CHINESE, chinese_value, is_about
from sim.text.problems import one_of
from sim.text.vocabulary import NO, NO_SUPERVISOR, YES, plain

MISSING = frozenset(("", "-", "--", "—", "——", "–", "―", "/", "//", "\\", "?", "？", "…", "na",
                     "n/a", "nan", "null", "none known", "不详", "未知", "不清楚", "不明", "待查",
                     "待核实", "待定", "暂缺", "缺", "空", "#n/a", "unknown", "未填", "未填写",
                     "未填报", "未上报", "未报", "未统计", "未核实", "未提供", "未掌握", "未摸排",
                     "无数据", "无法联系", "无法核实", "待补", "待补充", "待报", "not known",
                     "not stated"))  # fmt: skip
ERRORS: Final = frozenset(("#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!"))
"""What a formula that fails leaves in its cell, besides #N/A."""
NAMELESS: Final = frozenset(("无", "否", "没有", "暂无", "none", "no"))
"""Words of a column of names that say that there is none."""
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
    r"(?:大?约|近|不足|共计?|现有|专职|超过?|合计|左右|[~≈]|(?:c|ca|approx)\.?|circa|about|around)?"
    r"(?P<n>\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]+)"
    r"(?P<wan>万)?(?:余|多|几|左右|上下|\+)*(?:人次|人|名|个|位|员|people|persons|staff|employees|members)?"
    r"(?:党员|左右|余|上下)?"
)
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[, ]\d{3})+(?![\d,])")
_NOBODY = frozenset(("无", "没有", "暂无", "无人", "无党员", "none", "no"))


def number(cell: str) -> int:
    """A count: a whole number, not negative, with or without its unit."""
    text = dressed_off(cell)
    # 1,200余人: a separator of thousands, whatever stands around the number.
    text = _THOUSANDS.sub(lambda found: re.sub("[, ]", "", found[0]), text)
    if re.search(r"\d\s+\d", text):
        raise _wrong(N_("two numbers"), cell, _("Write how many."))
    text = re.sub(r"\s+", "", text)
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
    found = _COUNT.fullmatch(text.lower())
    if not found or is_about(found["n"]):
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


def dressed_off(cell: str) -> str:
    """Return a cell in half-width form, without the apostrophe that keeps a number a text."""
    return re.sub(r"^['‘’`´]+(?=.*\d)", "", unicodedata.normalize("NFKC", cell).strip()).strip()


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


_SURNAMES: Final = (
    "(?:欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐"
    "冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯"
    "邵孟龙段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢路岳齐梅莫庄辛管祝"
    "左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂])"
)
_PERSONS: Final = re.compile(rf"{_SURNAMES}[\u4e00-\u9fff]{{1,2}}")


def is_persons(cell: str) -> bool:
    """Whether a cell of a column of counts holds names of persons."""
    words = [word for word in re.split(r"[\s、,，;；/]+", cell) if word]
    return bool(words) and all(map(_PERSONS.fullmatch, words))


def shortened(cell: str) -> str:
    """Return a cell as a message quotes it: without names and telephone numbers of persons."""
    if re.search(r"1[3-9]\d{9}(?!\d)|0\d{2,3}-?\d{7,8}|\d{10,}", cell):
        return "…"  # Beside a telephone number stands a name, before or behind it.
    text = re.sub(r"(指导员|联络员|书记|负责人|联系人|电话)[^,，;；]+", r"\1…", cell)
    text = re.sub(r"[(（][^)）]*[\u4e00-\u9fff]{2}[^)）]*[)）]?", "（…）", text)
    return text if len(text) <= 24 else f"{text[:23]}…"


_DATES = (
    re.compile(r"(?P<y>\d{4})\s*[-/.·–—年]\s*(?P<m>\d{1,2})(?:\s*(?:[-/.·–—]|月份?)\s*(?P<d>\d{1,2})?\s*日?)?"
               r"(?:[ T]\d.*)?"),
    re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})?"),
    re.compile(r"(?P<y>(?:19|20)\d{2})年?"),
)  # fmt: skip


_IN_CHINESE = re.compile(
    r"(?P<y>[一二][〇○零一二三四五六七八九]{3})年(?:(?P<m>[一二三四五六七八九十]{1,2})月(?:.{1,3}日)?)?"
)


_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_IN_ENGLISH = re.compile(
    rf"(?:\d{{1,2}}\s+)?(?P<m>{'|'.join(_MONTHS)})[a-z]*\.?\s+(?:\d{{1,2}},?\s+)?(?P<y>\d{{4}})"
)


def is_year(cell: str) -> bool:
    """Whether a date is a year and nothing more."""
    return re.fullmatch(r"(?:19|20)\d{2}\s*年?", dressed_off(cell)) is not None


def month(cell: str) -> tuple[int, int]:
    """Year and month of a date in any usual form, or Excel's day number; of a year its middle."""
    text = re.sub(r"(?<=[\d日月年])\s*\([^()]*\)$", "", dressed_off(cell))
    text = re.sub(r"(?:成立|登记|批准|核准|注册)$", "", text)
    english = _IN_ENGLISH.fullmatch(text.lower())
    if english:
        return int(english["y"]), _MONTHS.index(english["m"]) + 1
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


_STOPPED = re.compile(
    r"(?:已|长期|基本|一直|处于)*"
    r"(?:停|歇业|休眠|僵尸|暂停|未(?:正常)?(?:运|活|开)|不(?:运|正常|活动|开展|再))"
)
_RUNNING = re.compile(r"(?:基本|能|一直)?(?:正常|运行|在运|活跃)")
_OTHER_PARTIES = re.compile(r"(?:民革|民盟|民建|民进|农工|致公|九三|台盟)")


def truth(cell: str) -> bool:
    """Yes or no."""
    word = plain(cell)
    if word in YES:
        return True
    if word in NO or _STOPPED.match(word) or _OTHER_PARTIES.match(word):
        return False
    if _RUNNING.match(word):
        return True
    raise WrongCell(
        _('"{cell}" is neither yes nor no.').format(cell=shortened(cell)),
        _("Write yes or no (是, 否)."),
        N_("neither a yes nor a no"),
    )


def channel(cell: str) -> bool | None:
    """Whether a supervising unit is named; a stroke says that there is none, as 无 does."""
    word = plain(cell)
    if re.fullmatch(r"[-—–―/\\]+", cell.strip()) or (word and word in NO_SUPERVISOR):
        return False
    if is_missing(cell):
        return None
    return re.match(r"直接登记|无(?:业务|行业)?主管", word) is None


def fact(cell: str) -> bool:
    """Whether an organization has what a column asks for: yes and no, a number, or what it has."""
    word = plain(cell)
    if word in NO or re.fullmatch(r"0+(\.0+)?(?:元|万元|人|名|个|处)?", word):
        return False
    return re.match(r"(?:无|没|未|暂无|尚无|缺)", word) is None


def is_open(cell: str) -> bool:
    """Whether a cell says in words that nothing is known, which is no blank."""
    return (
        is_missing(cell) and re.search(r"[^\W\d_]", cell) is not None and cell.lower() not in _GAPS
    )


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
