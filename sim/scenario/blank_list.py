"""An empty list to fill in: headings, drop-down lists, notes, and an example in grey."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Final

from sim.locale import N_, _, current_language
from sim.text.vocabulary import SUGGESTED, heading_of

COLUMNS: Final[Mapping[str, str]] = {
    "id": N_("Unified credit code or another number; as text, so that no zeros are lost."),
    "name": N_("Name of the organization. No names or telephone numbers of persons."),
    "kind": N_("Kind of organization: choose from the list."),
    "district": N_("Township or subdistrict, spelled the same in every row."),
    "supervisor": N_("Business supervisor; none where there is none."),
    "founded": N_("Date of registration, such as 2009-01-31."),
    "staff": N_("People who work there; a number without a unit."),
    "members": N_("Party members, probationary ones among them; a number. 0 where there are none."),
    "party_organization": N_("Choose from the list. Write none where there is none: no blanks."),
    "joint_branch": N_("Name of the joint branch: the same in every row that shares it."),
    "head_is_member": N_("Whether the head is a party member: yes or no, never the name."),
    "operating": N_("Whether it works in fact: yes or no."),
}
"""Columns of the sheet and the note on each."""
LAST: Final = 2000
"""Rows that have the drop-down lists."""
EXAMPLE: Final[Mapping[str, tuple[str, ...]]] = {
    "zh": ("51410782MJ0000001A", "例：某某县物流协会", "社会团体", "城关镇", "商务局", "2009-01-31",
           "12", "5", "单独组建", "", "是", "是"),
    "en": ("51410782MJ0000001A", "Example: logistics association", "social_group", "East",
           "Bureau of Commerce", "2009-01-31", "12", "5", "standalone", "", "yes", "yes"),
}  # fmt: skip


def blank_list() -> bytes:
    """Return the workbook in the language in use; its example row is left out when it is read."""
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _("Organizations")
    language = current_language()
    truths = ("是", "否") if language == "zh" else ("yes", "no")
    choices = {
        "kind": SUGGESTED[language]["kind"],
        "party_organization": SUGGESTED[language]["party_organization"],
        "head_is_member": truths,
        "operating": truths,
    }
    sheet.append([heading_of(column) for column in COLUMNS])
    sheet.append(list(EXAMPLE[language]))
    for position, (column, note) in enumerate(COLUMNS.items(), 1):
        letter = get_column_letter(position)
        head, example = sheet.cell(1, position), sheet.cell(2, position)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="DDE7F0")
        head.comment = Comment(_(note), "fugai")
        example.font = Font(italic=True, color="999999")
        sheet.column_dimensions[letter].width = 20 if position < 4 else 14
        if column in choices:
            listed = ",".join(choices[column])
            rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
            rule.add(f"{letter}3:{letter}{LAST}")
            sheet.add_data_validation(rule)
        if column in ("staff", "members"):
            rule = DataValidation(
                type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True
            )
            rule.error = _("A whole number, without a unit.")
            rule.add(f"{letter}3:{letter}{LAST}")
            sheet.add_data_validation(rule)
    for row in range(3, 203):
        sheet.cell(row, 1).number_format = "@"
    sheet.freeze_panes = "C2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
