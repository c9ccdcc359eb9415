"""A bonus each year on the day on which somebody became a member (BEN-FIN-CREDIT)."""

from typing import Literal

from app.rules.benefits.reward import Reward
from app.rules.benefits.say import ENGLISH, Say


class Anniversary(Reward):
    kind: Literal["anniversary"] = "anniversary"

    def told(self, currency: str, say: Say = ENGLISH) -> str:
        return say("{gift} each year on the day you became a member", gift=self.given(currency, say))
