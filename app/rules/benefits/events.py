"""BEN-EXP-EVENT, COM-EVENTS: events that members are invited to; what is over is told no more."""

from datetime import date, timedelta
from typing import ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from app.rules.benefits.cost import Cost, Year
from app.rules.benefits.kind import Category, Kind, Strength
from app.rules.benefits.phrase import Phrase, saying
from app.rules.benefits.say import ENGLISH, Say


class Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=80)
    day: date = Field(description="in the store's time")
    link: str | None = Field(
        default=None,
        max_length=300,
        pattern=r"^https://\S+$",
        description="an address that begins with https://",
    )


class Events(Kind):
    category: ClassVar[Category] = "experience"

    kind: Literal["events"] = "events"
    scope: Literal["virtual", "regional", "private"]
    events: tuple[Event, ...] = Field(default=(), max_length=50)
    cost_minor: int = Field(default=0, ge=0, description="a member and year")

    def told(self, _currency: str, say: Say = ENGLISH) -> str:
        """Such as: Invitations to private events: Dinner on 2026-12-05."""
        words = {
            "virtual": say("Invitations to virtual events"),
            "regional": say("Invitations to regional events"),
            "private": say("Invitations to private events"),
        }[self.scope]
        if not self.events:
            return words
        named = [say("{event} on {day}", event=each.name, day=each.day) for each in self.events]
        return say("{words}: {events}", words=words, events=", ".join(named))

    def said(self, _currency: str) -> Phrase:
        named = (saying("note_event", name=each.name, on=each.day.isoformat()) for each in self.events)
        return saying(f"{self.kind}_{self.scope}", named)

    def entitlement(self) -> dict[str, object]:
        listed = [each.model_dump(mode="json", exclude_none=True) for each in self.events]
        return {"scope": self.scope, "events": listed}

    def cost(self, _year: Year) -> Cost:
        return Cost(a_year_minor=self.cost_minor)

    def strength(self) -> Strength:
        return (self.kind, self.scope), (len(self.events),)

    def on(self, day: date) -> Self | None:
        return self.model_copy(update={"events": tuple(each for each in self.events if each.day >= day)})

    def turns_on(self) -> tuple[date, ...]:
        return tuple(each.day + timedelta(days=1) for each in self.events)
