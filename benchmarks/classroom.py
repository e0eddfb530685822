"""The classroom: months a second by the size of the place, and a whole class at once.

    python benchmarks/classroom.py                months a second of a stage (two worlds)
    python benchmarks/classroom.py --clients 20   a server and 20 clients on the loopback, playing
    python benchmarks/classroom.py --clients 20 --planners 2   and planners' pages beside them

A month of a stage is what the server does for one client and one month: two worlds step, are
looked at, and become the message that the page paints. CPU time, not the clock. With ``--clients``
each moves its own slider and plays six years; what it is shown at the end must be what the same
world shows that nobody shared a server with. Each planner chooses a place when the class begins.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import json
import logging
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

import aiohttp
import socketio  # type: ignore[import-untyped]

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sim.app.classroom import figures
from sim.app.classroom.course import SIDES
from sim.app.classroom.figures import Dots, ground, tally
from sim.app.classroom.stage import Stage
from sim.app.classroom.stage_view import numbers, said
from sim.scenario import load
from tests.chromium import chromium

# A client that leaves calls its own empty queue an error.
logging.getLogger("engineio.client").setLevel(logging.CRITICAL)

SIZES: Final = (120, 400, 1_000)
MONTHS: Final = 36


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


def together(clients: int, planners: int) -> None:
    """Let a class play at once, and compare what every client got with the same world alone."""
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
        asyncio.run(_class(f"http://127.0.0.1:{port}", clients, planners, server.pid))
    finally:
        server.terminate()
        server.wait(30)


class Client:
    """A student without a browser: NiceGUI's own messages over a WebSocket."""

    def __init__(self, address: str, liaisons: int) -> None:
        self.address, self.liaisons = address, liaisons
        self.over = asyncio.Event()
        self.texts: dict[str, str] = {}
        self._socket = socketio.AsyncClient()
        self._socket.on("update", self._update)
        self._socket.on("run_javascript", self._paint)

    async def enter(self) -> None:
        """Load the page, connect, and move the slider of liaisons."""
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{self.address}/classroom?lang=en") as answer,
        ):
            page = await answer.text()
        query = re.search(r"'client_id': '([^']+)'", page)
        found = re.search(r"String\.raw`(.*?)`\), \{", page, re.DOTALL)
        assert query is not None and found is not None
        self._client = query.group(1)
        self._elements: dict[str, Any] = json.loads(html.unescape(found.group(1)))
        await self._socket.connect(
            self.address, socketio_path="/_nicegui_ws/socket.io", transports=["websocket"]
        )
        who = {"client_id": self._client, "tab_id": self._client, "document_id": self._client,
               "next_message_id": 0}  # fmt: skip
        assert await self._socket.call("handshake", who)
        await self._send("input", {"aria-label": "Liaisons"}, "input", self.liaisons)

    async def play(self) -> None:
        """Press the button."""
        await self._send("q-btn", {"icon": "play_arrow"}, "click")

    async def close(self) -> None:
        """Leave."""
        await self._socket.disconnect()

    async def _send(self, tag: str, props: dict[str, Any], kind: str, *given: Any) -> None:
        for number, element in self._elements.items():
            known = element.get("props", {})
            if element["tag"] != tag or any(known.get(k) != v for k, v in props.items()):
                continue
            for listener in element.get("events", []):
                if listener["type"] == kind:
                    event = {"id": int(number), "client_id": self._client,
                             "listener_id": listener["listener_id"],
                             "args": [json.dumps(value) for value in given]}  # fmt: skip
                    await self._socket.emit("event", event)
                    return
        raise LookupError(f"no {tag} with {props} that hears {kind}")

    async def _update(self, message: Any) -> None:
        if ": the end" in json.dumps(message):
            self.over.set()

    async def _paint(self, message: Any) -> None:
        code = message["code"]
        if code.startswith("fugaiClass.show("):
            self.texts = json.loads(code.removeprefix("fugaiClass.show(").removesuffix(")"))[
                "texts"
            ]
            await self._send("q-layout", {}, "fugai_seen")  # It is drawn: the next one may be sent.


def planned(address: str, planners: int) -> list[float]:
    """Let planners choose a place, one after the other; return seconds to the first answers."""
    waited = []
    with chromium() as browser:
        for number in range(planners):
            page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            page.set_default_timeout(120_000)
            page.goto(f"{address}/?lang=en")
            card = page.locator("button.fg-place").nth(number)
            card.wait_for()
            began = time.monotonic()
            card.click()
            page.locator("#results table").first.wait_for()
            waited.append(time.monotonic() - began)
    return waited


async def _class(address: str, clients: int, planners: int, server: int) -> None:
    empty = _megabytes(server)
    class_ = [Client(address, number) for number in range(clients)]
    for client in class_:
        await client.enter()
    opened = _megabytes(server)
    cpu, began = _cpu_seconds(server), time.monotonic()
    for client in class_:
        await client.play()
    answers = asyncio.create_task(asyncio.to_thread(planned, address, planners))
    await asyncio.gather(*(client.over.wait() for client in class_))
    await asyncio.sleep(1)
    seconds, used = time.monotonic() - began - 1, _cpu_seconds(server) - cpu
    wrong = [client.liaisons for client in class_ if client.texts != _alone(client.liaisons)]
    print(f"clients              {clients}")
    print(f"worlds as when alone {clients - len(wrong)} of {clients}")
    print(f"six years took       {seconds:.0f} s by the clock ({72 / 4:.0f} s at the chosen speed)")
    print(f"server, CPU          {used:.1f} s: {1000 * used / 72 / clients:.1f} ms a client-month")
    print(f"server, memory       {empty:.0f} MB empty, {opened:.0f} MB with all pages, "
          f"{_megabytes(server):.0f} MB at the end")  # fmt: skip
    for number, waited in enumerate(await answers, 1):
        print(f"planner {number}            first answer {waited:.1f} s after choosing a place")
    for client in class_:
        await client.close()
    if wrong:
        raise SystemExit(f"clients {wrong} differ from the same world alone")


def _alone(liaisons: int) -> dict[str, str]:
    base = load("classroom")
    stage = Stage(base, base.seed)
    stage.right.move(liaisons=liaisons)
    stage.run_to(base.months)
    texts: dict[str, str] = {}
    for side, world in stage.worlds.items():
        texts |= numbers(side, world)
    return texts


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
    parser.add_argument("--planners", type=int, default=0)
    asked = parser.parse_args()
    if asked.clients:
        together(asked.clients, asked.planners)
        return
    print("organizations  months a second  message")
    for size in SIZES:
        months, length = months_a_second(size)
        print(f"{size:13,d}  {months:15.0f}  {length / 1024:5.1f} KB")


if __name__ == "__main__":
    main()
