"""What people read, in their language: one gettext catalogue for Python, click and templates.

English is the language of the source; ``zh`` is in ``zh/LC_MESSAGES/fugai.po`` and ``.mo``. The
language is a context variable, never process-wide: two tabs of the app may differ, a worker
process starts in English by default. Keys, columns and JSON stay English.

    from sim.locale import _, ngettext
    _("Unknown key \\"{name}\\"").format(name=name)

``python -m tools.catalogue`` brings the catalogue up to date (see ``tools/catalogue.py``).
"""

from __future__ import annotations

import gettext as _gettext
import locale as _locale
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

DOMAIN = "fugai"
LANGUAGES = ("en", "zh")

_language: ContextVar[str] = ContextVar("language", default="en")


@cache
def translations(language: str) -> _gettext.NullTranslations:
    """Return the catalogue of a language; English is the source and has none."""
    if language == "en":
        return _gettext.NullTranslations()
    path = files(__package__).joinpath(language, "LC_MESSAGES", f"{DOMAIN}.mo")
    with path.open("rb") as stream:
        return _gettext.GNUTranslations(stream)


def gettext(message: str) -> str:
    """Return ``message`` in the current language."""
    return translations(_language.get()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form of a message for ``n`` in the current language."""
    return translations(_language.get()).ngettext(singular, plural, n)


def marked(message: str) -> str:
    """Mark ``message`` for extraction and return it untranslated; imported as ``N_``."""
    return message


_ = gettext
N_ = marked


def current_language() -> str:
    """Return the language in use: ``en`` or ``zh``."""
    return _language.get()


def use_language(language: str) -> None:
    """Use ``language`` from here on in the current context."""
    _language.set(language)


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Use ``language`` within a block."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def pick(labels: Mapping[str, str]) -> str:
    """Return the label in the current language from a table such as ``{zh = …, en = …}``."""
    return labels[_language.get()]


def noted(text: str, note: object) -> str:
    """Return a text with a note in brackets, in the marks of the current language."""
    return _("{text} ({note})").format(text=text, note=note)


def labelled(name: str, text: object) -> str:
    """Return a text after what it is of, in the marks of the current language."""
    return _("{name}: {text}").format(name=name, text=text)


def followed(text: object, more: object) -> str:
    """Return a text and what is said of it behind a comma: a name and its date or unit."""
    return _("{text}, {more}").format(text=text, more=more)


def listed(texts: Iterable[object]) -> str:
    """Return texts one after the other, with the marks of the current language between them."""
    return _(", ").join(map(str, texts))


def sentences(texts: Iterable[str]) -> str:
    """Put sentences one behind the other, as the language does; empty ones are left out."""
    return ("" if current_language() == "zh" else " ").join(text for text in texts if text)


def detect(asked: str | None = None) -> str:
    """Return the language to use: as asked, else ``FUGAI_LANG``, else the locale's."""
    names = [asked, os.environ.get("FUGAI_LANG")]
    names += [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    for name in names:
        if name:
            return _known(name)
    return _known(_locale.getlocale()[0] or "en")


def _known(name: str) -> str:
    """Reduce a locale's name (``zh_CN.UTF-8``, ``Chinese (Simplified)_China``) to a language."""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def bind_click(language: str) -> None:
    """Let click's own messages come from the same catalogue.

    click asks the standard library's process-wide gettext, so this is for the command line only,
    where the process has one language.
    """
    with as_file(files(__package__)) as folder:
        _gettext.bindtextdomain(DOMAIN, str(Path(folder)))
    _gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language
