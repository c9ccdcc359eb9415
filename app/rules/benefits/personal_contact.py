"""SUP-CONCIERGE, SUP-SLA-*, SUP-CHANNELS, SUP-AFTERHOURS: one person to ask, and how soon they answer.

Helpdesks read the contact and the times from the member's status, and the tier from the tag.
"""

from typing import ClassVar, Literal

from pydantic import Field

from app.rules.benefits.cost import Cost, Year
from app.rules.benefits.kind import Category, Kind, Strength
from app.rules.benefits.phrase import Phrase, only, saying, words
from app.rules.benefits.say import ENGLISH, Say

NOT_PROMISED = 10**6
UNITS = {"hours": 3600, "minutes": 60, "seconds": 1}


class PersonalContact(Kind):
    category: ClassVar[Category] = "personal"

    kind: Literal["personal_contact"] = "personal_contact"
    name: str = Field(min_length=1, max_length=60, description="a person, or a team")
    email: str | None = Field(
        default=None, max_length=200, pattern=r"^\S+@\S+$", description="an e-mail address"
    )
    phone: str | None = Field(default=None, max_length=30)
    email_minutes: int | None = Field(default=None, ge=1, le=7 * 24 * 60, description="1–2 h is usual")
    phone_seconds: int | None = Field(default=None, ge=1, le=3600, description="60 is usual")
    chat_seconds: int | None = Field(default=None, ge=1, le=3600, description="30 is usual")
    after_hours: bool = False
    cost_minor: int = Field(default=0, ge=0, description="a member and year, beside the tier's support")

    def told(self, _currency: str, say: Say = ENGLISH) -> str:
        """Such as: Anna is there for you: anna@example.com; e-mails are answered within 2 hours."""
        where = ", ".join(way for way in (self.email, self.phone) if way)
        words = say("{name} is there for you", name=self.name)
        words = say("{words}: {where}", words=words, where=where) if where else words
        if promises := self._promises(say):
            words = say("{words}; {promises}", words=words, promises=", ".join(promises))
        return say.and_then(words, say("at any hour")) if self.after_hours else words

    def said(self, _currency: str) -> Phrase:
        where = (words(way) for way in (self.email, self.phone) if way)
        seconds = (
            ("emails", (self.email_minutes or 0) * 60),
            ("calls", self.phone_seconds or 0),
            ("chats", self.chat_seconds or 0),
        )
        soon = (
            saying(f"note_{what}_{_unit(each)}", count=each // UNITS[_unit(each)])
            for what, each in seconds
            if each
        )
        return saying(self.kind, (*where, *soon, only("note_any_hour", self.after_hours)), name=self.name)

    def entitlement(self) -> dict[str, object]:
        return self.model_dump(exclude={"kind", "cost_minor"}, exclude_none=True)

    def cost(self, _year: Year) -> Cost:
        return Cost(a_year_minor=self.cost_minor)

    def strength(self) -> Strength:
        sooner = (
            -(each or NOT_PROMISED) for each in (self.email_minutes, self.phone_seconds, self.chat_seconds)
        )
        return (self.kind,), (*sooner, int(self.after_hours))

    def _promises(self, say: Say) -> list[str]:
        told = []
        if self.email_minutes:
            told.append(say("e-mails are answered within {time}", time=_time(self.email_minutes * 60, say)))
        if self.phone_seconds:
            told.append(say("calls are answered within {time}", time=_time(self.phone_seconds, say)))
        if self.chat_seconds:
            told.append(say("chats are answered within {time}", time=_time(self.chat_seconds, say)))
        return told


def _time(seconds: int, say: Say) -> str:
    """In the largest unit that has no rest: 90 minutes, 2 hours, 30 seconds."""
    count = seconds // UNITS[_unit(seconds)]
    match _unit(seconds):
        case "hours":
            return say.many("{count} hour", "{count} hours", count)
        case "minutes":
            return say.many("{count} minute", "{count} minutes", count)
    return say.many("{count} second", "{count} seconds", count)


def _unit(seconds: int) -> str:
    return next(name for name, size in UNITS.items() if seconds % size == 0)
