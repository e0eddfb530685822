"""Desks: what a committee keeps for one policy that is for some of its organizations only."""

from __future__ import annotations

from typing import Annotated

from sim.state.table import Int64, Table, UInt64, Words


class Desks(Table):
    """One row a committee and policy with a target of its own, from its first month in force.

    Its posts and places are apart from those that are for all organizations of the committee.
    """

    committee: Annotated[Int64, Words("row", "committee", "所属上级党组织")]
    policy: Annotated[
        UInt64, Words("63 bits", "identity by name of the policy's id", "措施代号的散列值")
    ]
    weight: Annotated[
        Int64,
        Words("organizations", "of the target when the desk was opened", "设席时的对象数"),
    ]  # the policy's numbers are shared by it
    admitted: Annotated[Int64, Words("people", "admissions in the model year", "本年度吸收数")]
    placed: Annotated[
        Int64, Words("people", "members placed in the model year", "本年度推荐就业党员数")
    ]
    trained: Annotated[
        Int64, Words("places", "training places filled in the model year", "本年度已用培训名额")
    ]
    sourced: Annotated[
        Int64, Words("people", "sourced secretaries placed in the model year", "本年度已派书记")
    ]
