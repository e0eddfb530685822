"""A scenario in a few lines: the place, its organizations, the alternatives."""

from __future__ import annotations

from sim.cli.aligned import aligned
from sim.locale import _, ngettext, pick
from sim.locale.kinds import kind_name
from sim.scenario.organizations import Registry, Synthesis
from sim.scenario.scenario import Alternative, Scenario
from sim.state.codes import Kind

_CELLS = ("kind", "type", "district", "industry", "has_channel", "founded", "staff", "members",
          "covered", "head_is_member", "operating")  # fmt: skip


def summary(scenario: Scenario) -> str:
    """Return what a scenario holds."""
    place, spec = scenario.place, scenario.organizations
    rows = [
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
            _("{districts} districts × {industries} industries").format(
                districts=len(place.district_ids), industries=len(place.industry_ids)
            ),
        ),
    ]
    if spec.registry is not None:
        rows += _registry(spec.registry)
    if spec.synthesis is not None:
        rows += _totals(spec.synthesis)
    if spec.sample < 1:
        rows.append((_("sample"), f"{spec.sample:g}"))
    rows += [(_label(entry), _policies(entry)) for entry in scenario.alternatives]
    return aligned(rows)


def _registry(registry: Registry) -> list[tuple[str, str]]:
    rows = [
        (
            _("organizations"),
            _("{n} in {file}, read as {encoding}").format(
                n=len(registry), file=registry.file, encoding=registry.encoding
            ),
        )
    ]
    missing = {name: getattr(registry, name).count(None) for name in _CELLS}
    listed = [f"{name} {count}" for name, count in missing.items() if count]
    if listed:
        rows.append((_("missing cells"), ", ".join(listed)))
    return rows


def _totals(synthesis: Synthesis) -> list[tuple[str, str]]:
    labels = {
        "organizations": _("organizations"),
        "operating": _("of which operating"),
        "on_base": _("of which on the reported base"),
        "staff": _("staff"),
        "members": _("members"),
        "covered": _("with a party organization"),
        "standalone": _("of which with their own"),
        "willing": _("willing, not yet covered"),
    }
    rows = [
        (label, f"{value:,}")
        for name, label in labels.items()
        if (value := getattr(synthesis.total, name)) is not None
    ]
    kinds = [
        f"{kind_name(Kind(kind).name.lower())} {totals.organizations:,}"
        for kind, totals in synthesis.kinds.items()
    ]
    if kinds:
        rows[0] = (rows[0][0], f"{rows[0][1]} ({', '.join(kinds)})")
    return rows


def _label(alternative: Alternative) -> str:
    return _("alternative {id}").format(id=alternative.id)


def _policies(alternative: Alternative) -> str:
    count = len(alternative.policies)
    number = ngettext("{n} policy", "{n} policies", count).format(n=count)
    ids = ", ".join(policy.id for policy in alternative.policies)
    title = pick(alternative.title)
    return f"{title}: {number} ({ids})" if ids else f"{title}: {number}"
