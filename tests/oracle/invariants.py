"""What must hold in an oracle after every month."""

from __future__ import annotations

from sim.state.codes import Form, Interim, SecretarySource, Stage
from tests.oracle.model import OracleModel

SHARED = (Form.JOINT, Form.ANCHOR, Form.REGIONAL)
"""Forms of several organizations."""


def check(oracle: OracleModel) -> None:
    """Check what must hold after every month."""
    employed = [p for o in oracle.organizations.values() for p in o.people.values()]
    between = [p for p in oracle.members.values() if p.organization is None]
    assert len(employed) + len(between) == len(oracle.members)
    for o in oracle.organizations.values():
        assert all(p.organization is o and p.home == (o.district, o.industry)
                   for p in o.people.values())  # fmt: skip
        assert all(0 <= level <= 1 for level in o.fears)
        assert o.staff >= 1
        if not o.operating:
            assert o.branch is None and not o.people and o.liaison is None
            assert o.interim is Interim.NONE and not o.willing
        if o.nominal:
            assert o.branch is None and o.on_base
        assert not (o.act_wait and o.branch)
        if o.branch is not None:
            assert oracle.branches[o.branch.identity] is o.branch
            assert o.branch.organizations[o.identity] is o
            assert o.interim is Interim.NONE and o.covered <= oracle.t
        if o.liaison is not None:
            assert oracle.liaisons[o.liaison.identity] is o.liaison
            assert o.liaison.cases[o.identity] is o
        led = [b for b in oracle.branches.values() if b.employer is o]
        assert o.sourced == sum(b.secretary is SecretarySource.SOURCED for b in led)
    for b in oracle.branches.values():
        assert b.host.branch is b and 0 < b.vitality < 1
        assert b.form in SHARED or len(b.organizations) == 1
        assert (b.secretary is SecretarySource.MEMBER) == (b.person is not None)
        assert (b.secretary is SecretarySource.NONE) == (b.employer is None)
        assert b.employer is None or b.employer.branch is b
        if b.person is not None:
            assert b.person.secretary_of is b and b.person.organization is b.employer
    assert all(c.acts >= 0 for c in oracle.committees)
    for x in oracle.liaisons.values():
        assert len(x.cases) <= x.capacity
        assert all(case.liaison is x for case in x.cases.values())
    for p in oracle.members.values():
        assert p.member or p.stage in (Stage.APPLICANT, Stage.ACTIVIST)
        assert p.secretary_of is None or p.secretary_of.person is p


def run(oracle: OracleModel, months: int) -> OracleModel:
    """Run months, checking each."""
    for _ in range(months):
        oracle.step()
        check(oracle)
    return oracle
