"""One organization's two histories in words, month by month, for a terminal or a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sim.histories.explain import Explanation
from sim.histories.happenings import CODES, TEXTS, WAYS, Happening
from sim.histories.remedies import Tried, cheapest
from sim.histories.trace import Difference
from sim.histories.views import FEARS, LABELS, View
from sim.locale import _, labelled, ngettext, noted, pick
from sim.policies.doses import DOSES
from sim.present.names import committee_name, policy_name, reason_name
from sim.scenario import Scenario
from sim.state.codes import Fear, Kind, LiaisonSource, Type

COLUMNS_SHOWN = 3


@dataclass(frozen=True)
class History:
    """What happened: rows of month (empty where the row above has it), side and text.

    ``parting`` says how the histories part before row ``parts``; no lines and ``None`` where they
    are the same.
    """

    rows: list[list[str]]
    parts: int | None
    parting: list[str]


def head(found: Explanation) -> Iterator[str]:
    """Say which organization it is, and how it stands at the start."""
    trace, scenario = found.trace, found.scenario
    name = f" {found.name}" if found.name else ""
    yield _("Organization {id}{name}: “{title}” against the baseline, replicate {k}").format(
        id=trace.organization,
        name=name,
        title=_title(scenario, trace.alternative),
        k=trace.replicate,
    )
    yield _("Simulated, not observed.")
    about = trace.about
    place = scenario.place
    district = place.district_titles[place.district_ids.index(about["district"])]
    industry = place.industry_titles[place.industry_ids.index(about["industry"])]
    told = _(", ").join(
        [
            pick(Kind.named(about["kind"]).label),
            pick(Type.named(about["type"]).label),
            pick(district),
            pick(industry),
        ]
    )
    view = trace.start[0] or trace.start[1]
    if view is not None:
        told += _(
            "; at the start {staff} staff, {members} members of whom {known} are known"
        ).format(staff=round(view.staff), members=view.members, known=view.known)
        told += _("; {standing}").format(standing=_standing(view))
    yield told


def _title(scenario: Scenario, alternative: str) -> str:
    return pick(scenario.alternative(alternative).title)


def history(found: Explanation) -> History:
    """Return what happened to it in both worlds, and where they part."""
    trace, scenario = found.trace, found.scenario
    sides = (_("both"), _("baseline"), _("alternative"))
    rows: list[list[str]] = []
    parts = None
    for entry in trace.months:
        date = scenario.month_name(entry.month)
        if trace.difference is not None and entry.month == trace.difference.month:
            parts = len(rows)
        common = [happened for happened in entry.baseline if happened in entry.alternative]
        for side, told in zip(sides, (common, entry.baseline, entry.alternative), strict=True):
            own = [happened for happened in told if told is common or happened not in common]
            if own:
                rows.append([date, side, _said(own, scenario)])
                date = ""
    if trace.difference is None:
        return History(rows, None, [])
    return History(
        rows, len(rows) if parts is None else parts, [*_parting(found, trace.difference)]
    )


def _said(happened: Sequence[Happening], scenario: Scenario) -> str:
    return _("; ").join(_sentence(entry, scenario) for entry in happened)


def _sentence(entry: Happening, scenario: Scenario) -> str:
    values = {name: _value(entry.kind, name, value) for name, value in entry.values.items()}
    if "post" in values:
        values["post"] = _post(scenario, values["post"])
    if "with" in entry.values:
        values["partners"] = _partners(len(entry.values["with"]))
    text = _(TEXTS[entry.kind]).format(**values)
    if "fear" in entry.values:
        text += _(", for {fear}").format(fear=values["fear"])
    return text


def _partners(number: int) -> str:
    if not number:
        return _("by itself")
    text = ngettext("with {n} other organization", "with {n} other organizations", number)
    return text.format(n=number)


def _value(kind: str, name: str, value: Any) -> str:
    if kind == "bottleneck":
        return reason_name(value)
    if isinstance(value, float):
        return f"{value:.2f}"
    codes = CODES.get(name) or CODES.get(kind)
    if codes is not None and isinstance(value, str):
        return pick(codes.named(value).label)
    return _(WAYS[value]) if isinstance(value, str) and value in WAYS else str(value)


def _post(scenario: Scenario, post: str) -> str:
    """Return a liaison's post: committee, source and number."""
    committee, source, number = post.split("/")
    return _("no. {number} of {place}, {source}").format(
        place=committee_name(scenario, committee),
        number=number,
        source=pick(LiaisonSource.named(source).label),
    )


def _parting(found: Explanation, difference: Difference) -> Iterator[str]:
    date = found.scenario.month_name(difference.month)
    yield _("▶ {date}: here the two histories part. {columns}").format(
        date=date, columns=_columns(difference, found.scenario)
    )
    names = _(", ").join(_policy(found, policy) for policy in difference.policies)
    if difference.jointly:
        yield _("  Cause: any of {policies} would have done it.").format(policies=names)
    else:
        yield _("  Cause: {policies}. Without it this month is the same in both.").format(
            policies=names
        )
    if difference.doses:
        text = _("  It acts at this organization or its committee: {doses}.")
        yield text.format(doses=_(", ").join(pick(DOSES[name].label) for name in difference.doses))
    else:
        yield _("  It acts by way of others: peers, partners, people who move, a queue.")


def _columns(difference: Difference, scenario: Scenario) -> str:
    told = []
    for name, (one, other) in difference.columns.items():
        if name in LABELS or name in FEARS:
            label = pick(Fear.named(name).label) if name in FEARS else _(LABELS[name])
            cells = (_cell(name, value, scenario) for value in (one, other))
            told.append(labelled(label, " | ".join(cells)))
    if told:
        return _("; ").join(told[:COLUMNS_SHOWN])
    if {"people", "hidden"} & difference.columns.keys():
        return _("which people are members")
    if "partners" in difference.columns:
        return _("which organizations share its branch")
    return _("its records (months and identities only)")


def _cell(name: str, value: Any, scenario: Scenario) -> str:
    if name == "post" and value:
        return _post(scenario, value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return f"{value:.4f}"
    return _value(name, name, value) if value != "" else _("none")


def _policy(found: Explanation, policy_id: str) -> str:
    scenario = found.scenario
    everywhere = (
        *scenario.alternatives[0].policies,
        *scenario.alternative(found.trace.alternative).policies,
    )
    return policy_name(next(entry for entry in everywhere if entry.id == policy_id))


def ends(found: Explanation) -> Iterator[str]:
    """Say how it stands at the end of both worlds."""
    trace = found.trace
    for side, view in zip((_("baseline"), _("alternative")), trace.end, strict=True):
        gone = _("not on the register")
        standing = gone if view is None else _standing(view)
        yield _("At the end, {side}: {standing}").format(side=side, standing=standing)


def _standing(view: View) -> str:
    if view.covered:
        vital = _("vital") if view.vital else _("dormant")
        form = _value("branch", "form", view.form)
        return _("covered ({form}, {vital})").format(form=form, vital=vital)
    if not view.operating:
        return _("not operating")
    return _("not covered: {reason}").format(reason=reason_name(view.bottleneck))


def remedies(found: Explanation) -> Iterator[str]:
    """Say what would have covered it; nothing where it is covered."""
    if not found.tried:
        return
    title = _title(found.scenario, found.trace.alternative)
    text = (
        _(
            "What would have left it covered at the end, under “{title}”, from the start, at it "
            "alone:"
        )
        if found.at_end
        else _(
            "What would have covered it at any time, under “{title}”, from the start, at it alone:"
        )
    )
    yield text.format(title=title)
    best = cheapest(found.tried)
    working = [entry for entry in found.tried if entry.amount is not None]
    for entry in working:
        mark = "*" if entry is best else "-"
        yield f"  {mark} {noted(_remedy(entry), _since(found, entry))}"
    rest = [_(entry.remedy.label) for entry in found.tried if entry.amount is None]
    if best is None:
        yield _("  None of these: {names}").format(names=_(", ").join(bare(name) for name in rest))
        return
    yield _("  * fewest steps, each in its own unit. The order of effort is declared, no price.")
    if rest:
        yield _("  In vain: {names}").format(names=_(", ").join(bare(name) for name in rest))


def _remedy(entry: Tried) -> str:
    return _(entry.remedy.label).format(amount=f"{entry.amount:g}")


def bare(text: str) -> str:
    """Return what a remedy is without how much of it."""
    return re.split("[,，]", text)[0]


def _since(found: Explanation, entry: Tried) -> str:
    month = 0 if entry.month is None else entry.month
    return _("covered since {date}").format(date=found.scenario.month_name(month))
