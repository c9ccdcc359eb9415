"""REC-BADGE: what a theme shows beside the member's name."""

from typing import ClassVar, Literal

from pydantic import Field

from app.rules.benefits.kind import Category, Kind
from app.rules.benefits.phrase import Phrase, saying
from app.rules.benefits.say import ENGLISH, Say

Icon = Literal["crown", "diamond", "heart", "leaf", "medal", "star"]


class Badge(Kind):
    category: ClassVar[Category] = "personal"

    kind: Literal["badge"] = "badge"
    label: str = Field(min_length=1, max_length=30)
    colour: str = Field(pattern=r"^#[0-9a-f]{6}$", description='a colour such as "#c9a227"')
    icon: Icon = "star"

    def told(self, _currency: str, say: Say = ENGLISH) -> str:
        return say("The badge {label} on your account", label=self.label)

    def said(self, _currency: str) -> Phrase:
        return saying(self.kind, name=self.label)

    def entitlement(self) -> dict[str, object]:
        return {"label": self.label, "colour": self.colour, "icon": self.icon}
