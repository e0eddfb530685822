"""A page as a strict reader sees it: every element closed, tables by caption, links and ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(("meta", "br", "hr", "img", "link", "input"))

Lines = list[list[str]]


@dataclass
class Reader(HTMLParser):
    """What a page holds; ``wrong`` lists elements that are not closed where they should be."""

    page: str
    wrong: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    tables: dict[str, Lines] = field(default_factory=dict)
    references: list[tuple[str, str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    text: str = ""
    language: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._caption, self._lines = "", Lines()
        self.feed(self.page)
        self.close()
        self.wrong += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in VOID:
            self._open.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "xlink:href", "action", "srcset", "data", "poster"):
                self.references.append((tag, name, value or ""))
            if name == "id":
                self.ids.append(value or "")
            if name == "lang":
                self.language = value or ""
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if tag == "table":
            self._caption, self._lines = "", Lines()
        elif tag == "tr":
            self._lines.append([])
        elif tag in ("th", "td"):
            self._lines[-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.wrong.append(f"</{tag}>")
        if tag == "table":
            self.tables[self._caption] = self._lines

    def handle_data(self, data: str) -> None:
        if "title" in self._open and "svg" not in self._open:
            self.title += data
        if "style" in self._open:
            return
        self.text += data
        if "caption" in self._open:
            self._caption += data
        elif "td" in self._open or ("th" in self._open and "table" in self._open):
            self._lines[-1][-1] += data
