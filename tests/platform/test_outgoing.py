"""T19: whoever may name an address cannot make us reach what is behind our firewall."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app import outgoing
from app.errors import BadInput, NotReached
from app.outgoing import post, target

HOSTILE = (
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://017700000001/",
    "https://0/",
    "https://0.0.0.0/",
    "https://localhost/",
    "https://localhost./",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://100.100.100.200/",
    "https://169.254.169.254/latest/meta-data/",
    "https://168.63.129.16/",
    "https://192.0.0.192/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::127.0.0.1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::1]/",
    "https://[2002:7f00:1::]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[fd00:ec2::254]/",
    "https://[ff02::1]/",
)
ILL_FORMED = (
    "http://example.com/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "https://",
    "https:///path",
    "https://name:word@example.com/",
    "https://example.com@127.0.0.1/",
    "https://example.com\\@127.0.0.1/",
    "https://exa mple.com/",
    "https://example.com/\r\nHost: other",
    "https://example.com/#part",
    "https://example.com:99999/",
    "https://ex%61mple.com/",
    "https://exämple.com/",
    "https://[::1",
    "//example.com/",
    "javascript:alert(1)",
    "https://" + "a" * 500,
)


@pytest.fixture
def no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection would fail the test: nothing may be reached, whatever it would answer."""

    def refuse(*_: object, **__: object) -> socket.socket:
        pytest.fail("a connection was made")

    monkeypatch.setattr(socket, "create_connection", refuse)


@pytest.mark.parametrize("url", HOSTILE)
def test_an_address_inside_a_network_is_never_connected_to(url: str, no_connection: None) -> None:
    with pytest.raises((NotReached, BadInput)):
        post(url, {}, b"{}")


@pytest.mark.parametrize("url", ILL_FORMED)
def test_what_is_no_plain_https_address_is_refused_before_it_is_looked_up(
    url: str, no_connection: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("it was looked up"))
    with pytest.raises(BadInput):
        post(url, {}, b"{}")


def test_a_name_with_one_address_inside_a_network_is_refused_whole(
    no_connection: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answers("93.184.215.14", "10.0.0.7"))
    with pytest.raises(NotReached, match="not on the public internet"):
        post("https://example.com/", {}, b"{}")


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: a second lookup could lead elsewhere, so there is none."""
    reached = []

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        reached.append(address)
        raise OSError("far enough")

    monkeypatch.setattr(socket, "getaddrinfo", answers("93.184.215.14"))
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NotReached, match="far enough"):
        post("https://example.com:8443/hook", {}, b"{}")
    assert reached == [("93.184.215.14", 8443)]


def test_beside_a_sandbox_this_machine_alone_may_be_reached(no_connection: None) -> None:
    with pytest.raises(NotReached):
        post("https://10.0.0.1/", {}, b"{}", beside_sandbox=True)


def test_a_redirect_is_an_answer_like_any_other() -> None:
    with answering(b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n") as url:
        assert post(url, {}, b"{}", beside_sandbox=True) == 302


def test_an_endless_answer_is_read_no_further_than_its_status() -> None:
    with answering(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5_000_000) as url:
        assert post(url, {}, b"{}", beside_sandbox=True) == 200


def test_a_receiver_that_drips_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "LIMIT_SECONDS", 0.4)
    with answering(*[b"H"] * 50, pause=0.05) as url:
        began = time.monotonic()
        with pytest.raises(NotReached):
            post(url, {}, b"{}", beside_sandbox=True)
    assert time.monotonic() - began < 1.5


def test_what_speaks_no_http_has_not_answered() -> None:
    with answering(b"220 mail.example.com ESMTP\r\n") as url, pytest.raises(NotReached, match="not HTTP"):
        post(url, {}, b"{}", beside_sandbox=True)


def test_a_certificate_of_nobody_we_know_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.create_default_context()
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    with answering(b"HTTP/1.1 200 OK\r\n\r\n") as url, pytest.raises(NotReached):
        post(url.replace("http://", "https://"), {}, b"{}", beside_sandbox=True)


def test_the_path_and_the_question_are_sent_as_they_are() -> None:
    assert target("https://example.com").path == "/"
    assert target("https://example.com/a/b?c=d").path == "/a/b?c=d"
    assert target("https://example.com?c=d").path == "/?c=d"


def answers(*addresses: str) -> object:
    def lookup(_host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    return lookup


@contextmanager
def answering(*parts: bytes, pause: float = 0.0) -> Iterator[str]:
    """A server on this machine that answers one request with these bytes."""
    door = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            wire, _ = door.accept()
            with wire:
                wire.recv(65_536)
                for part in parts:
                    wire.sendall(part)
                    time.sleep(pause)
        except OSError:
            pass  # whoever asked has hung up, as some tests want

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{door.getsockname()[1]}/hook"
    door.close()
    thread.join(5)
