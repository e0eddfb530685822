"""One local server for every page."""

from __future__ import annotations

import asyncio
import html
import os
import secrets
import socket
import tempfile
import webbrowser
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from secrets import compare_digest
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from sim.app.planner.turns import DEFAULT_MOST
from sim.app.shell import HTML_LANGUAGE
from sim.errors import InputError
from sim.locale import LANGUAGES, _, in_language, sentences

COOKIE: Final = "fugai_token"

_PROTECTION: Final = (
    (
        b"content-security-policy",
        # NiceGUI evaluates what it sends, and styles stand in elements: both need "unsafe".
        b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        b"style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        b"connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
        b"frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)
"""Headers of every answer: nothing from elsewhere, no page within another one, no address sent."""

LOCAL: Final = frozenset({"127.0.0.1", "localhost", "::1"})

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class Guard:
    """ASGI middleware in front of everything, pages, files and sockets alike.

    Without a ``token`` only names of this machine are answered; with one, whoever holds it, under
    whatever name the network gives the machine.
    """

    def __init__(self, app: App, token: str | None, language: str) -> None:
        self.app = app
        self.token = token
        self.language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        asked = query.get("lang", [""])[-1]
        language = asked if asked in LANGUAGES else self.language
        refusal = self._refusal(headers, query, language)
        given = [*_PROTECTION]
        if refusal is None and self.token is not None and "token" in query:
            # Lax: a link from another site, a message or a QR code leads in; nothing is sent there.
            cookie = f"{COOKIE}={self.token}; Path=/; HttpOnly; SameSite=Lax"
            given.append((b"set-cookie", cookie.encode("latin-1")))

        async def protected(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *given]
            await send(message)

        if refusal is not None:
            await _refuse(scope, receive, protected, refusal, language)
        else:
            await self.app(scope, receive, protected)

    def _refusal(
        self, headers: dict[str, str], query: dict[str, list[str]], language: str
    ) -> str | None:
        """Return why a request is refused, None if it is not."""
        host = headers.get("host", "")
        origin = headers.get("origin")
        with in_language(language):
            if origin is not None and urlsplit(origin).netloc != host:
                return _("This request comes from another site.")
            if self.token is None:
                if urlsplit(f"//{host}").hostname in LOCAL:
                    return None
                return _("This server answers on its own machine only.")
            given = [*query.get("token", []), _cookie(headers.get("cookie", ""))]
            if any(compare_digest(text.encode(), self.token.encode()) for text in given):
                return None
            return _("The token in the address is missing or wrong. Ask for the whole address.")


def _cookie(header: str) -> str:
    """Return the token that a browser remembered, empty if none."""
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None else ""


async def _refuse(scope: Scope, receive: Receive, send: Send, reason: str, language: str) -> None:
    """Answer 403: a page for people, a closed door for sockets."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    body = (
        f'<!doctype html><html lang="{HTML_LANGUAGE[language]}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>403 · Fugai</title>'
        '<body style="font:18px/1.6 system-ui,sans-serif;margin:3rem auto;max-width:34rem;'
        f'padding:0 1rem"><h1>Fugai</h1><p>{html.escape(reason)}</p>'
    ).encode()
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})


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
            more = _("Free is {free}: fugai app --port {free}").format(free=free)
            text = sentences([text, more])
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


def serve(asked: Settings, listening: Callable[[], None]) -> None:
    """Serve until Ctrl-C; call ``listening`` as soon as the address answers."""
    # NiceGUI keeps its storage in the working folder by default; nothing is kept there.
    os.environ.setdefault("NICEGUI_STORAGE_PATH", tempfile.gettempdir())
    from nicegui import app, background_tasks, ui
    from nicegui.server import Server

    from sim.app.pages import register

    sessions = register(asked.file, asked.language, asked.runs)
    app.add_middleware(Guard, token=asked.token, language=asked.language)

    async def announce() -> None:
        # What starts up has no socket yet: an address that is told now is refused.
        while not Server.instance.started:
            await asyncio.sleep(0.02)
        listening()
        if asked.browser:
            webbrowser.open(asked.address)

    app.on_startup(lambda: background_tasks.create(announce()))
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
