"""Order facts as the JSON of the order row."""

import msgspec

from app.rules.order_components import ProductLine
from app.rules.order_facts import OrderFacts

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(OrderFacts)
_lines = msgspec.json.Decoder(list[tuple[str | None, int, int]])


def encode(facts: OrderFacts) -> str:
    return _encoder.encode(facts).decode()


def decode(text: str) -> OrderFacts:
    return _decoder.decode(text)


def encode_lines(lines: tuple[ProductLine, ...]) -> str:
    return _encoder.encode([(line.product, line.goods, line.tax) for line in lines]).decode()


def decode_lines(text: str) -> tuple[ProductLine, ...]:
    return tuple(ProductLine(*line) for line in _lines.decode(text))
