"""How likely a start is after a past: figures, their errors, and the weight of a past (14.3)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sim.state.codes import Contact, Form, Interim, Relation
from tests.oracle.agents import Branch, Organization
from tests.oracle.model import OracleModel
from tests.oracle.offices import NEVER

SD = 0.05
"""Standard deviation of a share that is stated without one."""
SD_OF_NUMBERS = 0.1
"""That of the logarithm of a number."""
FLOW_SD = 1.3
"""That of a flow x, over its square root."""
ELIGIBLE = 3
LARGE, LARGER = 50, 100
YEAR = 12

Chosen = Sequence[Organization]


@dataclass(frozen=True, kw_only=True)
class Observed:
    """An observation: its month from the start, and whether it is evidence where it says so."""

    measure: str
    month: int
    value: float
    sd: float | None = None
    kinds: tuple[int, ...] = ()
    districts: tuple[int, ...] = ()
    industries: tuple[int, ...] = ()
    evidence: bool | None = None

    @property
    def of_the_start(self) -> bool:
        """Whether it says what the start says already (14.3)."""
        named = self.kinds or self.districts or self.industries
        return self.month == -1 and self.measure == "reported_coverage" and not named

    def is_read(self, months: int) -> bool:
        """Return whether a past of so many months is compared with it (14.3)."""
        if self.of_the_start or not -months <= self.month <= -1:
            return False
        return self.evidence is True if self.month == -1 else self.evidence is not False


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What is known of a past: the start's reported coverage, observations, flows of a year."""

    start: float
    observations: Sequence[Observed] = ()
    flows: Mapping[str, float] = field(default_factory=dict)
    """``founded``, ``ended`` and ``refused`` in the last year, as far as stated."""
    sample: float = 1.0


def run(past: OracleModel, evidence: Evidence, months: int) -> list[tuple[str, float, float]]:
    """Let a past go on to the start; return what was simulated of each figure, with its z."""
    figures: list[tuple[str, float, float]] = []
    before: Mapping[str, int] = {}
    while past.t < months:
        if past.t == months - YEAR:
            before = dict(past.tally)
        past.step()
        for observed in evidence.observations:
            if observed.is_read(months) and past.t == months + observed.month + 1:
                x, z = compared(past, observed, evidence.sample)
                figures.append((f"{observed.measure} {observed.month}", x, z))
    sd = next((o.sd for o in evidence.observations if o.of_the_start and o.sd is not None), SD)
    x = reported_coverage(past.by_identity())
    figures.append(("start", x, (x - evidence.start) / sd))
    for name, stated in evidence.flows.items():
        x = (past.tally[name] - before.get(name, 0)) / evidence.sample
        figures.append((name, x, (x - stated) / (FLOW_SD * math.sqrt(max(1.0, stated)))))
    return figures


def weight(figures: Iterable[tuple[str, float, float]]) -> float:
    """Return w of a past (14.3)."""
    return math.exp(-0.5 * sum(z * z for _, _, z in figures))


def compared(past: OracleModel, observed: Observed, sample: float) -> tuple[float, float]:
    """Return the measure that was observed, as it is in a past, and its z (14.3)."""
    chosen = [
        o
        for o in past.by_identity()
        if all(
            not named or value in named
            for named, value in (
                (observed.kinds, o.kind),
                (observed.districts, o.district),
                (observed.industries, o.industry),
            )
        )
    ]
    if observed.measure in NUMBERS:
        x = NUMBERS[observed.measure](past, chosen) / sample
        sd = SD_OF_NUMBERS if observed.sd is None else observed.sd / max(observed.value, 0.5)
        return x, (math.log(max(x, 0.5)) - math.log(max(observed.value, 0.5))) / sd
    x = SHARES[observed.measure](chosen)
    return x, (x - observed.value) / (SD if observed.sd is None else observed.sd)


# --- measures (12), as far as a place can have observed them


def reported_coverage(chosen: Chosen) -> float:
    """Return how many of the base are counted as covered."""
    return _share(o.counted for o in chosen if o.on_base)


def _share(held: Iterable[bool]) -> float:
    truths = list(held)
    return sum(truths) / len(truths) if truths else 0.0


def _counted_as_covered(organization: Organization) -> bool:
    return not organization.uncovered


def _worked_on(o: Organization) -> bool:
    group = o.interim is not Interim.NONE or o.mass_group != NEVER
    return not o.uncovered or group or (o.liaison is not None and not o.case_weak)


def _over(
    holds: Callable[[Organization], bool], base: Callable[[Organization], bool]
) -> Callable[[Chosen], float]:
    return lambda chosen: _share(holds(o) for o in chosen if base(o))


def _hosts_its_own(o: Organization) -> bool:
    return o.branch is not None and o.branch.host is o and o.branch.form is not Form.JOINT


def _managed(o: Organization) -> list[bool]:
    """Return, for each member, whether the relation is here, on a card, or attested elsewhere."""
    looked_into = o.contact in (Contact.CHECK, Contact.CENSUS) and o.model.t - o.contacted <= YEAR
    led = o.branch is not None and o.branch.functional
    attested = led or o.liaison is not None or looked_into
    return [
        person.relation in (Relation.HERE, Relation.FLOATING) or (person.known and attested)
        for person in o.people.values()
        if person.member
    ]


_BASES: Mapping[str, Callable[[Organization], bool]] = {
    "": lambda o: True,
    "_of_base": lambda o: o.on_base,
    "_of_operating": lambda o: o.operating,
    "_of_eligible": lambda o: o.eligible >= ELIGIBLE,
}
_COVERAGES: Mapping[str, Callable[[Organization], bool]] = {
    "organization_coverage": _counted_as_covered,
    "work_coverage": _worked_on,
    "effective_coverage": lambda o: o.effective,
}
SHARES: Mapping[str, Callable[[Chosen], float]] = {
    **{
        name + base: _over(holds, among)
        for name, holds in _COVERAGES.items()
        for base, among in _BASES.items()
    },
    "reported_coverage": reported_coverage,
    "hollow_share": _over(lambda o: not o.effective, lambda o: o.counted),
    "member_coverage": lambda chosen: _share(managed for o in chosen for managed in _managed(o)),
    "target_t1": _over(lambda o: o.members > 0, lambda o: o.operating and o.staff >= LARGE),
    "target_t2": _over(_hosts_its_own, lambda o: o.eligible >= ELIGIBLE),
    "target_t3": _over(lambda o: all(_managed(o)), lambda o: o.members > 0),
    "target_t4": _over(_counted_as_covered, lambda o: o.operating and o.staff >= LARGER),
}
"""Shares that a place can have observed, by name."""


def _branches(past: OracleModel, chosen: Chosen) -> list[Branch]:
    return [b for b in past.branches_by_identity() if b.host in chosen]


NUMBERS: Mapping[str, Callable[[OracleModel, Chosen], int]] = {
    "registered": lambda past, chosen: len(chosen),
    "reported_base": lambda past, chosen: sum(o.on_base for o in chosen),
    "operating": lambda past, chosen: sum(o.operating for o in chosen),
    "eligible": lambda past, chosen: sum(o.eligible >= ELIGIBLE for o in chosen),
    "members": lambda past, chosen: sum(o.counted_members() for o in chosen),
    "covered_organizations": lambda past, chosen: sum(not o.uncovered for o in chosen),
    "party_organizations": lambda past, chosen: len(_branches(past, chosen)),
    "joint_branches": lambda past, chosen: sum(
        b.form in (Form.JOINT, Form.ANCHOR) for b in _branches(past, chosen)
    ),
    "liaisons": lambda past, chosen: len(past.liaisons),
}
"""Numbers that a place can have observed, by name."""
