"""Money as integers in minor units, and the text forms the platform writes it in."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

# Currencies whose exponent is not 2 (ISO 4217), as far as stores use them.
_EXPONENTS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF"), 0),
    **dict.fromkeys(("UGX", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


class BadAmount(ValueError):
    """The text is no amount of that currency."""


def exponent(currency: str) -> int:
    return _EXPONENTS.get(currency, 2)


def minor(text: str | int, currency: str) -> int:
    """Minor units of decimal text. Raises BadAmount for what the currency cannot hold."""
    try:
        scaled = Decimal(str(text)).scaleb(exponent(currency))
    except InvalidOperation as error:
        raise BadAmount(f"{text!r} is not a decimal number") from error
    if not scaled.is_finite() or scaled != scaled.to_integral_value():
        raise BadAmount(f"{text!r} has more digits than {currency} has")
    return int(scaled)


def decimal(amount: int, currency: str) -> Decimal:
    return Decimal(amount).scaleb(-exponent(currency))


def text(amount: int, currency: str) -> str:
    """As webhook bodies write it: every digit of the currency ("12.50", "1250", "1.250")."""
    digits = exponent(currency)
    if not digits:
        return str(amount)
    whole, fraction = divmod(abs(amount), 10**digits)
    return f"{'-' if amount < 0 else ''}{whole}.{fraction:0{digits}d}"


def graph_text(amount: int, currency: str) -> str:
    """As GraphQL writes it: no trailing zeros but at least one decimal ("12.5", "10.0"; recorded)."""
    whole, _, fraction = text(amount, currency).partition(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}"


def times(amount: int, rate: Decimal) -> int:
    """amount × rate, half away from nought."""
    return ratio(amount, *rate.as_integer_ratio())


def ratio(amount: int, numerator: int, denominator: int) -> int:
    """amount × numerator / denominator, half away from nought. Exact: 7/107 has no finite decimal."""
    product = amount * numerator
    rounded = (2 * abs(product) + denominator) // (2 * denominator)
    return rounded if product >= 0 else -rounded


def convert(amount: int, currency: str, rate: Decimal, into: str) -> int:
    """The amount in another currency; the rate is units of `into` for one unit of `currency`."""
    if currency == into and rate == 1:
        return amount
    return times(amount, rate.scaleb(exponent(into) - exponent(currency)))


def part(total: int, taken: int, whole: int) -> int:
    """What `taken` of `whole` equal units are worth, so that all of them are worth exactly `total`."""
    return ratio(total, taken, whole) if whole and taken else 0


def shares(total: int, weights: Sequence[int]) -> list[int]:
    """Splits `total` by weight; the cents left over go to the largest remainders, first come first."""
    weight = sum(weights)
    if not weight:
        return [0] * len(weights)
    floors = [total * w // weight for w in weights]
    order = sorted(range(len(weights)), key=lambda i: -(total * weights[i] % weight))
    for i in order[: total - sum(floors)]:
        floors[i] += 1
    return floors
