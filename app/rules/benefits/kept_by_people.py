"""What people do for members: the store shows it, and tells it by a tag where other programs should act."""

from pydantic import Field

from app.rules.benefits.cost import Cost, Year
from app.rules.benefits.kind import Kind, Strength
from app.rules.benefits.phrase import Phrase, words
from app.rules.benefits.say import ENGLISH, Say

PERK_PREFIX = "VIP-Perk-"


class KeptByPeople(Kind):
    name: str = Field(min_length=1, max_length=60)
    text: str = Field(min_length=1, max_length=200, description="what the shopper reads")
    note: str = Field(default="", max_length=500, description="for staff; not shown in the store")
    tag: str | None = Field(
        default=None,
        max_length=25,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$",
        description="letters, digits and -, such as Styling: members carry VIP-Perk-Styling",
    )
    cost_minor: int = Field(default=0, ge=0, description="a member and year")

    def told(self, _currency: str, _say: Say = ENGLISH) -> str:
        return self.text

    def said(self, _currency: str) -> Phrase:
        return words(self.text)

    def entitlement(self) -> dict[str, object]:
        return {"name": self.name}

    def tags(self) -> tuple[str, ...]:
        return (f"{PERK_PREFIX}{self.tag}",) if self.tag else ()

    def cost(self, _year: Year) -> Cost:
        return Cost(a_year_minor=self.cost_minor)

    def strength(self) -> Strength:
        return (self.kind, self.name), ()
