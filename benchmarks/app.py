"""How long until the first page is there, and how heavy it is: ``python benchmarks/app.py``.

A server of its own in a temporary folder, asked by a Chromium with an empty cache. Printed are
seconds from the start of the command until the first page is answered, until a browser has drawn
it, and bytes on the wire of a first load by kind (``--json`` for machines). Wall time: run it on
a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from typing import Any

from playwright.sync_api import CDPSession

from tests.app.serving import free_port
from tests.chromium import chromium
from tests.guards.source import ROOT


def answered(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers."""
    while process.poll() is None:
        try:
            with urllib.request.urlopen(address):
                return
        except OSError:
            time.sleep(0.02)
    raise SystemExit("the server ended")


def weigh(address: str, width: int) -> tuple[float, dict[str, int]]:
    """Load a page with an empty cache; return seconds, and bytes on the wire by kind."""
    kinds: dict[str, str] = {}
    weight: Counter[str] = Counter()
    with chromium() as browser:
        page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
        network: CDPSession = page.context.new_cdp_session(page)
        network.send("Network.enable")

        def responded(event: dict[str, Any]) -> None:
            kinds[event["requestId"]] = event["type"]

        def finished(event: dict[str, Any]) -> None:
            kind = kinds.get(event["requestId"], "Other")
            weight[kind] += round(event["encodedDataLength"])

        network.on("Network.responseReceived", responded)
        network.on("Network.loadingFinished", finished)
        began = time.perf_counter()
        page.goto(address)
        page.locator("h1").wait_for()
        page.evaluate("document.fonts.ready")
        drawn = time.perf_counter() - began
        page.wait_for_timeout(2000)
    return drawn, dict(weight)


def measure() -> dict[str, Any]:
    """Start the server and measure."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "sim", "app", "linze", "--no-browser", "--port", str(port)]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
        try:
            answered(address, process)
            found: dict[str, Any] = {"first_answer_seconds": time.perf_counter() - began}
            for language in ("en", "zh"):
                drawn, weight = weigh(f"{address}?lang={language}", 1280)
                found[language] = {
                    "drawn_seconds": drawn,
                    "bytes": sum(weight.values()),
                    "by_kind": weight,
                }
        finally:
            process.terminate()
            process.wait()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = measure()
    if asked.json:
        print(json.dumps(found, indent=2))
        return
    print(f"first answer after {found['first_answer_seconds']:.1f} s")
    for language in ("en", "zh"):
        of = found[language]
        parts = ", ".join(f"{kind} {size / 1000:,.0f}" for kind, size in of["by_kind"].items())
        print(
            f"{language}: drawn {of['drawn_seconds']:.1f} s later, "
            f"{of['bytes'] / 1000:,.0f} KB ({parts})"
        )


if __name__ == "__main__":
    main()
