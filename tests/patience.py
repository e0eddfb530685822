"""How long tests wait for what must come: machines that test are busy, and stand still at times."""

from __future__ import annotations

from typing import Final

SECONDS: Final = 300.0
"""Nothing is measured by it: a test that needs it has failed."""
