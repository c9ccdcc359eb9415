"""What discounts are called: shoppers read it in the cart and at the checkout, in the store's own language.

A discount has one title for everybody, so it is that of the language that most shoppers read there.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.rules.money import major

TITLES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "percent": "{names} member – {percent} %",
            "of_order": "{title}, order {number}",
            "until": "{names} member – {percent} % to {day}",
            "shipping": "{names} member – free shipping to {amount}",
            "gift": "{names} member – {gift}",
            "point": ".",
        },
        "ja": {
            "percent": "{names}会員 – {percent}%オフ",
            "of_order": "{title}（{number}回目のご注文）",
            "until": "{names}会員 – {day}まで{percent}%オフ",
            "shipping": "{names}会員 – {amount}までの配送が無料",
            "gift": "{names}会員 – {gift}",
            "point": ".",
        },
        "ms": {
            "percent": "Ahli {names} – diskaun {percent}%",
            "of_order": "{title}, pesanan {number}",
            "until": "Ahli {names} – diskaun {percent}% hingga {day}",
            "shipping": "Ahli {names} – penghantaran percuma hingga {amount}",
            "gift": "Ahli {names} – {gift}",
            "point": ".",
        },
        "zh": {
            "percent": "{names} 会员 – 立减 {percent}%",
            "of_order": "{title}（第 {number} 单）",
            "until": "{names} 会员 – 立减 {percent}%，至 {day}",
            "shipping": "{names} 会员 – 运费不超过 {amount} 时免运费",
            "gift": "{names} 会员 – {gift}",
            "point": ".",
        },
        "pt_BR": {
            "percent": "Membro {names} – {percent}% de desconto",
            "of_order": "{title}, pedido {number}",
            "until": "Membro {names} – {percent}% de desconto até {day}",
            "shipping": "Membro {names} – frete grátis em envios de até {amount}",
            "gift": "Membro {names} – {gift}",
            "point": ",",
        },
    }
)


def title(language: str, key: str, **values: object) -> str:
    """The words of `key` in one of the languages of TITLES; KeyError for another."""
    return TITLES[language][key].format(**values)


def amount(language: str, amount_minor: int, currency: str) -> str:
    """`30.00 USD`: the sign of a currency alone would not say which dollars."""
    return f"{major(amount_minor, currency).replace('.', TITLES[language]['point'])} {currency}"
