"""A report as a Word file: the same sections, tables and pictures as the page, to be edited on.

Offices pass texts on as Word files. The same run gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from sim.locale import in_language
from sim.report.blocks import Block, Code, Figures, Fold, Points, Table, Text
from sim.report.content import Content, content
from sim.results.readable import timeless
from sim.results.reading import Results

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

QUIET: Final = "595959"
FILL: Final = "F4F4F1"
PICTURE_MM: Final = 125.0
"""Width of a picture of its own; others stand one below the other, somewhat smaller."""
SMALLER_MM: Final = 105.0

FONTS: Final = {"en": ("Calibri", "Microsoft YaHei"), "zh": ("Calibri", "Microsoft YaHei")}
"""Fonts of Latin and of Chinese letters: each office has them, or its own in their place."""

SIZE, SMALL, TABLE = 10.5, 9.0, 8.5


def word(
    results: Results,
    *,
    lang: str = "en",
    brief: bool = False,
    alternatives: Sequence[str] = (),
    names: bool = False,
) -> bytes:
    """Return the report of a run, or its short form, as a Word file.

    Raises ``InputError`` where the run doesn't have an alternative.
    """
    from docx import Document as new

    with in_language(lang):
        made = content(results, brief=brief, alternatives=alternatives, names=names, pictures="png")
        document = new()
        _prepare(document, lang, made)
        document.add_heading(made.title, level=0)
        _paragraph(document, f"{made.kind} · {made.about}", size=SMALL, quiet=True)
        for section in made.sections:
            document.add_heading(section.title, level=1)
            for block in section.blocks:
                _block(document, block)
        _paragraph(document, made.footer, size=SMALL, quiet=True)
        stream = BytesIO()
        document.save(stream)
        return timeless(stream.getvalue())


def _prepare(document: Document, lang: str, made: Content) -> None:
    """Set paper, fonts and what the file says of itself."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(18)
    latin, chinese = FONTS[lang]
    for name in ("Normal", "Title", "Heading 1", "List Bullet"):
        style: Any = document.styles[name]
        style.font.name = latin
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
        fonts.set(qn("w:eastAsia"), chinese)
    normal: Any = document.styles["Normal"]
    normal.font.size = Pt(SIZE)
    normal.paragraph_format.space_after = Pt(4)
    title: Any = document.styles["Title"]
    title.font.size = Pt(18)
    told = document.core_properties
    told.title, told.author, told.comments = made.title, f"fugai {made.version}", made.footer
    told.language = {"en": "en", "zh": "zh-CN"}[lang]


def _block(document: Document, block: Block) -> None:
    match block:
        case Text():
            _text(document, block)
        case Points():
            for at, item in enumerate(block.items):
                bold = block.style == "lead" and not at
                _paragraph(document, item, style="List Bullet", bold=bold)
        case Table():
            _table(document, block)
        case Figures():
            _pictures(document, block)
        case Code():
            _paragraph(document, block.text, size=SMALL, mono=True)
        case Fold():
            if not block.screen_only:
                _paragraph(document, block.title, bold=True)
                for inner in block.blocks:
                    _block(document, inner)


def _text(document: Document, block: Text) -> None:
    note = block.style == "note"
    made = _paragraph(
        document,
        block.text,
        size=SMALL if note else SIZE,
        quiet=note,
        bold=block.style == "lead",
    )
    if block.style == "stance":
        _shade(made._p.get_or_add_pPr())


def _paragraph(
    document: Any, text: str, *, style: str | None = None, size: float = SIZE, quiet: bool = False,
    bold: bool = False, mono: bool = False,
) -> Paragraph:  # fmt: skip
    from docx.shared import Pt, RGBColor

    made: Paragraph = document.add_paragraph(style=style)
    run = made.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    if quiet:
        run.font.color.rgb = RGBColor.from_string(QUIET)
    if mono:
        run.font.name = "Consolas"
    return made


def _table(document: Document, block: Table) -> None:
    """Write a table whose heads are repeated on every page; ranges stand below their numbers."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    if block.caption:
        caption = _paragraph(document, block.caption, size=SMALL, quiet=True)
        caption.paragraph_format.keep_with_next = True
        caption.paragraph_format.space_before = Pt(6)
    columns = len(block.head) or 1 + max((len(row.cells) for row in block.rows), default=0)
    made = document.add_table(rows=0, cols=columns)
    made.style = "Table Grid"
    made.autofit = False
    first = _first_width(columns, words=block.words)
    widths = [first, *[(170.0 - first) / max(1, columns - 1)] * (columns - 1)]
    if block.words and columns > 2:  # the last column explains
        widths[1:] = [*[28.0] * (columns - 2), 170.0 - first - 28.0 * (columns - 2)]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)

    def write(cell: Any, text: str, band: str, *, at: int, bold: bool) -> None:
        cell.width = Mm(widths[at])
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        if at and not block.words:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold, Pt(TABLE)
        if band:
            beside = paragraph.add_run(f"\n{band}")
            beside.font.size = Pt(TABLE - 1.5)

    if block.head:
        row = made.add_row()
        for at, head in enumerate(block.head):
            write(row.cells[at], head, "", at=at, bold=True)
            _shade(row.cells[at]._tc.get_or_add_tcPr())
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().append(repeated)
    for line in block.rows:
        cells = made.add_row().cells
        write(cells[0], line.label, "", at=0, bold=line.strong)
        for at, cell in enumerate(line.cells, start=1):
            write(cells[at], cell.main, cell.band, at=at, bold=line.strong)
    after = document.add_paragraph()
    after.paragraph_format.space_after = Pt(2)


def _first_width(columns: int, *, words: bool) -> float:
    """Return the millimetres of the column of labels."""
    if words:
        return 40.0
    return 60.0 if columns < 5 else 36.0


def _pictures(document: Document, block: Figures) -> None:
    from docx.shared import Mm

    for chart in block.charts:
        width = PICTURE_MM if block.wide else SMALLER_MM
        document.add_picture(BytesIO(chart.png), width=Mm(width))
        document.paragraphs[-1].paragraph_format.keep_with_next = True
        _paragraph(document, chart.caption, size=SMALL, quiet=True)


def _shade(properties: Any) -> None:
    """Fill a paragraph or a cell with a pale grey."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", FILL)):
        shade.set(qn(f"w:{name}"), value)
    properties.append(shade)
