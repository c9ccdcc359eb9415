"""Bodies as Shopify sends them, made by hand: the smallest that say something."""

import json


def order_body(**more):
    body = {
        "id": 450789469,
        "name": "#1001",
        "created_at": "2026-03-01T07:00:00-05:00",
        "updated_at": "2026-03-01T07:00:00-05:00",
        "currency": "USD",
        "financial_status": "paid",
        "subtotal_price": "100.00",
        "total_tax": "0.00",
        "line_items": [line_body()],
    }
    return body | more


def line_body(**more):
    return {"id": 1, "quantity": 1, "price": "100.00", "product_id": 7, "discount_allocations": []} | more


def refund_body(**more):
    body = {"id": 9, "order_id": 450789469, "created_at": "2026-03-02T07:00:00-05:00"}
    return body | more


def shop_money(amount, currency="USD"):
    money = {"amount": amount, "currency_code": currency}
    return {"shop_money": money, "presentment_money": money}


def raw(body):
    """The bytes; where a number must stand as it is written, put it in as `Written`."""
    text = json.dumps(body)
    for written in Written.known:
        text = text.replace(f'"{Written.mark}{written}"', written)
    return text.encode()


class Written(str):
    """A JSON number or word that Python would write differently."""

    mark = "written:"
    known: set[str] = set()

    def __new__(cls, text):
        cls.known.add(text)
        return super().__new__(cls, cls.mark + text)
