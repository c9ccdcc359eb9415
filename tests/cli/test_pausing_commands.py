"""`laurel pause`, `resume`, `clean-up` and `drift`: what they ask, say and answer, beside a store."""

import json

import pytest
from click.testing import CliRunner

from app.cli import laurel, main
from app.config import key_text
from tests.stage import CLIENT_ID, CLIENT_SECRET, Line, Store

PAUSED = "ada-shop.myshopify.com is paused. The worker stops its discounts within seconds.\n"


@pytest.fixture
def ada(line: Line, ada_shop: Store, monkeypatch: pytest.MonkeyPatch) -> int:
    """Ada, a Gold member of a store that is live; commands find it by their settings."""
    ada = ada_shop.customer("ada@example.com", tags=["wholesale"])
    ada_shop.install()
    ada_shop.go_live()
    ada_shop.order(ada, "5000.00")
    line.settle()
    config = line.context.config
    settings = {
        "SHOPIFY_API_KEY": CLIENT_ID,
        "SHOPIFY_API_SECRET": CLIENT_SECRET,
        "APP_URL": config.app_url,
        "LAUREL_KEYS": ",".join(key_text(name, key) for name, key in config.keys.items()),
        "DATABASE_URL": config.database_url,
        "SANDBOX_URL": config.sandbox_url,
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return ada


def test_a_program_is_paused_once_and_resumed_once(
    line: Line, ada_shop: Store, ada: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "pause") == (0, PAUSED, "")
    assert said(capsys, "pause")[0] == 1
    line.settle()
    assert ada_shop.checkout(ada, "100.00")["discounts"] == []

    code, out, _ = said(capsys, "resume", "--json")
    assert (code, json.loads(out)["state"]) == (0, "live")
    line.settle()
    assert ada_shop.checkout(ada, "100.00")["discounts"][0]["amount"] == "15.00"
    assert said(capsys, "resume")[2] == "laurel: ada-shop.myshopify.com is not paused.\n"


def test_a_clean_up_asks_first_and_finds_nothing_the_second_time(
    line: Line, ada_shop: Store, ada: int, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = CliRunner().invoke(laurel, ["clean-up"], input="n\n")
    assert (refused.exit_code, "holds of ours: 1 customers" in refused.output) == (1, True), refused
    assert ada_shop.tags(ada) == ["VIP-Gold", "wholesale"]
    assert said(capsys, "clean-up", "--json")[0] == 2

    code, out, _ = said(capsys, "clean-up", "--yes", "--json")
    assert (code, json.loads(out)["removed"]["customers"]) == (0, 1)
    assert (ada_shop.tags(ada), ada_shop.state["discounts"]) == (["wholesale"], [])
    code, out, _ = said(capsys, "clean-up")
    assert (code, "holds nothing of ours any more" in out) == (0, True)


def test_a_look_for_drift_says_what_others_changed_and_then_that_all_stands(
    line: Line, ada_shop: Store, ada: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """GAP-DELIVERY"""
    [gold] = [each for each in ada_shop.state["discounts"] if each["title"] == "Gold member – 15 %"]
    line.faults(webhooks={"loss": 1.0})
    line.control("PATCH", f"/{ada_shop.domain}/discounts/{gold['id']}", {"percent": 50})

    code, out, _ = said(capsys, "drift")
    assert (code, "discount Gold member – 15 %: percentage" in out) == (0, True)
    assert ada_shop.checkout(ada, "100.00")["discounts"][0]["amount"] == "15.00"
    line.clock(advance_seconds=1)
    assert "All stands as it should." in said(capsys, "drift")[1]
    line.clock(advance_seconds=1)
    assert json.loads(said(capsys, "drift", "--json")[1])["objects"] == []


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors."""
    capsys.readouterr()
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err
