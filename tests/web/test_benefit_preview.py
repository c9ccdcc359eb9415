"""The preview beside the benefits: word for word what the storefront says to the same person."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from app.publishing import save_draft
from app.rules.benefits.free_shipping import FreeShipping
from app.rules.benefits.price_protection import PriceProtection
from app.rules.program import Program
from app.rules.three_tiers import three_tiers
from app.rules.tier_marks import COLORS
from app.web.language import LANGUAGES
from app.web.shopper.theme_words import FILES, LOCALES
from tests.rules.one_of_each import ANNA, PACKED
from tests.stage import Line, Store
from tests.web.test_benefits_page import form_of_rank, look
from tests.web.test_shopper import ask, signed, told

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


GOLD = 2


def soon_lost() -> Program:
    """Gold with a sign, with a code, with notes, and without grace."""
    program = three_tiers("USD")
    silver, gold, platinum = program.tiers
    by_code = FreeShipping(up_to_minor=3_000, countries=("CA", "US"), minimum_minor=5_000, by="code")
    brings = (*gold.benefits, by_code, ANNA, PACKED, PriceProtection(days=14, share_percent=50))
    richer = gold.model_copy(update={"benefits": brings, "icon": "crown", "color": "violet"})
    demotion = program.demotion.model_copy(update={"grace_months": 0})
    return program.model_copy(update={"tiers": (silver, richer, platinum), "demotion": demotion})


@pytest.fixture
def people(line: Line, ada_shop: Store) -> dict[str, int]:
    """Ada is a member of Gold and will soon fall; Ben has no tier."""
    ada, ben = ada_shop.customer("ada@example.com"), ada_shop.customer("ben@example.com")
    at = f"{line.context.clock() - timedelta(days=330):%Y-%m-%dT%H:%M:%SZ}"
    ada_shop.order(ada, "6000.00", created_at=at, processed_at=at)
    ada_shop.order(ben, "500.00")
    ada_shop.install()
    with line.context.db.write() as session:
        save_draft(session, ada_shop.shop(session), soon_lost(), "test", line.context.clock())
    ada_shop.go_live()
    return {"ada": ada, "ben": ben}


def theme(language: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((LOCALES / f"{FILES.get(language, language)}.json").read_text())["vip"]
    return told


def card(html: str) -> str:
    found = re.search(r'<div class="reads"[^>]*>(.*?)</div>\s*<div>\s*<s-text', html, re.DOTALL)
    assert found is not None
    return found[1]


def read(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_preview_says_what_the_storefront_says(
    line: Line, ada_shop: Store, people: dict[str, int]
) -> None:
    """Of the page it is the card: no title, no history, no link to the program."""
    fields = form_of_rank(line, ada_shop, GOLD)
    for name, platform_id in people.items():
        who = str(line.customer(ada_shop, platform_id).id)
        for language in LANGUAGES:
            beside = look(line, ada_shop, GOLD, fields, who=who, language=language).text
            pairs = signed(told(line, ada_shop, platform_id, locale=language.replace("_", "-")))
            before, shown, after = read(ask(line, pairs).text).partition(read(card(beside)))

            texts = theme(language)
            assert before.strip() == texts["page"]["title"], (name, language, shown)
            follows = texts["page"]["history"] if name == "ada" else texts["guest"]["program"]
            assert after.strip().startswith(follows), (name, language)
            assert ("♛" in shown, "VIP-" in shown) == (name == "ada", name == "ada")
            assert (COLORS["violet"] in beside) == (name == "ada")
