"""What happened to an organization in a month: two views, and what was noted in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from sim.histories.views import FEARS, View, rows_of
from sim.locale import N_
from sim.processes.contact import odds
from sim.state.codes import Code, Contact, Event, Fear, Form, Interim, SecretarySource
from sim.worlds import Worlds

TEXTS: Final[Mapping[str, str]] = {
    "registered": N_("enters the register with {members} members"),
    "exited": N_("leaves the register"),
    "inactive": N_("falls inactive"),
    "struck": N_("is struck from the reported base"),
    "members_left": N_("members −{number}: now {members}, {known} known"),
    "members_came": N_("members +{number}: now {members}, {known} known"),
    "members_known": N_("members become known, {number}: {known} of {members}"),
    "case_taken": N_("liaison {post} takes the case"),
    "case_left": N_("liaison {post} leaves the case"),
    "new_holder": N_("somebody else takes over as liaison {post}"),
    "attitude": N_("{part} {from} → {to}"),
    "contacted": N_("contacted: {by}"),
    "asked": N_(
        "asked (no. {time}): {answer} (drawn {drawn}; consent below {consent_below}, "
        "refusal from {refusal_from})"
    ),
    "branch_founded": N_("branch founded: {form}, {partners}; secretary: {secretary}"),
    "branch_joined": N_("joins a branch: {form}, {partners}; secretary: {secretary}"),
    "branch_merged": N_("its branch merges into another: {form}, {partners}"),
    "branch_lost": N_("loses its branch ({form}): {how}"),
    "branch_form": N_("its branch changes form: {from} → {to}"),
    "secretary": N_("secretary: {from} → {to}"),
    "vital": N_("its branch is vital (vitality {vitality})"),
    "dormant": N_("its branch falls dormant (vitality {vitality})"),
    "shell": N_("its branch stays on the books only"),
    "interim": N_("its members meanwhile: {to}"),
    "mass_group": N_("a mass group is set up"),
    "no_secretary": N_("willing, but no secretary found"),
    "no_act": N_("willing, but its committee can found no more this month"),
    "on_paper": N_("is reported as covered, on paper only"),
    "off_paper": N_("is on paper no more"),
    "bottleneck": N_("what holds it back: {from} → {to}"),
}
"""A marked text for everything that may happen, by the kind of a :class:`Happening`."""

CODES: Final[Mapping[str, type[Code]]] = {
    "by": Contact,
    "contact": Contact,
    "part": Fear,
    "form": Form,
    "branch_form": Form,
    "secretary": SecretarySource,
    "interim": Interim,
}
"""Whose names the values of a happening are, by the value's name, else by the happening's kind."""

TOLD: Final = 0.05
"""A fear is mentioned when it has moved by this since it was last mentioned."""


@dataclass(frozen=True)
class Happening:
    """One thing that happened; ``values`` say what is particular about it."""

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {"kind": self.kind, **self.values}


Noted = Callable[[Event, int], bool]
"""Whether an event of the month concerns this organization (partner 0) or that branch."""


def noted(worlds: Worlds, world: int, organization: int) -> Noted:
    """Return how to look events of the month up."""

    def found(kind: Event, branch: int) -> bool:
        for batch in worlds.events:
            if batch.kind is kind:
                mine = batch.world == world
                if branch:
                    mine &= batch.branch == np.uint64(branch)
                else:
                    mine &= batch.organization == np.uint64(organization)
                if mine.any():
                    return True
        return False

    return found


class Changes:
    """Tells month by month what happened to one organization in one world."""

    def __init__(self, worlds: Worlds, world: int, organization: int) -> None:
        self._worlds, self._world, self._organization = worlds, world, organization
        self._told: dict[str, float] = {}

    def between(self, before: View | None, after: View | None) -> list[Happening]:
        """Return what happened in the month just done."""
        happened = noted(self._worlds, self._world, self._organization)
        if after is None:
            return [] if before is None else [Happening("exited")]
        if before is None:
            self._told = {name: getattr(after, name) for name in FEARS}
            return [Happening("registered", {"members": after.members})]
        found = [
            *_standing(before, after),
            *_members(before, after),
            *_case(before, after),
            *self._fears(before, after),
            *self._asking(before, after, happened),
            *_branch(before, after, happened),
        ]
        if before.bottleneck != after.bottleneck:
            change = {"from": before.bottleneck, "to": after.bottleneck}
            found.append(Happening("bottleneck", change))
        return found

    def _fears(self, before: View, after: View) -> Iterator[Happening]:
        for name in FEARS:
            old = self._told.setdefault(name, getattr(before, name))
            new = getattr(after, name)
            if abs(new - old) >= TOLD:
                self._told[name] = new
                yield Happening(
                    "attitude", {"part": name, "from": round(old, 4), "to": round(new, 4)}
                )

    def _asking(self, before: View, after: View, happened: Noted) -> Iterator[Happening]:
        if happened(Event.CONTACTED, 0):
            yield Happening("contacted", {"by": after.contact})
        if after.asked == before.asked:
            return
        worlds = self._worlds
        rows = rows_of(worlds, self._organization)[[self._world]]
        faced = odds(worlds, worlds.doses, rows, worlds.month - 1)
        answer = "deferred"
        if happened(Event.CONSENTED, 0):
            answer = "consent"
        elif happened(Event.REFUSED, 0):
            answer = "refusal"
        yield Happening(
            "asked",
            {
                "time": after.asked,
                "drawn": round(float(faced.drawn[0]), 4),
                "consent_below": round(float(faced.consent[0]), 4),
                "refusal_from": round(1.0 - float(faced.refusal[0]), 4),
                "answer": answer,
                **({"fear": after.refusal} if answer == "refusal" else {}),
            },
        )


def _standing(before: View, after: View) -> Iterator[Happening]:
    if before.operating and not after.operating:
        yield Happening("inactive")
    if before.on_base and not after.on_base:
        yield Happening("struck")


def _members(before: View, after: View) -> Iterator[Happening]:
    was, now = set(before.people), set(after.people)
    known_before, known_now = was - set(before.hidden), now - set(after.hidden)
    changes = {
        "members_left": len(was - now),
        "members_came": len(now - was),
        "members_known": len(known_now & was - known_before),
    }
    for kind, number in changes.items():
        if number:
            yield Happening(
                kind, {"number": number, "members": after.members, "known": after.known}
            )


def _case(before: View, after: View) -> Iterator[Happening]:
    if before.post != after.post:
        if before.post:
            yield Happening("case_left", {"post": before.post})
        if after.post:
            yield Happening("case_taken", {"post": after.post, "weak_branch": after.weak_pairing})
    elif before.liaison != after.liaison:
        yield Happening("new_holder", {"post": after.post})


ENDS: Final = (
    (Event.DISSOLVED, "dissolved"),
    (Event.CLOSED, "closed"),
    (Event.CONVERTED, "converted"),
    (Event.EXIT, "ended_by_exit"),
    (Event.LEFT_JOINT, "left_joint"),
)

WAYS: Final[Mapping[str, str]] = {
    "consent": N_("consent"),
    "refusal": N_("refusal"),
    "deferred": N_("neither yes nor no"),
    "dissolved": N_("dissolved"),
    "closed": N_("closed"),
    "converted": N_("converted"),
    "ended_by_exit": N_("a partner's exit ended it"),
    "left_joint": N_("goes on to a branch of its own"),
    "withdrew": N_("its head withdrew"),
    "left": N_("left"),
}
"""Answers of a head, and how an organization loses its branch."""


def _branch(before: View, after: View, happened: Noted) -> Iterator[Happening]:
    if before.branch == after.branch:
        if after.covered:
            yield from _same_branch(before, after)
    else:
        merged = after.covered and happened(Event.MERGED, 0)
        if before.covered and not merged:
            why = next((name for kind, name in ENDS if happened(kind, before.branch)), "left")
            if why == "left" and after.silent_until > before.silent_until:
                why = "withdrew"
            yield Happening("branch_lost", {"how": why, "form": before.form})
        if after.covered:
            kind = "branch_merged" if merged else "branch_joined"
            if not merged and happened(Event.FOUNDED, after.branch):
                kind = "branch_founded"
            about = {"form": after.form, "with": list(after.partners), "secretary": after.secretary}
            yield Happening(kind, about)
    if before.interim != after.interim and not (before.covered or after.covered):
        yield Happening("interim", {"to": after.interim})
    if before.mass_group != after.mass_group and after.mass_group >= 0:
        yield Happening("mass_group")
    if after.secretary_wait and not before.secretary_wait:
        yield Happening("no_secretary")
    if after.act_wait and not before.act_wait:
        yield Happening("no_act")
    if after.nominal != before.nominal:
        yield Happening("on_paper" if after.nominal else "off_paper")


def _same_branch(before: View, after: View) -> Iterator[Happening]:
    if before.form != after.form:
        yield Happening("branch_form", {"from": before.form, "to": after.form})
    if before.secretary != after.secretary:
        change = {"from": before.secretary, "to": after.secretary}
        yield Happening("secretary", change)
    if before.vital != after.vital:
        kind = "vital" if after.vital else "dormant"
        yield Happening(kind, {"vitality": round(after.vitality, 4)})
    if after.shell and not before.shell:
        yield Happening("shell")
