"""Who may connect: this machine, or whoever holds the token."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import pytest

from sim.app.server import COOKIE, Guard, Receive, Scope, Send
from tests import apart


async def _inside(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"inside"})
    else:
        await send({"type": "websocket.accept"})


def ask(
    token: str | None,
    *,
    host: str = "127.0.0.1:8765",
    query: str = "",
    kind: str = "http",
    **headers: str,
) -> list[MutableMapping[str, Any]]:
    """Return what a guarded server answers."""
    given = {"host": host, **headers}
    scope = {
        "type": kind,
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        "query_string": query.encode(),
    }
    said: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    apart.run(Guard(_inside, token, "en")(scope, receive, send))
    return said


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765"])
def test_this_machine_is_let_in(host: str) -> None:
    assert ask(None, host=host)[0]["status"] == 200


@pytest.mark.parametrize("host", ["evil.example:8765", "", "127.0.0.1.evil.example"])
def test_other_names_are_not_answered_without_a_token(host: str) -> None:
    assert ask(None, host=host)[0]["status"] == 403


def test_another_site_is_refused_whatever_it_knows() -> None:
    assert ask(None, origin="http://evil.example")[0]["status"] == 403
    assert ask("secret", query="token=secret", origin="http://evil.example")[0]["status"] == 403
    assert ask(None, origin="http://127.0.0.1:8765")[0]["status"] == 200


def test_a_token_lets_in_and_is_remembered() -> None:
    start = ask("secret", host="10.0.0.5:8765", query="token=secret")[0]
    assert start["status"] == 200
    cookie = dict(start["headers"])[b"set-cookie"]
    assert cookie.decode().startswith(f"{COOKIE}=secret;")
    assert b"HttpOnly" in cookie
    # A link on another site leads in: with Strict the page after the token's would answer 403.
    assert b"SameSite=Lax" in cookie
    again = ask("secret", host="10.0.0.5:8765", cookie=f"{COOKIE}=secret")
    assert again[0]["status"] == 200


@pytest.mark.parametrize("query", ["", "token=", "token=wrong", "token=secre"])
def test_a_wrong_token_gets_a_page_that_says_so(query: str) -> None:
    start, body = ask("secret", query=query)
    assert start["status"] == 403
    assert b"token" in body["body"]
    _start, body = ask("secret", query=f"{query}&lang=zh")
    assert "口令".encode() in body["body"]


@pytest.mark.parametrize("query", ["token=secret", "token=wrong"])
def test_every_answer_is_protected(query: str) -> None:
    headers = dict(ask("secret", query=query)[0]["headers"])
    policy = headers[b"content-security-policy"].decode()
    for part in ("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'"):
        assert part in policy
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"referrer-policy"] == b"no-referrer"
    assert (b"set-cookie" in headers) == (query == "token=secret")


def test_sockets_are_guarded_too() -> None:
    assert ask("secret", kind="websocket")[0]["type"] == "websocket.close"
    open_ = ask("secret", kind="websocket", cookie=f"{COOKIE}=secret")
    assert open_[0]["type"] == "websocket.accept"
    assert ask(None, kind="websocket", host="evil.example")[0]["type"] == "websocket.close"


def test_what_is_asked_for_is_never_answered_as_it_stands() -> None:
    _start, body = ask("secret", query="token=<script>")
    assert b"<script>" not in body["body"]
