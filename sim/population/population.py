"""The organizations and members of month 0, for all replicates at once.

``docs/draws-population.md`` is the specification. The steps lie in their own modules. First come
rows (``listing``), then what organizations are and whom they employ (``completion``). Then it is
settled which are covered and which operate (``standing``), and who is a member and which branches
exist (``membership``). The rest (``completion``) and what members are like (``starting_members``)
follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.draws import F64, I64, U64, world_key
from sim.plan.organizations import OrganizationsSpec
from sim.plan.place import Place
from sim.population import listing
from sim.population.attributes import Bools, Int8s, Parameters, stated_or
from sim.population.completion import Finishing, describe, employ
from sim.population.entrants import EntrySpec
from sim.population.figures import own_figures
from sim.population.frame import Draft, Frame, Targets, no_targets
from sim.population.membership import Membership
from sim.population.register import entries
from sim.population.remarks import ENTRY, FIRMS, borrowed_entry, remarks
from sim.population.splitting import targets
from sim.population.standing import cover, on_paper, operate
from sim.population.starting_members import starting_members
from sim.population.vigour import established, observed, vigour
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


def entry_spec(scenario: Scenario, back: int = 0) -> EntrySpec:
    """Return what newcomer organizations of a scenario are like, and how many there are.

    Where nothing is said of their number and most aren't firms, the register follows the nation's.
    Months are counted from ``back`` months before the scenario's start.
    """
    found = own_figures(scenario.organizations)
    if not follows_nation(scenario):
        return _later(found, back)
    stated = dict((*found.series, *found.growth_series))
    first = scenario.start_year * 12 + scenario.start_month - 1 - back
    nation = {month - back: rate for month, rate in entries(first // 12, first % 12 + 1).items()}
    rates = {month: rate for month, rate in nation.items() if month not in stated}
    found = replace(found, series=tuple(sorted((rates | dict(found.series)).items())))
    return _later(found, back)


def _later(spec: EntrySpec, months: int) -> EntrySpec:
    """Return the same rates for a clock that begins so many months earlier."""
    if not months:
        return spec
    series, growth = (
        tuple((first + months, rate) for first, rate in pairs)
        for pairs in (spec.series, spec.growth_series)
    )
    return replace(spec, series=series, growth_series=growth)


def follows_nation(scenario: Scenario) -> bool:
    """Whether newcomers come as in the nation's register in years of which nothing is said."""
    found = own_figures(scenario.organizations)
    firms = sum(found.kind_shares[kind] for kind in FIRMS)
    return found.growth is None and ENTRY not in scenario.parameters and firms <= 0.5


def populate(scenario: Scenario, replicates: Sequence[int], parameters: Parameters) -> Population:
    """Return the population of the given replicates; ``parameters`` are by replicate."""
    spec = scenario.organizations
    offices = established(scenario.place, scenario.alternatives[0].policies)
    numbers, real = scenario.numbers(replicates), scenario.real(replicates)
    found = people(spec, scenario.place, scenario.seed, numbers, parameters, offices, real)
    borrowed = borrowed_entry(spec, found.kind, scenario.parameters)
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
    draft = Draft(frame, targets, covered_share, place, own, parameters, offices, vigours)
    describe(draft)
    cover(draft)
    operate(draft)
    employ(draft)
    belong = Membership(draft)
    belong.run()
    regional = (frame.given["form"] == Form.REGIONAL) & (draft.form == Form.JOINT)
    draft.form[regional] = Form.REGIONAL
    rest = Finishing(spec, draft, belong)
    rest.run()
    nominal = np.zeros(len(frame), bool) if real is None else on_paper(draft, belong.joint, real)
    members = starting_members(
        frame,
        parameters,
        world_keys,
        members=belong.members,
        founded=rest.founded,
        covered=draft.covered,
        functional=draft.form == Form.FUNCTIONAL,
        interim=rest.interim,
        willing=rest.willing,
        head_is_member=rest.head_is_member,
    )
    order = np.argsort(frame.world * place.n_cells + draft.cell(), kind="stable")
    place_of = np.empty_like(order)
    place_of[order] = np.arange(len(order))
    owner = place_of[members["organization"]]
    of_owner = np.argsort(owner, kind="stable")
    members = {name: column[of_owner] for name, column in members.items()}
    members["organization"] = owner[of_owner]
    registry = spec.registry
    site = np.zeros(len(order), np.uint64) if registry is None else listing.sites(registry)
    site = site if registry is None else site[frame.number]
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
        founded=rest.founded[order].astype(np.int32),
        staff=draft.staff[order].astype(np.float64),
        operating=draft.operating[order],
        on_base=rest.on_base[order],
        head_is_member=rest.head_is_member[order],
        baseline=rest.baseline[:, order],
        form=draft.form[order].astype(np.int8),
        group=belong.joint[order],
        interim=rest.interim[order].astype(np.int8),
        nominal=nominal[order] & rest.on_base[order],
        willing=rest.willing[order],
        members=Members(**members),
        vigour=vigours,
        weight=1.0 / spec.sample,
        labels=() if registry is None else listing.labels(registry),
        imputed=listing.imputed(spec, place, float(on_base.min())),
        notes=remarks(spec, draft, belong),
    )


def _rows(spec: OrganizationsSpec, place: Place, world_keys: U64) -> tuple[Frame, Targets, float]:
    """Return the rows, the totals to hold, and the share of open coverage to impute."""
    if spec.registry is not None:
        frame = listing.frame_of(spec.registry, place, world_keys, spec.sample)
        return frame, no_targets(), _open_share(spec)
    assert spec.synthesis is not None  # exactly one of the two is given
    totals = listing.sampled(spec.synthesis, spec.sample)
    return listing.synthesized(totals, place, world_keys), targets(totals), 0.0


def _open_share(spec: OrganizationsSpec) -> float:
    """Share of covered organizations among rows that leave it open: stated, or as the others."""
    assert spec.registry is not None  # asked for a registry only
    stated = spec.covered_share
    return listing.covered_share(spec.registry) if stated is None else stated
