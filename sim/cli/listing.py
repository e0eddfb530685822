"""``fugai list``: what there is: scenarios, policies, measures, parameters, studies."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import click

from sim.cli.base import argument, command, json_option, print_json
from sim.errors import InputError
from sim.locale import LANGUAGES, N_, _, current_language, labelled, listed, ngettext, noted, pick
from sim.present.notebook import measure_entries, parameter_entries
from sim.present.numbers import whole
from sim.present.tables import aligned
from sim.text.problems import ScenarioError
from sim.units import unit_name

Entry = dict[str, Any]

HEADS: Final[Mapping[str, str]] = {
    "source": N_("source"),
    "unit": N_("unit"),
    "numerator": N_("numerator"),
    "denominator": N_("denominator"),
    "range": N_("range"),
    "default": N_("default"),
    "low": N_("lowest"),
    "high": N_("highest"),
    "prior": N_("prior"),
    "may_be_zero": N_("may be 0"),
    "status": N_("standing"),
    "section": N_("section of the model"),
    "name": N_("field"),
    "policies": N_("policies"),
    "rivals": N_("rivals"),
    "called_with": N_("called with"),
    "meaning": N_("meaning"),
    "start": N_("first month"),
    "years": N_("years"),
    "alternatives": N_("alternatives"),
    "method": N_("method"),
    "scenario": N_("scenario"),
}
"""What people read for the keys that ``--json`` has."""

WORDS: Final[Mapping[str, str]] = {
    "linear": N_("linear: uniform on each side of the default"),
    "log": N_("log: uniform in the logarithm on each side of the default"),
    "fixed": N_("fixed: held at the default"),
    "sourced": N_("sourced"),
    "reasoned": N_("reasoned"),
    "free": N_("free"),
    "assumed": N_("assumed"),
}
"""What people read for values that are names."""

SORTS = ("scenarios", "policies", "measures", "parameters", "prices", "rules", "studies")


@command(
    "list",
    help=N_(
        "List scenarios, policies, measures, parameters, prices, rules or studies, with "
        "--json in detail.\n\nWith a NAME describe that one, e.g. fugai list policies "
        "coverage_quota."
    ),
)
@argument(
    "what",
    type=click.Choice(SORTS),
    metavar="|".join(SORTS),
)
@argument("name", required=False)
@json_option
def listing(what: str, name: str | None, as_json: bool) -> None:
    """List one sort of thing, or describe one."""
    entries = _LISTS[what]()
    if name is not None:
        entries = [_named(entries, name)]
    if as_json:
        print_json(entries)
        return
    if not entries:
        click.echo(_("There are none here."))
    elif name is not None:
        click.echo(detail(entries[0]))
    else:
        _table(what, entries)


def _named(entries: list[Entry], name: str) -> Entry:
    """Return the entry of a name."""
    from sim.text.hints import near

    found = {str(next(iter(entry.values()))): entry for entry in entries}
    if name not in found:
        message = _('There is no "{name}" in this list.').format(name=name)
        raise InputError(f"{message} {near(name, list(found))}")
    return found[name]


def _table(what: str, entries: list[Entry]) -> None:
    """Print a line an entry; below a measure its definition, below all what tells more."""
    lines = aligned([_line(what, entry) for entry in entries], indent=0).splitlines()
    for line, entry in zip(lines, entries, strict=True):
        click.echo(line)
        if "definition" in entry:
            click.echo(f"    {pick(entry['definition'])}")
    if what == "policies":
        more = _(
            "fugai list policies NAME shows fields, defaults and ranges; docs/policies.md has all "
            "policies."
        )
        click.echo(f"\n{more}")


def _line(what: str, entry: Entry) -> tuple[str, ...]:
    """Name, what else there is in short, and the label in the reader's language."""
    name, *_rest = entry.values()
    label = str((entry.get("label") or entry["title"]).get(current_language(), ""))
    if what in ("parameters", "prices"):
        return str(name), entry["range"], unit_name(entry["unit"]), label
    if what == "rules":
        return str(name), " | ".join([entry["default"], *entry["rivals"]]), label
    if what == "scenarios":
        years = ngettext("{n} year", "{n} years", entry["years"]).format(n=entry["years"])
        return str(name), _("from {month}").format(month=entry["start"]), years, label
    if what == "studies":
        return str(name), str(entry["method"]), str(entry["scenario"]), label
    return str(name), label


def _scenarios() -> list[Entry]:
    from sim.plan.shipped import shipped_names, shipped_path
    from sim.scenario.reading import read

    found = []
    for name in shipped_names():
        data = read(shipped_path(name)).data
        found.append(
            {
                "scenario": name,
                "title": _both(data.get("title", "")),
                "question": _both(data.get("question", "")),
                "start": data.get("start"),
                "years": data.get("years"),
                "alternatives": [entry.get("id") for entry in data.get("alternatives", [])],
            }
        )
    return found


def _policies() -> list[Entry]:
    from sim.policies import POLICIES

    return [
        {
            "policy": name,
            "label": policy.label,
            "help": policy.help,
            "caution": policy.caution,
            "source": policy.source,
            "fields": [
                _field(field) for field in dataclasses.fields(policy) if "label" in field.metadata
            ],
        }
        for name, policy in POLICIES.items()
    ]


def _field(field: dataclasses.Field[Any]) -> Entry:
    meta = field.metadata
    described = {"field": field.name, "label": meta["label"], "default": field.default}
    if "auto" in meta:
        described["default"] = f"auto: {meta['auto']:g} / 100"
    wanted = ("unit", "low", "high", "choices", "source")
    return described | {name: meta[name] for name in wanted if name in meta}


def _prices() -> list[Entry]:
    """What ``[prices]`` may state, with the policies that pay it."""
    from sim.policies import POLICIES
    from sim.scenario.tables import default_of, prices

    found = []
    for price in prices().values():
        stated = {
            default_of(field)
            for name in price.policies
            for field in dataclasses.fields(POLICIES[name])
            if field.name == price.name
        }
        defaults = _(", ").join(map(whole, sorted(stated)))
        payers = [POLICIES[name].label for name in price.policies]
        label = {
            code: f"{text}{mark}{join.join(payer[code] for payer in payers)}"
            for code, text, mark, join in (
                ("en", price.label["en"], " – ", ", "), ("zh", price.label["zh"], " – ", "、")
            )
        }  # fmt: skip
        found.append(
            {
                "price": price.word,
                "name": price.name,
                "label": label,
                "range": noted(defaults, f"{whole(price.low)} – {whole(price.high)}"),
                "default": price.default,
                "low": price.low,
                "high": price.high,
                "unit": "yuan",
                "policies": list(price.policies),
                "source": price.source,
            }
        )
    return found


def _rules() -> list[Entry]:
    """What ``[model]`` may choose: for each function of the month the shipped rule, then rivals."""
    from sim.extensions.registry import VARIANTS
    from sim.state.plugged import SLOTS

    found = []
    for name, slot in SLOTS.items():
        rivals = VARIANTS[name].values()
        found.append(
            {
                "rule": name,
                "label": dict(slot.label),
                "default": slot.default,
                "rivals": [one.name for one in rivals],
                "called_with": slot.call,
                "meaning": [labelled(one.name, pick(one.label)) for one in rivals],
            }
        )
    return found


def _studies() -> list[Entry]:
    """Studies that are shipped, then those of the folder ``experiments`` in the current folder."""
    from sim.plan.shipped import shipped_folder
    from sim.scenario.reading import read
    from sim.studies.file import STUDIES

    shipped = shipped_folder(STUDIES)
    own = Path(STUDIES)
    folders = [shipped] if own.resolve() == shipped.resolve() else [shipped, own]
    found = []
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            document = read(path)
            if document.problems:
                raise ScenarioError(document.problems)
            data = document.data
            found.append(
                {
                    "study": path.stem if folder == shipped else path.as_posix(),
                    "title": _both(data.get("title", "")),
                    "question": _both(data.get("question", "")),
                    "method": data.get("method"),
                    "scenario": data.get("scenario"),
                }
            )
    return found


def _both(text: Any) -> dict[str, str]:
    """Return a title of a file in both languages."""
    return dict(text) if isinstance(text, dict) else {"zh": str(text), "en": str(text)}


_LISTS: dict[str, Callable[[], list[Entry]]] = {
    "scenarios": _scenarios,
    "policies": _policies,
    "measures": measure_entries,
    "parameters": parameter_entries,
    "prices": _prices,
    "rules": _rules,
    "studies": _studies,
}


def detail(entry: Mapping[str, Any]) -> str:
    """Return an entry's texts in the reader's language, and its other values by key."""
    (_sort, name), *rest = entry.items()
    lines = [str(name)]
    rows = []
    for key, value in rest:
        if key == "fields":
            continue
        if isinstance(value, Mapping) and set(LANGUAGES) <= value.keys():
            lines.append(pick(value))
        elif value not in (None, "", []):
            rows.append((_(HEADS[key]), _told(key, value)))
    parts = ["\n".join(line for line in lines if line), aligned(rows)]
    if entry.get("fields"):
        parts.append(_fields(entry["fields"]))
    return "\n\n".join(part for part in parts if part)


def _told(key: str, value: Any) -> str:
    """Return a value of an entry as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (int, float)):
        return f"{value:,.10g}"
    if isinstance(value, list):
        return _(", ").join(value)
    if key == "unit":
        return unit_name(value)
    return _(WORDS[value]) if value in WORDS else str(value)


def _fields(fields: list[Mapping[str, Any]]) -> str:
    """Return the fields of a policy: default, range or choices, unit, meaning."""
    rows = [(_("field"), _("default"), _("unit"), _("meaning"), _("allowed"))]
    for field in fields:
        default = field["default"]
        if "choices" in field:
            allowed = listed(field["choices"])
        else:
            allowed = f"{field['low']:g} – {field['high']:g}" if "low" in field else ""
        rows.append(
            (
                field["field"],
                f"{default:g}" if isinstance(default, (int, float)) else str(default),
                unit_name(field["unit"]) if field.get("unit") else "",
                pick(field["label"]),
                allowed,
            )
        )
    return aligned(rows)
