"""One organization as it stands at the end of a month: values and identities, never rows."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from sim.draws import I64, U64
from sim.locale import N_
from sim.measures.bottleneck import bottlenecks
from sim.measures.status import read_status
from sim.results.tabulate import BOTTLENECK_NAMES
from sim.scenario import Scenario
from sim.state.codes import (
    Channel,
    Contact,
    Fear,
    Form,
    Interim,
    Kind,
    LiaisonSource,
    SecretarySource,
    Stage,
    Type,
)
from sim.state.stack import Stack
from sim.state.table import NEVER
from sim.worlds import Worlds

FEARS = tuple(fear.name.lower() for fear in Fear)


@dataclass(frozen=True)
class View:
    """The state of an organization; fields stand in the order in which a month changes them.

    Members, liaisons, partners and branches are identities, so that worlds can be compared.
    ``people`` are the probationary and full members, ``hidden`` those nobody knows.
    """

    operating: bool = field(metadata={"label": N_("in operation")})
    on_base: bool = field(metadata={"label": N_("on the reported base")})
    pressure: float = field(metadata={"label": N_("pressure of a target or of effort")})
    staff: float = field(metadata={"label": N_("staff")})
    people: tuple[int, ...]
    hidden: tuple[int, ...]
    members: int = field(metadata={"label": N_("members")})
    known: int = field(metadata={"label": N_("known members")})
    eligible: int = field(metadata={"label": N_("members that count")})
    transferred: int = field(metadata={"label": N_("members with their relation here")})
    liaison: int
    post: str = field(metadata={"label": N_("liaison on the case")})
    weak_pairing: bool
    visits: float = field(metadata={"label": N_("effect of visits")})
    interference: float
    burden: float
    constraint: float
    benefit: float
    attitude: float = field(metadata={"label": N_("attitude")})
    contacted: int
    contact: str = field(metadata={"label": N_("last contact")})
    asked: int = field(metadata={"label": N_("times asked")})
    willing_until: int
    deferred_until: int
    silent_until: int
    refusal: str
    secretary_wait: bool
    act_wait: bool = field(metadata={"label": N_("waits for an act of founding")})
    nominal: bool = field(metadata={"label": N_("covered on paper")})
    branch: int
    form: str = field(metadata={"label": N_("form of branch")})
    partners: tuple[int, ...]
    interim: str = field(metadata={"label": N_("members meanwhile")})
    mass_group: int
    secretary: str = field(metadata={"label": N_("secretary from")})
    shell: bool
    vitality: float = field(metadata={"label": N_("vitality of its branch")})
    vital: bool
    bottleneck: str = field(metadata={"label": N_("what holds it back")})

    @property
    def covered(self) -> bool:
        """Whether it has a branch."""
        return self.branch != 0


COLUMNS = tuple(entry.name for entry in fields(View))

AS_THEY_ARE = (
    "operating", "on_base", "staff", "members", "known", "eligible", "transferred", "visits",
    "attitude", "contacted", "asked", "willing_until", "deferred_until", "silent_until",
    "secretary_wait", "act_wait", "nominal", "mass_group",
)  # fmt: skip
"""Fields that are columns of organizations, by the same name."""

LABELS = {
    "registered": N_("on the register"),
    **{entry.name: entry.metadata["label"] for entry in fields(View) if entry.metadata},
}
"""Columns shown where histories part; identities and months of record are left out."""


def rows_of(stack: Stack, organization: int) -> I64:
    """Return by world the row of an organization, 0 where it is not on the register."""
    table = stack.organizations
    here = np.flatnonzero((table.identity == np.uint64(organization)) & table.alive)
    rows = np.zeros(stack.n_worlds, np.int64)
    rows[table.world[here]] = here
    return rows


def view_of(worlds: Worlds, world: int, organization: int, scenario: Scenario) -> View | None:
    """Return an organization as it stands in a world; None where it is not on the register."""
    row = int(rows_of(worlds, organization)[world])
    if not row:
        return None
    table, branches = worlds.organizations, worlds.branches
    rows = np.array([row])
    branch = int(table.branch[row])
    held = bottlenecks(worlds, read_status(worlds, worlds.doses), worlds.doses)[row]
    here = np.flatnonzero(table.branch == branch) if branch else rows[:0]
    people, hidden = _people(worlds, row)
    return View(
        **{name: getattr(table, name).item(row) for name in AS_THEY_ARE},
        **dict(zip(FEARS, table.fears[:, row].tolist(), strict=True)),
        pressure=float(worlds.doses.pressure(rows)[0]),
        people=people,
        hidden=hidden,
        liaison=int(worlds.liaisons.identity[table.liaison[row]]) if table.liaison[row] else 0,
        post=_post(worlds, int(table.liaison[row]), scenario),
        weak_pairing=bool(table.case_weak[row]),
        contact=Contact(table.contact[row]).name.lower(),
        refusal=FEARS[table.refusal[row]] if table.silent_until[row] > NEVER else "",
        branch=int(branches.identity[branch]) if branch else 0,
        form=Form(branches.form[branch]).name.lower() if branch else "none",
        partners=_sorted(table.identity[here[here != row]]),
        interim=Interim(table.interim[row]).name.lower(),
        secretary=SecretarySource(branches.secretary[branch]).name.lower() if branch else "none",
        shell=bool(branches.shell[branch]) if branch else False,
        vitality=float(branches.vitality[branch]) if branch else 0.0,
        vital=bool(worlds.vital(rows)[0]),
        bottleneck=BOTTLENECK_NAMES[held],
    )


def _people(stack: Stack, row: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    members = stack.members
    rows = np.flatnonzero((members.organization == row) & members.alive)
    rows = rows[members.stage[rows] >= Stage.PROBATIONARY]
    return _sorted(members.identity[rows]), _sorted(members.identity[rows[~members.known[rows]]])


def _sorted(identities: U64) -> tuple[int, ...]:
    return tuple(sorted(identities.tolist()))


def _post(stack: Stack, liaison: int, scenario: Scenario) -> str:
    """Name a liaison's post by its committee, source and number: ``north/official/2``."""
    if not liaison:
        return ""
    liaisons, committees = stack.liaisons, stack.committees
    committee = int(liaisons.committee[liaison])
    place = int(committees.place[committee])
    ids = scenario.place.industry_ids if committees.industrial[committee] else None
    name = (ids or scenario.place.district_ids)[place]
    source = LiaisonSource(liaisons.source[liaison]).name.lower()
    return f"{name}/{source}/{int(liaisons.post[liaison]) + 1}"


def about(worlds: Worlds, world: int, organization: int, scenario: Scenario) -> dict[str, Any]:
    """Return what an organization is, where it is on the register."""
    table, cells = worlds.organizations, worlds.cells
    row = int(rows_of(worlds, organization)[world])
    cell = int(table.cell[row])
    return {
        "kind": Kind(table.kind[row]).name.lower(),
        "type": Type(table.type[row]).name.lower(),
        "district": scenario.place.district_ids[int(cells.district[cell])],
        "industry": scenario.place.industry_ids[int(cells.industry[cell])],
        "channel": Channel(worlds.channel(np.array([row]))[0]).name.lower(),
        "founded": int(table.founded[row]),
        "head_is_member": bool(table.head_is_member[row]),
    }
