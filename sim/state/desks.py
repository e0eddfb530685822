"""Desks: what a committee keeps for one policy that is for some of its organizations only."""

from __future__ import annotations

from sim.state.table import Int64, Table, UInt64


class Desks(Table):
    """One row a committee and policy with a target of its own, from its first month in force.

    Its posts and places are apart from those that are for all organizations of the committee.
    """

    committee: Int64  # global index
    policy: UInt64  # identity by name of the policy's id
    weight: Int64  # organizations of the target when the policy began: its numbers are shared so
    admitted: Int64  # as of committees, for the policy alone
    trained: Int64
    sourced: Int64
