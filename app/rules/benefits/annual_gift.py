"""TIER-T-ANNUAL: a gift each year, in a month of the merchant's choice or on the day of entry."""

from typing import Literal

from pydantic import Field

from app.rules.benefits.reward import Reward
from app.rules.benefits.say import ENGLISH, Say


class AnnualGift(Reward):
    kind: Literal["annual_gift"] = "annual_gift"
    month: int | None = Field(
        default=None, ge=1, le=12, description="on its first day; else on the day of entry"
    )

    def told(self, currency: str, say: Say = ENGLISH) -> str:
        return say("{gift} as a gift each year", gift=self.given(currency, say))
