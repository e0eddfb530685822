"""The command within the test process, as tests of the command line have it."""

from tests.cli.conftest import fugai

__all__ = ["fugai"]
