"""The oracle: the complete month as plain Mesa objects, a slow second implementation.

Written from ``docs/draws.md`` and ``docs/draws-population.md`` alone. It shares with the engine
only the numbers of processes and lineages, the codes of the columns and what policies declare;
hash, draws, doses and every rule are its own. Section numbers in docstrings are those of
``docs/draws.md``.
"""
