"""Bring the message catalogue up to date: ``python -m tools.catalogue``.

Extracts every ``_()``, ``N_()`` and ``ngettext()`` from the Python files and templates of ``sim``,
and click's own messages. It keeps the translations there are, drops what nobody says any more,
writes ``zh/LC_MESSAGES/fugai.po`` and compiles ``fugai.mo``. Then lists what has no Chinese text
yet and exits with 1. With ``--check`` nothing is written: exit 1 if something would change. Needs
Babel, which only developers have.
"""

from __future__ import annotations

import io
import struct
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1] / "sim"
PO = PACKAGE / "locale" / "zh" / "LC_MESSAGES" / "fugai.po"
MO = PO.with_suffix(".mo")
CLICK = "click"
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("**.j2", "jinja2.ext:babel_extract")]
HEADER = "# Messages of Fugai in Chinese. Written by python -m tools.catalogue; edit msgstr only."

Text = str | tuple[str, ...]


def extracted() -> dict[Text, list[str]]:
    """Return every message of the source with the files that say it, and click's own."""
    found: dict[Text, list[str]] = {}
    for folder, prefix in ((PACKAGE, "sim/"), (Path(click.__file__).parent, f"{CLICK}/")):
        messages = extract_from_dir(folder, METHODS, keywords=KEYWORDS)
        for file, _line, message, _comments, _context in messages:
            text = _text(message)
            places = found.setdefault(text, [])
            place = CLICK if prefix.startswith(CLICK) else prefix + file.replace("\\", "/")
            if text and place not in places:
                places.append(place)
    found.pop("", None)
    return found


def read(path: Path = PO) -> Catalog:
    """Return the catalogue as it is."""
    if not path.exists():
        return Catalog(locale="zh")
    with path.open("rb") as stream:
        return read_po(stream, locale="zh")


def merged(old: Catalog) -> Catalog:
    """Return a catalogue of what is said today, with the translations that are known."""
    new = Catalog(locale="zh", project="Fugai", header_comment=HEADER, fuzzy=False)
    for text, places in sorted(extracted().items(), key=lambda item: _first(item[0])):
        known = old.get(_first(text))
        string = known.string if known is not None and known.id == text else None
        # The line is not written, so that the catalogue does not change with every edit.
        locations = [(place, 0) for place in sorted(places)]
        new.add(text, string, locations=locations)
    for message in old:
        # Another version of click may say other things: keep its translations.
        if message.id and message.id not in new and _of_click(message):
            new.add(message.id, message.string, locations=[(CLICK, 0)])
    return new


def po_text(catalog: Catalog) -> bytes:
    """Return the catalogue as a PO file, without dates and versions that change by themselves."""
    stream = io.BytesIO()
    write_po(stream, catalog, width=99, sort_output=True, include_lineno=False)
    lines = stream.getvalue().decode("utf-8").split("\n")
    kept = [
        line
        for line in lines
        if not line.startswith('"') or ": " not in line or "\\n" not in line or _keeps(line)
    ]
    return "\n".join(kept).encode("utf-8")


def mo_bytes(catalog: Catalog) -> bytes:
    """Return the catalogue compiled, the same bytes whatever version of Babel there is."""
    entries = {
        b"": b"Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n"
    }
    for message in catalog:
        if message.id and message.string and not message.fuzzy:
            source = message.id if isinstance(message.id, str) else "\0".join(message.id)
            target = message.string if isinstance(message.string, str) else message.string[0]
            if target:
                entries[source.encode("utf-8")] = target.encode("utf-8")
    return b"".join(_mo_parts(sorted(entries.items())))


def _mo_parts(entries: list[tuple[bytes, bytes]]) -> Iterator[bytes]:
    """The GNU MO format: header, two tables of (length, offset), then the texts."""
    count = len(entries)
    first, second = 28, 28 + 8 * count
    offset = second + 8 * count
    yield struct.pack("<7I", 0x950412DE, 0, count, first, second, 0, offset)
    for column in (0, 1):
        for entry in entries:
            yield struct.pack("<2I", len(entry[column]), offset)
            offset += len(entry[column]) + 1
    for column in (0, 1):
        for entry in entries:
            yield entry[column] + b"\0"


def untranslated(catalog: Iterable[Message]) -> list[Text]:
    """Return the messages without a Chinese text."""
    return [
        _text(message.id)
        for message in catalog
        if message.id and not (message.string and all(_parts(_text(message.string))))
    ]


def _first(text: Text) -> str:
    return text if isinstance(text, str) else text[0]


def _text(message: str | Sequence[str]) -> Text:
    return message if isinstance(message, str) else tuple(message)


def _parts(text: Text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def _of_click(message: Message) -> bool:
    return [place for place, _line in message.locations] == [CLICK]


def _keeps(line: str) -> bool:
    """Whether a line of the header (or a text that looks like one) stays."""
    name = line.lstrip('"')
    headers = ("POT-Creation", "PO-Revision", "Last-Trans", "Language-Team", "Generated-By",
               "Report-Msgid")  # fmt: skip
    return not name.startswith(headers)


def main(arguments: list[str]) -> int:
    """Update or check the catalogue."""
    catalog = merged(read())
    po, mo = po_text(catalog), mo_bytes(catalog)
    missing = untranslated(catalog)
    if "--check" in arguments:
        changed = not PO.exists() or PO.read_bytes() != po or MO.read_bytes() != mo
        print("out of date: run python -m tools.catalogue" if changed else "up to date")
        return int(changed or bool(missing))
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po)
    MO.write_bytes(mo)
    print(f"{len(catalog)} messages, {len(missing)} without a Chinese text")
    for text in missing:
        print(f"  {text!r}")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
