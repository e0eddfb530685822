"""What a scenario says about its organizations: rows of a registry, or totals to be held.

This is the input of :mod:`sim.population.population`, which imputes what is missing and draws
what is only given as a total. Codes are those of :mod:`sim.state.codes`; months are relative to
the start of the scenario, so everything founded before it has a month below or equal to 0.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Registry:
    """Columns of a registry as read, one entry a row; ``None`` is a missing cell.

    Every column has the length of ``rows``. Nothing is imputed here. Equal identities, and what is
    impossible within a row, were refused when it was read. Impossible are negative staff, an
    inactive organization with members or a branch, a date after the start, and more members than
    staff but for associations.
    """

    file: str
    """Name of the file, without folders."""
    encoding: str
    """Encoding found: ``UTF-8``, ``UTF-8 with BOM``, ``GB18030`` or ``XLSX``."""
    rows: tuple[int, ...]
    """Row in the file, counted from 1 as a spreadsheet shows it."""
    id: tuple[str | None, ...]
    """Registry number; first choice for the identity."""
    name: tuple[str | None, ...]
    """Name; with the district the second choice for the identity."""
    kind: tuple[int | None, ...]
    type: tuple[int | None, ...]
    district: tuple[int | None, ...]
    """Index into ``Place.district_ids``."""
    industry: tuple[int | None, ...]
    """Index into ``Place.industry_ids``."""
    has_channel: tuple[bool | None, ...]
    """Whether a supervising unit (业务主管单位) is named."""
    founded: tuple[int | None, ...]
    staff: tuple[int | None, ...]
    members: tuple[int | None, ...]
    """Full and probationary members."""
    full_members: tuple[int | None, ...]
    transferred: tuple[int | None, ...]
    """Members whose relation is here."""
    covered: tuple[bool | None, ...]
    """Whether there is a party organization of its own or a joint one (not an interim form)."""
    form: tuple[int | None, ...]
    """Form where stated (standalone, general_branch, committee, joint, anchor), 0 where there is
    none; ``None`` with ``covered`` true: covered, form not stated."""
    site: tuple[str | None, ...]
    """Park, market or building in its district; the same label is the same site."""
    joint_branch: tuple[str | None, ...]
    """Label of the joint branch: the same label is the same branch."""
    interim: tuple[int | None, ...]
    """1 member group, 2 hosted, 0 neither; ``None`` where coverage is not stated."""
    head_is_member: tuple[bool | None, ...]
    operating: tuple[bool | None, ...]
    on_base: tuple[bool | None, ...]
    willing: tuple[bool | None, ...]
    """Whether the head has already agreed to a branch."""

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def blank_beside_yes(self) -> int:
        """Rows that leave open who has a party organization, where all others say yes."""
        only_yes = True in self.covered and False not in self.covered
        return self.covered.count(None) if only_yes else 0


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Totals that a synthesized population holds exactly; ``None`` is not given.

    ``staff`` and ``organizations`` are of all registered, operating or not; ``members`` are full
    and probationary. ``covered`` organizations have a party organization at the start, of which
    ``standalone`` (with branches of higher form) on their own and the others in joint branches.
    ``willing`` uncovered organizations have agreed to a branch before the start.
    """

    organizations: int | None = None
    operating: int | None = None
    on_base: int | None = None
    staff: int | None = None
    members: int | None = None
    covered: int | None = None
    standalone: int | None = None
    willing: int | None = None


COUNTS: Final = tuple(entry.name for entry in fields(Totals) if entry.name != "organizations")
"""What is counted of organizations."""


@dataclass(frozen=True, kw_only=True)
class Synthesis:
    """Totals of a population without a registry.

    ``total.organizations`` is always given (where the file gives only kinds, their sum).
    ``kinds`` maps a code of Kind to the totals of that kind, whose ``organizations`` is always
    given. Where kinds sum to less than the total, the others are of unknown kind. Each is drawn
    from ``kind_shares`` (by code of Kind, sum 1; from the file, else as the known kinds).
    Staff, members, covered or standalone may be given both for kinds and in total. Then the kinds'
    are held exactly. The rest of the total goes to kinds (and organizations of unknown kind) that
    state none. That totals are consistent was checked when the file was read.
    """

    total: Totals
    kinds: dict[int, Totals]
    kind_shares: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class OrganizationsSpec:
    """Where organizations come from: exactly one of ``registry`` and ``synthesis``.

    ``sample`` keeps a keyed sub-sample of about that share; counts are multiplied by its
    inverse. ``inactive_share`` and ``inactive_on_base`` win over the parameters of these names
    where given; so do ``types`` (shares of stable, dispersed, loose). ``founded`` is the first
    and last month in which organizations whose date is missing were founded (both <= 0; spread
    evenly). ``None``: by the age that the rates of entry and exit imply. ``entry_series`` has the
    rates of entry of calendar years, each with the month in which its year begins (0 is the first
    of the scenario). Years that are not there follow the parameter. ``growth_per_year`` and
    ``growth_series`` say instead how the register as a whole grows or shrinks.
    """

    registry: Registry | None
    synthesis: Synthesis | None
    sample: float = 1.0
    inactive_share: float | None = None
    inactive_on_base: float | None = None
    types: tuple[float, float, float] | None = None
    founded: tuple[int, int] | None = None
    entry_series: tuple[tuple[int, float], ...] = ()
    growth_per_year: float | None = None
    growth_series: tuple[tuple[int, float], ...] = ()
    covered_share: float | None = None
    """Of the rows of a registry that leave coverage open, the share that is covered."""
