"""Organizations and their heads."""

from __future__ import annotations

from typing import ClassVar

from sim.state.table import NEVER, Bool, Float, Float4, Int8, Int32, Int64, Table


class Organizations(Table):
    """One row an organization; months are counted from the start of the scenario."""

    cell: Int64  # global index of (world, district, industry)
    bucket: Int64  # global index of the part of the cell that the hiring race looks at
    cohort: Int8  # identity mod 12: the month of the yearly shock of staff
    number: Int64  # n-th of the initial population, -1 for entrants
    kind: Int8
    type: Int8
    has_channel: Bool  # a territorial channel; an industry committee is a channel for all
    founded: Int32
    staff: Float  # people, real; rounded at use
    operating: Bool
    on_base: Bool  # counted in the reported base
    head_is_member: Bool
    fears: Float4  # interference, burden, constraint, benefit (codes.Fear)
    baseline: Float4
    attitude: Float  # benefit minus the weighted fears
    members: Int64  # probationary and full, known or hidden
    known: Int64  # known full members, whatever their tenure
    eligible: Int64  # m: known full members of six months, plus a sourced secretary
    transferred: Int64  # known full members whose relation is here
    sourced: Int8  # sourced secretaries employed here
    contacted: Int32  # month of the last contact
    contact: Int8  # kind of the last contact (codes.Contact)
    asked: Int32  # times asked for consent
    willing_until: Int32  # standing consent holds through this month
    silent_until: Int32  # not asked before this month, after a refusal
    deferred_until: Int32  # not asked before this month, out of indifference
    refusal: Int8  # dominant fear of the last refusal (codes.Fear)
    withdrawn: Int32  # months of attitude below the closing threshold
    liaison: Int64  # row of the liaison on the case, 0 none
    case_weak: Bool  # a weak branch paired for consolidation, not an uncovered case
    case_since: Int32
    case_progress: Int32  # month of the last progress
    case_link: Int8
    case_known: Int64
    case_attitude: Float
    case_steady: Int32  # months in a row with vitality of one half
    dropped: Int32  # month in which a liaison gave the case up
    visits: Float  # vis of the month, 0 without a liaison
    branch: Int64  # row of the branch, 0 none
    covered: Int32  # month since which it has a branch
    interim: Int8
    nominal: Bool  # reported as covered without a branch: on paper
    act_wait: Bool  # willing, but its committee had no act of founding left this month
    mass_group: Int32  # month in which a mass group was set up
    secretary_wait: Bool  # a first try to find a secretary has failed
    eligible_months: Int32  # months in a row with m >= 3 in a joint branch

    FILL: ClassVar[dict[str, float]] = {
        "contacted": NEVER, "willing_until": NEVER, "silent_until": NEVER,
        "deferred_until": NEVER, "dropped": NEVER, "covered": NEVER, "mass_group": NEVER,
        "number": -1,
    }  # fmt: skip
