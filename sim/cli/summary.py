"""A scenario in a few lines: the place, its organizations, the alternatives; what means other now.

Scenario files belong to no edition of the model. Whoever wrote one before the third reads what its
values mean now; a scenario without such values gets no line.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from sim.locale import N_, _, ngettext, pick
from sim.parameters import PARAMETERS
from sim.plan.organizations import Registry, Synthesis
from sim.policies import POLICIES
from sim.policies.base import Policy
from sim.population.figures import follows_nation, known_total, national_growth
from sim.population.listing import imputed
from sim.present.names import columns_imputed, policy_name
from sim.present.numbers import counted_percent, quantity, whole
from sim.present.tables import aligned
from sim.scenario.facts import Unstated, default_range, unstated
from sim.scenario.scenario import Alternative, Scenario
from sim.scenario.tables import default_of
from sim.state.codes import Kind

Rows = list[tuple[str, str]]


def summary(scenario: Scenario) -> str:
    """Return what a scenario holds."""
    place, spec = scenario.place, scenario.organizations
    districts, industries = len(place.district_ids), len(place.industry_ids)
    rows: Rows = [
        (_("title"), pick(scenario.title)),
        (
            _("period"),
            _("{first} to {last}, {replicates} replicates, seed {seed}").format(
                first=scenario.month_name(0),
                last=scenario.month_name(scenario.months - 1),
                replicates=scenario.replicates,
                seed=scenario.seed,
            ),
        ),
        (
            _("place"),
            _(", ").join(
                (
                    ngettext("{n} district", "{n} districts", districts).format(n=districts),
                    ngettext("{n} industry", "{n} industries", industries).format(n=industries),
                )
            ),
        ),
    ]
    if spec.registry is not None:
        rows += _registry(scenario, spec.registry)
    if spec.synthesis is not None:
        rows += _totals(spec.synthesis)
    if spec.sample < 1:
        share = _("{percent:g} % of the organizations").format(percent=100 * spec.sample)
        rows.append((_("sample"), share))
    baseline = scenario.alternatives[0].policies
    rows += [(_label(entry), _policies(entry, baseline)) for entry in scenario.alternatives]
    return aligned(rows)


def local_facts(scenario: Scenario) -> list[str]:
    """Say which local facts the file does not state, and what holds in their place."""
    missing_facts = [
        (fact.label, fact.key, _instead(scenario, fact)) for fact in unstated(scenario)
    ]
    if not missing_facts:
        return []
    said = _("Local facts that are national defaults here; state your own:")
    return [said, aligned(missing_facts)]


def _instead(scenario: Scenario, fact: Unstated) -> str:
    if fact.is_price:
        text = _("{value} yuan, {meaning}")
        return text.format(value=quantity(fact.value), meaning=fact.meaning)
    if fact.parameter == "entry_per_year" and follows_nation(scenario):
        return _of_nation(scenario)
    label, low, high = default_range(fact)
    text = _("{label}, {low} to {high}")
    return text.format(label=label, low=f"{quantity(100 * low)}%", high=f"{quantity(100 * high)}%")


def _of_nation(scenario: Scenario) -> str:
    """Return the net growth of the nation's register in the years of the run, in words."""
    first, last = scenario.start_year, scenario.start_year + scenario.years - 1
    rates = [math.expm1(national_growth(year)) for year in range(first, last + 1)]
    low, high = counted_percent(min(rates)), counted_percent(max(rates))
    if low == high:
        text = _("as the nation's register, {rate} a year")
        return text.format(rate=low)
    text = _("as the nation's register, {low} to {high} by year")
    return text.format(low=low, high=high)


MEANINGS: Final[Mapping[str, str]] = {
    "contact_per_year": N_("contacts where nothing presses; standing effort adds to them"),
    "contact_pressure": N_("contacts under full pressure, of a quota or of standing effort"),
    "vitality_skill": N_(
        "times the root of the secretary's time share over 0.15: 1 for one without a stipend"
    ),
    "close_after_quota": N_("also how soon coverage on paper is found out"),
    "grant_months": N_("months over which a grant is spent; it counts by its yuan"),
}
"""Parameters whose value says something else since the third edition. Those that are gone are
refused by name (``sim.constants.FORMER``)."""

DOSES: Final[Mapping[str, tuple[str, ...]]] = {
    "activity_subsidy": ("yuan_branch_year", "yuan_member_year"),
    "party_fee_rebate": ("cost_member_fee_yuan",),
}
"""Yuan that decide what a policy does: what it did was a share before money acted by its yuan."""


def changed(scenario: Scenario) -> list[tuple[str, str, str]]:
    """Return what means something else: table or policy, key, and what holds now.

    Parameters that are set, and yuan of policies that are left to their defaults. Each is named
    once, whatever alternatives hold it. Growth of the register that nothing is said of is named
    beside them; alone it is no sign of an older file, and stands among the local facts.
    """
    found = [
        ("[parameters]", name, _(meaning))
        for name, meaning in MEANINGS.items()
        if name in scenario.parameters
    ]
    policies = [policy for entry in scenario.alternatives for policy in entry.policies]
    text = _("{yuan} yuan by default; what is paid decides what the policy does")
    for name, keys in DOSES.items():
        held = [policy for policy in policies if policy.name == name]
        for key in keys:
            field = POLICIES[name].__dataclass_fields__[key]
            if any(getattr(policy, key) == field.default for policy in held):
                found.append((name, key, text.format(yuan=quantity(default_of(field)))))
    spec = scenario.organizations
    silent = not (spec.entry_series or spec.growth_series) and follows_nation(scenario)
    if found and silent:
        meaning = _("not stated: as the nation's register by year, where a rate of entry held")
        found.append(("[organizations]", "growth_per_year", meaning))
    return found


def other_meanings(scenario: Scenario) -> list[str]:
    """Say which values of a file written before the third edition mean something else now."""
    found = changed(scenario)
    if not found:
        return []
    head = _("These mean something else since edition 3 of the model (check older files):")
    return [head, aligned(found)]


def questions(scenario: Scenario) -> str:
    """Return what a scenario asks, in all and alternative by alternative, and its notes."""
    rows: Rows = []
    if scenario.question is not None:
        rows.append((_("question"), pick(scenario.question)))
    rows += [
        (_label(entry), pick(entry.question))
        for entry in scenario.alternatives
        if entry.question is not None
    ]
    rows += [(_("note"), pick(note)) for note in scenario.notes]
    return aligned(rows)


def _registry(scenario: Scenario, registry: Registry) -> Rows:
    spec, name = scenario.organizations, "inactive_on_base"
    rows = [
        (
            _("organizations"),
            _("{n} in {file}, read as {encoding}").format(
                n=len(registry), file=registry.file, encoding=_(registry.encoding)
            ),
        )
    ]
    if any(kind is not None for kind in registry.kind):
        kinds = {kind: registry.kind.count(int(kind)) for kind in Kind}
        rows.append((_("kinds"), _listed({k: n for k, n in kinds.items() if n})))
    rows += _sums(registry)
    on_base = spec.inactive_on_base
    if on_base is None:
        on_base = scenario.parameters.get(name, PARAMETERS[name].default)
    absent, some = columns_imputed(imputed(spec, scenario.place, on_base), len(registry))
    if absent:
        rows.append((_("not in the file"), absent))
    if some:
        rows.append((_("missing cells"), some))
    return rows


def _sums(registry: Registry) -> Rows:
    """Sums of what is stated, to be compared with the totals of whoever keeps the registry."""
    labels = {
        "operating": _("of which operating"),
        "staff": _("staff"),
        "members": _("members"),
        "covered": _("with a party organization"),
        "willing": _("willing, not yet covered"),
    }
    rows = []
    for name, label in labels.items():
        stated = [int(cell) for cell in getattr(registry, name) if cell is not None]
        if stated:
            text = whole(sum(stated))
            if len(stated) < len(registry) and name != "willing":
                text = _("{sum} in {n} rows").format(sum=text, n=len(stated))
            rows.append((label, text))
    return rows


def _listed(kinds: Mapping[Kind, int]) -> str:
    return _(", ").join(f"{pick(kind.plural)} {whole(n)}" for kind, n in kinds.items())


def _totals(synthesis: Synthesis) -> Rows:
    labels = {
        "operating": _("of which operating"),
        "on_base": _("of which on the reported base"),
        "staff": _("staff"),
        "members": _("members"),
        "covered": _("with a party organization"),
        "standalone": _("of which with their own"),
        "willing": _("willing, not yet covered"),
    }
    number = synthesis.total.organizations or 0
    kinds = {Kind(kind): totals.organizations or 0 for kind, totals in synthesis.kinds.items()}
    text = whole(number)
    if kinds:
        parts = [_listed(kinds)]
        unnamed = number - sum(kinds.values())
        if unnamed:
            parts.append(_("kind not stated {n}").format(n=whole(unnamed)))
        text = _("{n} ({parts})").format(n=text, parts=_(", ").join(parts))
    return [
        (_("organizations"), text),
        *(
            (label, whole(value))
            for name, label in labels.items()
            if (value := known_total(synthesis, name)) is not None
        ),
    ]


def _label(alternative: Alternative) -> str:
    return _("alternative {id}").format(id=alternative.id)


def _policies(alternative: Alternative, baseline: Sequence[Policy]) -> str:
    """Return an alternative's title and its policies, beside or in place of the baseline's."""
    policies, title = alternative.policies, pick(alternative.title)
    if policies is baseline:
        listed = _names(policies) or _("no policies")
        return _("{title}: {policies}").format(title=title, policies=listed)
    kept = {policy.id for policy in policies}
    added = _names([policy for policy in policies if policy not in baseline])
    dropped = _names([policy for policy in baseline if policy.id not in kept])
    parts = []
    if added:
        parts.append(_("also {policies}").format(policies=added) if baseline else added)
    if dropped:
        parts.append(_("without {policies}").format(policies=dropped))
    listed = _("; ").join(parts) or _("as the baseline")
    return _("{title}: {policies}").format(title=title, policies=listed)


def _names(policies: Sequence[Policy]) -> str:
    """List policies by label, with the id where a file gives one; labels may hold commas."""
    return " + ".join(map(policy_name, policies))
