"""Settings that all tests share."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
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


@pytest.fixture(scope="module", autouse=True)
def left_by_others() -> None:
    """Leave out what earlier files hold, too: fixtures, modules that they were first to import."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def own_lists_of_pasts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the lists of pasts that tests make apart from those of the user."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FUGAI_CACHE", str(tmp_path_factory.mktemp("pasts")))
        yield
