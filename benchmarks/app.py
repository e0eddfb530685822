"""How long until the first page is there, and how heavy it is: ``python benchmarks/app.py``.

A server of its own in a temporary folder, asked by a Chromium with an empty cache. Printed are
seconds from the start of the command until the first page is answered, until a browser has drawn
it, and bytes on the wire of a first load by kind; seconds from choosing a shipped place, and from
dropping a list, to a first answer; frames that an idle page gets; memory of the server after 2
and after 20 runs (``--json`` for machines). Wall time: run it on a machine that does nothing else.
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

from playwright.sync_api import CDPSession, Page

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


LOOKED = 6_000
"""Milliseconds that somebody looks at the first screen before choosing."""
LIST = """名称,乡镇,类别,从业人员,党员,是否建立党组织
{rows}"""


def chosen(address: str) -> dict[str, float]:
    """Return seconds from choosing a place to its first answer, and from dropping a list."""
    found: dict[str, float] = {}
    with chromium() as browser:
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.set_default_timeout(120_000)
        for place in range(3):
            page.goto(f"{address}?lang=en")
            card = page.locator("button.fg-place").nth(place)
            card.wait_for()
            page.wait_for_timeout(LOOKED)
            began = time.perf_counter()
            card.click()
            page.locator("#results table").first.wait_for()
            found[f"place_{place + 1}_seconds"] = time.perf_counter() - began
            page.locator("#run").get_by_text("Done.").wait_for()
        page.goto(f"{address}?lang=en")
        page.locator("#start").wait_for()
        rows = "".join(
            f"组织{n},{'东西南北'[n % 4]}镇,社会团体,{5 + n % 20},{n % 6},{'是否'[n % 3 > 0]}\n"
            for n in range(300)
        )
        file = {"name": "list.csv", "mimeType": "text/csv"}
        began = time.perf_counter()
        page.set_input_files(
            "input[type=file]",
            [{**file, "buffer": LIST.format(rows=rows).encode()}],  # type: ignore
        )
        page.get_by_role("button", name="Use this list").click()
        page.locator("#results table").first.wait_for()
        found["own_list_seconds"] = time.perf_counter() - began
        page.locator("#run").get_by_text("Done.").wait_for()
        page.wait_for_timeout(3000)
        found["idle_frames"] = idle(page)
    return found


def idle(page: Page) -> int:
    """Return how many frames a page that nobody touches is sent within five seconds."""
    sent: list[str] = []

    def heard(frame: str | bytes) -> None:
        if str(frame).startswith("42"):
            sent.append(str(frame))

    page.on("websocket", lambda socket: socket.on("framereceived", heard))
    page.reload()
    page.wait_for_timeout(6000)
    sent.clear()
    page.wait_for_timeout(5000)
    return len(sent)


def held(pid: int) -> float:
    """Return the megabytes of memory that a process holds (Linux)."""
    with open(f"/proc/{pid}/status", encoding="ascii") as lines:
        (line,) = (line for line in lines if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1000


def worn(address: str, pid: int, runs: int = 20) -> dict[str, float]:
    """Return the server's memory after two runs of a place, and after many, each a change."""
    found = {}
    with chromium() as browser:
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{address}?lang=en")
        page.locator("button.fg-place").first.click()
        for number in range(1, runs + 1):
            page.locator("#results table").first.wait_for()
            page.locator("#run").get_by_text("Done.").wait_for()
            if number in (2, runs):
                found[f"megabytes_after_{number}_runs"] = held(pid)
            page.locator("#dose-0-0").press(("ArrowRight", "ArrowLeft")[number % 2])
            page.locator("#run").get_by_text("Done.").wait_for(state="hidden")
    return found


def measure() -> dict[str, Any]:
    """Start the server and measure."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "sim", "app", "--no-browser", "--port", str(port)]
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
            found["answers"] = chosen(address) | worn(address, process.pid)
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
    for name, value in found["answers"].items():
        print(f"{name.replace('_', ' ')}: {value:,.1f}")


if __name__ == "__main__":
    main()
