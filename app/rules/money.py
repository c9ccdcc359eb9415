"""Money in minor units: from text, to text, and rounding.

Minor units follow ISO 4217: most currencies have two digits, some none, some three.
"""

import re

MAX_MINOR = 10**17
"""Far above any order, and far enough below 2**63 that sums of many still fit a database's integer."""

NO_MINOR_UNIT = frozenset(
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split()  # noqa: SIM905 - a list to read
)
THREE_DIGITS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))

_PLAIN = re.compile(r"(-?)([0-9]{1,19})(?:\.([0-9]{1,12}))?", re.ASCII)
_CODE = re.compile(r"[A-Z]{3}", re.ASCII)


class BadAmount(ValueError):
    """A text that is not an amount of that currency. `text` and `values` are what `said` takes."""

    def __init__(self, text: str, **values: object) -> None:
        self.text, self.values = text, values
        super().__init__(text % values)


def currency_code(text: object) -> str:
    """An upper-case ISO 4217 code; raises BadAmount for anything else."""
    if isinstance(text, str) and _CODE.fullmatch(text):
        return text
    raise BadAmount("%(code)s is not a currency code such as USD", code=repr(text))


def exponent(currency: str) -> int:
    """Digits after the point: JPY 0, USD 2, KWD 3."""
    if currency in NO_MINOR_UNIT:
        return 0
    return 3 if currency in THREE_DIGITS else 2


def minor(amount: object, currency: str) -> int:
    """`"120.5"` of USD -> 12050. Takes plain decimal text (or a Decimal or int from JSON).

    Zeros beyond the currency's exponent are allowed ("100.00" of JPY), other digits are not.
    Raises BadAmount for floats, exponents, separators, other scripts' digits and amounts over MAX_MINOR.
    """
    match = _PLAIN.fullmatch(str(amount)) if not isinstance(amount, float | bool) else None
    if match is None:
        raise BadAmount("%(amount)s is not a plain decimal amount", amount=repr(amount))
    sign, whole, fraction = match[1], match[2], match[3] or ""
    digits = exponent(currency)
    if fraction[digits:].strip("0"):
        raise BadAmount(
            "%(amount)s has more than %(digits)s digits after the point, the most %(currency)s has",
            amount=repr(amount),
            digits=digits,
            currency=currency,
        )
    value = int(whole + fraction[:digits].ljust(digits, "0"))
    if value > MAX_MINOR:
        raise BadAmount("%(amount)s is larger than any amount Laurel can keep", amount=repr(amount))
    return -value if sign else value


def major(amount_minor: int, currency: str) -> str:
    """12050 of USD -> `"120.50"`, the plain decimal text the platform takes."""
    digits = exponent(currency)
    if digits == 0:
        return str(amount_minor)
    whole, fraction = divmod(abs(amount_minor), 10**digits)
    return f"{'-' if amount_minor < 0 else ''}{whole}.{fraction:0{digits}d}"


def default_minor(major_units: int, currency: str) -> int:
    """A round default such as 2,000 in minor units; × 100 where the currency has no minor unit (¥200,000)."""
    digits = exponent(currency)
    return major_units * (100 if digits == 0 else 10**digits)


def half_up(numerator: int, denominator: int) -> int:
    """numerator / denominator rounded half away from zero: 5/2 -> 3, -5/2 -> -3."""
    quotient, remainder = divmod(abs(numerator), abs(denominator))
    rounded = quotient + (2 * remainder >= abs(denominator))
    return rounded if (numerator < 0) == (denominator < 0) else -rounded
