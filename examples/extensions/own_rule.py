"""A rule of one's own: heads become warier each time they are asked."""

from sim.draws import F64, I64
from sim.extensions import DoseReader, Extension, Variant
from sim.processes.contact import linear
from sim.state.stack import Stack


def wary(worlds: Stack, doses: DoseReader, rows: I64) -> F64:
    """Return the shipped support, less half a logit for each time a head was asked before."""
    return linear(worlds, doses, rows) - 0.5 * (worlds.organizations.asked[rows] - 1)


EXTENSION = Extension(
    variants=(
        Variant("consent", "wary", wary, "each asking makes a head warier", "问得越多越谨慎"),
    )
)
