"""Work of a batch that kills its process once, as the system does when memory is short."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Final

from sim.studies.cases import Batch, Responses, simulate_batch

MARK: Final = "FUGAI_TEST_KILLED"
"""Environment variable with the file that says that a process was killed."""


def look_and_die_once(batch: Batch) -> Responses:
    """Kill this process at its first batch but one, unless another was killed before."""
    mark = Path(os.environ[MARK])
    if batch.first > 0:
        try:
            mark.touch(exist_ok=False)
        except FileExistsError:
            return simulate_batch(batch)
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return simulate_batch(batch)
