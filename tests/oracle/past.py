"""The past of a candidate, as a world of its own (14.2), and its month 0 (10 without branches)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from sim.draws import Process
from sim.state.codes import Contact, Interim, Relation, Type
from tests.oracle import attitudes, constants, recruitment
from tests.oracle.agents import Organization
from tests.oracle.arithmetic import clip, logistic, logit, nearest
from tests.oracle.entry import drawn_baseline
from tests.oracle.formation import consent_score, contact_terms
from tests.oracle.hashing import G, agent_key, draw, mix, poisson, world_key
from tests.oracle.model import OracleModel, PlaceLike
from tests.oracle.register import Statements
from tests.oracle.schedule import PolicyLike

ROUNDS = 40
PROPOSALS = 16
LONGEST_AGE = 10
ALIVE = 0.35
"""What *alive* means in the rounds of month 0."""
LEAST_RATE = 1e-6


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The calendar of a past of ``months``, at whose end a scenario starts."""

    months: int
    start_year: int
    start_month: int

    def of(self, s: int) -> tuple[int, int]:
        """Return the calendar year and month, 1-12, of a month of the past."""
        year, month = divmod(12 * self.start_year + self.start_month - 1 + s - self.months, 12)
        return year, month + 1


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What replicate ``number`` would be without a history, at month 0 (14.1).

    ``population`` is in the shape of :class:`OracleModel`'s, ``vigour`` by committee.
    """

    number: int
    parameters: Mapping[str, float]
    vigour: Mapping[int, float]
    population: Mapping[str, Sequence[Mapping[str, Any]]]


def past_of(
    candidate: Candidate, place: PlaceLike, policies: Sequence[PolicyLike], *, seed: int,
    calendar: Calendar, entry: Mapping[str, Any], statements: Statements,
    official: bool = False, rivals: Mapping[str, str] | None = None,
) -> OracleModel:  # fmt: skip
    """Return the world of a past at its month 0; ``policies`` are the baseline's."""
    n, of_start = calendar.months, world_key(seed, candidate.number)
    year, month = calendar.of(0)
    kept = survivors(candidate, calendar, statements, past_key(of_start))
    parameters = candidate.parameters
    model = OracleModel(
        place,
        {
            "organizations": [
                as_it_was(record, parameters, of_start) | {"number": number}
                for number, record in enumerate(kept)
            ],
            "members": members_as_they_were(candidate, kept, of_start),
            "branches": [],
        },
        parameters,
        [in_the_past(policy, n) for policy in policies],
        world=past_key(of_start),
        vigour=candidate.vigour,
        start_month=month,
        entry={
            **entry,
            "series": statements.entry_series(range(year, year + n // 12 + 2), 1 - month),
            "growth_series": [
                (1 - month + 12 * (y - year), g) for y, g in statements.growth_series.items()
            ],
            "growth": statements.growth,
        },
        effort_share=lambda s: (s + 1) / n,
        official=official,
        rivals=rivals,
    )
    settle(model)
    return model


def past_key(of_start: int) -> int:
    """Return the world key of the past of a candidate with key W (14.2)."""
    return mix(of_start ^ (G * Process.ACCEPT % 2**64))


def survivors(
    candidate: Candidate, calendar: Calendar, statements: Statements, key: int
) -> list[Mapping[str, Any]]:
    """Return the organizations of a candidate that were there when the past began (14.2)."""
    rate = candidate.parameters["entry_per_year"]
    growth = sum(
        statements.net_growth(calendar.of(s)[0], rate) / 12 for s in range(calendar.months)
    )
    chance = math.exp(-max(0.0, growth))
    return [
        record
        for record in candidate.population["organizations"]
        if draw(agent_key(record["identity"], key), Process.ACCEPT, 1) < chance
    ]


def as_it_was(
    record: Mapping[str, Any], parameters: Mapping[str, float], of_start: int
) -> dict[str, Any]:
    """Return an organization without whatever has come about with its head, by a branch or a
    list: as the population has it, uncovered."""
    kept = (
        "identity", "kind", "type", "district", "industry", "has_channel", "site",
        "founded", "staff", "operating", "on_base", "head_is_member",
    )  # fmt: skip
    key = agent_key(record["identity"], of_start)
    baseline = drawn_baseline(
        parameters, record["kind"], lambda level: draw(key, Process.POPULATION, 10 + level)
    )
    return {name: record[name] for name in kept if name in record} | {
        "baseline": baseline,
        "fears": baseline,
        "attitude": 0.0,
    }


def members_as_they_were(
    candidate: Candidate, kept: Sequence[Mapping[str, Any]], of_start: int
) -> list[dict[str, Any]]:
    """Return the members of organizations, known, transferred and hired as anybody is (14.2)."""
    founded = {record["identity"]: record["founded"] for record in kept}
    yearly = max(candidate.parameters["leave_per_year"], LEAST_RATE)
    found = []
    for record in candidate.population["members"]:
        employer = record["organization"]
        if employer not in founded:
            continue
        key = agent_key(record["identity"], of_start)
        joined = -int(-12 * math.log(draw(key, Process.MEMBER, 6)) / yearly)
        carded = draw(key, Process.MEMBER, 4) < constants.FLOATING_CARD_SHARE
        found.append(
            {
                **record,
                "known": draw(key, Process.MEMBER, 3) < candidate.parameters["known_at_start"],
                "relation": Relation.FLOATING if carded else Relation.ELSEWHERE,
                "joined": max(joined, founded[employer]),
            }
        )
    return found


def in_the_past(policy: PolicyLike, months: int) -> SimpleNamespace:
    """Return a policy in the months that it has by the calendar; a period without a first month
    begins with the past (14.2)."""
    spans = policy.periods or ((policy.start, policy.end),)
    return SimpleNamespace(
        id=policy.id, committee=policy.committee, target=policy.target, writes=policy.writes,
        costs=policy.costs, ramp_months=policy.ramp_months, intensity=policy.intensity,
        start=None, end=None,
        periods=tuple(
            (0 if start is None else start + months, None if end is None else end + months)
            for start, end in spans
        ),
    )  # fmt: skip


# --- month 0 of a world without branches (10)


def settle(model: OracleModel) -> None:
    """Let a past begin as if it had gone on before, without effort (10, 14.2)."""
    model.begin_month_0()
    for organization in model.by_identity():
        recruitment.count(model, organization)
        organization.attitude = model.attitude(organization.fears)
    for _ in range(ROUNDS):
        goals = {o.identity: attitudes.goals(model, o) for o in model.by_identity()}
        for organization in model.by_identity():
            for level, goal in enumerate(goals[organization.identity]):
                held = organization.fears[level]
                organization.fears[level] = held + 0.5 * (clip(goal) - held)
            organization.attitude = model.attitude(organization.fears)
    model.intercept = first_intercept(model)
    for organization in model.by_identity():
        if (
            organization.operating
            and organization.eligible >= 1
            and organization.type != Type.LOOSE
            and organization.interim is Interim.NONE
        ):
            run_clocks(model, organization)


def first_intercept(model: OracleModel) -> float:
    """Return the intercept of a world without a branch (10.4)."""
    p = model.p
    attitude = model.attitude(
        (p.base_interference, p.base_burden, p.base_constraint, p.base_benefit)
    )
    level = (
        constants.INTERCEPT
        + p.vitality_skill * p.secretary_skill
        + p.vitality_members * math.log(3)
        + p.vitality_commitment * p.commitment_mean
        + p.vitality_attitude * attitude
        - p.vitality_turnover * 0.6 * p.leave_per_year
    )
    spread = max(0.05, p.branch_quality_sd)
    return float(
        constants.INTERCEPT + logit(ALIVE) + spread * logit(p.alive_at_start) / 1.7 - level
    )


def run_clocks(model: OracleModel, organization: Organization) -> None:
    """Let a head have been asked before month 0 (10.8)."""
    p = model.p

    def u(ordinal: int) -> float:
        return model.u(Process.CLOCK, organization, ordinal)

    rate = sum(contact_terms(model, organization).values())
    age = -organization.founded / 12
    times = poisson(min(LONGEST_AGE, age) * rate / (1 + 0.75 * rate), u(0))
    attempts = []
    fears, baseline = list(organization.fears), list(organization.baseline)
    for attempt in range(1 + PROPOSALS):
        if attempt:
            drawn = [model.u(Process.HEAD, organization, 4 * (attempt - 1) + k) for k in range(4)]
            proposal = drawn_baseline(vars(p), organization.kind, drawn.__getitem__)
            fears = [
                clip(level + (new - old))
                for level, new, old in zip(fears, proposal, baseline, strict=True)
            ]
            baseline = proposal
        organization.fears, organization.attitude = fears, model.attitude(fears)
        score = consent_score(model, organization)
        consent = logistic(score - p.indifference_width)
        attempts.append((consent, score, fears, baseline))
        if u(1 + attempt) < (1 - consent) ** times:
            stays = attempts[-1]
            break
    else:
        stays = min(attempts, key=lambda attempt: attempt[0])
    consent, score, organization.fears, organization.baseline = stays
    organization.attitude = model.attitude(organization.fears)
    refuses = logistic(-score - p.indifference_width)
    defers = 1 - consent - refuses
    silent = rate * refuses * p.silence_months / 12
    deferred = rate * defers * p.deferred_months / 12
    v = u(40) * (1 + silent + deferred)
    if v < silent:
        organization.silent_until = math.floor(u(42) * p.silence_months)
        organization.refusal = organization.dominant_fear()
        organization.contacted = organization.silent_until - nearest(p.silence_months)
    elif v < silent + deferred:
        organization.deferred_until = math.floor(u(42) * p.deferred_months)
        organization.contacted = organization.deferred_until - nearest(p.deferred_months)
    else:
        return
    organization.contact = Contact.COMMITTEE
