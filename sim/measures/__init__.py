"""What is observed: every measure with its numerator, its denominator and its definition.

To add a measure, count what it needs in :mod:`sim.measures.tally` and declare it in one of the
modules that :mod:`sim.measures.catalogue` collects. Measures read the state and never change it.
"""
