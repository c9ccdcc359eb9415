"""BEN-EXP-EXCL, REC-PRIVATE: products that only members may buy.

The store keeps others out by gates on the products and by the validation of the checkout, where the
merchant has it; `rules/gates.py` says who may.
"""

from typing import ClassVar, Literal

from pydantic import Field

from app.rules.benefits.kind import Category, Kind, Strength
from app.rules.benefits.phrase import Phrase, saying
from app.rules.benefits.say import ENGLISH, Say


class PrivateCollection(Kind):
    category: ClassVar[Category] = "experience"

    kind: Literal["private_collection"] = "private_collection"
    name: str = Field(min_length=1, max_length=60)
    collections: tuple[int, ...] = Field(min_length=1, max_length=50, description="the platform's ids")

    def told(self, _currency: str, say: Say = ENGLISH) -> str:
        return say("{name}: products for members alone", name=self.name)

    def said(self, _currency: str) -> Phrase:
        return saying(self.kind, name=self.name)

    def entitlement(self) -> dict[str, object]:
        return {"name": self.name, "collections": list(self.collections)}

    def strength(self) -> Strength:
        return (self.kind, *map(str, sorted(self.collections))), ()
