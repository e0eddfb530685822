"""The page: one HTML file with its style, script, font and data inside, asking for nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sim.fonts import FONT, RARE, UNICODE_RANGE, rare, subset_woff
from sim.histories.explain import open_run
from sim.locale import N_, _, current_language, in_language, pick
from sim.measures.catalogue import MEASURES
from sim.present.looks import COUNTED, HOLLOW_AREA, LIVES
from sim.present.names import alternative_name, capital
from sim.present.numbers import share_cell, whole
from sim.replay import made
from sim.replay.history import (
    CURVES,
    LETTERS,
    MARKS,
    STATES,
    History,
    bands,
    course,
    encode,
    halved,
    mark_of,
    spots,
    written,
)
from sim.results.reading import Results
from sim.results.who import names_of
from sim.state.codes import Bottleneck, Code, Event, Kind, Type

FOLDER: Final = Path(__file__).parent
HTML_LANGUAGE: Final = {"en": "en", "zh": "zh-CN"}
LIMIT: Final = 80_000
"""Bytes beyond which further alternatives are left out, the last ones first."""

_UNPAINTED: Final = re.compile(r'aria-label="[^"]*"|<span class="unseen">[^<]*</span>')
"""What is read aloud only and needs no characters of the font."""

SPEEDS: Final = (1, 2, 4, 8, 16)

SIMULATED: Final = N_("Simulated, not observed.")

COVERED: Final = (
    N_("not on the register"),
    N_("inactive, without a branch"),
    N_("has a branch, alive"),
    N_("has a branch, dormant"),
    N_("has a branch on the books only"),
    N_("inactive, without a branch; it is covered on paper"),
    N_("has no branch"),
    N_("has no branch; its members are in a member group"),
    N_("has no branch; its members have a place at a host office"),
    N_("has no branch; it is covered on paper"),
)
"""What is said of one organization's state; the last four with what holds it back."""

TEXTS: Final = {
    "start": N_("start of {month}"),
    "end": N_("end of {month}"),
    "play": N_("Play"),
    "pause": N_("Pause"),
    "numbers": N_("Reported {reported} ({a} of {base} on the base), effective {effective} ({b})"),
    "nothing": N_("nothing was counted"),
    "month": N_("In this month: {events}"),
    "before": N_("Before the first month"),
    "where": N_("{district}, {industry}"),
    "held": N_("{state}; held back by: {reason}"),
    "drawing": N_("{title}, {month}: {states}"),
    "identity": N_("Identity {identity}"),
}
"""Texts that the script fills in."""


def replay(
    results: Results,
    *,
    alternative: str | None = None,
    replicate: int | None = None,
    names: bool = False,
    lang: str | None = None,
) -> str:
    """Return the replay of a run as the text of an HTML file, the same for the same run.

    Left is the baseline, right ``alternative`` (default: the first; others that fit may be
    chosen in the page). ``replicate`` is by default the one closest to the median at the end
    (:func:`sim.replay.history.typical`). Names of organizations are left out unless ``names``.
    ``lang`` is ``"en"`` or ``"zh"``, by default the current one.

    Raises ``InputError`` where the run was made by another version of the program or doesn't hold
    what is asked for.
    """
    with in_language(lang or current_language()):
        open_run(str(results.folder))
        history = course(results, alternative, replicate)
        all_of_them = len(history.alternatives)
        sides = min(2, all_of_them)
        html = _page(results, history.of(range(sides)), names=names)
        while sides < all_of_them:
            sides += 1
            wider = _page(results, history.of(range(sides)), names=names)
            if len(wider.encode("utf-8")) > LIMIT:
                break
            html = wider
        return html


def data(results: Results, history: History, *, names: bool) -> dict[str, Any]:
    """Return what the page's script plays."""
    scenario, place = results.scenario, results.scenario.place
    known = names_of(results) if names else {}
    columns = [history.kind, history.type, history.district, history.industry, spots(history)]
    rows = zip(map(halved, history.identity.tolist()), np.stack(columns, 1).tolist(), strict=True)
    return {
        "lang": HTML_LANGUAGE[current_language()],
        "start": [scenario.start_year, scenario.start_month],
        "months": results.months,
        "letters": LETTERS,
        "marks": [[_(look.label), look.path, look.colour, look.size] for look in MARKS],
        "mark": [MARKS.index(mark_of(state)) for state in range(STATES)],
        "lives": LIVES,
        "reported": COUNTED,
        "hollow": HOLLOW_AREA,
        "covered": [_(text) for text in COVERED],
        "held": [pick(link.label) for link in Bottleneck if link],
        "kinds": [*map(capital, _used(Kind, history.kind))],
        "types": _used(Type, history.type),
        "texts": {name: _(text) for name, text in TEXTS.items()},
        "districts": [pick(title) for title in place.district_titles],
        "industries": [pick(title) for title in place.industry_titles],
        "organizations": " ".join(".".join([who, *map(str, row)]) for who, row in rows),
        "names": [known.get(who, "") for who in history.identity.tolist()] if names else [],
        "events": [pick(event.label) for event in _happened(history)],
        "sides": _sides(results, history),
    }


def _used(codes: type[Code], numbers: npt.NDArray[np.int64]) -> list[str]:
    """Return labels in the current language, empty ones in the place of those nobody needs."""
    used = frozenset(numbers.tolist())
    return [pick(code.label) if code in used else "" for code in codes]


def _happened(history: History) -> list[Event]:
    """Return the kinds of event of which there was any on a side that is shown."""
    sides = len(history.alternatives)
    return [event for event in Event if history.record.events[:, event, :sides].any()]


def _sides(results: Results, history: History) -> list[dict[str, Any]]:
    ends, events = bands(results, history.alternatives), _happened(history)
    # One history has no range, and how it ends stands at the end of the slider.
    single = len(results.replicates) == 1
    text = _(
        "At the end, over {replicates} replicates: reported {reported}, effective {effective} "
        "(median, 5–95 %)."
    )
    return [
        {
            "id": name,
            "title": alternative_name(results, name),
            "band": ""
            if single
            else text.format(
                replicates=len(results.replicates),
                reported=share_cell(ends[name][0]),
                effective=share_cell(ends[name][1]),
            ),
            "states": " ".join(written(history.states, side)),
            "counts": [
                encode(history.record.counts[count][:, side])
                for count in dict.fromkeys(
                    each for name in CURVES for each in MEASURES[name].counts
                )
            ],
            "events": [encode(history.record.events[:, event, side]) for event in events],
        }
        for side, name in enumerate(history.alternatives)
    ]


def _page(results: Results, history: History, *, names: bool) -> str:
    content = data(results, history, names=names)
    script, style = (_part(name) for name in ("page.js", "page.css"))
    style = f":root{{--lives:{LIVES};--reported:{COUNTED};--hollow:{HOLLOW_AREA}}}\n{style}"
    environment = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals["_"] = _
    values = {
        "language": content["lang"],
        "title": pick(results.info["title"]),
        "question": pick(results.scenario.question) if results.scenario.question else "",
        "simulated": _(SIMULATED),
        "single": len(results.replicates) == 1,
        "speeds": SPEEDS,
        "sides": content["sides"],
        "marks": content["marks"],
        "replicate": history.replicate,
        "shown": _shown(results, history),
        "facts": made.facts(results, history),
        "commands": made.commands(results, history, names),
        "policies": made.policies(results, history),
        "parameters": made.parameters(results),
        "drawn": made.drawn(results, history.replicate),
        # A closing tag within a text would end the block that holds the data.
        "data": json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace(
            "<", "\\u003c"
        ),
        "script": script,
    }
    template = environment.get_template("page.html.j2")
    # Rendered once without the font, to know which characters it needs.
    plain = template.render(values, style=style, policy="")
    style = font_face(_UNPAINTED.sub("", plain)) + style
    return template.render(values, style=style, policy=_policy(script, style))


def _part(name: str) -> str:
    """Return a part of the page without indents and lines of comment."""
    lines = (line.strip() for line in (FOLDER / name).read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _shown(results: Results, history: History) -> str:
    """Return what to say of organizations that are not shown, or not simulated."""
    said = []
    if history.share < 1.0:
        text = _(
            "The dots are {number} organizations, about one in {part}, chosen by their identity; "
            "curves and events count all that were simulated."
        )
        part = round(1 / history.share)
        said.append(text.format(number=len(history.identity), part=whole(part)))
    if results.weight != 1.0:
        text = _("One in {part} of the place's organizations was simulated.")
        said.append(text.format(part=whole(results.weight)))
    return " ".join(said)


def _policy(script: str, style: str) -> str:
    """Return the content security policy: this script, this style, this font, no request."""
    hashes = [
        base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
        for text in (script, style)
    ]
    return (
        f"default-src 'none'; script-src 'sha256-{hashes[0]}'; style-src 'sha256-{hashes[1]}'; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )


UNITS: Final = 64
"""Units an em, of 1,000 in the original. At 16 px of text a step is a quarter of a pixel, which
nobody sees; the outlines take 40 % less room."""


def font_face(text: str) -> str:
    """Return the style that brings the Chinese characters of a text; nothing for one without."""
    if not any("\u2e80" <= sign <= "\uffef" for sign in text):
        return ""
    beyond = rare(text)
    rule = _face(text, FONT, UNICODE_RANGE)
    if beyond:
        rule += _face(beyond, RARE, ",".join(f"U+{ord(sign):X}" for sign in beyond))
    return rule


def _face(text: str, file: Path, signs: str) -> str:
    source = base64.b64encode(subset_woff(text, UNITS, file)).decode("ascii")
    return (
        "@font-face{font-family:ReplayCJK;src:url(data:font/woff2;base64,"
        f"{source}) format('woff2');unicode-range:{signs}}}\n"
    )
