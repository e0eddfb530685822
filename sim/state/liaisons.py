"""Liaison posts and their holders."""

from __future__ import annotations

from sim.state.table import Float, Int8, Int32, Int64, Table


class Liaisons(Table):
    """One row a post; a rotation puts a new holder, with a new identity, in the row."""

    committee: Int64  # global index
    desk: Int64  # of the policy that the post is of, if it is for some organizations only
    source: Int8
    post: Int32  # ordinal of the post at its committee and source
    holder: Int32  # n-th holder
    since: Int32
    skill: Float
    capacity: Int64
    cases: Int64
    visits: Float  # vis that each of its cases gets this month
