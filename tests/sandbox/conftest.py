"""Ada runs a store with the app installed; what she asks for goes over real HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from sandbox.server import Server, start
from tests.sandbox.sandbox_shop import ALL_SCOPES, Shop


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Server]:
    server = start()
    yield server
    server.stop()


@pytest.fixture
def open_shop(sandbox: Server) -> Iterator[Any]:
    """Opens stores by name, with the app installed, and closes them afterwards."""
    opened = []

    def opens(name: str, scopes: list[str] | None = None, **settings: Any) -> Shop:
        shop = Shop(sandbox.url, f"{name}.myshopify.com")
        body = {"domain": shop.domain, **settings}
        requests.post(f"{sandbox.url}/control/stores", json=body, timeout=10).raise_for_status()
        opened.append(shop)
        shop.control("POST", "/install", {"scopes": ALL_SCOPES if scopes is None else scopes})
        shop.token = shop.exchange().json()["access_token"]
        return shop

    yield opens
    requests.delete(f"{sandbox.url}/control/faults", timeout=10)
    for shop in opened:
        requests.delete(f"{sandbox.url}/control/stores/{shop.domain}", timeout=10)
        shop.session.close()


@pytest.fixture
def ada(open_shop: Any) -> Shop:
    shop: Shop = open_shop("ada")
    return shop
