"""What a policy must tell, and how much of it is in force in a month (2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from sim.policies.base import Cost, Target, Write


class PolicyLike(Protocol):
    """What a policy must tell; those of ``sim/policies`` do."""

    @property
    def id(self) -> str: ...

    @property
    def start(self) -> int | None: ...
    @property
    def end(self) -> int | None: ...
    @property
    def periods(self) -> tuple[tuple[int | None, int | None], ...]: ...
    @property
    def ramp_months(self) -> int: ...
    @property
    def intensity(self) -> float: ...
    @property
    def target(self) -> Target: ...
    @property
    def committee(self) -> str: ...
    def writes(self) -> tuple[Write, ...]: ...
    def costs(self) -> tuple[Cost, ...]: ...


@dataclass(frozen=True, kw_only=True)
class PlainPolicy:
    """A policy that is nothing but what it declares; enough for tests."""

    written: tuple[Write, ...]
    start: int | None = None
    end: int | None = None
    periods: tuple[tuple[int | None, int | None], ...] = ()
    ramp_months: int = 0
    intensity: float = 1.0
    target: Target = field(default_factory=Target)
    committee: str = "district"
    id: str = ""

    def writes(self) -> tuple[Write, ...]:
        """Return the doses written at full force."""
        return self.written

    def costs(self) -> tuple[Cost, ...]:
        """Return nothing: it is free."""
        return ()


def force(policy: PolicyLike, month: int) -> float:
    """Return intensity × ramp, 0 outside the policy's periods; a ramp of k months ends at 1."""
    for start, end in policy.periods or ((policy.start, policy.end),):
        first = start or 0
        if first <= month and (end is None or month <= end):
            served = month - first + 1
            ramp = min(1.0, served / policy.ramp_months) if policy.ramp_months else 1.0
            return policy.intensity * ramp
    return 0.0


def has_stood(policy: PolicyLike) -> bool:
    """Return whether a policy has been in force before month 0 (10)."""
    spans = policy.periods or ((policy.start, policy.end),)
    return any(start is None or start < 0 for start, _ in spans)


def faded_force(policy: PolicyLike, month: int, half_life: float) -> float:
    """Return the force, or after a period what is left of its last force by the half-life."""
    now = force(policy, month)
    ends = [
        end
        for _, end in policy.periods or ((policy.start, policy.end),)
        if end is not None and end < month
    ]
    if now > 0 or not ends:
        return now
    return float(force(policy, max(ends)) * 0.5 ** ((month - max(ends)) / half_life))
