"""The classroom: months a second by the size of the place, and a whole class at once.

    python benchmarks/classroom.py                months a second of a stage (two worlds)
    python benchmarks/classroom.py --clients 20   a server and 20 pages in Chromium, all playing

A month of a stage is what the server does for one client and one month: two worlds step, are
looked at, and become the message that the page paints. CPU time, not the clock. With ``--clients``
every page moves its own slider and plays six years; what it shows at the end must be what the
same world shows that nobody shared a server with.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sim.app.classroom import figures
from sim.app.classroom.course import SIDES
from sim.app.classroom.ground import Dots, ground, tally
from sim.app.classroom.stage import Stage
from sim.app.classroom.stage_view import said
from sim.scenario import load

SIZES: Final = (120, 400, 1_000)
MONTHS: Final = 36
QUIET: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
    # Twenty pages of one browser are background pages but one: let them go on all the same.
    "--disable-background-timer-throttling", "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows", "--process-per-site",
)  # fmt: skip


def stage_of(organizations: int) -> Stage:
    """Return the classroom town with as many organizations, all its totals in proportion."""
    table = load("classroom").resolved()["organizations"]["synthesis"]
    share = organizations / table["organizations"]
    totals = [
        f"organizations.synthesis.{name}={round(table[name] * share)}"
        for name in ("organizations", "operating", "staff", "members", "covered", "standalone",
                     "willing")
    ]  # fmt: skip
    totals += [
        f"organizations.synthesis.kinds.{kind}.organizations={organizations // 2}"
        for kind in table["kinds"]
    ]
    return Stage(load("classroom", overrides=totals), 12)


def months_a_second(organizations: int) -> tuple[float, int]:
    """Return months a second of CPU time, and the bytes of the last month's message."""
    stage = stage_of(organizations)
    stage.right.move(liaisons=organizations // 8, organizers=1)
    plan = ground(stage.base.place, stage.left.model.worlds.cells.initial.tolist())
    dots = {side: Dots(plan) for side in SIDES}
    message = ""
    began = time.process_time()
    for _ in range(MONTHS):
        stage.step()
        message = json.dumps(
            {side: [dots[side].paint(world), figures.lines(world), tally(world), said(world)]
             for side, world in stage.worlds.items()}
        )  # fmt: skip
        stage.difference()
    return MONTHS / (time.process_time() - began), len(message)


def together(clients: int) -> None:
    """Let a class play at once, and compare every page with the same world alone."""
    from playwright.sync_api import sync_playwright

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    root = Path(__file__).resolve().parent.parent
    server = subprocess.Popen(
        [sys.executable, "-m", "sim", "app", "--port", str(port), "--no-browser"],
        cwd=root, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while True:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=list(QUIET)
            )
            _class(chromium, f"http://127.0.0.1:{port}/classroom?lang=en", clients, server.pid)
            chromium.close()
    finally:
        server.terminate()
        server.wait(30)


def _class(chromium: Any, address: str, clients: int, server: int) -> None:
    empty = _megabytes(server)
    pages = []
    context = chromium.new_context()
    for number in range(clients):
        page = context.new_page()
        page.set_default_timeout(300_000)
        page.goto(address)
        page.get_by_role("button", name="One month").wait_for()
        page.locator(".q-slider [tabindex='0']").first.focus()
        for _ in range(number):
            page.keyboard.press("ArrowRight")
        page.wait_for_function(
            "n => document.querySelector('.cl-lever .cl-value')?.textContent.trim() == n",
            arg=str(number),
        )
        pages.append(page)
    opened = _megabytes(server)
    cpu, began = _cpu_seconds(server), time.monotonic()
    for page in pages:
        page.get_by_role("button", name="Play").click()
    for page in pages:
        page.wait_for_function(
            "document.querySelector('[role=\"status\"]')?.textContent?.includes('end')"
        )
    seconds, used = time.monotonic() - began, _cpu_seconds(server) - cpu
    wrong = [number for number, page in enumerate(pages) if _shown(page) != _alone(number)]
    print(f"clients              {clients}")
    print(f"pages as when alone  {clients - len(wrong)} of {clients}")
    print(f"six years took       {seconds:.0f} s by the clock ({72 / 4:.0f} s at full speed)")
    print(f"server, CPU          {used:.1f} s: {1000 * used / 72 / clients:.1f} ms a client-month")
    print(f"server, memory       {empty:.0f} MB empty, {opened:.0f} MB with all pages, "
          f"{_megabytes(server):.0f} MB at the end")  # fmt: skip
    if wrong:
        raise SystemExit(f"pages {wrong} differ from the same world alone")


def _shown(page: Any) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('[data-fugai]')]"
        ".map(e => [e.dataset.fugai, e.textContent]))"
    )
    return found


def _alone(liaisons: int) -> dict[str, str]:
    base = load("classroom")
    stage = Stage(base, base.seed)
    stage.right.move(liaisons=liaisons)
    stage.run_to(base.months)
    return {
        f"{side} {look}": str(n)
        for side, world in stage.worlds.items()
        for look, n in tally(world).items()
    }


def _megabytes(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    resident = next(line for line in lines if line.startswith("VmRSS"))
    return int(resident.split()[1]) / 1024


def _cpu_seconds(process: int) -> float:
    parts = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=0)
    asked = parser.parse_args()
    if asked.clients:
        together(asked.clients)
        return
    print("organizations  months a second  message")
    for size in SIZES:
        months, length = months_a_second(size)
        print(f"{size:13,d}  {months:15.0f}  {length / 1024:5.1f} KB")


if __name__ == "__main__":
    main()
