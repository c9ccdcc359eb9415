"""People are found by what they are called now, however they became known."""

from datetime import UTC, datetime, timedelta

from sqlmodel import select

from app.ledger.claims import claim_all
from app.ledger.erase import redact
from app.ledger.people import claim, contact
from app.models import CustomerName
from app.rules.name_words import LONGEST, MOST_WORDS, beginnings

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def kept(db, shop):
    with db.read() as session:
        found = select(CustomerName.words).where(CustomerName.shop_id == shop.id)
        return sorted(session.exec(found).all())


def test_a_name_is_told_from_each_of_its_words_on_and_in_bounds():
    assert beginnings(" Jan  van der BERG ") == ("jan van der berg", "van der berg", "der berg", "berg")
    assert beginnings("Élodie") == ("élodie",) and beginnings("山田 太郎") == ("山田 太郎", "太郎")
    assert beginnings("") == beginnings("  ") == ()
    assert beginnings("ha ha") == ("ha ha", "ha")
    many = beginnings(" ".join(["word"] * 50))
    assert len(many) <= MOST_WORDS and max(map(len, many)) <= LONGEST


def test_a_new_name_takes_the_place_of_the_old_one_and_goes_with_the_person(db, shop):
    """F95: of many at once, singly, renamed, forgotten."""
    with db.write() as session:
        claim_all(session, shop, [contact(1, "ada@x", "Ada Byron"), contact(2, None, "Ben")], NOW)
        claim(session, shop, contact(None, "eve@x", "Eve Guest"), NOW)
    assert kept(db, shop) == ["ada byron", "ben", "byron", "eve guest", "guest"]

    with db.write() as session:
        claim(session, shop, contact(1, "ada@x", "Ada Lovelace", NOW + timedelta(days=1)), NOW)
        claim(session, shop, contact(1, "ada@x", "Ada Older", NOW - timedelta(days=1)), NOW)
    assert kept(db, shop) == ["ada lovelace", "ben", "eve guest", "guest", "lovelace"]

    with db.write() as session:
        redact(session, shop, 1, None, NOW)
    assert kept(db, shop) == ["ben", "eve guest", "guest"]
