"""A page as one HTML text: no script, nothing fetched, the Chinese it needs embedded.

The same run gives the same bytes: nothing of the time or the place of its making is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from sim.locale import _, in_language, ngettext
from sim.plots.style import tell_page
from sim.report.content import content
from sim.report.figures import face
from sim.results.reading import Results

_FOLDED: Final = re.compile(r"<(pre|details|style).*?</\1>", re.DOTALL)
"""What is shown in the reader's own fonts."""

TAGS: Final = {"en": "en", "zh": "zh-CN"}
"""Languages as HTML names them: it is by zh-CN that browsers choose simplified forms."""


def report(
    results: Results,
    *,
    lang: str = "en",
    brief: bool = False,
    alternatives: Sequence[str] = (),
    names: bool = False,
) -> str:
    """Return the report of a run as HTML, or its one-page form.

    ``alternatives`` limits it to some, beside the baseline; the others are named as left out.
    ``names`` adds who should have a branch and has none: facts of the registry. Raises
    ``InputError`` where the run doesn't have an alternative.
    """
    with in_language(lang):
        made = content(results, brief=brief, alternatives=alternatives, names=names)
        template = _environment().get_template("page.html.j2")
        body = template.render(tag=TAGS[lang], made=made)
        tell_page(body)
        return body.replace("/*font*/", face(_FOLDED.sub("", body)))


def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("sim.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    found.install_gettext_callables(_, ngettext)  # type: ignore[attr-defined]
    return found
