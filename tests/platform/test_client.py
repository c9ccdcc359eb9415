"""What the client makes of answers that the sandbox does not give."""

import pytest
import responses

from app.errors import ShopUnavailable
from app.platform.client import Client
from tests.stage import config_for

SHOP = "ada-shop.myshopify.com"


@responses.activate
def test_a_store_that_is_not_active_is_left_alone_for_a_while() -> None:
    """Said with status 200: https://shopify.dev/docs/api/usage/response-codes"""
    client = Client(config_for("sqlite:///unused", "", "https://vip.example.com"))
    inactive = {"message": "Shop is not active.", "extensions": {"code": "SHOP_INACTIVE"}}
    responses.post(client.url(SHOP), json={"errors": [inactive]})

    with pytest.raises(ShopUnavailable) as raised:
        client.run(SHOP, "token", "{ shop { id } }")

    assert not raised.value.permanent
    assert raised.value.retry_after == 900
