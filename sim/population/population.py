"""The organizations and members of month 0, for all replicates at once.

``docs/draws-population.md`` is the specification. The steps lie in their own modules. First come
rows (``listing``), then what organizations are, which are covered, which operate and whom they
employ (``completion``). Then it is settled who is a member and which branches exist
(``membership``). The rest (``completion``) and what members are like (``entrants``) follow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64, U64, world_key
from sim.exact import group_count, group_sum
from sim.locale import _
from sim.parameters import PARAMETERS
from sim.plan.organizations import OrganizationsSpec
from sim.plan.place import Place
from sim.population import listing
from sim.population.attributes import (
    Bools,
    Int8s,
    Parameters,
    established,
    observed,
    stated_or,
    vigour,
)
from sim.population.completion import cover, describe, employ, finish, on_paper, operate
from sim.population.entrants import starting_members
from sim.population.figures import ENTRY, FIRMS, own_figures
from sim.population.frame import NO_TARGETS, Draft, Frame, Targets
from sim.population.membership import Membership
from sim.population.totals import sampled, targets
from sim.state.codes import Form

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class Members:
    """Members at month 0, sorted by organization (an index into the population's)."""

    organization: I64
    identity: U64
    stage: Int8s
    relation: Int8s
    known: Bools
    commitment: F64
    mobility: F64
    joined: npt.NDArray[np.int32]
    role: Int8s
    stage_due: npt.NDArray[np.int32]
    """Month in which a probationary member becomes full, 0 for full members."""

    def __len__(self) -> int:
        return len(self.organization)


@dataclass(frozen=True, kw_only=True)
class Population:
    """Organizations at month 0, sorted by world, cell and place in the registry or synthesis."""

    world: I64
    """Index into the replicates asked for."""
    number: I64
    """Row of the registry from 0 (an index into ``labels``), or n-th of the kind in its cell."""
    identity: U64
    site: U64
    """Identity by name of the park, market or building, 0 for none."""
    kind: Int8s
    type: Int8s
    district: I64
    industry: I64
    has_channel: Bools
    founded: npt.NDArray[np.int32]
    staff: F64
    operating: Bools
    on_base: Bools
    head_is_member: Bools
    baseline: F64
    """Rows as in ``codes.Fear``: interference, burden, constraint, benefit."""
    form: Int8s
    group: I64
    """Label of the joint branch: one label is one branch, unique over the stack; -1 none."""
    interim: Int8s
    nominal: Bools
    """Uncovered, on the base, and reported as covered: on paper."""
    willing: Bools
    """Uncovered, and the head has already agreed to a branch."""
    members: Members
    vigour: F64
    """Of committees, districts and then industries; one row a world."""
    weight: float
    """What an organization counts for: the inverse of the sampled share."""
    labels: tuple[str | None, ...] = ()
    """Name (else number) of each row of the registry; empty where organizations have none."""
    imputed: dict[str, int] = field(default_factory=dict)
    """Missing cells of the registry by column, without those that can be filled in one way."""
    notes: list[str] = field(default_factory=list)
    """What had to be raised, and where totals lie outside the parameters' ranges."""

    def __len__(self) -> int:
        return len(self.world)


def populate(scenario: Scenario, replicates: Sequence[int], parameters: Parameters) -> Population:
    """Return the population of the given replicates; ``parameters`` are by replicate."""
    spec = scenario.organizations
    offices = established(scenario.place, scenario.alternatives[0].policies)
    numbers, real = scenario.numbers(replicates), scenario.real(replicates)
    found = people(spec, scenario.place, scenario.seed, numbers, parameters, offices, real)
    borrowed = _borrowed_entry(spec, found.kind, scenario.parameters)
    return replace(found, notes=[*found.notes, *borrowed])


def people(
    spec: OrganizationsSpec,
    place: Place,
    seed: int,
    replicates: Sequence[int],
    parameters: Parameters,
    offices: Sequence[bool],
    real: F64 | None = None,
) -> Population:
    """Return the population that the description of a place gives in each replicate.

    ``offices`` says which industries have a committee at month 0. ``real`` is by replicate the
    share of those said to be covered that have a branch, the others being on paper.
    """
    world_keys = np.array([world_key(seed, replicate) for replicate in replicates], np.uint64)
    frame, targets, covered_share = _rows(spec, place, world_keys)
    seen = observed(place, offices, spec.registry)
    vigours = vigour(place, world_keys, parameters["effort_sd"], seen)
    own = own_figures(spec)
    draft = Draft(spec, frame, targets, covered_share, place, own, parameters, offices, vigours)
    describe(draft)
    cover(draft)
    operate(draft)
    employ(draft)
    belong = Membership(draft)
    belong.run()
    regional = (frame.given["form"] == Form.REGIONAL) & (draft.form == Form.JOINT)
    draft.form[regional] = Form.REGIONAL
    finish(draft, belong.members)
    nominal = np.zeros(len(frame), bool) if real is None else on_paper(draft, belong.joint, real)
    members = starting_members(draft, belong.members, world_keys)
    order = np.argsort(frame.world * place.n_cells + draft.cell(), kind="stable")
    place_of = np.empty_like(order)
    place_of[order] = np.arange(len(order))
    owner = place_of[members["organization"]]
    of_owner = np.argsort(owner, kind="stable")
    members = {name: column[of_owner] for name, column in members.items()}
    members["organization"] = owner[of_owner]
    registry = spec.registry
    nowhere = np.zeros(len(order), np.uint64)
    site = nowhere if registry is None else listing.sites(registry)[frame.number]
    on_base = stated_or(spec.inactive_on_base, parameters["inactive_on_base"])
    return Population(
        world=frame.world[order],
        number=frame.number[order],
        identity=frame.identity[order],
        site=site[order],
        kind=draft.kind[order].astype(np.int8),
        type=draft.type[order],
        district=draft.district[order],
        industry=draft.industry[order],
        has_channel=draft.has_channel[order],
        founded=draft.founded[order].astype(np.int32),
        staff=draft.staff[order].astype(np.float64),
        operating=draft.operating[order],
        on_base=draft.on_base[order],
        head_is_member=draft.head_is_member[order],
        baseline=draft.baseline[:, order],
        form=draft.form[order].astype(np.int8),
        group=belong.joint[order],
        interim=draft.interim[order].astype(np.int8),
        nominal=nominal[order] & draft.on_base[order],
        willing=draft.willing[order],
        members=Members(**members),
        vigour=vigours,
        weight=1.0 / spec.sample,
        labels=() if registry is None else listing.labels(registry),
        imputed=listing.imputed(spec, place, float(on_base.min())),
        notes=_remarks(draft, belong),
    )


def _rows(spec: OrganizationsSpec, place: Place, world_keys: U64) -> tuple[Frame, Targets, float]:
    """Return the rows, the totals to hold, and the share of open coverage to impute."""
    if spec.registry is not None:
        frame = listing.frame_of(spec.registry, place, world_keys, spec.sample)
        share = spec.covered_share
        return frame, NO_TARGETS, listing.covered_share(spec.registry) if share is None else share
    assert spec.synthesis is not None  # exactly one of the two is given
    totals = sampled(spec.synthesis, spec.sample)
    return listing.synthesized(totals, place, world_keys), targets(totals), 0.0


def _remarks(draft: Draft, belong: Membership) -> list[str]:
    """Return sentences with numbers, in the language in use."""
    found, spec, worlds = [], draft.spec, draft.frame.n_worlds
    raised = group_count(draft.frame.world[belong.raised], worlds)
    if raised.any():
        found.append(
            _("Covered organizations with too few members for a branch and no partners: {n}. They "
              "got the members that a branch needs.").format(n=_span(raised))
        )  # fmt: skip
    named = spec.registry is not None and any(spec.registry.covered)
    if spec.registry is not None and not named and not draft.covered.any():
        found.append(
            _("The registry names no existing party organization: there are none at the start.")
        )
    if spec.synthesis is not None and not draft.covered.any():
        found.append(_("No total of covered organizations is given: there are none at the start."))
    return found + _gaps(draft, belong)


def _borrowed_entry(spec: OrganizationsSpec, kind: Int8s, stated: Mapping[str, float]) -> list[str]:
    """Say of a place of firms that its rate of entry is that of social organizations.

    Others follow the nation's register. It is the only one that is sourced, and the hindcast shows
    how wrong it is for firms (docs/validation.md). ``kind`` is that of every organization,
    ``stated`` the parameters that the scenario sets.
    """
    own = spec.entry_series or spec.growth_series or spec.growth_per_year is not None
    if ENTRY in stated or own or 2 * np.isin(kind, FIRMS).sum() <= len(kind):
        return []
    text = _(
        "Most organizations are firms, and {name} is not set: newcomers come at the rate of social "
        "organizations, {low:g} to {high:g} a year. State your own in entry_series."
    )
    borrowed = PARAMETERS[ENTRY]
    return [text.format(name=ENTRY, low=borrowed.low, high=borrowed.high)]


def _gaps(draft: Draft, belong: Membership) -> list[str]:
    """Ratios that the scenario's own figures put outside the ranges of what they replace."""
    world, worlds = draft.frame.world, draft.frame.n_worlds
    organizations = group_count(world, worlds)
    staff = group_sum(world, draft.staff, worlds)
    busy = draft.operating
    operating = group_count(world[busy], worlds)
    hands = group_sum(world[busy], draft.staff[busy], worlds)
    members = group_sum(world, belong.members, worlds)
    inactive = organizations - operating
    # In the order in which they are said; by the column or total that decides them.
    ratios = (
        ("staff", "staff_mean", _("Staff of a registered organization"), staff, organizations),
        ("members", "members_per_staff", _("Members per staff of operating organizations"),
         members, hands),
        ("operating", "inactive_share", _("Share of registered organizations that do not operate"),
         inactive, organizations),
    )  # fmt: skip
    found = []
    for column, name, what, above, below in ratios:
        parameter = PARAMETERS[name]
        # Rounded as it is printed, so that 10.87 is not said to lie below 10.9.
        value = float(f"{int(above.sum()) / max(1, int(below.sum())):.3g}")
        if _stated(draft.spec, column) and not parameter.low <= value <= parameter.high:
            text = _(
                "{what}: {value:g} by the scenario's own figures; the parameter that they replace, "
                "{name}, has {low:g} to {high:g}."
            )
            found.append(
                text.format(
                    what=what, value=value, name=name, low=parameter.low, high=parameter.high
                )
            )
    return found


def _stated(spec: OrganizationsSpec, column: str) -> bool:
    """Whether the scenario says anything of a column, so that a ratio is not a mere draw."""
    if column == "operating" and spec.inactive_share is not None:
        return True
    if spec.registry is not None:
        return any(cell is not None for cell in getattr(spec.registry, column))
    assert spec.synthesis is not None  # exactly one of the two is given
    groups = (spec.synthesis.total, *spec.synthesis.kinds.values())
    return any(getattr(totals, column) is not None for totals in groups)


def _span(counts: I64) -> str:
    low, high = int(counts.min()), int(np.max(counts))
    if low == high:
        return str(low)
    return _("{low} to {high} in each replicate").format(low=low, high=high)
