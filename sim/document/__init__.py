"""Tables of the documentation, made from the code: ``python -m sim.document odd``."""
