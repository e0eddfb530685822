"""Settings that all tests share."""

from __future__ import annotations

import gc

from hypothesis import settings

# The same cases on every machine and no time limit: a red test means a changed program.
settings.register_profile("suite", derandomize=True, deadline=None, database=None)
settings.load_profile("suite")


def pytest_collection_finish() -> None:
    """Leave what the tests and all modules hold out of the collections of garbage to come.

    A run ends with one, and among all the objects of pytest each would take a tenth of a second.
    """
    gc.collect()
    gc.freeze()
