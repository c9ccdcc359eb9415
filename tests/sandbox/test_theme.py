"""The storefront renders the files of the theme extension: for each kind of visitor, in five languages."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from app.rules.customer_state import AtRisk, Situation, customer_state
from app.rules.early_access import Release
from app.rules.storefront import Announced, storefront
from app.rules.three_tiers import three_tiers
from app.rules.without_tier import state_without_tier
from sandbox.ids import gid
from sandbox.metafields import Metafield, MetafieldDefinition, full_namespace
from sandbox.server import Server
from sandbox.store import Store
from sandbox.theme.extension import LANGUAGES
from tests.sandbox.sandbox_shop import Shop

LOCALES = Path(__file__).resolve().parents[2] / "extensions/vip-theme/locales"
PROGRAM = three_tiers("USD")
PUBLIC = datetime(2026, 12, 10, 14, tzinfo=UTC)
OWN = full_namespace("$app:vip")
SAME_IN_ALL = {"blocks.embed.name", "page.closed"}
SCRIPTS = {"ja": r"[぀-ヿ]", "zh-CN": r"[一-鿿]"}
"""A letter that only that language has, as far as it has one of its own."""


class Stage:
    """Ada is a Gold member, Ben has no tier, Eve is on the way to one; a drop is ahead."""

    def __init__(self, server: Server, shop: Shop) -> None:
        self.shop, self.world = shop, server.world
        self.store: Store = server.world.stores[shop.domain]
        self.ada = self.person("ada@example.com")
        self.ben = self.person("ben@example.com")
        self.eve = self.person("eve@example.com")
        self.coat = int(shop.control("POST", "/products", {"title": "Coat", "price": "100.00"})["id"])
        release = Release(PUBLIC, {"Gold": 48, "Platinum": 72}, "hidden", "America/New_York")
        program = storefront(PROGRAM, "USD", [Announced("Coat & scarf", (self.coat,), release)])
        self.put(gid("AppInstallation", self.store.installation_id), "vip", "program", program)
        situation = Situation(at_risk=AtRisk(date(2026, 12, 20), "Silver", 120_00))
        state = customer_state(PROGRAM, "USD", 2, date(2026, 3, 1), 6_123_45, situation)
        self.put(gid("Customer", self.ada), OWN, "status", state.status or "")
        on_the_way = state_without_tier(PROGRAM, "USD", 1_620_50)
        self.put(gid("Customer", self.eve), OWN, "status", on_the_way.status or "")
        self.let_read("PUBLIC_READ")

    def person(self, email: str) -> int:
        return int(self.shop.control("POST", "/customers", {"email": email})["id"])

    def put(self, owner: str, namespace: str, key: str, value: str) -> None:
        now = self.world.clock.now()
        field = Metafield(1, owner, namespace, key, "json", value, now, now)
        self.store.metafields[owner, namespace, key] = field

    def let_read(self, access: str | None) -> None:
        made = MetafieldDefinition(1, "CUSTOMER", OWN, "status", "VIP", "json", access={"storefront": access})
        self.store.metafield_definitions[1] = made

    def at(self, moment: datetime) -> None:
        self.world.clock.move_to(moment)

    def page(self, who: int | str, path: str = "", locale: str = "en") -> str:
        answer = requests.get(f"{self.shop.url}/{self.shop.domain}/as/{who}/{locale}{path}", timeout=10)
        assert answer.status_code == 200, answer.text
        assert "Set-Cookie" not in answer.headers
        assert "ranslation missing" not in answer.text and "Liquid error" not in answer.text
        return answer.text

    def read(self, who: int | str, path: str = "", locale: str = "en") -> str:
        """What a person reads, without markup."""
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.page(who, path, locale)))


@pytest.fixture
def stage(sandbox: Server, ada: Shop) -> Stage:
    made = Stage(sandbox, ada)
    made.at(PUBLIC - timedelta(hours=60))
    return made


def test_a_member_reads_the_tier_the_way_and_what_it_brings(stage: Stage) -> None:
    """PROG-STATUS, PROG-NEXT, PROG-UNLOCK, and that discounts apply by themselves."""
    words = stage.read(stage.ada)

    assert "You are a Gold member" in words and "Since Mar 1, 2026" in words
    assert "Spend $3,876.55 more to reach Platinum" in words
    assert "Spend $120.00 before Dec 20, 2026 to keep Gold" in words
    assert "15% off every order Applies by itself at checkout" in words
    assert "What Platinum unlocks 20% off every order" in words
    assert '<progress aria-labelledby="vip-progress-vip_status" max="10000.0" value="6123.45">' in stage.page(
        stage.ada
    )


def test_a_customer_without_a_tier_reads_where_the_first_begins(stage: Stage) -> None:
    words = stage.read(stage.ben)

    assert "You are not in a tier yet" in words and "Silver begins at $2,000.00" in words
    assert "Gold member" not in words


def test_who_is_on_the_way_to_the_first_tier_sees_the_amount_so_far_and_to_go(stage: Stage) -> None:
    """PROG-NEXT, S2: with the cart too; and is shown as a member nowhere."""
    words, page = stage.read(stage.eve), stage.page(stage.eve)

    assert "Spend $379.50 more to reach Silver Counted so far: $1,620.50" in words
    assert 'max="2000.0" value="1620.5">' in page
    assert "You are not in a tier yet" in words and "What Silver unlocks 10% off every order" in words
    assert "With this cart: about $279.50 more to Silver" in stage.read(
        stage.eve, f"/cart?items={stage.coat}:1"
    )
    assert "Your tier" not in words and "vip-badge" not in page and "data-vip-member" not in page
    assert "Opens for everybody on" in words and "Opens for you on" not in words


def test_whoever_is_not_logged_in_reads_what_each_tier_asks_and_brings(stage: Stage) -> None:
    """PROG-FINDABLE, PROG-PERIOD, DEM-TRANSPARENT"""
    words = stage.read("guest")

    assert "Log in to see your VIP status" in words
    assert "Platinum From $10,000.00 20% off every order" in words
    assert "The 12 months move along with every day" in words
    assert "Gold member" not in words and "6,123" not in words


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_visitor_is_spoken_to_in_the_language_of_the_page(stage: Stage, locale: str) -> None:
    said = json.loads((LOCALES / ("en.default.json" if locale == "en" else f"{locale}.json")).read_text())[
        "vip"
    ]

    visitors = (
        (stage.ada, "status.title"),
        (stage.ben, "none.title"),
        (stage.eve, "none.title"),
        ("guest", "guest.cta"),
    )
    for who, title in visitors:
        part, key = title.split(".")
        page = stage.page(who, "", locale)
        assert said[part][key].replace("{{ tier }}", "Gold") in page
        assert f'<html lang="{locale}">' in page and said["drop"]["title"] in page


def test_the_locale_parameter_says_another_language(stage: Stage) -> None:
    assert '<html lang="ja">' in stage.page("guest", "?locale=ja")


WHEN = {
    "before": (
        timedelta(hours=60),
        "Opens for you on Dec 8, 2026, 09:00",
        "Opens for everybody on Dec 10, 2026, 09:00",
    ),
    "during": (timedelta(hours=24), "Open for you now", "Opens for everybody on Dec 10, 2026, 09:00"),
    "after": (timedelta(hours=-1), "Open to everybody now", "Open to everybody now"),
}


@pytest.mark.parametrize(("ahead", "member", "others"), WHEN.values(), ids=WHEN)
def test_a_drop_says_from_when_this_visitor_may_buy(
    stage: Stage, ahead: timedelta, member: str, others: str
) -> None:
    """S3: before, open, not eligible and ended, without any script; the clock is the store's."""
    stage.at(PUBLIC - ahead)

    assert f"Coat &amp; scarf {member}" in stage.read(stage.ada, "/products/coat")
    for who in (stage.ben, "guest"):
        assert f"Coat &amp; scarf {others}" in stage.read(who, "/products/coat")
    invited = "Members may buy earlier" in stage.read("guest", "/products/coat")
    assert invited == (ahead > timedelta(0))


def test_what_the_theme_may_not_read_it_does_not_show(stage: Stage) -> None:
    """A metafield without storefront access is not there for Liquid."""
    stage.let_read(None)

    assert "Gold member" not in stage.read(stage.ada)


def test_a_paused_program_is_not_advertised(stage: Stage) -> None:
    stage.put(gid("AppInstallation", stage.store.installation_id), "vip", "program", '{"paused": true}')

    for who in (stage.ada, stage.ben, stage.eve, "guest"):
        words = stage.read(who)
        assert "% off" not in words and "more to reach Silver" not in words


def test_a_hidden_product_has_no_page_and_is_not_listed(stage: Stage) -> None:
    stage.shop.control("POST", f"/products/{stage.coat}/unpublish", {})

    answer = requests.get(f"{stage.shop.url}/{stage.shop.domain}/as/{stage.ada}/en/products/coat", timeout=10)

    assert answer.status_code == 404
    assert "/products/coat" not in stage.page(stage.ada)


def test_the_cart_says_how_far_it_brings_the_member(stage: Stage) -> None:
    assert "With this cart: about $3,676.55 more to Platinum" in stage.read(
        stage.ada, f"/cart?items={stage.coat}:2"
    )
    assert "This cart brings you to Platinum" in stage.read(stage.ada, f"/cart?items={stage.coat}:40")


def flat(texts: dict[str, Any], at: str = "") -> Iterator[tuple[str, str]]:
    for key, text in texts.items():
        if isinstance(text, str):
            yield at + key, text
        else:
            yield from flat(text, f"{at}{key}.")


def test_every_text_is_shown_somewhere() -> None:
    """Those of `say` are named by the rules: see tests/rules/test_storefront.py."""
    texts = dict(flat(json.loads((LOCALES / "en.default.json").read_text())["vip"]))
    keys = {re.sub(r"\.(one|other)$", "", key) for key in texts if not key.startswith("say.")}
    root = LOCALES.parents[2]
    files = [*root.glob("extensions/vip-theme/*/*.liquid"), *root.glob("templates/shopper/*.html")]
    named = "".join(file.read_text() for file in [*files, *root.glob("app/web/shopper/*.py")])

    assert [key for key in sorted(keys) if not re.search(rf"(vip\.|\"){key}['\"]", named)] == []


@pytest.mark.parametrize("suffix", ["", ".schema"])
@pytest.mark.parametrize("locale", [each for each in LANGUAGES if each != "en"])
def test_a_language_is_whole_and_in_its_own_script(locale: str, suffix: str) -> None:
    """Every key and every name in braces of the English file, and no sentence left as it was."""
    english = dict(flat(json.loads((LOCALES / f"en.default{suffix}.json").read_text())))
    told = dict(flat(json.loads((LOCALES / f"{locale}{suffix}.json").read_text())))
    names = {key: set(re.findall(r"{{ \w+ }}", text)) for key, text in english.items()}

    assert {key.removesuffix(".one") for key in told} <= {
        *english,
        *(k.removesuffix(".one") for k in english),
    }
    assert {key for key in english if not key.endswith(".one")} <= told.keys()
    assert all(
        set(re.findall(r"{{ \w+ }}", text)) == names[key] for key, text in told.items() if key in names
    )
    for key, text in told.items():
        worded = len(re.sub(r"{{ \w+ }}|[^a-z]", "", english.get(key, ""))) > 3 and "format" not in key
        if worded and key.removeprefix("vip.") not in SAME_IN_ALL:
            assert text != english[key] or key == "blocks.status.name", key
            if locale in SCRIPTS and "note_event" not in key:
                assert re.search(r"[぀-ヿ一-鿿]", text), key
            if locale not in SCRIPTS:
                assert not re.search(r"[぀-ヿ一-鿿]", text), key
    if locale in SCRIPTS:
        whole = "".join(told.values())
        kana = re.search(SCRIPTS["ja"], whole) is not None
        assert kana == (locale == "ja")
