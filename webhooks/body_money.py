"""Money in bodies: pairs of shop and presentment money, or plain amounts; text until it is minor units."""

import msgspec

from app.rules.money import minor

NULL = msgspec.Raw(b"null")


class Money(msgspec.Struct):
    amount: msgspec.Raw = NULL
    currency_code: str | None = None


class MoneySet(msgspec.Struct):
    shop_money: Money = msgspec.field(default_factory=Money)
    presentment_money: Money = msgspec.field(default_factory=Money)


def money(pair: MoneySet | None, plain: msgspec.Raw, currency: str) -> int:
    """The shop's money of a pair, else the plain amount, in minor units; 0 where neither stands."""
    if pair is not None and stands(pair.shop_money.amount):
        return amount(pair.shop_money.amount, currency)
    return amount(plain, currency)


def amount(raw: msgspec.Raw, currency: str) -> int:
    """A JSON text or number in minor units; 0 for null. Raises BadAmount."""
    return minor(plain_text(raw), currency) if stands(raw) else 0


def plain_text(raw: msgspec.Raw) -> str:
    written = bytes(raw).decode()
    return str(msgspec.json.decode(written)) if written.startswith('"') else written


def stands(raw: msgspec.Raw) -> bool:
    return bytes(raw) not in (b"", b"null")
