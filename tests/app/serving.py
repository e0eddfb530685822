"""A server in a process of its own, as ``fugai app`` starts it."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests import patience
from tests.guards.source import ROOT


@dataclass
class Served:
    """A server that answers; ``out`` is what it printed, ``code`` its exit, once it has ended."""

    port: int
    process: subprocess.Popen[str]
    out: str = ""
    code: int | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}/"

    def page(self) -> str:
        """Return its first page, as soon as it answers."""
        for _attempt in range(int(10 * patience.SECONDS)):
            assert self.process.poll() is None, self.process.communicate()[0]
            try:
                with urllib.request.urlopen(self.address, timeout=patience.SECONDS) as answer:
                    text: str = answer.read().decode("utf-8")
                    return text
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server never answered")

    def interrupt(self) -> None:
        """Stop it as Ctrl-C does."""
        if self.code is None:
            self.process.send_signal(signal.SIGINT)
            self.out = self.process.communicate(timeout=patience.SECONDS)[0]
            self.code = self.process.returncode


def free_port() -> int:
    """Return a port that nobody listens on, below those that systems give to connections.

    Until a server listens on one of those, some connection of a browser may have taken it.
    """
    while True:
        port = random.SystemRandom().randrange(15_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextmanager
def serving(folder: Path, *words: str) -> Iterator[Served]:
    """Serve in a folder that has an empty one beside it for temporary files."""
    for name in ("here", "temporary"):
        (folder / name).mkdir()
    port = free_port()
    # NiceGUI serves nothing where it believes that it is tested.
    environment = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    environment |= {"PYTHONPATH": str(ROOT), "FUGAI_LANG": "en"}
    environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder / "temporary"))
    command = [sys.executable, "-m", "sim", "app", *words, "--no-browser", "--port", str(port)]
    with subprocess.Popen(
        command,
        cwd=folder / "here",
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as process:
        served = Served(port, process)
        try:
            served.page()
            yield served
        finally:
            served.interrupt()
