"""Settings that all tests share."""

from __future__ import annotations

from hypothesis import settings

# The same cases on every machine and no time limit: a red test means a changed program.
settings.register_profile("suite", derandomize=True, deadline=None, database=None)
settings.load_profile("suite")
