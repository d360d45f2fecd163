import socket

from helpdesk.crew.procfile import command, names
from helpdesk.crew.ready import healthy, port_is_free


def test_a_port_that_somebody_listens_on_is_not_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert not port_is_free("127.0.0.1", port)
    assert port_is_free("127.0.0.1", port)


def test_nobody_there_is_not_healthy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert not healthy("127.0.0.1", port)


def test_the_procfile_names_the_three_processes_and_fills_in_the_port(monkeypatch) -> None:
    monkeypatch.setenv("PORT", "8123")
    assert names() == ["web", "worker", "beat"]
    assert "8123" in command("web")
