"""One local server for every page."""

from __future__ import annotations

import os
import secrets
import socket
import tempfile
import webbrowser
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from sim.app.guard import LOCAL
from sim.app.planner.turns import DEFAULT_MOST
from sim.errors import InputError
from sim.locale import _

PORT: Final = 8765
RECONNECT: Final = 30.0
"""Seconds that a page may be away (a phone that sleeps) before it must be loaded anew."""

LAST_PORT: Final = 65535


@dataclass(frozen=True)
class Settings:
    """What ``fugai app`` was asked for."""

    file: str | None
    host: str
    port: int
    language: str
    browser: bool
    token: str | None
    runs: int = DEFAULT_MOST
    """Runs that simulate at once; further ones wait for their turn."""

    @property
    def address(self) -> str:
        """The address to open, with the token if one is needed."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        if self.host in {"0.0.0.0", "::"}:
            name = _own_name()
        token = "" if self.token is None else f"?token={self.token}"
        return f"http://{name}:{self.port}/{token}"


def settings(
    file: str | None,
    host: str,
    port: int,
    language: str,
    *,
    browser: bool,
    runs: int = DEFAULT_MOST,
) -> Settings:
    """Return the settings; anything but this machine needs a token. Refuse a port in use."""
    if not _is_free(host, port):
        free = next((n for n in range(port + 1, LAST_PORT) if _is_free(host, n)), None)
        text = _("Port {port} of {host} is in use.").format(port=port, host=host)
        if free is not None:
            text += " " + _("Free is {free}: fugai app --port {free}").format(free=free)
        raise InputError(text)
    token = None if host in LOCAL else secrets.token_urlsafe(9)
    return Settings(file, host, port, language, browser, token, runs)


def _is_free(host: str, port: int) -> bool:
    """Whether a server may listen there; raise if the address isn't one of this machine."""
    try:
        family, kind, _protocol, _name, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
    except socket.gaierror:
        raise _unknown(host) from None
    with socket.socket(family, kind) as trial:
        if os.name == "posix":
            # A server that was just stopped leaves its port waiting; that is no use of it.
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(place)
        except OSError as error:
            if error.errno in _NOT_OURS:
                raise _unknown(host) from None
            return False
    return True


_NOT_OURS: Final = frozenset({99, 49, 10049})
"""The address is none of this machine: Linux, macOS, Windows."""


def _unknown(host: str) -> InputError:
    text = _('"{host}" is no address of this machine. 0.0.0.0 stands for all of them.')
    return InputError(text.format(host=host))


def _own_name() -> str:
    """Return the address that others in the network may use, as far as that is known."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # An address for documentation: nothing is sent.
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def serve(asked: Settings) -> None:
    """Serve until Ctrl-C."""
    # NiceGUI keeps its storage in the working folder unless told; nothing is kept there.
    os.environ.setdefault("NICEGUI_STORAGE_PATH", tempfile.gettempdir())
    from nicegui import app, ui

    from sim.app.guard import Guard
    from sim.app.pages import register

    sessions = register(asked)
    app.add_middleware(Guard, token=asked.token, language=asked.language)
    if asked.browser:
        app.on_startup(lambda: webbrowser.open(asked.address))
    with suppress(KeyboardInterrupt):  # The server has ended already when this arrives.
        ui.run(
            host=asked.host,
            port=asked.port,
            title="Fugai",
            reload=False,
            show=False,
            show_welcome_message=False,
            tailwind=False,
            reconnect_timeout=RECONNECT,
        )
    sessions.close()
