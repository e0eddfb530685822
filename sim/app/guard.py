"""Who may connect: this machine, or whoever holds the token that the teacher shows.

A page of another site that is open in the same browser must not reach this server: requests
whose ``Origin`` or ``Host`` is not this server's own are refused.
"""

from __future__ import annotations

import html
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from secrets import compare_digest
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from sim.app.address import HTML_LANGUAGE
from sim.locale import LANGUAGES, _, in_language

COOKIE: Final = "fugai_token"
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
        if refusal is not None:
            await _refuse(scope, receive, send, refusal, language)
            return
        if self.token is None or scope["type"] == "websocket" or "token" not in query:
            await self.app(scope, receive, send)
            return

        async def remembering(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                cookie = f"{COOKIE}={self.token}; Path=/; HttpOnly; SameSite=Strict"
                message["headers"] = [
                    *message.get("headers", []),
                    (b"set-cookie", cookie.encode("latin-1")),
                ]
            await send(message)

        await self.app(scope, receive, remembering)

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
