"""Where the server listens, and what is said when it cannot."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from sim.app.server import settings
from sim.app.shell import address, asked_language
from sim.errors import InputError
from tests.app.serving import free_port, serving


def test_a_busy_port_is_told_with_a_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=rf"Port {port} .* in use.*fugai app --port \d+"):
            settings(None, "127.0.0.1", port, "en", browser=False)


def test_this_machine_needs_no_token_and_the_network_does() -> None:
    port = free_port()
    alone = settings(None, "127.0.0.1", port, "en", browser=False)
    assert alone.token is None
    assert alone.address == f"http://127.0.0.1:{port}/"
    shared = settings(None, "0.0.0.0", port, "en", browser=False)
    assert shared.token is not None
    assert len(shared.token) >= 12
    assert shared.address.endswith(f"?token={shared.token}")
    assert "0.0.0.0" not in shared.address


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(InputError, match="no address of this machine"):
        settings(None, "192.0.2.7", free_port(), "en", browser=False)


def test_language_and_work_travel_in_the_address() -> None:
    assert asked_language({"lang": "zh"}, "en") == "zh"
    assert asked_language({"lang": "fr"}, "en") == "en"
    found = address("/", {"s": "a b", "token": "secret", "lang": "en"}, lang="zh")
    assert found == "/?s=a+b&lang=zh"


@pytest.mark.slow
def test_it_serves_until_it_is_interrupted_and_leaves_nothing(tmp_path: Path) -> None:
    with serving(tmp_path, "linze") as served:
        assert "Linze" in served.page()
        served.interrupt()
    assert served.code == 0, served.out
    first, *_others, last = served.out.splitlines()
    assert first.startswith(f"Fugai is at {served.address}")
    assert last == "Stopped."
    assert "Traceback" not in served.out
    assert list((tmp_path / "here").iterdir()) == []
    assert list((tmp_path / "temporary").glob("fugai-app-*")) == []


def test_a_missing_scenario_is_refused_before_the_server_starts(tmp_path: Path) -> None:
    from sim.app.pages import register

    with pytest.raises(InputError, match="no shipped scenario"):
        register("linz", "en")
