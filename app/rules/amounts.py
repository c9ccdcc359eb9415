"""Money of an order, split by what it was for, in minor units of the shop's currency."""

from operator import add, neg, sub

from app.rules.value import value


@value
class Amounts:
    """Signed money by what it was for. `beyond` is money given back beyond what the order still held."""

    goods: int = 0
    tax: int = 0
    shipping: int = 0
    duties: int = 0
    tips: int = 0
    gift_card: int = 0
    beyond: int = 0

    def parts(self) -> tuple[int, int, int, int, int, int, int]:
        """In the order of the fields; `dataclasses.astuple` copies deeply and takes thirty times as long."""
        return (self.goods, self.tax, self.shipping, self.duties, self.tips, self.gift_card, self.beyond)

    @property
    def total(self) -> int:
        return sum(self.parts())

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(*map(add, self.parts(), other.parts()))

    def __neg__(self) -> "Amounts":
        return Amounts(*map(neg, self.parts()))

    def __sub__(self, other: "Amounts") -> "Amounts":
        return Amounts(*map(sub, self.parts(), other.parts()))

    def __bool__(self) -> bool:
        return any(self.parts())
