"""Posting to an address that a merchant gave, without lending anybody our place in the network (T19).

Whoever may name an address could name one behind our firewall: a database, a cloud's metadata, ourselves.
So the name is looked up once, every address it has must be a public one, and the connection goes to the
address that was looked at, not to the name again (which may lead elsewhere by then). Redirects are answers
like any other. Of the answer only the status is read. `beside_sandbox` allows this machine alone.

Addresses: https://www.iana.org/assignments/iana-ipv4-special-registry, iana-ipv6-special-registry.
"""

import re
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from app.errors import BadInput, NotReached
from app.rules.said import Said, said

LONGEST_URL = 500
LIMIT_SECONDS = 10.0
"""For all of it: lookup, connection, request and status."""
MOST_READ = 16 * 1024
RESERVED = (IPv4Network("192.0.0.0/24"), IPv4Network("168.63.129.16/32"))
"""Not public though Python may say so: protocol assignments (a cloud's metadata among them), and the host of
every machine in another cloud."""
NAT64 = IPv6Network("64:ff9b::/96")

_URL = re.compile(r"[!-\[\]-~]+")
"""Visible ASCII without the backslash, which some readers take for a slash."""
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\.?")
_STATUS = re.compile(rb"HTTP/1\.[01] ([0-9]{3})[ \r\n]")


@dataclass(frozen=True, slots=True)
class Target:
    secure: bool
    host: str
    port: int
    path: str


def target(url: str, *, beside_sandbox: bool = False) -> Target:
    """What an address says, before anything is looked up. Raises BadInput."""
    if len(url) > LONGEST_URL or not _URL.fullmatch(url):
        raise BadInput(
            said(
                "an address has at most %(most)s characters, none of them a space or a backslash",
                most=LONGEST_URL,
            )
        )
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise BadInput(said("%(url)s is not an address", url=url)) from None
    if parts.scheme != "https" and not (beside_sandbox and parts.scheme == "http"):
        raise BadInput(said("the address must begin with https://"))
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise BadInput(said("the address must not hold a name, a password or a #"))
    if ":" not in host and not _NAME.fullmatch(host):
        raise BadInput(said("%(host)s is no name of a host", host=host or "–"))
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(secure, host, port or (443 if secure else 80), path)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """May anybody on the internet reach it? An address inside another one is looked at by itself."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    elsewhere = address.is_multicast or address.is_reserved or address.is_private or address.is_link_local
    return address.is_global and not elsewhere and not any(address in network for network in RESERVED)


def post(url: str, headers: Mapping[str, str], body: bytes, *, beside_sandbox: bool = False) -> int:
    """Posts JSON; returns the status of the answer. Raises NotReached, and BadInput as `target` does."""
    to = target(url, beside_sandbox=beside_sandbox)
    until = time.monotonic() + LIMIT_SECONDS
    try:
        with closing(_connect(to, until, beside_sandbox)) as wire:
            wire.sendall(_request(to, headers, body))
            return _status(wire, until)
    except (OSError, ValueError) as problem:
        raise NotReached(
            said("%(host)s could not be reached: %(problem)s", host=to.host, problem=_why(problem))
        ) from problem


def _why(problem: Exception) -> str:
    """Our own sentence where it is one; else what the system says."""
    return problem.args[0] if problem.args and isinstance(problem.args[0], Said) else str(problem)


def _connect(to: Target, until: float, beside_sandbox: bool) -> socket.socket:
    wire = socket.create_connection((_address(to, beside_sandbox), to.port), timeout=_left(until))
    if not to.secure:
        return wire
    try:
        wire.settimeout(_left(until))
        return ssl.create_default_context().wrap_socket(wire, server_hostname=to.host)
    except BaseException:
        wire.close()
        raise


def _address(to: Target, beside_sandbox: bool) -> str:
    """The first address of the host, if all of them may be reached."""
    told = [str(each[4][0]) for each in socket.getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM)]
    found = [ip_address(each.partition("%")[0]) for each in told]
    allowed = [each.is_loopback if beside_sandbox else is_public(each) for each in found]
    if not found or not all(allowed):
        raise NotReached(
            said("%(host)s leads to an address that is not on the public internet.", host=to.host)
        )
    return str(found[0])


def _request(to: Target, headers: Mapping[str, str], body: bytes) -> bytes:
    name = f"[{to.host}]" if ":" in to.host else to.host
    usual = to.port == (443 if to.secure else 80)
    told = {
        "Host": name if usual else f"{name}:{to.port}",
        "User-Agent": "Laurel",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    lines = [f"POST {to.path} HTTP/1.1", *(f"{key}: {value}" for key, value in {**told, **headers}.items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def _status(wire: socket.socket, until: float) -> int:
    """The first line of the answer; a receiver that drips it is not waited for."""
    read = b""
    while b"\n" not in read and len(read) < MOST_READ:
        wire.settimeout(_left(until))
        part = wire.recv(1024)
        if not part:
            break
        read += part
    found = _STATUS.match(read)
    if found is None:
        raise ValueError(said("the answer is not HTTP"))
    return int(found[1])


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError(said("it took longer than %(seconds)s seconds", seconds=round(LIMIT_SECONDS)))
    return left
