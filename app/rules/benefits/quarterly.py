"""A reward on the first day of each quarter, for everybody who holds the tier then (BEN-FIN-CREDIT)."""

from typing import ClassVar, Literal

from app.rules.benefits.reward import Reward
from app.rules.benefits.say import ENGLISH, Say


class Quarterly(Reward):
    times_a_year: ClassVar[int] = 4

    kind: Literal["quarterly"] = "quarterly"

    def told(self, currency: str, say: Say = ENGLISH) -> str:
        return say("{gift} every quarter", gift=self.given(currency, say))
