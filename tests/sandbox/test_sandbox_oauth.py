"""Token exchange, refresh, and the end of tokens."""

from typing import Any

import pytest
import requests

from sandbox.server import Server
from tests.sandbox.sandbox_shop import EXCHANGE, Shop


def error_of(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def refresh(shop: Shop, token: str) -> requests.Response:
    named = {key: EXCHANGE[key] for key in ("client_id", "client_secret")}
    return shop.oauth({**named, "grant_type": "refresh_token", "refresh_token": token})


def works(shop: Shop, token: str) -> bool:
    shop.token = token
    return shop.post("{ shop { id } }").status_code == 200


@pytest.fixture
def clock(sandbox: Server) -> Any:
    def advance(seconds: float) -> None:
        requests.post(f"{sandbox.url}/control/clock", json={"advance_seconds": seconds}, timeout=10)

    return advance


def test_an_id_token_buys_an_hour_and_a_refresh_token_for_ninety_days(ada: Shop) -> None:
    granted = ada.exchange().json()
    assert granted["expires_in"] == 3600
    assert granted["refresh_token_expires_in"] == 7_776_000
    assert "read_orders" in granted["scope"].split(",")
    assert works(ada, granted["access_token"])


@pytest.mark.parametrize(
    "asked",
    [
        {"overrides": {"aud": "another-app"}},
        {"overrides": {"exp": 1}},
        {"overrides": {"exp": None}},
        {"overrides": {"dest": "https://cleo.myshopify.com"}},
        {"secret": "shpss_of_somebody_else_0000000000000000"},
    ],
)
def test_a_session_token_that_is_not_good_buys_nothing(ada: Shop, asked: dict[str, Any]) -> None:
    token = ada.control("POST", "/session-token", asked)["token"]
    assert error_of(ada.oauth({**EXCHANGE, "subject_token": token})) == (400, "invalid_subject_token")


def test_tokens_end_after_an_hour_and_a_refresh_brings_new_ones(ada: Shop, clock: Any) -> None:
    granted = ada.exchange().json()
    clock(3601)
    assert not works(ada, granted["access_token"])
    assert works(ada, refresh(ada, granted["refresh_token"]).json()["access_token"])


def test_a_refresh_whose_answer_was_lost_may_be_repeated(ada: Shop) -> None:
    first = ada.exchange().json()
    lost = refresh(ada, first["refresh_token"]).json()
    again = refresh(ada, first["refresh_token"]).json()
    assert not works(ada, lost["access_token"])
    assert works(ada, again["access_token"])


def test_once_the_new_pair_is_used_the_old_refresh_token_is_dead(ada: Shop) -> None:
    first = ada.exchange().json()
    assert works(ada, refresh(ada, first["refresh_token"]).json()["access_token"])
    assert error_of(refresh(ada, first["refresh_token"])) == (400, "invalid_grant")


def test_a_refresh_token_ends_after_ninety_days(ada: Shop, clock: Any) -> None:
    granted = ada.exchange().json()
    clock(90 * 86_400)
    assert error_of(refresh(ada, granted["refresh_token"])) == (400, "invalid_grant")


def test_an_uninstalled_store_answers_401_and_refreshes_nothing(ada: Shop) -> None:
    granted = ada.exchange().json()
    ada.control("POST", "/uninstall")
    ada.token = granted["access_token"]
    assert ada.post("{ shop { id } }").status_code == 401
    assert error_of(refresh(ada, granted["refresh_token"])) == (400, "invalid_grant")


def test_a_token_of_one_store_opens_no_other(ada: Shop, open_shop: Any) -> None:
    cleo = open_shop("cleo")
    cleo.token = ada.token
    assert cleo.post("{ shop { id } }").status_code == 401
